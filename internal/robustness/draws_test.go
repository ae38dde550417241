package robustness_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// reweighted returns a framework with other weights and another aggregation.
func reweighted(f *framework.Framework, a framework.Aggregation, areas, indicators []float64) *framework.Framework {
	out := f.WithAggregation(a)
	out.Areas, _, _ = reweigh(f.Areas, areas, indicators)
	return out
}

func reweigh(areas []framework.Area, weights, indicators []float64) (out []framework.Area, restWeights, restIndicators []float64) {
	out = slices.Clone(areas)
	for i := range out {
		out[i].Weight, weights = weights[0], weights[1:]
		out[i].Areas, weights, indicators = reweigh(out[i].Areas, weights, indicators)
		out[i].Indicators = slices.Clone(out[i].Indicators)
		for j := range out[i].Indicators {
			out[i].Indicators[j].Weight, indicators = indicators[0], indicators[1:]
		}
	}
	return out, weights, indicators
}

// A draw is nothing but the framework with other weights and aggregation, as
// package scoring scores it.
func TestADrawIsTheFrameworkWithOtherWeights(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{minmax: true, own: true})
		e, ranked := w.experiment(t)
		s := few(drawSources(t), 6)
		s.Missing = false
		err := e.Each(s, func(d *robustness.Draw) bool {
			f := reweighted(w.framework, d.Aggregation(), d.AreaWeights(nil), d.IndicatorWeights(nil))
			cards, err := mustCompile(t, f).Score(matrix(w.units))
			if err != nil {
				t.Fatal(err)
			}
			for u := range ranked {
				score, ok := d.Score(u)
				if ok != ranked[u] || ok && math.Abs(score-cards[u].Score.Value) > 2e-9 {
					t.Fatalf("draw %d, unit %d: score %v, %v; want %v", d.Number(), u, score, ok, cards[u].Score)
				}
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestWeightsOfADrawAreShares(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{})
		e, _ := w.experiment(t)
		s := few(drawSources(t), 5)
		var declared []float64
		err := e.Each(few(robustness.Sources{}, 1), func(d *robustness.Draw) bool {
			declared = d.IndicatorWeights(d.AreaWeights(nil))
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		areas := len(w.model.Areas())
		err = e.Each(s, func(d *robustness.Draw) bool {
			drawn := d.IndicatorWeights(d.AreaWeights(nil))
			for i, x := range drawn {
				varied := s.Areas && i < areas || s.Indicators && i >= areas
				same := math.Abs(x-declared[i]) < 1e-15
				if (x == 0) != (declared[i] == 0) || !varied && !same || varied && same && declared[i] > 0 && declared[i] < 1 {
					t.Fatalf("draw %d: weight %d is %v, declared %v", d.Number(), i, x, declared[i])
				}
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Ranks are those of the scores, as package ranking has them.
func TestRanksOfADrawFollowFromItsScores(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{minmax: true, own: true, most: 20})
		e, ranked := w.experiment(t)
		err := e.Each(few(drawSources(t), 10), func(d *robustness.Draw) bool {
			entries := make([]ranking.Entry, len(ranked))
			for u := range entries {
				entries[u].Score, entries[u].Ranked = d.Score(u)
			}
			for u, place := range ranking.Order(entries) {
				if rank, ok := d.Rank(u); rank != place.Rank || ok != ranked[u] {
					t.Fatalf("draw %d, unit %d: rank %d, want %d", d.Number(), u, rank, place.Rank)
				}
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// plain counts the same as a result does, in the plainest way.
type plain struct {
	ranks [][]int
	draws int
}

func collect(t testing.TB, e *robustness.Experiment, s robustness.Settings, units int) plain {
	t.Helper()
	p := plain{ranks: make([][]int, units), draws: s.Draws}
	number := 0
	err := e.Each(s, func(d *robustness.Draw) bool {
		if d.Number() != number {
			t.Fatalf("draw %d comes as number %d", number, d.Number())
		}
		number++
		for u := range units {
			if rank, ok := d.Rank(u); ok {
				p.ranks[u] = append(p.ranks[u], rank)
			}
		}
		return true
	})
	if err != nil || number != s.Draws {
		t.Fatalf("%d draws of %d: %v", number, s.Draws, err)
	}
	return p
}

func (p plain) share(which func(draw int) bool) float64 {
	n := 0
	for draw := range p.draws {
		if which(draw) {
			n++
		}
	}
	return float64(n) / float64(p.draws)
}

func (p plain) interval(u int) robustness.Interval {
	sorted := slices.Sorted(slices.Values(p.ranks[u]))
	at := func(percent int) int { return sorted[(percent*p.draws+99)/100-1] }
	i := robustness.Interval{Low: at(5), Median: at(50), High: at(95)}
	for _, r := range sorted {
		i.Mean += float64(r) / float64(p.draws)
	}
	for _, r := range sorted {
		i.SD += (float64(r) - i.Mean) * (float64(r) - i.Mean) / float64(p.draws)
	}
	i.SD = math.Sqrt(i.SD)
	return i
}

// The result counts what Each shows, for numbers of units on both sides of
// what fits into one and two words, with ties and units that are not ranked.
func TestAResultCountsTheDrawsOfEach(t *testing.T) {
	t.Parallel()
	for _, units := range []int{1, 2, 63, 64, 65, 128, 129, 200} {
		e := tyingCountry(t, units)
		s := few(robustness.AllSources(), 700)
		r, p := run(t, e, s), collect(t, e, s, units)
		for a := range units {
			if p.ranks[a] == nil {
				checkNotRanked(t, r, a)
				continue
			}
			got := intervalOf(t, r, a)
			if diff := cmp.Diff(p.interval(a), got, near); diff != "" {
				t.Errorf("%d units, unit %d (-want +got):\n%s", units, a, diff)
			}
			if want := p.share(func(d int) bool { return p.ranks[a][d] <= 10 }); within(t, r, a, 10) != want {
				t.Errorf("%d units, unit %d: top 10 in %v, want %v", units, a, within(t, r, a, 10), want)
			}
			for b := range units {
				checkPair(t, r, p, a, b)
			}
		}
	}
}

var near = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })

func checkNotRanked(t *testing.T, r *robustness.Result, u int) {
	t.Helper()
	_, interval := r.Interval(u)
	_, top := r.ShareWithin(u, 10)
	_, ahead := r.ShareAhead(u, 0)
	_, behind := r.ShareAhead(0, u)
	_, level := r.ShareTied(u, 0)
	if interval || top || ahead || behind || level {
		t.Errorf("unit %d has figures without being ranked", u)
	}
}

func checkPair(t *testing.T, r *robustness.Result, p plain, a, b int) {
	t.Helper()
	if p.ranks[b] == nil {
		return
	}
	ahead, _ := r.ShareAhead(a, b)
	level, _ := r.ShareTied(a, b)
	wantAhead := p.share(func(d int) bool { return p.ranks[a][d] < p.ranks[b][d] })
	wantLevel := p.share(func(d int) bool { return p.ranks[a][d] == p.ranks[b][d] })
	if ahead != wantAhead || level != wantLevel {
		t.Errorf("units %d and %d: ahead in %v, tied in %v; want %v, %v", a, b, ahead, level, wantAhead, wantLevel)
	}
}

// tyingCountry has units that answer alike, so that they tie in every draw,
// and, after the first, some that are not ranked.
func tyingCountry(t *testing.T, units int) *robustness.Experiment {
	t.Helper()
	areas := []framework.Area{area("a", 1, points("i", 1), points("j", 2)), area("b", 2, points("k", 1))}
	var answers []scoring.Answer
	for u := range units {
		row := []scoring.Answer{value(float64(u * 37 % 11 * 10)), value(float64(u * 17 % 7 * 10)), value(float64(u % 5 * 20))}
		switch {
		case u%9 == 4:
			row[0] = missing
		case u%13 == 7:
			row = []scoring.Answer{na, na, na}
		}
		answers = append(answers, row...)
	}
	return prepare(t, lenient(), areas, answers)
}

func TestFoldSeesTheDrawsOfEach(t *testing.T) {
	t.Parallel()
	e := tyingCountry(t, 40)
	s := few(robustness.AllSources(), 1000)
	p := collect(t, e, s, 40)
	type seen struct{ numbers, ranks []int }
	got, err := robustness.Fold(e, s,
		func() *seen { return new(seen) },
		func(x *seen, d *robustness.Draw) *seen {
			rank, _ := d.Rank(3)
			x.numbers, x.ranks = append(x.numbers, d.Number()), append(x.ranks, rank)
			return x
		},
		func(x, y *seen) *seen {
			x.numbers, x.ranks = append(x.numbers, y.numbers...), append(x.ranks, y.ranks...)
			return x
		})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p.ranks[3], got.ranks); diff != "" {
		t.Errorf("ranks (-want +got):\n%s", diff)
	}
	if !slices.IsSorted(got.numbers) || got.numbers[0] != 0 || got.numbers[999] != 999 {
		t.Error("blocks are merged out of order")
	}
}

func TestEachStopsWhenToldTo(t *testing.T) {
	t.Parallel()
	e := tyingCountry(t, 10)
	for _, after := range []int{1, 256, 300} {
		n := 0
		err := e.Each(few(robustness.AllSources(), 1000), func(*robustness.Draw) bool { n++; return n < after })
		if err != nil || n != after {
			t.Errorf("%d draws, want %d: %v", n, after, err)
		}
	}
}

func TestADrawKnowsWhoIsNotRanked(t *testing.T) {
	t.Parallel()
	err := tyingCountry(t, 10).Each(few(robustness.Sources{}, 1), func(d *robustness.Draw) bool {
		for _, u := range []int{-1, 7, 10} {
			_, rank := d.Rank(u)
			if _, score := d.Score(u); rank || score {
				t.Errorf("unit %d has a rank or a score", u)
			}
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
}
