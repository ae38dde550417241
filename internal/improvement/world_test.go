package improvement_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

var (
	missing = scoring.Answer{State: scoring.Missing}
	unknown = scoring.Answer{State: scoring.Unknown}
	na      = scoring.Answer{State: scoring.NotApplicable}
)

func value(x float64) scoring.Answer { return scoring.Answer{State: scoring.Present, Value: x} }

func values(xs ...float64) []scoring.Answer {
	answers := make([]scoring.Answer, len(xs))
	for i, x := range xs {
		answers[i] = value(x)
	}
	return answers
}

func indicator(key string, t framework.Type, weight float64, scale framework.Scale) framework.Indicator {
	return framework.Indicator{Key: framework.IndicatorKey(key), Type: t, Weight: weight, Scale: scale, NotApplicable: true}
}

func level(key string) framework.Indicator {
	return indicator(key, framework.Level, 1, goalposts(0, framework.MaxLevel))
}

func yesno(key string) framework.Indicator {
	return indicator(key, framework.YesNo, 1, goalposts(0, 1))
}

func numeric(key string, t framework.Type, low, high float64) framework.Indicator {
	return indicator(key, t, 1, goalposts(low, high))
}

func minmax(key string, t framework.Type, down bool) framework.Indicator {
	return indicator(key, t, 1, framework.Scale{Kind: framework.MinMax, Down: down})
}

func bounded(i framework.Indicator, low, high float64) framework.Indicator {
	i.Min, i.Max = &low, &high
	return i
}

func goalposts(low, high float64) framework.Scale {
	return framework.Scale{Kind: framework.Goalposts, Low: low, High: high, Down: low > high}
}

func area(key string, indicators ...framework.Indicator) framework.Area {
	return framework.Area{Key: framework.AreaKey(key), Weight: 1, Indicators: indicators}
}

