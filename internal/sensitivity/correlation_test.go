package sensitivity_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/sensitivity"
)

var missing = sensitivity.Figure{}

func TestCorrelationsAgreeWithScipy(t *testing.T) {
	t.Parallel()
	var cases []struct {
		Name     string
		X, Y     []*float64
		Expected struct {
			N         int
			Pearson   float64
			PearsonP  float64 `json:"pearson_p"`
			Spearman  float64
			SpearmanP float64 `json:"spearman_p_t"`
			KendallB  float64 `json:"kendall_tau_b"`
		}
	}
	oracle(t, "correlation.json", &cases)
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			x, y, want := optional(c.X), optional(c.Y), c.Expected
			p, s, k := sensitivity.Pearson(x, y), sensitivity.Spearman(x, y), sensitivity.Kendall(x, y)
			near(t, "Pearson", p.Coefficient, want.Pearson, 1e-9)
			near(t, "Pearson's p", p.P, want.PearsonP, 1e-8)
			near(t, "Spearman", s.Coefficient, want.Spearman, 1e-9)
			near(t, "Spearman's p", s.P, want.SpearmanP, 1e-8)
			near(t, "Kendall", k.Coefficient, want.KendallB, 1e-9)
			undefined(t, "Kendall's p", k.P)
			if p.N != want.N || s.N != want.N || k.N != want.N {
				t.Errorf("n = %d, %d, %d, want %d", p.N, s.N, k.N, want.N)
			}
		})
	}
}

// The expected values are scipy's: stats.t.sf(abs(t), n-2)*2 with t from r.
func TestPValueOfManyAndOfFewPairs(t *testing.T) {
	t.Parallel()
	three := sensitivity.Pearson(series(1, 2, 3), series(1, 3, 2))
	near(t, "r of three", three.Coefficient, 0.5, 1e-12)
	// With one degree of freedom t is Cauchy: p = 1 − 2·atan(t)/π, t = 1/√3.
	near(t, "p of three", three.P, 2.0/3, 1e-12)
	var x, y []float64
	for i := range 2000 {
		x, y = append(x, float64(i%40)), append(y, float64((i*i)%41))
	}
	many := sensitivity.Pearson(series(x...), series(y...))
	if !many.P.OK || many.P.Value <= 0 || many.P.Value > 1 || many.N != 2000 {
		t.Errorf("many pairs: %+v", many)
	}
}

func TestCorrelationIsUndefined(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		x, y []sensitivity.Figure
		n    int
	}{
		{"nothing", nil, nil, 0},
		{"two pairs", series(1, 2), series(3, 5), 2},
		{"two pairs left", []sensitivity.Figure{known(1), missing, known(3)}, series(1, 2, 3), 2},
		{"x without spread", series(7, 7, 7, 7), series(1, 2, 3, 4), 4},
		{"y without spread", series(1, 2, 3), series(0.1, 0.1, 0.1), 3},
		{"no spread among the pairs", []sensitivity.Figure{known(1), known(1), known(1), known(9)}, []sensitivity.Figure{known(1), known(2), known(3), missing}, 3},
		{"not numbers", []sensitivity.Figure{known(math.NaN()), known(math.Inf(1)), known(1), known(2)}, series(1, 2, 3, 4), 2},
		{"different lengths", series(1, 2, 3, 4), series(1, 2), 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := sensitivity.Correlation{N: tt.n}
			for name, measure := range measures {
				if diff := cmp.Diff(want, measure(tt.x, tt.y)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}

var measures = map[string]sensitivity.Measure{
	"Pearson": sensitivity.Pearson, "Spearman": sensitivity.Spearman, "Kendall": sensitivity.Kendall,
}

func TestNoiseIsNoSpreadForPearson(t *testing.T) {
	t.Parallel()
	x := []float64{50, 50, 50, 50}
	x[1] = math.Nextafter(50, 51)
	got := sensitivity.Pearson(series(x...), series(1, 2, 3, 4))
	undefined(t, "Pearson of the last digit", got.Coefficient)
}

// Points on a line have no p-value but 0, in whatever order they are summed.
func TestPointsOnALine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 20).Draw(t, "pairs")
		x, y := make([]sensitivity.Figure, n), make([]sensitivity.Figure, n)
		slope := rapid.SampledFrom([]float64{-7, -1. / 3, 0.1, 1, 12}).Draw(t, "slope")
		for i := range n {
			x[i] = sensitivity.Figure{Value: float64(rapid.IntRange(0, 5).Draw(t, "value")) * 20 / 3, OK: true}
			y[i] = sensitivity.Figure{Value: slope * x[i].Value, OK: true}
		}
		got := sensitivity.Pearson(x, y)
		if got.Coefficient.OK && (got.Coefficient.Value != math.Copysign(1, slope) || got.P != sensitivity.Figure{OK: true}) {
			t.Fatalf("%+v", got)
		}
	})
}

