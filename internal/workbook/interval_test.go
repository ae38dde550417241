package workbook_test

import (
	"testing"

	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/robustness"
)

// drawnOf returns the rank intervals and groups of a snapshot, and where each
// municipality stands in them.
func drawnOf(t *testing.T, s *benchmark.Snapshot) (*robustness.Result, []int, map[municipality.Code]int) {
	t.Helper()
	drawn, err := s.Robustness()
	if err != nil {
		t.Fatal(err)
	}
	groups, err := s.RankGroups()
	if err != nil {
		t.Fatal(err)
	}
	unit := make(map[municipality.Code]int)
	for i := range s.Units {
		unit[s.Units[i].Code] = i
	}
	return drawn, groups, unit
}

func TestRankingHoldsRankIntervals(t *testing.T) {
	t.Parallel()
	s := country(t)
	drawn, groups, unit := drawnOf(t, s)
	g := read(t, open(t, written(t, s, locale.English)), "Ranking")
	wide := 0
	for i, row := range s.List(benchmark.Query{}).Rows {
		interval, ok := drawn.Interval(unit[row.Code])
		within, _ := drawn.ShareWithin(unit[row.Code], 10)
		if ok != (row.Place.Rank > 0) {
			t.Fatalf("%s has rank %d, interval %v", row.Name, row.Place.Rank, ok)
		}
		if interval.High > interval.Low {
			wide++
		}
		checkPoints(t, g, "Rank interval, from", i, float64(interval.Low), ok)
		checkPoints(t, g, "Rank interval, to", i, float64(interval.High), ok)
		checkPoints(t, g, "Median rank", i, float64(interval.Median), ok)
		checkPoints(t, g, "Mean rank", i, interval.Mean, ok)
		checkPoints(t, g, "In the top 10 (% of draws)", i, within*100, ok)
		checkPoints(t, g, "Rank group", i, float64(groups[unit[row.Code]]), ok)
	}
	if wide < 50 {
		t.Errorf("only %d intervals are wider than a rank", wide)
	}
}

func TestNobodyRankedHasNoIntervals(t *testing.T) {
	t.Parallel()
	g := read(t, open(t, written(t, snapshot(t, seedDocuments(t)), locale.English)), "Ranking")
	for _, heading := range []string{"Rank interval, from", "Rank interval, to", "Median rank", "Mean rank", "In the top 10 (% of draws)", "Rank group"} {
		checkPoints(t, g, heading, 0, 0, false)
	}
}
