package sensitivity

// Figure is a number that may be undefined; it is then {0, false}. A
// [modenhed/internal/scoring.Points] converts to it. A Figure given to this package that is not
// finite counts as undefined, and none that it returns is.
type Figure struct {
	Value float64
	OK    bool
}

// figure returns x, undefined unless it is finite.
func figure(x float64) Figure {
	if x-x != 0 {
		return Figure{}
	}
	return Figure{x, true}
}

func (f Figure) defined() bool { return f.OK && f.Value-f.Value == 0 }
