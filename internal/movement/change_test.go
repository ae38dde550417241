package movement_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/movement"
	"modenhed/internal/scoring"
)

func changes(t testing.TB, r *movement.Report[string], unit string) []movement.Change {
	t.Helper()
	list, err := r.Changes(unit)
	if err != nil {
		t.Fatalf("Changes: %v", err)
	}
	return list
}

func gain(x float64) scoring.Points { return scoring.Points{Value: x, OK: true} }

func TestChangesSayWhatEachAnswerDidAlone(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(),
		area("A", points("x", 1), points("y", 1)),
		area("B", points("z", 1), points("v", 1), points("w", 1)))
	r := between(t,
		at(m, row(value(9), value(50), value(40), value(80), unknown)),
		at(m, row(value(14), value(50), missing, value(20), missing)))
	want := []movement.Change{
		{Indicator: "x", Cause: movement.Reported, Before: value(9), After: value(14), Alone: gain(1.25)},
		{Indicator: "z", Cause: movement.Missing, Before: value(40), After: missing, Alone: gain(-5)},
		{Indicator: "v", Cause: movement.Reported, Before: value(80), After: value(20), Alone: gain(-15)},
		{Indicator: "w", Cause: movement.Missing, Before: unknown, After: missing, Alone: gain(0)},
	}
	if diff := cmp.Diff(want, changes(t, r, "a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, want := of(t, r, "a").Score.Parts, [4]float64{0, 0, -13.75, -5}; got != want {
		t.Errorf("parts %v, want %v", got, want)
	}
}

// Only a reported answer has a value.
func TestTheValueOfAnAnswerThatIsNotReportedSaysNothing(t *testing.T) {
	t.Parallel()
	m := two(t)
	r := between(t,
		at(m, row(value(40), scoring.Answer{State: scoring.NotApplicable, Value: 1})),
		at(m, row(value(40), scoring.Answer{State: scoring.NotApplicable, Value: 2})))
	if list := changes(t, r, "a"); len(list) > 0 {
		t.Errorf("changes %v, want none", list)
	}
}

// Under minmax what an answer does depends on everybody.
func TestChangesUnderMinmax(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("A", relative("x"), relative("y")))
	r := between(t,
		at(m, row(value(10), value(0)), row(value(0), value(0)), row(value(20), value(10))),
		at(m, row(value(40), value(5)), row(value(0), value(0)), row(value(20), value(10))))
	want := []movement.Change{
		{Indicator: "x", Cause: movement.Reported, Before: value(10), After: value(40), Alone: gain(25)},
		{Indicator: "y", Cause: movement.Reported, Before: value(0), After: value(5), Alone: gain(25)},
	}
	if diff := cmp.Diff(want, changes(t, r, "a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestIndicatorsThatCameAndWent(t *testing.T) {
	t.Parallel()
	share := points("share", 1)
	share.Type = framework.Percent
	earlier := model(t, lenient(), area("A", points("stays", 1), points("share", 1), points("old", 1)))
	later := model(t, lenient(), area("A", share, points("new", 1)), area("B", points("stays", 1)))
	r := between(t,
		at(earlier, row(value(10), value(700), value(30))),
		at(later, row(value(70), value(50), value(20))))
	if diff := cmp.Diff([]framework.IndicatorKey{"share", "new"}, r.Added()); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]framework.IndicatorKey{"share", "old"}, r.Removed()); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	want := []movement.Change{{Indicator: "stays", Cause: movement.Reported, Before: value(10), After: value(20), Alone: gain(5)}}
	if diff := cmp.Diff(want, changes(t, r, "a")); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// The later method lets answers grow less old: what counted then by the
// earlier method would not have counted by the later one.
func TestTheCallerRestatesWhatTheLaterMethodCounts(t *testing.T) {
	t.Parallel()
	m := two(t)
	earlier := at(m, row(value(40), value(80)), row(value(50), value(50)))
	later := at(m, row(value(40), missing), row(value(50), value(50)))
	if got, want := of(t, between(t, earlier, later), "a").Rank.Parts, ([5]int{movement.Missing: -1}); got != want {
		t.Errorf("places %v, want %v", got, want)
	}
	earlier.Restated = later.Answers
	r := between(t, earlier, later)
	if got, want := of(t, r, "a").Rank.Parts, ([5]int{movement.Method: -1}); got != want {
		t.Errorf("places when restated %v, want %v", got, want)
	}
	if list := changes(t, r, "a"); len(list) > 0 {
		t.Errorf("changes %v, want none", list)
	}
}
