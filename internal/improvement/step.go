package improvement

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// Step is one reported change of one indicator and what it gives.
type Step struct {
	// Indicator is the indicator's column, Key its key.
	Indicator int
	Key       framework.IndicatorKey
	// From is the value reported now and To the better one, in the indicator's
	// own unit (a level 0 to 5, 0 for no and 1 for yes). They always differ.
	From, To      float64
	Before, After Outcome
	// Gain is the gain in score, rounded to 9 decimals and at least 0; it is 0
	// when the unit has no score.
	Gain float64
	// Places is the number of places gained; 0 when the unit is not ranked.
	Places int
}

// Steps returns the next step on every indicator where the unit has one: the
// largest gain in score first, then the most places gained, then in the order
// of the framework. answers is the matrix of all units as
// [scoring.Model.Score] takes it; unit is a row of it.
func Steps(model *scoring.Model, answers []scoring.Answer, unit int) ([]Step, error) {
	f, err := newField(model, answers, unit)
	if err != nil {
		return nil, fmt.Errorf("steps: %w", err)
	}
	steps, err := f.steps()
	if err != nil {
		return nil, fmt.Errorf("steps of unit %d: %w", unit, err)
	}
	return steps, nil
}

func (f *field) steps() ([]Step, error) {
	width := len(f.places)
	steps := make([]Step, 0, width)
	rows := make([]scoring.Answer, 0, width*width)
	for i, a := range f.row() {
		if a.State != scoring.Present || !f.climbable[i] {
			continue
		}
		to, ok := f.ladders[i].next(a.Value)
		if !ok {
			continue
		}
		steps = append(steps, Step{Indicator: i, Key: f.places[i].Indicator.Key, From: a.Value, To: to, Before: f.now})
		rows = f.appendRow(rows, i, to)
	}
	outcomes, err := f.try(rows)
	if err != nil {
		return nil, err
	}
	for n := range steps {
		steps[n].promise(outcomes[n])
	}
	slices.SortStableFunc(steps, byEffect)
	return steps, nil
}

// appendRow appends the unit's answers with one of them changed.
func (f *field) appendRow(rows []scoring.Answer, indicator int, value float64) []scoring.Answer {
	rows = append(rows, f.row()...)
	rows[len(rows)-len(f.places)+indicator] = scoring.Answer{State: scoring.Present, Value: value}
	return rows
}

func (s *Step) promise(after Outcome) {
	s.After = after
	if s.Before.Score.OK && after.Score.OK {
		s.Gain = round9(after.Score.Value - s.Before.Score.Value)
	}
	if s.Before.Rank > 0 && after.Rank > 0 {
		s.Places = s.Before.Rank - after.Rank
	}
}

func byEffect(a, b Step) int {
	return cmp.Or(cmp.Compare(b.Gain, a.Gain), cmp.Compare(b.Places, a.Places))
}

// round9 rounds to 9 decimals, so that gains equal on paper are equal here.
func round9(x float64) float64 {
	const scale = 1e9
	return math.RoundToEven(x*scale) / scale
}
