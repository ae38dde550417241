package estimation_test

import (
	"testing"

	"modenhed/internal/estimation"
	"modenhed/internal/weighting"
)

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
			return // the case has no second margin
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
			return // the case has no bounds
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
