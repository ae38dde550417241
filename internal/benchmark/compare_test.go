package benchmark_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
)

func compared(t *testing.T, s *benchmark.Snapshot, codes ...municipality.Code) *benchmark.Comparison {
	t.Helper()
	c, err := s.Compare(codes)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestComparedRowsMarkTheEnds compares whole municipalities whose scores are known.
func TestComparedRowsMarkTheEnds(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		shares          [4]float64
		difference      float64
		highest, lowest []int
	}{
		"one level apart":      {[4]float64{0.4, 0.6, 0.5, 0.5}, 20, []int{1}, []int{0}},
		"just below one level": {[4]float64{0.4, 0.599, 0.5, 0.5}, 19.9, nil, nil},
		"as it is read":        {[4]float64{0.4, 0.59996, 0.5, 0.5}, 20, []int{1}, []int{0}},
		"shared ends":          {[4]float64{0.8, 0.2, 0.8, 0.2}, 60, []int{0, 2}, []int{1, 3}},
		"all alike":            {[4]float64{0.5, 0.5, 0.5, 0.5}, 0, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := reported(t, all(t, odense, row.shares[0], now), all(t, randers, row.shares[1], now),
				all(t, aarhus, row.shares[2], now), all(t, koege, row.shares[3], now))
			c := compared(t, s, odense, randers, aarhus, koege)
			got := c.Score
			if !got.Difference.OK || !near(got.Difference.Value, row.difference) || got.Marked() != (row.highest != nil) {
				t.Errorf("difference %v, marked %v; want %v", got.Difference, got.Marked(), row.difference)
			}
			if diff := cmp.Diff([][]int{row.highest, row.lowest}, [][]int{got.Highest, got.Lowest}); diff != "" {
				t.Errorf("ends (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTheUnrankedStandBesideTheComparison has a municipality that answered one
// area only: its figures are shown, but nothing is said of them.
func TestTheUnrankedStandBesideTheComparison(t *testing.T) {
	t.Parallel()
	s := reported(t, all(t, odense, 0.8, now), all(t, randers, 0.6, now), all(t, koege, 0, now)[:5])
	c := compared(t, s, odense, koege, randers)
	if len(c.Unranked) != 1 || c.Unranked[0].Code != koege {
		t.Fatalf("unranked: %v", c.Unranked)
	}
	first := c.Areas[0]
	if !first.Points[1].OK || first.Points[1].Value != 0 {
		t.Errorf("the figure of the unranked is %v", first.Points[1])
	}
	if !near(first.Difference.Value, 20) || !cmp.Equal([][]int{{0}, {2}}, [][]int{first.Highest, first.Lowest}) {
		t.Errorf("difference %v between %v and %v, want 20 between the ranked", first.Difference, first.Highest, first.Lowest)
	}
	c = compared(t, s, odense, koege)
	if c.Score.Difference.OK || c.Areas[0].Marked() || c.Areas[0].Indicators[0].Marked() {
		t.Error("one ranked municipality differs from nobody")
	}
}

func TestComparisonsCarryWhatPagesShow(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	c := compared(t, s, aarhus, odense, randers)
	indicators := 0
	for i, u := range c.Units {
		if want := []municipality.Code{aarhus, odense, randers}[i]; u.Code != want {
			t.Errorf("unit %d is %s, want %s", i, u.Code, want)
		}
		if c.Score.Points[i] != u.Card.Score || u.InGroup != s.GroupPercentile(u.Code) {
			t.Errorf("%s: score %v, in group %v", u.Name, c.Score.Points[i], u.InGroup)
		}
		for _, area := range c.Areas {
			index, _ := s.AreaIndex(area.Area.Key)
			if area.Points[i] != u.Card.Areas[index].Score {
				t.Errorf("%s: %s is %v", u.Name, area.Area.Key, area.Points[i])
			}
		}
	}
	for _, area := range c.Areas {
		for _, indicator := range area.Indicators {
			for i, u := range c.Units {
				place := indexOf(s, indicator)
				if indicator.Points[i] != u.Card.Indicators[place].Score || indicator.Answers[i] != u.Answers[place] {
					t.Errorf("%s: %s is %v", u.Name, indicator.Indicator.Key, indicator.Points[i])
				}
			}
			indicators++
		}
	}
	if indicators != len(s.Places) || len(c.Areas) != len(s.Framework.Areas) {
		t.Errorf("%d areas, %d indicators", len(c.Areas), indicators)
	}
}

func indexOf(s *benchmark.Snapshot, indicator benchmark.ComparedIndicator) int {
	for i, place := range s.Places {
		if place.Indicator == indicator.Indicator {
			return i
		}
	}
	return -1
}

func TestTheWidestDifferencesComeFirst(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	c := compared(t, keeper.Current(), odense, randers, aarhus, koege)
	widest := c.Widest(5)
	if len(widest) != 5 {
		t.Fatalf("%d of the widest", len(widest))
	}
	for _, area := range c.Areas {
		for _, indicator := range area.Indicators {
			listed := false
			for i, w := range widest {
				listed = listed || w.Indicator == indicator.Indicator
				if i > 0 && w.Difference.Value > widest[i-1].Difference.Value {
					t.Fatalf("%v comes after %v", w.Difference, widest[i-1].Difference)
				}
			}
			if !listed && indicator.Difference.Value > widest[4].Difference.Value {
				t.Errorf("%s differs by %v and is not listed", indicator.Indicator.Key, indicator.Difference.Value)
			}
		}
	}
	if got := c.Widest(1000); len(got) > len(keeper.Current().Places) {
		t.Errorf("%d of the widest", len(got))
	}
}

func TestAWrongChoiceIsExplainedAltogether(t *testing.T) {
	t.Parallel()
	s := reported(t)
	type problem struct{ field, key string }
	for name, row := range map[string]struct {
		codes []municipality.Code
		want  []problem
	}{
		"nobody":  {nil, []problem{{"", "compare.problem.too_few"}}},
		"one":     {[]municipality.Code{odense}, []problem{{"", "compare.problem.too_few"}}},
		"unknown": {[]municipality.Code{odense, 999}, []problem{{"2", "compare.problem.unknown"}}},
		"twice":   {[]municipality.Code{odense, randers, odense}, []problem{{"3", "compare.problem.twice"}}},
		"everything": {[]municipality.Code{odense, odense, 101, 0, 147, 151, 153}, []problem{
			{"2", "compare.problem.twice"}, {"4", "compare.problem.unknown"}, {"7", "compare.problem.too_many"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := s.Compare(row.codes)
			var invalid *fault.Error
			if !errors.As(err, &invalid) || invalid.Kind != fault.Invalid || c != nil {
				t.Fatalf("Compare() = %v, %v; want an Invalid error", c, err)
			}
			var got []problem
			for _, p := range invalid.Problems {
				got = append(got, problem{p.Field, p.Message.Key})
			}
			if diff := cmp.Diff(row.want, got, cmp.AllowUnexported(problem{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
