package sensitivity_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
	"modenhed/internal/sensitivity"
)

// varied is the country's framework at one point x of the factors.
func (c country) varied(x []float64) *framework.Framework {
	k := len(c.framework.Areas)
	f := weighted(c.framework, func(i int, w float64) float64 { return w * (0.75 + 0.5*x[i]) })
	aggregation, missing := framework.Arithmetic, framework.Renormalise
	if x[k] >= 0.5 {
		aggregation = framework.Geometric
	}
	if x[k+1] >= 0.5 {
		missing = framework.Zero
	}
	return f.WithAggregation(aggregation).WithMissing(missing)
}

// twin gives a unit the answers of another, so that they tie under every choice.
func (c country) twin(of, unit int) {
	width := len(c.answers) / len(c.ranked)
	copy(c.answers[unit*width:(unit+1)*width], c.answers[of*width:(of+1)*width])
	c.ranked[unit] = c.ranked[of]
}

// countries have every kind of framework: as it ships, with other declared
// methods, with areas that go their own way, with areas in areas, with scales
// that depend on the units. All have ties.
func countries(t *testing.T) map[string]country {
	t.Helper()
	ships := shipped(t)
	own := weighted(ships, func(i int, _ float64) float64 { return float64(i%3) + 0.5 })
	own.Areas[1].Aggregation, own.Areas[4].Aggregation = framework.Harmonic, framework.Arithmetic
	deep := weighted(ships, func(i int, w float64) float64 { return w })
	deep.Areas = append([]framework.Area{{Key: "upper", Weight: 2.5, Areas: deep.Areas[:3]}}, deep.Areas[3:]...)
	spans, err := ships.WithScale(framework.MinMax)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]country)
	for name, f := range map[string]*framework.Framework{
		"as it ships":           ships,
		"declared geometric":    ships.WithAggregation(framework.Geometric),
		"declared harmonic":     ships.WithAggregation(framework.Harmonic),
		"declared zero":         ships.WithMissing(framework.Zero),
		"areas of their own":    own,
		"areas in areas":        deep,
		"scales from the units": spans,
	} {
		c := invented(t, f, 30)
		c.twin(3, 17)
		c.twin(3, 21)
		out[name] = c
	}
	return out
}

func TestScoresAreThoseOfScoring(t *testing.T) {
	t.Parallel()
	for name, c := range countries(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := len(c.framework.Areas)
			for step := range 40 {
				x := make([]float64, k+2)
				for i := range x {
					_, x[i] = math.Modf(0.5 + float64(step)*math.Sqrt(float64(2+i*i+i)))
				}
				got, err := sensitivity.Overall(c.framework, c.answers, c.ranked, x)
				if err != nil {
					t.Fatal(err)
				}
				u := 0
				for row, card := range cards(t, c.varied(x), c.answers) {
					if !c.ranked[row] {
						continue
					}
					// Area scores are rounded to 9 decimals before they are put together.
					if math.Abs(got[u]-card.Score.Value) > 1.0001e-9 {
						t.Errorf("step %d, unit %d: %v, scoring says %v", step, row, got[u], card.Score.Value)
					}
					u++
				}
				if u != len(got) {
					t.Fatalf("%d scores, want %d", len(got), u)
				}
			}
		})
	}
}

// TestShiftIsThatOfScoringAndRanking decomposes the same shift the long way.
func TestShiftIsThatOfScoringAndRanking(t *testing.T) {
	t.Parallel()
	for name, c := range countries(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.analyse(t, quick())
			declared := c.ranks(t, c.framework)
			want := sensitivity.Effects(func(x []float64) float64 {
				moved := 0.0
				for i, rank := range c.ranks(t, c.varied(x)) {
					moved += math.Abs(float64(rank - declared[i]))
				}
				return moved / float64(len(declared))
			}, len(c.framework.Areas)+2, quick().Draws, quick().Seed)
			if diff := cmp.Diff(want, got.Shift); diff != "" {
				t.Errorf("(-scoring and ranking +Analyse):\n%s", diff)
			}
			if !want.OK || want.Mean == 0 {
				t.Error("nothing moves")
			}
		})
	}
}

// ranks are those of the ranked units under another framework.
func (c country) ranks(t *testing.T, f *framework.Framework) []int {
	var entries []ranking.Entry
	for u, card := range cards(t, f, c.answers) {
		if c.ranked[u] {
			entries = append(entries, ranking.Entry{Score: card.Score.Value, Ranked: true})
		}
	}
	var ranks []int
	for _, place := range ranking.Order(entries) {
		ranks = append(ranks, place.Rank)
	}
	return ranks
}

// The draws and the mean shift are numpy's.
func TestRankShiftFromGivenDraws(t *testing.T) {
	t.Parallel()
	var want struct {
		Weights map[string]float64
		Shift   float64 `json:"mean_abs_rank_shift_from_draws_csv"`
	}
	oracle(t, "rank_interval.json", &want)
	areas, scores := oracleColumns(t, "rank_interval_scores.csv")
	_, draws := oracleColumns(t, "rank_interval_draws.csv")
	var weights []float64
	for _, area := range areas {
		weights = append(weights, want.Weights[area])
	}
	units := len(scores[0])
	var answers []scoring.Answer
	for u := range units {
		for i := range areas {
			answers = append(answers, told(scores[i][u].Value)...)
		}
	}
	shift, err := sensitivity.Shift(plain(weights...), answers, everybody(units))
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for d := range draws[0] {
		for i := range weights {
			weights[i] = draws[i][d].Value
		}
		sum += shift(weights)
	}
	near(t, "mean shift", known(sum/float64(len(draws[0]))), want.Shift, 1e-9)
}
