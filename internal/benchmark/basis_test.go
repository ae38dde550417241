package benchmark_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
)

// evidenced gives statuses a piece of evidence.
func evidenced(statuses []assessment.Status, e assessment.Evidence) []assessment.Status {
	for i := range statuses {
		statuses[i].Evidence = e
	}
	return statuses
}

// judgeAll records the same verdict on statuses at a time.
func (m *memory) judgeAll(statuses []assessment.Status, kind assessment.VerdictKind, at time.Time) []assessment.Judged {
	var judged []assessment.Judged
	for _, s := range statuses {
		judged = append(judged, m.judge(s.ID, kind, at)...)
	}
	return judged
}

func wantVerified(t *testing.T, when string, s *benchmark.Snapshot, code municipality.Code, score float64, rank int) {
	t.Helper()
	u := unit(t, s.Verified(), code)
	if !near(u.Card.Score.Value, score) || u.Place.Rank != rank {
		t.Errorf("%s: %s has the verified score %v and rank %d, want %v and %d", when, u.Name, u.Card.Score.Value, u.Place.Rank, score, rank)
	}
}

// Odense claims more, Randers proves more.
func TestTheRankingByVerifiedScore(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	f := keeper.Framework()
	claims := source.record(answered(f, odense, 1, now.Add(-time.Hour))...)
	proves := source.record(evidenced(answered(f, randers, 0.8, now.Add(-time.Hour)), assessment.Evidence{Link: "https://example.test"})...)
	refresh(t, keeper)
	s := keeper.Current()
	if s.Basis != benchmark.Claimed || s.Verified().Basis != benchmark.Verified || s.Verified().Claimed() != s || s.Verified().Verified() != s.Verified() {
		t.Error("a snapshot does not know its basis")
	}
	if got := unit(t, s, odense); got.Place.Rank != 1 || !near(got.Card.Score.Value, 100) {
		t.Errorf("by claimed score Odense has %v and rank %d", got.Card.Score.Value, got.Place.Rank)
	}
	wantVerified(t, "before verdicts", s, odense, 20, 2)
	wantVerified(t, "before verdicts", s, randers, 60, 1)

	if err := keeper.PublishVerdicts(t.Context(), source.judgeAll(proves, assessment.VerdictVerified, now)); err != nil {
		t.Fatal(err)
	}
	wantVerified(t, "Randers verified", keeper.Current(), randers, 80, 1)
	if err := keeper.PublishVerdicts(t.Context(), source.judgeAll(claims, assessment.VerdictVerified, now)); err != nil {
		t.Fatal(err)
	}
	wantVerified(t, "both verified", keeper.Current(), odense, 100, 1)
	wantVerified(t, "both verified", keeper.Current(), randers, 80, 2)
	if got := unit(t, keeper.Current(), odense).Answers[0]; got.Verification != assessment.Verified || got.Cap != assessment.CapVerified {
		t.Errorf("an answer stands as %q with cap %v", got.Verification, got.Cap)
	}
	if err := keeper.PublishVerdicts(t.Context(), source.judgeAll(claims, assessment.VerdictQuestioned, now)); err != nil {
		t.Fatal(err)
	}
	wantVerified(t, "Odense questioned", keeper.Current(), odense, 20, 2)
	wantVerified(t, "and the snapshot before any verdict", s, odense, 20, 2)
	wantVerified(t, "and the snapshot before any verdict", s, randers, 60, 1)
	if got := unit(t, keeper.Current(), odense); got.Place.Rank != 1 {
		t.Error("verdicts changed the ranking by claimed score")
	}
}

