package sensitivity_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/sensitivity"
)

type alphaCase struct {
	Complete     int                `json:"n_complete"`
	Raw          float64            `json:"raw_alpha"`
	Standardised float64            `json:"std_alpha"`
	Dropped      map[string]float64 `json:"alpha_if_dropped"`
	Rest         map[string]float64 `json:"item_rest_correlation"`
}

func TestAlphaAgreesWithPsych(t *testing.T) {
	t.Parallel()
	var want struct {
		AsIs     alphaCase `json:"as_is"`
		Reversed alphaCase `json:"q5_reversed_scale_1_to_5"`
	}
	oracle(t, "alpha.json", &want)
	names, items := oracleColumns(t, "alpha_items.csv")
	check := func(t *testing.T, want alphaCase, items [][]sensitivity.Figure) {
		got := sensitivity.Alpha(items)
		near(t, "raw", got.Raw, want.Raw, 1e-9)
		near(t, "standardised", got.Standardised, want.Standardised, 1e-9)
		if got.Items != 6 || got.Rows != want.Complete || got.Incomplete != 60-want.Complete {
			t.Errorf("%d items, %d rows, %d incomplete", got.Items, got.Rows, got.Incomplete)
		}
		for i, name := range names {
			near(t, "without "+name, got.Parts[i].Without, want.Dropped[name], 1e-9)
			near(t, "rest of "+name, got.Parts[i].Rest, want.Rest[name], 1e-9)
		}
	}
	t.Run("as is", func(t *testing.T) { check(t, want.AsIs, items) })
	t.Run("q5 reversed", func(t *testing.T) {
		reversed := append([][]sensitivity.Figure{}, items...)
		reversed[4] = transformed(items[4], func(x float64) float64 { return 6 - x })
		check(t, want.Reversed, reversed)
	})
}

func TestAlphaOfSpecialItems(t *testing.T) {
	t.Parallel()
	a := series(1, 2, 3, 5)
	constant, opposite := series(4, 4, 4, 4), series(-1, -2, -3, -5)
	one, none := known(1), sensitivity.Figure{}
	tests := []struct {
		name  string
		items [][]sensitivity.Figure
		want  sensitivity.Consistency
	}{
		{"nothing", nil, sensitivity.Consistency{Parts: []sensitivity.Part{}}},
		{"one item", [][]sensitivity.Figure{a}, sensitivity.Consistency{Items: 1, Rows: 4, Parts: make([]sensitivity.Part, 1)}},
		{"no rows", [][]sensitivity.Figure{nil, nil}, sensitivity.Consistency{Items: 2, Parts: make([]sensitivity.Part, 2)}},
		{"two rows", [][]sensitivity.Figure{a[:2], a[:2]}, sensitivity.Consistency{Items: 2, Rows: 2, Parts: make([]sensitivity.Part, 2)}},
		{"two complete rows", [][]sensitivity.Figure{{one, none, one, none}, a}, sensitivity.Consistency{Items: 2, Rows: 2, Incomplete: 2, Parts: make([]sensitivity.Part, 2)}},
		{"not a number", [][]sensitivity.Figure{{one, known(math.NaN()), one}, a[:3]}, sensitivity.Consistency{Items: 2, Rows: 2, Incomplete: 1, Parts: make([]sensitivity.Part, 2)}},
		{"the sum does not vary", [][]sensitivity.Figure{a, opposite}, sensitivity.Consistency{Items: 2, Rows: 4, Parts: []sensitivity.Part{{Rest: known(-1)}, {Rest: known(-1)}}}},
		{"nothing varies", [][]sensitivity.Figure{constant, constant}, sensitivity.Consistency{Items: 2, Rows: 4, Parts: make([]sensitivity.Part, 2)}},
		{"too large to square", [][]sensitivity.Figure{transformed(a, huge), transformed(a, huge)}, sensitivity.Consistency{Items: 2, Rows: 4, Parts: make([]sensitivity.Part, 2)}},
		{"the same twice", [][]sensitivity.Figure{a, a}, sensitivity.Consistency{
			Raw: known(1), Standardised: known(1), Items: 2, Rows: 4, Parts: []sensitivity.Part{{Rest: known(1)}, {Rest: known(1)}},
		}},
		{"one item does not vary", [][]sensitivity.Figure{a, constant}, sensitivity.Consistency{
			Raw: known(0), Items: 2, Rows: 4, Parts: make([]sensitivity.Part, 2),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, rounded(sensitivity.Alpha(tt.items))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func huge(x float64) float64 { return x * 1e200 }

// rounded rounds every figure to 9 decimals.
func rounded(c sensitivity.Consistency) sensitivity.Consistency {
	round := func(f *sensitivity.Figure) { f.Value = math.Round(f.Value*1e9)/1e9 + 0 }
	round(&c.Raw)
	round(&c.Standardised)
	for i := range c.Parts {
		round(&c.Parts[i].Without)
		round(&c.Parts[i].Rest)
	}
	return c
}

func TestAlphaLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.IntRange(0, 15).Draw(t, "rows")
		items := make([][]sensitivity.Figure, rapid.IntRange(2, 6).Draw(t, "items"))
		for i := range items {
			items[i] = drawSeries(t, rows, fmt.Sprint("item ", i))
		}
		got := sensitivity.Alpha(items)
		if got.Rows+got.Incomplete != rows {
			t.Fatalf("%d complete and %d incomplete of %d rows", got.Rows, got.Incomplete, rows)
		}
		if got.Raw.Value > 1+1e-9 || got.Standardised.Value > 1+1e-9 {
			t.Fatalf("alpha above 1: %+v", got)
		}
		moved := make([][]sensitivity.Figure, len(items))
		order := rapid.Permutation(indices(rows)).Draw(t, "order")
		for i := range items {
			moved[i] = permuted(transformed(items[i], func(x float64) float64 { return 5*x + float64(i) }), order)
		}
		if again := sensitivity.Alpha(moved); !close9(got.Raw, again.Raw) && relative(got.Raw, again.Raw) > 1e-6 {
			t.Fatalf("%+v, and on another scale %+v", got.Raw, again.Raw)
		}
		if len(items) > 2 && got.Parts[0].Without.OK {
			others := make([]sensitivity.Figure, rows)
			copy(others, items[0])
			left := sensitivity.Alpha(keeping(items[1:], others))
			if relative(got.Parts[0].Without, left.Raw) > 1e-6 {
				t.Fatalf("without the first %+v, alone %+v", got.Parts[0].Without, left.Raw)
			}
		}
	})
}

// keeping returns items with a gap wherever other has one.
func keeping(items [][]sensitivity.Figure, other []sensitivity.Figure) [][]sensitivity.Figure {
	out := make([][]sensitivity.Figure, len(items))
	for i, item := range items {
		out[i] = append([]sensitivity.Figure{}, item...)
		for row := range other {
			if !other[row].OK {
				out[i][row] = sensitivity.Figure{}
			}
		}
	}
	return out
}

func relative(a, b sensitivity.Figure) float64 {
	if a.OK != b.OK {
		return math.Inf(1)
	}
	return math.Abs(a.Value-b.Value) / (1 + math.Abs(a.Value))
}
