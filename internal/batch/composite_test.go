package batch_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"modenhed/internal/batch"
	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// What the tests in this file expect was worked out by testdata/composite/make.py.
const compositeFolder = "testdata/composite/"

// expectation holds a figure per unit, in the order of the values file; nil
// where there is none.
type expectation struct {
	Score         []*float64            `json:"score"`
	Rank          []*int                `json:"rank"`
	Standing      []string              `json:"standing"`
	Coverage      []*float64            `json:"coverage"`
	Lower         []*float64            `json:"lower_bound"`
	Upper         []*float64            `json:"upper_bound"`
	NotApplicable []float64             `json:"not_applicable"`
	Areas         map[string][]*float64 `json:"areas"`
	AreaCoverage  map[string][]*float64 `json:"area_coverage"`
}

func readCases[T any](t testing.TB, name string) []T {
	t.Helper()
	data, err := os.ReadFile(compositeFolder + name)
	if err != nil {
		t.Fatal(err)
	}
	var cases []T
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 50 {
		t.Fatalf("%s has only %d cases", name, len(cases))
	}
	return cases
}

func readText(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(compositeFolder + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// check compares a result with what is expected of it, as written to JSON.
func (e *expectation) check(t *testing.T, r *batch.Result) {
	t.Helper()
	var got struct {
		Units []struct {
			Score, Coverage *float64
			Lower           *float64 `json:"lower_bound"`
			Upper           *float64 `json:"upper_bound"`
			NotApplicable   float64  `json:"not_applicable"`
			Rank            *int
			Standing        string
			Areas           map[string]struct{ Score, Coverage *float64 }
		}
	}
	if err := json.Unmarshal([]byte(asJSON(t, r)), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Units) != len(e.Score) {
		t.Fatalf("%d units, want %d", len(got.Units), len(e.Score))
	}
	for i, u := range got.Units {
		name := strconv.Quote(r.Units[i].Key)
		near(t, name+" score", u.Score, e.Score[i])
		near(t, name+" coverage", u.Coverage, e.Coverage[i])
		near(t, name+" lower bound", u.Lower, e.Lower[i])
		near(t, name+" upper bound", u.Upper, e.Upper[i])
		near(t, name+" not applicable", &u.NotApplicable, &e.NotApplicable[i])
		if u.Standing != e.Standing[i] {
			t.Errorf("%s is %s, want %s", name, u.Standing, e.Standing[i])
		}
		if shown(u.Rank) != shown(e.Rank[i]) {
			t.Errorf("%s has rank %s, want %s", name, shown(u.Rank), shown(e.Rank[i]))
		}
		for key, scores := range e.Areas {
			near(t, name+" "+key, u.Areas[key].Score, scores[i])
			near(t, name+" "+key+" coverage", u.Areas[key].Coverage, e.AreaCoverage[key][i])
		}
		if e.Areas != nil && len(u.Areas) != len(e.Areas) {
			t.Errorf("%s has %d areas, want %d", name, len(u.Areas), len(e.Areas))
		}
	}
}

// near allows for the last decimal: both sides were rounded to 9.
func near(t *testing.T, what string, got, want *float64) {
	t.Helper()
	if (got == nil) != (want == nil) || got != nil && math.Abs(*got-*want) > 1.5e-9 {
		t.Errorf("%s is %s, want %s", what, shown(got), shown(want))
	}
}

func shown[T any](x *T) string {
	if x == nil {
		return "null"
	}
	return fmt.Sprint(*x)
}

// european writes a values file the way Danish Excel does: byte-order mark,
// semicolons, decimal comma and CRLF.
func european(t testing.TB, values string) string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(values)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	number := regexp.MustCompile(`^-?[0-9]*\.?[0-9]+(e[+-]?[0-9]+)?$`)
	for _, row := range rows[1:] {
		for i := 1; i < len(row); i++ {
			if number.MatchString(row[i]) {
				row[i] = strings.ToUpper(strings.Replace(row[i], ".", ",", 1))
			}
		}
	}
	var b strings.Builder
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestAnIndexOfCountries scores 51 units on 49 indicators under two, three and
// four levels by every combination of means, scales, missing rules and thresholds.
func TestAnIndexOfCountries(t *testing.T) {
	t.Parallel()
	type indexCase struct {
		Framework, Method string
		Normalise         framework.ScaleKind
		Expected          expectation
	}
	plain := readText(t, "index.csv")
	danish := european(t, plain)
	header := regexp.MustCompile(`(?m)^method: .*$`)
	for i, c := range readCases[indexCase](t, "index.json") {
		t.Run(fmt.Sprintf("%s %s %s", c.Framework, c.Normalise, c.Method), func(t *testing.T) {
			t.Parallel()
			f := parse(t, header.ReplaceAllLiteralString(readText(t, c.Framework), "method: "+c.Method))
			f, err := f.WithScale(c.Normalise)
			if err != nil {
				t.Fatal(err)
			}
			values := plain
			if i%2 == 1 {
				values = danish
			}
			c.Expected.check(t, run(t, values, f))
		})
	}
}

// TestTreesOfEveryShape scores random hierarchies: up to eight levels, areas
// with one part, weights of zero, means of an area's own, all types, keys and
// units with every sign that a file can hold.
func TestTreesOfEveryShape(t *testing.T) {
	t.Parallel()
	type treeCase struct {
		Seed              int
		Framework, Values string
		Units             []string
		Expected          expectation
	}
	for _, c := range readCases[treeCase](t, "trees.json") {
		t.Run(strconv.Itoa(c.Seed), func(t *testing.T) {
			t.Parallel()
			f := parse(t, c.Framework)
			for _, values := range []string{c.Values, european(t, c.Values)} {
				r := run(t, values, f)
				for i, key := range c.Units {
					if r.Units[i].Key != key {
						t.Errorf("unit %q is read as %q", key, r.Units[i].Key)
					}
				}
				c.Expected.check(t, r)
				checkColumns(t, r)
			}
		})
	}
}

// checkColumns reads the CSV back: every area and indicator has its column.
func checkColumns(t *testing.T, r *batch.Result) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(asCSV(t, r))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	first := len(rows[0]) - len(r.Areas) - len(r.Indicators)
	for i, key := range r.Areas {
		if got := strings.TrimPrefix(rows[0][first+i], "'"); got != string(key) {
			t.Errorf("column %q, want %q", got, key)
		}
	}
	for u, row := range rows[1:] {
		for i, area := range r.Units[u].Card.Areas {
			if got := row[first+i]; (got != "") != area.Score.OK {
				t.Errorf("%q, area %s: %q", r.Units[u].Key, r.Areas[i], got)
			}
		}
	}
}

// TestTheDeepestFileScores holds that only the file format bounds the depth.
func TestTheDeepestFileScores(t *testing.T) {
	t.Parallel()
	const depth = 25
	text := "{key: x, type: level}"
	text = "indicators: [" + text + "]"
	for i := range depth {
		text = fmt.Sprintf("areas: [{key: a%d, %s}]", i, text)
	}
	r := run(t, "unit;x\nu;4\nv;1\n", parse(t, "key: deep\nversion: 1\n"+text+"\n"))
	if len(r.Areas) != depth || r.Units[0].Card.Score != (scoring.Points{Value: 80, OK: true}) || r.Units[0].Place.Rank != 1 {
		t.Errorf("%d areas, score %v", len(r.Areas), r.Units[0].Card.Score)
	}
}
