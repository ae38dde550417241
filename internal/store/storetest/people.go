package storetest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/letter"
	"modenhed/internal/sample"
	"modenhed/internal/store"
)

// person inserts somebody who has been invited.
func person(t *testing.T, s *store.Store, email string, role account.Role) account.Account {
	t.Helper()
	a := account.Account{Email: email, Role: role, CreatedAt: sample.Time(), InvitedAt: sample.Time()}
	if role == account.Editor {
		a.Municipality = sample.Odense
	}
	list, _, err := s.InsertInvited(t.Context(), []account.NewPerson{{Account: a, Hash: someHash}}, 0)
	if err != nil {
		t.Fatalf("insert %s: %v", email, err)
	}
	return list[0]
}

// tokenOf is the hash of an invitation.
func tokenOf(n int) string { return fmt.Sprintf("%064d", n) }

func invited(t *testing.T, s *store.Store, a account.Account, n int) {
	t.Helper()
	i := account.Invitation{Account: a.ID, Hash: tokenOf(n), CreatedAt: sample.Time(), ExpiresAt: hours(1)}
	if err := s.KeepInvitation(t.Context(), i, 0); err != nil {
		t.Fatalf("keep an invitation: %v", err)
	}
}

func testInvitations(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx := t.Context()
	a := person(t, s, "a@example.test", account.Editor)
	if a.State() != account.Invited {
		t.Errorf("state = %s", a.State())
	}
	for n := 1; n <= 2; n++ {
		invited(t, s, a, n)
	}
	_, err := s.AccountInvitation(ctx, tokenOf(1))
	kinds(t, fault.NotFound, "replaced link", err)
	got, err := s.AccountInvitation(ctx, tokenOf(2))
	want := account.Invitation{Account: a.ID, Hash: tokenOf(2), CreatedAt: sample.Time(), ExpiresAt: hours(1)}
	if err != nil || got != want {
		t.Errorf("invitation = %+v, %v, want %+v", got, err, want)
	}
	kinds(t, fault.NotFound, "expired", s.AcceptInvitation(ctx, a.ID, tokenOf(2), "$argon2id$new", hours(1)))

	// Of many who come with the same link, one has it.
	var group sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		group.Go(func() { errs[i] = s.AcceptInvitation(ctx, a.ID, tokenOf(2), "$argon2id$new", sample.Time()) })
	}
	group.Wait()
	winners := 0
	for _, err := range errs {
		if err == nil {
			winners++
		} else {
			kinds(t, fault.NotFound, "used link", err)
		}
	}
	after, hash, err := s.Credentials(ctx, a.Email)
	if err != nil || winners != 1 || hash != "$argon2id$new" || after.State() != account.Active {
		t.Errorf("%d won, %+v, %q, %v", winners, after, hash, err)
	}
	kinds(t, fault.NotFound, "link for nobody", s.KeepInvitation(ctx, account.Invitation{Account: 99, Hash: tokenOf(3)}, 0))

	people := []account.NewPerson{
		{Account: account.Account{Email: "new@example.test", Role: account.Analyst, CreatedAt: sample.Time()}, Hash: someHash},
		{Account: account.Account{Email: "A@example.test", Role: account.Analyst, CreatedAt: sample.Time()}, Hash: someHash},
	}
	_, failed, err := s.InsertInvited(ctx, people, 0)
	kinds(t, fault.Conflict, "one address is taken", err)
	if list, err := s.Accounts(ctx); failed != 1 || err != nil || len(list) != 1 {
		t.Errorf("failed = %d, accounts = %v, %v, want nobody added", failed, list, err)
	}
}

