package robustness_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"modenhed/internal/framework"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// The oracle files hold values computed with numpy; see testdata/oracle/README.md.
// Expected values that were themselves drawn come from this many draws.
const oracleDraws = 200_000

func readOracle(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "oracle", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// readTable returns the rows of a CSV file without its header.
func readTable(t *testing.T, name string) [][]string {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "oracle", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows[1:]
}

func numbers(t *testing.T, cells []string) []float64 {
	t.Helper()
	row := make([]float64, len(cells))
	for i, cell := range cells {
		x, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatal(err)
		}
		row[i] = x
	}
	return row
}

type expectedRanks struct {
	Mean, SD      float64
	Q05, Q50, Q95 int
	Q05Stable     bool    `json:"q05_stable"`
	Q95Stable     bool    `json:"q95_stable"`
	Rank1         float64 `json:"p_rank1"`
	Top5          float64 `json:"p_top5"`
	Top10         float64 `json:"p_top10"`
}

type rankOracle struct {
	Weights       map[string]float64
	Concentration float64
	Nominal       map[string]int           `json:"nominal_rank"`
	Exact         map[string]expectedRanks `json:"exact_from_draws_csv"`
	Shift         float64                  `json:"mean_abs_rank_shift_from_draws_csv"`
	Dirichlet     map[string]expectedRanks
	Uniform       map[string]expectedRanks `json:"uniform_25_percent"`
	Flat          map[string]expectedRanks `json:"dirichlet_flat"`

	units   []string
	weights []float64
	answers []scoring.Answer
}

func readRankOracle(t *testing.T) rankOracle {
	t.Helper()
	var o rankOracle
	readOracle(t, "rank_interval.json", &o)
	for _, row := range readTable(t, "rank_interval_scores.csv") {
		o.units = append(o.units, row[0])
		for _, x := range numbers(t, row[1:]) {
			o.answers = append(o.answers, value(x))
		}
	}
	for range o.Weights {
		o.weights = append(o.weights, o.Weights["area"+strconv.Itoa(len(o.weights)+1)])
	}
	return o
}

// experiment has an area with one indicator for each area score.
func (o rankOracle) experiment(t *testing.T, weights []float64) *robustness.Experiment {
	t.Helper()
	var areas []framework.Area
	for i, w := range weights {
		areas = append(areas, area("a"+strconv.Itoa(i), w, points("i"+strconv.Itoa(i), 1)))
	}
	return prepare(t, lenient(), areas, o.answers)
}

func TestGivenWeightsGiveTheRanksOfTheOracle(t *testing.T) {
	t.Parallel()
	o := readRankOracle(t)
	var rows [][]float64
	for _, row := range readTable(t, "rank_interval_draws.csv") {
		rows = append(rows, numbers(t, row))
	}
	e := o.experiment(t, o.weights)
	r, err := e.RunWeights(rows)
	if err != nil {
		t.Fatal(err)
	}
	const tolerance = 1e-9
	for u, unit := range o.units {
		want, got := o.Exact[unit], intervalOf(t, r, u)
		if got.Low != want.Q05 || got.Median != want.Q50 || got.High != want.Q95 {
			t.Errorf("%s: quantiles %+v, want %+v", unit, got, want)
		}
		for what, pair := range map[string][2]float64{
			"mean":   {got.Mean, want.Mean},
			"sd":     {got.SD, want.SD},
			"top 1":  {within(t, r, u, 1), want.Rank1},
			"top 5":  {within(t, r, u, 5), want.Top5},
			"top 10": {within(t, r, u, 10), want.Top10},
		} {
			if math.Abs(pair[0]-pair[1]) > tolerance {
				t.Errorf("%s: %s = %v, want %v", unit, what, pair[0], pair[1])
			}
		}
	}
	if got := r.MeanAbsRankShift(); math.Abs(got-o.Shift) > tolerance {
		t.Errorf("mean shift = %v, want %v", got, o.Shift)
	}
}

func intervalOf(t testing.TB, r *robustness.Result, unit int) robustness.Interval {
	t.Helper()
	i, ok := r.Interval(unit)
	if !ok {
		t.Fatalf("unit %d is not ranked", unit)
	}
	return i
}

