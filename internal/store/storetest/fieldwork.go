package storetest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/fieldwork"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/survey"
)

// collecting is a fieldwork with its wave, and who runs it.
type collecting struct {
	*store.Store
	author account.Actor
	wave   survey.Version
	f      fieldwork.Fieldwork
}

// withFieldwork opens the database with an open fieldwork of some contacts.
func (d *database) withFieldwork(t *testing.T, contacts []fieldwork.Contact) *collecting {
	t.Helper()
	c := &collecting{Store: d.seeded(t)}
	c.author = Editor(t, c.Store)
	c.recordWave(t)
	c.open(t, contacts)
	return c
}

func (c *collecting) recordWave(t *testing.T) {
	t.Helper()
	wave, _ := sample.AskedWave()
	var err error
	c.wave, err = c.RecordWave(t.Context(), survey.Version{Wave: wave, Origin: survey.FromForm, Author: c.author.ID}, 0)
	if err != nil {
		t.Fatalf("record the wave: %v", err)
	}
}

// open opens the wave's fieldwork.
func (c *collecting) open(t *testing.T, contacts []fieldwork.Contact) {
	t.Helper()
	c.f = draft(c.wave.Wave, c.author)
	if err := c.DraftFieldwork(t.Context(), c.f, contacts); err != nil {
		t.Fatalf("keep a draft: %v", err)
	}
	c.f.State, c.f.Invited = fieldwork.Open, len(contacts)
	c.f.ClosesAt, c.f.Delivery, c.f.Mailings = sample.Time().Add(24*time.Hour), fieldwork.ByMail, 1
	if err := c.OpenFieldwork(t.Context(), c.f, []fieldwork.Count{{Kind: fieldwork.CountParty, Key: "A", Invited: len(contacts)}}); err != nil {
		t.Fatalf("open the fieldwork: %v", err)
	}
}

func draft(wave survey.Wave, author account.Actor) fieldwork.Fieldwork {
	now := sample.Time()
	return fieldwork.Fieldwork{
		Wave: wave.Key, State: fieldwork.Draft, Terms: fieldwork.TermsOf(wave), ClosesAt: now, Since: now, MailedAt: now,
		BaseURL: "https://modenhed.example", Author: author.ID,
		Letter: fieldwork.Letter{
			Subject: survey.Text{DA: "Emne", EN: "Subject"}, Body: survey.Text{DA: "Svar her: {link}", EN: "Answer here: {link}"},
		},
	}
}

// contacts are people whose addresses and parties follow from their number.
func contacts(n int) []fieldwork.Contact {
	list := make([]fieldwork.Contact, n)
	for i := range list {
		list[i] = fieldwork.Contact{
			Key: fmt.Sprintf("%032x", i+1), Municipality: 461, Party: "A", Email: fmt.Sprintf("person%02d@raad.example", i+1), Lang: "da",
		}
	}
	return list
}

// hash is what the database keeps of the link of a contact.
func hash(i int) string { return strings.Repeat(fmt.Sprintf("%02x", i), 32) }

// invite gives contact number i, from 1, a link.
func (c *collecting) invite(t *testing.T, i int) {
	t.Helper()
	err := c.KeepLink(t.Context(), c.f.Wave, fieldwork.Link{Hash: hash(i), Contact: fmt.Sprintf("%032x", i)})
	if err != nil {
		t.Fatalf("keep link %d: %v", i, err)
	}
}

func (c *collecting) answer(t *testing.T, i int, option string) {
	t.Helper()
	if err := c.Answer(t.Context(), hash(i), map[string]string{"gains": option}, sample.Time()); err != nil {
		t.Fatalf("answer %d: %v", i, err)
	}
}

// A fieldwork goes from draft to open with its contacts, and what it says comes back.
func testFieldwork(t *testing.T, d *database) {
	c := d.withFieldwork(t, contacts(6))
	got, ok, err := c.Fieldwork(t.Context(), c.f.Wave)
	if err != nil || !ok {
		t.Fatalf("fieldwork: %v, %v", ok, err)
	}
	if diff := cmp.Diff(c.f, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("fieldwork (-want +got):\n%s", diff)
	}
	left, err := c.Contacts(t.Context(), c.f.Wave)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contacts(6), left, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("contacts (-want +got):\n%s", diff)
	}
	counts, err := c.Counts(t.Context(), c.f.Wave)
	if err != nil || len(counts) != 1 || counts[0].Invited != 6 {
		t.Errorf("counts = %+v, %v", counts, err)
	}
	if err := c.DraftFieldwork(t.Context(), draft(c.wave.Wave, c.author), contacts(2)); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a draft over an open fieldwork: %v, want a conflict", err)
	}
	if _, ok, err := c.Fieldwork(t.Context(), "other"); ok || err != nil {
		t.Errorf("another wave has a fieldwork: %v, %v", ok, err)
	}
	if err := c.DeleteFieldwork(t.Context(), c.f.Wave); err != nil {
		t.Fatal(err)
	}
	if all, err := c.Fieldworks(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("fieldworks after the cancellation: %+v, %v", all, err)
	}
}

