package storetest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/history"
	"modenhed/internal/municipality"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/target"
	"modenhed/internal/verification"
)

// eventful fills a database with something of every kind.
func (d *database) eventful(t *testing.T) (*store.Store, account.Actor) {
	t.Helper()
	c := d.withFieldwork(t, contacts(6))
	s, editor, ctx := c.Store, c.author, t.Context()
	must := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	published(t, s, "2024", -10)
	_, err := s.RecordCorrection(ctx, correction(editor), 0)
	must("correct", err)
	recorded := appended(t, s,
		with(func(s *assessment.Status) { s.Author, s.RecordedAt = editor.ID, hours(-30) }),
		with(func(s *assessment.Status) {
			s.Revision, s.RecordedAt, s.Answer.Value, s.Comment = 2, hours(-29), 4, "=SUM(1;2)"
		}),
		with(func(s *assessment.Status) {
			s.Revision, s.RecordedAt, s.Answer.Value, s.Comment = 3, hours(-29), 4, "=SUM(1;2)"
		}),
		with(func(s *assessment.Status) {
			s.Source, s.RecordedAt, s.Evidence.Link = assessment.Desk, hours(-28), "https://example.test/"
		}),
	)
	_, err = s.AppendVerdicts(ctx, nextVerdicts(recorded[2].ID))
	must("judge", err)
	first, err := s.AppendTarget(ctx, aim(4), 0)
	must("aim", err)
	_, err = s.AppendTarget(ctx, target.Target{Municipality: sample.Odense, Indicator: sample.Level, Author: editor.ID}, first.Number)
	must("withdraw", err)
	step := reviewed(t, s).Number
	_, err = s.RecordPlan(ctx, plan(step, editor), 0)
	must("plan", err)
	_, err = s.RecordReply(ctx, reply(editor), step, 0)
	must("reply", err)
	must("sign in", s.RecordEvent(ctx, account.Event{Kind: account.SignedIn, Account: editor.ID, Actor: editor.ID, RecordedAt: hours(3)}))
	_, err = d.raw(t).Exec(`INSERT INTO letters (id, round, kind, account_id, language, subject, body, state, failure, claimed_until,
		author_id, recorded_at, settled_at) SELECT 1, '2026', 'reminder', id, 'da', 'Husk', 'SECRET {link}', 'sent', '', 0, NULL, 5, 6
		FROM accounts WHERE email = 'editor@example.test'`)
	must("write a letter", err)
	return s, editor
}

func asked(limit int, change func(*history.Query)) history.Query {
	q := history.Query{Kinds: history.Kinds(), Limit: limit}
	if change != nil {
		change(&q)
	}
	return q
}

func chronicled(t *testing.T, s *store.Store, q history.Query) []history.Entry {
	t.Helper()
	list, err := s.HistoryEntries(t.Context(), q)
	if err != nil {
		t.Fatalf("read the history: %v", err)
	}
	return list
}

func testHistory(t *testing.T, d *database) {
	s, _ := d.eventful(t)
	whole := chronicled(t, s, asked(10000, nil))
	kinds := make(map[history.Kind]int)
	places := make(map[history.Place]bool)
	for i, e := range whole {
		kinds[e.Kind]++
		if places[e.Place] {
			t.Errorf("%+v is there twice", e.Place)
		}
		places[e.Place] = true
		if i > 0 && e.At.After(whole[i-1].At) {
			t.Errorf("entry %d is newer than the one before it", i)
		}
	}
	for _, kind := range history.Kinds() {
		if kinds[kind] == 0 {
			t.Errorf("nothing of kind %s", kind)
		}
	}
	for _, size := range []int{1, 3, 7} {
		var pages []history.Entry
		var after *history.Place
		for {
			page := chronicled(t, s, asked(size, func(q *history.Query) { q.After = after }))
			if len(page) == 0 {
				break
			}
			pages = append(pages, page...)
			after = &page[len(page)-1].Place
		}
		if diff := cmp.Diff(whole, pages); diff != "" {
			t.Errorf("in pages of %d (-whole +pages):\n%s", size, diff)
		}
	}
}

