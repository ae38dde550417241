package estimation_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"modenhed/internal/estimation"
	"modenhed/internal/weighting"
)

const oracles = "../weighting/testdata/oracle"

var cases = []string{"a1_main", "a2_missing", "a3_collapse", "a4_rare", "a5_census", "a6_unanimous"}

// number is null where the figure is not defined.
type number = *float64

type oracleCI struct {
	Logit    []float64
	XLogit   []float64
	Beta     []float64
	Mean     []float64
	WaldZ    []float64 `json:"wald_z"`
	ZeroRule []float64 `json:"zero_rule"`
}

type oracleShare struct {
	Count       *int
	Share       float64
	SE          number
	DF          int
	CI          oracleCI
	Deff        number
	DeffReplace number `json:"deff_replace"`
	NEff        number `json:"n_eff_kg"`
}

type oracleShares map[string]oracleShare

type oracleDomain struct {
	N          int
	Publish    bool
	FPC        oracleShares
	Population float64 `json:"estimated_population"`
}

type oracleKish struct {
	Deff float64
	NEff float64 `json:"n_eff"`
}

type oracleNet struct {
	Net       float64
	NetSE     float64 `json:"net_se"`
	ScoreMean float64 `json:"score_mean"`
	ScoreSE   float64 `json:"score_se"`
}

type oracleTrim struct {
	Shares oracleShares
}

type oracleTest struct {
	Statistic float64
	Parameter []float64
	P         float64
}

type oracleWaves struct {
	F           oracleTest `json:"rao_scott_F"`
	Chisq       oracleTest `json:"rao_scott_chisq"`
	Wald        oracleTest
	AdjWald     oracleTest `json:"adj_wald"`
	Differences map[string]struct {
		Difference float64
		SE         float64
		CI         []float64 `json:"ci_z"`
		Z          number
		P          number `json:"p_two_sided"`
	}
}

type oracle struct {
	Level      float64
	People     int `json:"N"`
	Sample     int `json:"n"`
	Options    []string
	Population map[string]map[string]float64
	Collapse   weighting.Merging
	Expected   struct {
		Answered   int `json:"n_answered"`
		Unweighted map[string]struct {
			Count          int
			Share          float64
			Wilson         []float64
			ClopperPearson []float64 `json:"clopper_pearson"`
		}
		KishAnswered   oracleKish `json:"kish_answered"`
		PostStratified struct {
			FPC   oracleShares
			NoFPC oracleShares `json:"no_fpc"`
		}
		AnswerersOnly *struct{ FPC oracleShares }   `json:"poststratified_answerers_only"`
		Cross         map[string]map[string]float64 `json:"cross_party_answer"`
		Net           struct {
			Positive, Negative []string
			Score              map[string]float64
			FPC                oracleNet
			NoFPC              oracleNet `json:"no_fpc"`
		}
		Raked *struct {
			FPC         oracleShares
			NoFPC       oracleShares       `json:"no_fpc"`
			Calibration map[string]float64 `json:"se_by_calibrate_fpc"`
		}
		Trimmed *struct {
			Lower  float64 `json:"lower_relative"`
			Upper  float64 `json:"upper_relative"`
			Once   oracleTrim
			Strict oracleTrim
		}
		ByRegion   map[string]oracleDomain `json:"by_region"`
		ByGender   map[string]oracleDomain `json:"by_gender"`
		ByAgeGroup map[string]oracleDomain `json:"by_age_group"`
		SvyBy      map[string]struct {
			Share number
			SE    number
		} `json:"svyby_check_first_option"`
		Max struct {
			Plain          float64 `json:"no_fpc"`
			Finite         float64 `json:"fpc_N_minus_1"`
			OneMinusF      float64 `json:"fpc_1_minus_f"`
			SampleVariance float64 `json:"sample_variance_fpc"`
			Weighted       float64 `json:"fpc_times_sqrt_kish_deff"`
		} `json:"max_margin_of_error"`
		Waves *struct {
			CSV   string `json:"csv_wave2"`
			FPC   oracleWaves
			NoFPC oracleWaves `json:"no_fpc"`
		}
	}
}

