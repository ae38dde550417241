package storetest

import (
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
)

const someHash = "$argon2id$v=19$some"

func testDrafts(t *testing.T, d *database) {
	s := d.seeded(t)
	editor := Editor(t, s)
	ctx := t.Context()
	draft := func(indicator framework.IndicatorKey, value string) assessment.Draft {
		d := sample.Draft()
		d.Indicator, d.Author, d.AuthorName, d.Values["value"] = indicator, editor.ID, editor.Email, value
		return d
	}
	for _, save := range []assessment.Draft{draft(sample.Level, "1"), draft(sample.Level, "æ\x00\n"), draft(sample.Days, "12")} {
		if err := s.SaveDraft(ctx, save); err != nil {
			t.Fatalf("save a draft: %v", err)
		}
	}
	expect := func(want ...assessment.Draft) {
		t.Helper()
		byIndicator := make(map[framework.IndicatorKey]assessment.Draft)
		for _, d := range want {
			byIndicator[d.Indicator] = d
		}
		got, err := s.Drafts(ctx, sample.Odense)
		if diff := cmp.Diff(byIndicator, got); err != nil || diff != "" {
			t.Errorf("drafts: %v (-want +got):\n%s", err, diff)
		}
	}
	expect(draft(sample.Level, "æ\x00\n"), draft(sample.Days, "12"))
	if before, after := revision(t, s.Revision), revision(t, s.Revision); before != after {
		t.Error("drafts raise the revision")
	}
	if other, err := s.Drafts(ctx, sample.Norddjurs); err != nil || len(other) != 0 {
		t.Errorf("drafts of another municipality = %v, %v", other, err)
	}

	// An own status from the form takes the draft's place; others leave it.
	appended(t, s, sample.Status(), with(func(s *assessment.Status) {
		s.Source, s.Channel, s.Author = assessment.Desk, assessment.ChannelForm, editor.ID
		s.Evidence.Link = "https://example.test"
	}))
	expect(draft(sample.Level, "æ\x00\n"), draft(sample.Days, "12"))
	appended(t, s, with(func(s *assessment.Status) {
		s.Channel, s.Author, s.Revision = assessment.ChannelForm, editor.ID, 2
	}))
	expect(draft(sample.Days, "12"))
	for range 2 {
		if err := s.DeleteDraft(ctx, assessment.Key{Municipality: sample.Odense, Indicator: sample.Days}); err != nil {
			t.Errorf("delete a draft: %v", err)
		}
	}
	expect()
	stranger := draft(sample.Level, "1")
	stranger.Author = 99
	if err := s.SaveDraft(ctx, stranger); fault.KindOf(err) != fault.Invalid {
		t.Errorf("draft of an unknown author: %v, want invalid", err)
	}
}

// A colleague's draft is replaced only by somebody who has seen it, and stays
// when somebody else answers.
func testDraftsOfTwo(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx := t.Context()
	first := Editor(t, s)
	second, err := s.InsertAccount(ctx, account.Account{
		Email: "second@example.test", Role: account.Editor, Municipality: sample.Odense, CreatedAt: sample.Time(),
	}, someHash, 0)
	if err != nil {
		t.Fatal(err)
	}
	theirs := sample.Draft()
	theirs.Indicator, theirs.Author, theirs.AuthorName = sample.Level, first.ID, first.Email
	mine := theirs
	mine.Author, mine.AuthorName, mine.Values = second.ID, second.Email, map[string]string{"value": "4"}
	mine.SavedAt = theirs.SavedAt.Add(time.Minute)
	expect := func(want assessment.Draft) {
		t.Helper()
		want.Seen = time.Time{}
		got, err := s.Drafts(ctx, sample.Odense)
		if diff := cmp.Diff(want, got[sample.Level]); err != nil || diff != "" {
			t.Errorf("draft: %v (-want +got):\n%s", err, diff)
		}
	}
	if err := s.SaveDraft(ctx, theirs); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveDraft(ctx, mine); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a draft over an unseen one: %v, want a conflict", err)
	}
	expect(theirs)
	appended(t, s, with(func(s *assessment.Status) { s.Channel, s.Author = assessment.ChannelForm, second.ID }))
	expect(theirs)
	mine.Seen = theirs.SavedAt
	if err := s.SaveDraft(ctx, mine); err != nil {
		t.Errorf("a draft over one that was seen: %v", err)
	}
	expect(mine)
}

