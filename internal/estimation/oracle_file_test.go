package estimation_test

import (
	"encoding/csv"
	"encoding/json"
	"maps"
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
