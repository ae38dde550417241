package benchmark_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/scoring"
)

func asOf(t time.Time) assessment.AsOf { return assessment.AsOf{Time: t} }

// figures are what a reader of a snapshot takes away.
func figures(s *benchmark.Snapshot) map[string]any {
	out := map[string]any{"as of": s.AsOf, "mean": s.Overview().Country.Score, "framework": s.Framework.Version}
	for _, row := range s.List(benchmark.Query{}).Rows {
		out[row.Name] = []any{row.Place, row.Score, row.Card.Coverage, row.Change, row.Region.Key}
	}
	return out
}

func TestTheSameMomentGivesTheSameAnswerForEver(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	f := keeper.Framework()
	before, asked := now.Add(-48*time.Hour), assessment.AsOf{Time: now.Add(-24 * time.Hour)}
	source.record(answered(f, odense, 0.5, before)...)
	source.record(answered(f, randers, 0.4, before)...)
	first, err := keeper.At(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	want := figures(first)
	if got := unit(t, first, odense); got.Place.Rank != 1 || !first.Earlier {
		t.Fatalf("Odense has place %+v in a snapshot with Earlier %v", got.Place, first.Earlier)
	}
	later := answered(f, randers, 0.9, now.Add(-time.Hour))
	for i := range later {
		later[i].Revision = 2
	}
	source.record(later...)
	if err := keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	clock = now.AddDate(3, 0, 0)
	if got := unit(t, keeper.Current(), randers); got.Place.Rank != 1 {
		t.Fatalf("Randers has place %+v now", got.Place)
	}
	fresh := benchmark.NewKeeper(source, source, func() time.Time { return clock }, now.Location(), slog.New(slog.DiscardHandler))
	if err := fresh.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]*benchmark.Keeper{"the same process": keeper, "another process": fresh} {
		again, err := k.At(t.Context(), asked)
		if err != nil {
			t.Fatal(err)
		}
		got := figures(again)
		got["as of"] = got["as of"].(time.Time).In(first.AsOf.Location())
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s answers otherwise later (-first +later):\n%s", name, diff)
		}
	}
}

func TestAMomentEndsAtANumberToo(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	f := keeper.Framework()
	first := source.record(answered(f, odense, 0.5, now)...)
	source.record(answered(f, randers, 0.4, now)...)
	s, err := keeper.At(t.Context(), assessment.AsOf{Time: now, Status: first[len(first)-1].ID})
	if err != nil {
		t.Fatal(err)
	}
	if got := unit(t, s, randers).Card.Standing; got != scoring.NoScore {
		t.Errorf("a status with a higher number counts: %v", got)
	}
	if got := unit(t, s, odense).Place.Rank; got != 1 {
		t.Errorf("Odense has rank %d", got)
	}
}

func TestMomentsThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	for i := range source.documents {
		source.documents[i].RecordedAt = now.AddDate(-1, 0, 0)
	}
	for name, c := range map[string]struct {
		at   time.Time
		want string
	}{
		"later than now":                    {now.Add(time.Microsecond), "benchmark.as_of_future"},
		"before anything had been recorded": {now.AddDate(-1, 0, -1), "benchmark.as_of_too_early"},
	} {
		_, err := keeper.At(t.Context(), assessment.AsOf{Time: c.at})
		var refused *fault.Error
		if !errors.As(err, &refused) || refused.Kind != fault.Invalid || refused.Message.Key != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}
