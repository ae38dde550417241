package round

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/scoring"
)

// Summary describes frozen content in a few figures. Scores rest on the ranked
// municipalities only, each counting the same whatever its population.
type Summary struct {
	// Units counts the municipalities, Answering those with an answer that
	// counts, and Ranked those that are ranked.
	Units, Answering, Ranked int
	// Score spreads the overall scores.
	Score benchmark.Spread
	// Coverage spreads the coverage of all municipalities, from 0 to 1.
	Coverage benchmark.Spread
	// Areas are the mean scores of the top areas and those below them, in the
	// order of [Content].
	Areas []AreaSummary
}

// AreaSummary is one area's mean over the ranked municipalities that have a
// score in it.
type AreaSummary struct {
	Key  string
	Mean scoring.Points
}

// Summary describes the content.
func (c *Content) Summary() Summary {
	s := Summary{Units: len(c.Units)}
	var scores, coverages []float64
	areas := make([][]float64, len(c.Areas))
	for i := range c.Units {
		u := &c.Units[i]
		if u.Coverage.OK {
			coverages = append(coverages, u.Coverage.Value)
		}
		if u.Coverage.Value > 0 {
			s.Answering++
		}
		if !u.Rank.OK {
			continue
		}
		s.Ranked++
		scores = append(scores, u.Score.Value)
		for a, key := range c.Areas {
			if score := u.Areas[key].Score; score.OK {
				areas[a] = append(areas[a], score.Value)
			}
		}
	}
	s.Score, s.Coverage = benchmark.SpreadOf(scores), benchmark.SpreadOf(coverages)
	for a, key := range c.Areas {
		s.Areas = append(s.Areas, AreaSummary{Key: key, Mean: benchmark.SpreadOf(areas[a]).Mean})
	}
	return s
}

// Unranked returns the municipalities that are not ranked, by rising code.
func (c *Content) Unranked() []UnitResult {
	var unranked []UnitResult
	for _, u := range c.Units {
		if !u.Rank.OK {
			unranked = append(unranked, u)
		}
	}
	return unranked
}
