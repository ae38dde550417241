package improvement_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
)

// move is what a table says of a step: where it leads and what it gives.
type move struct {
	Key   framework.IndicatorKey
	To    float64
	Score float64
	Rank  int
}

func moves(path improvement.Path) []move {
	var all []move
	for _, s := range path.Moves {
		all = append(all, move{s.Key, s.To, s.After.Score.Value, s.After.Rank})
	}
	return all
}

func TestReach(t *testing.T) {
	t.Parallel()
	// b.one carries an area alone and is worth twice as much as a.one or a.two.
	m := model(t, lenient(), area("a", level("a.one"), level("a.two")), area("b", level("b.one")))
	answers := append(append(append(
		values(2, 1, 3),     // 45
		values(3, 3, 3)...), // 60
		values(4, 4, 3)...), // 70
		values(5, 5, 5)...) // 100
	outcome := func(score float64, rank int, tied bool) improvement.Outcome {
		return improvement.Outcome{Score: scoring.Points{Value: score, OK: true}, Band: scoring.BandOf(score), Coverage: 1, Rank: rank, Tied: tied}
	}
	tests := []struct {
		name     string
		unit     int
		goal     improvement.Goal
		prospect improvement.Prospect
		moves    []move
		best     improvement.Outcome
	}{
		{"the rank it has", 0, improvement.Goal{Rank: 4}, improvement.There, nil, outcome(100, 1, true)},
		{"a rank below any", 0, improvement.Goal{Rank: 40}, improvement.There, nil, outcome(100, 1, true)},
		{"the band it has", 0, improvement.Goal{Band: scoring.Established}, improvement.There, nil, outcome(100, 1, true)},
		{"a band below", 0, improvement.Goal{Band: scoring.Initial}, improvement.There, nil, outcome(100, 1, true)},
		{"a rank, shared", 0, improvement.Goal{Rank: 3}, improvement.Within,
			[]move{{"b.one", 4, 55, 4}, {"b.one", 5, 65, 3}}, outcome(100, 1, true)},
		{"a band", 0, improvement.Goal{Band: scoring.Advanced}, improvement.Within,
			[]move{{"b.one", 4, 55, 4}, {"b.one", 5, 65, 3}}, outcome(100, 1, true)},
		{"smaller steps when the large ones are taken", 0, improvement.Goal{Rank: 2}, improvement.Within,
			[]move{{"b.one", 4, 55, 4}, {"b.one", 5, 65, 3}, {"a.one", 3, 70, 2}}, outcome(100, 1, true)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := reach(t, m, answers, test.unit, test.goal)
			if path.Prospect != test.prospect || path.Fewest != (test.prospect == improvement.Within) || path.Goal != test.goal {
				t.Errorf("%v, fewest: %t, goal %+v", path.Prospect, path.Fewest, path.Goal)
			}
			if diff := cmp.Diff(test.moves, moves(path)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]improvement.Outcome{test.best, test.best}, []improvement.Outcome{path.Best, path.Ceiling}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Greedy is not the shortest where one step prepares for another, or where a
// step takes points from others; the path then does not claim to be.
func TestReachWhereAShorterPathExists(t *testing.T) {
	t.Parallel()
	heavy := func(i framework.Indicator, weight float64) framework.Indicator {
		i.Weight = weight
		return i
	}
	harmonic := area("a", heavy(yesno("yes"), 3), level("level"))
	harmonic.Aggregation = framework.Harmonic
	tests := []struct {
		name    string
		model   *scoring.Model
		answers []scoring.Answer
		goal    improvement.Goal
		greedy  []move
		shorter map[int]float64
	}{
		{
			name:    "a harmonic area in an arithmetic mean",
			model:   model(t, lenient(), harmonic, area("b", numeric("share", framework.Percent, 0, 100))),
			answers: values(0, 0, 0),
			goal:    improvement.Goal{Band: scoring.Developing},
			greedy:  []move{{"share", 10, 5.95, 1}, {"share", 20, 10.9, 1}, {"share", 30, 15.85, 1}, {"share", 40, 20.8, 1}},
			shorter: map[int]float64{0: 1, 1: 1},
		},
		{
			name:    "a rank under minmax",
			model:   model(t, lenient(), area("a", minmax("spread", framework.Number, false), heavy(level("level"), 1.5))),
			answers: values(0, 2, 50, 2, 100, 5),
			goal:    improvement.Goal{Rank: 2},
			greedy:  []move{{"level", 3, 36, 3}, {"level", 4, 48, 2}},
			shorter: map[int]float64{0: 55},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := reach(t, test.model, test.answers, 0, test.goal)
			if path.Prospect != improvement.Within || path.Fewest {
				t.Errorf("%v, fewest: %t; want within and false", path.Prospect, path.Fewest)
			}
			if diff := cmp.Diff(test.greedy, moves(path)); diff != "" {
				t.Error(diff)
			}
			answers := test.answers
			for i, x := range test.shorter {
				answers = with(test.model, answers, 0, i, x)
			}
			if after := rescored(t, test.model, answers, 0); !reached(test.goal, after) {
				t.Errorf("the shorter path ends at %+v", after)
			}
		})
	}
}

// With missing answers as 0 points, full points on the rest are not enough.
func TestReachBeyondFullPoints(t *testing.T) {
	t.Parallel()
	method := lenient()
	method.Missing = framework.Zero
	m := model(t, method, area("a", level("x"), level("y"), level("z")))
	answers := append([]scoring.Answer{value(2), value(4), missing}, values(4, 4, 4)...)
	path := reach(t, m, answers, 0, improvement.Goal{Rank: 1})
	if path.Prospect != improvement.Beyond || len(path.Moves) > 0 || path.Fewest {
		t.Errorf("%v with %d moves, want beyond with none", path.Prospect, len(path.Moves))
	}
	if path.Best.Score.Value != 66.666666667 || path.Best.Rank != 2 || path.Ceiling.Score.Value != 100 || path.Ceiling.Rank != 1 {
		t.Errorf("best %+v, ceiling %+v", path.Best, path.Ceiling)
	}
}

func TestReachWithoutARank(t *testing.T) {
	t.Parallel()
	weighty := level("weighty")
	weighty.Weight = 3
	areas := []framework.Area{area("a", level("a.one"), level("a.two"), weighty), area("b", level("b.one"))}
	method := func(change func(*framework.Method)) framework.Method {
		m := framework.DefaultMethod()
		change(&m)
		return m
	}
	tests := []struct {
		name    string
		method  framework.Method
		answers []scoring.Answer
		lacking []int
	}{
		{"most coverage first, and no more than needed", framework.DefaultMethod(), []scoring.Answer{missing, missing, unknown, missing}, []int{3, 2}},
		{"one is enough", framework.DefaultMethod(), []scoring.Answer{missing, missing, value(2), missing}, []int{3}},
		{"an area needs a score", method(func(m *framework.Method) { m.MinCoverage, m.MinAreaCoverage, m.MinIndexWeight = 0, 0.6, 1 }),
			[]scoring.Answer{value(1), missing, missing, value(1)}, []int{2}},
		{"too much is not applicable", method(func(m *framework.Method) { m.MaxNotApplicable = 0.25 }), []scoring.Answer{value(1), missing, missing, na}, nil},
		{"nothing is applicable", framework.DefaultMethod(), []scoring.Answer{na, na, na, na}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := model(t, test.method, areas...)
			for _, goal := range []improvement.Goal{{Rank: 1}, {Band: scoring.Leading}} {
				path := reach(t, m, append(test.answers[:4:4], values(1, 1, 1, 1)...), 0, goal)
				if path.Prospect != improvement.Unranked || len(path.Moves) > 0 {
					t.Errorf("%v with %d moves, want unranked with none", path.Prospect, len(path.Moves))
				}
				if diff := cmp.Diff(test.lacking, path.Lacking); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

// b.two adds most to coverage, but only area a is short of a score.
func TestAnswersThatAreNotNeededAreNotLacking(t *testing.T) {
	t.Parallel()
	method := lenient()
	method.MinAreaCoverage, method.MinIndexWeight = 0.5, 1
	m := model(t, method, area("a", level("a.one"), level("a.two"), level("a.three"), level("a.four")), area("b", level("b.one"), level("b.two")))
	path := reach(t, m, []scoring.Answer{value(1), missing, missing, missing, value(1), missing}, 0, improvement.Goal{Rank: 1})
	if diff := cmp.Diff([]int{1}, path.Lacking); diff != "" {
		t.Error(diff)
	}
}

func TestGoalsThatAreNone(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", level("x")))
	for _, goal := range []improvement.Goal{{}, {Rank: -1}, {Rank: 1, Band: scoring.Leading}, {Band: scoring.Leading + 1}, {Rank: -1, Band: scoring.Leading}} {
		if _, err := improvement.Reach(m, values(1), 0, goal); err == nil {
			t.Errorf("goal %+v: no error", goal)
		}
	}
}

func TestProspectsHaveKeys(t *testing.T) {
	t.Parallel()
	var got []string
	for _, p := range []improvement.Prospect{improvement.There, improvement.Within, improvement.Beyond, improvement.Unranked} {
		got = append(got, p.String())
	}
	if diff := cmp.Diff([]string{"there", "within", "beyond", "unranked"}, got); diff != "" {
		t.Error(diff)
	}
}