func testAccounts(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx := t.Context()
	open := account.Account{Email: "ædel@example.test", Role: account.Editor, Municipality: sample.Odense, CreatedAt: sample.Time()}
	created, err := s.InsertAccount(ctx, open, someHash, 0)
	if err != nil {
		t.Fatal(err)
	}
	open.ID = created.ID
	if diff := cmp.Diff(open, created); diff != "" || created.ID == 0 {
		t.Errorf("account differs (-want +got):\n%s", diff)
	}
	boss, err := s.InsertAccount(ctx, account.Account{Email: "a@example.test", Role: account.Administrator, CreatedAt: sample.Time()}, someHash, created.ID)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := s.Accounts(ctx); err != nil || cmp.Diff([]account.Account{boss, created}, list) != "" {
		t.Errorf("accounts = %+v, %v, want both by address", list, err)
	}
	if got, hash, err := s.Credentials(ctx, "ædel@EXAMPLE.test"); err != nil || hash != someHash || got != created {
		t.Errorf("credentials = %+v, %q, %v", got, hash, err)
	}
	if got, err := s.Account(ctx, boss.ID); err != nil || got != boss {
		t.Errorf("account = %+v, %v", got, err)
	}
	if err := s.SetPasswordHash(ctx, created.ID, "$argon2id$new", boss.ID, sample.Time()); err != nil {
		t.Errorf("set a password: %v", err)
	}
	if _, hash, err := s.Credentials(ctx, created.Email); err != nil || hash != "$argon2id$new" {
		t.Errorf("hash = %q, %v", hash, err)
	}
	if err := s.RecordEvent(ctx, account.Event{Kind: account.SignedIn, Account: boss.ID, Actor: boss.ID, RecordedAt: sample.Time()}); err != nil {
		t.Errorf("record an event: %v", err)
	}
	_, err = s.Account(ctx, 99)
	kinds(t, fault.NotFound, "no such account", err)
	_, _, err = s.Credentials(ctx, "nobody@example.test")
	kinds(t, fault.NotFound, "no such address", err)
	kinds(t, fault.NotFound, "password of nobody", s.SetPasswordHash(ctx, 99, someHash, 0, sample.Time()))
	_, err = s.InsertAccount(ctx, account.Account{Email: "A@Example.test", Role: account.Analyst, CreatedAt: sample.Time()}, someHash, 0)
	kinds(t, fault.Conflict, "address taken in capitals", err)
	_, err = s.InsertAccount(ctx, account.Account{Email: "b@example.test", Role: account.Editor, Municipality: 999, CreatedAt: sample.Time()}, someHash, 0)
	kinds(t, fault.Invalid, "unknown municipality", err)
	checkEvents(t, d, int64(created.ID), int64(boss.ID))
}

