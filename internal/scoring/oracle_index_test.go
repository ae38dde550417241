package scoring_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

type indexCase struct {
	Areas      map[string]float64
	Indicators []struct {
		Code, Area, Method string
		Direction          int
		Weight             float64
		Lo, Hi             *float64
	}
	MinAreaCoverage float64             `json:"min_indicator_coverage"`
	MinIndexWeight  float64             `json:"min_area_weight_coverage"`
	FirstUnit       map[string]*float64 `json:"normalised_first_unit"`
	Expected        map[string]map[string]struct {
		Areas          map[string]*float64
		AreaCoverage   map[string]*float64 `json:"area_coverage"`
		Score          *float64
		WeightCoverage float64 `json:"weight_coverage"`
		Rank           *int
	}
}

func (c indexCase) framework(t *testing.T, variant string) *framework.Framework {
	t.Helper()
	f := &framework.Framework{Key: "oracle", Version: 1, Method: framework.Method{
		MinAreaCoverage: c.MinAreaCoverage, MinIndexWeight: c.MinIndexWeight, MaxNotApplicable: 1,
	}}
	variants := map[string]struct {
		missing     framework.MissingRule
		aggregation framework.Aggregation
	}{
		"renormalise/arithmetic":          {framework.Renormalise, framework.Arithmetic},
		"renormalise/geometric_1_100":     {framework.Renormalise, framework.Geometric},
		"missing_as_zero/arithmetic":      {framework.Zero, framework.Arithmetic},
		"missing_as_zero/geometric_1_100": {framework.Zero, framework.Geometric},
	}
	v, ok := variants[variant]
	if !ok {
		t.Fatalf("unknown variant %q", variant)
	}
	f.Method.Missing, f.Method.Aggregation = v.missing, v.aggregation
	for _, i := range c.Indicators {
		if n := len(f.Areas); n == 0 || string(f.Areas[n-1].Key) != i.Area {
			f.Areas = append(f.Areas, area(i.Area, c.Areas[i.Area]))
		}
		last := &f.Areas[len(f.Areas)-1]
		scale := normaliseCase{Method: i.Method, Direction: i.Direction, Lo: i.Lo, Hi: i.Hi}.scale(t)
		last.Indicators = append(last.Indicators, numeric(i.Code, i.Weight, scale))
	}
	return f
}

// readIndexValues reads the raw values: empty is missing, n/a is not applicable.
func readIndexValues(t *testing.T, m *scoring.Model) (units []string, answers []scoring.Answer) {
	t.Helper()
	file, err := os.Open("testdata/oracle/full_index.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, key := range m.Indicators() {
		if rows[0][i+1] != string(key) {
			t.Fatalf("column %d is %s, want %s", i+1, rows[0][i+1], key)
		}
	}
	for _, row := range rows[1:] {
		units = append(units, row[0])
		for _, cell := range row[1:] {
			switch cell {
			case "":
				answers = append(answers, missing)
			case "n/a":
				answers = append(answers, na)
			default:
				x, err := strconv.ParseFloat(cell, 64)
				if err != nil {
					t.Fatal(err)
				}
				answers = append(answers, value(x))
			}
		}
	}
	return units, answers
}

func TestFullIndexAgreesWithOracle(t *testing.T) {
	t.Parallel()
	var oracle indexCase
	readOracle(t, "full_index.json", &oracle)
	if len(oracle.Expected) != 4 {
		t.Fatalf("%d variants, want 4", len(oracle.Expected))
	}
	for variant, expected := range oracle.Expected {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			m, err := scoring.Compile(oracle.framework(t, variant))
			if err != nil {
				t.Fatal(err)
			}
			units, answers := readIndexValues(t, m)
			cards := score(t, m, answers...)
			for i, key := range m.Indicators() {
				near(t, "first unit "+string(key), cards[0].Indicators[i].Score, oracle.FirstUnit[string(key)])
			}
			entries := make([]ranking.Entry, len(cards))
			for u, card := range cards {
				want := expected[units[u]]
				near(t, units[u]+" score", card.Score, want.Score)
				for a, key := range m.Areas() {
					what := units[u] + " " + string(key)
					near(t, what, card.Areas[a].Score, want.Areas[string(key)])
					checkCount(t, what, card.Areas[a], want.AreaCoverage[string(key)])
				}
				entries[u] = ranking.Entry{Score: card.Score.Value, Ranked: card.Standing == scoring.Ranked}
			}
			for u, place := range ranking.Order(entries) {
				want := 0
				if r := expected[units[u]].Rank; r != nil {
					want = *r
				}
				if place.Rank != want {
					t.Errorf("%s has rank %d, want %d", units[u], place.Rank, want)
				}
			}
		})
	}
}

// checkCount compares the share of applicable indicators with a value, by count.
func checkCount(t *testing.T, what string, got scoring.AreaScore, want *float64) {
	t.Helper()
	if (want == nil) == got.Applicable {
		t.Errorf("%s applies: %v", what, got.Applicable)
	}
	if want != nil {
		nearShare(t, what+" count coverage", float64(got.Reported)/float64(got.Of), *want)
	}
}
