package improvement_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
)

func TestStepIsTheNextValueToReport(t *testing.T) {
	t.Parallel()
	const none = math.MaxFloat64
	number, percent, days := framework.Number, framework.Percent, framework.Days
	tests := []struct {
		name      string
		indicator framework.Indicator
		from, to  float64
	}{
		{"one level up", level("x"), 2, 3},
		{"to the highest level", level("x"), 4, 5},
		{"the highest level", level("x"), 5, none},
		{"no to yes", yesno("x"), 0, 1},
		{"yes", yesno("x"), 1, none},
		{"number: a tenth of the span", numeric("x", number, 0, 40), 7, 11},
		{"number: the last step ends at full points", numeric("x", number, 0, 40), 38, 40},
		{"number: full points", numeric("x", number, 0, 40), 40, none},
		{"number: beyond full points", numeric("x", number, 0, 40), 55, none},
		{"number: full points between whole figures", numeric("x", number, 0, 7.5), 7, 7.5},
		{"number: less is better", numeric("x", number, 150, 100), 140, 135},
		{"number: whole in the good direction", numeric("x", number, 150, 100), 132.5, 127},
		{"number: the step itself is rounded up", numeric("x", number, 0, 35), 4, 8},
		{"number: and so is the value reached", numeric("x", number, 0, 35), 0.5, 5},
		{"number: a tenth that binary fractions make a little small", numeric("x", number, 0.7, 1.7), 0.85, 1},
		{"number: small span", numeric("x", number, 0, 0.8), 0.3, 0.38},
		{"number: span below ten", numeric("x", number, 0, 6), 1, 1.6},
		{"number: a tenth of exactly one tenth", numeric("x", number, 0, 1), 0.2, 0.3},
		{"number: large span", numeric("x", number, 0, 123456), 5, 12351},
		{"number: from beyond the goalpost of 0 points", numeric("x", number, 10, 60), -30, 15},
		{"number: not above the largest that may be reported", bounded(numeric("x", number, 0, 40), 0, 30), 28, 30},
		{"number: the largest that may be reported", bounded(numeric("x", number, 0, 40), 0, 30), 30, none},
		{"number: not below the smallest that may be reported", bounded(numeric("x", number, 40, 0), 5, 90), 7, 5},
		{"number: no points within what may be reported", bounded(numeric("x", number, 50, 90), 0, 30), 10, none},
		{"number: a step lost in rounding goes all the way", numeric("x", number, 1e17, 1e17+64), 1e17, 1e17 + 64},
		{"number: span near the largest of all", numeric("x", number, -1.7e308, 1.7e308), 1.6e308, 1.7e308},
		{"percent: one decimal", numeric("x", percent, 0, 95), 33.3, 42.8},
		{"percent: whole", numeric("x", percent, 0, 60), 33.3, 39.3},
		{"percent: no smaller than a decimal", numeric("x", percent, 60, 60.5), 60.1, 60.2},
		{"percent: full points can be reported", numeric("x", percent, 0, 33.33), 33, 33.4},
		{"percent: never above 100", numeric("x", percent, 0, 150), 92, 100},
		{"percent: less is better", numeric("x", percent, 30, 5), 12.5, 10},
		{"days: whole", numeric("x", days, 60, 10), 33, 28},
		{"days: from beyond the goalpost of 0 points", numeric("x", days, 60, 10), 90, 55},
		{"days: full points can be reported", numeric("x", days, 60, 10.5), 12, 10},
		{"days: never below 0", numeric("x", days, 60, -10), 3, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := model(t, lenient(), area("a", test.indicator, level("other")))
			steps := stepsOf(t, m, values(test.from, 5), 0)
			got := none
			if len(steps) > 0 {
				got = steps[0].To
				if steps[0].From != test.from {
					t.Errorf("from %v, want %v", steps[0].From, test.from)
				}
			}
			if got != test.to {
				t.Errorf("from %v to %v, want %v", test.from, got, test.to)
			}
		})
	}
}

