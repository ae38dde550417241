package verification_test

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
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/round"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
	"modenhed/internal/verification"
)

// office is a service over a real store, with people in it.
type office struct {
	*testing.T
	service *verification.Service
	store   *store.Store
	keeper  *benchmark.Keeper

	editor, analyst, administrator, stranger account.Actor
}

func newOffice(t *testing.T) *office {
	t.Helper()
	s := storetest.Open(t)
	log := slog.New(slog.DiscardHandler)
	now := func() time.Time { return sample.Time().Add(time.Hour) }
	o := &office{T: t, store: s, editor: storetest.Editor(t, s)}
	o.keeper = benchmark.NewKeeper(s, &round.Service{Store: s}, now, time.UTC, log)
	if err := o.keeper.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.analyst = o.person("analyst@example.test", account.Analyst)
	o.administrator = o.person("administrator@example.test", account.Administrator)
	o.stranger = account.Actor{ID: 77, Role: account.Editor, Municipality: sample.Norddjurs}
	o.service = &verification.Service{
		Store: s, Readers: o.keeper, Log: log,
		Reports: &assessment.Service{Store: s, Frameworks: o.keeper, Publisher: o.keeper, Now: now, Log: log},
	}
	return o
}

func (o *office) person(email string, role account.Role) account.Actor {
	o.Helper()
	a, err := o.store.InsertAccount(o.Context(), account.Account{Email: email, Role: role, CreatedAt: sample.Time()}, "$argon2id$none", 0)
	if err != nil {
		o.Fatal(err)
	}
	return a.Actor()
}

// report has the editor answer with a level.
func (o *office) report(key framework.IndicatorKey, level float64, seen int) assessment.Status {
	o.Helper()
	r := sample.Report()
	r.Indicator, r.Answer.Value, r.Seen = key, level, seen
	status, err := o.service.Reports.Report(o.Context(), o.editor, r)
	if err != nil {
		o.Fatalf("report: %v", err)
	}
	return status
}

func seen(s assessment.Status, last assessment.VerdictID) verification.Seen {
	return verification.Seen{Key: s.Key(), Status: s.ID, Last: last}
}

func verify(s assessment.Status, last assessment.VerdictID) verification.Decision {
	return verification.Decision{Seen: seen(s, last), Kind: assessment.VerdictVerified}
}

func question(s assessment.Status, last assessment.VerdictID) verification.Decision {
	return verification.Decision{Seen: seen(s, last), Kind: assessment.VerdictQuestioned, Comment: "Hvor står det?"}
}

func (o *office) decide(decisions ...verification.Decision) []verification.Entry {
	o.Helper()
	entries, err := o.service.Decide(o.Context(), o.analyst, decisions...)
	if err != nil {
		o.Fatalf("decide: %v", err)
	}
	return entries
}

func (o *office) entries() []verification.Entry {
	o.Helper()
	entries, err := o.store.EntriesOf(o.Context(), sample.Odense)
	if err != nil {
		o.Fatal(err)
	}
	return entries
}

func (o *office) thread(actor account.Actor) verification.Thread {
	o.Helper()
	t, err := o.service.Thread(o.Context(), actor, assessment.Key{Municipality: sample.Odense, Indicator: sample.Level})
	if err != nil {
		o.Fatalf("read the thread: %v", err)
	}
	return t
}

// conversation is a thread in short.
func conversation(t verification.Thread) []string {
	var lines []string
	for _, m := range t.Moments {
		if m.Status != nil {
			lines = append(lines, strings.TrimSpace(string(m.Status.Source)+" "+m.Status.AuthorName))
		} else {
			lines = append(lines, strings.TrimSpace(string(m.Entry.Kind)+" "+m.Entry.AuthorName))
		}
	}
	return lines
}

