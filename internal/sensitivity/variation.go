package sensitivity

import (
	"math"

	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// variation is an index made ready for asking what other choices do to its
// ranking. It is immutable.
type variation struct {
	// weights are those of the top areas.
	weights []float64
	// variants are in the order of methods.
	variants [variants]variant
	// ranks are the declared ones.
	ranks []int
	// arithmetic and geometric are the scores by either mean, under the declared rule for missing.
	arithmetic, geometric []Figure
}

// method is a pair of the choices that are either the one or the other.
type method struct {
	aggregation framework.Aggregation
	missing     framework.MissingRule
}

const variants = 4

// methods lists the pairs; index says where each is.
func methods() [variants]method {
	return [variants]method{
		{framework.Arithmetic, framework.Renormalise},
		{framework.Arithmetic, framework.Zero},
		{framework.Geometric, framework.Renormalise},
		{framework.Geometric, framework.Zero},
	}
}

// index returns the place of a method from two factors, each picking the first
// or the second choice by being below ½ or not.
func index(aggregation, missing float64) int {
	i := 0
	if aggregation >= 0.5 {
		i += 2
	}
	if missing >= 0.5 {
		i++
	}
	return i
}

// vary scores the ranked units under every method. Units without a score under
// one of them are left out.
func (d *declared) vary() (*variation, error) {
	var cards [variants][]scoring.Card
	for i, m := range methods() {
		model, err := scoring.Compile(d.framework.WithAggregation(m.aggregation).WithMissing(m.missing))
		if err != nil {
			return nil, err
		}
		if cards[i], err = d.score(model); err != nil {
			return nil, err
		}
	}
	v := &variation{}
	for i := range d.framework.Areas {
		v.weights = append(v.weights, d.framework.Areas[i].Weight)
	}
	v.weights = scaled(v.weights)
	kept := scoredByAll(&cards, len(d.units))
	v.ranks = d.ranks(kept)
	for i, m := range methods() {
		v.variants[i] = d.variant(cards[i], kept, m.aggregation == framework.Geometric)
	}
	rule := 0.0
	if d.framework.Method.Missing == framework.Zero {
		rule = 1
	}
	v.arithmetic = overall(cards[index(0, rule)], kept)
	v.geometric = overall(cards[index(1, rule)], kept)
	return v, nil
}

// scoredByAll returns the units with a score under every method.
func scoredByAll(cards *[variants][]scoring.Card, units int) []int {
	kept := make([]int, 0, units)
	for u := range units {
		everywhere := true
		for i := range cards {
			everywhere = everywhere && cards[i][u].Score.OK
		}
		if everywhere {
			kept = append(kept, u)
		}
	}
	return kept
}

func overall(cards []scoring.Card, units []int) []Figure {
	scores := make([]Figure, len(units))
	for i, u := range units {
		scores[i] = Figure(cards[u].Score)
	}
	return scores
}

// ranks returns the declared ranks of some of the ranked units among themselves.
func (d *declared) ranks(of []int) []int {
	entries := make([]ranking.Entry, len(of))
	for i, u := range of {
		entries[i] = ranking.Entry{Score: d.cards[u].Score.Value, Ranked: true}
	}
	ranks := make([]int, len(of))
	for i, place := range ranking.Order(entries) {
		ranks[i] = place.Rank
	}
	return ranks
}

// variant is the top areas of every unit under one method. Only their weights
// are left open.
type variant struct {
	geometric bool
	// terms are area scores, unit by unit, or their logarithms for the
	// geometric mean; 0 where an area has none.
	terms []float64
	// scored lists, for a unit that lacks an area score, the areas that have
	// one; nil for a unit with all.
	scored [][]int
}

func (d *declared) variant(cards []scoring.Card, units []int, geometric bool) variant {
	v := variant{geometric: geometric, scored: make([][]int, len(units))}
	for i, u := range units {
		var scored []int
		for area, top := range d.tops {
			term := 0.0
			if score := cards[u].Areas[top].Score; score.OK {
				term = score.Value
				if geometric {
					term = math.Log(term)
				}
				scored = append(scored, area)
			}
			v.terms = append(v.terms, term)
		}
		if len(scored) < len(d.tops) {
			v.scored[i] = scored
		}
	}
	return v
}