func TestPearsonOfVeryLargeAndVerySmallValues(t *testing.T) {
	t.Parallel()
	for _, scale := range []float64{1e-300, 1, 1e300} {
		x := series(1*scale, 4*scale, 2*scale, 8*scale)
		got := sensitivity.Pearson(x, series(2, 3, 1, 9))
		near(t, "Pearson", got.Coefficient, 0.9512374755668855, 1e-9)
	}
}

func TestMatrixIsSymmetricAndPairwiseComplete(t *testing.T) {
	t.Parallel()
	columns := [][]sensitivity.Figure{
		series(1, 4, 2, 8, 5),
		{known(2), known(3), known(1), known(9), missing},
		series(3, 3, 3, 3, 3),
	}
	got := sensitivity.Matrix(columns, sensitivity.Pearson)
	want := [][]sensitivity.Correlation{
		{sensitivity.Pearson(columns[0], columns[0]), sensitivity.Pearson(columns[0], columns[1]), {N: 5}},
		{sensitivity.Pearson(columns[0], columns[1]), sensitivity.Pearson(columns[1], columns[1]), {N: 4}},
		{{N: 5}, {N: 4}, {N: 5}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	near(t, "diagonal", got[0][0].Coefficient, 1, 1e-15)
	near(t, "p of the diagonal", got[0][0].P, 0, 1e-12)
	if got[0][0].N != 5 || got[0][1].N != 4 {
		t.Errorf("pairs = %d and %d, want 5 and 4", got[0][0].N, got[0][1].N)
	}
}

func drawSeries(t *rapid.T, n int, name string) []sensitivity.Figure {
	out := make([]sensitivity.Figure, n)
	for i := range out {
		if rapid.IntRange(0, 9).Draw(t, name+" state") > 0 {
			out[i] = known(float64(rapid.IntRange(-30, 30).Draw(t, name)) / 4)
		}
	}
	return out
}

func TestCorrelationLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 25).Draw(t, "n")
		x, y := drawSeries(t, n, "x"), drawSeries(t, n, "y")
		for name, measure := range measures {
			forth, back := measure(x, y), measure(y, x)
			if !same(forth, back) {
				t.Fatalf("%s: %+v, and turned round %+v", name, forth, back)
			}
			c := forth.Coefficient
			if c.OK && (c.Value < -1 || c.Value > 1) || !c.OK && c.Value != 0 {
				t.Fatalf("%s = %+v", name, c)
			}
			if p := forth.P; p.OK && (p.Value < 0 || p.Value > 1) || p.OK && !c.OK {
				t.Fatalf("%s: p = %+v", name, p)
			}
			opposite := measure(transformed(x, func(v float64) float64 { return 3 - 2*v }), y)
			opposite.Coefficient.Value *= -1
			if !same(forth, opposite) {
				t.Fatalf("%s: %+v, and with x reversed %+v", name, forth, opposite)
			}
		}
		cubed := transformed(x, func(v float64) float64 { return v*v*v + v })
		if a, b := sensitivity.Spearman(x, y), sensitivity.Spearman(cubed, y); !same(a, b) {
			t.Fatalf("Spearman: %+v, and after a rising change %+v", a, b)
		}
		order := rapid.Permutation(indices(n)).Draw(t, "order")
		for name, measure := range measures {
			if a, b := measure(x, y), measure(permuted(x, order), permuted(y, order)); !same(a, b) {
				t.Fatalf("%s: %+v, and in another order %+v", name, a, b)
			}
		}
	})
}

// same compares two correlations to 9 decimals.
func same(a, b sensitivity.Correlation) bool {
	return a.N == b.N && close9(a.Coefficient, b.Coefficient) && close9(a.P, b.P)
}

func close9(a, b sensitivity.Figure) bool {
	return a.OK == b.OK && math.Abs(a.Value-b.Value) <= 1e-9
}

func transformed(x []sensitivity.Figure, change func(float64) float64) []sensitivity.Figure {
	out := slices.Clone(x)
	for i := range out {
		if out[i].OK {
			out[i].Value = change(out[i].Value)
		}
	}
	return out
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func permuted[T any](x []T, order []int) []T {
	out := make([]T, len(x))
	for i, from := range order {
		out[i] = x[from]
	}
	return out
}
