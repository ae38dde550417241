package round_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/round"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
)

// office is a service over a real store, with people in it and answers given.
type office struct {
	service *round.Service
	store   *store.Store
	// now is what the clock shows.
	now time.Time
	// refreshed counts how often readers were shown something.
	refreshed    int
	boss, second account.Actor
}

// Refresh implements [round.Readers].
func (o *office) Refresh(context.Context) error {
	o.refreshed++
	return errors.New("readers that fail do not undo what is recorded")
}

func newOffice(t *testing.T) *office {
	t.Helper()
	s := storetest.Open(t)
	o := &office{store: s, now: sample.Time().Add(time.Hour)}
	for who, email := range map[*account.Actor]string{&o.boss: "a@example.test", &o.second: "b@example.test"} {
		a, err := s.InsertAccount(t.Context(), account.Account{
			Email: email, Role: account.Administrator, CreatedAt: sample.Time(),
		}, "$argon2id$none", 0)
		if err != nil {
			t.Fatal(err)
		}
		*who = a.Actor()
	}
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	o.service = &round.Service{
		Store: s, Readers: o, Zone: zone, Now: func() time.Time { return o.now }, Log: slog.New(slog.DiscardHandler),
	}
	o.answer(t, 1, 2)
	return o
}

// answer records Odense's level now, as the given revision.
func (o *office) answer(t *testing.T, revision int, level float64) {
	t.Helper()
	s := sample.Status()
	s.Revision, s.Answer.Value, s.RecordedAt = revision, level, o.now
	if _, err := o.store.AppendStatuses(t.Context(), []assessment.Status{s}); err != nil {
		t.Fatal(err)
	}
}

func (o *office) pass(d time.Duration) { o.now = o.now.Add(d) }

func newRound(key round.Key) round.New {
	return round.New{Key: key, Title: framework.Text{DA: "Måling", EN: "Round"}}
}

// opened opens a round, and the functions below take it on.
func (o *office) opened(t *testing.T, key round.Key) round.Round {
	t.Helper()
	r, err := o.service.Open(t.Context(), o.boss, newRound(key))
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return r
}

func (o *office) closed(t *testing.T, r round.Round) round.Round {
	t.Helper()
	r, err := o.service.Close(t.Context(), o.boss, round.Closing{Round: r.Key, Seen: r.Latest})
	if err != nil {
		t.Fatalf("close: %v", err)
	}
	return r
}

func (o *office) published(t *testing.T, r round.Round) round.Round {
	t.Helper()
	preview, err := o.service.Preview(t.Context(), o.boss, r.Key)
	if err != nil {
		t.Fatalf("preview: %v", err)
	}
	r, err = o.service.Publish(t.Context(), o.boss, round.Publication{Round: r.Key, Hash: preview.SHA256(), Seen: r.Latest})
	if err != nil {
		t.Fatalf("publish: %v", err)
	}
	return r
}

func (o *office) file(t *testing.T, key round.Key) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := o.service.WriteArchive(t.Context(), &b, key); err != nil {
		t.Fatalf("write the archive: %v", err)
	}
	return b.Bytes()
}

func wantKind(t *testing.T, what string, err error, want fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

// problems are the fields and keys of what is wrong, in order.
func problems(err error) []string {
	var known *fault.Error
	if !errors.As(err, &known) {
		return nil
	}
	var list []string
	for _, p := range known.Problems {
		list = append(list, p.Field+" "+p.Message.Key)
	}
	return list
}

func TestARoundGoesFromOpenToPublished(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.opened(t, "2026")
	want := round.Round{Key: "2026", Title: newRound("").Title, State: round.Open, OpenedAt: o.now, Latest: 1}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("opened (-want +got):\n%s", diff)
	}
	o.pass(time.Hour)
	r = o.closed(t, r)
	want.State, want.ClosedAt, want.Cutoff, want.Latest = round.Review, o.now, o.now, 2
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("closed (-want +got):\n%s", diff)
	}
	o.pass(time.Hour)
	o.answer(t, 2, 4)
	preview, err := o.service.Preview(t.Context(), o.boss, "2026")
	if err != nil {
		t.Fatal(err)
	}
	r = o.published(t, r)
	want.State, want.PublishedAt, want.Hash, want.Latest = round.Published, o.now, preview.SHA256(), 3
	want.Format, want.Last = round.Format, round.Last{Status: 1, Document: 2}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("published (-want +got):\n%s", diff)
	}
	again, err := o.service.Round(t.Context(), "2026")
	if diff := cmp.Diff(want, again); err != nil || diff != "" {
		t.Errorf("read again: %v (-want +got):\n%s", err, diff)
	}
	if o.refreshed != 3 {
		t.Errorf("readers were told %d times, want 3", o.refreshed)
	}
}

