package benchmark_test

import (
	"context"
	"log/slog"
	"math"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/demo"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/store"
	"modenhed/internal/verification"
)

// judgedCountry is the invented country with its invented verdicts.
func judgedCountry(t *testing.T) *benchmark.Snapshot {
	t.Helper()
	keeper, source := country(t)
	for _, e := range demo.Verdicts(source.statuses, now, demo.Authors{Analyst: account.Actor{ID: 2}}) {
		source.judge(e.Status, e.Kind, e.RecordedAt)
	}
	refresh(t, keeper)
	return keeper.Current()
}

// byHand is a mean of points that are mapped to 1..100 unless the mean is arithmetic.
type byHand struct {
	part    func(points float64) float64
	back    func(mean float64) float64
	mapping func(points float64) float64
}

var hands = map[framework.Aggregation]byHand{
	framework.Arithmetic: {
		part: func(x float64) float64 { return x }, back: func(x float64) float64 { return x },
		mapping: func(x float64) float64 { return x },
	},
	framework.Geometric: {
		part: math.Log, back: math.Exp,
		mapping: func(x float64) float64 { return 1 + 0.99*x },
	},
	framework.Harmonic: {
		part: func(x float64) float64 { return 1 / x }, back: func(x float64) float64 { return 1 / x },
		mapping: func(x float64) float64 { return 1 + 0.99*x },
	},
}

// mostPoints is the rule in its own words, from what stands in the status.
func mostPoints(s *assessment.Status) float64 {
	for _, v := range slices.Backward(s.Verdicts) {
		switch v.Kind {
		case assessment.VerdictVerified:
			return 100
		case assessment.VerdictQuestioned:
			return 20
		}
	}
	switch e := s.Evidence; {
	case e.Link != "" || len(e.Files) > 0:
		return 60
	case e.Text != "":
		return 40
	}
	return 20
}

// verifiedByHand computes a verified score from answers and caps alone; ok is
// false when the areas with enough answers carry too little weight.
func verifiedByHand(s *benchmark.Snapshot, unit *benchmark.Unit, hand byHand) (score float64, ok bool) {
	method := s.Framework.Method
	total, weight, applicable := 0.0, 0.0, 0.0
	for a := range s.Framework.Areas {
		area := &s.Framework.Areas[a]
		sum, behind, answered, of := 0.0, 0.0, 0, 0
		for i, place := range s.Places {
			if place.Top != area {
				continue
			}
			answer := unit.Answers[i]
			if answer.State() == assessment.NotApplicable && !answer.Stale {
				continue
			}
			of++
			if answer.State() != assessment.Reported || answer.Stale {
				continue
			}
			scale := place.Indicator.Scale
			points := 100 * (answer.Status.Answer.Value - scale.Low) / (scale.High - scale.Low)
			points = min(max(points, 0), 100, mostPoints(answer.Status))
			sum += place.Indicator.Weight * hand.part(hand.mapping(points))
			behind += place.Indicator.Weight
			answered++
		}
		if of == 0 {
			continue
		}
		applicable += area.Weight
		if answered > 0 && float64(answered)/float64(of) >= method.MinAreaCoverage-1e-9 {
			total += area.Weight * hand.part(hand.back(sum/behind))
			weight += area.Weight
		}
	}
	if weight == 0 || weight/applicable < method.MinIndexWeight-1e-9 {
		return 0, false
	}
	return hand.back(total / weight), true
}

func TestTheVerifiedScoresOfTheInventedCountryByHand(t *testing.T) {
	t.Parallel()
	declared := judgedCountry(t)
	for aggregation, hand := range hands {
		s, err := declared.Under(benchmark.Terms{Aggregation: aggregation})
		if err != nil {
			t.Fatal(err)
		}
		claimed, v := s, s.Verified()
		lower := 0
		for i, unit := range v.Units {
			want, ok := verifiedByHand(v, unit, hand)
			if got := unit.Card.Score; got.OK != ok || math.Abs(got.Value-want) > 1e-8 {
				t.Errorf("%s, %s: verified score %v, by hand %v", aggregation, unit.Name, got, want)
			}
			was := claimed.Units[i].Card
			if unit.Card.Score.Value > was.Score.Value+1e-9 {
				t.Errorf("%s, %s: verified %v is above claimed %v", aggregation, unit.Name, unit.Card.Score, was.Score)
			}
			if unit.Card.Coverage != was.Coverage || unit.Card.Standing != was.Standing {
				t.Errorf("%s, %s: caps changed coverage or standing", aggregation, unit.Name)
			}
			if unit.Card.Score.Value < was.Score.Value {
				lower++
			}
		}
		if lower < 80 {
			t.Errorf("%s: only %d scores are lower when verified", aggregation, lower)
		}
	}
}

