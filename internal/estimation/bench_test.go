package estimation_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"modenhed/internal/estimation"
	"modenhed/internal/weighting"
)

// drawn is a column of labels with these probabilities, each at least once.
func drawn(random *rand.Rand, name string, n int, labels []string, probabilities []float64) weighting.Column {
	c := weighting.Column{Name: name, Labels: labels, Codes: make([]int16, n)}
	for i := range c.Codes {
		if i < len(labels) {
			c.Codes[i] = int16(i)
			continue
		}
		at, code := random.Float64(), 0
		for code < len(labels)-1 && at > probabilities[code] {
			at -= probabilities[code]
			code++
		}
		c.Codes[i] = int16(code)
	}
	return c
}

// poll is a survey of the shape that R's package survey was timed with: nine
// parties, six options, five regions, 7.5 times as many people as respondents.
type poll struct {
	party           weighting.Margin
	region, answers weighting.Column
}

func newPoll(n int) poll {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	labels := func(prefix string, n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprint(prefix, i+1))
		}
		return list
	}
	p := poll{
		party:   weighting.Margin{Column: drawn(random, "party", n, labels("p", 9), []float64{.33, .29, .08, .09, .06, .07, .03, .01, .04})},
		region:  drawn(random, "region", n, labels("r", 5), []float64{.2, .2, .2, .2, .2}),
		answers: drawn(random, "answer", n, labels("o", 6), []float64{.2, .33, .16, .13, .08, .1}),
	}
	for i, share := range []float64{.316, .314, .104, .084, .049, .047, .025, .014, .047} {
		p.party.Population = append(p.party.Population, weighting.Count{Label: p.party.Column.Labels[i], People: 7.5 * float64(n) * share})
	}
	return p
}

var sizes = []int{326, 100_000, 1_000_000}

// BenchmarkQuestion is the work that R's package survey was timed with: design
// and post-stratification by nine parties, six shares with error and design
// effects, their xlogit intervals, and the same by five regions.
func BenchmarkQuestion(b *testing.B) {
	for _, n := range sizes {
		p := newPoll(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w, err := weighting.PostStratify(p.party)
				if err != nil {
					b.Fatal(err)
				}
				estimateAll(b, w, p)
			}
		})
	}
}

// BenchmarkRakedQuestion rakes on party and region instead.
func BenchmarkRakedQuestion(b *testing.B) {
	for _, n := range sizes {
		p := newPoll(n)
		regions := weighting.Margin{Column: p.region}
		for i, share := range []float64{.3, .17, .22, .2, .11} {
			regions.Population = append(regions.Population, weighting.Count{Label: p.region.Labels[i], People: 7.5 * float64(n) * share})
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w, err := weighting.Rake([]weighting.Margin{p.party, regions}, weighting.DefaultLimits())
				if err != nil {
					b.Fatal(err)
				}
				estimateAll(b, w, p)
			}
		})
	}
}

func estimateAll(b *testing.B, w *weighting.Weights, p poll) {
	b.Helper()
	d := estimation.Default(w)
	d.Interval = estimation.XLogit
	table, err := estimation.Tabulate(d, p.answers)
	if err != nil {
		b.Fatal(err)
	}
	total := table.Total()
	groups, err := table.By(p.region)
	if err != nil {
		b.Fatal(err)
	}
	for _, g := range append(groups, total) {
		if g.Published && (len(g.Shares) != 6 || !g.Shares[0].Interval.OK || !g.Shares[0].Deff.OK) {
			b.Fatal("not estimated")
		}
	}
}

// BenchmarkEncode makes a column of a million texts.
func BenchmarkEncode(b *testing.B) {
	p := newPoll(1_000_000)
	values := make([]string, len(p.answers.Codes))
	for i, code := range p.answers.Codes {
		values[i] = p.answers.Labels[code]
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := weighting.EncodeAs("answer", p.answers.Labels, values); err != nil {
			b.Fatal(err)
		}
	}
}