func readOracle(t testing.TB, name string) oracle {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(oracles, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var o oracle
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// respondents are the columns of a CSV file, age groups added.
func respondents(t testing.TB, name string) map[string][]string {
	t.Helper()
	file, err := os.Open(filepath.Join(oracles, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns := make(map[string][]string)
	for _, row := range rows[1:] {
		for i, heading := range rows[0] {
			columns[heading] = append(columns[heading], row[i])
		}
	}
	for _, age := range columns["age"] {
		columns["age_group"] = append(columns["age_group"], ageGroup(t, age))
	}
	return columns
}

func ageGroup(t testing.TB, age string) string {
	t.Helper()
	years, err := strconv.Atoi(age)
	if err != nil {
		t.Fatal(err)
	}
	groups := []string{"18-29", "30-44", "45-59", "60+"}
	for i, last := range []int{29, 44, 59} {
		if years <= last {
			return groups[i]
		}
	}
	return groups[3]
}

func column(t testing.TB, name string, values []string) weighting.Column {
	t.Helper()
	c, err := weighting.Encode(name, values)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// margin pairs a column with its population, merged as told.
func (o oracle) margin(t testing.TB, name string, values []string) weighting.Margin {
	t.Helper()
	m := weighting.Margin{Column: column(t, name, values)}
	for _, label := range slices.Sorted(maps.Keys(o.Population[name])) {
		m.Population = append(m.Population, weighting.Count{Label: label, People: o.Population[name][label]})
	}
	if name != "party" || len(o.Collapse) == 0 {
		return m
	}
	merged, err := o.Collapse.Apply(m)
	if err != nil {
		t.Fatal(err)
	}
	return merged
}

func (o oracle) postStratified(t testing.TB, data map[string][]string) *weighting.Weights {
	t.Helper()
	w, err := weighting.PostStratify(o.margin(t, "party", data["party"]))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (o oracle) raked(t testing.TB, data map[string][]string) *weighting.Weights {
	t.Helper()
	w, err := weighting.Rake([]weighting.Margin{o.margin(t, "party", data["party"]), o.margin(t, "region", data["region"])}, weighting.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// table counts the answers; figures are wanted of two answers or more here.
func (o oracle) table(t testing.TB, w *weighting.Weights, c estimation.Correction, answers []string) *estimation.Table {
	t.Helper()
	coded, err := weighting.EncodeAs("answer", o.Options, answers)
	if err != nil {
		t.Fatal(err)
	}
	d := estimation.Default(w)
	d.Correction, d.Minimum = c, 2
	table, err := estimation.Tabulate(d, coded)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

var corrections = map[string]estimation.Correction{"fpc": estimation.Finite, "no fpc": estimation.Infinite}

func eachCase(t *testing.T, test func(t *testing.T, o oracle, data map[string][]string)) {
	for _, name := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, readOracle(t, name), respondents(t, name+".csv"))
		})
	}
}

// near fails unless got is within a tolerance of want.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.15g, want %.15g, off by %.2g", what, got, want, got-want)
	}
}

// same does so for figures that may not be defined.
func same(t *testing.T, what string, got estimation.Figure, want number, tolerance float64) {
	t.Helper()
	if got.OK != (want != nil) {
		t.Errorf("%s: got %+v, want %v", what, got, want)
		return
	}
	if got.OK {
		near(t, what, got.Value, *want, tolerance)
	}
}

func sameInterval(t *testing.T, what string, got estimation.Interval, want []float64, tolerance float64) {
	t.Helper()
	if got.OK != (want != nil) {
		t.Errorf("%s: got %+v, want %v", what, got, want)
		return
	}
	if got.OK {
		near(t, what+" low", got.Low, want[0], tolerance)
		near(t, what+" high", got.High, want[1], tolerance)
	}
}

// tolerances of a block of shares.
type tolerances struct{ share, se float64 }

func sameShares(t *testing.T, what string, got []estimation.Share, want oracleShares, tol tolerances) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d shares, want %d", what, len(got), len(want))
	}
	for _, s := range got {
		w, what := want[s.Option], fmt.Sprint(what, " ", s.Option)
		near(t, what+" share", s.Value, w.Share, tol.share)
		same(t, what+" se", s.SE, w.SE, tol.se)
		if s.DF != w.DF {
			t.Errorf("%s: df %d, want %d", what, s.DF, w.DF)
		}
		if w.Count != nil && s.Count != *w.Count {
			t.Errorf("%s: count %d, want %d", what, s.Count, *w.Count)
		}
		if w.CI.Logit != nil { // R's fit fails for two answers, where its xlogit does not
			sameInterval(t, what+" logit", s.IntervalBy(estimation.XLogit), w.CI.Logit, 1e-7)
		}
		sameInterval(t, what+" xlogit", s.IntervalBy(estimation.XLogit), w.CI.XLogit, 1e-7)
		sameInterval(t, what+" beta", s.IntervalBy(estimation.Beta), w.CI.Beta, 1e-7)
		sameInterval(t, what+" student", s.IntervalBy(estimation.Student), w.CI.Mean, 1e-8)
		sameInterval(t, what+" wald", s.IntervalBy(estimation.Wald), w.CI.WaldZ, 1e-8)
		sameInterval(t, what+" zero rule", s.IntervalBy(estimation.ZeroRule), w.CI.ZeroRule, 1e-8)
		same(t, what+" n_eff", s.Effective, w.NEff, 1e-6)
	}
}

func sameEffects(t *testing.T, what string, got []estimation.Share, want oracleShares) {
	t.Helper()
	for _, s := range got {
		same(t, fmt.Sprint(what, " ", s.Option, " deff"), s.Deff, want[s.Option].Deff, 1e-8)
		same(t, fmt.Sprint(what, " ", s.Option, " deff replace"), s.DeffReplace, want[s.Option].DeffReplace, 1e-8)
	}
}

// svymean, svyciprop and confint on postStratify of an svydesign.
func TestSharesAgreeWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle, data map[string][]string) {
		w := o.postStratified(t, data)
		want := map[string]oracleShares{"fpc": o.Expected.PostStratified.FPC, "no fpc": o.Expected.PostStratified.NoFPC}
		for name, correction := range corrections {
			g := o.table(t, w, correction, data["answer"]).Total()
			sameShares(t, name, g.Shares, want[name], tolerances{1e-10, 1e-10})
			sameEffects(t, name, g.Shares, want[name])
			if g.Answered != o.Expected.Answered {
				t.Errorf("%d answered, want %d", g.Answered, o.Expected.Answered)
			}
			near(t, "kish deff", g.Kish.Deff, o.Expected.KishAnswered.Deff, 1e-9)
			near(t, "kish n_eff", g.Kish.Effective, o.Expected.KishAnswered.NEff, 1e-9)
		}
	})
}

