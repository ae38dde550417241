package benchmark_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

func share(x float64) *float64 { return &x }

func TestTermsScoreAsTheirFrameworkWould(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	terms := benchmark.Terms{
		Weights:     map[framework.AreaKey]float64{"rpa": 3, "school": 0},
		Aggregation: framework.Geometric,
		MinCoverage: share(0.8),
	}
	v, err := s.Under(terms)
	if err != nil {
		t.Fatal(err)
	}
	f := s.Framework.WithAreaWeights(terms.Weights).WithAggregation(framework.Geometric).WithMinCoverage(0.8)
	model, err := scoring.Compile(f)
	if err != nil {
		t.Fatal(err)
	}
	cards, err := model.Score(s.Cells())
	if err != nil {
		t.Fatal(err)
	}
	var entries []ranking.Entry
	for i := range cards {
		entries = append(entries, ranking.Entry{Score: cards[i].Score.Value, Ranked: cards[i].Standing == scoring.Ranked})
	}
	for i, place := range ranking.Order(entries) {
		if diff := cmp.Diff(cards[i], v.Units[i].Card); diff != "" || place != v.Units[i].Place {
			t.Errorf("%s: place %+v, want %+v; card %s", v.Units[i].Name, v.Units[i].Place, place, diff)
		}
	}
	if v.Declared != s || v.Overview().Country.Ranked >= s.Overview().Country.Ranked {
		t.Errorf("ranked %d of a declared %d", v.Overview().Country.Ranked, s.Overview().Country.Ranked)
	}
	if s.Framework.Areas[0].Weight != 1 || s.Framework.Method.Aggregation != framework.Arithmetic {
		t.Error("the declared framework has changed")
	}
	if _, err := v.Robustness(); err != nil {
		t.Error(err)
	}
}

func TestTermsThatChangeNothingAreDeclared(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	f := keeper.Framework()
	same := benchmark.Terms{Weights: map[framework.AreaKey]float64{"rpa": 1}, Aggregation: framework.Arithmetic, MinCoverage: share(f.Method.MinCoverage)}
	if !same.Declared(f) || !(benchmark.Terms{}).Declared(f) {
		t.Error("declared terms are taken for others")
	}
	for name, terms := range map[string]benchmark.Terms{
		"weight":      {Weights: map[framework.AreaKey]float64{"rpa": 1.5}},
		"aggregation": {Aggregation: framework.Harmonic},
		"coverage":    {MinCoverage: share(0)},
	} {
		if terms.Declared(f) {
			t.Errorf("another %s is taken for declared", name)
		}
	}
}

