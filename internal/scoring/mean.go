package scoring

import (
	"math"

	"modenhed/internal/framework"
)

// mean is a weighted mean taken in two halves: parts are summed by weight, the
// sum is turned back into a score.
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

// part returns what a score x of weight w adds to the sum. Geometric and
// harmonic parts need x > 0.
//
// The conversions to float64 here and elsewhere keep the compiler from fusing a
// product and a sum on machines that can, which would change the last digit.
func (m mean) part(w, x float64) float64 {
	switch m {
	case geometric:
		return float64(w * math.Log(x))
	case harmonic:
		return float64(w / x)
	}
	return float64(w * x)
}

// of returns the mean of parts that sum to total and weigh weight > 0.
func (m mean) of(total, weight float64) float64 {
	switch m {
	case geometric:
		return math.Exp(total / weight)
	case harmonic:
		return weight / total
	}
	return total / weight
}

// round9 rounds to 9 decimals.
func round9(x float64) float64 {
	const scale = 1e9
	return math.RoundToEven(x*scale) / scale
}
