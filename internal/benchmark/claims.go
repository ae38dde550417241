package benchmark

import (
	"fmt"
	"slices"

	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/robustness"
)

// ClaimKind is what a headline says.
type ClaimKind string

// The kinds of headlines; what holds is said at the kinds of package robustness.
const (
	ClaimFirst   ClaimKind = "first"
	ClaimTop     ClaimKind = "top"
	ClaimAhead   ClaimKind = "ahead"
	ClaimRegions ClaimKind = "regions"
)

// ClaimKinds lists the kinds in the order in which they are offered.
func ClaimKinds() []ClaimKind {
	return []ClaimKind{ClaimFirst, ClaimTop, ClaimAhead, ClaimRegions}
}

// Claim is one headline about the ranking. What its kind does not speak of is
// not looked at.
type Claim struct {
	Kind ClaimKind
	// Unit is who the headline is about, Other whom it is ahead of.
	Unit, Other municipality.Code
	// N is the lowest rank that counts for ClaimTop.
	N int
	// Region is ahead of OtherRegion by the mean score of their ranked municipalities.
	Region, OtherRegion string
}

// The fields that problems of a claim name.
const (
	FieldKind        = "kind"
	FieldUnit        = "unit"
	FieldOther       = "other"
	FieldN           = "n"
	FieldRegion      = "region"
	FieldOtherRegion = "other_region"
)

// CheckedClaim is a claim with its verdict and what it speaks of.
type CheckedClaim struct {
	Claim
	*robustness.Verdict
	// Ranked is how many municipalities are ranked.
	Ranked int
	// Unit and Other are nil where the claim does not speak of them.
	Unit, Other *ClaimUnit
	// Region and OtherRegion are nil where the claim does not speak of them.
	Region, OtherRegion *RegionMean
	// SafeTop is the smallest number for which it is safe that the municipality
	// is among so many; 0 for claims of other kinds.
	SafeTop int
}

// ClaimUnit is a municipality that a claim speaks of, with its rank interval.
type ClaimUnit struct {
	*Unit
	Interval robustness.Interval
}

// CheckClaim says what a headline is worth, with the draws of
// [Snapshot.Robustness]. It takes a tenth of a second. An Invalid error names
// all that is wrong with the claim.
func (s *Snapshot) CheckClaim(c Claim) (*CheckedClaim, error) {
	if err := s.checkClaim(c).Err(); err != nil {
		return nil, err
	}
	result, err := s.Robustness()
	if err != nil {
		return nil, err
	}
	checker, err := robustness.NewChecker(s.facts.model, s.Cells(), s.rankedUnits())
	if err != nil {
		return nil, fmt.Errorf("check a headline: %w", err)
	}
	claim := s.robustClaim(c)
	verdict, err := checker.Check(claim, result.Settings())
	if err != nil {
		return nil, fmt.Errorf("check a headline: %w", err)
	}
	checked := &CheckedClaim{Claim: c, Verdict: verdict, Ranked: s.Overview().Country.Ranked}
	switch c.Kind {
	case ClaimFirst, ClaimTop:
		checked.Unit = s.claimUnit(claim.Unit, result)
		checked.SafeTop = safeTop(result, claim.Unit, checked.Unit.Place.Rank)
	case ClaimAhead:
		checked.Unit, checked.Other = s.claimUnit(claim.Unit, result), s.claimUnit(claim.Other, result)
	case ClaimRegions:
		checked.Region, checked.OtherRegion = s.claimRegion(c.Region), s.claimRegion(c.OtherRegion)
	}
	return checked, nil
}

// rankedUnits tells for each of Units whether it is ranked.
func (s *Snapshot) rankedUnits() []bool {
	ranked := make([]bool, len(s.Units))
	for i := range s.Units {
		ranked[i] = s.Units[i].Place.Rank > 0
	}
	return ranked
}

