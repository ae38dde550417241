package sensitivity_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"modenhed/internal/sensitivity"
)

func oracle(t *testing.T, name string, into any) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "oracle", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// oracleColumns reads the columns of a CSV file of figures, by heading; an
// empty cell is missing, a column of words is left out.
func oracleColumns(t *testing.T, name string) (headings []string, columns [][]sensitivity.Figure) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "oracle", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for i, heading := range rows[0] {
		if heading == "unit" {
			continue
		}
		column := make([]sensitivity.Figure, 0, len(rows)-1)
		for _, row := range rows[1:] {
			column = append(column, cell(t, row[i]))
		}
		headings, columns = append(headings, heading), append(columns, column)
	}
	return headings, columns
}

func cell(t *testing.T, text string) sensitivity.Figure {
	t.Helper()
	if text == "" {
		return sensitivity.Figure{}
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return known(x)
}

func known(x float64) sensitivity.Figure { return sensitivity.Figure{Value: x, OK: true} }

func series(values ...float64) []sensitivity.Figure {
	out := make([]sensitivity.Figure, len(values))
	for i, x := range values {
		out[i] = known(x)
	}
	return out
}

// optional is a series in which null is missing.
func optional(values []*float64) []sensitivity.Figure {
	out := make([]sensitivity.Figure, len(values))
	for i, x := range values {
		if x != nil {
			out[i] = known(*x)
		}
	}
	return out
}

// near checks a defined figure.
func near(t *testing.T, what string, got sensitivity.Figure, want, tolerance float64) {
	t.Helper()
	if !got.OK || math.Abs(got.Value-want) > tolerance {
		t.Errorf("%s = %+v, want %v", what, got, want)
	}
}

func undefined(t *testing.T, what string, got sensitivity.Figure) {
	t.Helper()
	if got != (sensitivity.Figure{}) {
		t.Errorf("%s = %+v, want it undefined", what, got)
	}
}