func kinds(t *testing.T, want fault.Kind, what string, err error) {
	t.Helper()
	if fault.KindOf(err) != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

// checkEvents looks at what [testAccounts] left in the log: who did what to
// whom, and nothing of what failed.
func checkEvents(t *testing.T, d *database, editor, boss int64) {
	t.Helper()
	type event struct {
		Kind           string
		Account, Actor int64
	}
	rows, err := d.raw(t).Query("SELECT kind, account_id, coalesce(actor_id, 0) FROM account_events ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var got []event
	for rows.Next() {
		var e event
		if err := rows.Scan(&e.Kind, &e.Account, &e.Actor); err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	want := []event{{"created", editor, 0}, {"created", boss, editor}, {"password_set", editor, boss}, {"signed_in", boss, boss}}
	if diff := cmp.Diff(want, got); diff != "" || rows.Err() != nil {
		t.Errorf("events: %v (-want +got):\n%s", rows.Err(), diff)
	}
}

func testAccountConstraints(t *testing.T, d *database) {
	d.seeded(t)
	db := d.raw(t)
	base := row{"email": "a@example.test", "role": "analyst", "municipality": nil, "password_hash": someHash, "created_at": 1}
	for what, c := range map[string]struct {
		rule   string
		change row
	}{
		"unknown role":                {"check", row{"role": "root"}},
		"editor of nowhere":           {"accounts_editor_has_municipality", row{"role": "editor"}},
		"analyst of one municipality": {"accounts_editor_has_municipality", row{"municipality": 461}},
		"editor of nowhere known":     {"foreign key", row{"role": "editor", "municipality": 999}},
		"password in clear":           {"check", row{"password_hash": "hunter2hunter2"}},
		"no address":                  {"check", row{"email": ""}},
		"long address":                {"check", row{"email": strings.Repeat("a", 255)}},
	} {
		refused(t, what, insert(db, "accounts", base.but(c.change)), c.rule)
	}
	if err := insert(db, "accounts", base); err != nil {
		t.Fatalf("the account that all cases start from is refused: %v", err)
	}
	refused(t, "same address", insert(db, "accounts", base.but(row{"email": "A@EXAMPLE.TEST"})), "unique")
	refused(t, "session of nobody", insert(db, "sessions",
		row{"token_hash": strings.Repeat("0", 64), "data": []byte{1}, "account_id": 99, "expires_at": 1}), "foreign key")
	refused(t, "token in clear", insert(db, "sessions",
		row{"token_hash": "secret", "data": []byte{1}, "account_id": nil, "expires_at": 1}), "check")
	refused(t, "event of nobody", insert(db, "account_events",
		row{"kind": "created", "account_id": 99, "recorded_at": 1}), "foreign key")
	refused(t, "draft that is no JSON", insert(db, "drafts",
		row{"municipality": 461, "indicator": "work.level", "fields": "{", "author_id": 1, "saved_at": 1}), "")
	refused(t, "second revision row", insert(db, "revision", row{"id": 2, "number": 1}), "check")
	refused(t, "code of two digits", insert(db, "municipalities", row{"code": 99}), "check")
	refused(t, "unknown type", insert(db, "indicators",
		row{"framework": "sample", "version": 1, "key": "x", "type": "text", "not_applicable": true}), "check")
	refused(t, "unknown origin", insert(db, "documents", row{"id": 9, "kind": "wave", "key": "x", "content": []byte{},
		"sha256": strings.Repeat("0", 64), "origin": "rumour", "recorded_at": 1}), "check")
}

func testSetupToken(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx := t.Context()
	first := account.Account{Email: "a@example.test", Role: account.Administrator, CreatedAt: sample.Time()}
	for _, hash := range []string{"old", "new"} {
		if ok, err := s.ReplaceSetupToken(ctx, hash); err != nil || !ok {
			t.Fatalf("replace the token = %v, %v", ok, err)
		}
	}
	for hash, want := range map[string]bool{"old": false, "new": true, "": false} {
		if got, err := s.HasSetupToken(ctx, hash); err != nil || got != want {
			t.Errorf("token %q waits = %v, %v, want %v", hash, got, err, want)
		}
	}
	_, err := s.InsertFirstAccount(ctx, "old", first, someHash)
	kinds(t, fault.NotFound, "replaced token", err)

	// Of many who come with the right token, one has it.
	var group sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		group.Go(func() {
			person := first
			person.Email = string(rune('a'+i)) + "@example.test"
			_, errs[i] = s.InsertFirstAccount(ctx, "new", person, someHash)
		})
	}
	group.Wait()
	winners := 0
	for _, err := range errs {
		if err == nil {
			winners++
		} else {
			kinds(t, fault.NotFound, "burnt token", err)
		}
	}
	accounts, err := s.Accounts(ctx)
	if err != nil || winners != 1 || len(accounts) != 1 {
		t.Errorf("%d won, accounts = %v, %v, want one", winners, accounts, err)
	}
	if ok, err := s.ReplaceSetupToken(ctx, "third"); err != nil || ok {
		t.Errorf("token beside an account = %v, %v, want none", ok, err)
	}
	if waits, err := s.HasSetupToken(ctx, "new"); err != nil || waits {
		t.Errorf("burnt token waits = %v, %v", waits, err)
	}
}

func testSessions(t *testing.T, d *database) {
	s := d.seeded(t)
	editor := Editor(t, s)
	ctx := t.Context()
	sessions := s.Sessions(func(data []byte) account.ID {
		if strings.HasPrefix(string(data), "editor") {
			return editor.ID
		}
		return 0
	})
	commit := func(token, data string, expiry time.Time) {
		t.Helper()
		if err := sessions.Commit(token, []byte(data), expiry); err != nil {
			t.Fatalf("commit %s: %v", token, err)
		}
	}
	expect := func(token, want string) {
		t.Helper()
		data, found, err := sessions.Find(token)
		if err != nil || string(data) != want || found != (want != "") {
			t.Errorf("find %s = %q, %v, %v, want %q", token, data, found, err, want)
		}
	}
	soon := sample.Time().Add(time.Minute)
	commit("mine", "editor 1", soon)
	commit("mine", "editor 2", soon)
	commit("visitor", "language", soon)
	commit("old", "editor", sample.Time())
	expect("mine", "editor 2")
	expect("visitor", "language")
	expect("old", "")
	expect("never", "")
	if n, err := sessions.DeleteExpired(ctx); err != nil || n != 1 {
		t.Errorf("delete expired = %d, %v, want 1", n, err)
	}
	var kept int
	if err := d.raw(t).QueryRow("SELECT count(*) FROM sessions WHERE token_hash IN ('mine', 'visitor')").Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d tokens are kept in clear, %v", kept, err)
	}
	if err := s.SetPasswordHash(ctx, editor.ID, someHash, 0, sample.Time()); err != nil {
		t.Fatal(err)
	}
	expect("mine", "")
	expect("visitor", "language")
	for range 2 {
		if err := sessions.Delete("visitor"); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	expect("visitor", "")
}
