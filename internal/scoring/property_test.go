package scoring_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

const tolerance = 2e-9

func same(t *rapid.T, what string, a, b scoring.Points) {
	if a.OK != b.OK || math.Abs(a.Value-b.Value) > tolerance {
		t.Fatalf("%s: %v and %v", what, a, b)
	}
}

func sameResult(t *rapid.T, a, b result) {
	same(t, "score", a.Score, b.Score)
	same(t, "lower", a.Lower, b.Lower)
	same(t, "upper", a.Upper, b.Upper)
	if math.Abs(a.Coverage-b.Coverage) > tolerance || math.Abs(a.NotApplicable-b.NotApplicable) > tolerance {
		t.Fatalf("coverage or not applicable: %v, %v and %v, %v", a.Coverage, a.NotApplicable, b.Coverage, b.NotApplicable)
	}
	if a.Standing != b.Standing {
		t.Fatalf("standing: %v and %v", a.Standing, b.Standing)
	}
	for key, x := range a.areas {
		y := b.areas[key]
		same(t, string(key), x.Score, y.Score)
		if x.Applicable != y.Applicable || x.Reported != y.Reported || x.Of != y.Of || math.Abs(x.Coverage-y.Coverage) > tolerance {
			t.Fatalf("%s: %+v and %+v", key, x, y)
		}
	}
	for key, x := range a.indicators {
		same(t, string(key), x.Score, b.indicators[key].Score)
		if math.Abs(x.Share-b.indicators[key].Share) > tolerance {
			t.Fatalf("%s: shares %v and %v", key, x.Share, b.indicators[key].Share)
		}
	}
}

func TestEveryFigureAgreesWithThePlainFormulas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{thresholds: true})
		whole := framework.Area{Areas: w.framework.Areas}
		for u, got := range w.score(t) {
			r := newReference(w.framework, w.units[u])
			want := func(x float64, ok bool) scoring.Points {
				if !ok {
					return scoring.Points{}
				}
				return scoring.Points{Value: x, OK: true}
			}
			same(t, "score", got.Score, want(r.overall(w.framework)))
			same(t, "lower", got.Lower, want(r.bound(whole, 0)))
			same(t, "upper", got.Upper, want(r.bound(whole, 100)))
			coverage, _ := r.coverage(whole)
			excluded, _ := r.excluded(whole)
			if math.Abs(got.Coverage-coverage) > tolerance || math.Abs(got.NotApplicable-excluded) > tolerance {
				t.Fatalf("coverage %v and not applicable %v, want %v and %v", got.Coverage, got.NotApplicable, coverage, excluded)
			}
			checkAreas(t, r, w.framework.Areas, got, want)
		}
	})
}

func checkAreas(t *rapid.T, r reference, areas []framework.Area, got result, want func(float64, bool) scoring.Points) {
	for _, a := range areas {
		same(t, string(a.Key), got.areas[a.Key].Score, want(r.score(a)))
		coverage, applies := r.coverage(a)
		if got.areas[a.Key].Applicable != applies || math.Abs(got.areas[a.Key].Coverage-coverage) > tolerance {
			t.Fatalf("%s: %+v, want coverage %v, applicable %v", a.Key, got.areas[a.Key], coverage, applies)
		}
		for _, i := range a.Indicators {
			present := r.answers[i.Key].State == scoring.Present
			if present {
				same(t, string(i.Key), got.indicators[i.Key].Score, want(r.points(i), true))
			} else {
				same(t, string(i.Key), got.indicators[i.Key].Score, scoring.Points{})
			}
		}
		checkAreas(t, r, a.Areas, got, want)
	}
}

