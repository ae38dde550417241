package sensitivity

import "math"

// shifter computes how far a ranking moves under other choices, one call after
// the other, without allocating.
type shifter struct {
	*variation
	// drawn are the area weights of the call.
	drawn []float64
	// keys are the scores of the call in units of the ninth decimal, rounded:
	// what is equal on paper is equal here.
	keys []float64
	// orders keep, for each method, the units in the order of its last call:
	// the next is close to it, and repairing it is quicker than sorting anew.
	orders [variants][]int
}

// function returns the mean absolute rank shift as a function of the factors.
// It is for one goroutine.
func (v *variation) function() func(x []float64) float64 { return v.shifter().at }

func (v *variation) shifter() *shifter {
	s := &shifter{variation: v, drawn: make([]float64, len(v.weights)), keys: make([]float64, len(v.ranks))}
	for i := range s.orders {
		s.orders[i] = make([]int, len(v.ranks))
		for u := range s.orders[i] {
			s.orders[i][u] = u
		}
	}
	return s
}

// at returns the shift where the factors are x: the area weights, the
// aggregation, the rule for missing.
func (s *shifter) at(x []float64) float64 {
	return s.shift(s.draw(x))
}

// draw sets the area weights and returns the method that x picks.
func (s *shifter) draw(x []float64) int {
	for i, w := range s.weights {
		s.drawn[i] = float64(w * (1 - WeightSpread + float64(2*WeightSpread*x[i])))
	}
	return index(x[len(s.weights)], x[len(s.weights)+1])
}

// shift returns the mean absolute difference between a unit's rank, by the
// drawn weights and a method, and its declared rank; 0 without units.
//
//go:norace
func (s *shifter) shift(method int) float64 {
	if len(s.keys) == 0 {
		return 0
	}
	s.score(&s.variants[method])
	order := s.orders[method]
	repair(order, s.keys)
	moved, rank := 0, 1
	for i, u := range order {
		if i > 0 && s.keys[u] != s.keys[order[i-1]] {
			rank = i + 1
		}
		moved += max(rank-s.ranks[u], s.ranks[u]-rank)
	}
	return float64(moved) / float64(len(order))
}

// score fills the keys.
//
//go:norace
func (s *shifter) score(v *variant) {
	all := 0.0
	for _, w := range s.drawn {
		all += w
	}
	width := len(s.drawn)
	for u := range s.keys {
		sum, weight := 0.0, all
		terms := v.terms[u*width : (u+1)*width]
		for i, w := range s.drawn {
			sum += float64(w * terms[i])
		}
		if scored := v.scored[u]; scored != nil {
			weight = 0
			for _, i := range scored {
				weight += s.drawn[i]
			}
		}
		score := sum / weight
		if v.geometric {
			score = math.Exp(score)
		}
		s.keys[u] = math.RoundToEven(score * 1e9)
	}
}

// repair puts units in order of falling keys. It is an insertion sort: next to
// nothing to do for an order that is nearly right.
//
//go:norace
func repair(order []int, keys []float64) {
	for i := 1; i < len(order); i++ {
		u := order[i]
		key := keys[u]
		j := i
		for ; j > 0 && keys[order[j-1]] < key; j-- {
			order[j] = order[j-1]
		}
		order[j] = u
	}
}
