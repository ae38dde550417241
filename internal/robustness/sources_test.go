package robustness_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// scores returns a unit's scores over draws.
func scores(t testing.TB, e *robustness.Experiment, s robustness.Settings, unit int) []float64 {
	t.Helper()
	var list []float64
	err := e.Each(s, func(d *robustness.Draw) bool {
		score, ok := d.Score(unit)
		if !ok {
			t.Fatalf("unit %d is not ranked", unit)
		}
		list = append(list, score)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func moments(list []float64) (mean, sd float64) {
	for _, x := range list {
		mean += x / float64(len(list))
	}
	for _, x := range list {
		sd += (x - mean) * (x - mean) / float64(len(list))
	}
	return mean, math.Sqrt(sd)
}

// Filled in, a unit's score lies between its bounds.
func TestFilledScoresLieWithinTheBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{minmax: true, own: true})
		e, ranked := w.experiment(t)
		cards, err := w.model.Score(matrix(w.units))
		if err != nil {
			t.Fatal(err)
		}
		err = e.Each(few(robustness.Sources{Missing: true}, 50), func(d *robustness.Draw) bool {
			for u, card := range cards {
				score, ok := d.Score(u)
				if ok != ranked[u] || ok && (score < card.Lower.Value-2e-9 || score > card.Upper.Value+2e-9) {
					t.Fatalf("unit %d: %v outside %v to %v", u, score, card.Lower, card.Upper)
				}
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Filled in, an arithmetic score is uniform around the middle of its bounds:
// two gaps that weigh a quarter and a half have the variance of the sum.
func TestGapsAreFilledUniformlyAndIndependently(t *testing.T) {
	t.Parallel()
	areas := []framework.Area{area("a", 1, points("i", 1), points("j", 1)), area("b", 1, points("k", 1), points("l", 0))}
	e := prepare(t, lenient(), areas, []scoring.Answer{
		missing, value(40), missing, missing,
		missing, value(80), value(60), na,
		value(50), na, value(60), missing,
	})
	s := robustness.Settings{Sources: robustness.Sources{Missing: true}, Concentration: 60, Draws: 40_000, Seed: 4}
	first, second := scores(t, e, s, 0), scores(t, e, s, 1)
	check := func(list []float64, mean, variance float64) {
		m, sd := moments(list)
		nearMean(t, "mean", m, mean, math.Sqrt(variance), len(list))
		if math.Abs(sd*sd-variance) > 0.03*variance {
			t.Errorf("variance = %v, want %v", sd*sd, variance)
		}
	}
	const uniform = 100.0 * 100 / 12
	check(first, 12.5+10+25, uniform/16+uniform/4)
	check(second, 12.5+20+30, uniform/16)
	both := make([]float64, len(first))
	for i := range both {
		both[i] = first[i] + second[i]
	}
	check(both, 47.5+62.5, uniform/16+uniform/4+uniform/16)
	for _, score := range scores(t, e, s, 2) {
		if score != 55 {
			t.Fatalf("nothing is missing, and the score is %v", score)
		}
	}
}

// What is missing is filled in on the scale that is aggregated: the geometric
// mean of one gap is uniform on 1 to 100.
func TestGapsAreFilledBeforeTheMapping(t *testing.T) {
	t.Parallel()
	method := lenient()
	method.Aggregation = framework.Geometric
	e := prepare(t, method, []framework.Area{area("a", 1, points("i", 1)), area("b", 1, points("j", 1))},
		[]scoring.Answer{missing, value(100)})
	s := robustness.Settings{Sources: robustness.Sources{Missing: true}, Concentration: 1, Draws: 40_000, Seed: 4}
	var list []float64
	for _, score := range scores(t, e, s, 0) {
		list = append(list, score*score/100)
	}
	mean, sd := moments(list)
	nearMean(t, "mean", mean, 50.5, 99/math.Sqrt(12), len(list))
	if math.Abs(sd-99/math.Sqrt(12)) > 0.3 {
		t.Errorf("standard deviation %v", sd)
	}
}

// A unit whose only answer in an area is missing has the area in every draw
// when gaps are filled, and in none when they are left out.
func TestTheMissingRuleHoldsWhenGapsAreNotFilled(t *testing.T) {
	t.Parallel()
	areas := []framework.Area{area("a", 1, points("i", 1)), area("b", 1, points("j", 1))}
	answers := []scoring.Answer{missing, value(80)}
	for rule, want := range map[framework.MissingRule]float64{framework.Renormalise: 80, framework.Zero: 40} {
		method := lenient()
		method.Missing = rule
		e := prepare(t, method, areas, answers)
		s := few(robustness.Sources{Areas: true}, 2000)
		if mean, sd := moments(scores(t, e, s, 0)); rule == framework.Renormalise && sd > 1e-9 || math.Abs(mean-want) > 2 {
			t.Errorf("%s: mean %v, sd %v", rule, mean, sd)
		}
		s.Missing = true
		if mean, _ := moments(scores(t, e, s, 0)); math.Abs(mean-65) > 3 {
			t.Errorf("%s, filled: mean %v", rule, mean)
		}
	}
}

func TestAggregationIsAFairChoice(t *testing.T) {
	t.Parallel()
	areas := []framework.Area{area("a", 1, points("i", 1)), area("b", 1, points("j", 1))}
	areas[1].Aggregation = framework.Harmonic
	e := prepare(t, lenient(), areas, []scoring.Answer{value(0), value(100)})
	seen := make(map[framework.Aggregation]int)
	s := few(robustness.Sources{Aggregation: true}, 10_000)
	want := map[framework.Aggregation]float64{framework.Arithmetic: 50.5, framework.Geometric: 10}
	err := e.Each(s, func(d *robustness.Draw) bool {
		seen[d.Aggregation()]++
		if score, _ := d.Score(0); math.Abs(score-want[d.Aggregation()]) > 1e-9 {
			t.Fatalf("%s: %v", d.Aggregation(), score)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := seen[framework.Geometric]; len(seen) != 2 || n < 4800 || n > 5200 {
		t.Errorf("aggregations %v", seen)
	}
}

// The threshold on the weight of areas says who is ranked; it is not asked again.
func TestThresholdsOnWeightAreNotAskedAgain(t *testing.T) {
	t.Parallel()
	method := lenient()
	method.MinIndexWeight = 0.5
	areas := []framework.Area{area("a", 1, points("i", 1)), area("b", 1, points("j", 1))}
	e := prepare(t, method, areas, []scoring.Answer{value(70), missing, value(60), value(60)})
	r := run(t, e, few(robustness.Sources{Areas: true}, 500))
	if i := intervalOf(t, r, 0); i.Low != 1 || i.High != 1 {
		t.Errorf("%+v", i)
	}
}
