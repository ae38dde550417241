package estimation_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"modenhed/internal/estimation"
	"modenhed/internal/weighting"
)

// sample is what respondents are drawn with; every party and region occurs.
type sample struct {
	party, region  weighting.Margin
	sex, answers   weighting.Column
	raked, trimmed bool
}

func drawCodes(t *rapid.T, n, labels, least int) []int16 {
	codes := make([]int16, n)
	for i := range codes {
		codes[i] = int16(i)
		if i >= labels {
			codes[i] = rapid.Int16Range(int16(least), int16(labels-1)).Draw(t, "code")
		}
	}
	return codes
}

func drawSample(t *rapid.T) sample {
	n := rapid.IntRange(8, 60).Draw(t, "n")
	s := sample{raked: rapid.Bool().Draw(t, "raked"), trimmed: rapid.Bool().Draw(t, "trimmed")}
	s.party.Column = weighting.Column{Name: "party", Labels: []string{"A", "B", "C"}, Codes: drawCodes(t, n, 3, 0)}
	s.region.Column = weighting.Column{Name: "region", Labels: []string{"n", "s"}, Codes: drawCodes(t, n, 2, 0)}
	s.sex = weighting.Column{Name: "sex", Labels: []string{"f", "m"}, Codes: drawCodes(t, n, 2, -1)}
	s.answers = weighting.Column{Name: "answer", Labels: []string{"yes", "no", "dont_know", "never"}, Codes: drawCodes(t, n, 3, -1)}
	weights := rapid.SliceOfN(rapid.Float64Range(1, 10), n, n).Draw(t, "weights")
	for _, m := range []*weighting.Margin{&s.party, &s.region} {
		sums := make([]float64, len(m.Column.Labels))
		for i, code := range m.Column.Codes {
			sums[code] += weights[i]
		}
		for code, label := range m.Column.Labels {
			m.Population = append(m.Population, weighting.Count{Label: label, People: sums[code]})
		}
	}
	return s
}

func (s sample) margins() []weighting.Margin {
	if s.raked {
		return []weighting.Margin{s.party, s.region}
	}
	return []weighting.Margin{s.party}
}

func (s sample) weights(t *rapid.T) *weighting.Weights {
	w, err := weighting.Rake(s.margins(), weighting.Limits{Tolerance: 1e-12, Sweeps: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if !s.trimmed {
		return w
	}
	if w, err = w.Trim(weighting.Bounds{Lower: 0.8, Upper: 1.2}); err != nil {
		t.Skip(err)
	}
	return w
}

func (s sample) table(t *rapid.T, d estimation.Design) *estimation.Table {
	d.Minimum = 1
	table, err := estimation.Tabulate(d, s.answers)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// shares are those of all respondents and of each sex.
func shares(t *rapid.T, s sample, table *estimation.Table) (list []estimation.Share) {
	groups, err := table.By(s.sex)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range append(groups, table.Total()) {
		list = append(list, g.Shares...)
	}
	return list
}

// rowwise is the formula of the package's comment, one respondent at a time.
func rowwise(s sample, d estimation.Design, in func(i int) bool, option int16) (share, se float64) {
	w, n := d.Weights, len(s.answers.Codes)
	weight, hit := 0.0, 0.0
	for i, code := range s.answers.Codes {
		if in(i) && code >= 0 {
			weight += w.Of(i)
			if code == option {
				hit += w.Of(i)
			}
		}
	}
	share = hit / weight
	z := make([]float64, n)
	for i, code := range s.answers.Codes {
		if in(i) && code >= 0 {
			z[i] = -share / weight
			if code == option {
				z[i] += 1 / weight
			}
		}
	}
	if trimmed, ok := w.Trimmed(); !ok || trimmed.Rounds == 0 {
		sweepMeans(z, s.margins())
	}
	mean, squares := 0.0, 0.0
	for i := range z {
		z[i] *= w.Of(i)
		mean += z[i] / float64(n)
	}
	for i := range z {
		squares += (z[i] - mean) * (z[i] - mean)
	}
	f := float64(n) / w.Population()
	return share, math.Sqrt((1 - f) * float64(n) / float64(n-1) * squares)
}

// sweepMeans takes the means of each margin's strata out of z until nothing is
// left of them, which is the residual of least squares.
func sweepMeans(z []float64, margins []weighting.Margin) {
	for range 5000 {
		for _, m := range margins {
			sum, count := make([]float64, len(m.Column.Labels)), make([]float64, len(m.Column.Labels))
			for i, code := range m.Column.Codes {
				sum[code] += z[i]
				count[code]++
			}
			for i, code := range m.Column.Codes {
				z[i] -= sum[code] / count[code]
			}
		}
		if len(margins) == 1 {
			return
		}
	}
}

func TestCountingFirstIsTheFormulaRowByRow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		d := estimation.Default(s.weights(t))
		table := s.table(t, d)
		groups, err := table.By(s.sex)
		if err != nil {
			t.Fatal(err)
		}
		for code, g := range append(groups, table.Total()) {
			in := func(i int) bool { return code == len(groups) || s.sex.Codes[i] == int16(code) }
			for k, got := range g.Shares {
				share, se := rowwise(s, d, in, int16(k))
				if math.Abs(got.Value-share) > 1e-12 || got.SE.OK && math.Abs(got.SE.Value-se) > 1e-9 {
					t.Fatalf("%s %s: %v %v, row by row %v %v", g.Label, got.Option, got.Value, got.SE, share, se)
				}
			}
		}
	})
}

