package movement_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/movement"
	"modenhed/internal/scoring"
)

// The answers of these tests.
var (
	missing = scoring.Answer{State: scoring.Missing}
	unknown = scoring.Answer{State: scoring.Unknown}
	na      = scoring.Answer{State: scoring.NotApplicable}
)

func value(x float64) scoring.Answer { return scoring.Answer{State: scoring.Present, Value: x} }

// points is a number indicator whose value is its normalised score.
func points(key string, weight float64) framework.Indicator {
	return framework.Indicator{
		Key: framework.IndicatorKey(key), Weight: weight, Type: framework.Number,
		Scale: framework.Scale{Kind: framework.Goalposts, High: 100}, NotApplicable: true,
	}
}

// relative is a number indicator between the smallest and the largest value.
func relative(key string) framework.Indicator {
	i := points(key, 1)
	i.Scale = framework.Scale{Kind: framework.MinMax}
	return i
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

func model(t testing.TB, method framework.Method, areas ...framework.Area) *scoring.Model {
	t.Helper()
	m, err := scoring.Compile(&framework.Framework{Key: "test", Version: 1, Method: method, Areas: areas})
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return m
}

// at is a standpoint of units with the names a, b, c and so on.
func at(m *scoring.Model, rows ...[]scoring.Answer) movement.Standpoint[string] {
	s := movement.Standpoint[string]{Model: m}
	for i, row := range rows {
		s.Units = append(s.Units, string(rune('a'+i)))
		s.Answers = append(s.Answers, row...)
	}
	return s
}

func row(answers ...scoring.Answer) []scoring.Answer { return answers }

func between(t testing.TB, earlier, later movement.Standpoint[string]) *movement.Report[string] {
	t.Helper()
	r, err := movement.Between(earlier, later)
	if err != nil {
		t.Fatalf("Between: %v", err)
	}
	return r
}

// of returns the movement of a unit that must be there.
func of(t testing.TB, r *movement.Report[string], unit string) movement.Movement[string] {
	t.Helper()
	m, ok := r.Of(unit)
	if !ok {
		t.Fatalf("no movement of %s", unit)
	}
	return m
}

// The parts of a random world.
const (
	mostUnits = 6
	mostKeys  = 7
)

// drawn is a random framework: its indicators are some of k0 to k6, of either
// of two types, in one to three areas.
func drawFramework(t *rapid.T, minmax bool) *framework.Framework {
	f := &framework.Framework{Key: "random", Version: 1, Method: drawMethod(t)}
	for _, k := range rapid.SliceOfNDistinct(rapid.IntRange(0, mostKeys-1), 1, mostKeys, rapid.ID).Draw(t, "indicators") {
		if n := len(f.Areas); n == 0 || n < 3 && rapid.Bool().Draw(t, "new area") {
			f.Areas = append(f.Areas, area(string(rune('A'+n))))
		}
		last := &f.Areas[len(f.Areas)-1]
		last.Indicators = append(last.Indicators, drawIndicator(t, string(rune('0'+k)), minmax))
	}
	return f
}

func drawIndicator(t *rapid.T, key string, minmax bool) framework.Indicator {
	i := points("k"+key, rapid.SampledFrom([]float64{0.5, 1, 2}).Draw(t, "weight"))
	if minmax && rapid.Bool().Draw(t, "minmax") {
		i.Scale = framework.Scale{Kind: framework.MinMax, Down: rapid.Bool().Draw(t, "down")}
	}
	if rapid.IntRange(0, 5).Draw(t, "other type") == 0 {
		i.Type = framework.Percent
	}
	return i
}

func drawMethod(t *rapid.T) framework.Method {
	m := framework.DefaultMethod()
	m.Aggregation = rapid.SampledFrom([]framework.Aggregation{framework.Arithmetic, framework.Geometric}).Draw(t, "aggregation")
	m.Missing = rapid.SampledFrom([]framework.MissingRule{framework.Renormalise, framework.Zero}).Draw(t, "missing")
	m.MinCoverage = rapid.SampledFrom([]float64{0, 0, 0.5}).Draw(t, "min_coverage")
	m.MinAreaCoverage = rapid.SampledFrom([]float64{0, 0, 0.5}).Draw(t, "min_area_coverage")
	m.MaxNotApplicable = rapid.SampledFrom([]float64{1, 1, 0.4}).Draw(t, "max_not_applicable")
	return m
}

// drawAnswer draws from few values, so that there are ties.
func drawAnswer(t *rapid.T) scoring.Answer {
	switch rapid.IntRange(0, 11).Draw(t, "state") {
	case 0:
		return missing
	case 1:
		return unknown
	case 2:
		return na
	}
	return value(float64(rapid.IntRange(0, 4).Draw(t, "value")) * 25)
}

func compiled(t *rapid.T, f *framework.Framework) *scoring.Model {
	m, err := scoring.Compile(f)
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return m
}

// drawStandpoint draws some of the units a to f and their answers.
func drawStandpoint(t *rapid.T, m *scoring.Model) movement.Standpoint[string] {
	s := movement.Standpoint[string]{Model: m}
	for _, u := range rapid.SliceOfNDistinct(rapid.IntRange(0, mostUnits-1), 1, mostUnits, rapid.ID).Draw(t, "units") {
		s.Units = append(s.Units, string(rune('a'+u)))
		for range m.Indicators() {
			s.Answers = append(s.Answers, drawAnswer(t))
		}
	}
	return s
}

// drawSpan draws two standpoints. A later one has the earlier framework, or
// another; about half of the answers of units that are in both stay.
func drawSpan(t *rapid.T) (earlier, later movement.Standpoint[string]) {
	f := drawFramework(t, true)
	earlier = drawStandpoint(t, compiled(t, f))
	if rapid.Bool().Draw(t, "other framework") {
		return earlier, drawStandpoint(t, compiled(t, drawFramework(t, true)))
	}
	later = drawStandpoint(t, compiled(t, f))
	width := len(later.Model.Indicators())
	for i := range later.Answers {
		unit := slices.Index(earlier.Units, later.Units[i/width])
		if unit >= 0 && rapid.Bool().Draw(t, "stays") {
			later.Answers[i] = earlier.Answers[unit*width+i%width]
		}
	}
	return earlier, later
}

func betweenDrawn(t *rapid.T, earlier, later movement.Standpoint[string]) *movement.Report[string] {
	r, err := movement.Between(earlier, later)
	if err != nil {
		t.Fatalf("Between: %v", err)
	}
	return r
}
