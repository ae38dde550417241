package scoring_test

import (
	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// world is a random framework with random answers of some units, by key.
type world struct {
	framework *framework.Framework
	units     []map[framework.IndicatorKey]scoring.Answer
}

type worldOptions struct{ thresholds, minmax bool }

func drawWorld(t *rapid.T, o worldOptions) world {
	b := builder{t: t, options: o}
	f := &framework.Framework{Key: "random", Version: 1, Method: b.method()}
	f.Areas = b.areas(rapid.IntRange(1, 4).Draw(t, "areas"), 1)
	w := world{framework: f}
	for range rapid.IntRange(1, 5).Draw(t, "units") {
		answers := make(map[framework.IndicatorKey]scoring.Answer)
		for _, place := range f.Places() {
			answers[place.Indicator.Key] = drawAnswer(t, *place.Indicator)
		}
		w.units = append(w.units, answers)
	}
	return w
}

type builder struct {
	t       *rapid.T
	options worldOptions
	keys    int
}

func (b *builder) key() string {
	b.keys++
	return keyed("k", b.keys)
}

var aggregations = []framework.Aggregation{framework.Arithmetic, framework.Geometric, framework.Harmonic}

func (b *builder) method() framework.Method {
	m := lenient()
	m.Aggregation = rapid.SampledFrom(aggregations).Draw(b.t, "aggregation")
	m.Missing = rapid.SampledFrom([]framework.MissingRule{framework.Renormalise, framework.Zero}).Draw(b.t, "missing")
	if b.options.thresholds {
		shares := rapid.SampledFrom([]float64{0, 0.3, 0.5, 0.75, 1})
		m.MinAreaCoverage = shares.Draw(b.t, "min_area_coverage")
		m.MinIndexWeight = shares.Draw(b.t, "min_index_weight")
		m.MinCoverage = shares.Draw(b.t, "min_coverage")
		m.MaxNotApplicable = shares.Draw(b.t, "max_not_applicable")
	}
	return m
}

// weights always has a positive first weight.
func (b *builder) weights(n int) []float64 {
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = float64(rapid.IntRange(0, 12).Draw(b.t, "weight")) / 4
	}
	weights[0] += 0.25
	return weights
}

func (b *builder) areas(n, depth int) []framework.Area {
	var areas []framework.Area
	for _, w := range b.weights(n) {
		a := area(b.key(), w)
		if rapid.IntRange(0, 3).Draw(b.t, "own aggregation") == 0 {
			a.Aggregation = rapid.SampledFrom(aggregations).Draw(b.t, "aggregation")
		}
		if depth < 3 && rapid.IntRange(0, 3).Draw(b.t, "deeper") == 0 {
			a.Areas = b.areas(rapid.IntRange(1, 3).Draw(b.t, "areas"), depth+1)
		} else {
			a.Indicators = b.indicators(rapid.IntRange(1, 4).Draw(b.t, "indicators"))
		}
		areas = append(areas, a)
	}
	return areas
}

func (b *builder) indicators(n int) []framework.Indicator {
	var indicators []framework.Indicator
	for _, w := range b.weights(n) {
		scale := framework.Scale{Kind: framework.Goalposts}
		scale.Low = float64(rapid.IntRange(-20, 60).Draw(b.t, "low"))
		scale.High = scale.Low + rapid.SampledFrom([]float64{-50, -7, 3, 40, 100}).Draw(b.t, "span")
		scale.Down = scale.Low > scale.High
		if b.options.minmax && rapid.IntRange(0, 2).Draw(b.t, "minmax") == 0 {
			scale.Kind = framework.MinMax
		}
		indicators = append(indicators, numeric(b.key(), w, scale))
	}
	return indicators
}

func drawAnswer(t *rapid.T, i framework.Indicator) scoring.Answer {
	switch rapid.IntRange(0, 7).Draw(t, "state") {
	case 0:
		return missing
	case 1:
		return unknown
	case 2:
		return na
	}
	return value(float64(rapid.IntRange(-30, 170).Draw(t, "value")))
}

func (w world) model(t *rapid.T) *scoring.Model {
	m, err := scoring.Compile(w.framework)
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return m
}

// result is a card with everything by key.
type result struct {
	scoring.Card
	areas      map[framework.AreaKey]scoring.AreaScore
	indicators map[framework.IndicatorKey]scoring.IndicatorScore
}

func (w world) score(t *rapid.T) []result {
	m := w.model(t)
	var answers []scoring.Answer
	for _, unit := range w.units {
		for _, key := range m.Indicators() {
			answers = append(answers, unit[key])
		}
	}
	cards, err := m.Score(answers)
	if err != nil {
		t.Fatalf("Score: %v", err)
	}
	results := make([]result, len(cards))
	for u, card := range cards {
		results[u] = result{card, make(map[framework.AreaKey]scoring.AreaScore), make(map[framework.IndicatorKey]scoring.IndicatorScore)}
		for i, key := range m.Areas() {
			results[u].areas[key] = card.Areas[i]
		}
		for i, key := range m.Indicators() {
			results[u].indicators[key] = card.Indicators[i]
		}
	}
	return results
}