func testClosingAccounts(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx := t.Context()
	first, err := s.InsertAccount(ctx, account.Account{Email: "1@example.test", Role: account.Administrator, CreatedAt: sample.Time()}, someHash, 0)
	if err != nil {
		t.Fatal(err)
	}
	person(t, s, "never-came@example.test", account.Administrator)
	kinds(t, fault.Conflict, "the last who can sign in", s.CloseAccount(ctx, first.ID, first.ID, hours(1)))
	second, err := s.InsertAccount(ctx, account.Account{Email: "2@example.test", Role: account.Administrator, CreatedAt: sample.Time()}, someHash, 0)
	if err != nil {
		t.Fatal(err)
	}
	// Two who close each other cannot both succeed.
	var group sync.WaitGroup
	errs := make([]error, 2)
	group.Go(func() { errs[0] = s.CloseAccount(ctx, first.ID, second.ID, hours(1)) })
	group.Go(func() { errs[1] = s.CloseAccount(ctx, second.ID, first.ID, hours(1)) })
	group.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("closed each other: %v", errs)
	}
	editor := person(t, s, "editor@example.test", account.Editor)
	invited(t, s, editor, 1)
	for range 2 {
		if err := s.CloseAccount(ctx, editor.ID, first.ID, hours(1)); err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.AccountInvitation(ctx, tokenOf(1))
	kinds(t, fault.NotFound, "link of a closed account", err)
	kinds(t, fault.NotFound, "new link for a closed account", s.KeepInvitation(ctx, account.Invitation{Account: editor.ID, Hash: tokenOf(2)}, 0))
	if err := s.ReopenAccount(ctx, editor.ID, first.ID, hours(2)); err != nil {
		t.Fatal(err)
	}
	if err := s.SetLanguage(ctx, editor.ID, "en", editor.ID, hours(3)); err != nil {
		t.Fatal(err)
	}
	kinds(t, fault.Invalid, "unknown language", s.SetLanguage(ctx, editor.ID, "de", editor.ID, hours(3)))
	if err := s.RecordEvent(ctx, account.Event{Kind: account.SignedIn, Account: editor.ID, Actor: editor.ID, RecordedAt: hours(4)}); err != nil {
		t.Fatal(err)
	}
	people, err := s.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if p.ID != editor.ID {
			continue
		}
		editor.Language = "en"
		if diff := cmp.Diff(account.Person{Account: editor, SignedInAt: hours(4)}, p); diff != "" {
			t.Errorf("person (-want +got):\n%s", diff)
		}
	}
	wantEvents(t, d, editor.ID, "created link_made closed reopened language_chosen signed_in")
}

// wantEvents fails the test unless what happened to an account is as listed.
func wantEvents(t *testing.T, d *database, id account.ID, want string) {
	t.Helper()
	rows, err := d.raw(t).Query(fmt.Sprintf("SELECT kind FROM account_events WHERE account_id = %d ORDER BY id", id))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var got []string
	for rows.Next() {
		var kind string
		if err := rows.Scan(&kind); err != nil {
			t.Fatal(err)
		}
		got = append(got, kind)
	}
	if list := strings.Join(got, " "); list != want || rows.Err() != nil {
		t.Errorf("events = %s, %v, want %s", list, rows.Err(), want)
	}
}

// letterTo is a letter about round 2026 that waits for mail.
func letterTo(a account.Account, kind letter.Kind) letter.Letter {
	return letter.Letter{
		Round: "2026", Kind: kind, Account: a.ID, Language: "da", Subject: "Æ", Body: "Hej {link}", State: letter.Pending,
		DueAt: sample.Time(), RecordedAt: sample.Time(),
	}
}

func queue(t *testing.T, s *store.Store, since time.Time, want int, letters ...letter.Letter) {
	t.Helper()
	if got, err := s.QueueLetters(t.Context(), letters, since); err != nil || got != want {
		t.Errorf("queued %d, %v, want %d", got, err, want)
	}
}

func testLetters(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx := t.Context()
	editor := Editor(t, s)
	opened(t, s, "2026", sample.Time(), editor)
	a, b := person(t, s, "a@example.test", account.Editor), person(t, s, "b@example.test", account.Editor)
	contacts, err := s.MunicipalContacts(ctx)
	if err != nil || len(contacts) != 3 || contacts[0].Email != "a@example.test" || !contacts[0].Invited || contacts[2].Invited {
		t.Errorf("contacts = %+v, %v", contacts, err)
	}
	queue(t, s, time.Unix(1, 0), 2, letterTo(a, letter.RoundOpened), letterTo(b, letter.RoundOpened))
	queue(t, s, time.Time{}, 0, letterTo(a, letter.RoundOpened))
	queue(t, s, time.Time{}, 1, letterTo(a, letter.Question))
	_, err = s.QueueLetters(ctx, []letter.Letter{letterTo(b, letter.Question), {Kind: "x", Round: "none", Account: b.ID, Language: "da", Subject: "x", State: letter.Pending}}, time.Time{})
	kinds(t, fault.Invalid, "unknown round", err)

	first := nextLetter(t, s, 0)
	second := nextLetter(t, s, 0)
	if first.To.Email != "a@example.test" || second.To.Email != "b@example.test" || first.Body != "Hej {link}" || first.Round != "2026" {
		t.Errorf("claimed %+v and %+v", first, second)
	}
	nextLetter(t, s, 0)
	if _, ok, err := s.NextLetter(ctx, sample.Time(), hours(1)); ok || err != nil {
		t.Errorf("claimed what others have: %v", err)
	}
	settle(t, s, first.ID, "")
	settle(t, s, second.ID, "550 nobody")
	// The claim of the question has run out, as if its sender had died.
	if again := nextLetter(t, s, 1); again.Kind != letter.Question {
		t.Errorf("due again: %+v", again)
	}
	// Another question may wait while one is being sent, and that one is due again.
	queue(t, s, time.Time{}, 1, letterTo(a, letter.Question))
	if err := s.ReleaseLetter(ctx, 3); err != nil {
		t.Error(err)
	}
	queue(t, s, time.Unix(1, 0), 0, letterTo(a, letter.RoundOpened), letterTo(b, letter.RoundOpened))
	queue(t, s, time.Time{}, 1, letterTo(a, letter.RoundOpened))
	if err := s.RetryLetters(ctx, "2026"); err != nil {
		t.Error(err)
	}
	if err := s.HandOver(ctx); err != nil {
		t.Error(err)
	}
	wantLetters(t, s, first.ID)
}

