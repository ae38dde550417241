package sensitivity_test

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/ranking"
	"modenhed/internal/sensitivity"
)

const oracleDraws = 1 << 14

type sobolCase struct {
	Scores, Lo, Hi, Weights []float64
	Mean, Variance          float64
	First, Total            []float64
}

// agree checks effects against exact ones: within 0.03, and within five of the
// standard errors that the estimates themselves state. slack is how far the
// expected values are from exact.
func agree(t *testing.T, got sensitivity.Decomposition, want sobolCase, slack float64) {
	t.Helper()
	if !got.OK || len(got.Effects) != len(want.First) {
		t.Fatalf("got %+v", got)
	}
	if math.Abs(got.Variance-want.Variance) > 0.05*want.Variance {
		t.Errorf("variance %v, want %v", got.Variance, want.Variance)
	}
	for i, e := range got.Effects {
		within(t, fmt.Sprintf("first order of %d", i), e.First, want.First[i], slack)
		within(t, fmt.Sprintf("total of %d", i), e.Total, want.Total[i], slack)
	}
}

func within(t *testing.T, what string, got sensitivity.Index, want, slack float64) {
	t.Helper()
	if math.Abs(got.Value-want) > min(0.03, 5*got.Error+slack+1e-9) {
		t.Errorf("%s = %+v, want %v", what, got, want)
	}
}

func TestEffectsAgreeWithAnalysisAndQuadrature(t *testing.T) {
	t.Parallel()
	var want struct {
		Ishigami          sobolCase
		Linear            sobolCase
		NormalisedWeights sobolCase `json:"normalised_weights"`
	}
	oracle(t, "sobol.json", &want)
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			agree(t, sensitivity.Effects(ishigami, 3, oracleDraws, seed), want.Ishigami, 0)
			linear := want.Linear
			agree(t, sensitivity.Effects(func(x []float64) float64 {
				sum := 0.0
				for i, s := range linear.Scores {
					sum += s * (linear.Lo[i] + x[i]*(linear.Hi[i]-linear.Lo[i]))
				}
				return sum
			}, len(linear.Scores), oracleDraws, seed), linear, 0)
			normalised := want.NormalisedWeights
			got := sensitivity.Effects(func(x []float64) float64 {
				sum, weight := 0.0, 0.0
				for i, s := range normalised.Scores {
					w := normalised.Weights[i] * (0.5 + x[i])
					sum += w * s
					weight += w
				}
				return sum / weight
			}, len(normalised.Scores), oracleDraws, seed)
			agree(t, got, normalised, 0)
			if math.Abs(got.Mean-normalised.Mean) > 5*math.Sqrt(normalised.Variance/oracleDraws) {
				t.Errorf("mean %v, want %v", got.Mean, normalised.Mean)
			}
		})
	}
}

func ishigami(x []float64) float64 {
	angle := func(u float64) float64 { return math.Pi * (2*u - 1) }
	a, b, c := angle(x[0]), angle(x[1]), angle(x[2])
	return math.Sin(a) + 7*math.Pow(math.Sin(b), 2) + 0.1*math.Pow(c, 4)*math.Sin(a)
}

func TestEffectsOnRanksAgreeWithASobolSequence(t *testing.T) {
	t.Parallel()
	var want struct {
		Shift struct {
			Scores         [][]float64
			Mean, Variance float64
			First, Total   []float64
		} `json:"mean_abs_rank_shift"`
	}
	oracle(t, "sobol.json", &want)
	scores := want.Shift.Scores
	factors := len(scores[0])
	nominal := placed(scores, make([]float64, factors))
	got := sensitivity.Effects(func(x []float64) float64 {
		sum := 0.0
		for u, place := range placed(scores, x) {
			sum += math.Abs(float64(place.Rank - nominal[u].Rank))
		}
		return sum / float64(len(scores))
	}, factors, oracleDraws, 1)
	agree(t, got, sobolCase{Variance: want.Shift.Variance, First: want.Shift.First, Total: want.Shift.Total}, 0.02)
	if math.Abs(got.Mean-want.Shift.Mean) > 0.005 {
		t.Errorf("mean %v, want %v", got.Mean, want.Shift.Mean)
	}
}

// placed ranks units by their mean score under weights 0.5 + x; all equal when x is 0.
func placed(scores [][]float64, x []float64) []ranking.Place {
	entries := make([]ranking.Entry, len(scores))
	for u, row := range scores {
		sum, weight := 0.0, 0.0
		for i, s := range row {
			sum += (0.5 + x[i]) * s
			weight += 0.5 + x[i]
		}
		entries[u] = ranking.Entry{Score: sum / weight, Ranked: true}
	}
	return ranking.Order(entries)
}

