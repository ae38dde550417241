package fieldwork_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/fieldwork"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
	"modenhed/internal/survey"
)

// inbox takes mails, or does with them what a test wants.
type inbox struct {
	mu    sync.Mutex
	mails []string
	links map[string]string
	fail  func(to string) error
}

func (i *inbox) Send(_ context.Context, to, _, text string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.fail != nil {
		if err := i.fail(to); err != nil {
			return err
		}
	}
	i.mails = append(i.mails, to)
	_, after, _ := strings.Cut(text, "/answer/")
	i.links[to], _, _ = strings.Cut(after, "?")
	return nil
}

// figures says yes, or why not.
type figures struct{ refuse error }

func (f figures) Figures(context.Context, survey.Wave, *survey.Responses, []byte) (survey.Figures, error) {
	return nil, f.refuse
}

type nobody struct{}

func (nobody) Refresh(context.Context) error { return nil }

// field is a service over a database, with a clock that tests set.
type field struct {
	*fieldwork.Service
	t     *testing.T
	store *store.Store
	now   time.Time
	inbox *inbox
	fails *figures
	actor account.Actor
}

func newField(t *testing.T) *field {
	t.Helper()
	f := &field{t: t, store: storetest.Open(t), now: sample.Time(), inbox: &inbox{links: make(map[string]string)}, fails: &figures{}}
	editor := storetest.Editor(t, f.store)
	f.actor = account.Actor{ID: editor.ID, Email: "analyst@example.test", Role: account.Analyst}
	wave, _ := sample.AskedWave()
	if _, err := f.store.RecordWave(t.Context(), survey.Version{Wave: wave, Origin: survey.FromForm, Author: f.actor.ID}, 0); err != nil {
		t.Fatal(err)
	}
	of := register(t)
	clock := func() time.Time { return f.now }
	log := slog.New(slog.DiscardHandler)
	f.Service = &fieldwork.Service{
		Store: f.store, Waves: &survey.Service{Store: f.store, Readers: nobody{}, Estimator: f.fails, Log: log}, Readers: nobody{},
		Register: func() fieldwork.Register { return of }, Post: fieldwork.NewPost(f.store, f.inbox, clock, log),
		BaseURL: "https://modenhed.example", Zone: time.UTC, Now: clock, Log: log,
	}
	return f
}

// key is that of the wave.
const key = "asked-2026"

func (f *field) must(what string, err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatalf("%s: %v", what, err)
	}
}

// open invites people of one party and opens for a week.
func (f *field) open(people int) {
	f.t.Helper()
	list := "kommune,parti,email,sprog\n"
	for i := range people {
		list += fmt.Sprintf("461,A,p%02d@raad.example,da\n", i)
	}
	f.must("upload", f.Upload(f.t.Context(), f.actor, key, strings.NewReader(list)))
	text := survey.Text{DA: "Svar: {link}", EN: "Answer: {link}"}
	f.must("open", f.Open(f.t.Context(), f.actor, key, fieldwork.Opening{
		Closes: f.now.AddDate(0, 0, 7).Format(time.DateOnly), Letter: fieldwork.Letter{Subject: survey.Text{DA: "S", EN: "S"}, Body: text},
	}))
}

// post sends what is due.
func (f *field) post() (sent int, err error) {
	f.t.Helper()
	for range 1000 {
		more, err := f.Post.SendNext(f.t.Context())
		if err != nil || !more {
			return sent, err
		}
		sent++
	}
	f.t.Fatal("the post does not come to an end")
	return 0, nil
}

func (f *field) answer(n int) {
	f.t.Helper()
	for i := range n {
		token := f.inbox.links[fmt.Sprintf("p%02d@raad.example", i)]
		f.must("answer", f.Answer(f.t.Context(), token, map[string]string{"gains": []string{"harvested", "potential"}[i%2]}))
	}
}

func (f *field) state() fieldwork.State {
	f.t.Helper()
	found, _, err := f.store.Fieldwork(f.t.Context(), key)
	f.must("read the fieldwork", err)
	return found.State
}

func (f *field) tend() {
	f.t.Helper()
	f.must("tend", f.Tend(f.t.Context()))
}

func TestInvitationsAndRemindersReachThoseWhoHaveNotAnswered(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.open(8)
	sent, err := f.post()
	if err != nil || sent != 8 || len(f.inbox.mails) != 8 {
		t.Fatalf("%d mails sent, %v, want 8", sent, err)
	}
	f.answer(6)
	old := f.inbox.links["p07@raad.example"]
	letter := fieldwork.Letter{Subject: survey.Text{DA: "R", EN: "R"}, Body: survey.Text{DA: "{link}", EN: "{link}"}}
	f.must("remind", f.Remind(t.Context(), f.actor, key, letter))
	f.inbox.mails = nil
	if sent, err := f.post(); err != nil || sent != 2 || len(f.inbox.mails) != 2 {
		t.Errorf("%d reminders sent to %v, %v, want 2", sent, f.inbox.mails, err)
	}
	f.must("answer by the earlier link", f.Answer(t.Context(), old, map[string]string{"gains": "harvested"}))
	if err := f.Answer(t.Context(), f.inbox.links["p07@raad.example"], map[string]string{"gains": "harvested"}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the newer link of somebody who has answered: %v", err)
	}
}