func TestScalingWeightsChangesNoShare(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		d := estimation.Default(s.weights(t))
		d.Correction = estimation.Infinite
		before := shares(t, s, s.table(t, d))
		times := rapid.Float64Range(0.01, 100).Draw(t, "times")
		for _, m := range []weighting.Margin{s.party, s.region} {
			for i := range m.Population {
				m.Population[i].People *= times
			}
		}
		d.Weights = s.weights(t)
		for i, after := range shares(t, s, s.table(t, d)) {
			if was := before[i]; math.Abs(after.Value-was.Value) > 1e-9 || math.Abs(after.SE.Value-was.SE.Value) > 1e-9 {
				t.Fatalf("%v %v, was %v %v", after.Value, after.SE, was.Value, was.SE)
			}
		}
	})
}

func TestOrderOfRespondentsChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		before := shares(t, s, s.table(t, estimation.Default(s.weights(t))))
		order := make([]int, len(s.answers.Codes))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "order")
		for _, c := range []*weighting.Column{&s.party.Column, &s.region.Column, &s.sex, &s.answers} {
			codes := make([]int16, len(order))
			for i, from := range order {
				codes[i] = c.Codes[from]
			}
			c.Codes = codes
		}
		after := shares(t, s, s.table(t, estimation.Default(s.weights(t))))
		if diff := cmp.Diff(before, after, cmpopts.IgnoreUnexported(estimation.Share{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestSharesAreWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		g := s.table(t, estimation.Default(s.weights(t))).Total()
		sum, people := 0.0, 0.0
		for _, share := range g.Shares {
			sum += share.Value
			people += share.People
			if i := share.Interval; share.Answered > 1 && i.OK && (i.Low < 0 || i.High > 1 || i.Low > share.Value+1e-12 || i.High < share.Value-1e-12) {
				t.Fatalf("%+v", share)
			}
		}
		if math.Abs(sum-1) > 1e-12 || people > g.People*(1+1e-12) {
			t.Fatalf("shares sum to %v, people %v of %v", sum, people, g.People)
		}
		all, ok, err := g.Union("all", "yes", "no", "dont_know", "never")
		if err != nil || !ok || all.Value != 1 {
			t.Fatalf("union %+v, %v", all, err)
		}
	})
}

func TestACensusHasNoError(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		s.trimmed = false
		for _, m := range []weighting.Margin{s.party, s.region} {
			for code := range m.Population {
				m.Population[code].People = 0
			}
			for _, code := range m.Column.Codes {
				m.Population[code].People++
			}
		}
		table := s.table(t, estimation.Default(s.weights(t)))
		for _, share := range shares(t, s, table) {
			if share.Answered > 1 && share.SE != (estimation.Figure{OK: true}) {
				t.Fatalf("%s: se %v", share.Option, share.SE)
			}
			if share.Deff.OK || share.Effective.OK {
				t.Fatalf("%+v", share)
			}
		}
	})
}