func TestTermsKeepTheBasis(t *testing.T) {
	t.Parallel()
	s := judgedCountry(t)
	terms := benchmark.Terms{Weights: map[framework.AreaKey]float64{"rpa": 3}, Aggregation: framework.Geometric}
	after, err := s.Verified().Under(terms)
	if err != nil {
		t.Fatal(err)
	}
	before, err := s.Under(terms)
	if err != nil {
		t.Fatal(err)
	}
	if after.Basis != benchmark.Verified || after.Declared != s.Verified() || after.Claimed().Declared != s {
		t.Error("the terms changed what is compared with what")
	}
	if diff := cmp.Diff(figures(before.Verified()), figures(after)); diff != "" {
		t.Errorf("the order of choices matters (-terms first +basis first):\n%s", diff)
	}
	if places, ok := after.MovedFromDeclared(odense); !ok || places != unit(t, after.Declared, odense).Place.Rank-unit(t, after, odense).Place.Rank {
		t.Errorf("Odense moved by %d", places)
	}
}

func TestAllVerifiedIsClaimed(t *testing.T) {
	t.Parallel()
	keeper, source := country(t)
	source.judgeAll(slices.Clone(source.statuses), assessment.VerdictVerified, now)
	refresh(t, keeper)
	s := keeper.Current()
	for i, unit := range s.Verified().Units {
		if diff := cmp.Diff(s.Units[i].Card, unit.Card); diff != "" || unit.Place != s.Units[i].Place {
			t.Fatalf("%s has another card when all is verified: %s", unit.Name, diff)
		}
	}
}

// Everything that rests on the verified snapshot goes by its scores.
func TestWhatRestsOnTheVerifiedScore(t *testing.T) {
	t.Parallel()
	s := judgedCountry(t)
	v := s.Verified()
	last := v.Trend()[len(v.Trend())-1]
	if mean := v.Overview().Country.Score.Mean; last.Score != mean || mean.Value >= s.Overview().Country.Score.Mean.Value {
		t.Errorf("the trend ends at %v, the mean is %v", last.Score, mean)
	}
	result, err := v.Robustness()
	if err != nil {
		t.Fatal(err)
	}
	for i, unit := range v.Units {
		if interval, ok := result.Interval(i); ok && (unit.Place.Rank < interval.Low-40 || unit.Place.Rank > interval.High+40) {
			t.Errorf("%s has rank %d and the interval %v", unit.Name, unit.Place.Rank, interval)
		}
	}
	profile, _ := v.Profile(odense)
	claimed, _ := s.Unit(odense)
	if profile.Beside != claimed || profile.Card.Score == claimed.Card.Score {
		t.Error("the claimed score does not stand beside")
	}
	if trend := profile.Trend; !near(trend[len(trend)-1].Score.Value, profile.Card.Score.Value) {
		t.Errorf("the trend of Odense ends at %v, its score is %v", trend[len(trend)-1].Score, profile.Card.Score)
	}
	leads, err := v.Leads([]municipality.Code{v.List(benchmark.Query{}).Rows[0].Code, odense})
	if err != nil || len(leads) == 0 {
		t.Errorf("no lead: %v", err)
	}
	movements, err := v.MovedSince(v)
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := movements.Of(odense); !ok || m.After.Score != profile.Card.Score {
		t.Error("movements do not end at the verified score")
	}
}

// Two processes with a database between them see the same.
func TestVerdictsOfAnotherProcessInADatabase(t *testing.T) {
	t.Parallel()
	s, actor := storeWithCountry(t)
	zone := time.UTC
	open := func() *benchmark.Keeper {
		k := benchmark.NewKeeper(s, noRounds{}, time.Now, zone, slog.New(slog.DiscardHandler))
		if err := k.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		return k
	}
	one, other := open(), open()
	before := unit(t, one.Current().Verified(), odense).Card.Score
	var next []verification.Next
	for _, a := range unit(t, one.Current(), odense).Answers {
		if a.Status != nil && !a.Stale && a.State() == assessment.Reported {
			next = append(next, verification.Next{Entry: verification.Entry{Status: a.Status.ID, Kind: assessment.VerdictVerified, Author: actor.ID}})
		}
	}
	recorded, err := s.AppendVerdicts(context.Background(), next)
	if err != nil {
		t.Fatal(err)
	}
	var judged []assessment.Judged
	for _, e := range recorded {
		judged = append(judged, assessment.Judged{Status: e.Status, Verdict: e.Verdict()})
	}
	if err := one.PublishVerdicts(t.Context(), judged); err != nil {
		t.Fatal(err)
	}
	refresh(t, one)
	refresh(t, other)
	third := open()
	for name, k := range map[string]*benchmark.Keeper{"the process that recorded": one, "the other": other, "one that starts": third} {
		u := unit(t, k.Current().Verified(), odense)
		if claimed := unit(t, k.Current(), odense).Card.Score; u.Card.Score != claimed || claimed.Value <= before.Value {
			t.Errorf("%s: verified score %v, claimed %v, before %v", name, u.Card.Score, claimed, before)
		}
	}
}

// storeWithCountry is a database with the invented statuses, and who may stand
// as the author of verdicts.
func storeWithCountry(t testing.TB) (*store.Store, account.Actor) {
	t.Helper()
	path, actor := inventedDatabase(t)
	s, err := store.Open(t.Context(), filepath.Clean(path), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, actor
}
