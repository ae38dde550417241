package assessment_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
)

// desk is a service over a real store, with people in it.
type desk struct {
	service *assessment.Service
	store   *store.Store
	readers *readers
	// now is what the clock shows.
	now             time.Time
	editor, analyst account.Actor
}

// readers notes what was published and can fail.
type readers struct {
	mu        sync.Mutex
	published []assessment.Status
	err       error
}

func (r *readers) Publish(_ context.Context, recorded []assessment.Status) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.published = append(r.published, recorded...)
	return r.err
}

type frameworks struct{ current *framework.Framework }

func (f frameworks) Framework() *framework.Framework { return f.current }

func newDesk(t *testing.T) *desk {
	t.Helper()
	s := storetest.Open(t)
	d := &desk{store: s, readers: new(readers), now: sample.Time(), editor: storetest.Editor(t, s)}
	analyst, err := s.InsertAccount(t.Context(), account.Account{
		Email: "analyst@example.test", Role: account.Analyst, CreatedAt: sample.Time(),
	}, "$argon2id$none", 0)
	if err != nil {
		t.Fatal(err)
	}
	d.analyst = analyst.Actor()
	d.service = &assessment.Service{
		Store: s, Frameworks: frameworks{sample.Framework()}, Publisher: d.readers,
		Now: func() time.Time { return d.now }, Log: slog.New(slog.DiscardHandler),
	}
	return d
}

func (d *desk) report(t *testing.T, actor account.Actor, r assessment.Report) assessment.Status {
	t.Helper()
	status, err := d.service.Report(t.Context(), actor, r)
	if err != nil {
		t.Fatalf("report: %v", err)
	}
	return status
}

func (d *desk) recorded(t *testing.T) []assessment.Status {
	t.Helper()
	statuses, err := d.store.Statuses(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return statuses
}

func TestReportIsRecordedAndPublished(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	got := d.report(t, d.editor, report(func(r *assessment.Report) {
		r.Answer.Value = 4
		r.Evidence = assessment.Evidence{Text: " Vedtaget\r\n", Link: "https://example.test", Public: true}
		r.Comment = "intern"
	}))
	want := sample.Status()
	want.ID, want.Author, want.Channel = 1, d.editor.ID, assessment.ChannelForm
	want.Answer.Value, want.Comment = 4, "intern"
	want.Evidence = assessment.Evidence{Text: "Vedtaget", Link: "https://example.test", Public: true}
	for what, status := range map[string]assessment.Status{
		"returned": got, "recorded": d.recorded(t)[0], "published": d.readers.published[0],
	} {
		if diff := cmp.Diff(want, status); diff != "" {
			t.Errorf("%s status (-want +got):\n%s", what, diff)
		}
	}
}

func TestReportRefusesWithEveryProblem(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.service.Report(t.Context(), d.editor, report(func(r *assessment.Report) {
		r.Answer.Value, r.Reason, r.Comment = 9, "fordi", strings.Repeat("a", 2001)
	}))
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Problems) != 3 {
		t.Errorf("error = %v, want three problems", err)
	}
	_, err = d.service.Report(t.Context(), d.editor, report(func(r *assessment.Report) { r.Indicator = "work.other" }))
	if !errors.As(err, &f) || len(f.Problems) != 1 || f.Problems[0].Field != assessment.FieldIndicator {
		t.Errorf("error = %v, want a problem with the indicator", err)
	}
	d.service.Frameworks = frameworks{}
	if _, err = d.service.Report(t.Context(), d.editor, sample.Report()); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without a framework: %v, want invalid", err)
	}
	if len(d.recorded(t)) != 0 || len(d.readers.published) != 0 {
		t.Error("a refused report was recorded or published")
	}
}

func TestReportAsksForPermission(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	found := report(func(r *assessment.Report) {
		r.Source, r.Evidence.Link = assessment.Desk, "https://example.test"
	})
	other := report(func(r *assessment.Report) { r.Municipality = sample.Norddjurs })
	odd := report(func(r *assessment.Report) { r.Source = "press" })
	for name, c := range map[string]struct {
		actor  account.Actor
		report assessment.Report
	}{
		"a stranger":                     {account.Actor{}, sample.Report()},
		"an editor elsewhere":            {d.editor, other},
		"an editor from the desk":        {d.editor, found},
		"an editor for nobody":           {d.editor, odd},
		"an analyst for a municipality":  {d.analyst, sample.Report()},
		"an administrator":               {sample.Administrator(), sample.Report()},
		"an administrator from the desk": {sample.Administrator(), found},
	} {
		if _, err := d.service.Report(t.Context(), c.actor, c.report); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v, want forbidden", name, err)
		}
	}
	d.report(t, d.analyst, found)
	d.report(t, d.editor, sample.Report())
	if got := assessment.Current(d.recorded(t), assessment.AsOf{})[sample.Status().Key()]; got.Source != assessment.Self {
		t.Errorf("%s counts, want the municipality's own", got.Source)
	}
}

