package improvement

import (
	"fmt"
	"math"

	"modenhed/internal/scoring"
)

// Teacher is a unit that already is where a step leads.
type Teacher struct {
	// Unit is its row in the answers and Value what it reports.
	Unit  int
	Value float64
	// Ahead is true when it is one step ahead, and false when it is further.
	Ahead bool
}

// Teachers returns those among the candidates that report the value a step
// leads to, or a better one: first those less than two steps ahead of where the
// step begins (one level ahead exactly), then those further ahead, each in the
// order of the candidates. answers is the matrix of all units in the order of
// the model, candidates are rows of it, nearest first.
func Teachers(model *scoring.Model, answers []scoring.Answer, step Step, candidates []int) ([]Teacher, error) {
	width := len(model.Indicators())
	units := len(answers) / width
	if step.Indicator < 0 || step.Indicator >= width {
		return nil, fmt.Errorf("teachers: indicator %d of %d does not exist", step.Indicator, width)
	}
	var near, far []Teacher
	for _, u := range candidates {
		if u < 0 || u >= units {
			return nil, fmt.Errorf("teachers: unit %d of %d does not exist", u, units)
		}
		a := answers[u*width+step.Indicator]
		if a.State != scoring.Present || !step.reaches(a.Value) {
			continue
		}
		teacher := Teacher{Unit: u, Value: a.Value, Ahead: math.Abs(a.Value-step.From) < 2*math.Abs(step.To-step.From)}
		if teacher.Ahead {
			near = append(near, teacher)
		} else {
			far = append(far, teacher)
		}
	}
	return append(near, far...), nil
}

// reaches reports whether a value is at least as good as what the step leads to.
func (s *Step) reaches(value float64) bool {
	if s.To < s.From {
		return value <= s.To
	}
	return value >= s.To
}
