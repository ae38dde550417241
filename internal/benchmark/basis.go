package benchmark

import "modenhed/internal/scoring"

// Basis is which score ranks.
type Basis string

// The bases.
const (
	// Claimed: every answer counts as the municipality reported it.
	Claimed Basis = "claimed"
	// Verified: every answer counts for as many points as its verification and
	// the strength of its evidence allow; see [assessment.Status.Cap].
	Verified Basis = "verified"
)

// ParseBasis returns the basis of a name, "" being Claimed; ok is false for
// another name.
func ParseBasis(name string) (basis Basis, ok bool) {
	switch basis = Basis(name); basis {
	case "":
		return Claimed, true
	case Claimed, Verified:
		return basis, true
	}
	return Claimed, false
}

// On returns the snapshot of the same answers on a basis.
func (s *Snapshot) On(basis Basis) *Snapshot {
	if basis == Verified {
		return s.Verified()
	}
	return s.Claimed()
}

// Beside returns the snapshot of the same answers on the other basis.
func (s *Snapshot) Beside() *Snapshot {
	if s.Basis == Verified {
		return s.Claimed()
	}
	return s.Verified()
}

// Claimed returns the snapshot of the same answers by the score that they claim.
func (s *Snapshot) Claimed() *Snapshot {
	if s.claimed != nil {
		return s.claimed
	}
	return s
}

// Verified returns the snapshot of the same answers by verified score: score,
// rank and change over a year. It is made when somebody asks first.
func (s *Snapshot) Verified() *Snapshot {
	if s.Basis == Verified {
		return s
	}
	return s.verified.get(s.makeVerified)
}

func (s *Snapshot) makeVerified() *Snapshot {
	v := *s
	v.Basis, v.claimed = Verified, s
	v.stamp += "-" + string(Verified)
	v.asked = new(asked)
	v.Units = copies(s.Units)
	// A model that took the answers takes them with caps, which are above 0.
	_ = v.score(v.Units)
	if s.Declared != nil {
		v.Declared, v.quarters = s.Declared.Verified(), new(lazy[[]CountryPoint])
	} else {
		v.past, v.quarters = s.verifiedPast.get(v.makePast), s.verifiedQuarters
	}
	v.place()
	return &v
}

// makePast is where everybody stood a year before, nil when the model refuses
// the answers of then.
func (s *Snapshot) makePast() *past {
	made, _ := s.pastOf()
	return made
}

// cells returns rows of answers as scoring wants them on the snapshot's basis,
// one after the other.
func (s *Snapshot) cells(rows ...[]Answer) []scoring.Answer {
	list := cells(rows...)
	if s.Basis != Verified {
		return list
	}
	i := 0
	for _, row := range rows {
		for a := range row {
			if list[i].State == scoring.Present {
				list[i].Cap = row[a].Cap
			}
			i++
		}
	}
	return list
}
