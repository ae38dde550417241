package robustness_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// figures are everything a result says about some units.
type figures struct {
	Intervals     []robustness.Interval
	Ranked        []bool
	Top3          []float64
	Ahead, Tied   [][]float64
	Shift         float64
	GroupsInOrder []int
}

func figuresOf(r *robustness.Result, units []int) figures {
	f := figures{Shift: r.MeanAbsRankShift(), GroupsInOrder: r.Groups(units)}
	for _, a := range units {
		interval, ranked := r.Interval(a)
		top, _ := r.ShareWithin(a, 3)
		var ahead, tied []float64
		for _, b := range units {
			x, _ := r.ShareAhead(a, b)
			y, _ := r.ShareTied(a, b)
			ahead, tied = append(ahead, x), append(tied, y)
		}
		f.Intervals, f.Ranked, f.Top3 = append(f.Intervals, interval), append(f.Ranked, ranked), append(f.Top3, top)
		f.Ahead, f.Tied = append(f.Ahead, ahead), append(f.Tied, tied)
	}
	return f
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func declaredPlaces(t *rapid.T, w world, ranked []bool) []ranking.Place {
	cards, err := w.model.Score(matrix(w.units))
	if err != nil {
		t.Fatal(err)
	}
	entries := make([]ranking.Entry, len(cards))
	for u, card := range cards {
		entries[u] = ranking.Entry{Score: card.Score.Value, Ranked: ranked[u]}
	}
	return ranking.Order(entries)
}

func TestNoPerturbationGivesTheDeclaredRankWithoutWidth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{minmax: true, own: true})
		e, ranked := w.experiment(t)
		r, err := e.Run(few(robustness.Sources{}, 300), nil)
		if err != nil {
			t.Fatal(err)
		}
		for u, place := range declaredPlaces(t, w, ranked) {
			got, ok := r.Interval(u)
			var want robustness.Interval
			if ranked[u] {
				want = robustness.Interval{Low: place.Rank, Median: place.Rank, High: place.Rank, Mean: float64(place.Rank)}
			}
			if got != want || ok != ranked[u] {
				t.Fatalf("unit %d: %+v, %v; want %+v", u, got, ok, want)
			}
			for v, other := range declaredPlaces(t, w, ranked) {
				ahead, _ := r.ShareAhead(u, v)
				if (ahead == 1) != (ranked[u] && ranked[v] && place.Rank < other.Rank) {
					t.Fatalf("units %d and %d: ahead in %v", u, v, ahead)
				}
			}
		}
		if r.MeanAbsRankShift() != 0 {
			t.Fatalf("mean shift %v", r.MeanAbsRankShift())
		}
	})
}

// Sources that find nothing to vary are as good as none.
func TestSourcesWithoutAnythingToVaryGiveNoWidth(t *testing.T) {
	t.Parallel()
	areas := []framework.Area{area("a", 1, points("i", 2), points("j", 0)), area("b", 0, points("k", 1))}
	e := prepare(t, lenient(), areas, []scoring.Answer{
		value(10), value(90), value(30), value(20), missing, value(5), value(10), na, missing,
	})
	r := run(t, e, few(robustness.Sources{Areas: true, Indicators: true, Missing: true}, 500))
	for u, want := range []int{2, 1, 2} {
		if got := intervalOf(t, r, u); got.Low != want || got.High != want || got.SD != 0 {
			t.Errorf("unit %d: %+v, want rank %d", u, got, want)
		}
	}
}

func TestLittlePerturbationGivesLittleWidth(t *testing.T) {
	t.Parallel()
	s := robustness.Settings{Sources: robustness.Sources{Areas: true, Indicators: true}, Concentration: 1e13, Draws: 500}
	r := run(t, country(t), s)
	for u := range benchUnits {
		if got := intervalOf(t, r, u); got.Low != got.High {
			t.Errorf("unit %d: %+v", u, got)
		}
	}
	if r.MeanAbsRankShift() > 1e-3 {
		t.Errorf("mean shift %v", r.MeanAbsRankShift())
	}
}

func TestAnIntervalNearlyAlwaysContainsItsOwnRank(t *testing.T) {
	t.Parallel()
	inside, of := 0, 0
	for seed := range uint64(20) {
		e, ranks := randomCountry(t, seed)
		s := robustness.Defaults()
		s.Sources, s.Draws = robustness.Sources{Areas: true, Indicators: true}, 2000
		r := run(t, e, s)
		for u, rank := range ranks {
			of++
			if i := intervalOf(t, r, u); i.Low <= rank && rank <= i.High {
				inside++
			}
		}
	}
	if share := float64(inside) / float64(of); share < 0.99 {
		t.Errorf("%v of the intervals contain the declared rank", share)
	}
}

