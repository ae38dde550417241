package scoring_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// capAll gives every answer of a world the cap that draw returns for it.
func capAll(w world, draw func(scoring.Answer) float64) world {
	capped := world{framework: w.framework}
	for _, unit := range w.units {
		answers := make(map[framework.IndicatorKey]scoring.Answer)
		for _, place := range w.framework.Places() {
			a := unit[place.Indicator.Key]
			a.Cap = draw(a)
			answers[place.Indicator.Key] = a
		}
		capped.units = append(capped.units, answers)
	}
	return capped
}

// A cap never raises a figure, a lower cap never gives more than a higher one,
// and coverage, standing and who has a score are the same.
func TestALowerCapNeverGivesMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		free := drawWorld(t, worldOptions{thresholds: true, minmax: rapid.Bool().Draw(t, "minmax")})
		high := capAll(free, func(scoring.Answer) float64 { return float64(rapid.IntRange(1, 100).Draw(t, "cap")) })
		low := capAll(high, func(a scoring.Answer) float64 { return a.Cap * rapid.Float64Range(0.01, 1).Draw(t, "share") })
		most, middle, least := free.score(t), high.score(t), low.score(t)
		falls := func(what string, a, b scoring.Points) {
			if a.OK != b.OK || b.Value > a.Value+tolerance {
				t.Fatalf("%s rises from %v to %v", what, a, b)
			}
		}
		for u := range most {
			for _, pair := range [][2]result{{most[u], middle[u]}, {middle[u], least[u]}} {
				a, b := pair[0], pair[1]
				falls("score", a.Score, b.Score)
				falls("lower", a.Lower, b.Lower)
				falls("upper", a.Upper, b.Upper)
				for key := range a.areas {
					falls(string(key), a.areas[key].Score, b.areas[key].Score)
				}
				if a.Coverage != b.Coverage || a.NotApplicable != b.NotApplicable || a.Standing != b.Standing {
					t.Fatalf("coverage %v, %v and %v become %v, %v and %v", a.Coverage, a.NotApplicable, a.Standing, b.Coverage, b.NotApplicable, b.Standing)
				}
			}
		}
	})
}

// A cap of 100 points changes nothing, whatever the scales and means.
func TestACapOfAllPointsIsNone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{thresholds: true, minmax: true})
		full := capAll(w, func(scoring.Answer) float64 { return 100 }).score(t)
		for u, got := range w.score(t) {
			sameResult(t, got, full[u])
		}
	})
}

// The cap is on points, before the mapping to 1..100; scales are spanned by
// values without caps.
func TestWhereTheCapSits(t *testing.T) {
	t.Parallel()
	capped := func(x, most float64) scoring.Answer {
		a := value(x)
		a.Cap = most
		return a
	}
	for name, c := range map[string]struct {
		method  framework.Aggregation
		answers []scoring.Answer
		want    float64
	}{
		"arithmetic":         {framework.Arithmetic, []scoring.Answer{capped(80, 60), value(40)}, 50},
		"below the cap":      {framework.Arithmetic, []scoring.Answer{capped(30, 60), value(40)}, 35},
		"geometric":          {framework.Geometric, []scoring.Answer{capped(80, 20), value(40)}, math.Sqrt(20.8 * 40.6)},
		"harmonic":           {framework.Harmonic, []scoring.Answer{capped(80, 20), value(40)}, 2 / (1/20.8 + 1/40.6)},
		"not applicable out": {framework.Arithmetic, []scoring.Answer{capped(80, 60), na}, 60},
	} {
		method := lenient()
		method.Aggregation = c.method
		m := model(t, method, area("a", 1, points("x", 1), points("y", 1)))
		near(t, name, score(t, m, c.answers...)[0].Score, at(c.want))
	}
	span := numeric("x", 1, framework.Scale{Kind: framework.MinMax})
	m := model(t, lenient(), area("a", 1, span))
	cards := score(t, m, capped(10, 20), value(5), value(0))
	for u, want := range []float64{20, 50, 0} {
		near(t, "minmax", cards[u].Score, at(want))
	}
	normalised, err := m.Normalise([]scoring.Answer{capped(10, 20), value(5), value(0)})
	if err != nil || normalised[0].Value != 20 || normalised[1].Value != 50 {
		t.Errorf("normalised %v: %v", normalised, err)
	}
	for _, wrong := range []float64{-1, math.NaN()} {
		if _, err := m.Score([]scoring.Answer{capped(10, wrong)}); err == nil {
			t.Errorf("a cap of %v is taken", wrong)
		}
	}
}
