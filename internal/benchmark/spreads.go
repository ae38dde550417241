package benchmark

import (
	"math"
	"slices"

	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

// Spreads is how the figures of a set of municipalities lie. All of it rests on
// the ranked ones that have the figure.
type Spreads struct {
	// Units counts the set, Ranked those of it that are ranked.
	Units, Ranked int
	// Score spreads the overall scores.
	Score Spread
	// Areas are in the order of every card's Areas, Indicators in that of [Snapshot.Places].
	Areas, Indicators []Spread
}

// SpreadAmong describes a set of municipalities. Codes outside the directory
// and repeated ones count once or not at all.
func (s *Snapshot) SpreadAmong(codes []municipality.Code) Spreads {
	wanted := make(map[municipality.Code]bool, len(codes))
	for _, code := range codes {
		wanted[code] = true
	}
	return s.spreads(func(u *Unit) bool { return wanted[u.Code] })
}

// SpreadOfAll describes the whole country.
func (s *Snapshot) SpreadOfAll() Spreads {
	return s.spreads(func(*Unit) bool { return true })
}

func (s *Snapshot) spreads(wanted func(*Unit) bool) Spreads {
	var found Spreads
	var ranked []*Unit
	for _, unit := range s.Units {
		if !wanted(unit) {
			continue
		}
		found.Units++
		if unit.Place.Rank > 0 {
			ranked = append(ranked, unit)
		}
	}
	found.Ranked = len(ranked)
	found.Score = spreadOver(ranked, func(u *Unit) scoring.Points { return u.Card.Score })
	for i := range s.facts.model.Areas() {
		found.Areas = append(found.Areas, spreadOver(ranked, func(u *Unit) scoring.Points { return u.Card.Areas[i].Score }))
	}
	for i := range s.Places {
		found.Indicators = append(found.Indicators, spreadOver(ranked, func(u *Unit) scoring.Points { return u.Card.Indicators[i].Score }))
	}
	return found
}

func spreadOver(units []*Unit, figure func(*Unit) scoring.Points) Spread {
	var figures []float64
	for _, u := range units {
		if x := figure(u); x.OK {
			figures = append(figures, x.Value)
		}
	}
	return SpreadOf(figures)
}

// Percentile is where a figure lies among others.
type Percentile struct {
	// Value is the share of the others that are lower, ties counted half, from
	// 0 (lowest of all) to 100 (highest of all). It is undefined without others.
	Value scoring.Points
	// Lower, Equal and Of count the others.
	Lower, Equal, Of int
}

// percentileAmong places a figure among the others, itself left out.
func percentileAmong(own float64, others []float64) Percentile {
	p := Percentile{Of: len(others)}
	for _, x := range others {
		switch {
		case x < own:
			p.Lower++
		case x == own:
			p.Equal++
		}
	}
	if p.Of > 0 {
		p.Value = scoring.Points{Value: 100 * (float64(p.Lower) + 0.5*float64(p.Equal)) / float64(p.Of), OK: true}
	}
	return p
}

// GroupPercentile returns where a municipality's score lies among the other
// ranked members of its group in [PeerScheme]. It is undefined for one that is
// not ranked or has no group, and in a group without another ranked member.
func (s *Snapshot) GroupPercentile(code municipality.Code) Percentile {
	unit, ok := s.Unit(code)
	if !ok || unit.Groups[PeerScheme] == "" {
		return Percentile{}
	}
	var members []municipality.Code
	for i := range s.Units {
		if s.Units[i].Groups[PeerScheme] == unit.Groups[PeerScheme] {
			members = append(members, s.Units[i].Code)
		}
	}
	return s.PercentileAmong(code, members)
}

// Stretch is a part of a spread, from below the lowest figure to above the highest.
type Stretch uint8

// The stretches. A figure on a quartile counts as nearer the middle.
const (
	NoStretch Stretch = iota
	BelowAll
	LowestQuarter
	BelowMedian
	AtMedian
	AboveMedian
	HighestQuarter
	AboveAll
)

// String returns the stretch's key; it is empty for NoStretch.
func (s Stretch) String() string {
	return [...]string{"", "below_all", "lowest_quarter", "below_median", "at_median", "above_median", "highest_quarter", "above_all"}[min(s, AboveAll)]
}

// Stretch returns where a figure lies in the spread, both rounded to the one
// decimal that people read; NoStretch when either is undefined.
func (s Spread) Stretch(x scoring.Points) Stretch {
	if !x.OK || s.N == 0 {
		return NoStretch
	}
	own := asRead(x.Value)
	switch {
	case own == asRead(s.Median.Value):
		return AtMedian
	case own < asRead(s.Min.Value):
		return BelowAll
	case own < asRead(s.Q1.Value):
		return LowestQuarter
	case own < asRead(s.Median.Value):
		return BelowMedian
	case own > asRead(s.Max.Value):
		return AboveAll
	case own > asRead(s.Q3.Value):
		return HighestQuarter
	}
	return AboveMedian
}

// asRead rounds a figure to the one decimal that people read, so that what is
// said of it can be checked by them.
func asRead(x float64) float64 { return math.Round(x*10) / 10 }

// PercentileAmong returns where a municipality's score lies among others: the
// ranked ones with the codes given, itself left out. It is undefined for one
// that is not ranked, and without others.
func (s *Snapshot) PercentileAmong(code municipality.Code, codes []municipality.Code) Percentile {
	unit, ok := s.Unit(code)
	if !ok || unit.Place.Rank == 0 {
		return Percentile{}
	}
	var others []float64
	for _, u := range s.Units {
		if u.Code != code && u.Place.Rank > 0 && slices.Contains(codes, u.Code) {
			others = append(others, u.Card.Score.Value)
		}
	}
	return percentileAmong(unit.Card.Score.Value, others)
}
