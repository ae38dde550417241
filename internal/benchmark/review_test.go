package benchmark_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// named is a round's name.
func named(key string) benchmark.RoundName {
	return benchmark.RoundName{Key: key, Title: framework.Text{DA: "Målerunde " + key, EN: "Round " + key}}
}

// measured returns a keeper in which Odense had 40 points when round 2025 was
// published and has 70 now.
func measured(t *testing.T, clock *time.Time) (*benchmark.Keeper, *memory, benchmark.Standing) {
	t.Helper()
	keeper, source := open(t, clock)
	f, cutoff := keeper.Framework(), now.AddDate(0, -1, 0)
	first := source.record(answered(f, odense, 0.4, cutoff)...)
	later := answered(f, odense, 0.7, now.Add(-time.Hour))
	for i := range later {
		later[i].Revision = 2
	}
	source.record(later...)
	held := benchmark.Standing{
		Published: named("2025"),
		Counts:    assessment.AsOf{Time: cutoff, Status: first[len(first)-1].ID},
	}
	source.step(held)
	refresh(t, keeper)
	return keeper, source, held
}

func refresh(t *testing.T, keeper *benchmark.Keeper) {
	t.Helper()
	if err := keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// wantScore fails the test unless Odense has a score, or none when want is 0.
func wantScore(t *testing.T, who string, s *benchmark.Snapshot, want float64) {
	t.Helper()
	score := unit(t, s, odense).Card.Score
	if score.OK != (want != 0) || score.OK && (score.Value < want-1e-9 || score.Value > want+1e-9) {
		t.Errorf("%s: Odense has %+v, want %v", who, score, want)
	}
}

func TestOutsideAReviewThePublicSeesTheNewest(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source, held := measured(t, &clock)
	for range 3 {
		if keeper.Public() != keeper.Current() || keeper.Public().Withheld || keeper.Public().Review != nil {
			t.Fatal("the public sees another snapshot, or a review")
		}
		stamp := keeper.Public().Stamp()
		source.step(held)
		refresh(t, keeper)
		if keeper.Public().Stamp() == stamp {
			t.Error("a step of a round leaves the stamp")
		}
	}
	wantScore(t, "the public", keeper.Public(), 70)
}

func TestDuringAReviewThePublicSeesThePublishedRound(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source, held := measured(t, &clock)
	review := held
	review.Reviewed = named("2026")
	before := keeper.Public().Stamp()
	source.step(review)
	refresh(t, keeper)
	public := keeper.Public()
	wantScore(t, "the public", public, 40)
	wantScore(t, "those who may", keeper.Current(), 70)
	if !public.Withheld || !public.Earlier || !public.AsOf.Equal(held.Counts.Time) || public.Stamp() == before {
		t.Errorf("the public's snapshot is withheld %v, earlier %v, of %s", public.Withheld, public.Earlier, public.AsOf)
	}
	want := &benchmark.Review{Round: named("2026"), Published: named("2025")}
	if diff := cmp.Diff([]*benchmark.Review{want, want}, []*benchmark.Review{public.Review, keeper.Current().Review}); diff != "" {
		t.Errorf("review (-want +got):\n%s", diff)
	}
	variant, err := public.Under(benchmark.Terms{Aggregation: framework.Geometric})
	if err != nil {
		t.Fatal(err)
	}
	if score := unit(t, variant, odense).Card.Score; score.Value > 45 {
		t.Errorf("on other terms Odense has %v", score)
	}
	asked, err := keeper.At(t.Context(), held.Counts)
	if err != nil || asked.Withheld || asked.Review != nil {
		t.Errorf("who asks for the round gets %+v, %v", asked.Review, err)
	}

	source.step(held)
	refresh(t, keeper)
	wantScore(t, "the public after reopening", keeper.Public(), 70)
	if keeper.Public() != keeper.Current() {
		t.Error("after reopening the public sees another snapshot")
	}
}

// What is recorded during a review leaves what the public sees, and its stamp.
func TestAnswersDuringAReviewLeaveThePublicAlone(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source, held := measured(t, &clock)
	held.Reviewed = named("2026")
	source.step(held)
	refresh(t, keeper)
	public := keeper.Public()
	mine := source.record(answered(keeper.Framework(), randers, 0.9, now)...)
	if err := keeper.Publish(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	source.record(answered(keeper.Framework(), aarhus, 0.9, now)...)
	refresh(t, keeper)
	if keeper.Public() != public {
		t.Error("the public's snapshot has changed")
	}
	for _, code := range []municipality.Code{randers, aarhus} {
		if !unit(t, keeper.Current(), code).Card.Score.OK {
			t.Errorf("%s is not shown to those who may see it", code)
		}
	}
	clock = now.AddDate(0, 0, 1)
	refresh(t, keeper)
	wantScore(t, "the public on the next day", keeper.Public(), 40)
}

// A step is seen although all the statuses recorded before it are known.
func TestAReviewIsSeenRightAfterAnOwnAnswer(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source, held := measured(t, &clock)
	mine := source.record(answered(keeper.Framework(), randers, 0.9, now)...)
	if err := keeper.Publish(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	held.Reviewed = named("2026")
	source.step(held)
	refresh(t, keeper)
	wantScore(t, "the public", keeper.Public(), 40)
}

func TestBeforeTheFirstPublicationThePublicSeesNoAnswers(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source, _ := measured(t, &clock)
	source.step(benchmark.Standing{Reviewed: named("2026")})
	refresh(t, keeper)
	public := keeper.Public()
	wantScore(t, "the public", public, 0)
	if !public.Empty() || !public.Withheld || public.Review.Published.Key != "" {
		t.Errorf("empty %v, withheld %v, review %+v", public.Empty(), public.Withheld, public.Review)
	}
	wantScore(t, "those who may", keeper.Current(), 70)
}

// Rather no figures than those under review, and then the right ones.
func TestWhenThePublishedFiguresCannotBeReadThePublicSeesNone(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source, held := measured(t, &clock)
	source.mu.Lock()
	source.lost = errors.New("the disk is gone")
	source.mu.Unlock()
	held.Reviewed = named("2026")
	source.step(held)
	if err := keeper.Refresh(t.Context()); !errors.Is(err, source.lost) {
		t.Errorf("Refresh() = %v", err)
	}
	wantScore(t, "the public", keeper.Public(), 0)
	mine := source.record(answered(keeper.Framework(), randers, 0.9, now)...)
	if err := keeper.Publish(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	if !keeper.Public().Empty() {
		t.Error("an answer during a review is public")
	}
	source.mu.Lock()
	source.lost = nil
	source.mu.Unlock()
	refresh(t, keeper)
	wantScore(t, "the public", keeper.Public(), 40)
}

func TestAServerThatStartsDuringAReviewWithholds(t *testing.T) {
	t.Parallel()
	clock := now
	_, source, held := measured(t, &clock)
	held.Reviewed = named("2026")
	source.step(held)
	started := fresh(t, source, &clock)
	wantScore(t, "the public", started.Public(), 40)
	wantScore(t, "those who may", started.Current(), 70)
}
