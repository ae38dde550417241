package round_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/sample"
	"modenhed/internal/verification"
)

// editor opens an account for a municipality.
func (o *office) editor(t *testing.T, email string, code municipality.Code) account.Actor {
	t.Helper()
	a, err := o.store.InsertAccount(t.Context(), account.Account{
		Email: email, Role: account.Editor, Municipality: code, CreatedAt: sample.Time(),
	}, "$argon2id$none", 0)
	if err != nil {
		t.Fatal(err)
	}
	return a.Actor()
}

// find records what analysts find of a status now.
func (o *office) find(t *testing.T, id assessment.StatusID, kind assessment.VerdictKind, after assessment.VerdictID) assessment.VerdictID {
	t.Helper()
	next := verification.Next{After: after, Entry: verification.Entry{Status: id, Kind: kind, Author: o.boss.ID, RecordedAt: o.now}}
	if kind == assessment.VerdictQuestioned || kind == assessment.VerdictReplied {
		next.Comment = "Hvorfor?"
	}
	recorded, err := o.store.AppendVerdicts(t.Context(), []verification.Next{next})
	if err != nil {
		t.Fatalf("record a verdict: %v", err)
	}
	return recorded[0].ID
}

func (o *office) about(t *testing.T, actor account.Actor, code municipality.Code) *round.About {
	t.Helper()
	a, err := o.service.About(t.Context(), actor, "2026", code)
	if err != nil {
		t.Fatalf("preview: %v", err)
	}
	return a
}

