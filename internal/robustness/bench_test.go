package robustness_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

const benchUnits = 98

// BenchmarkIntervals is the work of a vectorised numpy program: 98 units with
// seven area scores, Dirichlet weights for the areas, mean rank and quantiles.
// Unlike that program it also counts who is ahead of whom.
func BenchmarkIntervals(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	weights := []float64{20, 15, 15, 10, 15, 10, 15}
	var areas []framework.Area
	for i, w := range weights {
		areas = append(areas, area(fmt.Sprint("a", i), w, points(fmt.Sprint("i", i), 1)))
	}
	answers := make([]scoring.Answer, benchUnits*len(weights))
	for i := range answers {
		answers[i] = value(5 + 90*random.Float64())
	}
	e := prepare(b, lenient(), areas, answers)
	s := robustness.Defaults()
	s.Sources = robustness.Sources{Areas: true}
	benchmark(b, e, s)
}

// BenchmarkDeclared is a country of the shape that ships, with every source on
// and a tenth of the answers missing.
func BenchmarkDeclared(b *testing.B) {
	e := country(b)
	benchmark(b, e, robustness.Defaults())
}

func benchmark(b *testing.B, e *robustness.Experiment, s robustness.Settings) {
	for _, s.Draws = range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(s.Draws), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := e.Run(s, nil)
				if err != nil {
					b.Fatal(err)
				}
				for u := range benchUnits {
					if _, ok := r.Interval(u); !ok {
						b.Fatal("not ranked")
					}
				}
			}
		})
	}
}

// country is a model of the shape that ships: seven areas, 36 indicators.
func country(tb testing.TB) *robustness.Experiment {
	random := rand.New(rand.NewPCG(2017, 6))
	var areas []framework.Area
	for i := range 36 {
		if i%5 == 0 && i < 35 {
			areas = append(areas, area(fmt.Sprint("a", i), 1))
		}
		last := &areas[len(areas)-1]
		last.Indicators = append(last.Indicators, points(fmt.Sprint("i", i), 1+float64(i%5/4)/2))
	}
	answers := make([]scoring.Answer, benchUnits*36)
	for i := range answers {
		switch x := random.Float64(); {
		case x < 0.01:
			answers[i].State = scoring.NotApplicable
		case x > 0.1:
			answers[i] = value(float64(random.IntN(1001)) / 10)
		}
	}
	return prepare(tb, framework.DefaultMethod(), areas, answers)
}