// A link is used up by an answer, which takes the place of contact and links.
func testAnswers(t *testing.T, d *database) {
	c := d.withFieldwork(t, contacts(6))
	for i := 1; i <= 6; i++ {
		c.invite(t, i)
	}
	second := fieldwork.Link{Hash: hash(0xa1), Contact: fmt.Sprintf("%032x", 1)}
	if err := c.KeepLink(t.Context(), c.f.Wave, second); err != nil {
		t.Fatal(err)
	}
	before := revision(t, c.Revision)
	found, err := c.Invitation(t.Context(), hash(0xa1))
	if err != nil || found.Contact.Email != "person01@raad.example" || found.Fieldwork.Wave != c.f.Wave {
		t.Fatalf("invitation = %+v, %v", found, err)
	}
	c.answer(t, 1, "harvested")
	for name, key := range map[string]string{"used": hash(1), "the other link": hash(0xa1), "unknown": hash(0xff)} {
		err := c.Answer(t.Context(), key, map[string]string{"gains": "potential"}, sample.Time())
		kinds(t, fault.NotFound, name, err)
		_, err = c.Invitation(t.Context(), key)
		kinds(t, fault.NotFound, name, err)
	}
	late := c.Answer(t.Context(), hash(2), map[string]string{"gains": "potential"}, c.f.ClosesAt)
	kinds(t, fault.NotFound, "late", late)
	c.answer(t, 2, "potential")
	tally, err := c.Tally(t.Context(), c.f.Wave)
	if err != nil || tally.Parties["A"] != 2 || tally.Places[461] != 2 {
		t.Errorf("tally = %+v, %v", tally, err)
	}
	ballots, err := c.Ballots(t.Context(), c.f.Wave)
	want := []fieldwork.Ballot{
		{Municipality: 461, Party: "A", Answers: map[string]string{"gains": "harvested"}},
		{Municipality: 461, Party: "A", Answers: map[string]string{"gains": "potential"}},
	}
	sorted := cmpopts.SortSlices(func(a, b fieldwork.Ballot) bool { return a.Answers["gains"] < b.Answers["gains"] })
	if diff := cmp.Diff(want, ballots, sorted); err != nil || diff != "" {
		t.Errorf("ballots (-want +got), %v:\n%s", err, diff)
	}
	if after := revision(t, c.Revision); after != before {
		t.Errorf("answers raised the revision from %d to %d", before, after)
	}
	if left, err := c.Contacts(t.Context(), c.f.Wave); err != nil || len(left) != 4 {
		t.Errorf("%d contacts are left, %v, want 4", len(left), err)
	}
}

// Of all who send the same link, from two processes, exactly one is taken; and
// of all who answer at the same time nobody is lost.
func testAnswersAtOnce(t *testing.T, d *database) {
	c := d.withFieldwork(t, contacts(9))
	other := Seeded(t, d.name)
	for i := 1; i <= 9; i++ {
		c.invite(t, i)
	}
	errs := make([]error, 16)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			link := hash(1)
			if i >= 8 {
				link = hash(i - 6)
			}
			errs[i] = []*store.Store{c.Store, other}[i%2].Answer(t.Context(), link, map[string]string{"gains": "harvested"}, sample.Time())
		})
	}
	group.Wait()
	taken := 0
	for _, err := range errs[:8] {
		if err == nil {
			taken++
		} else {
			kinds(t, fault.NotFound, "second use", err)
		}
	}
	for _, err := range errs[8:] {
		if err != nil {
			t.Errorf("an answer was lost: %v", err)
		}
	}
	if ballots, err := c.Ballots(t.Context(), c.f.Wave); err != nil || len(ballots) != 9 || taken != 1 {
		t.Errorf("%d ballots, %d of 8 taken, %v; want 9 and 1", len(ballots), taken, err)
	}
}

// closing is what would be recorded of the ballots.
func (c *collecting) closing(t *testing.T) survey.Batch {
	t.Helper()
	ballots, err := c.Ballots(t.Context(), c.f.Wave)
	if err != nil {
		t.Fatal(err)
	}
	b := survey.Batch{
		Version:   survey.Version{Wave: c.wave.Wave, Origin: survey.FromForm, Author: c.author.ID},
		Responses: &survey.Responses{Questions: []string{"gains"}},
	}
	for _, ballot := range ballots {
		b.Responses.Rows = append(b.Responses.Rows, survey.Response{
			Municipality: ballot.Municipality, Party: ballot.Party, Answers: []string{ballot.Answers["gains"]},
		})
	}
	return b
}

