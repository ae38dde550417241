package sensitivity

import "math"

// Figure is a number that may be undefined; it is then {0, false}. Points of
// package scoring convert to it. A Figure that is not finite counts as
// undefined, and is never returned.
type Figure struct {
	Value float64
	OK    bool
}

// figure returns x, undefined unless it is finite.
func figure(x float64) Figure {
	if !finite(x) {
		return Figure{}
	}
	return Figure{x, true}
}

func (f Figure) defined() bool { return f.OK && finite(f.Value) }

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
