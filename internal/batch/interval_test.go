package batch_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/batch"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/robustness"
)

func withIntervals(t testing.TB, r *batch.Result, s robustness.Settings) *batch.Result {
	t.Helper()
	drawn, err := r.WithIntervals(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}

func few(draws int) robustness.Settings {
	s := robustness.Defaults()
	s.Draws = draws
	return s
}

func TestResultFilesWithDraws(t *testing.T) {
	t.Parallel()
	s := few(1000)
	s.Seed, s.Sources = 7, robustness.Sources{Areas: true, Missing: true}
	drawn := withIntervals(t, run(t, someUnits, parse(t, everyType)), s)
	golden(t, "drawn.json", asJSON(t, drawn))
	golden(t, "drawn.csv", asCSV(t, drawn))
}

// TestIntervalsByHand draws the weight of two areas. P is ahead in a and Q in b
// by as much, so that each is first in half of the draws; R is last in both.
func TestIntervalsByHand(t *testing.T) {
	t.Parallel()
	f := parse(t, `
key: k
version: 1
areas:
  - {key: a, indicators: [{key: x, type: level}]}
  - {key: b, indicators: [{key: y, type: level}]}
`)
	s := few(20_000)
	s.Sources = robustness.Sources{Areas: true}
	result := withIntervals(t, run(t, "unit,x,y\nP,5,3\nnone,,\nQ,3,5\nR,0,0\n", f), s)
	if result.Units[1].Interval != nil {
		t.Errorf("a unit that is not ranked has the interval %+v", result.Units[1].Interval)
	}
	for _, u := range []int{0, 2} {
		i := result.Units[u].Interval
		if i.Low != 1 || i.High != 2 || i.Mean < 1.48 || i.Mean > 1.52 || i.SD < 0.49 || i.SD > 0.51 || i.Top10 != 1 {
			t.Errorf("%s: %+v", result.Units[u].Key, i)
		}
	}
	want := &batch.Interval{Interval: robustness.Interval{Low: 3, Median: 3, High: 3, Mean: 3}, Top10: 1}
	if diff := cmp.Diff(want, result.Units[3].Interval); diff != "" {
		t.Errorf("R (-want +got):\n%s", diff)
	}
}

// TestWithoutVariationIntervalsAreTheRanks holds that units keep their own
// intervals where some in between are not ranked.
func TestWithoutVariationIntervalsAreTheRanks(t *testing.T) {
	t.Parallel()
	s := few(50)
	s.Sources = robustness.Sources{}
	f, err := parse(t, readText(t, "levels4.yaml")).WithScale(framework.MinMax)
	if err != nil {
		t.Fatal(err)
	}
	plain := run(t, readText(t, "index.csv"), f)
	drawn := withIntervals(t, plain, s)
	ranked := 0
	for i, u := range drawn.Units {
		if rank := u.Place.Rank; rank > 0 {
			ranked++
			if u.Interval.Low != rank || u.Interval.High != rank || u.Interval.Mean != float64(rank) {
				t.Errorf("%s has rank %d and interval %+v", u.Key, rank, u.Interval)
			}
		} else if u.Interval != nil {
			t.Errorf("%s has no rank and the interval %+v", u.Key, u.Interval)
		}
		if plain.Units[i].Interval != nil {
			t.Errorf("the result without draws changed: %+v", plain.Units[i].Interval)
		}
	}
	if ranked < 40 || plain.Drawn != nil {
		t.Errorf("%d are ranked, drawn %v", ranked, plain.Drawn)
	}
}

// TestIntervalsHoldTheirRanks draws around a declared ranking, where nearly
// every interval holds the rank.
func TestIntervalsHoldTheirRanks(t *testing.T) {
	t.Parallel()
	s := few(2000)
	s.Sources = robustness.Sources{Areas: true, Indicators: true}
	result := withIntervals(t, run(t, readText(t, "index.csv"), parse(t, readText(t, "levels3.yaml"))), s)
	held, ranked := 0, 0
	for _, u := range result.Units {
		if i := u.Interval; i != nil {
			ranked++
			if i.Low <= u.Place.Rank && u.Place.Rank <= i.High {
				held++
			}
		}
	}
	if ranked < 40 || held < ranked-2 {
		t.Errorf("%d of %d intervals hold their rank", held, ranked)
	}
}

func TestMethodSaysWhatWasDrawn(t *testing.T) {
	t.Parallel()
	result := run(t, someUnits, parse(t, everyType))
	s := few(100)
	s.Seed, s.Concentration = 1<<64-1, 12.5
	for sources, want := range map[robustness.Sources][]any{
		robustness.AllSources(): {"areas", "indicators", "aggregation", "missing"},
		{Missing: true}:         {"missing"},
		{}:                      {},
	} {
		s.Sources = sources
		var got struct{ Method map[string]any }
		decoder := json.NewDecoder(strings.NewReader(asJSON(t, withIntervals(t, result, s))))
		decoder.UseNumber()
		if err := decoder.Decode(&got); err != nil {
			t.Fatal(err)
		}
		drawn := map[string]any{}
		for _, key := range []string{"draws", "seed", "vary", "concentration"} {
			drawn[key] = got.Method[key]
		}
		all := map[string]any{
			"draws": json.Number("100"), "seed": json.Number("18446744073709551615"), "vary": want, "concentration": json.Number("12.5"),
		}
		if diff := cmp.Diff(all, drawn); diff != "" {
			t.Errorf("%s (-want +got):\n%s", sources, diff)
		}
	}
}

func TestIntervalColumnsReadBack(t *testing.T) {
	t.Parallel()
	result := withIntervals(t, run(t, someUnits, parse(t, everyType)), few(100))
	rows, err := csv.NewReader(strings.NewReader(asCSV(t, result))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0][9:15], " "); got != "rank_low rank_high rank_mean rank_median rank_sd top10" {
		t.Errorf("columns %s", got)
	}
	for u, row := range rows[1:] {
		want := ",,,,,"
		if i := result.Units[u].Interval; i != nil {
			want = fmt.Sprintf("%d,%d,%v,%d,%s,%v", i.Low, i.High, i.Mean, i.Median, row[13], i.Top10)
		}
		if got := strings.Join(row[9:15], ","); got != want {
			t.Errorf("%s: %s, want %s", row[0], got, want)
		}
	}
}