// Closing hands the answers over and leaves nothing about persons, or does nothing.
func testClosing(t *testing.T, d *database) {
	c := d.withFieldwork(t, contacts(6))
	for i := 1; i <= 5; i++ {
		c.invite(t, i)
		c.answer(t, i, []string{"harvested", "potential"}[i%2])
	}
	imported := batchOf(c.author)
	_, err := c.RecordBatch(t.Context(), imported, c.wave.Number, survey.Reduced{})
	kinds(t, fault.Conflict, "answers from elsewhere", err)
	stale := c.closing(t)
	c.invite(t, 6)
	c.answer(t, 6, "harvested")
	_, err = c.CloseFieldwork(t.Context(), stale, c.wave.Number)
	kinds(t, fault.Conflict, "an answer came in the meantime", err)
	_, err = c.CloseFieldwork(t.Context(), c.closing(t), 0)
	kinds(t, fault.Conflict, "another version", err)
	if ballots, err := c.Ballots(t.Context(), c.f.Wave); err != nil || len(ballots) != 6 {
		t.Fatalf("%d ballots after refused closings, %v", len(ballots), err)
	}
	if _, err := c.CloseFieldwork(t.Context(), c.closing(t), c.wave.Number); err != nil {
		t.Fatal(err)
	}
	kept := keptResponses(t, c.Store)
	if len(kept) != 1 || len(kept[0].Responses.Rows) != 6 {
		t.Errorf("kept = %+v, want 6 responses", kept)
	}
	if f, _, err := c.Fieldwork(t.Context(), c.f.Wave); err != nil || f.State != fieldwork.Closed || f.Invited != 6 {
		t.Errorf("fieldwork = %+v, %v", f, err)
	}
	for _, table := range []string{"fieldwork_contacts", "fieldwork_links", "fieldwork_ballots"} {
		d.wantRows(t, table, 0)
	}
	d.wantRows(t, "fieldwork_counts", 1)
	states, err := c.AnswerStates(t.Context())
	if state, ok := states[c.f.Wave]; err != nil || !ok || !state.Collected {
		t.Errorf("the state of the answers is %+v, %v, want collected here", state, err)
	}
}

func (d *database) wantRows(t *testing.T, table string, want int) {
	t.Helper()
	var n int
	if err := d.raw(t).QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil || n != want {
		t.Errorf("%s has %d rows, %v, want %d", table, n, err, want)
	}
}

// At the date contacts and links go, and the answers wait.
func testStopping(t *testing.T, d *database) {
	c := d.withFieldwork(t, contacts(3))
	c.invite(t, 1)
	c.invite(t, 2)
	c.answer(t, 1, "harvested")
	if err := c.StopFieldwork(t.Context(), c.f.Wave, sample.Time()); err != nil {
		t.Fatal(err)
	}
	d.wantRows(t, "fieldwork_contacts", 0)
	d.wantRows(t, "fieldwork_links", 0)
	d.wantRows(t, "fieldwork_ballots", 1)
	kinds(t, fault.NotFound, "an answer afterwards", c.Answer(t.Context(), hash(2), map[string]string{"gains": "harvested"}, sample.Time()))
	kinds(t, fault.Conflict, "stopped twice", c.StopFieldwork(t.Context(), c.f.Wave, sample.Time()))
}

// What was promised at the opening holds, whatever way a change takes in.
func testFieldworkRules(t *testing.T, d *database) {
	c := d.withFieldwork(t, contacts(6))
	c.invite(t, 1)
	c.answer(t, 1, "harvested")
	db := d.raw(t)
	for statement, rule := range map[string]string{
		"UPDATE fieldworks SET keep_months = 120":                                                "the terms were fixed",
		"UPDATE fieldworks SET minimum = 6, invited = 5":                                         "the terms were fixed",
		"UPDATE fieldworks SET columns = '[\"sex\"]'":                                            "the terms were fixed",
		"UPDATE fieldworks SET state = 'draft'":                                                  "goes from draft",
		"UPDATE fieldworks SET state = 'stopped'":                                                "contacts and links are deleted first",
		"UPDATE fieldworks SET state = 'closed'":                                                 "deleted first",
		"UPDATE fieldworks SET minimum = 4":                                                      "",
		"UPDATE fieldworks SET state = 'paused'":                                                 "",
		"INSERT INTO fieldwork_contacts SELECT * FROM fieldwork_contacts":                        "contacts come before the opening",
		"INSERT INTO fieldwork_links (hash, wave, contact) VALUES ('" + hash(9) + "', 'a', 'b')": "foreign key",
	} {
		_, err := db.Exec(statement)
		refused(t, statement, err, rule)
	}
	if err := c.ChangeFieldwork(t.Context(), c.f.Wave, c.f.ClosesAt.Add(time.Hour), 8); err != nil {
		t.Fatalf("raise the minimum: %v", err)
	}
	err := c.ChangeFieldwork(t.Context(), c.f.Wave, c.f.ClosesAt, 7)
	kinds(t, fault.Invalid, "a lower minimum", err)
	if err := c.StopFieldwork(t.Context(), c.f.Wave, sample.Time()); err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("INSERT INTO fieldwork_ballots SELECT wave, '" + hash(1)[:32] + "', municipality, party, traits, answers FROM fieldwork_ballots")
	refused(t, "a ballot afterwards", err, "while the fieldwork is open")
	_, err = db.Exec("UPDATE fieldworks SET state = 'open'")
	refused(t, "open again", err, "goes from draft")
}

