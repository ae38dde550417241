package movement_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/movement"
	"modenhed/internal/scoring"
)

const (
	benchUnits      = 98
	benchIndicators = 36
)

// country is the shape that ships, seven areas and 36 indicators, at two times
// by two methods. A tenth of the answers is missing, half are new.
func country(tb testing.TB, kind framework.ScaleKind) (earlier, later movement.Standpoint[int]) {
	tb.Helper()
	var areas []framework.Area
	for i := range benchIndicators {
		if i%5 == 0 && len(areas) < 7 {
			areas = append(areas, area(fmt.Sprintf("area%d", i)))
		}
		indicator := points(fmt.Sprintf("x%d", i), 1+float64(i%2)/2)
		if i%3 == 0 {
			indicator.Scale.Kind = kind
		}
		last := &areas[len(areas)-1]
		last.Indicators = append(last.Indicators, indicator)
	}
	method := framework.DefaultMethod()
	earlier.Model = model(tb, method, areas...)
	method.Aggregation = framework.Geometric
	later.Model = model(tb, method, areas...)
	random := rand.New(rand.NewPCG(2017, 6))
	draw := func() scoring.Answer {
		if random.IntN(10) == 0 {
			return missing
		}
		return value(float64(random.IntN(101)))
	}
	for unit := range benchUnits {
		earlier.Units, later.Units = append(earlier.Units, unit), append(later.Units, unit)
	}
	for range benchUnits * benchIndicators {
		answer := draw()
		earlier.Answers = append(earlier.Answers, answer)
		if random.IntN(2) == 0 {
			answer = draw()
		}
		later.Answers = append(later.Answers, answer)
	}
	return earlier, later
}

func BenchmarkBetween98x36(b *testing.B) {
	for _, kind := range []framework.ScaleKind{framework.Goalposts, framework.MinMax} {
		b.Run(string(kind), func(b *testing.B) {
			earlier, later := country(b, kind)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := movement.Between(earlier, later); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkChanges36 lists the changes of one unit, as its page does.
func BenchmarkChanges36(b *testing.B) {
	for _, kind := range []framework.ScaleKind{framework.Goalposts, framework.MinMax} {
		b.Run(string(kind), func(b *testing.B) {
			report, err := movement.Between(country(b, kind))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := report.Changes(0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
