package main

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The results that R's package survey gives; the folder's README says what they are.
const surveyOracles = "../../internal/weighting/testdata/oracle"

type oracleShare struct {
	Share float64
	SE    *float64
	DF    int
	CI    struct {
		XLogit, Beta []float64
		Wald         []float64 `json:"wald_z"`
		ZeroRule     []float64 `json:"zero_rule"`
	}
	Deff *float64
	NEff *float64 `json:"n_eff_kg"`
}

type oracleGroup struct {
	N       int
	Publish bool
	FPC     map[string]oracleShare
}

type surveyOracle struct {
	Sample   int     `json:"n"`
	People   float64 `json:"N"`
	Options  []string
	Collapse map[string]string
	Expected struct {
		Answered   int `json:"n_answered"`
		Unweighted map[string]struct {
			Count int
			Share float64
		}
		Strata map[string]struct {
			Population, Relative, Final float64
			Respondents                 int
		} `json:"party_weights"`
		Kish struct {
			Deff float64
			NEff float64 `json:"n_eff"`
		} `json:"kish_all"`
		Shares map[string]map[string]oracleShare `json:"poststratified"`
		Raked  *struct {
			FPC map[string]oracleShare
		}
		Region map[string]oracleGroup `json:"by_region"`
		Gender map[string]oracleGroup `json:"by_gender"`
		Max    struct {
			Plain    float64 `json:"no_fpc"`
			Finite   float64 `json:"fpc_N_minus_1"`
			Weighted float64 `json:"fpc_times_sqrt_kish_deff"`
		} `json:"max_margin_of_error"`
	}
}

// estimates is the JSON result.
type estimates struct {
	N        int     `json:"n"`
	Answered int     `json:"n_answered"`
	People   float64 `json:"population_size"`
	Strata   map[string]struct {
		Population  float64
		Respondents int
		Relative    float64 `json:"relative_weight"`
		Final       float64 `json:"final_weight"`
	}
	Raked map[string]map[string]any
	Kish  struct {
		Deff float64
		NEff float64 `json:"n_eff"`
	}
	Max struct {
		Plain, FPC *float64
		Weighted   *float64 `json:"fpc_kish"`
	} `json:"max_margin_of_error"`
	Published bool
	Options   map[string]estimate
	By        map[string]map[string]struct {
		N         int
		Published *bool
		Options   map[string]estimate
	}
	Warnings  []struct{ Kind, Column, Stratum string }
	Suggested map[string]string `json:"suggested_collapse"`
}

type estimate struct {
	Count      int
	Unweighted float64 `json:"unweighted_share"`
	Share      float64
	SE         *float64
	DF         int
	CI         []float64
	Deff       *float64
	NEff       *float64 `json:"n_eff"`
}

func readSurveyOracle(t *testing.T, name string) (o surveyOracle) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(surveyOracles, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatal(err)
	}
	if o.Expected.Answered == 0 || len(o.Expected.Shares) != 2 || len(o.Expected.Region) == 0 {
		t.Fatalf("%s does not have the figures wanted", name)
	}
	return o
}

// estimateOf runs the command and returns its result.
func estimateOf(t *testing.T, args ...string) (e estimates) {
	t.Helper()
	out := call(t, "", append([]string{"survey", "estimate"}, args...)...).want(t, statusDone, "{").out
	if err := json.Unmarshal([]byte(out), &e); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return e
}

// flags are those that estimate an oracle's case.
func (o surveyOracle) flags(name string) []string {
	file := filepath.Join(surveyOracles, name)
	args := []string{
		"--responses", file + ".csv", "--population", file + "_population.csv",
		"--question", "answer", "--stratum", "party", "--options", strings.Join(o.Options, ","),
	}
	for _, from := range slices.Sorted(maps.Keys(o.Collapse)) {
		if into := o.Collapse[from]; into != from {
			args = append(args, "--collapse", from+"="+into)
		}
	}
	return args
}

// near wants a number within a distance of another; both may be undefined.
func near(t *testing.T, what string, got, want *float64, distance float64) {
	t.Helper()
	if (got == nil) != (want == nil) {
		t.Errorf("%s: defined %t, want %t", what, got != nil, want != nil)
		return
	}
	if got != nil && !(math.Abs(*got-*want) <= distance) {
		t.Errorf("%s = %v, want %v", what, *got, *want)
	}
}

func nearInterval(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s = %v, want %v", what, got, want)
		return
	}
	for i := range want {
		near(t, what, &got[i], &want[i], 1e-7)
	}
}

// interval is what R gives by the method of a flag, answered being how many answered.
func (s oracleShare) interval(method string, answered int) []float64 {
	expected := float64(answered) * min(s.Share, 1-s.Share)
	switch {
	case method == "wald":
		return s.CI.Wald
	case s.CI.ZeroRule != nil:
		return s.CI.ZeroRule
	case method == "beta", method == "auto" && expected < 5:
		return s.CI.Beta
	}
	return s.CI.XLogit
}