// What is published does not change, whatever is recorded later, also what
// claims an earlier time.
func TestPublishedContentStays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.published(t, o.closed(t, o.opened(t, "2026")))
	before, err := o.service.Content(t.Context(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	file := o.file(t, "2026")
	report, err := round.Verify(bytes.NewReader(file), int64(len(file)))
	if err != nil || report.Difference != nil || report.SHA256 != r.Hash || report.Cutoff != (assessment.AsOf{Time: r.Cutoff, Status: r.Last.Status}) {
		t.Fatalf("verified %+v, %v, want %s", report, err, r.Hash)
	}

	o.answer(t, 2, 5-1)
	changed := sample.Documents()
	for i := range changed {
		changed[i].Content = append(slices.Clone(changed[i].Content), ' ')
	}
	if n, err := o.store.AppendDocuments(t.Context(), changed); err != nil || n != len(changed) {
		t.Fatalf("appended %d documents, %v", n, err)
	}
	o.pass(1000 * time.Hour)
	after, err := o.service.Content(t.Context(), "2026")
	if err != nil || !bytes.Equal(before.Canonical(), after.Canonical()) {
		t.Errorf("the content changed, %v", err)
	}
	if !bytes.Equal(file, o.file(t, "2026")) {
		t.Error("the file changed")
	}
}

func TestOnlyAdministratorsRunRounds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	r := o.opened(t, "2026")
	for name, actor := range map[string]account.Actor{"the public": {}, "an editor": sample.Editor(), "an analyst": sample.Analyst()} {
		_, err := o.service.Open(ctx, actor, newRound("2027"))
		wantKind(t, name+" opens", err, fault.Forbidden)
		_, err = o.service.Close(ctx, actor, round.Closing{Round: "2026", Seen: r.Latest})
		wantKind(t, name+" closes", err, fault.Forbidden)
		_, err = o.service.Reopen(ctx, actor, "2026", r.Latest)
		wantKind(t, name+" reopens", err, fault.Forbidden)
		_, err = o.service.Preview(ctx, actor, "2026")
		wantKind(t, name+" previews", err, fault.Forbidden)
		_, err = o.service.Publish(ctx, actor, round.Publication{Round: "2026", Seen: r.Latest})
		wantKind(t, name+" publishes", err, fault.Forbidden)
		_, err = o.service.Correct(ctx, actor, round.Correction{Round: "2026"}, 0)
		wantKind(t, name+" corrects", err, fault.Forbidden)
		_, err = o.service.Steps(ctx, actor, "2026")
		wantKind(t, name+" reads who did what", err, fault.Forbidden)
	}
	steps, err := o.service.Steps(ctx, o.boss, "2026")
	if err != nil || len(steps) != 1 || steps[0].AuthorName != "a@example.test" {
		t.Errorf("steps = %+v, %v", steps, err)
	}
}

func TestARoundIsOpenedOnceAndAlone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	first := o.opened(t, "2025")
	again, err := o.service.Open(ctx, o.boss, round.New{Key: " 2025 ", Title: framework.Text{DA: "Måling", EN: " Round"}})
	if diff := cmp.Diff(first, again); err != nil || diff != "" {
		t.Errorf("opened twice: %v\n%s", err, diff)
	}
	_, err = o.service.Open(ctx, o.second, newRound("2025"))
	if diff := cmp.Diff([]string{"key round.key_taken"}, problems(err)); diff != "" {
		t.Errorf("key taken: %v", err)
	}
	_, err = o.service.Open(ctx, o.boss, newRound("2026"))
	wantKind(t, "a second round beside an open one", err, fault.Conflict)
	first = o.closed(t, first)
	_, err = o.service.Open(ctx, o.boss, newRound("2026"))
	wantKind(t, "a second round beside one in review", err, fault.Conflict)
	o.published(t, first)
	o.opened(t, "2026")
	rounds, err := o.service.Rounds(ctx)
	if err != nil || len(rounds) != 2 || rounds[0].Key != "2026" || rounds[1].State != round.Published {
		t.Errorf("rounds = %+v, %v", rounds, err)
	}
	_, err = o.service.Round(ctx, "none")
	wantKind(t, "unknown round", err, fault.NotFound)
}

func TestEveryFaultOfANewRoundIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for name, c := range map[string]struct {
		new  round.New
		want []string
	}{
		"nothing":     {round.New{}, []string{"key round.key_missing", "title_da round.title_da_missing", "title_en round.title_en_missing"}},
		"spaces":      {round.New{Key: "a b", Title: framework.Text{DA: "a", EN: "b"}}, []string{"key round.key_form"}},
		"slash":       {round.New{Key: "a/b", Title: framework.Text{DA: "a", EN: "b"}}, []string{"key round.key_form"}},
		"Danish":      {round.New{Key: "å", Title: framework.Text{DA: "a", EN: "b"}}, []string{"key round.key_form"}},
		"hyphen last": {round.New{Key: "a-", Title: framework.Text{DA: "a", EN: "b"}}, []string{"key round.key_form"}},
		"long": {round.New{Key: round.Key(strings.Repeat("a", round.MaxKey+1)), Title: framework.Text{DA: strings.Repeat("å", round.MaxTitle+1), EN: "b"}},
			[]string{"key round.key_form", "title_da round.text_long"}},
		"bell": {round.New{Key: "a", Title: framework.Text{DA: "a\a", EN: "\xff"}}, []string{"title_da round.text_control", "title_en round.text_control"}},
	} {
		_, err := o.service.Open(t.Context(), o.boss, c.new)
		if diff := cmp.Diff(c.want, problems(err)); diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	if _, err := o.service.Open(t.Context(), o.boss, round.New{
		Key: round.Key(strings.ToUpper(strings.Repeat("a", round.MaxKey))), Title: framework.Text{DA: strings.Repeat("å", round.MaxTitle), EN: "a\nb"},
	}); err != nil {
		t.Errorf("the longest round: %v", err)
	}
}

func TestTheCutoffIsWhatWasTyped(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	r := o.published(t, o.closed(t, o.opened(t, "2025")))
	o.pass(72 * time.Hour)
	r = o.opened(t, "2026")
	for typed, want := range map[string]string{
		"i morgen":   "cutoff round.cutoff_form",
		"2026-03-06": "cutoff round.cutoff_future",
		"2026-03-01": "cutoff round.cutoff_early",
		"2.3.2026":   "",
	} {
		closed, err := o.service.Close(ctx, o.boss, round.Closing{Round: "2026", Cutoff: typed, Seen: r.Latest})
		if want != "" {
			if diff := cmp.Diff([]string{want}, problems(err)); diff != "" {
				t.Errorf("%s: %v\n%s", typed, err, diff)
			}
			continue
		}
		if end := time.Date(2026, time.March, 2, 22, 59, 59, 999999000, time.UTC); err != nil || !closed.Cutoff.Equal(end) {
			t.Errorf("%s: cut-off %s, %v, want %s", typed, closed.Cutoff, err, end)
		}
		if r, err = o.service.Reopen(ctx, o.boss, "2026", closed.Latest); err != nil || r.State != round.Open || !r.Cutoff.IsZero() {
			t.Errorf("reopened = %+v, %v", r, err)
		}
	}
}

// Whoever has not seen the latest step changes nothing; what the same person
// sends twice is done once.
func TestStepsFollowWhatWasSeen(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	first := o.opened(t, "2026")
	_, err := o.service.Publish(ctx, o.boss, round.Publication{Round: "2026", Seen: first.Latest})
	wantKind(t, "publishing an open round", err, fault.Conflict)
	_, err = o.service.Preview(ctx, o.boss, "2026")
	wantKind(t, "previewing an open round", err, fault.Conflict)
	review := o.closed(t, first)
	if again := o.closed(t, first); again != review {
		t.Errorf("closed twice = %+v, want %+v", again, review)
	}
	_, err = o.service.Close(ctx, o.second, round.Closing{Round: "2026", Seen: first.Latest})
	wantKind(t, "closing by somebody who comes second", err, fault.Conflict)
	_, err = o.service.Publish(ctx, o.boss, round.Publication{Round: "2026", Hash: strings.Repeat("0", 64), Seen: review.Latest})
	wantKind(t, "publishing what nobody has seen", err, fault.Conflict)
	_, err = o.service.Content(ctx, "2026")
	wantKind(t, "content before publication", err, fault.NotFound)
	wantKind(t, "file before publication", o.service.WriteArchive(ctx, new(bytes.Buffer), "2026"), fault.NotFound)
	preview, err := o.service.Preview(ctx, o.boss, "2026")
	if err != nil {
		t.Fatal(err)
	}
	wish := round.Publication{Round: "2026", Hash: preview.SHA256(), Seen: review.Latest}
	for range 2 {
		if r, err := o.service.Publish(ctx, o.boss, wish); err != nil || r.Hash != preview.SHA256() {
			t.Errorf("published = %+v, %v", r, err)
		}
	}
	_, err = o.service.Reopen(ctx, o.boss, "2026", review.Latest)
	wantKind(t, "reopening what is published", err, fault.Conflict)
	steps, err := o.service.Steps(ctx, o.boss, "2026")
	if err != nil || len(steps) != 3 {
		t.Errorf("%d steps, %v, want 3", len(steps), err)
	}
}

