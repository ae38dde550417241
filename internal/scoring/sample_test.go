package scoring_test

import (
	"fmt"
	"math"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// The answers of tables in these tests.
var (
	missing = scoring.Answer{State: scoring.Missing}
	unknown = scoring.Answer{State: scoring.Unknown}
	na      = scoring.Answer{State: scoring.NotApplicable}
)

func value(x float64) scoring.Answer { return scoring.Answer{State: scoring.Present, Value: x} }

// points is a number indicator whose value is its normalised score.
func points(key string, weight float64) framework.Indicator {
	return numeric(key, weight, framework.Scale{Kind: framework.Goalposts, High: 100})
}

func numeric(key string, weight float64, scale framework.Scale) framework.Indicator {
	return framework.Indicator{
		Key: framework.IndicatorKey(key), Weight: weight, Type: framework.Number, Scale: scale, NotApplicable: true,
	}
}

func area(key string, weight float64, indicators ...framework.Indicator) framework.Area {
	return framework.Area{Key: framework.AreaKey(key), Weight: weight, Indicators: indicators}
}

// lenient is the default method without a coverage threshold.
func lenient() framework.Method {
	m := framework.DefaultMethod()
	m.MinCoverage = 0
	return m
}

func model(t testing.TB, method framework.Method, areas ...framework.Area) *scoring.Model {
	t.Helper()
	m, err := scoring.Compile(&framework.Framework{Key: "test", Version: 1, Method: method, Areas: areas})
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return m
}

func score(t testing.TB, m *scoring.Model, answers ...scoring.Answer) []scoring.Card {
	t.Helper()
	cards, err := m.Score(answers)
	if err != nil {
		t.Fatalf("Score: %v", err)
	}
	return cards
}

// near reports a difference between a score and what is expected of it; nil
// means that it is not defined.
func near(t testing.TB, what string, got scoring.Points, want *float64) {
	t.Helper()
	const tolerance = 1e-9
	switch {
	case want == nil && got.OK:
		t.Errorf("%s = %v, want undefined", what, got.Value)
	case want != nil && !got.OK:
		t.Errorf("%s is undefined, want %v", what, *want)
	case want != nil && math.Abs(got.Value-*want) > tolerance:
		t.Errorf("%s = %v, want %v", what, got.Value, *want)
	}
}

func nearShare(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func at(x float64) *float64 { return &x }

func keyed(prefix string, i int) string { return fmt.Sprintf("%s%d", prefix, i) }
