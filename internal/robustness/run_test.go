package robustness_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

func TestRunTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	e := tyingCountry(t, 20)
	for _, sources := range []robustness.Sources{{}, robustness.AllSources()} {
		last := 0
		_, err := e.Run(few(sources, 3000), func(done, of int) bool {
			if of != 3000 || done <= last {
				t.Errorf("%d of %d after %d", done, of, last)
			}
			last = done
			return true
		})
		if err != nil || last != 3000 {
			t.Errorf("%q: %d draws done: %v", sources, last, err)
		}
	}
}

func TestRunStopsWhenToldTo(t *testing.T) {
	t.Parallel()
	e := tyingCountry(t, 20)
	for _, sources := range []robustness.Sources{{}, robustness.AllSources()} {
		calls := 0
		r, err := e.Run(few(sources, 1_000_000), func(int, int) bool { calls++; return false })
		if !errors.Is(err, robustness.ErrStopped) || r != nil {
			t.Errorf("%q: %v", sources, err)
		}
		if calls > 64 {
			t.Errorf("%q: asked %d times", sources, calls)
		}
	}
}

func TestPrepareRefuses(t *testing.T) {
	t.Parallel()
	m := compile(t, lenient(), []framework.Area{area("a", 1, points("i", 1))})
	answers := []scoring.Answer{value(1), missing}
	many := make([]scoring.Answer, robustness.MaxUnits+1)
	all := make([]bool, len(many))
	for u := range many {
		many[u], all[u] = value(1), true
	}
	tests := map[string]struct {
		answers []scoring.Answer
		ranked  []bool
		want    string
	}{
		"a value that is not finite": {[]scoring.Answer{value(math.Inf(1))}, []bool{true}, "indicator i"},
		"too few told":               {answers, []bool{true}, "2 units, and 1"},
		"no score":                   {answers, []bool{true, true}, "unit 1 is to be ranked"},
		"nobody ranked":              {answers, []bool{false, false}, "no unit is ranked"},
		"no units":                   {nil, nil, "no unit is ranked"},
		"too many":                   {many, all, "at most 4096"},
	}
	for name, test := range tests {
		if _, err := robustness.Prepare(m, test.answers, test.ranked); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := robustness.Prepare(m, answers, []bool{true, false}); err != nil {
		t.Error(err)
	}
}

func TestRunWeightsRefuses(t *testing.T) {
	t.Parallel()
	e := tyingCountry(t, 5)
	for name, test := range map[string]struct {
		rows [][]float64
		want string
	}{
		"no rows":      {nil, "number of draws"},
		"too short":    {[][]float64{{1, 1}, {1}}, "row 1: 1 weights for 2 areas"},
		"negative":     {[][]float64{{1, -1}}, "-1 is not"},
		"not a number": {[][]float64{{1, math.NaN()}}, "NaN is not"},
		"all zero":     {[][]float64{{0, 0}}, "sum to 0"},
		"infinite":     {[][]float64{{1, math.Inf(1)}}, "sum to +Inf"},
	} {
		if _, err := e.RunWeights(test.rows); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Given weights may be zero or of any size; the declared weight of zero stays.
func TestRunWeightsTakesAnyWeights(t *testing.T) {
	t.Parallel()
	areas := []framework.Area{
		area("a", 1, points("i", 1)), area("none", 0, points("z", 1)),
		{Key: "deep", Weight: 1, Areas: []framework.Area{area("b", 1, points("j", 1))}},
	}
	e := prepare(t, lenient(), areas, []scoring.Answer{
		value(90), value(0), value(10),
		value(20), value(100), value(80),
	})
	r, err := e.RunWeights([][]float64{{1, 5, 0}, {0, 5, 1}, {1e300, 0, 1e290}, {3, 0, 4}})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := r.ShareAhead(0, 1); got != 0.5 {
		t.Errorf("ahead in %v, want 0.5", got)
	}
	if i := intervalOf(t, r, 0); i.Mean != 1.5 || i.SD != 0.5 || i.Low != 1 || i.Median != 1 || i.High != 2 {
		t.Errorf("%+v", i)
	}
}

// What is allocated must not depend on the number of draws.
func TestDrawsAllocateNothing(t *testing.T) {
	e := country(t)
	count := func(draws int) float64 {
		s := robustness.Defaults()
		s.Draws = draws
		return testing.AllocsPerRun(3, func() { run(t, e, s) })
	}
	// Counters get a level more each time the draws double.
	if few, many := count(1000), count(16_000); many > few+60 {
		t.Errorf("%v allocations for 1,000 draws, %v for 16,000", few, many)
	}
}