// A better value of one indicator lowers neither a unit's overall score nor any
// of its area scores. Thresholds are left out under minmax only: there a value
// that joins the others takes the spread, and with it a reported indicator, away.
func TestABetterValueNeverLowersAScore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minmax := rapid.Bool().Draw(t, "minmax")
		w := drawWorld(t, worldOptions{thresholds: !minmax, minmax: minmax})
		places := w.framework.Places()
		indicator := places[rapid.IntRange(0, len(places)-1).Draw(t, "indicator")].Indicator
		unit := rapid.IntRange(0, len(w.units)-1).Draw(t, "unit")
		w.units[unit][indicator.Key] = value(float64(rapid.IntRange(-30, 170).Draw(t, "from")))
		before := w.score(t)[unit]
		step := float64(rapid.IntRange(1, 60).Draw(t, "step"))
		if indicator.Scale.LessIsBetter() {
			step = -step
		}
		w.units[unit][indicator.Key] = value(w.units[unit][indicator.Key].Value + step)
		after := w.score(t)[unit]
		rises := func(what string, a, b scoring.Points) {
			if a.OK && b.OK && b.Value < a.Value-tolerance || !minmax && a.OK != b.OK {
				t.Fatalf("%s falls from %v to %v", what, a, b)
			}
		}
		rises("overall", before.Score, after.Score)
		for key := range before.areas {
			rises(string(key), before.areas[key].Score, after.areas[key].Score)
		}
	})
}

func scaleWeights(areas []framework.Area, factor float64) []framework.Area {
	areas = slices.Clone(areas)
	for i := range areas {
		areas[i].Weight *= factor
		areas[i].Areas = scaleWeights(areas[i].Areas, factor)
		areas[i].Indicators = slices.Clone(areas[i].Indicators)
		for j := range areas[i].Indicators {
			areas[i].Indicators[j].Weight *= factor
		}
	}
	return areas
}

func TestScalingAllWeightsChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{thresholds: true, minmax: true})
		before := w.score(t)
		f := *w.framework
		f.Areas = scaleWeights(f.Areas, rapid.SampledFrom([]float64{1e-300, 1e-6, 1.0 / 3, 7, 1e6, 1e300}).Draw(t, "factor"))
		w.framework = &f
		for u, after := range w.score(t) {
			sameResult(t, before[u], after)
		}
	})
}

func TestScoreLiesWithinItsBoundsWithoutThresholds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{minmax: true})
		for u, r := range w.score(t) {
			if r.Score.OK && (!r.Lower.OK || !r.Upper.OK || r.Score.Value < r.Lower.Value-tolerance || r.Score.Value > r.Upper.Value+tolerance) {
				t.Fatalf("unit %d: score %v outside %v..%v", u, r.Score, r.Lower, r.Upper)
			}
			if r.Score.OK && math.Abs(r.Coverage-1) < 1e-12 {
				same(t, "lower bound of a full answer", r.Score, r.Lower)
				same(t, "upper bound of a full answer", r.Score, r.Upper)
			}
		}
	})
}

func shuffled(areas []framework.Area, random *rand.Rand) []framework.Area {
	areas = slices.Clone(areas)
	random.Shuffle(len(areas), func(i, j int) { areas[i], areas[j] = areas[j], areas[i] })
	for i := range areas {
		areas[i].Areas = shuffled(areas[i].Areas, random)
		indicators := slices.Clone(areas[i].Indicators)
		random.Shuffle(len(indicators), func(i, j int) { indicators[i], indicators[j] = indicators[j], indicators[i] })
		areas[i].Indicators = indicators
	}
	return areas
}

func TestTheOrderOfUnitsAreasAndIndicatorsChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{thresholds: true, minmax: true})
		before := w.score(t)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		f := *w.framework
		f.Areas = shuffled(f.Areas, random)
		order := random.Perm(len(w.units))
		turned := world{framework: &f}
		for _, u := range order {
			turned.units = append(turned.units, w.units[u])
		}
		for n, after := range turned.score(t) {
			sameResult(t, before[order[n]], after)
		}
	})
}

