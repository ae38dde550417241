package benchmark

import (
	"math"
	"slices"

	"modenhed/internal/scoring"
)

// Summary describes the scores of a set of municipalities. All figures rest on
// the ranked ones only, each counting the same whatever its population.
type Summary struct {
	// Units counts the set, Ranked those of it that are ranked.
	Units, Ranked int
	// Score spreads the overall scores.
	Score Spread
	// Areas are the mean scores per area, in the order of every card's Areas.
	Areas []scoring.Points
}

// Spread is how a set of figures lies. All of it is undefined for an empty set.
type Spread struct {
	// N is the number of figures.
	N int
	// Mean is the unweighted mean.
	Mean scoring.Points
	// Min, Q1, Median, Q3 and Max are quantiles by [Quantile].
	Min, Q1, Median, Q3, Max scoring.Points
}

// Quantile returns the p-quantile, 0 ≤ p ≤ 1, of figures sorted upwards by
// linear interpolation (Hyndman and Fan 1996, type 7: what R and Excel's
// QUARTILE.INC give), so that readers can recompute it. ok is false for no figures.
func Quantile(sorted []float64, p float64) (value float64, ok bool) {
	if len(sorted) == 0 {
		return 0, false
	}
	at := p * float64(len(sorted)-1)
	below := int(math.Floor(at))
	above := min(below+1, len(sorted)-1)
	return sorted[below] + float64((at-float64(below))*(sorted[above]-sorted[below])), true
}

// SpreadOf describes the figures; their order does not matter.
func SpreadOf(figures []float64) Spread {
	sorted := slices.Sorted(slices.Values(figures))
	at := func(p float64) scoring.Points {
		value, ok := Quantile(sorted, p)
		return scoring.Points{Value: value, OK: ok}
	}
	return Spread{N: len(sorted), Mean: mean(sorted), Min: at(0), Q1: at(0.25), Median: at(0.5), Q3: at(0.75), Max: at(1)}
}

func mean(figures []float64) scoring.Points {
	if len(figures) == 0 {
		return scoring.Points{}
	}
	sum := 0.0
	for _, x := range figures {
		sum += x
	}
	return scoring.Points{Value: sum / float64(len(figures)), OK: true}
}

// Summarise describes the municipalities that are wanted.
func (s *Snapshot) Summarise(wanted func(*Unit) bool) Summary {
	var scores []float64
	areas := make([][]float64, len(s.facts.model.Areas()))
	summary := Summary{Areas: make([]scoring.Points, len(areas))}
	for _, unit := range s.Units {
		if !wanted(unit) {
			continue
		}
		summary.Units++
		if unit.Place.Rank == 0 {
			continue
		}
		summary.Ranked++
		scores = append(scores, unit.Card.Score.Value)
		for a, result := range unit.Card.Areas {
			if result.Score.OK {
				areas[a] = append(areas[a], result.Score.Value)
			}
		}
	}
	summary.Score = SpreadOf(scores)
	for a := range areas {
		summary.Areas[a] = mean(areas[a])
	}
	return summary
}

// bins is the number of columns of a distribution, each 100/bins points wide.
const bins = 10

// distribution counts scores per column; 100 points fall in the last.
func distribution(scores []float64) [bins]int {
	var counts [bins]int
	for _, x := range scores {
		counts[min(int(x/(100/bins)), bins-1)]++
	}
	return counts
}