// Nobody overwrites what they have not seen: they get both versions.
func TestReportTellsOfAChangeInBetween(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	colleague, err := d.store.InsertAccount(t.Context(), account.Account{
		Email: "colleague@example.test", Role: account.Editor, Municipality: sample.Odense, CreatedAt: sample.Time(),
	}, "$argon2id$none", 0)
	if err != nil {
		t.Fatal(err)
	}
	first := d.report(t, colleague.Actor(), sample.Report())
	mine := report(func(r *assessment.Report) { r.Answer.Value = 3 })
	_, err = d.service.Report(t.Context(), d.editor, mine)
	var changed *assessment.Changed
	if !errors.As(err, &changed) || fault.KindOf(err) != fault.Conflict {
		t.Fatalf("error = %v, want a change in between", err)
	}
	first.AuthorName = "colleague@example.test"
	if diff := cmp.Diff(assessment.Changed{Current: first, Attempt: mine}, *changed); diff != "" {
		t.Errorf("both versions (-want +got):\n%s", diff)
	}
	mine.Seen = changed.Current.Revision
	if got := d.report(t, d.editor, mine); got.Revision != 2 {
		t.Errorf("revision = %d, want 2", got.Revision)
	}
	mine.Seen = 7
	if _, err = d.service.Report(t.Context(), d.editor, mine); !errors.As(err, &changed) || changed.Current.Revision != 2 {
		t.Errorf("a revision nobody has seen: %v, want a conflict with 2", err)
	}
	mine.Indicator, mine.Seen = sample.Always, 1
	if _, err = d.service.Report(t.Context(), d.editor, mine); !errors.As(err, &changed) || changed.Current.Revision != 0 {
		t.Errorf("a revision where there is none: %v, want a conflict with nothing", err)
	}
}

func TestTheSameSaveTwiceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first := d.report(t, d.editor, sample.Report())
	again := d.report(t, d.editor, sample.Report())
	if again.ID != first.ID || len(d.recorded(t)) != 1 || len(d.readers.published) != 1 {
		t.Errorf("the second save made status %d, want %d and nothing new", again.ID, first.ID)
	}
	// Saving again after seeing the status confirms it: that is a new one.
	confirmed := d.report(t, d.editor, report(func(r *assessment.Report) { r.Seen = 1 }))
	if confirmed.Revision != 2 || len(d.recorded(t)) != 2 {
		t.Errorf("a confirmation has revision %d, want 2", confirmed.Revision)
	}
}

func TestAnAnswerCanBeWithdrawn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.report(t, d.editor, report(func(r *assessment.Report) { r.Answer.Value, r.Evidence.Text = 5, "Målt" }))
	withdrawn := d.report(t, d.editor, report(func(r *assessment.Report) {
		r.Answer, r.Seen = assessment.Answer{State: assessment.NotAnswered, Value: 5}, 1
	}))
	if withdrawn.Answer != (assessment.Answer{State: assessment.NotAnswered}) {
		t.Errorf("answer = %+v, want none", withdrawn.Answer)
	}
	history, err := d.service.History(t.Context(), d.editor, sample.Odense)
	if err != nil || len(history) != 2 || history[0].ID != 2 || history[1].AuthorName != d.editor.Email {
		t.Errorf("history = %+v, %v, want both, newest first, with names", history, err)
	}
}

// The answer is durable when readers cannot be told: the writer is not told to
// type it again.
func TestAFailingPublisherDoesNotUndo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.readers.err = errors.New("out of order")
	if got := d.report(t, d.editor, sample.Report()); got.ID != 1 || len(d.recorded(t)) != 1 {
		t.Errorf("status = %+v, want it recorded", got)
	}
}