// prop.test(correct = FALSE) and binom.test.
func TestUnweightedSharesAgreeWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle, data map[string][]string) {
		g := o.table(t, o.postStratified(t, data), estimation.Finite, data["answer"]).Total()
		for _, s := range g.Shares {
			want := o.Expected.Unweighted[s.Option]
			if s.Count != want.Count {
				t.Errorf("%s: count %d, want %d", s.Option, s.Count, want.Count)
			}
			near(t, s.Option, s.Unweighted, want.Share, 1e-9)
			low, high, ok := estimation.Wilson(s.Count, g.Answered, o.Level)
			sameInterval(t, s.Option+" wilson", estimation.Interval{Low: low, High: high, OK: ok}, want.Wilson, 1e-9)
			low, high, ok = estimation.ClopperPearson(s.Count, g.Answered, o.Level)
			sameInterval(t, s.Option+" clopper-pearson", estimation.Interval{Low: low, High: high, OK: ok}, want.ClopperPearson, 1e-9)
		}
	})
}

// The same with weights made from those who answered this question only.
func TestAnswerersOnlyAgreesWithR(t *testing.T) {
	t.Parallel()
	o, data := readOracle(t, "a2_missing"), respondents(t, "a2_missing.csv")
	kept := make(map[string][]string)
	for i, answer := range data["answer"] {
		if answer != "" {
			for name, values := range data {
				kept[name] = append(kept[name], values[i])
			}
		}
	}
	g := o.table(t, o.postStratified(t, kept), estimation.Finite, kept["answer"]).Total()
	sameShares(t, "answerers only", g.Shares, o.Expected.AnswerersOnly.FPC, tolerances{1e-10, 1e-10})
	sameEffects(t, "answerers only", g.Shares, o.Expected.AnswerersOnly.FPC)
}