func TestMailsWaitOutTroubleAndFailuresAreListed(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.open(5)
	f.inbox.fail = func(string) error { return errors.New("server is away") }
	if _, err := f.post(); err == nil || !strings.Contains(f.Post.Trouble(), "server is away") {
		t.Errorf("trouble = %q, %v", f.Post.Trouble(), err)
	}
	f.inbox.fail = func(to string) error {
		switch to {
		case "p01@raad.example":
			return &fault.Error{Kind: fault.Invalid, Err: errors.New("550 no such user")}
		case "p02@raad.example":
			return &fault.Error{Kind: fault.TooMany, Err: errors.New("451 later")}
		}
		return nil
	}
	if _, err := f.post(); err != nil || f.Post.Trouble() != "" || len(f.inbox.mails) != 3 {
		t.Errorf("%d mails went out, %v, trouble %q; want 3", len(f.inbox.mails), err, f.Post.Trouble())
	}
	status, err := f.Status(t.Context(), f.actor, key)
	f.must("status", err)
	want := []fieldwork.Failure{{Email: "p01@raad.example", Reason: "550 no such user"}}
	if m := status.Mail; m.Pending != 1 || m.Sent != 3 || len(m.Unreached) != 1 || m.Unreached[0] != want[0] {
		t.Errorf("mail = %+v", m)
	}
	f.inbox.fail = nil
	f.now = f.now.Add(time.Hour)
	f.must("retry", f.RetryMail(t.Context(), f.actor, key))
	if sent, err := f.post(); err != nil || sent != 2 {
		t.Errorf("%d mails went out an hour later, %v, want 2", sent, err)
	}
}

func TestAFieldworkClosesByItselfAtItsDate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers int
		refuse  error
		want    fieldwork.State
	}{
		"enough answers":     {6, nil, fieldwork.Closed},
		"too few":            {4, nil, fieldwork.Stopped},
		"a choice is needed": {6, fault.New(fault.Invalid, "poll.no_population"), fieldwork.Stopped},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newField(t)
			f.fails.refuse = c.refuse
			f.open(8)
			_, err := f.post()
			f.must("post", err)
			f.answer(c.answers)
			f.tend()
			if got := f.state(); got != fieldwork.Open {
				t.Fatalf("before the date it is %s", got)
			}
			f.now = f.now.AddDate(0, 0, 8)
			late := f.Answer(t.Context(), f.inbox.links["p07@raad.example"], map[string]string{"gains": "harvested"})
			if fault.KindOf(late) != fault.NotFound {
				t.Errorf("an answer after the date: %v", late)
			}
			f.tend()
			if got := f.state(); got != c.want {
				t.Errorf("after the date it is %s, want %s", got, c.want)
			}
			left, err := f.store.Contacts(t.Context(), key)
			if err != nil || len(left) != 0 {
				t.Errorf("%d contacts are left, %v", len(left), err)
			}
			f.now = f.now.AddDate(5, 0, 0)
			f.tend()
			if all, err := f.store.Fieldworks(t.Context()); err != nil || len(all) != 0 && c.want == fieldwork.Stopped {
				t.Errorf("answers that nobody handed over are kept beyond what was promised: %+v, %v", all, err)
			}
		})
	}
}

func TestOpeningIsForAnalystsAndHoldsItsTerms(t *testing.T) {
	t.Parallel()
	f := newField(t)
	editor := account.Actor{ID: 1, Role: account.Editor, Municipality: 461}
	if err := f.Upload(t.Context(), editor, key, strings.NewReader("x")); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an editor uploads: %v", err)
	}
	f.open(8)
	change := func(minimum string) error {
		return f.Change(t.Context(), f.actor, key, fieldwork.Opening{Closes: f.now.AddDate(0, 0, 9).Format(time.DateOnly), Minimum: minimum})
	}
	f.must("raise the minimum", change("7"))
	if err := change("6"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a lower minimum: %v", err)
	}
	_, err := f.post()
	f.must("post", err)
	f.answer(6)
	status, err := f.Status(t.Context(), f.actor, key)
	f.must("status", err)
	if err := f.Close(t.Context(), f.actor, key, fieldwork.Closing{Seen: status.Version.Number}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("six answers under a minimum of seven: %v", err)
	}
}

// Other answers held against those collected would tell, by being refused or not,
// how near a guess is.
func TestCollectedAnswersAreNotHeldAgainstOthers(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.open(8)
	if _, err := f.post(); err != nil {
		t.Fatal(err)
	}
	f.answer(8)
	f.now = f.now.AddDate(0, 0, 8)
	f.tend()
	if f.state() != fieldwork.Closed {
		t.Fatalf("the fieldwork is %s", f.state())
	}
	versions, err := f.store.WaveVersions(t.Context(), key)
	f.must("versions", err)
	kept, err := f.store.KeptResponses(t.Context())
	f.must("answers", err)
	waves := &survey.Service{Store: f.store, Readers: nobody{}, Estimator: f.fails, Log: slog.New(slog.DiscardHandler)}
	guess := survey.Batch{Version: versions[len(versions)-1], Responses: kept[0].Responses, Margins: kept[0].Margins}
	for name, rows := range map[string][]survey.Response{"the same": guess.Responses.Rows, "one fewer": guess.Responses.Rows[1:]} {
		guess.Responses = &survey.Responses{Columns: kept[0].Responses.Columns, Questions: kept[0].Responses.Questions, Rows: rows}
		var known *fault.Error
		if err := waves.CheckRecord(t.Context(), guess); !errors.As(err, &known) || known.Message.Key != "survey.collected_here" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