func TestNobodyRankedHasNoIntervals(t *testing.T) {
	t.Parallel()
	result := withIntervals(t, run(t, "unit,L\nx,\ny,?\n", parse(t, everyType)), few(100))
	for _, u := range result.Units {
		if u.Interval != nil {
			t.Errorf("%s: %+v", u.Key, u.Interval)
		}
	}
	if result.Drawn == nil || !strings.Contains(asJSON(t, result), `"draws": 100`) {
		t.Error("the method does not say what was asked for")
	}
}

func TestIntervalsThatCannotBe(t *testing.T) {
	t.Parallel()
	f := parse(t, "key: k\nversion: 1\nareas: [{key: a, indicators: [{key: x, type: number, low: 0, high: 9999}]}]\n")
	var many strings.Builder
	many.WriteString("unit,x\n")
	for i := range robustness.MaxUnits + 1 {
		fmt.Fprintf(&many, "u%d,%d\n", i, i)
	}
	_, err := run(t, many.String(), f).WithIntervals(few(1), nil)
	if diff := cmp.Diff([]problem{{0, "", "batch.too_many_ranked"}}, problemsOf(t, err)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	result := run(t, "unit,x\nu,1\nv,2\n", f)
	if _, err := result.WithIntervals(few(0), nil); !errors.Is(err, robustness.ErrDraws) || fault.KindOf(err) == fault.Invalid {
		t.Errorf("no draws: %v", err)
	}
	if _, err := result.WithIntervals(few(1000), func(int, int) bool { return false }); !errors.Is(err, robustness.ErrStopped) {
		t.Errorf("stopped: %v", err)
	}
}