// svymean of rake, and the standard error of calibrate(calfun = "raking").
func TestRakedSharesAgreeWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle, data map[string][]string) {
		if o.Expected.Raked == nil {
			t.Skip("not raked")
		}
		w := o.raked(t, data)
		want := map[string]oracleShares{"fpc": o.Expected.Raked.FPC, "no fpc": o.Expected.Raked.NoFPC}
		for name, correction := range corrections {
			shares := o.table(t, w, correction, data["answer"]).Total().Shares
			sameShares(t, name, shares, want[name], tolerances{1e-8, 1e-8})
			for _, s := range shares {
				near(t, s.Option+" relative", s.SE.Value / *want[name][s.Option].SE, 1, 1e-6)
				if correction == estimation.Finite {
					near(t, s.Option+" by calibration", s.SE.Value/o.Expected.Raked.Calibration[s.Option], 1, 1e-6)
				}
			}
			sameEffects(t, name, shares, want[name])
		}
	})
}

// svymean of a new svydesign with the weights of trimWeights.
func TestTrimmedSharesAgreeWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle, data map[string][]string) {
		want := o.Expected.Trimmed
		if want == nil {
			t.Skip("not trimmed")
		}
		w := o.postStratified(t, data)
		if o.Expected.Raked != nil {
			w = o.raked(t, data)
		}
		for strict, shares := range map[bool]oracleShares{false: want.Once.Shares, true: want.Strict.Shares} {
			trimmed, err := w.Trim(weighting.Bounds{Lower: want.Lower, Upper: want.Upper, Strict: strict})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range o.table(t, trimmed, estimation.Finite, data["answer"]).Total().Shares {
				near(t, s.Option, s.Value, shares[s.Option].Share, 1e-8)
				same(t, s.Option+" se", s.SE, shares[s.Option].SE, 1e-8)
			}
		}
	})
}

// svymean on subset, svyby.
func TestGroupsAgreeWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle, data map[string][]string) {
		table := o.table(t, o.postStratified(t, data), estimation.Finite, data["answer"])
		for name, want := range map[string]map[string]oracleDomain{"region": o.Expected.ByRegion, "gender": o.Expected.ByGender, "age_group": o.Expected.ByAgeGroup} {
			groups, err := table.By(column(t, name, data[name]))
			if err != nil {
				t.Fatal(err)
			}
			if len(groups) != len(want) {
				t.Errorf("%s: %d groups, want %d", name, len(groups), len(want))
			}
			for _, g := range groups {
				sameGroup(t, name+" "+g.Label, g, want[g.Label])
			}
		}
		groups, err := table.By(column(t, "region", data["region"]))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			if check := o.Expected.SvyBy[g.Label]; g.Published {
				near(t, "svyby "+g.Label, g.Shares[0].Value, *check.Share, 1e-9)
				same(t, "svyby se "+g.Label, g.Shares[0].SE, check.SE, 1e-9)
			}
		}
	})
}

func sameGroup(t *testing.T, what string, got estimation.Group, want oracleDomain) {
	t.Helper()
	if got.Answered != want.N || (got.Answered >= estimation.LeastShown) != want.Publish {
		t.Errorf("%s: %d answered, want %d", what, got.Answered, want.N)
	}
	near(t, what+" people", got.People, want.Population, 1e-8)
	if got.Published != (want.FPC != nil) {
		t.Errorf("%s: published %t with %d answers", what, got.Published, got.Answered)
	}
	sameShares(t, what, got.Shares, want.FPC, tolerances{1e-9, 1e-9})
}

// svytable(~post + answer).
func TestPeoplePerPartyAndOptionAgreeWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle, data map[string][]string) {
		m := o.margin(t, "party", data["party"])
		w, err := weighting.PostStratify(m)
		if err != nil {
			t.Fatal(err)
		}
		answers, err := weighting.EncodeAs("answer", o.Options, data["answer"])
		if err != nil {
			t.Fatal(err)
		}
		d := estimation.Default(w)
		d.Minimum = 1
		table, err := estimation.Tabulate(d, answers)
		if err != nil {
			t.Fatal(err)
		}
		groups, err := table.By(m.Column)
		if err != nil {
			t.Fatal(err)
		}
		if len(groups) != len(o.Expected.Cross) {
			t.Errorf("%d strata, want %d", len(groups), len(o.Expected.Cross))
		}
		for _, g := range groups {
			for _, s := range g.Shares {
				near(t, g.Label+" "+s.Option, s.People, o.Expected.Cross[g.Label][s.Option], 1e-8)
			}
		}
	})
}

