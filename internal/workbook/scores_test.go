package workbook_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/batch"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/robustness"
	"modenhed/internal/workbook"
)

// nested is a framework with areas below areas and no titles at some places.
const nested = `
key: nested
version: 2
method: {aggregation: geometric, missing: zero, min_coverage: 0.5, max_not_applicable: 0.5}
areas:
  - key: top
    title: {da: Top, en: Top}
    areas:
      - key: left
        weight: 2
        indicators:
          - {key: l, type: level, title: {da: Trin, en: Level}}
          - {key: p, type: percent, scale: minmax, direction: down}
      - key: right
        aggregation: arithmetic
        indicators:
          - {key: n, type: number, low: 10, high: 0}
          - {key: y, type: yesno}
`

const nestedValues = `unit,name,l,p,n,y
461,Odense,4,20,3,yes
751,Aarhus,4,20,3,yes
"=1+1",@Læsø,1,60,n/a,no
empty,,,,,
na,,n/a,n/a,n/a,n/a
`

func nestedResult(t testing.TB) *batch.Result {
	t.Helper()
	f, err := framework.Parse("nested", []byte(nested))
	if err != nil {
		t.Fatal(err)
	}
	return scored(t, nestedValues, f)
}

func scored(t testing.TB, values string, f *framework.Framework) *batch.Result {
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

// scores is the workbook of [nestedResult].
func scores(t testing.TB, lang locale.Lang) []byte {
	t.Helper()
	var b bytes.Buffer
	opts := workbook.Options{Version: "1.0.0"}
	if err := workbook.WriteScores(context.Background(), &b, nestedResult(t), printer(t, lang), opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestScoresHoldTheResult(t *testing.T) {
	t.Parallel()
	r := nestedResult(t)
	f := open(t, scores(t, locale.English))
	if diff := cmp.Diff([]string{"Units", "Points", "Questions", "Method"}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	units, indicators := read(t, f, "Units"), read(t, f, "Points")
	if units.rows != len(r.Units) {
		t.Fatalf("%d rows", units.rows)
	}
	for row, i := range r.Sequence() {
		u := &r.Units[i]
		if units.cell("Unit code", row) != u.Key || units.cell("Name", row) != u.Name || indicators.cell("Unit code", row) != u.Key {
			t.Errorf("row %d is %q %q", row, units.cell("Unit code", row), units.cell("Name", row))
		}
		checkPoints(t, units, "Rank", row, float64(u.Place.Rank), u.Place.Rank > 0)
		checkPoints(t, units, "Overall score", row, u.Card.Score.Value, u.Card.Score.OK)
		checkPoints(t, units, "Coverage (%)", row, 100*u.Card.Coverage, u.Applicable())
		checkPoints(t, units, "Lower bound", row, u.Card.Lower.Value, u.Applicable())
		checkPoints(t, units, "Not applicable (%)", row, 100*u.Card.NotApplicable, true)
		for a, heading := range []string{"Top", "left", "right"} {
			area := u.Card.Areas[a]
			checkPoints(t, units, heading, row, area.Score.Value, area.Score.OK)
			checkPoints(t, units, heading+", coverage (%)", row, 100*area.Coverage, area.Applicable)
		}
		for j, key := range r.Indicators {
			checkPoints(t, indicators, string(key), row, u.Card.Indicators[j].Score.Value, u.Card.Indicators[j].Score.OK)
		}
	}
	if units.cell("Joint rank", 0) != "Yes" || units.cell("Ranking status", units.find("Unit code", "empty")) == "Ranked" {
		t.Error("ties or standings are wrong")
	}
}

func TestScoresSayTheirMethod(t *testing.T) {
	t.Parallel()
	g := read(t, open(t, scores(t, locale.Danish)), "Metode")
	for item, want := range map[string]string{
		"Sådan lægges scorer sammen": "Vægtet geometrisk gennemsnit af point på en skala fra 1 til 100.",
		"Spørgsmål uden værdi":       "De tæller 0 point.",
		"Skala for tal":              "Nogle indikatorer har faste grænser, andre laveste og højeste værdi blandt enhederne.",
		"Top › right":                "Vægtet gennemsnit.",
		"Ældste svar, der tæller":    "Svar bliver ikke for gamle.",
	} {
		if got := g.cell("Forklaring", g.find("Punkt", item)); got != want {
			t.Errorf("%s: %q, want %q", item, got, want)
		}
	}
	checkPoints(t, g, "Værdi", g.find("Punkt", "Mindste dækning"), 50, true)
	checkPoints(t, g, "Værdi", g.find("Punkt", "Top › left"), 2, true)
}

// TestScoresExplainAnyFramework holds that the steps follow the framework's
// means and speak of units, whatever they are.
func TestScoresExplainAnyFramework(t *testing.T) {
	t.Parallel()
	const file = `
key: plain
version: 1
method: {aggregation: harmonic, min_area_coverage: 0.6, min_index_weight: 0.75, max_age_months: 24}
areas: [{key: a, indicators: [{key: x, type: number, scale: minmax}]}]
`
	plain, err := framework.Parse("plain", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		result *batch.Result
		want   []string
	}{
		"nested": {nestedResult(t), []string{
			"weighted geometric mean of its indicators’ points or of its sub-areas’ scores", "exp(Σ w · ln s / Σ w)", "exp(Σ W · ln S(area) / Σ W)",
			"Some areas have a mean of their own", "count as 0 points here", "converted to a scale from 1 to 100", "at most 50% of the weight",
		}},
		"plain": {scored(t, "unit,x\nA,1\nB,2\n", plain), []string{
			"weighted harmonic mean of its indicators’ points", "Σ w / Σ (w / s)", "at least 60% of its applicable indicators",
			"at least 75% of the weight", "lowest and the highest value in the file", "no dates", "in the order of the file",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, lang := range []locale.Lang{locale.English, locale.Danish} {
				var b bytes.Buffer
				if err := workbook.WriteScores(context.Background(), &b, c.result, printer(t, lang), workbook.Options{}); err != nil {
					t.Fatal(err)
				}
				f := open(t, b.Bytes())
				rows, err := f.GetRows(f.GetSheetName(3))
				if err != nil {
					t.Fatal(err)
				}
				text := strings.ToLower(fmt.Sprint(rows))
				for _, foreign := range []string{"municipalit", "kommune", "alphabet", "alfabet"} {
					if strings.Contains(text, foreign) {
						t.Errorf("%s: the method speaks of %q", lang, foreign)
					}
				}
				for _, part := range c.want {
					if lang == locale.English && !strings.Contains(text, strings.ToLower(part)) {
						t.Errorf("no %q in %s", part, text)
					}
				}
			}
		})
	}
}

// TestScoresHoldRankIntervals reads the columns and the method rows of draws back.
func TestScoresHoldRankIntervals(t *testing.T) {
	t.Parallel()
	settings := robustness.Defaults()
	settings.Draws, settings.Seed = 200, 1<<64-1
	settings.Missing = false
	r, err := nestedResult(t).WithIntervals(settings, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := workbook.WriteScores(context.Background(), &b, r, printer(t, locale.English), workbook.Options{}); err != nil {
		t.Fatal(err)
	}
	f := open(t, b.Bytes())
	units := read(t, f, "Units")
	for row, i := range r.Sequence() {
		interval, ranked := r.Units[i].Interval, r.Units[i].Interval != nil
		if !ranked {
			interval = new(batch.Interval)
		}
		checkPoints(t, units, "Rank interval, from", row, float64(interval.Low), ranked)
		checkPoints(t, units, "Rank interval, to", row, float64(interval.High), ranked)
		checkPoints(t, units, "Mean rank", row, interval.Mean, ranked)
		checkPoints(t, units, "Median rank", row, float64(interval.Median), ranked)
		checkPoints(t, units, "Standard deviation of the rank", row, interval.SD, ranked)
		checkPoints(t, units, "In the top 10 (% of draws)", row, 100*interval.Top10, ranked)
	}
	if ranked := r.Units[0].Interval; ranked == nil {
		t.Error("nobody is ranked")
	}
	method := read(t, f, "Method")
	checkPoints(t, method, "Value", method.find("Item", "Number of draws"), 200, true)
	checkPoints(t, method, "Value", method.find("Item", "Concentration of the weights"), 60, true)
	if got := method.cell("Value", method.find("Item", "Starting point of the draws")); got != "18446744073709551615" {
		t.Errorf("seed %q", got)
	}
	want := "The areas’ weights. The indicators’ weights. The mean, arithmetic or geometric with equal probability."
	if got := method.cell("Explanation", method.find("Item", "What was varied")); got != want {
		t.Errorf("varied: %q", got)
	}
}

// TestScoresWithoutDrawsSayNothingOfThem holds that there are no empty columns.
func TestScoresWithoutDrawsSayNothingOfThem(t *testing.T) {
	t.Parallel()
	f := open(t, scores(t, locale.English))
	for _, sheet := range []string{"Units", "Method"} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if slices.ContainsFunc(row, func(cell string) bool { return strings.Contains(cell, "Rank interval") }) {
				t.Errorf("%s: %q", sheet, row)
			}
		}
	}
}

// TestIndicatorsCanBeScoredAgain follows what the method sheet says of the
// sheet of raw values, and gets the same scores.
func TestIndicatorsCanBeScoredAgain(t *testing.T) {
	t.Parallel()
	s := country(t)
	rows, err := open(t, written(t, s, locale.Danish)).GetRows("Indikatorer")
	if err != nil {
		t.Fatal(err)
	}
	rows[0][0], rows[0][1] = "unit", "name"
	for i := range rows {
		for len(rows[i]) < len(rows[0])+1 && i > 0 {
			rows[i] = append(rows[i], "")
		}
		rows[i] = slices.Delete(rows[i], 2, 3)
	}
	for i := range rows {
		rows[i] = rows[i][:len(rows[0])]
	}
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	for _, u := range scored(t, b.String(), s.Framework).Units {
		for i := range s.Units {
			if s.Units[i].Name != u.Name {
				continue
			}
			if u.Key != s.Units[i].Code.String() || u.Card.Score != s.Units[i].Card.Score || u.Place != s.Units[i].Place {
				t.Errorf("%s: scored again %v %v, was %v %v", u.Name, u.Card.Score, u.Place, s.Units[i].Card.Score, s.Units[i].Place)
			}
		}
	}
}
