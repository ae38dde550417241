package round_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"modenhed/internal/assessment"
	"modenhed/internal/round"
	"modenhed/internal/sample"
)

// reviewed are the inputs of a round with a review of two weeks: answers found
// true and doubted, files, changes after the cut-off accepted and not.
func reviewed() round.Inputs {
	in := inputs()
	var n assessment.VerdictID
	find := func(s *assessment.Status, kind assessment.VerdictKind, days int) {
		n++
		s.Verdicts = append(s.Verdicts, assessment.Verdict{ID: n, Kind: kind, At: cutoff().AddDate(0, 0, days)})
	}
	for i := range in.Statuses {
		switch s := &in.Statuses[i]; {
		case s.Municipality == sample.Copenhagen && s.Indicator == sample.Level:
			find(s, assessment.VerdictVerified, 1)
		case s.Municipality == sample.Copenhagen && s.Indicator == sample.Percent:
			find(s, assessment.VerdictQuestioned, 2)
		case s.Municipality == sample.Copenhagen && s.Indicator == sample.Days:
			s.Evidence.Text = "SECRET text"
		}
	}
	in.Cutoff.Reviewed = cutoff().AddDate(0, 0, 14)
	l := ledger(in.Statuses)
	accepted := l.say(sample.Copenhagen, sample.Always, assessment.Self, value(5))
	accepted.RecordedAt = cutoff().AddDate(0, 0, 3)
	accepted.Evidence.Files = []assessment.File{
		{Hash: "aa", Name: "rapport.pdf", Type: "application/pdf", Size: 7, Public: true}, {Hash: "bb", Name: "SECRET.pdf"},
	}
	find(accepted, assessment.VerdictAccepted, 4)
	waiting := l.say(sample.Copenhagen, sample.YesNo, assessment.Self, value(1))
	waiting.RecordedAt = cutoff().AddDate(0, 0, 3)
	in.Statuses = l
	return in
}

func TestWhatIsAcceptedInTheReviewCounts(t *testing.T) {
	t.Parallel()
	in := reviewed()
	u := unitOf(t, freeze(t, in), sample.Copenhagen)
	if got := u.Indicators["speed.always"]; got != some(100) {
		t.Errorf("the change that was accepted gives %v, want 100", got)
	}
	if got := u.Indicators["speed.yesno"]; got != some(0) {
		t.Errorf("the change that was not accepted gives %v, want 0 as before", got)
	}
	want := map[string]round.Optional[float64]{
		// Found true, doubted, a link; a text, nothing, a file.
		"work.level": some(60), "work.percent": some(20), "work.number": some(30),
		"speed.days": some(40), "speed.yesno": some(0), "speed.always": some(60),
	}
	if diff := cmp.Diff(want, u.VerifiedIndicators); diff != "" {
		t.Errorf("verified scores (-want +got):\n%s", diff)
	}
	if u.Verified != 1 || u.Questioned != 1 || u.Late != 1 {
		t.Errorf("%d verified, %d questioned, %d late, want one each", u.Verified, u.Questioned, u.Late)
	}
	// Before the review was so far, nothing of it counts.
	in.Cutoff.Reviewed = cutoff()
	if u := unitOf(t, freeze(t, in), sample.Copenhagen); u.Late != 0 || u.Verified != 0 || u.Indicators["speed.always"] != some(40) {
		t.Errorf("at the cut-off %+v", u.VerifiedResult)
	}
	in.Cutoff.Reviewed = cutoff().AddDate(0, 0, 14)
	last := &in.Statuses[len(in.Statuses)-2]
	last.Verdicts = append(last.Verdicts, assessment.Verdict{ID: 9, Kind: assessment.VerdictQuestioned, At: cutoff().AddDate(0, 0, 5)})
	if u := unitOf(t, freeze(t, in), sample.Copenhagen); u.Late != 0 || u.Indicators["speed.always"] != some(40) {
		t.Errorf("doubted after it was accepted, the change still counts: %+v", u.VerifiedResult)
	}
}

// Whatever analysts find: the archive alone gives both scores again, a verified
// score is at most the claimed one, and late changes count only when accepted.
func TestBothScoresAreRecomputedFromTheArchiveAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := reviewed()
		in.Draws = few().Draws
		kinds := rapid.SampledFrom([]assessment.VerdictKind{
			assessment.VerdictVerified, assessment.VerdictQuestioned, assessment.VerdictAccepted, assessment.VerdictReplied,
		})
		accepted := make(map[assessment.StatusID]bool)
		for i := range in.Statuses {
			s := &in.Statuses[i]
			s.Verdicts = nil
			for n := range rapid.IntRange(0, 3).Draw(t, "verdicts") {
				v := assessment.Verdict{ID: assessment.VerdictID(10*i + n + 1), Kind: kinds.Draw(t, "kind")}
				v.At = cutoff().Add(time.Duration(rapid.IntRange(-48, 24*15).Draw(t, "hours")) * time.Hour)
				s.Verdicts = append(s.Verdicts, v)
				if v.Kind != assessment.VerdictReplied && !v.At.After(in.Cutoff.Reviewed) {
					accepted[s.ID] = v.Kind != assessment.VerdictQuestioned
				}
			}
		}
		content, err := round.Freeze(in)
		if err != nil {
			t.Fatal(err)
		}
		report, err := verify(archiveOf(t, in))
		if err != nil || report.Difference != nil || report.SHA256 != content.SHA256() {
			t.Fatalf("%v, %v", report.Difference, err)
		}
		late := 0
		for _, u := range content.Units {
			late += u.Late
			if u.VerifiedScore.Value > u.Score.Value+1e-9 || u.VerifiedRank.OK != u.Rank.OK {
				t.Errorf("%s: verified %v, claimed %v", u.Unit, u.VerifiedScore, u.Score)
			}
		}
		want := 0
		for _, s := range in.Statuses {
			if s.RecordedAt.After(cutoff()) && accepted[s.ID] {
				want++
			}
		}
		// Two late answers are about the same place: only the later can count.
		if late > want {
			t.Errorf("%d late answers count, %d were accepted", late, want)
		}
	})
}

// What a program published that knew neither reviews nor verdicts is given out
// as it was, whatever analysts found since.
func TestARoundOfFormat1IsStillGivenOut(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inReview(t)
	documents, err := o.store.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	statuses, err := o.store.Statuses(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	old := freeze(t, round.Inputs{
		Format: 1, Key: r.Key, Title: r.Title, Cutoff: assessment.AsOf{Time: r.Cutoff, Status: 1},
		Documents: documents, Statuses: statuses,
	})
	o.pass(time.Hour)
	o.answer(t, 2, 4)
	_, err = o.store.PublishRound(t.Context(), round.Event{
		Round: r.Key, Kind: round.EventPublished, Hash: old.SHA256(), Last: round.Last{Status: 1, Document: 2}, RecordedAt: o.now,
	}, round.Frozen{Format: 1, Content: old.Canonical()}, r.Latest)
	if err != nil {
		t.Fatal(err)
	}
	report, err := verify(o.file(t, r.Key))
	if err != nil || report.Difference != nil || report.SHA256 != old.SHA256() {
		t.Errorf("verified %+v, %v, want %s", report, err, old.SHA256())
	}
	if r, err = o.service.Round(t.Context(), r.Key); err != nil || !r.AsOf().Reviewed.IsZero() {
		t.Errorf("a round of format 1 has a review: %+v, %v", r.AsOf(), err)
	}
}