func TestStepUnderMinMaxIsATenthOfTheOthersSpan(t *testing.T) {
	t.Parallel()
	number := framework.Number
	tests := []struct {
		name      string
		indicator framework.Indicator
		column    []float64
		to        []float64
	}{
		{"between the others", minmax("x", number, false), []float64{30, 10, 60}, []float64{35}},
		{"less is better", minmax("x", number, true), []float64{30, 10, 60}, []float64{25}},
		{"up to the best of them", minmax("x", number, false), []float64{59, 10, 60}, []float64{60}},
		{"not beyond the best of them for a round figure", minmax("x", framework.Percent, false), []float64{59, 10, 60.05}, []float64{60.05}},
		{"the best", minmax("x", number, false), []float64{70, 10, 60}, nil},
		{"the worst", minmax("x", number, false), []float64{-40, 10, 60}, []float64{15}},
		{"others all the same", minmax("x", number, false), []float64{5, 10, 10}, nil},
		{"alone", minmax("x", number, false), []float64{5}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := model(t, lenient(), area("a", test.indicator, level("other")))
			var answers []scoring.Answer
			for _, x := range test.column {
				answers = append(answers, values(x, 5)...)
			}
			var got []float64
			for _, step := range stepsOf(t, m, answers, 0) {
				got = append(got, step.To)
			}
			if diff := cmp.Diff(test.to, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStepsTellWhatTheyGive(t *testing.T) {
	t.Parallel()
	// Two areas of equal weight: a level in an area of two is worth 5 points, in
	// an area of one 10.
	m := model(t, lenient(), area("a", level("a.one"), level("a.two")), area("b", level("b.one")), area("c", yesno("c.one"), yesno("c.two")))
	answers := append(append(append(
		values(2, 5, 3, 0, 1),
		values(3, 5, 3, 0, 1)...), // as after a.one
		values(2, 5, 4, 0, 1)...), // as after b.one
		missing, unknown, na, missing, missing)
	third := func(x float64) scoring.Points {
		return scoring.Points{Value: math.RoundToEven(x/3*1e9) / 1e9, OK: true}
	}
	outcome := func(score scoring.Points, rank int, tied bool) improvement.Outcome {
		return improvement.Outcome{Score: score, Band: scoring.BandOf(score.Value), Coverage: 1, Rank: rank, Tied: tied}
	}
	before := outcome(third(70+60+50), 3, false)
	want := []improvement.Step{
		{Indicator: 3, Key: "c.one", From: 0, To: 1, Before: before, After: outcome(third(70+60+100), 1, false), Gain: 16.666666667, Places: 2},
		{Indicator: 2, Key: "b.one", From: 3, To: 4, Before: before, After: outcome(third(70+80+50), 1, true), Gain: 6.666666667, Places: 2},
		{Indicator: 0, Key: "a.one", From: 2, To: 3, Before: before, After: outcome(third(80+60+50), 2, true), Gain: 3.333333333, Places: 1},
	}
	if diff := cmp.Diff(want, stepsOf(t, m, answers, 0)); diff != "" {
		t.Error(diff)
	}
	if steps := stepsOf(t, m, answers, 3); len(steps) != 0 {
		t.Errorf("steps of a unit that reports nothing: %v", steps)
	}
}

func TestEqualStepsKeepTheOrderOfTheFramework(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", level("z"), level("y"), level("x")))
	var got []framework.IndicatorKey
	for _, step := range stepsOf(t, m, values(1, 1, 1), 0) {
		got = append(got, step.Key)
	}
	if diff := cmp.Diff([]framework.IndicatorKey{"z", "y", "x"}, got); diff != "" {
		t.Error(diff)
	}
}

// Under minmax the worst unit holds the scale's end: when it moves, so does
// everybody else's score.
func TestOthersMoveWithAMinMaxScale(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", minmax("x", framework.Number, false), level("y")))
	// Before: 50, 55 and 60 points. After: the scale of x is 50 to 100, so that
	// unit 0 has (10 + 100)/2 points and unit 1 (0 + 60)/2 where it had 55.
	answers := append(append(values(0, 5), values(50, 3)...), values(100, 1)...)
	got := stepsOf(t, m, answers, 0)[0]
	if got.To != 55 || got.Before.Score.Value != 50 || got.After.Score.Value != 55 || got.Before.Rank != 3 || got.After.Rank != 2 || got.After.Tied {
		t.Errorf("step %+v, want 50 to 55 points and from place 3 to 2 alone", got)
	}
}

// Two steps of the same gain: only the second in the framework's order takes
// points from another unit, and so a place.
func TestPlacesDecideBetweenEqualGains(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", minmax("y", framework.Number, false), minmax("x", framework.Number, false)))
	answers := append(append(append(values(50, 0), values(30, 50)...), values(0, 100)...), values(100, 100)...)
	steps := stepsOf(t, m, answers, 0)
	if len(steps) != 2 || steps[0].Key != "x" || steps[0].Gain != steps[1].Gain || steps[0].Places != 1 || steps[1].Places != 0 {
		t.Errorf("steps %+v, want x with one place before y with none, both of 5 points", steps)
	}
}

func TestUnitWithoutAPlaceGainsNone(t *testing.T) {
	t.Parallel()
	m := model(t, framework.DefaultMethod(), area("a", level("x"), level("y"), level("z")))
	answers := append(append(values(2), missing, missing), values(1, 1, 1)...)
	step := stepsOf(t, m, answers, 0)[0]
	if step.Gain != 20 || step.Places != 0 || step.After.Rank != 0 || step.After.Standing != scoring.LowCoverage {
		t.Errorf("step %+v, want 20 points, no place and low coverage", step)
	}
}
