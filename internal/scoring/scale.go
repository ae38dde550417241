package scoring

import (
	"math"

	"modenhed/internal/framework"
)

// scale turns a value into a normalised score.
type scale struct {
	// low gives 0 and high 100.
	low, high float64
	// live is false when the indicator has no score for anyone.
	live bool
}

func goalposts(s framework.Scale) scale {
	return scale{low: s.Low, high: s.High, live: s.Low != s.High}
}

// points returns 100·(x − low)/(high − low), clamped.
func (s scale) points(x float64) float64 {
	from, to := s.low, s.high
	if from > to {
		from, to, x = -from, -to, -x
	}
	switch {
	case x <= from:
		return 0
	case x >= to:
		return 100
	}
	span := to - from
	if span > math.MaxFloat64/100 {
		// Ends this far apart overflow; a quarter of everything has the same ratio.
		return 100 * ((x/4 - from/4) / (to/4 - from/4))
	}
	return 100 * (x - from) / span
}

// minmax returns the scale between the smallest and the largest value of
// column i among all units.
func minmax(answers []Answer, i, width int, down bool) scale {
	low, high := math.Inf(1), math.Inf(-1)
	for ; i < len(answers); i += width {
		if answers[i].State == Present {
			low, high = min(low, answers[i].Value), max(high, answers[i].Value)
		}
	}
	s := scale{low: low, high: high, live: low < high}
	if down {
		s.low, s.high = s.high, s.low
	}
	return s
}
