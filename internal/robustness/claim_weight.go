package robustness

import "math"

// Weights are tried in steps, and where something happens between two, by
// halving the step until it is small enough.
const (
	weightStep      = 0.01
	weightPrecision = 1e-7
)

// search looks for the weights at which a claim turns.
type search struct {
	*contest
	*kernel
	// declared are the shares of the top areas, row those that are tried.
	declared, row []float64
	area          int
}

// tried is how rivals stand with the area's weight multiplied by a factor.
type tried struct {
	factor float64
	leads  []lead
	// left is that of the contest.
	left int
}

// turns returns, for every top area, where a change of its weight alone turns
// the claim.
func (t *contest) turns(e *Experiment) []WeightTurns {
	s := &search{contest: t}
	for i, share := range e.areaShares {
		if e.groups[i+1].parent == 0 {
			s.declared = append(s.declared, share)
		}
	}
	s.row = make([]float64, len(s.declared))
	copy(s.row, s.declared)
	s.kernel = newKernel(e.newGivenPlan([][]float64{s.row}))
	list := make([]WeightTurns, len(s.declared))
	for i, share := range s.declared {
		s.area = i
		list[i] = WeightTurns{Area: e.framework.Areas[i].Key, Share: share}
		if share > 0 && share < 1 {
			list[i].Down, list[i].Up = s.towards(0), s.towards(MaxWeightFactor)
		}
	}
	return list
}

// towards returns the first turn on the way from the declared weight to a multiple of it.
func (s *search) towards(end float64) Turn {
	steps := int(math.Round(math.Abs(end-1) / weightStep))
	last := s.try(1)
	for i := range steps {
		next := s.try(1 + (end-1)*float64(i+1)/float64(steps))
		if factor, ok := s.between(last, next); ok {
			return s.turn(factor)
		}
		last = next
	}
	return Turn{}
}

func (s *search) turn(factor float64) Turn {
	share := float64(factor * s.declared[s.area])
	return Turn{Factor: factor, Share: share / (share + 1 - s.declared[s.area]), OK: true}
}

// between returns the first factor after a, up to b, at which the claim is not
// as it is at a. Two scores are taken to cross at most once between a and b.
func (s *search) between(a, b tried) (factor float64, ok bool) {
	crossed := 0
	for i, l := range a.leads {
		if l != b.leads[i] {
			crossed++
		}
	}
	if (a.left >= 0 && crossed <= a.left) || (a.left < 0 && crossed < -a.left) {
		return 0, false
	}
	if math.Abs(b.factor-a.factor) < weightPrecision {
		return b.factor, (a.left >= 0) != (b.left >= 0)
	}
	middle := s.try((a.factor + b.factor) / 2)
	if factor, ok = s.between(a, middle); ok {
		return factor, true
	}
	return s.between(middle, b)
}

// try scores the units with a multiple of the area's weight.
func (s *search) try(factor float64) tried {
	s.row[s.area] = float64(factor * s.declared[s.area])
	s.kernel.number = -1
	t := tried{factor: factor, leads: make([]lead, len(s.rivals))}
	s.compare(s.kernel.next(), t.leads)
	s.row[s.area] = s.declared[s.area]
	t.left = s.left(t.leads)
	return t
}
