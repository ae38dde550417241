package improvement_test

import (
	"io/fs"
	"math/rand/v2"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
	"modenhed/seed"
)

const benchUnits = 98

// country is the framework that ships, with invented answers of all units, a
// tenth of them missing.
func country(b *testing.B, change func(*framework.Framework) (*framework.Framework, error)) (*scoring.Model, []scoring.Answer) {
	b.Helper()
	data, err := fs.ReadFile(seed.Files(), "framework/dansk-erhverv-2017.yaml")
	if err != nil {
		b.Fatal(err)
	}
	f, err := framework.Parse("dansk-erhverv-2017.yaml", data)
	if err != nil {
		b.Fatal(err)
	}
	if f, err = change(f); err != nil {
		b.Fatal(err)
	}
	m, err := scoring.Compile(f)
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(2017, 6))
	var answers []scoring.Answer
	for range benchUnits {
		for _, place := range f.Places() {
			answers = append(answers, invented(random, place.Indicator))
		}
	}
	return m, answers
}

func invented(random *rand.Rand, i *framework.Indicator) scoring.Answer {
	if random.Float64() < 0.1 {
		return missing
	}
	switch i.Type {
	case framework.Level:
		return value(float64(random.IntN(4)))
	case framework.YesNo:
		return value(float64(random.IntN(2)))
	}
	return value(float64(random.IntN(int(max(i.Scale.Low, i.Scale.High)))))
}

func declared(f *framework.Framework) (*framework.Framework, error) { return f, nil }

func geometric(f *framework.Framework) (*framework.Framework, error) {
	return f.WithAggregation(framework.Geometric), nil
}

func spread(f *framework.Framework) (*framework.Framework, error) {
	return f.WithScale(framework.MinMax)
}

// Each benchmark is of one unit's answer, the scoring of the whole country included.
func BenchmarkSteps98x36(b *testing.B) {
	for name, change := range map[string]func(*framework.Framework) (*framework.Framework, error){
		"declared": declared, "geometric": geometric, "minmax": spread,
	} {
		b.Run(name, func(b *testing.B) {
			m, answers := country(b, change)
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				if _, err := improvement.Steps(m, answers, n%benchUnits); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReachFirstPlace98x36(b *testing.B) {
	for name, change := range map[string]func(*framework.Framework) (*framework.Framework, error){
		"declared": declared, "geometric": geometric, "minmax": spread,
	} {
		b.Run(name, func(b *testing.B) {
			m, answers := country(b, change)
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				if _, err := improvement.Reach(m, answers, n%benchUnits, improvement.Goal{Rank: 1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