func TestHistoryIsInternal(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.report(t, d.editor, sample.Report())
	for name, actor := range map[string]account.Actor{"own editor": d.editor, "analyst": d.analyst, "administrator": sample.Administrator()} {
		if history, err := d.service.History(t.Context(), actor, sample.Odense); err != nil || len(history) != 1 {
			t.Errorf("%s: %d statuses, %v", name, len(history), err)
		}
	}
	elsewhere := d.editor
	elsewhere.Municipality = sample.Norddjurs
	for name, actor := range map[string]account.Actor{"stranger": {}, "editor elsewhere": elsewhere} {
		if _, err := d.service.History(t.Context(), actor, sample.Odense); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v, want forbidden", name, err)
		}
	}
}

// A list of many municipalities is recorded by somebody who works with all of
// them, and that is not the municipality's to know.
func TestEditorsDoNotReadWhoElseRecordedAnAnswer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	listed := report(func(r *assessment.Report) { r.Channel = assessment.ChannelImport })
	if _, err := d.service.ReportAll(t.Context(), d.analyst, []assessment.Report{listed}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		actor account.Actor
		want  string
	}{"own editor": {d.editor, ""}, "analyst": {d.analyst, d.analyst.Email}} {
		history, err := d.service.History(t.Context(), c.actor, sample.Odense)
		if err != nil || len(history) != 1 || history[0].AuthorName != c.want {
			t.Errorf("%s reads %+v, %v, want the name %q", name, history, err, c.want)
		}
	}
	form := report(func(r *assessment.Report) { r.Channel, r.Answer.Value = assessment.ChannelForm, 3 })
	var one *assessment.Changed
	if _, err := d.service.Report(t.Context(), d.editor, form); !errors.As(err, &one) || one.Current.AuthorName != "" {
		t.Errorf("the later answer is shown as %+v", one)
	}
	var all *assessment.ChangedAll
	if _, err := d.service.ReportAll(t.Context(), d.editor, []assessment.Report{form}); !errors.As(err, &all) || all.Changes[0].Current.AuthorName != "" {
		t.Errorf("the later answers are shown as %+v", all)
	}
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	draft := sample.Draft()
	if err := d.service.SaveDraft(ctx, d.editor, draft); err != nil {
		t.Fatal(err)
	}
	draft.Author, draft.AuthorName = d.editor.ID, d.editor.Email
	expect := func(want map[framework.IndicatorKey]assessment.Draft) {
		t.Helper()
		got, err := d.service.Drafts(ctx, d.editor, sample.Odense)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("drafts: %v (-want +got):\n%s", err, diff)
		}
	}
	expect(map[framework.IndicatorKey]assessment.Draft{draft.Indicator: draft})
	if len(d.recorded(t)) != 0 || len(d.readers.published) != 0 {
		t.Error("a draft became a status")
	}
	d.report(t, d.editor, sample.Report())
	expect(map[framework.IndicatorKey]assessment.Draft{})

	if err := d.service.SaveDraft(ctx, d.editor, draft); err != nil {
		t.Fatal(err)
	}
	if err := d.service.DeleteDraft(ctx, d.editor, assessment.Key{Municipality: sample.Odense, Indicator: draft.Indicator}); err != nil {
		t.Errorf("delete a draft: %v", err)
	}
	expect(map[framework.IndicatorKey]assessment.Draft{})
}

func TestDraftsAreTheMunicipalitysOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	elsewhere := d.editor
	elsewhere.Municipality = sample.Norddjurs
	for name, actor := range map[string]account.Actor{
		"stranger": {}, "editor elsewhere": elsewhere, "analyst": d.analyst, "administrator": sample.Administrator(),
	} {
		_, readErr := d.service.Drafts(t.Context(), actor, sample.Odense)
		for what, err := range map[string]error{
			"read":   readErr,
			"save":   d.service.SaveDraft(t.Context(), actor, sample.Draft()),
			"delete": d.service.DeleteDraft(t.Context(), actor, sample.Status().Key()),
		} {
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s, %s: %v, want forbidden", name, what, err)
			}
		}
	}
}

func TestDraftsHaveLimits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	long, many, unknown := sample.Draft(), sample.Draft(), sample.Draft()
	long.Values["comment"] = strings.Repeat("å", assessment.MaxDraftSize)
	for i := range assessment.MaxDraftFields {
		many.Values[strings.Repeat("a", i+1)] = ""
	}
	unknown.Indicator = "work.other"
	for name, draft := range map[string]assessment.Draft{"long": long, "many fields": many, "unknown indicator": unknown} {
		if err := d.service.SaveDraft(t.Context(), d.editor, draft); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
}
