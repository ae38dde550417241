package robustness_test

import (
	"errors"
	"math"
	"testing"

	"modenhed/internal/robustness"
)

func TestCheckNamesEveryProblem(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*robustness.Settings)
		want   []error
	}{
		"defaults":               {func(*robustness.Settings) {}, nil},
		"one draw":               {func(s *robustness.Settings) { s.Draws = 1 }, nil},
		"most draws":             {func(s *robustness.Settings) { s.Draws = robustness.MaxDraws }, nil},
		"no draws":               {func(s *robustness.Settings) { s.Draws = 0 }, []error{robustness.ErrDraws}},
		"too many draws":         {func(s *robustness.Settings) { s.Draws = robustness.MaxDraws + 1 }, []error{robustness.ErrDraws}},
		"no concentration":       {func(s *robustness.Settings) { s.Concentration = 0 }, []error{robustness.ErrConcentration}},
		"not a number":           {func(s *robustness.Settings) { s.Concentration = math.NaN() }, []error{robustness.ErrConcentration}},
		"infinite concentration": {func(s *robustness.Settings) { s.Concentration = math.Inf(1) }, []error{robustness.ErrConcentration}},
		"both": {
			func(s *robustness.Settings) { s.Draws, s.Concentration = -1, -1 },
			[]error{robustness.ErrDraws, robustness.ErrConcentration},
		},
	}
	e := country(t)
	for name, test := range tests {
		s := robustness.Defaults()
		test.change(&s)
		err := s.Check()
		if (err == nil) != (len(test.want) == 0) {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range test.want {
			if !errors.Is(err, want) {
				t.Errorf("%s: %v is not %v", name, err, want)
			}
			if _, err := e.Run(s, nil); !errors.Is(err, want) {
				t.Errorf("%s: Run says %v", name, err)
			}
			if err := e.Each(s, func(*robustness.Draw) bool { return true }); !errors.Is(err, want) {
				t.Errorf("%s: Each says %v", name, err)
			}
			if _, err := robustness.Fold(e, s, count, one, add); !errors.Is(err, want) {
				t.Errorf("%s: Fold says %v", name, err)
			}
		}
	}
}

func count() int { return 0 }

func one(n int, _ *robustness.Draw) int { return n + 1 }

func add(a, b int) int { return a + b }

func TestSourcesAreReadAndWritten(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, written string
		want          robustness.Sources
	}{
		{"", "", robustness.Sources{}},
		{" ", "", robustness.Sources{}},
		{"areas", "areas", robustness.Sources{Areas: true}},
		{"missing, areas", "areas,missing", robustness.Sources{Areas: true, Missing: true}},
		{"indicators,aggregation,indicators", "indicators,aggregation", robustness.Sources{Indicators: true, Aggregation: true}},
		{"areas,indicators,aggregation,missing", "areas,indicators,aggregation,missing", robustness.AllSources()},
	}
	for _, test := range tests {
		got, err := robustness.ParseSources(test.text)
		if err != nil || got != test.want || got.String() != test.written {
			t.Errorf("ParseSources(%q) = %v (%q), %v", test.text, got, got, err)
		}
	}
	for _, text := range []string{"area", "areas,", "Areas", "areas;missing"} {
		if got, err := robustness.ParseSources(text); !errors.Is(err, robustness.ErrSource) || got != (robustness.Sources{}) {
			t.Errorf("ParseSources(%q) = %v, %v", text, got, err)
		}
	}
}
