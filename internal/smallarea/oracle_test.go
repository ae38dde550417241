package smallarea_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"modenhed/internal/smallarea"
)

// expected is what a case's JSON file says.
type expected struct {
	Positive []string `json:"positive"`
	CSV      string   `json:"csv"`
	Seats    string   `json:"population_csv"`
	Expected struct {
		PBar       float64            `json:"pbar"`
		PartyRates map[string]float64 `json:"party_rates"`
		Tau        float64            `json:"tau"`
		TauLME4    float64            `json:"tau_lme4"`
		LogLik     float64            `json:"loglik"`
		LogLikZero float64            `json:"loglik_tau0"`
		LogLikAt   map[string]float64 `json:"loglik_at"`
		Kappa      float64            `json:"kappa"`
		Councils   map[string]council `json:"municipalities"`
	} `json:"expected"`
}

type council struct {
	N            int     `json:"n"`
	Y            int     `json:"y"`
	Seats        int     `json:"seats"`
	Synthetic    float64 `json:"synthetic"`
	UMean        float64 `json:"u_mean"`
	Share        float64 `json:"share"`
	SDRate       float64 `json:"sd_rate"`
	SDPredictive float64 `json:"sd_predictive"`
	Predictive90 [2]int  `json:"predictive_90"`
	BetaBinomial float64 `json:"beta_binomial_share"`
	Status       string  `json:"status"`
	Publish      float64 `json:"publish"`
}

var cases = []string{"s1_boundary", "s2_local", "s3_few"}

// oracle reads a case as an input and what is expected of it.
func oracle(tb testing.TB, name string) (smallarea.Input, expected) {
	tb.Helper()
	var want expected
	raw, err := os.ReadFile(filepath.Join("testdata", "oracle", name+".json"))
	if err != nil {
		tb.Fatal(err)
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		tb.Fatal(err)
	}
	var in smallarea.Input
	at := make(map[[2]string]*smallarea.Party)
	for _, row := range rows(tb, want.Seats) {
		code := row["municipality_code"]
		if n := len(in.Councils); n == 0 || in.Councils[n-1].Code != code {
			in.Councils = append(in.Councils, smallarea.Council{Code: code, Parties: make([]smallarea.Party, 0, 20)})
		}
		last := &in.Councils[len(in.Councils)-1]
		seats, err := strconv.Atoi(row["seats"])
		if err != nil {
			tb.Fatal(err)
		}
		last.Parties = append(last.Parties, smallarea.Party{Key: row["party"], Seats: seats})
		at[[2]string{code, row["party"]}] = &last.Parties[len(last.Parties)-1]
	}
	for _, row := range rows(tb, want.CSV) {
		p := at[[2]string{row["municipality_code"], row["party"]}]
		switch {
		case row["answer"] == "":
			p.Blank++
		case slices.Contains(want.Positive, row["answer"]):
			p.Favour++
			fallthrough
		default:
			p.Answered++
		}
	}
	return in, want
}

// rows reads a CSV file of the oracle.
func rows(tb testing.TB, name string) []map[string]string {
	tb.Helper()
	file, err := os.Open(filepath.Join("testdata", "oracle", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	var list []map[string]string
	for _, record := range records[1:] {
		row := make(map[string]string)
		for i, name := range records[0] {
			row[name] = record[i]
		}
		list = append(list, row)
	}
	return list
}

// estimate computes, or ends the test.
func estimate(tb testing.TB, in smallarea.Input) *smallarea.Result {
	tb.Helper()
	r, err := smallarea.Estimate(in, smallarea.Minimum{})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// differences keeps the largest difference per figure.
type differences map[string]float64

func (d differences) note(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	off := math.Abs(got - want)
	d[what] = max(d[what], off)
	if !(off <= tolerance) {
		t.Errorf("%s = %.12g, want %.12g within %g", what, got, want, tolerance)
	}
}

func TestAgreesWithR(t *testing.T) {
	t.Parallel()
	for _, name := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in, want := oracle(t, name)
			got, d := estimate(t, in), make(differences)
			checkOverall(t, got, want, d)
			if len(got.Figures) != len(want.Expected.Councils) {
				t.Fatalf("%d figures, want %d", len(got.Figures), len(want.Expected.Councils))
			}
			for _, f := range got.Figures {
				checkFigure(t, f, want.Expected.Councils[f.Code], d, got.Tau == 0)
			}
			t.Log("largest differences:", d)
		})
	}
}

func checkOverall(t *testing.T, got *smallarea.Result, want expected, d differences) {
	t.Helper()
	e := want.Expected
	d.note(t, "pbar", got.Share, e.PBar, 1e-10)
	if len(got.Rates) != len(e.PartyRates) {
		t.Errorf("%d rates, want %d", len(got.Rates), len(e.PartyRates))
	}
	for _, r := range got.Rates {
		d.note(t, "party rate", r.Share, e.PartyRates[r.Party], 1e-10)
	}
	d.note(t, "tau", got.Tau, e.Tau, 1e-4)
	d.note(t, "tau by lme4", got.Tau, e.TauLME4, 1e-3)
	d.note(t, "loglik", got.LogLik, e.LogLik, 1e-6)
	d.note(t, "loglik at 0", got.LogLikZero, e.LogLikZero, 1e-6)
	for tau, l := range e.LogLikAt {
		x, err := strconv.ParseFloat(tau, 64)
		if err != nil {
			t.Fatal(err)
		}
		d.note(t, "loglik at tau", got.LogLikAt(x), l, 1e-6)
	}
	d.note(t, "kappa, relative", got.Kappa/e.Kappa, 1, 1e-3)
	if got.LocalEffect() != (e.Tau > 0) {
		t.Errorf("local effect: %v", got.LocalEffect())
	}
}

func checkFigure(t *testing.T, f smallarea.Figure, want council, d differences, flat bool) {
	t.Helper()
	if f.Seats != want.Seats || f.Answered != want.N || f.Favour != want.Y || string(f.Status) != want.Status {
		t.Errorf("%s: got %+v, want %+v", f.Code, f, want)
	}
	if flat {
		if f.SDRate != 0 {
			t.Errorf("%s: sd_rate %g at tau 0", f.Code, f.SDRate)
		}
		want.SDRate = 0
	}
	d.note(t, "synthetic", f.Synthetic, want.Synthetic, 1e-10)
	d.note(t, "share", f.Share, want.Share, 1e-5)
	d.note(t, "sd_rate", f.SDRate, want.SDRate, 1e-5)
	d.note(t, "sd_predictive", f.SDPredictive, want.SDPredictive, 1e-5)
	d.note(t, "effect", f.Effect, want.UMean, 1e-4)
	d.note(t, "beta_binomial_share", f.BetaBinomial, want.BetaBinomial, 1e-4)
	if got := [2]int{f.Predictive90.Low, f.Predictive90.High}; got != want.Predictive90 {
		t.Errorf("%s: predictive_90 %v, want %v", f.Code, got, want.Predictive90)
	}
}