// Another process learns of verdicts, in whichever order it hears of statuses.
func TestVerdictsOfAnotherProcess(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	other := fresh(t, source, &clock)
	recorded := source.record(answered(keeper.Framework(), odense, 1, now)...)
	if err := keeper.Publish(t.Context(), recorded); err != nil {
		t.Fatal(err)
	}
	first := source.judgeAll(recorded, assessment.VerdictVerified, now)
	// The statuses come with their verdicts, although this process knows them.
	refresh(t, keeper)
	wantVerified(t, "the process that recorded", keeper.Current(), odense, 100, 1)
	if err := keeper.PublishVerdicts(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	refresh(t, other)
	wantVerified(t, "the other process", other.Current(), odense, 100, 1)
	source.judgeAll(recorded, assessment.VerdictQuestioned, now)
	refresh(t, other)
	wantVerified(t, "the other process, later", other.Current(), odense, 20, 1)
	stamp := other.Current().Stamp()
	refresh(t, other)
	if other.Current().Stamp() != stamp {
		t.Error("without news the snapshot was made anew")
	}
	// A verdict that is published before the process knows of the status waits.
	late := source.record(answered(keeper.Framework(), randers, 0.5, now)...)
	if err := other.PublishVerdicts(t.Context(), source.judgeAll(late, assessment.VerdictVerified, now)); err != nil {
		t.Fatal(err)
	}
	refresh(t, other)
	wantVerified(t, "a status unknown at the verdict", other.Current(), randers, 50, 1)
	if diff := cmp.Diff(figures(fresh(t, source, &clock).Current().Verified()), figures(other.Current().Verified())); diff != "" {
		t.Errorf("not what a process sees that starts now (-new +old):\n%s", diff)
	}
}

// What had been verified by a time stays so, whatever analysts find later.
func TestVerifiedScoresOfAMomentStay(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	recorded := source.record(answered(keeper.Framework(), odense, 1, now.AddDate(0, 0, -9))...)
	source.judgeAll(recorded, assessment.VerdictVerified, now.AddDate(0, 0, -5))
	refresh(t, keeper)
	at := func(k *benchmark.Keeper, days int) *benchmark.Snapshot {
		s, err := k.At(t.Context(), assessment.AsOf{Time: now.AddDate(0, 0, days)})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	wantVerified(t, "before the verdict", at(keeper, -6), odense, 20, 1)
	wantVerified(t, "after the verdict", at(keeper, -4), odense, 100, 1)
	source.judgeAll(recorded, assessment.VerdictQuestioned, now.AddDate(0, 0, -1))
	refresh(t, keeper)
	wantVerified(t, "now", keeper.Current(), odense, 20, 1)
	again := benchmark.NewKeeper(source, source, func() time.Time { return clock }, now.Location(), slog.New(slog.DiscardHandler))
	if err := again.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, k := range []*benchmark.Keeper{keeper, again} {
		wantVerified(t, "before the verdict, later", at(k, -6), odense, 20, 1)
		wantVerified(t, "after the verdict, later", at(k, -4), odense, 100, 1)
	}
	// A year on, the change over a year is that of the verified score.
	clock = now.AddDate(1, 0, -4)
	refresh(t, keeper)
	if got := unit(t, keeper.Current().Verified(), odense).Change.Score; !near(got.Value, -80) || !got.OK {
		t.Errorf("the verified score changed by %v over the year, want -80", got)
	}
	if got := unit(t, keeper.Current(), odense).Change.Score; got.Value != 0 || !got.OK {
		t.Errorf("the claimed score changed by %v over the year", got)
	}
}

// In a round, late changes count when they were accepted in the review, and so
// do verdicts.
func TestARoundIncludesItsReview(t *testing.T) {
	t.Parallel()
	clock := now
	keeper, source := open(t, &clock)
	f := keeper.Framework()
	cutoff, reviewed := now.AddDate(0, 0, -10), now.AddDate(0, 0, -5)
	first := source.record(answered(f, odense, 0.5, cutoff.Add(-time.Hour))...)
	late := answered(f, odense, 0.9, cutoff.Add(time.Hour))
	tooLate := answered(f, randers, 0.9, cutoff.Add(time.Hour))
	for i := range late {
		late[i].Revision = 2
	}
	late, tooLate = source.record(late...), source.record(tooLate...)
	source.judgeAll(late, assessment.VerdictAccepted, reviewed.Add(-time.Hour))
	last := source.judgeAll(late, assessment.VerdictVerified, reviewed)
	source.judgeAll(tooLate, assessment.VerdictAccepted, reviewed.Add(time.Second))
	source.judgeAll(late, assessment.VerdictQuestioned, reviewed.Add(time.Second))
	refresh(t, keeper)
	for name, c := range map[string]struct {
		at                assessment.AsOf
		claimed, verified float64
	}{
		"the cut-off alone": {assessment.AsOf{Time: cutoff}, 50, 20},
		"with the review":   {assessment.AsOf{Time: cutoff, Status: first[len(first)-1].ID, Reviewed: reviewed}, 90, 90},
		"by number":         {assessment.AsOf{Time: cutoff, Reviewed: now, Verdict: last[len(last)-1].Verdict.ID}, 90, 90},
		"accepted only":     {assessment.AsOf{Time: cutoff, Reviewed: reviewed.Add(-time.Second)}, 90, 20},
		"before acceptance": {assessment.AsOf{Time: cutoff, Reviewed: cutoff.Add(2 * time.Hour)}, 50, 20},
	} {
		s, err := keeper.At(t.Context(), c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := unit(t, s, odense).Card.Score.Value; !near(got, c.claimed) {
			t.Errorf("%s: claimed score %v, want %v", name, got, c.claimed)
		}
		wantVerified(t, name, s, odense, c.verified, 1)
		if got := unit(t, s, randers); got.Place.Rank != 0 {
			t.Errorf("%s: what was accepted too late counts", name)
		}
		if !s.AsOf.Equal(cutoff) {
			t.Errorf("%s: it speaks of %v", name, s.AsOf)
		}
	}
}
