package improvement_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
)

func TestTeachersAreWhereTheStepLeads(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", level("other"), numeric("x", framework.Days, 60, 10)))
	column := func(answers ...scoring.Answer) []scoring.Answer {
		var all []scoring.Answer
		for _, a := range answers {
			all = append(all, value(0), a)
		}
		return all
	}
	days := func(u int, x float64, ahead bool) improvement.Teacher {
		return improvement.Teacher{Unit: u, Value: x, Ahead: ahead}
	}
	tests := []struct {
		name       string
		from, to   float64
		column     []scoring.Answer
		candidates []int
		want       []improvement.Teacher
	}{
		{"nearest first", 0, 1, values(0, 1, 1, 1), []int{3, 1, 2}, []improvement.Teacher{days(3, 1, true), days(1, 1, true), days(2, 1, true)}},
		{"one level ahead before further ahead", 2, 3, values(2, 5, 3, 4, 3), []int{1, 2, 3, 4},
			[]improvement.Teacher{days(2, 3, true), days(4, 3, true), days(1, 5, false), days(3, 4, false)}},
		{"less is better", 33, 28, values(33, 28, 24, 23, 29, 10), []int{1, 2, 3, 4, 5},
			[]improvement.Teacher{days(1, 28, true), days(2, 24, true), days(3, 23, false), days(5, 10, false)}},
		{"without a value nobody teaches", 0, 1, []scoring.Answer{value(0), missing, unknown, na, value(1)}, []int{1, 2, 3, 4},
			[]improvement.Teacher{days(4, 1, true)}},
		{"only candidates", 0, 1, values(0, 1, 1), []int{2}, []improvement.Teacher{days(2, 1, true)}},
		{"no candidates", 0, 1, values(0, 1, 1), nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			step := improvement.Step{Indicator: 1, From: test.from, To: test.to}
			got, err := improvement.Teachers(m, column(test.column...), step, test.candidates)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTeachersThatDoNotExist(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", level("x"), level("y")))
	answers := values(1, 2, 3, 4)
	step := improvement.Step{Indicator: 1, From: 2, To: 3}
	for _, u := range []int{-1, 2} {
		if _, err := improvement.Teachers(m, answers, step, []int{u}); err == nil {
			t.Errorf("candidate %d: no error", u)
		}
	}
	for _, i := range []int{-1, 2} {
		step.Indicator = i
		if _, err := improvement.Teachers(m, answers, step, []int{0}); err == nil {
			t.Errorf("indicator %d: no error", i)
		}
	}
}