// lenient is the default method without a coverage threshold.
func lenient() framework.Method {
	m := framework.DefaultMethod()
	m.MinCoverage = 0
	return m
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func model(t fataler, method framework.Method, areas ...framework.Area) *scoring.Model {
	t.Helper()
	m, err := scoring.Compile(&framework.Framework{Key: "test", Version: 1, Method: method, Areas: areas})
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return m
}

// row returns a unit's own part of the answers.
func row(m *scoring.Model, answers []scoring.Answer, unit int) []scoring.Answer {
	width := len(m.Indicators())
	return answers[unit*width : (unit+1)*width]
}

// with returns the answers with one value of a unit changed.
func with(m *scoring.Model, answers []scoring.Answer, unit, indicator int, x float64) []scoring.Answer {
	changed := slices.Clone(answers)
	row(m, changed, unit)[indicator] = value(x)
	return changed
}

// rescored is the outcome of a unit by the long way: everybody scored, everybody placed.
func rescored(t fataler, m *scoring.Model, answers []scoring.Answer, unit int) improvement.Outcome {
	t.Helper()
	cards, err := m.Score(answers)
	if err != nil {
		t.Fatalf("Score: %v", err)
	}
	entries := make([]ranking.Entry, len(cards))
	for u, card := range cards {
		entries[u] = ranking.Entry{Score: card.Score.Value, Ranked: card.Standing == scoring.Ranked}
	}
	card, place := cards[unit], ranking.Order(entries)[unit]
	return improvement.Outcome{
		Score: card.Score, Band: card.Band, Standing: card.Standing, Coverage: card.Coverage,
		Rank: place.Rank, Tied: place.Tied,
	}
}

func stepsOf(t fataler, m *scoring.Model, answers []scoring.Answer, unit int) []improvement.Step {
	t.Helper()
	steps, err := improvement.Steps(m, answers, unit)
	if err != nil {
		t.Fatalf("Steps: %v", err)
	}
	return steps
}

func reach(t fataler, m *scoring.Model, answers []scoring.Answer, unit int, goal improvement.Goal) improvement.Path {
	t.Helper()
	path, err := improvement.Reach(m, answers, unit, goal)
	if err != nil {
		t.Fatalf("Reach: %v", err)
	}
	return path
}

// world is a random framework with random answers, and one of its units.
type world struct {
	model   *scoring.Model
	answers []scoring.Answer
	unit    int
}

type worldOptions struct {
	minmax, thresholds, gaps bool
	// uniform leaves the areas without means of their own.
	uniform bool
	// indicators is the most indicators altogether.
	indicators int
}

var aggregations = []framework.Aggregation{framework.Arithmetic, framework.Geometric, framework.Harmonic}

func drawWorld(t *rapid.T, o worldOptions) world {
	d := drawer{t: t, options: o, left: rapid.IntRange(1, o.indicators).Draw(t, "indicators")}
	w := world{model: model(t, d.method(), d.areas(1)...)}
	units := rapid.IntRange(1, 6).Draw(t, "units")
	for range units {
		for _, place := range w.model.Framework().Places() {
			w.answers = append(w.answers, d.answer(place.Indicator))
		}
	}
	w.unit = rapid.IntRange(0, units-1).Draw(t, "unit")
	return w
}

type drawer struct {
	t          *rapid.T
	options    worldOptions
	keys, left int
}

func (d *drawer) key() string {
	d.keys++
	return fmt.Sprint("k", d.keys)
}

func (d *drawer) chance(of int, what string) bool { return rapid.IntRange(1, of).Draw(d.t, what) == 1 }

func (d *drawer) method() framework.Method {
	m := lenient()
	m.Aggregation = rapid.SampledFrom(aggregations).Draw(d.t, "aggregation")
	m.Missing = rapid.SampledFrom([]framework.MissingRule{framework.Renormalise, framework.Zero}).Draw(d.t, "missing")
	if d.options.thresholds {
		shares := rapid.SampledFrom([]float64{0, 0.3, 0.5, 0.75, 1})
		m.MinAreaCoverage = shares.Draw(d.t, "min_area_coverage")
		m.MinIndexWeight = shares.Draw(d.t, "min_index_weight")
		m.MinCoverage = shares.Draw(d.t, "min_coverage")
		m.MaxNotApplicable = shares.Draw(d.t, "max_not_applicable")
	}
	return m
}

func (d *drawer) weight() float64 {
	return rapid.SampledFrom([]float64{1, 1, 1, 1.5, 0.25, 3}).Draw(d.t, "weight")
}

// areas shares out the indicators that are left.
func (d *drawer) areas(depth int) []framework.Area {
	var areas []framework.Area
	for first := true; first || d.left > 0 && !d.chance(3, "end of areas"); first = false {
		a := framework.Area{Key: framework.AreaKey(d.key()), Weight: d.weight()}
		if !d.options.uniform && d.chance(3, "own aggregation") {
			a.Aggregation = rapid.SampledFrom(aggregations).Draw(d.t, "area aggregation")
		}
		if depth < 3 && d.left > 1 && d.chance(4, "deeper") {
			a.Areas = d.areas(depth + 1)
		} else {
			a.Indicators = d.indicators()
		}
		areas = append(areas, a)
	}
	return areas
}

func (d *drawer) indicators() []framework.Indicator {
	var indicators []framework.Indicator
	for first := true; first || d.left > 0 && !d.chance(4, "end of area"); first = false {
		d.left--
		indicators = append(indicators, d.indicator())
	}
	return indicators
}

func (d *drawer) indicator() framework.Indicator {
	key := d.key()
	types := []framework.Type{framework.Level, framework.YesNo, framework.Percent, framework.Number, framework.Days}
	var i framework.Indicator
	switch chosen := rapid.SampledFrom(types).Draw(d.t, "type"); chosen {
	case framework.Level:
		i = level(key)
	case framework.YesNo:
		i = yesno(key)
	default:
		ends := rapid.SampledFrom([][2]float64{{0, 40}, {60, 10}, {150, 100}, {12.5, 33.3}, {0, 1}, {0, 95}, {80, 20.5}}).Draw(d.t, "goalposts")
		i = numeric(key, chosen, ends[0], ends[1])
		if d.options.minmax && d.chance(2, "minmax") {
			i.Scale.Kind = framework.MinMax
		}
	}
	i.Weight = d.weight()
	return i
}

func (d *drawer) answer(i *framework.Indicator) scoring.Answer {
	if d.options.gaps && d.chance(4, "no value") {
		return rapid.SampledFrom([]scoring.Answer{missing, missing, unknown, na}).Draw(d.t, "state")
	}
	switch i.Type {
	case framework.Level:
		return value(float64(rapid.IntRange(0, framework.MaxLevel).Draw(d.t, "level")))
	case framework.YesNo:
		return value(float64(rapid.IntRange(0, 1).Draw(d.t, "yes")))
	case framework.Percent:
		return value(float64(rapid.IntRange(0, 1000).Draw(d.t, "permille")) / 10)
	case framework.Days:
		return value(float64(rapid.IntRange(0, 120).Draw(d.t, "days")))
	}
	return value(float64(rapid.IntRange(-50, 700).Draw(d.t, "quarters")) / 4)
}

func TestUnitThatDoesNotExist(t *testing.T) {
	t.Parallel()
	m := model(t, lenient(), area("a", level("x"), level("y")))
	answers := values(1, 2, 3, 4)
	for _, unit := range []int{-1, 2} {
		if _, err := improvement.Steps(m, answers, unit); err == nil {
			t.Errorf("Steps of unit %d: no error", unit)
		}
		if _, err := improvement.Gaps(m, answers, unit); err == nil {
			t.Errorf("Gaps of unit %d: no error", unit)
		}
		if _, err := improvement.Reach(m, answers, unit, improvement.Goal{Rank: 1}); err == nil {
			t.Errorf("Reach for unit %d: no error", unit)
		}
	}
	if _, err := improvement.Steps(m, answers[:3], 0); err == nil {
		t.Error("Steps with a row cut short: no error")
	}
}