// robustClaim writes a claim in the terms of package robustness.
func (s *Snapshot) robustClaim(c Claim) robustness.Claim {
	switch c.Kind {
	case ClaimTop:
		return robustness.Claim{Kind: robustness.IsWithin, Unit: s.facts.ordinal[c.Unit], N: c.N}
	case ClaimAhead:
		return robustness.Claim{Kind: robustness.IsAhead, Unit: s.facts.ordinal[c.Unit], Other: s.facts.ordinal[c.Other]}
	case ClaimRegions:
		return robustness.Claim{Kind: robustness.IsGroupAhead, Group: s.inRegion(c.Region), OtherGroup: s.inRegion(c.OtherRegion)}
	}
	return robustness.Claim{Kind: robustness.IsFirst, Unit: s.facts.ordinal[c.Unit]}
}

// inRegion returns the ranked units of a region, by index.
func (s *Snapshot) inRegion(key string) []int {
	var units []int
	for i := range s.Units {
		if s.Units[i].Region.Key == key && s.Units[i].Place.Rank > 0 {
			units = append(units, i)
		}
	}
	return units
}

func (s *Snapshot) claimUnit(unit int, result *robustness.Result) *ClaimUnit {
	interval, _ := result.Interval(unit)
	return &ClaimUnit{Unit: s.Units[unit], Interval: interval}
}

func (s *Snapshot) claimRegion(key string) *RegionMean {
	regions := s.Overview().Regions
	i := slices.IndexFunc(regions, func(r RegionMean) bool { return r.Region.Key == key })
	return &regions[i]
}

// safeTop returns the smallest n, from a declared rank on, for which a unit is
// within n in a share of draws that is safe.
func safeTop(result *robustness.Result, unit, rank int) int {
	for n := rank; ; n++ {
		if share, ok := result.ShareWithin(unit, n); !ok || share >= robustness.SafeFrom {
			return n
		}
	}
}

func (s *Snapshot) checkClaim(c Claim) fault.Problems {
	var p fault.Problems
	switch c.Kind {
	case ClaimFirst:
		s.checkClaimUnit(&p, FieldUnit, c.Unit)
	case ClaimTop:
		s.checkClaimUnit(&p, FieldUnit, c.Unit)
		if ranked := s.Overview().Country.Ranked; ranked > 0 && (c.N < 1 || c.N > ranked) {
			p.Add(FieldN, "robustness.problem.n", "Most", ranked)
		}
	case ClaimAhead:
		s.checkClaimUnit(&p, FieldUnit, c.Unit)
		s.checkClaimUnit(&p, FieldOther, c.Other)
		if unit, known := s.Unit(c.Unit); known && c.Unit == c.Other {
			p.Add(FieldOther, "robustness.problem.same", "Name", unit.Name)
		}
	case ClaimRegions:
		s.checkClaimRegion(&p, FieldRegion, c.Region)
		s.checkClaimRegion(&p, FieldOtherRegion, c.OtherRegion)
		if c.Region != "" && c.Region == c.OtherRegion {
			p.Add(FieldOtherRegion, "robustness.problem.same_region")
		}
	default:
		p.Add(FieldKind, "robustness.problem.kind")
	}
	return p
}

func (s *Snapshot) checkClaimUnit(p *fault.Problems, field string, code municipality.Code) {
	unit, known := s.Unit(code)
	switch {
	case !known:
		p.Add(field, "robustness.problem.unknown")
	case unit.Place.Rank == 0:
		p.Add(field, "robustness.problem.unranked", "Name", unit.Name)
	}
}

func (s *Snapshot) checkClaimRegion(p *fault.Problems, field, key string) {
	regions := s.Overview().Regions
	i := slices.IndexFunc(regions, func(r RegionMean) bool { return r.Region.Key == key })
	switch {
	case key == "" || i < 0:
		p.Add(field, "robustness.problem.region")
	case regions[i].Summary.Ranked == 0:
		p.Add(field, "robustness.problem.region_unranked")
	}
}