func TestTermsThatCannotBe(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	nothing := make(map[framework.AreaKey]float64)
	for _, area := range s.Framework.Areas {
		nothing[area.Key] = 0
	}
	for name, c := range map[string]struct {
		terms  benchmark.Terms
		fields []string
	}{
		"below 0 and above 100": {benchmark.Terms{Weights: map[framework.AreaKey]float64{"rpa": -1, "school": 101}}, []string{"w-rpa", "w-school"}},
		"no number":             {benchmark.Terms{Weights: map[framework.AreaKey]float64{"rpa": math.NaN()}}, []string{"w-rpa"}},
		"no weight at all":      {benchmark.Terms{Weights: nothing}, []string{"w-rpa"}},
		"everything else":       {benchmark.Terms{Aggregation: "median", MinCoverage: share(1.1)}, []string{"aggregation", "coverage"}},
	} {
		_, err := s.Under(c.terms)
		var refused *fault.Error
		if !errors.As(err, &refused) || refused.Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var fields []string
		for _, p := range refused.Problems {
			fields = append(fields, p.Field)
		}
		if diff := cmp.Diff(c.fields, fields); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestIntervalsOfTheCountry(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	result, err := s.Robustness()
	if err != nil {
		t.Fatal(err)
	}
	groups, err := s.RankGroups()
	if err != nil {
		t.Fatal(err)
	}
	inside, last := 0, 0
	for _, row := range s.List(benchmark.Query{}).Rows {
		i := slicesIndex(s, row.Unit)
		interval, ok := result.Interval(i)
		if ok != (row.Place.Rank > 0) || ok != (groups[i] > 0) {
			t.Fatalf("%s has place %+v, interval %v and group %d", row.Name, row.Place, ok, groups[i])
		}
		if !ok {
			continue
		}
		if groups[i] < last || groups[i] > last+1 {
			t.Errorf("%s is in group %d after group %d", row.Name, groups[i], last)
		}
		last = groups[i]
		if interval.Low <= row.Place.Rank && row.Place.Rank <= interval.High {
			inside++
		}
	}
	if ranked := s.Overview().Country.Ranked; inside < ranked*8/10 || last < 2 || last > ranked/2 {
		t.Errorf("%d of %d ranks lie in their interval, in %d groups", inside, ranked, last)
	}
}

func slicesIndex(s *benchmark.Snapshot, unit *benchmark.Unit) int {
	for i := range s.Units {
		if s.Units[i].Code == unit.Code {
			return i
		}
	}
	return -1
}

func TestNobodyRankedHasNoIntervals(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, _ := open(t, &clock)
	s := keeper.Current()
	result, err := s.Robustness()
	groups, _ := s.RankGroups()
	if err != nil || result != nil || len(groups) != len(s.Units) {
		t.Errorf("intervals of nobody: %v, %d groups, %v", result, len(groups), err)
	}
	if _, err := s.Sensitivity(); err != nil {
		t.Error(err)
	}
	if s.Trend() != nil {
		t.Error("nothing reported has a trend")
	}
}

func TestMovementsSumToTheChange(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	earlier, err := keeper.At(t.Context(), asOf(now.AddDate(-1, 0, 0)))
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.MovedSince(earlier)
	if err != nil {
		t.Fatal(err)
	}
	moved := 0
	for _, unit := range s.Units {
		m, ok := report.Of(unit.Code)
		if !ok {
			t.Fatalf("no movement of %s", unit.Name)
		}
		sum := 0
		for _, part := range m.Rank.Parts {
			sum += part
		}
		if m.Rank.OK != unit.Change.Score.OK || m.Rank.OK && (m.Rank.Total != unit.Change.Rank || sum != unit.Change.Rank) {
			t.Errorf("%s moved %d places in parts %v that sum to %d", unit.Name, unit.Change.Rank, m.Rank.Parts, sum)
		}
		if m.Rank.Total != 0 {
			moved++
		}
	}
	if moved < 20 {
		t.Errorf("only %d moved", moved)
	}
}

// What is promised for a step is what comes when it is reported.
func TestAdviceKeepsItsPromise(t *testing.T) {
	t.Parallel()
	keeper, source := country(t)
	s := keeper.Current()
	advice, ok, err := s.Advice(odense)
	if err != nil || !ok || len(advice.Steps) == 0 {
		t.Fatalf("advice %+v, %v, %v", advice, ok, err)
	}
	best := advice.Steps[0]
	for _, teacher := range best.Teachers {
		if teacher.Answer.Status == nil || teacher.Answer.Status.Answer.Value == best.From || teacher.Code == odense {
			t.Errorf("%s teaches %s with %+v", teacher.Name, best.Key, teacher.Answer)
		}
	}
	answer := *unit(t, s, odense).Answers[best.Step.Indicator].Status
	answer.Revision++
	answer.Answer.Value, answer.RecordedAt = best.To, now
	if err := keeper.Publish(t.Context(), source.record(answer)); err != nil {
		t.Fatal(err)
	}
	got := unit(t, keeper.Current(), odense)
	if got.Card.Score != best.After.Score || got.Place.Rank != best.After.Rank {
		t.Errorf("promised %+v, came %v at %d", best.After, got.Card.Score, got.Place.Rank)
	}
	if _, ok, _ := s.Advice(999); ok {
		t.Error("advice for a municipality that does not exist")
	}
	path, ok, err := s.Reach(odense, improvement.Goal{Rank: 1})
	if err != nil || !ok || path.Prospect == improvement.Within && path.Moves[len(path.Moves)-1].After.Rank != 1 {
		t.Errorf("path %+v, %v, %v", path, ok, err)
	}
}

func TestTrendEndsNow(t *testing.T) {
	t.Parallel()
	keeper, _ := country(t)
	s := keeper.Current()
	trend := s.Trend()
	if len(trend) < 4 {
		t.Fatalf("%d points", len(trend))
	}
	last := trend[len(trend)-1]
	near := func(a, b scoring.Points) bool { return a.OK == b.OK && math.Abs(a.Value-b.Value) < 1e-9 }
	if last.At != s.AsOf || !near(last.Score, scoring.Points(s.Overview().Country.Score.Mean)) {
		t.Errorf("the trend ends with %+v at %v", last.Score, last.At)
	}
	for i, mean := range s.Overview().Areas {
		if !near(last.Areas[i], mean.Mean) {
			t.Errorf("area %s ends with %v, want %v", mean.Area.Key, last.Areas[i], mean.Mean)
		}
	}
	for i := 1; i < len(trend); i++ {
		if !trend[i-1].At.Before(trend[i].At) {
			t.Errorf("point %d at %v is not before %v", i-1, trend[i-1].At, trend[i].At)
		}
	}
}