func TestDontKnowCountsLikeNotAnswered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{thresholds: true, minmax: true})
		before := w.score(t)
		for _, unit := range w.units {
			for key, a := range unit {
				switch a.State {
				case scoring.Missing:
					unit[key] = unknown
				case scoring.Unknown:
					unit[key] = missing
				}
			}
		}
		for u, after := range w.score(t) {
			sameResult(t, before[u], after)
		}
	})
}

// without returns the areas without one indicator; ok is false when its group
// would be left without weight.
func without(areas []framework.Area, key framework.IndicatorKey) (out []framework.Area, ok bool) {
	out, ok = slices.Clone(areas), true
	for i := range out {
		var deeper bool
		out[i].Areas, deeper = without(out[i].Areas, key)
		out[i].Indicators = slices.DeleteFunc(slices.Clone(out[i].Indicators), func(x framework.Indicator) bool { return x.Key == key })
		weight := 0.0
		for _, x := range out[i].Indicators {
			weight += x.Weight
		}
		ok = ok && deeper && (len(areas[i].Indicators) == 0 || weight > 0)
	}
	return out, ok
}

// Not applicable gives the scores of a framework that lacks the indicator.
func TestNotApplicableIsAsIfTheIndicatorWereNotThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{thresholds: true})
		places := w.framework.Places()
		key := places[rapid.IntRange(0, len(places)-1).Draw(t, "indicator")].Indicator.Key
		for _, unit := range w.units {
			unit[key] = na
		}
		before := w.score(t)
		f := *w.framework
		areas, ok := without(f.Areas, key)
		if !ok {
			t.Skip("the area would be empty")
		}
		f.Areas = areas
		w.framework = &f
		for u, after := range w.score(t) {
			same(t, "score", before[u].Score, after.Score)
			same(t, "lower", before[u].Lower, after.Lower)
			same(t, "upper", before[u].Upper, after.Upper)
			if math.Abs(before[u].Coverage-after.Coverage) > tolerance {
				t.Fatalf("coverage %v and %v", before[u].Coverage, after.Coverage)
			}
		}
	})
}

// The shares of a unit with a score sum to 1, and under arithmetic aggregation
// the contributions sum to the score.
func TestSharesAccountForTheScore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{thresholds: true, minmax: true})
		arithmetic := w.framework.Method.Aggregation == framework.Arithmetic && !anyMapped(w.framework.Areas)
		for u, r := range w.score(t) {
			sum, contributions := 0.0, 0.0
			for _, i := range r.indicators {
				if i.Share < 0 {
					t.Fatalf("unit %d: share %v", u, i.Share)
				}
				sum += i.Share
				contributions += i.Share * i.Score.Value
			}
			want := 0.0
			if r.Score.OK {
				want = 1
			}
			if math.Abs(sum-want) > tolerance {
				t.Fatalf("unit %d: shares sum to %v, want %v", u, sum, want)
			}
			if arithmetic && math.Abs(contributions-r.Score.Value) > tolerance {
				t.Fatalf("unit %d: contributions sum to %v, score %v", u, contributions, r.Score)
			}
		}
	})
}

func TestFiguresStayInRange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{thresholds: true, minmax: true})
		for u, r := range w.score(t) {
			all := []scoring.Points{r.Score, r.Lower, r.Upper}
			for _, a := range r.areas {
				all = append(all, a.Score)
			}
			for _, i := range r.indicators {
				all = append(all, i.Score)
			}
			for _, p := range all {
				if p.Value < 0 || p.Value > 100 || !p.OK && p.Value != 0 {
					t.Fatalf("unit %d: points %v", u, p)
				}
			}
			if r.Coverage < 0 || r.Coverage > 1+1e-12 || r.NotApplicable < 0 || r.NotApplicable > 1+1e-12 {
				t.Fatalf("unit %d: coverage %v, not applicable %v", u, r.Coverage, r.NotApplicable)
			}
			if (r.Band == scoring.NoBand) == r.Score.OK {
				t.Fatalf("unit %d: band %v of score %v", u, r.Band, r.Score)
			}
		}
	})
}