func randomCountry(t *testing.T, seed uint64) (e *robustness.Experiment, ranks []int) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 8))
	areas := []framework.Area{
		area("a", 2, points("a1", 1), points("a2", 1), points("a3", 2)),
		area("b", 1, points("b1", 1), points("b2", 1)),
		area("c", 3, points("c1", 2), points("c2", 1)),
	}
	var entries []ranking.Entry
	answers := make([]scoring.Answer, 60*7)
	for i := range answers {
		answers[i] = value(100 * random.Float64())
	}
	cards, err := compile(t, lenient(), areas).Score(answers)
	if err != nil {
		t.Fatal(err)
	}
	for _, card := range cards {
		entries = append(entries, ranking.Entry{Score: card.Score.Value, Ranked: true})
	}
	for _, place := range ranking.Order(entries) {
		ranks = append(ranks, place.Rank)
	}
	return prepare(t, lenient(), areas, answers), ranks
}

// With goalposts, a unit that every other is at least as good as changes nothing
// for the others, whatever is varied.
func TestADominatedUnitChangesNobodysRank(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{own: true})
		s := few(drawSources(t), 300)
		e, ranked := w.experiment(t)
		before, err := e.Run(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		worst := make([]scoring.Answer, len(w.units[0]))
		for i, place := range w.framework.Places() {
			worst[i] = value(0)
			if place.Indicator.Scale.LessIsBetter() {
				worst[i] = value(100)
			}
		}
		w.units = append(w.units, worst)
		e, err = robustness.Prepare(w.model, matrix(w.units), append(ranked, true))
		if err != nil {
			t.Fatal(err)
		}
		after, err := e.Run(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for u := range ranked {
			x, _ := before.Interval(u)
			y, _ := after.Interval(u)
			if x != y {
				t.Fatalf("unit %d: %+v, then %+v", u, x, y)
			}
		}
	})
}

// The order of the units is of no consequence as long as those that tie by the
// declared method have no missing values to be drawn.
func TestTheOrderOfUnitsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, worldOptions{own: true, minmax: true, complete: true, most: 12})
		e, ranked := w.experiment(t)
		s := few(drawSources(t), 300)
		before, err := e.Run(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		order := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1)).Perm(len(w.units))
		var turned [][]scoring.Answer
		var turnedRanked []bool
		for _, u := range order {
			turned, turnedRanked = append(turned, w.units[u]), append(turnedRanked, ranked[u])
		}
		e, err = robustness.Prepare(w.model, matrix(turned), turnedRanked)
		if err != nil {
			t.Fatal(err)
		}
		after, err := e.Run(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(figuresOf(before, order), figuresOf(after, upTo(len(order)))); diff != "" {
			t.Fatalf("turned units (-given +turned):\n%s", diff)
		}
	})
}

func TestTheOrderOfUnitsDoesNotMatterForMissingValuesEither(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(6, 6))
	areas := []framework.Area{area("a", 1, points("i", 1), points("j", 3)), area("b", 2, points("k", 1), points("l", 1))}
	units := make([][]scoring.Answer, 30)
	for u := range units {
		for i := range 4 {
			a := value(100 * random.Float64())
			if random.IntN(4) == 0 && i > 0 {
				a = missing
			}
			units[u] = append(units[u], a)
		}
	}
	order := random.Perm(len(units))
	turned := make([][]scoring.Answer, len(units))
	for n, u := range order {
		turned[n] = units[u]
	}
	s := few(robustness.AllSources(), 1000)
	before := run(t, prepare(t, lenient(), areas, matrix(units)), s)
	after := run(t, prepare(t, lenient(), areas, matrix(turned)), s)
	if diff := cmp.Diff(figuresOf(before, order), figuresOf(after, upTo(len(order)))); diff != "" {
		t.Fatalf("turned units (-given +turned):\n%s", diff)
	}
}

// Not parallel: it sets how many processors the program may use.
func TestTheSameSeedGivesTheSameResultOnAnyNumberOfProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	s := robustness.Defaults()
	s.Draws = 3001
	units := upTo(benchUnits)
	sums := func(e *robustness.Experiment) float64 {
		sum, err := robustness.Fold(e, s, func() float64 { return 0 },
			func(sum float64, d *robustness.Draw) float64 { x, _ := d.Score(5); return sum + x },
			func(a, b float64) float64 { return a + b })
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	var first figures
	var firstSum float64
	for i, processors := range []int{1, 2, 5, 1} {
		runtime.GOMAXPROCS(processors)
		e := country(t)
		got, sum := figuresOf(run(t, e, s), units), sums(e)
		if i == 0 {
			first, firstSum = got, sum
		}
		if diff := cmp.Diff(first, got); diff != "" || sum != firstSum {
			t.Fatalf("%d processors: sum %v, want %v (-one +several):\n%s", processors, sum, firstSum, diff)
		}
	}
}

func TestAnotherSeedGivesOtherDraws(t *testing.T) {
	t.Parallel()
	e := country(t)
	s := robustness.Defaults()
	s.Draws = 1000
	units := upTo(benchUnits)
	first := figuresOf(run(t, e, s), units)
	s.Seed++
	second := figuresOf(run(t, e, s), units)
	if cmp.Equal(first.Intervals, second.Intervals) {
		t.Error("two seeds give the same intervals")
	}
	for u := range units {
		if math.Abs(first.Intervals[u].Mean-second.Intervals[u].Mean) > 8*first.Intervals[u].SD/math.Sqrt(1000) {
			t.Errorf("unit %d: mean %v and %v", u, first.Intervals[u].Mean, second.Intervals[u].Mean)
		}
	}
}
