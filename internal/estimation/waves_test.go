package estimation_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"modenhed/internal/estimation"
	"modenhed/internal/weighting"
)

func TestMaxMargins(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		n          int
		population float64
		plain      bool
		finite     estimation.Figure
	}{
		{"nobody", 0, 100, false, estimation.Figure{}},
		{"more than everybody", 101, 100, true, estimation.Figure{}},
		{"everybody", 100, 100, true, estimation.Figure{OK: true}},
		{"the only one", 1, 1, true, estimation.Figure{OK: true}},
		{"the note of 2017", 326, 2444, true, estimation.Figure{Value: 0.0505, OK: true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := estimation.MaxMarginOf(test.n, test.population)
			if m.Plain.OK != test.plain {
				t.Errorf("plain %+v", m.Plain)
			}
			if diff := cmp.Diff(test.finite, m.Finite, cmpopts.EquateApprox(0, 5e-5)); diff != "" {
				t.Error(diff)
			}
			if m.Weighted(1) != m.Finite || m.Weighted(math.NaN()).OK {
				t.Errorf("weighted %+v", m.Weighted(1))
			}
		})
	}
}

func TestUnweightedIntervalsAtTheEnds(t *testing.T) {
	t.Parallel()
	for _, interval := range []func(int, int, float64) (float64, float64, bool){estimation.Wilson, estimation.ClopperPearson} {
		if low, high, ok := interval(0, 7, 0.95); !ok || low != 0 || high < 0.3 || high > 0.45 {
			t.Errorf("none of 7: %v to %v", low, high)
		}
		if low, high, ok := interval(7, 7, 0.95); !ok || high != 1 || low < 0.55 || low > 0.7 {
			t.Errorf("all of 7: %v to %v", low, high)
		}
		for _, impossible := range [][2]int{{0, 0}, {-1, 4}, {5, 4}} {
			if _, _, ok := interval(impossible[0], impossible[1], 0.95); ok {
				t.Errorf("%v accepted", impossible)
			}
		}
		if _, _, ok := interval(1, 2, 1); ok {
			t.Error("certainty accepted")
		}
	}
}

func TestComparingWaves(t *testing.T) {
	t.Parallel()
	d := uniform(t, 20, 1000)
	before, after := tabulate(t, d, "yyyyyyyyyyyynnnndddd"), tabulate(t, d, "yyyynnnnnnnnnnnndddd")
	if h, ok, err := estimation.CompareAnswers(before, after); err != nil || !ok || h.F.P > 0.05 {
		t.Errorf("moved: %+v %t %v", h, ok, err)
	}
	if h, ok, err := estimation.CompareAnswers(before, before); err != nil || !ok || h.F.P < 0.999 || h.Wald.P < 0.999 {
		t.Errorf("not moved: %+v %t %v", h, ok, err)
	}
	if _, _, err := estimation.CompareAnswers(before, tabulate(t, d, "yyyynnnnnnnnnnnnnnnn")); !errors.Is(err, estimation.ErrOption) {
		t.Errorf("other options: %v", err)
	}
	if _, _, err := estimation.CompareAnswers(before, tabulate(t, d, "yyyynnnnnnnnnnnnnnqq")); !errors.Is(err, estimation.ErrOption) {
		t.Errorf("other options: %v", err)
	}
	same := tabulate(t, d, "yyyyyyyyyyyyyyyyyyyy")
	if _, ok, err := estimation.CompareAnswers(same, same); ok || err != nil {
		t.Errorf("one option: %t %v", ok, err)
	}
	census := uniform(t, 20, 20)
	all := tabulate(t, census, "yyyynnnnnnnnnnnndddd")
	if _, ok, err := estimation.CompareAnswers(all, all); ok || err != nil {
		t.Errorf("no error to test with: %t %v", ok, err)
	}
	s := all.Total().Shares[0].Estimate
	if diff, ok := estimation.Compare(s, s, 0.95); !ok || diff.Value != 0 || diff.SE != 0 || diff.Z.OK || diff.P.OK {
		t.Errorf("two censuses: %+v %t", diff, ok)
	}
	if _, ok := estimation.Compare(s, s, 0); ok {
		t.Error("level 0 accepted")
	}
}

// Options may stand in another order in the later wave.
func TestWavesAreMatchedByOption(t *testing.T) {
	t.Parallel()
	d := uniform(t, 20, 1000)
	before, after := tabulate(t, d, "yyyyyyyyyyyynnnndddd"), letters(t, "answer", "yyyynnnnnnnnnnnndddd")
	turned := weighting.Column{Name: "answer", Labels: slices.Clone(after.Labels), Codes: slices.Clone(after.Codes)}
	slices.Reverse(turned.Labels)
	for i, code := range turned.Codes {
		turned.Codes[i] = 2 - code
	}
	var got []estimation.Homogeneity
	for _, c := range []weighting.Column{after, turned} {
		table, err := estimation.Tabulate(d, c)
		if err != nil {
			t.Fatal(err)
		}
		h, ok, err := estimation.CompareAnswers(before, table)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		got = append(got, h)
	}
	if diff := cmp.Diff(got[0], got[1], cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Error(diff)
	}
}
