package robustness_test

import (
	"math/rand/v2"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// BenchmarkCheck asks for a claim as the page does, the preparation included.
func BenchmarkCheck(b *testing.B) {
	random := rand.New(rand.NewPCG(2017, 7))
	var areas []framework.Area
	for i := range 7 {
		key := string(rune('a' + i))
		a := area(key, 1)
		for j := range 5 {
			a.Indicators = append(a.Indicators, points(key+string(rune('0'+j)), 1))
		}
		areas = append(areas, a)
	}
	answers := make([]scoring.Answer, benchUnits*35)
	for i := range answers {
		if random.Float64() > 0.1 {
			answers[i] = value(float64(random.IntN(1001)) / 10)
		}
	}
	for name, claim := range map[string]robustness.Claim{
		"top 10": {Kind: robustness.IsWithin, Unit: 3, N: 10},
		"ahead":  {Kind: robustness.IsAhead, Unit: 3, Other: 9},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c := checker(b, framework.DefaultMethod(), areas, answers)
				if _, err := c.Check(claim, robustness.Defaults()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
