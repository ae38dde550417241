package robustness_test

import (
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// The answers of tables in these tests.
var (
	missing = scoring.Answer{State: scoring.Missing}
	na      = scoring.Answer{State: scoring.NotApplicable}
)

func value(x float64) scoring.Answer { return scoring.Answer{State: scoring.Present, Value: x} }

// points is a number indicator whose value is its normalised score.
func points(key string, weight float64) framework.Indicator {
	return framework.Indicator{
		Key: framework.IndicatorKey(key), Weight: weight, Type: framework.Number, NotApplicable: true,
		Scale: framework.Scale{Kind: framework.Goalposts, High: 100},
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

func compile(t testing.TB, method framework.Method, areas []framework.Area) *scoring.Model {
	t.Helper()
	m, err := scoring.Compile(&framework.Framework{Key: "test", Version: 1, Method: method, Areas: areas})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// prepare takes everyone with a score as ranked.
func prepare(t testing.TB, method framework.Method, areas []framework.Area, answers []scoring.Answer) *robustness.Experiment {
	t.Helper()
	m := compile(t, method, areas)
	cards, err := m.Score(answers)
	if err != nil {
		t.Fatal(err)
	}
	ranked := make([]bool, len(cards))
	for u, card := range cards {
		ranked[u] = card.Score.OK
	}
	e, err := robustness.Prepare(m, answers, ranked)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func run(t testing.TB, e *robustness.Experiment, s robustness.Settings) *robustness.Result {
	t.Helper()
	r, err := e.Run(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
