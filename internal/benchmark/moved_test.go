package benchmark_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
)

// TestMovementsSinceAreMadeOnce asks twice since each of more times than are kept.
func TestMovementsSinceAreMadeOnce(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	earlier := make([]*benchmark.Snapshot, 6)
	for i := range earlier {
		var err error
		if earlier[i], err = keeper.At(t.Context(), assessment.AsOf{Time: now.AddDate(0, -i-1, 0)}); err != nil {
			t.Fatal(err)
		}
		first, err := s.MovedSince(earlier[i])
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := s.MovedSince(earlier[i]); again != first {
			t.Errorf("movements since %s are made twice", earlier[i].AsOf)
		}
	}
	report, err := s.MovedSince(earlier[0])
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Units {
		m, ok := report.Of(s.Units[i].Code)
		if before := unit(t, earlier[0], s.Units[i].Code); !ok || m.Before.Rank != before.Place.Rank || m.After.Rank != s.Units[i].Place.Rank {
			t.Errorf("%s: %+v, from rank %d to %d", s.Units[i].Name, m, before.Place.Rank, s.Units[i].Place.Rank)
		}
	}
}

// TestARoundGivesANewStamp has something recorded that is neither a status nor
// a document.
func TestARoundGivesANewStamp(t *testing.T) {
	t.Parallel()
	keeper, source := country(t)
	before := keeper.Current()
	if err := keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	seen := keeper.Current()
	source.record()
	if err := keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := keeper.Current()
	if after.Stamp() == seen.Stamp() || after.Newest() != before.Newest() {
		t.Errorf("stamps %s and %s, statuses up to %d and %d", seen.Stamp(), after.Stamp(), before.Newest(), after.Newest())
	}
	if err := keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if keeper.Current() != after {
		t.Error("another snapshot is built when nothing was recorded")
	}
}

// TestTheTrendGoesOnWithANewAnswer has the quarters before it stay as they are.
func TestTheTrendGoesOnWithANewAnswer(t *testing.T) {
	t.Parallel()
	keeper, source := country(t)
	before := keeper.Current().Trend()
	raised := all(t, odense, 1, now)
	for i := range raised {
		raised[i].Revision = 99
	}
	if err := keeper.Publish(t.Context(), source.record(raised...)); err != nil {
		t.Fatal(err)
	}
	s := keeper.Current()
	after := s.Trend()
	if diff := cmp.Diff(before[:len(before)-1], after[:len(after)-1]); diff != "" {
		t.Errorf("the quarters before (-want +got):\n%s", diff)
	}
	last := after[len(after)-1]
	if mean := s.Overview().Country.Score.Mean; !near(last.Score.Value, mean.Value) || last.Score == before[len(before)-1].Score || !near(last.Areas[0].Value, s.Overview().Areas[0].Mean.Value) {
		t.Errorf("the last point is %+v, the country's mean %v", last, mean)
	}
}