// svymean of 1, 0, −1 and of scores.
func TestMeansAgreeWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle, data map[string][]string) {
		w := o.postStratified(t, data)
		want := o.Expected.Net
		for name, correction := range corrections {
			expected := map[string]oracleNet{"fpc": want.FPC, "no fpc": want.NoFPC}[name]
			table := o.table(t, w, correction, data["answer"])
			net, err := table.Net(want.Positive, want.Negative)
			if err != nil {
				t.Fatal(err)
			}
			score, err := table.Scale(want.Score)
			if err != nil {
				t.Fatal(err)
			}
			g := table.Total()
			sameMean(t, name+" net", g, net, expected.Net, expected.NetSE)
			sameMean(t, name+" score", g, score, expected.ScoreMean, expected.ScoreSE)
		}
	})
}

func sameMean(t *testing.T, what string, g estimation.Group, s estimation.Scale, mean, se float64) {
	t.Helper()
	m, ok := g.Mean(s)
	if !ok {
		t.Fatalf("%s: not defined", what)
	}
	near(t, what, m.Value, mean, 1e-10)
	same(t, what+" se", m.SE, &se, 1e-10)
}

func TestMaxMarginsAgreeWithR(t *testing.T) {
	t.Parallel()
	eachCase(t, func(t *testing.T, o oracle, data map[string][]string) {
		m, want := estimation.MaxMarginOf(len(data["party"]), float64(o.People)), o.Expected.Max
		same(t, "plain", m.Plain, &want.Plain, 1e-12)
		same(t, "finite", m.Finite, &want.Finite, 1e-12)
		same(t, "1-f", m.OneMinusF, &want.OneMinusF, 1e-12)
		same(t, "n-1", m.SampleVariance, &want.SampleVariance, 1e-12)
		same(t, "weighted", m.Weighted(o.postStratified(t, data).Kish().Deff), &want.Weighted, 1e-12)
	})
}

// svyby with waves as strata, and svychisq with each of its statistics.
func TestWavesAgreeWithR(t *testing.T) {
	t.Parallel()
	o, first := readOracle(t, "a1_main"), respondents(t, "a1_main.csv")
	second := respondents(t, o.Expected.Waves.CSV)
	for name, want := range map[string]oracleWaves{"fpc": o.Expected.Waves.FPC, "no fpc": o.Expected.Waves.NoFPC} {
		before := o.table(t, o.postStratified(t, first), corrections[name], first["answer"])
		after := o.table(t, o.postStratified(t, second), corrections[name], second["answer"])
		was, is := before.Total().Shares, after.Total().Shares
		for k, s := range was {
			d, ok := estimation.Compare(s.Estimate, is[k].Estimate, o.Level)
			if !ok {
				t.Fatal("no difference")
			}
			expected := want.Differences[s.Option]
			near(t, s.Option, d.Value, expected.Difference, 1e-9)
			near(t, s.Option+" se", d.SE, expected.SE, 1e-9)
			sameInterval(t, s.Option, d.Interval, expected.CI, 1e-9)
			same(t, s.Option+" z", d.Z, expected.Z, 1e-9)
			same(t, s.Option+" p", d.P, expected.P, 1e-9)
		}
		h, ok, err := estimation.CompareAnswers(before, after)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		sameTest(t, name+" F", h.F, want.F)
		sameTest(t, name+" chisq", h.Chisq, want.Chisq)
		sameTest(t, name+" wald", h.Wald, want.Wald)
		sameTest(t, name+" adjusted wald", h.AdjustedWald, want.AdjWald)
	}
}

func sameTest(t *testing.T, what string, got estimation.Test, want oracleTest) {
	t.Helper()
	if !got.OK {
		t.Errorf("%s: not defined", what)
	}
	near(t, what, got.Statistic/want.Statistic, 1, 1e-6)
	near(t, what+" p", got.P, want.P, 1e-6)
	for i, df := range want.Parameter {
		near(t, what+" df", []float64{got.DF, got.DF2}[i]/df, 1, 1e-6)
	}
}
