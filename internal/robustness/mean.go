package robustness

import "modenhed/internal/framework"

// mean is how the parts of a group are combined. A mean is taken in its own
// terms: scores are carried over, averaged by weight, and carried back.
type mean uint8

const (
	arithmetic mean = iota
	geometric
	harmonic
)

func meanOf(a framework.Aggregation) mean {
	switch a {
	case framework.Geometric:
		return geometric
	case framework.Harmonic:
		return harmonic
	}
	return arithmetic
}

// carry takes a score into the mean's terms. Geometric and harmonic means need
// a score above 0.
func (m mean) carry(score float64) float64 {
	switch m {
	case geometric:
		return log(score)
	case harmonic:
		return 1 / score
	}
	return score
}

// back takes an average in the mean's terms back to a score.
func (m mean) back(x float64) float64 {
	switch m {
	case geometric:
		return exp(x)
	case harmonic:
		return 1 / x
	}
	return x
}

// translate takes averages in the terms of one mean into those of another.
//
//go:norace
func translate(from, to mean, xs []float64) {
	if from == to {
		return
	}
	for i, x := range xs {
		xs[i] = to.carry(from.back(x))
	}
}

// mapping takes points to the scale that means are taken over.
type mapping struct{ floor, step float64 }

func (m mapping) score(points float64) float64 { return m.floor + float64(m.step*points) }

// method is one way to aggregate: what each group's mean is.
type method struct {
	aggregation framework.Aggregation
	means       []mean
	mapping     mapping
}

// methodOf returns the experiment's method with an aggregation.
func (e *Experiment) methodOf(a framework.Aggregation) method {
	m := method{aggregation: a, means: make([]mean, len(e.groups)), mapping: mapping{0, 1}}
	for i, g := range e.groups {
		m.means[i] = meanOf(a)
		if g.own != "" {
			m.means[i] = meanOf(g.own)
		}
		if m.means[i] != arithmetic {
			m.mapping = mapping{1, 0.99}
		}
	}
	return m
}