// A wave whose answers are collected asks everybody the same, and keeps to its terms.
func testWaveUnderFieldwork(t *testing.T, d *database) {
	c := d.withFieldwork(t, contacts(6))
	try := func(change func(*survey.Wave)) error {
		wave := c.wave.Wave
		design := *wave.Design
		wave.Design = &design
		change(&wave)
		v, err := c.RecordWave(t.Context(), survey.Version{Wave: wave, Origin: survey.FromForm, Author: c.author.ID}, c.wave.Number)
		if err == nil {
			c.wave = v
		}
		return err
	}
	for name, change := range map[string]func(*survey.Wave){
		"another question": func(w *survey.Wave) {
			w.Questions = append([]survey.Question{}, w.Questions...)
			w.Questions[0].Text.DA = "Noget andet?"
		},
		"another column":   func(w *survey.Wave) { w.Design.By = []string{"sex"} },
		"longer retention": func(w *survey.Wave) { w.Design.KeepMonths = 60 },
		"a later month":    func(w *survey.Wave) { w.Fieldwork = "2027-03" },
	} {
		if err := try(change); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	if err := try(func(w *survey.Wave) { w.Title.DA, w.Design.Minimum = "Ny titel", 7 }); err != nil {
		t.Errorf("a new title and a higher minimum: %v", err)
	}
	if err := try(func(w *survey.Wave) { w.Design.Minimum = 0 }); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a lower minimum: %v, want invalid", err)
	}
}

// Mails are claimed one at a time, wait out trouble, and are noted.
func testMails(t *testing.T, d *database) {
	c := d.withFieldwork(t, contacts(4))
	now := sample.Time()
	next := func(at time.Time) (string, bool) {
		t.Helper()
		m, ok, err := c.NextMail(t.Context(), at, at.Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		return m.Contact.Key, ok
	}
	first, _ := next(now)
	second, _ := next(now)
	third, _ := next(now)
	fourth, _ := next(now)
	if _, ok := next(now); ok {
		t.Error("a fifth mail is due of four")
	}
	mark := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	mark(c.MarkMail(t.Context(), c.f.Wave, first, ""))
	mark(c.MarkMail(t.Context(), c.f.Wave, second, "550 no such user"))
	mark(c.ReleaseMail(t.Context(), c.f.Wave, third))
	if again, _ := next(now); again != third {
		t.Errorf("the released mail is not next, but %s", again)
	}
	if late, _ := next(now.Add(2 * time.Minute)); late != third && late != fourth {
		t.Errorf("no claim has run out, next is %q", late)
	}
	counts, err := c.MailCounts(t.Context(), c.f.Wave)
	want := fieldwork.MailCounts{Pending: 2, Unreached: []fieldwork.Failure{{Email: "person02@raad.example", Reason: "550 no such user"}}}
	if diff := cmp.Diff(want, counts); err != nil || diff != "" {
		t.Errorf("counts (-want +got), %v:\n%s", err, diff)
	}
	mark(c.RetryMail(t.Context(), c.f.Wave))
	mark(c.StartMailing(t.Context(), c.f.Wave, c.f.Letter, now))
	if counts, err := c.MailCounts(t.Context(), c.f.Wave); err != nil || counts.Pending != 4 {
		t.Errorf("%d mails are due after a reminder, %v, want 4", counts.Pending, err)
	}
	if _, ok := next(c.f.ClosesAt); ok {
		t.Error("a mail is due after the closing date")
	}
	kinds(t, fault.NotFound, "a link for nobody", c.KeepLink(t.Context(), c.f.Wave, fieldwork.Link{Hash: hash(1), Contact: strings.Repeat("f", 32)}))
}
