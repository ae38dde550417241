package sensitivity_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
	"modenhed/internal/sensitivity"
)

// drawCountry is a small country with whole points, so that ties occur.
func drawCountry(t *rapid.T) country {
	weights := rapid.SliceOfN(rapid.IntRange(1, 8), 2, 4).Draw(t, "weights")
	parts := make([]float64, len(weights))
	for i, w := range weights {
		parts[i] = float64(w) / 4
	}
	c := country{framework: plain(parts...)}
	c.framework.Method.Aggregation = rapid.SampledFrom([]framework.Aggregation{framework.Arithmetic, framework.Geometric, framework.Harmonic}).Draw(t, "aggregation")
	c.framework.Method.Missing = rapid.SampledFrom([]framework.MissingRule{framework.Renormalise, framework.Zero}).Draw(t, "missing")
	for range rapid.IntRange(0, 8).Draw(t, "units") {
		for range weights {
			c.answers = append(c.answers, told(float64(rapid.IntRange(-2, 10).Draw(t, "value"))*10)...)
		}
	}
	all, err := scoring.Compile(c.framework)
	if err != nil {
		t.Fatal(err)
	}
	cards, err := all.Score(c.answers)
	if err != nil {
		t.Fatal(err)
	}
	for _, card := range cards {
		c.ranked = append(c.ranked, card.Score.OK && rapid.IntRange(0, 5).Draw(t, "ranked") > 0)
	}
	return c
}

func (c country) drawn(t *rapid.T) *sensitivity.Analysis {
	a, err := sensitivity.Analyse(c.framework, c.answers, c.ranked, sensitivity.Settings{Draws: 300, Seed: 11})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func nearly() cmp.Option { return cmpopts.EquateApprox(0, 1e-9) }

func TestOrderOfUnitsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCountry(t)
		width := len(c.framework.Areas)
		order := rapid.Permutation(indices(len(c.ranked))).Draw(t, "order")
		moved := country{framework: c.framework, ranked: permuted(c.ranked, order)}
		for _, u := range order {
			moved.answers = append(moved.answers, c.answers[u*width:(u+1)*width]...)
		}
		if diff := cmp.Diff(c.drawn(t), moved.drawn(t), nearly()); diff != "" {
			t.Fatalf("(-as given +in another order):\n%s", diff)
		}
	})
}

func TestOnlyTheRatiosOfWeightsMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCountry(t)
		by := rapid.SampledFrom([]float64{1e-6, 0.3, 2, 7, 1e9}).Draw(t, "by")
		scaled := c
		scaled.framework = weighted(c.framework, func(_ int, w float64) float64 { return w * by })
		if diff := cmp.Diff(c.drawn(t), scaled.drawn(t), nearly()); diff != "" {
			t.Fatalf("(-as given +times %v):\n%s", by, diff)
		}
	})
}

func TestUnitsThatAreNotRankedDoNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCountry(t)
		width := len(c.framework.Areas)
		few := country{framework: c.framework}
		for u, ranked := range c.ranked {
			if ranked {
				few.answers = append(few.answers, c.answers[u*width:(u+1)*width]...)
				few.ranked = append(few.ranked, true)
			}
		}
		if diff := cmp.Diff(c.drawn(t), few.drawn(t)); diff != "" {
			t.Fatalf("(-all units +ranked units):\n%s", diff)
		}
	})
}

func TestFiguresAreWithinBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawCountry(t).drawn(t)
		finite(t, reflect.ValueOf(*a))
		if a.Shift.OK != (a.Shift.Effects != nil) || a.Shift.Mean < 0 || a.Shift.Mean > float64(a.Ranked) {
			t.Fatalf("shift %+v", a.Shift)
		}
		for _, e := range a.Shift.Effects {
			if e.Total.Value < 0 || e.First.Error < 0 || e.Total.Error < 0 {
				t.Fatalf("effect %+v", e)
			}
			if share := e.First.Share(); share < 0 || share > 1 {
				t.Fatalf("share %v of %v", share, e.First.Value)
			}
		}
	})
}

// finite looks for a float that is none, anywhere.
func finite(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			finite(t, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			finite(t, v.Index(i))
		}
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatalf("a figure is %v", x)
		}
	}
}
