package movement_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/movement"
	"modenhed/internal/scoring"
)

func TestOthersMoveTheScoreUnderMinmax(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("A", relative("x")))
	r := between(t,
		at(m, row(value(30)), row(value(10)), row(value(50))),
		at(m, row(value(30)), row(value(10)), row(value(90))))
	want := movement.ScoreChange{OK: true, Total: -25, Parts: [4]float64{movement.Others: -25}}
	if diff := cmp.Diff(want, of(t, r, "a").Score); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWithoutARankThereIsAReason(t *testing.T) {
	t.Parallel()
	method := lenient()
	method.MinCoverage = 0.75
	method.MaxNotApplicable = 0.25
	m := model(t, method, area("A", points("x", 1)), area("B", points("y", 1)))
	full, half := row(value(40), value(40)), row(value(40), missing)
	forty := scoring.Points{Value: 40, OK: true}
	ranked := movement.End{Listed: true, Score: forty, Rank: 1}
	tests := map[string]struct {
		earlier, later movement.Standpoint[string]
		before, after  movement.End
		scored         bool
	}{
		"coverage fell":  {at(m, full), at(m, half), ranked, movement.End{Listed: true, Standing: scoring.LowCoverage, Score: forty}, true},
		"coverage rose":  {at(m, half), at(m, full), movement.End{Listed: true, Standing: scoring.LowCoverage, Score: forty}, ranked, true},
		"not applicable": {at(m, full), at(m, row(value(40), na)), ranked, movement.End{Listed: true, Standing: scoring.TooMuchNotApplicable, Score: forty}, true},
		"no answers":     {at(m, row(missing, missing)), at(m, full), movement.End{Listed: true, Standing: scoring.NoScore}, ranked, false},
		"new":            {at(m), at(m, full), movement.End{Standing: scoring.NoScore}, ranked, false},
		"gone":           {at(m, full), at(m), ranked, movement.End{Standing: scoring.NoScore}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := between(t, test.earlier, test.later)
			want := movement.Movement[string]{Unit: "a", Before: test.before, After: test.after, Score: movement.ScoreChange{OK: test.scored}}
			if diff := cmp.Diff(want, of(t, r, "a")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if test.before.Listed != test.after.Listed {
				if changes, err := r.Changes("a"); err != nil || changes != nil {
					t.Errorf("changes %v, %v, want none", changes, err)
				}
			}
		})
	}
}

// A state without a score: S1 rests on an area too thin for one.
func TestWithoutAScoreInBetweenTheLastOneHolds(t *testing.T) {
	t.Parallel()
	thin := lenient()
	thin.MinAreaCoverage = 1
	earlier := model(t, lenient(), area("A", points("x", 1), points("y", 1)))
	later := model(t, thin, area("A", points("x", 1), points("y", 1)))
	r := between(t,
		at(earlier, row(value(40), missing), row(value(50), value(50)), row(value(30), value(30))),
		at(later, row(value(40), value(80)), row(value(50), value(50)), row(value(45), value(45))))
	got := of(t, r, "a")
	if want := (movement.RankChange{OK: true, Total: 1, Parts: [5]int{0, -1, 2, 0, 0}}); got.Rank != want {
		t.Errorf("places %+v, want %+v", got.Rank, want)
	}
	if want := (movement.ScoreChange{OK: true, Total: 20, Parts: [4]float64{0, 0, 20, 0}}); got.Score != want {
		t.Errorf("points %+v, want %+v", got.Score, want)
	}
	changes, err := r.Changes("a")
	want := []movement.Change{{Indicator: "y", Cause: movement.Reported, Before: missing, After: value(80)}}
	if diff := cmp.Diff(want, changes); err != nil || diff != "" {
		t.Errorf("%v, changes (-want +got):\n%s", err, diff)
	}
}

// Under the stricter limit a is not ranked with its earlier answers, and is
// placed behind b all the same.
func TestAUnitHasALevelWhereItWouldNotBeRanked(t *testing.T) {
	t.Parallel()
	strict := lenient()
	strict.MinCoverage = 0.75
	later := model(t, strict, area("A", points("x", 1)), area("B", points("y", 1)))
	r := between(t,
		at(two(t), row(value(40), missing), row(value(30), value(30))),
		at(later, row(value(40), value(40)), row(value(60), value(60))))
	want := movement.RankChange{OK: true, Total: -1, Parts: [5]int{movement.Others: -1}}
	if got := of(t, r, "a").Rank; got != want {
		t.Errorf("places %+v, want %+v", got, want)
	}
}

func TestUnitsAreListedInTheLaterOrderAndThenThoseGone(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("A", points("x", 1)))
	earlier := movement.Standpoint[string]{Model: m, Units: []string{"gone", "b", "a", "too"}, Answers: row(value(1), value(2), value(3), value(4))}
	later := movement.Standpoint[string]{Model: m, Units: []string{"a", "new", "b"}, Answers: row(value(1), value(2), value(3))}
	r := between(t, earlier, later)
	var got []string
	for _, m := range r.All() {
		got = append(got, m.Unit)
	}
	if want := []string{"a", "new", "b", "gone", "too"}; !slices.Equal(got, want) {
		t.Errorf("units %v, want %v", got, want)
	}
	if _, ok := r.Of("nobody"); ok {
		t.Error("a movement of nobody")
	}
}

func TestStandpointsThatAreNotWhole(t *testing.T) {
	t.Parallel()
	m := two(t)
	good := at(m, row(value(1), value(2)), row(value(3), value(4)))
	change := func(edit func(*movement.Standpoint[string])) movement.Standpoint[string] {
		s := good
		s.Answers = slices.Clone(good.Answers)
		edit(&s)
		return s
	}
	tests := map[string]struct {
		earlier, later movement.Standpoint[string]
		want           string
	}{
		"no earlier model": {movement.Standpoint[string]{}, good, "earlier standpoint: no model"},
		"no later model":   {good, movement.Standpoint[string]{}, "later standpoint: no model"},
		"too few answers": {good, change(func(s *movement.Standpoint[string]) { s.Answers = s.Answers[:3] }),
			"later standpoint: 3 answers of 2 units to 2 indicators"},
		"a unit twice": {change(func(s *movement.Standpoint[string]) { s.Units = []string{"a", "a"} }), good,
			"earlier standpoint: unit a is there twice"},
		"not a number": {good, change(func(s *movement.Standpoint[string]) { s.Answers[1].State = 9 }), "later standpoint: score: unit 0, indicator y"},
		"restated for others": {change(func(s *movement.Standpoint[string]) { s.Restated = row(missing) }), good,
			"restate: 1 answers of 2 units to 2 indicators"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := movement.Between(test.earlier, test.later)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || r != nil {
				t.Errorf("report %v, error %v, want %q", r, err, test.want)
			}
		})
	}
}

func TestCauseKeys(t *testing.T) {
	t.Parallel()
	var got []string
	for _, c := range movement.Causes() {
		got = append(got, c.String())
	}
	if diff := cmp.Diff([]string{"method", "others", "reported", "missing", "ties"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
