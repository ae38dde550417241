package improvement

import (
	"math"

	"modenhed/internal/framework"
)

// ladder holds the values of one indicator that steps lead to. All its values
// are multiplied by sign, so that more is better.
type ladder struct {
	sign float64
	// zero is the goalpost of 0 points. full is the first value to report with
	// 100 points, bottom the last with 0; where none may be reported that has,
	// the nearest.
	zero, full, bottom float64
	// least and most bound what may be reported.
	least, most float64
	// stride is the length of a step; values are multiples of 1/fineness.
	stride, fineness float64
}

// span holds the worst and the best value of a minmax indicator among others;
// low > high where there is none.
type span struct{ low, high float64 }

func noSpan() span { return span{math.Inf(1), math.Inf(-1)} }

func (s span) with(x float64) span { return span{min(s.low, x), max(s.high, x)} }

// newLadder returns the ladder of an indicator; others matters under minmax
// only. ok is false when there are no values to climb between.
func newLadder(i *framework.Indicator, others span) (l ladder, ok bool) {
	low, high := i.Scale.Low, i.Scale.High
	if i.Scale.Kind == framework.MinMax {
		if others.low >= others.high {
			return ladder{}, false
		}
		low, high = others.low, others.high
		if i.Scale.Down {
			low, high = high, low
		}
	}
	least, most := reportable(i)
	l = ladder{sign: 1, zero: low, full: high, least: least, most: most, stride: 1, fineness: 1}
	if low > high {
		l.sign, l.zero, l.full, l.least, l.most = -1, -low, -high, -most, -least
	}
	l.measure(i.Type)
	l.bottom = l.zero
	if i.Scale.Kind == framework.Goalposts && (i.Type == framework.Percent || i.Type == framework.Days) {
		l.bottom, l.full = -l.roundUp(-l.zero), l.roundUp(l.full)
	}
	l.bottom, l.full = l.within(l.bottom), l.within(l.full)
	return l, true
}

func (l *ladder) within(x float64) float64 { return min(max(x, l.least), l.most) }

// reportable returns the range of what may be reported.
func reportable(i *framework.Indicator) (least, most float64) {
	least, most = math.Inf(-1), math.Inf(1)
	switch i.Type {
	case framework.Level:
		return 0, framework.MaxLevel
	case framework.YesNo:
		return 0, 1
	case framework.Percent:
		return 0, 100
	case framework.Days:
		return 0, most
	}
	if i.Min != nil {
		least = *i.Min
	}
	if i.Max != nil {
		most = *i.Max
	}
	return least, most
}

// measure sets how long a step is and how finely its values are given.
func (l *ladder) measure(t framework.Type) {
	if t == framework.Level || t == framework.YesNo {
		return
	}
	tenth := l.full/10 - l.zero/10
	switch t {
	case framework.Percent:
		l.fineness = 10
	case framework.Number:
		const finest = 1e300
		for tenth*l.fineness < 1-slack && l.fineness < finest {
			l.fineness *= 10
		}
	}
	l.stride = l.roundUp(tenth)
}

// slack is the part of a unit by which rounding up forgives binary fractions.
const slack = 1e-6

func (l *ladder) roundUp(x float64) float64 {
	return math.Ceil(float64(x*l.fineness)-slack) / l.fineness
}

// next returns the value one step better than from; ok is false when from
// already earns all the points it can.
func (l *ladder) next(from float64) (to float64, ok bool) {
	x := l.sign * from
	if x >= l.full || l.zero >= l.full {
		return 0, false
	}
	to = min(l.within(l.roundUp(max(x, l.zero)+l.stride)), l.full)
	if !(to > x) {
		// The stride is lost in the rounding of a large value.
		to = l.full
	}
	return l.value(to), true
}

// worst and best return the reportable values with the fewest and the most points.
func (l *ladder) worst() float64 { return l.value(l.bottom) }

func (l *ladder) best() float64 { return l.value(l.full) }

// value turns a value of the ladder into one to report; adding 0 keeps a minus off zero.
func (l *ladder) value(x float64) float64 { return float64(l.sign*x) + 0 }
