package benchmark_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
)

// reported returns the snapshot at now after the statuses, in the order given.
func reported(t *testing.T, lists ...[]assessment.Status) *benchmark.Snapshot {
	t.Helper()
	clock := now
	keeper, source := open(t, &clock)
	for _, statuses := range lists {
		source.record(statuses...)
	}
	if err := keeper.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return keeper.Current()
}

// all returns a full set of answers; see [answered].
func all(t *testing.T, code municipality.Code, share float64, at time.Time) []assessment.Status {
	t.Helper()
	clock := now
	keeper, _ := open(t, &clock)
	return answered(keeper.Framework(), code, share, at)
}

func TestAnAreaPlacesOnlyThoseWhoseAnswersCoverIt(t *testing.T) {
	t.Parallel()
	// The area has five indicators of the same weight; 3/5 is too little, 4/5 is enough.
	s := reported(t, all(t, odense, 0.8, now)[:3], all(t, randers, 0.2, now)[:4])
	if place := s.AreaPlace(odense, "rpa"); place.Rank != 0 {
		t.Errorf("three of five answers give rank %d, want none", place.Rank)
	}
	if place := s.AreaPlace(randers, "rpa"); place.Rank != 1 {
		t.Errorf("four of five answers give rank %d, want 1", place.Rank)
	}
}

func TestTheTopIncludesEveryTieAtItsEnd(t *testing.T) {
	t.Parallel()
	var lists [][]assessment.Status
	for i, code := range []municipality.Code{101, 147, 151, 153, 155, 157, 159} {
		share := max(0.9-0.1*float64(i), 0.5)
		lists = append(lists, all(t, code, share, now))
	}
	var ranks []int
	for _, row := range reported(t, lists...).Overview().Top {
		ranks = append(ranks, row.Place.Rank)
	}
	if diff := cmp.Diff([]int{1, 2, 3, 4, 5, 5, 5}, ranks); diff != "" {
		t.Error(diff)
	}
}

func TestChangeCountsFromAYearAgoAndUpwards(t *testing.T) {
	t.Parallel()
	ago := func(months int) time.Time { return now.AddDate(0, -months, 0) }
	s := reported(t,
		all(t, odense, 0.5, ago(13)), all(t, aarhus, 0.6, ago(13)),
		all(t, odense, 0.7, ago(9)), all(t, odense, 0.8, ago(1)), all(t, koege, 0.4, ago(1)))
	for code, want := range map[municipality.Code]struct {
		points float64
		ok     bool
		places int
	}{odense: {30, true, 1}, aarhus: {0, true, -1}, koege: {0, false, 0}} {
		got := unit(t, s, code).Change
		if !near(got.Score.Value, want.points) || got.Score.OK != want.ok || got.Rank != want.places {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
}

func TestAScoreOnTheEdgeOfAColumnFallsInTheUpper(t *testing.T) {
	t.Parallel()
	s := reported(t, all(t, odense, 0, now), all(t, randers, 0.5, now), all(t, aarhus, 1, now))
	want := [10]int{0: 1, 5: 1, 9: 1}
	if diff := cmp.Diff(want, s.Overview().Distribution); diff != "" {
		t.Error(diff)
	}
}

func TestIndicatorMeansRestOnTheRanked(t *testing.T) {
	t.Parallel()
	s := reported(t, all(t, odense, 0.6, now), all(t, randers, 1, now)[:1])
	profile, ok := s.Profile(odense)
	if !ok {
		t.Fatal("no profile of Odense")
	}
	if got := profile.Areas[0].Indicators[0].Country; !got.OK || !near(got.Value, 60) {
		t.Errorf("the country's mean is %v with an unranked 100, want 60", got)
	}
}

func TestAnAreaSpreadsOnlyValuesThatCount(t *testing.T) {
	t.Parallel()
	s := reported(t, all(t, randers, 1, now.AddDate(0, -25, 0)), all(t, odense, 0.6, now))
	report, ok := s.Area("rpa")
	if !ok {
		t.Fatal("no report on rpa")
	}
	first := report.Indicators[0]
	if first.Values.N != 1 || first.Stale != 1 || first.Values.Max.Value != 3 {
		t.Errorf("%d values up to %v and %d too old; want one, level 3, and one", first.Values.N, first.Values.Max.Value, first.Stale)
	}
}

func TestHistorySupersedesWithinOneSource(t *testing.T) {
	t.Parallel()
	from := func(share float64, source assessment.Source) []assessment.Status {
		first := all(t, odense, share, now)[:1]
		first[0].Source = source
		return first
	}
	s := reported(t, from(0.2, assessment.Self), from(0.4, assessment.Desk), from(0.6, assessment.Self), from(0.8, assessment.Desk))
	var before []assessment.StatusID
	for _, event := range s.History(odense, "rpa.strategy") {
		id := assessment.StatusID(0)
		if event.Before != nil {
			id = event.Before.ID
		}
		before = append(before, id)
	}
	if diff := cmp.Diff([]assessment.StatusID{2, 1, 0, 0}, before); diff != "" {
		t.Errorf("superseded, newest first: %s", diff)
	}
}

func TestTheOverviewCountsAnswersOfThoseThatApply(t *testing.T) {
	t.Parallel()
	statuses := all(t, odense, 0.6, now)
	statuses[0].Answer = assessment.Answer{State: assessment.DontKnow}
	statuses[1].Answer = assessment.Answer{State: assessment.NotApplicable}
	silent := all(t, randers, 0, now)[:1]
	silent[0].Answer = assessment.Answer{State: assessment.DontKnow}
	o := reported(t, statuses, silent).Overview()
	if o.Answered != 34 || o.Of != 98*36-1 || o.Reporting != 1 {
		t.Errorf("%d of %d answered by %d; want 34 of %d by 1", o.Answered, o.Of, o.Reporting, 98*36-1)
	}
}
