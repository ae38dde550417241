package perception

import (
	"modenhed/internal/smallarea"
)

// Quadrant is a fourth of the plane of measured maturity and the share of a
// council who see considerable potential. A figure on a line counts as above it.
type Quadrant string

// The quadrants.
const (
	// Wanting: above the mean in maturity, and sees more to gain.
	Wanting Quadrant = "wanting"
	// Eager: below the mean, and sees more to gain.
	Eager Quadrant = "eager"
	// Content: above the mean, and sees less to gain.
	Content Quadrant = "content"
	// BlindSpot: below the mean, and sees less to gain.
	BlindSpot Quadrant = "blind"
)

// Quadrants returns all quadrants, those that see potential first.
func Quadrants() []Quadrant { return []Quadrant{Eager, Wanting, BlindSpot, Content} }

// Certainty is how sure a placement is.
type Certainty string

// The certainties.
const (
	// Certain: both intervals lie on one side of their line.
	Certain Certainty = "certain"
	// OpenMaturity: what is not answered could move it across the line of maturity.
	OpenMaturity Certainty = "open_maturity"
	// OpenBelief: the interval of the belief contains its line.
	OpenBelief Certainty = "open_belief"
	// OpenBoth: both of these.
	OpenBoth Certainty = "open_both"
	// SeatsOnly: the belief is what the party seats suggest and has no interval;
	// the maturity lies on one side.
	SeatsOnly Certainty = "seats_only"
	// SeatsOnlyOpen: the same, and the maturity could cross its line.
	SeatsOnlyOpen Certainty = "seats_only_open"
)

// Certainties returns all certainties, the surest first.
func Certainties() []Certainty {
	return []Certainty{Certain, OpenMaturity, OpenBelief, OpenBoth, SeatsOnly, SeatsOnlyOpen}
}

// Absence is why a municipality has no place among the quadrants.
type Absence string

// The absences; the first that holds is given.
const (
	// NoBelief: the council has no figure; the reason is that of its figures.
	NoBelief Absence = "no_belief"
	// Unranked: the municipality is not ranked.
	Unranked Absence = "unranked"
)

// Council is what one council probably thinks, in percent, from few respondents.
type Council struct {
	Code  string
	Basis smallarea.Basis
	// Reason is why there is no figure; empty when there is one.
	Reason smallarea.Reason
	// Misfit means that the seats count as unknown since the respondents do not fit them.
	Misfit bool
	// Harvested and Potential are nil without a figure.
	Harvested, Potential *Likely
	// Answered is the band of respondents; nil unless their answers count.
	Answered *smallarea.Band
}

// Likely is a figure of a council in percent.
type Likely struct {
	Share float64
	// Interval holds the share with a probability of 90 %; nil where only the
	// party seats speak.
	Interval *Interval
}

// CouncilOf puts together what is published of a council; potential may be nil.
func CouncilOf(harvested, potential *smallarea.Published) Council {
	c := Council{Code: harvested.Code, Basis: harvested.Basis, Reason: harvested.Reason, Answered: harvested.Answered, Harvested: likely(harvested)}
	if potential != nil {
		c.Potential = likely(potential)
	}
	return c
}

func likely(p *smallarea.Published) *Likely {
	if p.Share == nil {
		return nil
	}
	l := &Likely{Share: exactly(100 * *p.Share).Low}
	if p.Interval != nil {
		l.Interval = &Interval{Low: exactly(100 * p.Interval.Low).Low, High: exactly(100 * p.Interval.High).Low}
	}
	return l
}

// Distance returns the council's likely harvest less what was measured; its
// outer interval rests on the 90 % of the council's figure. Nil stands for a
// municipality that is not ranked.
func (c Council) Distance(measured *Score, monthsApart int) Distance {
	var belief *Belief
	if h := c.Harvested; h != nil {
		belief = &Belief{Share: exactly(h.Share), Confidence: h.Interval}
	}
	var maturity Maturity
	if measured != nil {
		maturity = MaturityOf([]Score{*measured})
	}
	return DistanceBetween(belief, maturity, monthsApart)
}

// Lines divide the plane.
type Lines struct {
	// Maturity is the national mean in points, Potential the wave's national share in percent.
	Maturity, Potential float64
}

// Spot is where a municipality stands.
type Spot struct {
	Council Council
	// Measured is nil when the municipality is not ranked.
	Measured *Score
	// Quadrant is empty when Absent says why there is none.
	Quadrant  Quadrant
	Certainty Certainty
	Absent    Absence
}

// Place returns where a municipality stands.
func (l Lines) Place(c Council, measured *Score) Spot {
	s := Spot{Council: c, Measured: measured}
	switch {
	case c.Potential == nil:
		s.Absent = NoBelief
		return s
	case measured == nil:
		s.Absent = Unranked
		return s
	}
	s.Quadrant = l.quadrant(measured.Points, c.Potential.Share)
	s.Certainty = l.certainty(measured.Bounds, c.Potential.Interval)
	return s
}

func (l Lines) quadrant(maturity, potential float64) Quadrant {
	switch ahead, sees := maturity >= l.Maturity, potential >= l.Potential; {
	case ahead && sees:
		return Wanting
	case ahead:
		return Content
	case sees:
		return Eager
	}
	return BlindSpot
}

func (l Lines) certainty(maturity Interval, potential *Interval) Certainty {
	openMaturity := crosses(maturity, l.Maturity)
	if potential == nil {
		if openMaturity {
			return SeatsOnlyOpen
		}
		return SeatsOnly
	}
	switch openBelief := crosses(*potential, l.Potential); {
	case openMaturity && openBelief:
		return OpenBoth
	case openMaturity:
		return OpenMaturity
	case openBelief:
		return OpenBelief
	}
	return Certain
}

// crosses reports whether an interval has figures on both sides of a line.
func crosses(i Interval, line float64) bool { return i.Low < line && i.High >= line }

// Move is a municipality's way from one quadrant to another.
type Move struct {
	Code     string
	From, To Spot
	// Certain means that both placements are.
	Certain bool
}

// MovesBetween returns the municipalities that are in another quadrant than
// before, in the order of after, and how many have a place in both.
func MovesBetween(before, after []Spot) (moves []Move, both int) {
	earlier := make(map[string]Spot, len(before))
	for _, s := range before {
		earlier[s.Council.Code] = s
	}
	for _, s := range after {
		was, known := earlier[s.Council.Code]
		if !known || was.Quadrant == "" || s.Quadrant == "" {
			continue
		}
		both++
		if was.Quadrant != s.Quadrant {
			moves = append(moves, Move{s.Council.Code, was, s, was.Certainty == Certain && s.Certainty == Certain})
		}
	}
	return moves, both
}