func within(t testing.TB, r *robustness.Result, unit, n int) float64 {
	t.Helper()
	share, ok := r.ShareWithin(unit, n)
	if !ok {
		t.Fatalf("unit %d is not ranked", unit)
	}
	return share
}

func TestDrawnWeightsGiveTheRanksOfTheOracle(t *testing.T) {
	t.Parallel()
	o := readRankOracle(t)
	s := robustness.Defaults()
	s.Sources = robustness.Sources{Areas: true}
	s.Draws = 100_000
	s.Concentration = o.Concentration
	o.compare(t, "dirichlet", o.Dirichlet, run(t, o.experiment(t, o.weights), s))
	s.Concentration = float64(len(o.weights))
	equal := []float64{1, 1, 1, 1, 1, 1, 1}
	o.compare(t, "flat", o.Flat, run(t, o.experiment(t, equal), s))
}

func TestUniformWeightsGiveTheRanksOfTheOracle(t *testing.T) {
	t.Parallel()
	o := readRankOracle(t)
	random := rand.New(rand.NewPCG(3, 4))
	rows := make([][]float64, 50_000)
	for i := range rows {
		for _, w := range o.weights {
			rows[i] = append(rows[i], w*(0.75+random.Float64()/2))
		}
	}
	r, err := o.experiment(t, o.weights).RunWeights(rows)
	if err != nil {
		t.Fatal(err)
	}
	o.compare(t, "uniform", o.Uniform, r)
}

// compare allows what the oracle's README does.
func (o rankOracle) compare(t *testing.T, what string, want map[string]expectedRanks, r *robustness.Result) {
	t.Helper()
	draws := float64(r.Settings().Draws)
	both := 1/draws + 1.0/oracleDraws
	quantile := func(unit string, got, want int, stable bool) {
		if shift := got - want; shift != 0 && (stable || shift > 1 || shift < -1) {
			t.Errorf("%s %s: quantile %d, want %d", what, unit, got, want)
		}
	}
	for u, unit := range o.units {
		w, got := want[unit], intervalOf(t, r, u)
		if math.Abs(got.Mean-w.Mean) > 4*w.SD*math.Sqrt(both)+1e-9 {
			t.Errorf("%s %s: mean %v, want %v", what, unit, got.Mean, w.Mean)
		}
		quantile(unit, got.Low, w.Q05, w.Q05Stable)
		quantile(unit, got.High, w.Q95, w.Q95Stable)
		for n, p := range map[int]float64{1: w.Rank1, 5: w.Top5, 10: w.Top10} {
			if share := within(t, r, u, n); math.Abs(share-p) > 4*math.Sqrt(p*(1-p)*both)+1/draws {
				t.Errorf("%s %s: top %d with %v, want %v", what, unit, n, share, p)
			}
		}
	}
}

// Two areas: with w ~ Beta(a, b) the probability that A is ahead of B is known.
func TestShareAheadIsTheProbability(t *testing.T) {
	t.Parallel()
	var cases []struct {
		A, B, Dirichlet []float64
		Want            float64 `json:"p_a_better"`
	}
	readOracle(t, "rank_pair_probability.json", &cases)
	for i, c := range cases {
		areas := []framework.Area{area("x", c.Dirichlet[0], points("x", 1)), area("y", c.Dirichlet[1], points("y", 1))}
		e := prepare(t, lenient(), areas, []scoring.Answer{value(c.A[0]), value(c.A[1]), value(c.B[0]), value(c.B[1])})
		s := robustness.Settings{
			Sources: robustness.Sources{Areas: true}, Concentration: c.Dirichlet[0] + c.Dirichlet[1], Draws: 200_000, Seed: 7,
		}
		got, ok := run(t, e, s).ShareAhead(0, 1)
		if allowed := 4 * math.Sqrt(c.Want*(1-c.Want)/float64(s.Draws)); !ok || math.Abs(got-c.Want) > allowed+1e-12 {
			t.Errorf("case %d: ahead in %v, want %v ± %v", i, got, c.Want, allowed)
		}
	}
}