func TestCorrectionsAreEnteredInTheRegister(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	c := round.Correction{
		Round: "2026", Municipality: sample.Odense, Indicator: sample.Level,
		Wrong: framework.Text{DA: " Niveau 2\r\n"}, Right: framework.Text{DA: "Niveau 3"},
	}
	r := o.opened(t, "2026")
	_, err := o.service.Correct(ctx, o.boss, c, 0)
	wantKind(t, "correcting an open round", err, fault.NotFound)
	o.published(t, o.closed(t, r))
	before := o.file(t, "2026")
	o.pass(time.Hour)
	first, err := o.service.Correct(ctx, o.boss, c, 0)
	want := c
	want.Number, want.Wrong.DA, want.Author, want.RecordedAt = 1, "Niveau 2", o.boss.ID, o.now
	if diff := cmp.Diff(want, first); err != nil || diff != "" {
		t.Errorf("entered: %v (-want +got):\n%s", err, diff)
	}
	if again, err := o.service.Correct(ctx, o.boss, c, 0); err != nil || again != first {
		t.Errorf("sent twice = %+v, %v", again, err)
	}
	c.Municipality, c.Indicator, c.Wrong.EN, c.Right.EN = 0, "", "Level 2", "Level 3"
	second, err := o.service.Correct(ctx, o.boss, c, 1)
	if err != nil {
		t.Fatal(err)
	}
	register, err := o.service.Corrections(ctx)
	if diff := cmp.Diff([]round.Correction{second, first}, register); err != nil || diff != "" {
		t.Errorf("register: %v (-want +got):\n%s", err, diff)
	}
	if !bytes.Equal(before, o.file(t, "2026")) {
		t.Error("a correction changed the file")
	}
}

func TestEveryFaultOfACorrectionIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.published(t, o.closed(t, o.opened(t, "2026")))
	long := strings.Repeat("å", round.MaxCorrection+1)
	for name, c := range map[string]struct {
		correction round.Correction
		want       []string
	}{
		"nothing": {round.Correction{}, []string{"wrong_da round.text_missing", "right_da round.text_missing"}},
		"strangers": {round.Correction{Municipality: 999, Indicator: "work.other", Wrong: framework.Text{DA: "a"}, Right: framework.Text{DA: "b"}},
			[]string{"municipality round.municipality_unknown", "indicator round.indicator_unknown"}},
		"half English": {round.Correction{Wrong: framework.Text{DA: "a", EN: "b"}, Right: framework.Text{DA: "b"}}, []string{"right_en round.text_missing"}},
		"long":         {round.Correction{Wrong: framework.Text{DA: long}, Right: framework.Text{DA: long}}, []string{"wrong_da round.text_long", "right_da round.text_long"}},
		"the same":     {round.Correction{Wrong: framework.Text{DA: "a"}, Right: framework.Text{DA: " a"}}, []string{"right_da round.right_same"}},
	} {
		c.correction.Round = "2026"
		_, err := o.service.Correct(t.Context(), o.boss, c.correction, 0)
		if diff := cmp.Diff(c.want, problems(err)); diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	if register, err := o.service.Corrections(t.Context()); err != nil || len(register) != 0 {
		t.Errorf("register = %v, %v", register, err)
	}
}

// Content that was changed past the program is not handed out.
func TestChangedContentIsNotShown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.published(t, o.closed(t, o.opened(t, "2026")))
	o.service.Store = forger{o.store}
	if _, err := o.service.Content(t.Context(), "2026"); err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("forged content: %v, want an internal error", err)
	}
}

// forger is a store whose content was tampered with.
type forger struct{ round.Store }

func (f forger) RoundContent(ctx context.Context, key round.Key) ([]byte, error) {
	content, err := f.Store.RoundContent(ctx, key)
	return bytes.Replace(content, []byte(`"Prøve 461"`), []byte(`"Prøve 462"`), 1), err
}

func TestStatesFollowEachOther(t *testing.T) {
	t.Parallel()
	allowed := map[string]round.State{
		" opened":          round.Open,
		"open closed":      round.Review,
		"review reopened":  round.Open,
		"review published": round.Published,
	}
	for _, state := range []round.State{"", round.Open, round.Review, round.Published} {
		for _, step := range []round.EventKind{round.EventOpened, round.EventClosed, round.EventReopened, round.EventPublished, "other"} {
			name := fmt.Sprintf("%s %s", state, step)
			want, wanted := allowed[name]
			if got, ok := state.After(step); ok != wanted || ok && got != want {
				t.Errorf("%s leads to %q, %v, want %q, %v", name, got, ok, want, wanted)
			}
		}
	}
	for name, h := range map[string]round.History{
		"no step":    {Key: "a"},
		"no opening": {Key: "a", Events: []round.Event{{Kind: round.EventClosed}}},
	} {
		if _, err := h.Round(); err == nil {
			t.Errorf("%s is read as a round", name)
		}
	}
}
