package robustness_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// world is a random framework of two to four levels with random answers.
type world struct {
	framework *framework.Framework
	model     *scoring.Model
	units     [][]scoring.Answer
}

type worldOptions struct {
	// minmax allows scales that depend on the units, own aggregations that
	// areas declare for themselves.
	minmax, own bool
	// arithmetic keeps to arithmetic means.
	arithmetic bool
	// complete leaves no answer missing.
	complete bool
	most     int
}

type builder struct {
	t       *rapid.T
	options worldOptions
	keys    int
}

func drawWorld(t *rapid.T, o worldOptions) world {
	b := builder{t: t, options: o}
	f := &framework.Framework{Key: "random", Version: 1, Method: b.method()}
	f.Areas = b.areas(rapid.IntRange(1, 4).Draw(t, "areas"), 1)
	w := world{framework: f, model: mustCompile(t, f)}
	width := len(w.model.Indicators())
	for range rapid.IntRange(1, max(o.most, 8)).Draw(t, "units") {
		w.units = append(w.units, rapid.SliceOfN(rapid.Custom(b.answer), width, width).Draw(t, "answers"))
	}
	return w
}

func mustCompile(t *rapid.T, f *framework.Framework) *scoring.Model {
	m, err := scoring.Compile(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var aggregations = []framework.Aggregation{framework.Arithmetic, framework.Geometric, framework.Harmonic}

func (b *builder) method() framework.Method {
	m := lenient()
	m.Missing = rapid.SampledFrom([]framework.MissingRule{framework.Renormalise, framework.Zero}).Draw(b.t, "missing")
	m.MinAreaCoverage = rapid.SampledFrom([]float64{0, 0, 0.5}).Draw(b.t, "min_area_coverage")
	if !b.options.arithmetic {
		m.Aggregation = rapid.SampledFrom(aggregations).Draw(b.t, "aggregation")
	}
	return m
}

func (b *builder) key() string {
	b.keys++
	return fmt.Sprint("k", b.keys)
}

// weights always has a positive first weight.
func (b *builder) weights(n int) []float64 {
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = float64(rapid.IntRange(0, 8).Draw(b.t, "weight")) / 4
	}
	weights[0] += 0.25
	return weights
}

func (b *builder) areas(n, depth int) []framework.Area {
	var areas []framework.Area
	for _, w := range b.weights(n) {
		a := area(b.key(), w)
		if b.options.own && rapid.IntRange(0, 3).Draw(b.t, "own") == 0 {
			a.Aggregation = rapid.SampledFrom(aggregations).Draw(b.t, "aggregation")
		}
		if depth < 3 && rapid.IntRange(0, 3).Draw(b.t, "deeper") == 0 {
			a.Areas = b.areas(rapid.IntRange(1, 3).Draw(b.t, "areas"), depth+1)
		} else {
			a.Indicators = b.indicators(rapid.IntRange(1, 5).Draw(b.t, "indicators"))
		}
		areas = append(areas, a)
	}
	return areas
}

func (b *builder) indicators(n int) []framework.Indicator {
	var indicators []framework.Indicator
	for _, w := range b.weights(n) {
		i := points(b.key(), w)
		switch rapid.IntRange(0, 5).Draw(b.t, "scale") {
		case 0:
			i.Scale = framework.Scale{Kind: framework.Goalposts, Low: 90, High: 20, Down: true}
		case 1:
			if b.options.minmax {
				i.Scale.Kind = framework.MinMax
			}
		}
		indicators = append(indicators, i)
	}
	return indicators
}

func (b *builder) answer(t *rapid.T) scoring.Answer {
	state := rapid.IntRange(0, 9).Draw(t, "state")
	switch {
	case state == 0:
		return na
	case state == 1 && !b.options.complete:
		return missing
	case state == 2 && !b.options.complete:
		return scoring.Answer{State: scoring.Unknown}
	}
	// Round values make ties.
	return value(float64(rapid.IntRange(0, 10).Draw(t, "value")) * 10)
}

// matrix puts the answers of units into one.
func matrix(units [][]scoring.Answer) []scoring.Answer { return slices.Concat(units...) }

// experiment takes everyone with a score as ranked; it skips the case that nobody has one.
func (w world) experiment(t *rapid.T) (e *robustness.Experiment, ranked []bool) {
	cards, err := w.model.Score(matrix(w.units))
	if err != nil {
		t.Fatal(err)
	}
	for _, card := range cards {
		ranked = append(ranked, card.Score.OK)
	}
	if !slices.Contains(ranked, true) {
		t.Skip("nobody has a score")
	}
	e, err = robustness.Prepare(w.model, matrix(w.units), ranked)
	if err != nil {
		t.Fatal(err)
	}
	return e, ranked
}

func drawSources(t *rapid.T) robustness.Sources {
	return robustness.Sources{
		Areas:       rapid.Bool().Draw(t, "vary areas"),
		Indicators:  rapid.Bool().Draw(t, "vary indicators"),
		Aggregation: rapid.Bool().Draw(t, "vary aggregation"),
		Missing:     rapid.Bool().Draw(t, "vary missing"),
	}
}

// few are settings with few draws.
func few(sources robustness.Sources, draws int) robustness.Settings {
	return robustness.Settings{Sources: sources, Concentration: 20, Draws: draws, Seed: 11}
}
