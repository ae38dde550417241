package weighting_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/weighting"
)

// drawColumn is a column in which every label occurs.
func drawColumn(t *rapid.T, name string, n, labels int) weighting.Column {
	c := weighting.Column{Name: name, Labels: []string{"a", "b", "c", "d", "e", "f"}[:labels]}
	for i := range n {
		c.Codes = append(c.Codes, int16(i))
		if i >= labels {
			c.Codes[i] = rapid.Int16Range(0, int16(labels-1)).Draw(t, "code")
		}
	}
	return c
}

// drawMargins are margins that can be met together: the sums of weights that
// somebody might have had.
func drawMargins(t *rapid.T) []weighting.Margin {
	n := rapid.IntRange(6, 60).Draw(t, "n")
	var margins []weighting.Margin
	for _, name := range []string{"party", "region", "sex"}[:rapid.IntRange(1, 3).Draw(t, "margins")] {
		margins = append(margins, weighting.Margin{Column: drawColumn(t, name, n, rapid.IntRange(1, 6).Draw(t, "labels"))})
	}
	weights := rapid.SliceOfN(rapid.Float64Range(0.5, 10), n, n).Draw(t, "weights")
	for m := range margins {
		sums := make([]float64, len(margins[m].Column.Labels))
		for i, code := range margins[m].Column.Codes {
			sums[code] += weights[i]
		}
		for code, label := range margins[m].Column.Labels {
			margins[m].Population = append(margins[m].Population, weighting.Count{Label: label, People: sums[code]})
		}
	}
	return margins
}

func rake(t *rapid.T, margins []weighting.Margin) *weighting.Weights {
	w, err := weighting.Rake(margins, weighting.Limits{Tolerance: 1e-12, Sweeps: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestRakedWeightsMeetTheirMargins(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		margins := drawMargins(t)
		w := rake(t, margins)
		for _, m := range margins {
			sums := make([]float64, len(m.Column.Labels))
			for i, code := range m.Column.Codes {
				if sums[code] += w.Of(i); w.Of(i) <= 0 {
					t.Fatalf("weight %v", w.Of(i))
				}
			}
			for code, count := range m.Population {
				if math.Abs(sums[code]/count.People-1) > 1e-9 {
					t.Fatalf("%s %s has %v people and is given %v", m.Column.Name, count.Label, count.People, sums[code])
				}
			}
		}
	})
}

func TestOneMarginIsPostStratification(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawMargins(t)[0]
		post, err := weighting.PostStratify(m)
		if err != nil {
			t.Fatal(err)
		}
		raked := rake(t, []weighting.Margin{m})
		for i := range post.Respondents() {
			if math.Abs(raked.Of(i)/post.Of(i)-1) > 1e-12 {
				t.Fatalf("respondent %d: %v raked, %v post-stratified", i, raked.Of(i), post.Of(i))
			}
		}
	})
}

func TestOrderOfRespondentsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		margins := drawMargins(t)
		order := make([]int, len(margins[0].Column.Codes))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "order")
		moved := slices.Clone(margins)
		for m := range moved {
			codes := make([]int16, len(order))
			for i, from := range order {
				codes[i] = margins[m].Column.Codes[from]
			}
			moved[m].Column.Codes = codes
		}
		was, is := rake(t, margins), rake(t, moved)
		if diff := cmp.Diff(was.Cells(), is.Cells()); diff != "" {
			t.Fatal(diff)
		}
		for i, from := range order {
			if is.Of(i) != was.Of(from) {
				t.Fatalf("respondent %d: %v, was %v", from, is.Of(i), was.Of(from))
			}
		}
	})
}

func TestTrimmedWeightsKeepTheirTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := rake(t, drawMargins(t))
		b := weighting.Bounds{
			Lower:  rapid.Float64Range(0, 0.95).Draw(t, "lower"),
			Upper:  rapid.Float64Range(1.05, 5).Draw(t, "upper"),
			Strict: rapid.Bool().Draw(t, "strict"),
		}
		trimmed, err := w.Trim(b)
		if err != nil {
			t.Skip(err)
		}
		sum := 0.0
		for i := range trimmed.Respondents() {
			sum += trimmed.Of(i)
			if r := trimmed.Relative(i); b.Strict && (r < b.Lower*(1-1e-9) || r > b.Upper*(1+1e-9)) {
				t.Fatalf("weight %v outside %+v", r, b)
			}
		}
		if math.Abs(sum/w.Population()-1) > 1e-9 {
			t.Fatalf("sum %v, population %v", sum, w.Population())
		}
	})
}

func TestSuggestedMergesLeaveNoSmallStratum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawMargins(t)[0]
		m.Population = append(m.Population, weighting.Count{Label: "nobody", People: 3})
		least := rapid.IntRange(1, 8).Draw(t, "least")
		merging := weighting.Merging{}
		for _, merge := range weighting.Suggest(m, least) {
			merging[merge.From] = merge.Into
		}
		merged, err := merging.Apply(m)
		if err != nil {
			t.Fatal(err)
		}
		w, err := weighting.PostStratify(merged)
		if err != nil {
			t.Fatal(err)
		}
		strata := w.Margins()[0].List
		for _, s := range strata {
			if s.Respondents < least && len(strata) > 1 {
				t.Fatalf("%+v after %v", s, merging)
			}
		}
	})
}