func TestAPreviewIsWhatIsPublished(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	editor := o.editor(t, "c@example.test", sample.Odense)
	o.inReview(t)
	o.pass(time.Hour)
	first := o.about(t, editor, sample.Odense)
	if first.Unit.Indicators[string(sample.Level)] != some(40) || len(first.Late) != 0 || first.Before != nil {
		t.Fatalf("preview = %+v", first)
	}
	o.answer(t, 2, 4)
	waiting := o.about(t, editor, sample.Odense)
	if len(waiting.Late) != 1 || waiting.Late[0].Decision != round.Undecided || waiting.Hash != first.Hash {
		t.Errorf("with a change that nobody has decided: %+v", waiting.Late)
	}
	o.pass(time.Minute)
	accepted := o.find(t, 2, assessment.VerdictAccepted, 0)
	with := o.about(t, editor, sample.Odense)
	counted := with.Answers[sample.Level]
	if with.Unit.Indicators[string(sample.Level)] != some(80) || with.Late[0].Decision != round.Accepted || !counted.Late || with.Hash == first.Hash {
		t.Errorf("with the change accepted: %+v, %+v", with.Unit, with.Late)
	}
	o.pass(time.Minute)
	o.find(t, 2, assessment.VerdictVerified, accepted)
	verified := o.about(t, editor, sample.Odense)
	if verified.Answers[sample.Level].Verification != assessment.Verified || verified.Hash == with.Hash {
		t.Errorf("verified: %+v", verified.Answers)
	}
	r, err := o.service.Round(t.Context(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	r = o.published(t, r)
	content, err := o.service.Content(t.Context(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(verified.Unit, unitOf(t, content, sample.Odense)); diff != "" {
		t.Errorf("published is something else (-preview +published):\n%s", diff)
	}
	if at := r.AsOf(); at.Reviewed != r.PublishedAt || at.Verdict != 2 {
		t.Errorf("as of %+v", at)
	}
	o.pass(time.Hour)
	o.find(t, 2, assessment.VerdictQuestioned, 2)
	if report, err := verify(o.file(t, "2026")); err != nil || report.Difference != nil || report.SHA256 != r.Hash {
		t.Errorf("after a later question the file gives %+v, %v", report, err)
	}
	_, err = o.service.About(t.Context(), editor, "2026", sample.Odense)
	wantKind(t, "the preview of a published round", err, fault.Conflict)
}

func TestALateChangeIsReplacedByALaterOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.inReview(t)
	for i, level := range []float64{1, 4} {
		o.pass(time.Minute)
		o.answer(t, i+2, level)
	}
	o.find(t, 3, assessment.VerdictAccepted, 0)
	o.pass(time.Minute)
	o.answer(t, 4, 3)
	o.find(t, 4, assessment.VerdictQuestioned, 0)
	o.pass(time.Minute)
	var got []round.Decision
	a := o.about(t, o.boss, sample.Odense)
	for _, c := range a.Late {
		got = append(got, c.Decision)
	}
	if want := []round.Decision{round.Superseded, round.Accepted, round.Refused}; !slices.Equal(got, want) {
		t.Errorf("decisions %v, want %v", got, want)
	}
	if a.Unit.Indicators[string(sample.Level)] != some(80) {
		t.Errorf("the accepted change does not count: %v", a.Unit.Indicators)
	}
}

// reply is what an editor of Odense sends.
func (o *office) reply(t *testing.T, actor account.Actor, a round.Answer) (round.Reply, error) {
	t.Helper()
	a.Round = "2026"
	return o.service.Answer(t.Context(), actor, a)
}

func TestAMunicipalityReplies(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	editor := o.editor(t, "c@example.test", sample.Odense)
	o.inReview(t)
	p := o.planned(t, 2*time.Hour, 0)
	o.pass(time.Minute)
	hash := o.about(t, editor, sample.Odense).Hash
	disputed := round.Answer{Municipality: sample.Odense, Kind: round.Disputed, Text: " Tallet er forkert.\r\nSe her. ", Public: true, Content: hash}
	first, err := o.reply(t, editor, disputed)
	if err != nil || first.Text != "Tallet er forkert.\nSe her." || !first.Public {
		t.Fatalf("reply = %+v, %v", first, err)
	}
	if again, err := o.reply(t, editor, disputed); err != nil || again.Number != first.Number {
		t.Errorf("sent twice: %+v, %v", again, err)
	}
	o.answer(t, 2, 4)
	o.pass(time.Minute)
	o.find(t, 2, assessment.VerdictAccepted, 0)
	standings, err := o.service.Standings(t.Context(), o.boss, "2026")
	want := round.Concerns{Disputed: []municipality.Code{sample.Odense}, Outdated: []municipality.Code{sample.Odense}}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, standings.Concerns); diff != "" {
		t.Errorf("concerns (-want +got):\n%s", diff)
	}
	if tally, remarks, err := o.service.Remarks(t.Context(), "2026", 3); err != nil || len(remarks) != 0 || tally != (round.Tally{}) {
		t.Errorf("before publication the public reads %+v, %+v, %v", tally, remarks, err)
	}
	commented := round.Answer{Municipality: sample.Odense, Kind: round.Commented, Text: "Nu passer det", Public: true, Content: "0" + hash[1:], Seen: first.Number}
	second, err := o.reply(t, editor, commented)
	if err != nil {
		t.Fatal(err)
	}
	o.now = p.ReplyBy.Add(time.Microsecond)
	_, err = o.reply(t, editor, round.Answer{Municipality: sample.Odense, Kind: round.Agreed, Content: hash, Seen: second.Number})
	wantKind(t, "a reply after the time", err, fault.Conflict)
	if got := o.about(t, editor, sample.Odense).Replies; len(got) != 2 || got[0].Number != first.Number || got[1].Number != second.Number {
		t.Errorf("on record are %+v", got)
	}
	o.due(t)
	tally, remarks, err := o.service.Remarks(t.Context(), "2026", 3)
	second.Author, second.AuthorName = 0, ""
	if diff := cmp.Diff([]round.Reply{second}, remarks); err != nil || diff != "" || tally != (round.Tally{Commented: 1, None: 2}) {
		t.Errorf("remarks: %+v, %v (-want +got):\n%s", tally, err, diff)
	}
}

func TestWhatIsNoReplyIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	editor := o.editor(t, "c@example.test", sample.Odense)
	o.inReview(t)
	hash := o.about(t, editor, sample.Odense).Hash
	for name, c := range map[string]struct {
		kind round.ReplyKind
		text string
		want string
	}{
		"nothing chosen":       {"", "", "reply round.reply_choose"},
		"an unknown choice":    {"cheered", "", "reply round.reply_choose"},
		"an empty comment":     {round.Commented, " \n", "text round.comment_missing"},
		"an empty dispute":     {round.Disputed, "", "text round.dispute_missing"},
		"too long":             {round.Agreed, strings.Repeat("å", round.MaxReply+1), "text round.text_long"},
		"invisible characters": {round.Agreed, "a\x02", "text round.text_control"},
	} {
		_, err := o.reply(t, editor, round.Answer{Municipality: sample.Odense, Kind: c.kind, Text: c.text, Content: hash})
		if got := problems(err); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v (%v), want %s", name, got, err, c.want)
		}
	}
	agreed := round.Answer{Municipality: sample.Odense, Kind: round.Agreed, Public: true, Content: hash}
	others := map[string]account.Actor{
		"the public": {}, "another municipality": o.editor(t, "d@example.test", sample.Norddjurs),
		"an analyst": {ID: 1, Role: account.Analyst}, "the administrator": o.boss,
	}
	for name, actor := range others {
		_, err := o.reply(t, actor, agreed)
		wantKind(t, "a reply by "+name, err, fault.Forbidden)
		_, err = o.service.About(t.Context(), actor, "2026", sample.Odense)
		if may := actor.Role == account.Analyst || actor.Role == account.Administrator; may != (err == nil) {
			t.Errorf("%s asks for the preview: %v", name, err)
		}
		_, err = o.service.Standings(t.Context(), actor, "2026")
		if may := actor.Role == account.Analyst || actor.Role == account.Administrator; may != (err == nil) {
			t.Errorf("%s asks for all replies: %v", name, err)
		}
	}
	if r, err := o.reply(t, editor, agreed); err != nil || r.Public {
		t.Errorf("agreed without a text: %+v, %v", r, err)
	}
}

func TestConcernsCountWhatWaits(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.pass(time.Minute)
	asked := o.find(t, 1, assessment.VerdictQuestioned, 0)
	o.inReview(t)
	first, err := o.service.Standings(t.Context(), o.boss, "2026")
	if err != nil || first.Unanswered != 1 {
		t.Errorf("a question without an answer: %+v, %v", first, err)
	}
	o.pass(time.Minute)
	o.find(t, 1, assessment.VerdictReplied, asked)
	o.pass(time.Minute)
	o.answer(t, 2, 4)
	want := round.Concerns{Silent: []municipality.Code{sample.Odense}, Undecided: 1}
	got, err := o.service.Standings(t.Context(), o.boss, "2026")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Concerns); diff != "" {
		t.Errorf("concerns (-want +got):\n%s", diff)
	}
	o.find(t, 2, assessment.VerdictQuestioned, 0)
	o.pass(time.Minute)
	got, err = o.service.Standings(t.Context(), o.boss, "2026")
	if err != nil || got.Unanswered != 0 || got.Undecided != 0 {
		t.Errorf("answered and decided: %+v, %v", got.Concerns, err)
	}
}