func testHistoryParts(t *testing.T, d *database) {
	s, editor := d.eventful(t)
	only := func(kind history.Kind) []history.Entry {
		return chronicled(t, s, asked(100, func(q *history.Query) { q.Kinds = []history.Kind{kind} }))
	}
	answers := only(history.Answer)
	var steps []string
	for _, e := range answers {
		steps = append(steps, e.Step)
	}
	if got := strings.Join(steps, " "); got != "confirmed changed answered" {
		t.Errorf("what became of the answer: %s", got)
	}
	level := func(v float64) history.Part {
		return history.Part{Name: history.PartAnswer, Text: "reported", Number: v, HasNumber: true}
	}
	two, four := level(2), level(4)
	want := []history.Change{
		{Name: history.PartAnswer, Before: &two, After: &four},
		{Name: history.PartComment, After: &history.Part{Name: history.PartComment, Text: "=SUM(1;2)"}},
	}
	if diff := cmp.Diff(want, answers[1].Changes()); diff != "" {
		t.Errorf("changes: %s", diff)
	}
	if who := answers[2].Who; who.Email != editor.Email || who.Role != account.Editor || who.Municipality != sample.Odense {
		t.Errorf("answered by %+v", who)
	}
	if e := only(history.Letter)[0]; e.Step != "reminder" || e.Municipality != sample.Odense || len(e.After) != 3 {
		t.Errorf("the letter is %+v", e)
	}
	if e := only(history.Target)[0]; e.Step != history.StepWithdrawn || len(e.After) != 0 || len(e.Before) != 3 {
		t.Errorf("the target is %+v", e)
	}
	if e := only(history.Round)[0]; e.Step != "closed" || e.Subject != "2026" || e.Before[0].Text != "opened" {
		t.Errorf("the round is %+v", e)
	}
	for _, e := range chronicled(t, s, asked(10000, nil)) {
		for _, p := range slices.Concat(e.Before, e.After) {
			for _, secret := range []string{"SECRET", "argon2", "c1@", "{link}"} {
				if strings.Contains(p.Text, secret) {
					t.Errorf("%s tells %q", e.Kind, p.Text)
				}
			}
		}
	}
}

func testHistoryFilters(t *testing.T, d *database) {
	s, editor := d.eventful(t)
	for name, c := range map[string]struct {
		change func(*history.Query)
		holds  func(history.Entry) bool
		least  int
	}{
		"municipality": {
			func(q *history.Query) { q.Municipality = sample.Odense },
			func(e history.Entry) bool { return e.Municipality == sample.Odense }, 10,
		},
		"elsewhere": {
			func(q *history.Query) { q.Municipality = municipality.Code(707) }, func(history.Entry) bool { return false }, 0,
		},
		"indicator": {
			func(q *history.Query) { q.Indicator = sample.Level }, func(e history.Entry) bool { return e.Indicator == sample.Level }, 7,
		},
		"person": {
			func(q *history.Query) { q.Person = "EDITOR@ex" },
			func(e history.Entry) bool {
				return e.Who.Email == editor.Email || e.Subject == editor.Email || e.Kind == history.Letter
			}, 6,
		},
		"person of the staff": {
			func(q *history.Query) { q.Person, q.Staff = "e", sample.Odense },
			func(e history.Entry) bool { return e.Who.Email == editor.Email }, 5,
		},
		"nobody": {func(q *history.Query) { q.Person = "%" }, func(history.Entry) bool { return false }, 0},
		"from": {
			func(q *history.Query) { q.From = hours(1) }, func(e history.Entry) bool { return !e.At.Before(hours(1)) }, 3,
		},
		"until": {
			func(q *history.Query) { q.Until = hours(-28) }, func(e history.Entry) bool { return e.At.Before(hours(-28)) }, 3,
		},
	} {
		got := chronicled(t, s, asked(10000, c.change))
		if len(got) < c.least || c.least == 0 && len(got) > 0 {
			t.Errorf("%s: %d entries, want %d", name, len(got), c.least)
		}
		for _, e := range got {
			if !c.holds(e) {
				t.Errorf("%s lets %s of %v through", name, e.Kind, e.At.Format(time.RFC3339))
			}
		}
	}
}

// nextVerdicts question a status.
func nextVerdicts(id assessment.StatusID) []verification.Next {
	return []verification.Next{next(said(id, assessment.VerdictQuestioned, "Hvorfor?"), 0)}
}
