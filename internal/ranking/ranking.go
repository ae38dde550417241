// Package ranking puts units in order by points. It takes points and knows
// nothing of where they come from or whose they are.
package ranking

import (
	"cmp"
	"math"
	"slices"
)

// Entry is one unit to be placed. Entries are given in the order in which ties
// are to be listed.
type Entry struct {
	// Score is rounded to 9 decimals before it is compared.
	Score float64
	// Ranked is false for a unit that has no place.
	Ranked bool
}

// Place is where an entry stands.
type Place struct {
	// Rank is the competition rank from 1 ("1224"), 0 for a unit that is not ranked.
	Rank int
	// Tied means that another entry has the same rank.
	Tied bool
	// Percentile is the percentile rank, 0 to 100: the number of ranked units
	// with a lower score, divided by the number of other ranked units. It is 0
	// for the only ranked unit and for one that is not ranked.
	Percentile float64
}

// Order returns the place of every entry, in the order of the entries.
func Order(entries []Entry) []Place {
	places := make([]Place, len(entries))
	order := arrange(entries)
	others := max(len(order)-1, 1)
	for first := 0; first < len(order); {
		end := first + 1
		for end < len(order) && order[end].score == order[first].score {
			end++
		}
		place := Place{
			Rank:       first + 1,
			Tied:       end-first > 1,
			Percentile: 100 * float64(len(order)-end) / float64(others),
		}
		for _, o := range order[first:end] {
			places[o.index] = place
		}
		first = end
	}
	return places
}

// Sequence returns the indices of all entries in the order in which they are
// listed: ranked units from the highest score, ties in the order given, then
// units that are not ranked, in the order given.
func Sequence(entries []Entry) []int {
	sequence := make([]int, 0, len(entries))
	for _, o := range arrange(entries) {
		sequence = append(sequence, o.index)
	}
	for i, e := range entries {
		if !ranked(e) {
			sequence = append(sequence, i)
		}
	}
	return sequence
}

type ordered struct {
	score float64
	index int
}

// ranked treats a score that is not a number as none.
func ranked(e Entry) bool { return e.Ranked && !math.IsNaN(e.Score) }

// arrange returns the ranked entries, highest score first, ties by index.
func arrange(entries []Entry) []ordered {
	order := make([]ordered, 0, len(entries))
	for i, e := range entries {
		if ranked(e) {
			order = append(order, ordered{round9(e.Score), i})
		}
	}
	slices.SortFunc(order, func(a, b ordered) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Compare(a.index, b.index)
	})
	return order
}

// round9 rounds to 9 decimals, so that 0.1 + 0.2 and 0.3 are a tie.
func round9(x float64) float64 {
	const scale = 1e9
	return math.RoundToEven(x*scale) / scale
}