func TestSurveyEstimateAgreesWithR(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a1_main", "a2_missing", "a3_collapse", "a4_rare", "a5_census", "a6_unanimous"} {
		for _, method := range []string{"auto", "xlogit", "beta", "wald"} {
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				o := readSurveyOracle(t, name)
				flags := append(o.flags(name), "--ci", method)
				got := estimateOf(t, append(flags, "--by", "region", "--by", "gender")...)
				sameSample(t, o, got)
				sameOptions(t, o, got, o.Expected.Shares["fpc"], method)
				sameOptions(t, o, estimateOf(t, append(flags, "--no-fpc")...), o.Expected.Shares["no_fpc"], method)
				for column, groups := range map[string]map[string]oracleGroup{"region": o.Expected.Region, "gender": o.Expected.Gender} {
					if len(got.By[column]) != len(groups) {
						t.Errorf("%s: %d groups, want %d", column, len(got.By[column]), len(groups))
					}
					for label, want := range groups {
						sameGroup(t, got, column, label, want, method)
					}
				}
			})
		}
	}
}

func sameSample(t *testing.T, o surveyOracle, got estimates) {
	t.Helper()
	e := o.Expected
	if got.N != o.Sample || got.Answered != e.Answered || got.People != o.People || len(got.Strata) != len(e.Strata) {
		t.Errorf("n %d, answered %d of %v in %d strata", got.N, got.Answered, got.People, len(got.Strata))
	}
	for label, want := range e.Strata {
		s := got.Strata[label]
		if s.Population != want.Population || s.Respondents != want.Respondents {
			t.Errorf("%s: %v with %d respondents", label, s.Population, s.Respondents)
		}
		near(t, label+" relative", &s.Relative, &want.Relative, 1e-12)
		near(t, label+" final", &s.Final, &want.Final, 1e-12)
	}
	near(t, "kish deff", &got.Kish.Deff, &e.Kish.Deff, 1e-9)
	near(t, "kish n", &got.Kish.NEff, &e.Kish.NEff, 1e-9)
	near(t, "margin", got.Max.Plain, &e.Max.Plain, 1e-12)
	near(t, "margin fpc", got.Max.FPC, &e.Max.Finite, 1e-12)
	near(t, "margin weighted", got.Max.Weighted, &e.Max.Weighted, 1e-12)
}

func sameOptions(t *testing.T, o surveyOracle, got estimates, want map[string]oracleShare, method string) {
	t.Helper()
	if len(got.Options) != len(o.Options) || !got.Published {
		t.Errorf("%d options, published %t", len(got.Options), got.Published)
	}
	for option, w := range want {
		g, plain := got.Options[option], o.Expected.Unweighted[option]
		if g.Count != plain.Count || g.DF != w.DF {
			t.Errorf("%s: count %d, df %d", option, g.Count, g.DF)
		}
		near(t, option+" unweighted", &g.Unweighted, &plain.Share, 1e-9)
		near(t, option, &g.Share, &w.Share, 1e-10)
		near(t, option+" se", g.SE, w.SE, 1e-10)
		near(t, option+" deff", g.Deff, w.Deff, 1e-8)
		near(t, option+" n_eff", g.NEff, w.NEff, 1e-6)
		nearInterval(t, option+" ci", g.CI, w.interval(method, got.Answered))
	}
}

func sameGroup(t *testing.T, got estimates, column, label string, want oracleGroup, method string) {
	t.Helper()
	g, ok := got.By[column][label]
	if !ok || g.Published == nil || g.N != want.N {
		t.Errorf("%s %s: %d answered, want %d", column, label, g.N, want.N)
		return
	}
	if !*g.Published {
		if len(g.Options) > 0 {
			t.Errorf("%s %s has options", column, label)
		}
		// More than these are withheld only beside one of these.
		if want.Publish && !hasSmall(got, column) {
			t.Errorf("%s %s is withheld with %d answers", column, label, want.N)
		}
		return
	}
	if !want.Publish {
		t.Errorf("%s %s is shown with %d answers", column, label, want.N)
	}
	for option, w := range want.FPC {
		e := g.Options[option]
		near(t, label+" "+option, &e.Share, &w.Share, 1e-9)
		near(t, label+" "+option+" se", e.SE, w.SE, 1e-9)
		nearInterval(t, label+" "+option+" ci", e.CI, w.interval(method, g.N))
	}
}

func hasSmall(got estimates, column string) bool {
	for _, g := range got.By[column] {
		if g.N < 5 {
			return true
		}
	}
	return false
}

func TestSurveyEstimateRakesAsR(t *testing.T) {
	t.Parallel()
	o := readSurveyOracle(t, "a1_main")
	got := estimateOf(t, append(o.flags("a1_main"), "--rake", "region")...)
	if o.Expected.Raked == nil || len(o.Expected.Raked.FPC) != len(o.Options) || len(got.Raked["region"]) != 5 {
		t.Fatalf("raked by %v", got.Raked)
	}
	for option, w := range o.Expected.Raked.FPC {
		g := got.Options[option]
		near(t, option, &g.Share, &w.Share, 1e-8)
		near(t, option+" se", g.SE, w.SE, 1e-6**w.SE)
	}
}
