package batch_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/batch"
	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

var update = flag.Bool("update", false, "write the golden files anew")

func run(t testing.TB, values string, f *framework.Framework) *batch.Result {
	t.Helper()
	v, err := batch.ReadValues(strings.NewReader(values), f)
	if err != nil {
		t.Fatal(err)
	}
	result, err := batch.Run(v, f)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func text(t testing.TB, write func(*strings.Builder) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func asJSON(t testing.TB, r *batch.Result) string {
	t.Helper()
	return text(t, func(b *strings.Builder) error { return r.WriteJSON(b) })
}

func asCSV(t testing.TB, r *batch.Result) string {
	t.Helper()
	return text(t, func(b *strings.Builder) error { return r.WriteCSV(b) })
}

// someUnits shows a tie, partial coverage, too much that is not applicable,
// nothing answered, and text that looks like a formula.
const someUnits = `unit,name,L,P,N,D,Y
461,Odense,3,40,10,35,yes
751,"Aarhus ""<&>""",4,?,,10,no
"=1+1",-Læsø,5,n/a,n/a,n/a,1
tie,@x,3,40,10,35,yes
late,,,,,,?
@none,+,1,n/a,n/a,,0
`

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestResultFiles(t *testing.T) {
	t.Parallel()
	result := run(t, someUnits, parse(t, everyType))
	golden(t, "result.json", asJSON(t, result))
	golden(t, "result.csv", asCSV(t, result))
}

func TestFiguresByHand(t *testing.T) {
	t.Parallel()
	result := run(t, someUnits, parse(t, everyType))
	// Odense: level 60, percent 50, number 25 → 45; days 50, yes 100 → 75; mean 60.
	odense := result.Units[0]
	if odense.Card.Score.Value != 60 || odense.Place.Rank != 2 || !odense.Place.Tied || odense.Card.Band != scoring.Advanced {
		t.Errorf("Odense: %+v, %+v", odense.Card.Score, odense.Place)
	}
	if diff := cmp.Diff([]scoring.Answer{value(3), value(40), value(10), value(35), value(1)}, odense.Answers); diff != "" {
		t.Errorf("Odense's answers (-want +got):\n%s", diff)
	}
	// Aarhus: level 80 of three → 80; days 100, no 0 → 50; mean 65, coverage (1/3 + 1)/2.
	aarhus := result.Units[1]
	if diff := cmp.Diff([]scoring.Answer{value(4), unknown, missing, value(10), value(0)}, aarhus.Answers); diff != "" {
		t.Errorf("Aarhus's answers (-want +got):\n%s", diff)
	}
	if aarhus.Card.Score.Value != 65 || math.Abs(aarhus.Card.Coverage-2.0/3) > 1e-12 || aarhus.Card.Standing != scoring.Ranked {
		t.Errorf("Aarhus: %+v", aarhus.Card)
	}
}

func TestSequenceListsTheRankingFirst(t *testing.T) {
	t.Parallel()
	result := run(t, someUnits, parse(t, everyType))
	var got []string
	for _, i := range result.Sequence() {
		u := result.Units[i]
		got = append(got, fmt.Sprintf("%d %s %s", u.Place.Rank, u.Key, u.Card.Standing))
	}
	want := []string{
		"1 751 ranked", "2 461 ranked", "2 tie ranked", "4 @none ranked",
		"0 =1+1 too_much_not_applicable", "0 late no_score",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sequence (-want +got):\n%s", diff)
	}
}

func TestMethodIsEchoedWithItsOverrides(t *testing.T) {
	t.Parallel()
	f := parse(t, everyType)
	minmax, err := f.WithAggregation(framework.Harmonic).WithScale(framework.MinMax)
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Method map[string]any }
	if err := json.Unmarshal([]byte(asJSON(t, run(t, someUnits, minmax))), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"framework": "types", "version": 2.0, "aggregation": "harmonic", "missing": "renormalise",
		"min_area_coverage": 0.0, "min_index_weight": 0.0, "min_coverage": 0.5, "max_not_applicable": 0.5,
		"max_age_months": 0.0, "normalise": "minmax", "area_aggregation": map[string]any{"two": "arithmetic"},
		"draws": nil, "seed": nil, "vary": nil, "concentration": nil,
	}
	if diff := cmp.Diff(want, got.Method); diff != "" {
		t.Errorf("method (-want +got):\n%s", diff)
	}
	for name, tt := range map[string]struct{ text, want string }{
		"no numeric indicator": {"[{key: x, type: level}]", ""},
		"both":                 {"[{key: x, type: days, low: 0, high: 1}, {key: y, type: days, scale: minmax}]", "mixed"},
		"goalposts":            {"[{key: x, type: days, low: 0, high: 1}, {key: y, type: yesno}]", "goalposts"},
	} {
		f := parse(t, "key: k\nversion: 1\nareas: [{key: a, indicators: "+tt.text+"}]\n")
		if got := run(t, "unit\nx\n", f).Normalise(); got != tt.want {
			t.Errorf("%s: normalise %q, want %q", name, got, tt.want)
		}
	}
}

func TestAreasAtAllDepthsAreListed(t *testing.T) {
	t.Parallel()
	f := parse(t, `
key: deep
version: 1
areas:
  - key: top
    areas:
      - {key: left, indicators: [{key: x, type: level}]}
      - {key: right, weight: 3, indicators: [{key: y, type: level}]}
`)
	result := run(t, "unit;x;y\nu;5;0\n", f)
	var got struct {
		Units []struct {
			Areas map[string]struct{ Score, Coverage *float64 }
		}
	}
	if err := json.Unmarshal([]byte(asJSON(t, result)), &got); err != nil {
		t.Fatal(err)
	}
	areas := got.Units[0].Areas
	if len(areas) != 3 || *areas["top"].Score != 25 || *areas["left"].Score != 100 || *areas["right"].Score != 0 {
		t.Errorf("areas = %v", areas)
	}
}

func TestCSVReadsBack(t *testing.T) {
	t.Parallel()
	rows, err := csv.NewReader(strings.NewReader(asCSV(t, run(t, someUnits, parse(t, everyType))))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := "unit,name,rank,score,band,coverage,lower_bound,upper_bound,standing,one,two,L,P,N,D,Y"
	if got := strings.Join(rows[0], ","); got != header {
		t.Errorf("header = %s", got)
	}
	for _, row := range rows[1:] {
		for _, cell := range row[:2] {
			if cell != "" && strings.Contains("=+-@", cell[:1]) {
				t.Errorf("%q begins a formula", cell)
			}
		}
	}
}

func TestRunRefusesValuesOfAnotherFramework(t *testing.T) {
	t.Parallel()
	f := parse(t, everyType)
	values, err := batch.ReadValues(strings.NewReader(someUnits), f)
	if err != nil {
		t.Fatal(err)
	}
	other := parse(t, "key: k\nversion: 1\nareas: [{key: a, indicators: [{key: L, type: level}]}]\n")
	if _, err := batch.Run(values, other); err == nil {
		t.Error("values of another framework are scored")
	}
	if _, err := batch.Run(values, &framework.Framework{Key: "empty"}); err == nil {
		t.Error("a framework without areas is scored")
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestWritersPassOnErrors(t *testing.T) {
	t.Parallel()
	result := run(t, someUnits, parse(t, everyType))
	if err := result.WriteJSON(brokenWriter{}); !errors.Is(err, errBroken) {
		t.Errorf("WriteJSON: %v", err)
	}
	if err := result.WriteCSV(brokenWriter{}); !errors.Is(err, errBroken) {
		t.Errorf("WriteCSV: %v", err)
	}
}

func TestWhatIsNotDefinedIsNullOrEmpty(t *testing.T) {
	t.Parallel()
	f := parse(t, "key: k\nversion: 1\nareas: [{key: a, indicators: [{key: x, type: level}]}]\n")
	result := run(t, "unit;x\nu;n/a\n", f)
	var got struct{ Units []map[string]any }
	if err := json.Unmarshal([]byte(asJSON(t, result)), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"unit": "u", "name": nil, "score": nil, "rank": nil, "standing": "no_score", "coverage": nil, "not_applicable": 1.0,
		"lower_bound": nil, "upper_bound": nil, "band": nil, "rank_interval": nil,
		"areas":      map[string]any{"a": map[string]any{"score": nil, "coverage": nil}},
		"indicators": map[string]any{"x": nil},
	}
	if diff := cmp.Diff(want, got.Units[0]); diff != "" {
		t.Errorf("unit (-want +got):\n%s", diff)
	}
	lines := strings.Split(asCSV(t, result), "\n")
	if lines[1] != "u,,,,,,,,no_score,," {
		t.Errorf("row = %q", lines[1])
	}
}