// nextLetter claims the next letter some hours after the sample's time, for an hour.
func nextLetter(t *testing.T, s *store.Store, after int) letter.Addressed {
	t.Helper()
	a, ok, err := s.NextLetter(t.Context(), hours(after), hours(after+1))
	if err != nil || !ok {
		t.Fatalf("no letter: %v", err)
	}
	return a
}

func settle(t *testing.T, s *store.Store, id letter.ID, failure string) {
	t.Helper()
	if err := s.SettleLetter(t.Context(), id, failure, hours(1)); err != nil {
		t.Fatal(err)
	}
}

// wantLetters looks at what [testLetters] left: the first sent, of the two
// questions to one person one to be sent by hand, all others too.
func wantLetters(t *testing.T, s *store.Store, sent letter.ID) {
	t.Helper()
	letters, err := s.Letters(t.Context(), "2026")
	if err != nil || len(letters) != 5 {
		t.Fatalf("%d letters, %v, want 5", len(letters), err)
	}
	var counts letter.Counts
	var waiting []letter.ID
	for _, l := range letters {
		counts.Count(l.Letter)
		if l.Waiting() {
			waiting = append(waiting, l.ID)
		}
		if l.ID == sent && l.State != letter.Sent {
			t.Errorf("the sent letter is %s", l.State)
		}
	}
	if want := (letter.Counts{Sent: 2, ByHand: 3}); counts != want {
		t.Errorf("counts = %+v, want %+v", counts, want)
	}
	if err := s.SettleByHand(t.Context(), waiting, hours(2)); err != nil {
		t.Error(err)
	}
	if rest, err := s.Letters(t.Context(), ""); err != nil || len(rest) != 0 {
		t.Errorf("letters about no round: %v, %v", rest, err)
	}
}

// Whoever looks at the same time, no letter is claimed twice.
func testLettersAtOnce(t *testing.T, d *database) {
	s := d.seeded(t)
	opened(t, s, "2026", sample.Time(), Editor(t, s))
	const count = 20
	letters := make([]letter.Letter, count)
	for i := range letters {
		letters[i] = letterTo(person(t, s, fmt.Sprintf("p%d@example.test", i), account.Editor), letter.RoundOpened)
	}
	var group sync.WaitGroup
	var mu sync.Mutex
	queued := 0
	for range 4 {
		group.Go(func() {
			n, err := s.QueueLetters(t.Context(), letters, time.Unix(1, 0))
			mu.Lock()
			defer mu.Unlock()
			if queued += n; err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if queued != count {
		t.Errorf("queued %d letters, want %d", queued, count)
	}
	claimed := make(map[letter.ID]int)
	for range 4 {
		group.Go(func() {
			for misses := 0; misses < 3; {
				a, ok, err := s.NextLetter(t.Context(), sample.Time(), hours(1))
				mu.Lock()
				switch {
				case err != nil:
					t.Error(err)
					misses++
				case ok:
					claimed[a.ID]++
				default:
					misses++
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	for id, n := range claimed {
		if n != 1 {
			t.Errorf("letter %d was claimed %d times", id, n)
		}
	}
	for {
		a, ok, err := s.NextLetter(t.Context(), sample.Time(), hours(1))
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		claimed[a.ID]++
	}
	if len(claimed) != count {
		t.Errorf("%d letters were claimed, want %d", len(claimed), count)
	}
}
