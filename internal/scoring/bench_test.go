package scoring_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

const (
	benchUnits = 98
	benchWidth = 36
)

// country is a model of the shape that ships (seven areas, 36 indicators) and
// answers of all units, a tenth of them missing.
func country(tb testing.TB, method framework.Method, width int) (*scoring.Model, []scoring.Answer) {
	tb.Helper()
	var areas []framework.Area
	for i := range width {
		if i%5 == 0 {
			areas = append(areas, area(keyed("area", i), 1))
		}
		last := &areas[len(areas)-1]
		last.Indicators = append(last.Indicators, points(keyed("x", i), 1+float64(i%2)/2))
	}
	random := rand.New(rand.NewPCG(2017, 6))
	answers := make([]scoring.Answer, benchUnits*width)
	for i := range answers {
		if random.Float64() > 0.1 {
			answers[i] = value(float64(random.IntN(1001)) / 10)
		}
	}
	return model(tb, method, areas...), answers
}

func scoreAndRank(tb testing.TB, m *scoring.Model, answers []scoring.Answer, entries []ranking.Entry) []ranking.Place {
	cards, err := m.Score(answers)
	if err != nil {
		tb.Fatal(err)
	}
	for i := range cards {
		entries[i] = ranking.Entry{Score: cards[i].Score.Value, Ranked: cards[i].Standing == scoring.Ranked}
	}
	return ranking.Order(entries)
}

// BenchmarkScoreAndRank98x36 scores and ranks a whole country. "floor" is the
// least any implementation must do: one weighted sum per unit, and a sort.
func BenchmarkScoreAndRank98x36(b *testing.B) {
	for _, aggregation := range []framework.Aggregation{framework.Arithmetic, framework.Geometric, framework.Harmonic} {
		b.Run(string(aggregation), func(b *testing.B) {
			method := framework.DefaultMethod()
			method.Aggregation = aggregation
			m, answers := country(b, method, benchWidth)
			entries := make([]ranking.Entry, benchUnits)
			b.ReportAllocs()
			for b.Loop() {
				scoreAndRank(b, m, answers, entries)
			}
		})
	}
	b.Run("floor", func(b *testing.B) {
		_, answers := country(b, framework.DefaultMethod(), benchWidth)
		b.ReportAllocs()
		for b.Loop() {
			floor(answers)
		}
	})
}

func floor(answers []scoring.Answer) []float64 {
	scores := make([]float64, 0, benchUnits)
	for unit := range slices.Chunk(answers, benchWidth) {
		sum, weight := 0.0, 0.0
		for i, a := range unit {
			if a.State == scoring.Present {
				w := 1 + float64(i%2)/2
				sum += w * a.Value
				weight += w
			}
		}
		scores = append(scores, sum/weight)
	}
	slices.Sort(scores)
	return scores
}

// The number of allocations must not depend on the number of units or indicators.
func TestScoreAllocatesAConstantNumberOfTimes(t *testing.T) {
	count := func(width int, aggregation framework.Aggregation) float64 {
		method := framework.DefaultMethod()
		method.Aggregation = aggregation
		m, answers := country(t, method, width)
		return testing.AllocsPerRun(20, func() {
			if _, err := m.Score(answers); err != nil {
				t.Fatal(err)
			}
		})
	}
	const most = 4
	for _, width := range []int{5, 36, 200} {
		for _, aggregation := range []framework.Aggregation{framework.Arithmetic, framework.Geometric} {
			if n := count(width, aggregation); n > most {
				t.Errorf("%d indicators, %s: %v allocations, want at most %d", width, aggregation, n, most)
			}
		}
	}
}