func TestAFactorThatIsIgnoredHasNoEffect(t *testing.T) {
	t.Parallel()
	got := sensitivity.Effects(func(x []float64) float64 { return 3*x[0] - x[2] }, 3, 4096, 7)
	if diff := cmp.Diff(sensitivity.Effect{}, got.Effects[1]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !got.Effects[1].First.Noise() || !got.Effects[1].Total.Noise() {
		t.Error("no effect is not called noise")
	}
	if got.Effects[0].First.Noise() || got.Effects[0].Total.Noise() || got.Effects[2].Total.Noise() {
		t.Errorf("real effects are called noise: %+v", got.Effects)
	}
}

// A pure interplay has totals and no first orders; the estimates of nothing
// fall on both sides of 0 and are reported as they are.
func TestSmallEstimatesAreReportedAsTheyAre(t *testing.T) {
	t.Parallel()
	negative, loud := 0, 0
	for seed := range uint64(20) {
		got := sensitivity.Effects(func(x []float64) float64 { return (x[0] - 0.5) * (x[1] - 0.5) }, 2, 2048, seed)
		for _, e := range got.Effects {
			if e.First.Value < 0 {
				negative++
				if e.First.Share() != 0 {
					t.Errorf("share of %v = %v", e.First.Value, e.First.Share())
				}
			}
			if math.Abs(e.First.Value) > 2*e.First.Error {
				loud++
			}
			if math.Abs(e.Total.Value-1) > 5*e.Total.Error {
				t.Errorf("total = %+v, want 1", e.Total)
			}
		}
	}
	if negative < 10 || negative > 30 {
		t.Errorf("%d of 40 estimates of 0 are negative", negative)
	}
	if loud > 6 {
		t.Errorf("%d of 40 estimates of 0 are beyond two standard errors", loud)
	}
}

// TestStatedErrorIsTheError compares the standard error that the estimates
// state with how they differ from seed to seed.
func TestStatedErrorIsTheError(t *testing.T) {
	t.Parallel()
	const seeds = 300
	var first, total, stated, statedTotal float64
	for seed := range uint64(seeds) {
		e := sensitivity.Effects(ishigami, 3, 512, seed).Effects[0]
		first += math.Pow(e.First.Value-0.31390519114781146, 2)
		total += math.Pow(e.Total.Value-0.5575888552099592, 2)
		stated += e.First.Error * e.First.Error
		statedTotal += e.Total.Error * e.Total.Error
	}
	for name, ratio := range map[string]float64{"first": math.Sqrt(stated / first), "total": math.Sqrt(statedTotal / total)} {
		if ratio < 0.85 || ratio > 1.15 {
			t.Errorf("%s: the stated error is %.3f of the error", name, ratio)
		}
	}
}

func TestEffectsAreUndefined(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		f              func(x []float64) float64
		factors, draws int
		want           sensitivity.Decomposition
	}{
		{"constant", func([]float64) float64 { return 0.1 }, 2, 600, sensitivity.Decomposition{Draws: 600, Mean: 0.1}},
		{"zero", func([]float64) float64 { return 0 }, 2, 64, sensitivity.Decomposition{Draws: 64}},
		{"the last digit", func(x []float64) float64 { return 70 + 1e-13*x[0] }, 2, 64, sensitivity.Decomposition{Draws: 64, Mean: 70}},
		{"not a number", func(x []float64) float64 { return math.Sqrt(x[0] - 0.9) }, 2, 64, sensitivity.Decomposition{Draws: 64}},
		{"infinite", func([]float64) float64 { return math.Inf(1) }, 2, 64, sensitivity.Decomposition{Draws: 64}},
		{"too large", func(x []float64) float64 { return 1e300 * x[0] }, 2, 64, sensitivity.Decomposition{Draws: 64}},
		{"no factors", func([]float64) float64 { return 1 }, 0, 64, sensitivity.Decomposition{}},
		{"one draw", func(x []float64) float64 { return x[0] }, 2, 1, sensitivity.Decomposition{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := sensitivity.Effects(tt.f, tt.factors, tt.draws, 1)
			got.Mean = math.Round(got.Mean*1e9) / 1e9
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Not parallel: it changes the number of processors.
func TestEffectsDoNotDependOnTheNumberOfProcessors(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	var want sensitivity.Decomposition
	for i, processors := range []int{1, 2, 3, 8} {
		runtime.GOMAXPROCS(processors)
		got := sensitivity.Effects(ishigami, 3, 3000, 5)
		if i == 0 {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d processors (-one +these):\n%s", processors, diff)
		}
	}
}

func TestTheSeedDecides(t *testing.T) {
	t.Parallel()
	first := sensitivity.Effects(ishigami, 3, 700, 5)
	if diff := cmp.Diff(first, sensitivity.Effects(ishigami, 3, 700, 5)); diff != "" {
		t.Errorf("the same seed gives another result:\n%s", diff)
	}
	if cmp.Equal(first, sensitivity.Effects(ishigami, 3, 700, 6)) {
		t.Error("another seed gives the same result")
	}
}

func TestEffectsAreSharesOfTheVariance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		slopes := rapid.SliceOfN(rapid.Float64Range(-4, 4), 1, 5).Draw(t, "slopes")
		slopes[0] += 10
		scale := rapid.Float64Range(0.1, 50).Draw(t, "scale")
		seed := rapid.Uint64().Draw(t, "seed")
		f := func(by float64) sensitivity.Decomposition {
			return sensitivity.Effects(func(x []float64) float64 {
				sum := 0.0
				for i, s := range slopes {
					sum += s * x[i]
				}
				return by * sum
			}, len(slopes), 1024, seed)
		}
		plain, scaled := f(1), f(scale)
		var squares, totals, tolerance float64
		for _, s := range slopes {
			squares += s * s
		}
		for i, e := range plain.Effects {
			if math.Abs(e.First.Value-slopes[i]*slopes[i]/squares) > 6*e.First.Error+1e-3 {
				t.Fatalf("first order of %v among %v = %+v", slopes[i], slopes, e.First)
			}
			if math.Abs(e.Total.Value-scaled.Effects[i].Total.Value) > 1e-9 || math.Abs(e.First.Error-scaled.Effects[i].First.Error) > 1e-9 {
				t.Fatalf("%+v, and scaled %+v", e, scaled.Effects[i])
			}
			totals += e.Total.Value
			tolerance += 6 * e.Total.Error
		}
		if math.Abs(totals-1) > tolerance+1e-3 {
			t.Fatalf("totals of a sum add to %v", totals)
		}
	})
}