func TestAQuestionIsAskedAnsweredRevisedAndVerified(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.report(sample.Level, 4, 0)
	asked := o.decide(question(first, 0))[0]
	if _, replied := o.thread(o.editor).Question(); replied {
		t.Error("the question counts as answered at once")
	}
	reply, err := o.service.Reply(t.Context(), o.editor, seen(first, asked.ID), " Se referatet\r\n")
	if err != nil || reply.Comment != "Se referatet" {
		t.Fatalf("reply = %+v, %v", reply, err)
	}
	if open, replied := o.thread(o.analyst).Question(); open == nil || !replied {
		t.Errorf("question = %v, replied %v", open, replied)
	}
	second := o.report(sample.Level, 2, 1)
	if open, _ := o.thread(o.analyst).Question(); open != nil {
		t.Error("a revised answer is still questioned")
	}
	o.decide(verify(second, 0))

	want := []string{
		"self editor@example.test", "questioned analyst@example.test", "replied editor@example.test",
		"self editor@example.test", "verified analyst@example.test",
	}
	if diff := cmp.Diff(want, conversation(o.thread(o.analyst))); diff != "" {
		t.Errorf("thread (-want +got):\n%s", diff)
	}
	want = []string{"self editor@example.test", "questioned", "replied editor@example.test", "self editor@example.test", "verified"}
	if diff := cmp.Diff(want, conversation(o.thread(o.editor))); diff != "" {
		t.Errorf("thread for the editor (-want +got):\n%s", diff)
	}
}

func TestEditorsDoNotReadWhoImportedAnAnswer(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	listed := sample.Report()
	listed.Channel = assessment.ChannelImport
	if _, err := o.service.Import(t.Context(), o.analyst, []assessment.Report{listed}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		actor account.Actor
		want  string
	}{{o.editor, "self"}, {o.analyst, "self analyst@example.test"}} {
		if diff := cmp.Diff([]string{c.want}, conversation(o.thread(c.actor))); diff != "" {
			t.Errorf("thread for the %s (-want +got):\n%s", c.actor.Role, diff)
		}
	}
}

func TestAVerdictIsOnTheStatusThatWasSeen(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	old := o.report(sample.Level, 4, 0)
	latest := o.report(sample.Level, 3, 1)
	asked := o.decide(question(latest, 0))[0]
	desk := sample.Report()
	desk.Source, desk.Answer.Value, desk.Evidence.Link = assessment.Desk, 1, "https://example.test"
	found, err := o.service.Reports.Report(t.Context(), o.analyst, desk)
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]verification.Decision{
		"an earlier status":                     verify(old, 0),
		"a question not seen":                   verify(latest, 0),
		"a number that is not there":            verify(latest, asked.ID+1),
		"a finding that the own answer hides":   verify(found, 0),
		"a question about the earlier, however": question(old, asked.ID),
	} {
		_, err := o.service.Decide(t.Context(), o.analyst, d)
		var changed *verification.Changed
		if !errors.As(err, &changed) || fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v, want a conflict", name, err)
		} else if diff := cmp.Diff([]assessment.Key{latest.Key()}, changed.Keys); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if n := len(o.entries()); n != 1 {
		t.Errorf("%d entries after conflicts, want 1", n)
	}
}

func TestSeveralAreDecidedTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	level, days := o.report(sample.Level, 4, 0), o.report(sample.Days, 3, 0)
	newer := o.report(sample.Days, 4, 1)
	_, err := o.service.Decide(t.Context(), o.analyst, verify(level, 0), verify(days, 0))
	var changed *verification.Changed
	if !errors.As(err, &changed) || len(changed.Keys) != 1 || changed.Keys[0] != days.Key() {
		t.Errorf("decide on an earlier one: %v", err)
	}
	if n := len(o.entries()); n != 0 {
		t.Errorf("%d entries after a conflict", n)
	}
	both := o.decide(verify(level, 0), verify(newer, 0))
	if again := o.decide(verify(level, 0), verify(newer, 0)); len(o.entries()) != 2 || again[0].ID != both[0].ID || again[1].ID != both[1].ID {
		t.Errorf("sent twice: %v, then %v", both, again)
	}
}

func TestSentTwiceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	status := o.report(sample.Level, 4, 0)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, err := o.service.Decide(context.Background(), o.analyst, question(status, 0)); err != nil {
				t.Errorf("decide: %v", err)
			}
		})
	}
	wait.Wait()
	asked := o.entries()
	if len(asked) != 1 {
		t.Fatalf("%d questions, want 1", len(asked))
	}
	for range 2 {
		if _, err := o.service.Reply(t.Context(), o.editor, seen(status, asked[0].ID), "Ja"); err != nil {
			t.Errorf("reply: %v", err)
		}
	}
	o.decide(question(status, 0))
	if got := o.entries(); len(got) != 2 {
		t.Errorf("%d entries, want a question and a reply", len(got))
	}
	if _, err := o.service.Decide(t.Context(), o.administrator, question(status, 0)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("somebody else sends the same: %v, want a conflict", err)
	}
}

func TestOnlyThoseWhoMaySpeakDo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	status := o.report(sample.Level, 4, 0)
	asked := o.decide(question(status, 0))[0]
	actors := map[string]account.Actor{
		"public": {}, "editor": o.editor, "stranger": o.stranger, "analyst": o.analyst, "administrator": o.administrator,
		"editor of nothing": {ID: 9, Role: account.Editor},
	}
	for name, may := range map[string]struct{ verify, read, reply bool }{
		"public": {}, "stranger": {}, "editor of nothing": {},
		"editor":        {read: true, reply: true},
		"analyst":       {verify: true, read: true},
		"administrator": {verify: true, read: true},
	} {
		actor, key := actors[name], status.Key()
		_, read := o.service.Thread(t.Context(), actor, key)
		// Nothing is recorded: what is allowed is refused for another reason.
		_, verified := o.service.Decide(t.Context(), actor, verify(status, 0))
		_, replied := o.service.Reply(t.Context(), actor, seen(status, asked.ID), "")
		_, queued := o.service.Queue(actor)
		for what, c := range map[string]struct {
			err error
			may bool
		}{"read": {read, may.read}, "verify": {verified, may.verify}, "reply": {replied, may.reply}, "queue": {queued, may.verify}} {
			if forbidden := fault.KindOf(c.err) == fault.Forbidden; forbidden == c.may {
				t.Errorf("%s may %s: %v (%v), want %v", name, what, !forbidden, c.err, c.may)
			}
		}
		if count := o.service.Waiting(actor); count != 0 {
			t.Errorf("%s: %d waiting, want none: the one is with the municipality", name, count)
		}
	}
}

func TestNobodySpeaksAboutAnothersStatusByItsNumber(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	status := o.report(sample.Level, 4, 0)
	o.decide(question(status, 0))
	foreign := seen(status, 1)
	foreign.Key.Municipality = sample.Norddjurs
	if _, err := o.service.Reply(t.Context(), o.stranger, foreign, "Ja"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("reply under another name: %v, want not found", err)
	}
	if n := len(o.entries()); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
}

func TestWhatIsSaidIsChecked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	status := o.report(sample.Level, 4, 0)
	for name, c := range map[string]struct {
		decision verification.Decision
		want     []string
	}{
		"no question":    {verification.Decision{Seen: seen(status, 0), Kind: assessment.VerdictQuestioned, Comment: " \n"}, []string{"comment verification.question_missing"}},
		"a long comment": {verification.Decision{Seen: seen(status, 0), Kind: assessment.VerdictVerified, Comment: strings.Repeat("å", 2001)}, []string{"comment assessment.text_too_long"}},
		"reversed text":  {verification.Decision{Seen: seen(status, 0), Kind: assessment.VerdictVerified, Comment: "a\u202eb"}, []string{"comment assessment.text_control_characters"}},
		"a reply":        {verification.Decision{Seen: seen(status, 0), Kind: assessment.VerdictReplied, Comment: "x"}, []string{"status verification.kind_unknown"}},
		"no review":      {verification.Decision{Seen: seen(status, 0), Kind: assessment.VerdictAccepted}, []string{"status verification.no_review"}},
	} {
		_, err := o.service.Decide(t.Context(), o.analyst, c.decision)
		var known *fault.Error
		var got []string
		if errors.As(err, &known) {
			for _, p := range known.Problems {
				got = append(got, p.Field+" "+p.Message.Key)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, err := o.service.Decide(t.Context(), o.analyst); fault.KindOf(err) != fault.Invalid {
		t.Errorf("nothing chosen: %v", err)
	}
	full := verify(status, 0)
	full.Comment = strings.Repeat("😀", 2000)
	o.decide(full)
}
