package storetest

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/reference"
	"modenhed/internal/round"
	"modenhed/internal/sample"
	"modenhed/internal/store"
)

const someDigest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

// hours returns a time some hours after the sample's.
func hours(n int) time.Time { return sample.Time().Add(time.Duration(n) * time.Hour) }

// newRound is a round to be opened.
func newRound(key round.Key) round.New {
	return round.New{Key: key, Title: framework.Text{DA: "Måling " + string(key), EN: "Round " + string(key)}}
}

// opened opens a round at a time and returns its first step.
func opened(t *testing.T, s *store.Store, key round.Key, at time.Time, author account.Actor) round.Event {
	t.Helper()
	e, err := s.OpenRound(t.Context(), newRound(key), round.Event{
		Round: key, Kind: round.EventOpened, Author: author.ID, AuthorName: author.Email, RecordedAt: at,
	})
	if err != nil {
		t.Fatalf("open round %s: %v", key, err)
	}
	return e
}

// closing is a step that ends reporting at the time that it is recorded.
func closing(key round.Key, at time.Time) round.Event {
	return round.Event{Round: key, Kind: round.EventClosed, Cutoff: at, RecordedAt: at}
}

func stepped(t *testing.T, s *store.Store, e round.Event, after int64) round.Event {
	t.Helper()
	recorded, err := s.RecordRoundEvent(t.Context(), e, after)
	if err != nil {
		t.Fatalf("round %s %s: %v", e.Round, e.Kind, err)
	}
	return recorded
}

// frozenBytes are content with bytes that are no text.
func frozenBytes() []byte { return []byte("{\"æ\":\x00\xff\r\n}") }

// frozen is what a publication of today freezes.
func frozen() round.Frozen {
	return round.Frozen{Format: 2, Content: frozenBytes(), Answers: []byte("number\n\x00")}
}

// published takes a round through its life in the three hours from a time.
func published(t *testing.T, s *store.Store, key round.Key, from int) []round.Event {
	t.Helper()
	first := opened(t, s, key, hours(from), account.Actor{})
	second := stepped(t, s, closing(key, hours(from+1)), first.Number)
	third, err := s.PublishRound(t.Context(), round.Event{
		Round: key, Kind: round.EventPublished, Hash: someDigest, Last: round.Last{Status: 7, Document: 2}, RecordedAt: hours(from + 2),
	}, frozen(), second.Number)
	if err != nil {
		t.Fatalf("publish round %s: %v", key, err)
	}
	return []round.Event{first, second, third}
}

func testRounds(t *testing.T, d *database) {
	s := d.seeded(t)
	author := Editor(t, s)
	ctx := t.Context()
	before := revision(t, s.Revision)
	first := opened(t, s, "2025", hours(0), author)
	second := stepped(t, s, round.Event{
		Round: "2025", Kind: round.EventClosed, Cutoff: hours(-1), Author: author.ID, AuthorName: author.Email, RecordedAt: hours(1),
	}, first.Number)
	third := stepped(t, s, round.Event{Round: "2025", Kind: round.EventReopened, RecordedAt: hours(-2)}, second.Number)
	if !third.RecordedAt.Equal(second.RecordedAt) {
		t.Errorf("by a clock that is behind, a step is recorded at %s after one at %s", third.RecordedAt, second.RecordedAt)
	}
	fourth := stepped(t, s, closing("2025", hours(3)), third.Number)
	_, err := s.RoundContent(ctx, "2025")
	kinds(t, fault.NotFound, "content of a round in review", err)
	fifth, err := s.PublishRound(ctx, round.Event{
		Round: "2025", Kind: round.EventPublished, Hash: someDigest, Last: round.Last{Status: 9, Document: 2, Verdict: 4}, RecordedAt: hours(4),
	}, frozen(), fourth.Number)
	if err != nil {
		t.Fatal(err)
	}
	if after := revision(t, s.Revision); after != before+5 {
		t.Errorf("revision rose by %d, want 5", after-before)
	}
	sixth := opened(t, s, "2024-b", hours(5), account.Actor{})
	want := []round.History{
		{Key: "2025", Title: newRound("2025").Title, Events: []round.Event{first, second, third, fourth, fifth}},
		{Key: "2024-b", Title: newRound("2024-b").Title, Events: []round.Event{sixth}},
	}
	got, err := s.Rounds(ctx)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("rounds: %v (-want +got):\n%s", err, diff)
	}
	if content, err := s.RoundContent(ctx, "2025"); err != nil || !bytes.Equal(content, frozenBytes()) {
		t.Errorf("content = %q, %v", content, err)
	}
	if answers, err := s.RoundAnswers(ctx, "2025"); err != nil || !bytes.Equal(answers, frozen().Answers) {
		t.Errorf("answers = %q, %v", answers, err)
	}
}

// Of all who take the same step, from two processes, exactly one does, and
// what comes too late leaves nothing behind.
func testRoundConflict(t *testing.T, d *database) {
	s, other := d.seeded(t), d.seeded(t)
	ctx := t.Context()
	both := []*store.Store{s, other}
	var first round.Event
	won := race(t, func(i int) error {
		key := round.Key(fmt.Sprint("r", i))
		e, err := both[i%2].OpenRound(ctx, newRound(key), round.Event{Round: key, Kind: round.EventOpened, RecordedAt: hours(0)})
		if err == nil {
			first = e
		}
		return err
	})
	histories, err := s.Rounds(ctx)
	if err != nil || won != 1 || len(histories) != 1 {
		t.Fatalf("%d opened a round and there are %d, %v, want one", won, len(histories), err)
	}
	key := histories[0].Key
	if won := race(t, func(i int) error {
		_, err := both[i%2].RecordRoundEvent(ctx, closing(key, hours(1)), first.Number)
		return err
	}); won != 1 {
		t.Errorf("%d closed the round", won)
	}
	if won := race(t, func(i int) error {
		e := round.Event{Round: key, Kind: round.EventPublished, Hash: someDigest, RecordedAt: hours(2)}
		_, err := both[i%2].PublishRound(ctx, e, frozen(), first.Number+1)
		return err
	}); won != 1 {
		t.Errorf("%d published the round", won)
	}
	_, err = s.OpenRound(ctx, newRound(key), round.Event{Round: key, Kind: round.EventOpened, RecordedAt: hours(3)})
	kinds(t, fault.Conflict, "key taken", err)
	_, err = s.RecordRoundEvent(ctx, closing("none", hours(3)), 0)
	kinds(t, fault.Conflict, "closing a round that is not there", err)
}

// race has eight try the same at once and returns how many did; the others
// must meet a conflict.
func race(t *testing.T, try func(i int) error) (won int) {
	t.Helper()
	errs := make([]error, 8)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { errs[i] = try(i) })
	}
	group.Wait()
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			kinds(t, fault.Conflict, "loser", err)
		}
	}
	return won
}

// testRoundConstraints goes past the store: steps keep their order, numbers and
// cut-offs rise, and there is one round at a time.
func testRoundConstraints(t *testing.T, d *database) {
	s := d.seeded(t)
	published(t, s, "2024", 0)
	opened(t, s, "2025", hours(5), account.Actor{})
	db := d.raw(t)
	event := row{"id": 5, "round": "2025", "kind": "closed", "cutoff": hours(6).UnixMicro(), "author_id": nil, "recorded_at": hours(6).UnixMicro()}
	for _, c := range []struct {
		table, rule string
		row         row
	}{
		{"rounds", "not published", row{"key": "2026", "title_da": "a", "title_en": "b"}},
		{"round_events", "does not follow", event.but(row{"kind": "opened", "cutoff": nil})},
		{"round_events", "does not follow", event.but(row{"kind": "reopened", "cutoff": nil})},
		{"round_events", "does not follow", event.but(row{"kind": "published", "cutoff": nil})},
		{"round_events", "does not follow", event.but(row{"round": "2024"})},
		{"round_events", "does not follow", event.but(row{"kind": "cancelled", "cutoff": nil})},
		{"round_events", "numbers rise", event.but(row{"id": 4})},
		{"round_events", "round_events_cutoff", event.but(row{"cutoff": nil})},
		{"round_events", "round_events_cutoff_past", event.but(row{"cutoff": hours(6).UnixMicro() + 1})},
		{"round_events", "order of time", event.but(row{"recorded_at": hours(4).UnixMicro(), "cutoff": hours(4).UnixMicro()})},
		{"round_events", "round before", event.but(row{"cutoff": hours(1).UnixMicro()})},
		{"round_events", "foreign key", event.but(row{"author_id": 99})},
		{"round_contents", "end of a review", row{"round": "2025", "content": []byte("a"),
			"sha256": someDigest, "last_status": 0, "last_document": 0}},
		{"corrections", "foreign key", rawCorrection().but(row{"round": "2025"})},
	} {
		refused(t, fmt.Sprint(c.table, c.row), insert(db, c.table, c.row), c.rule)
	}
	if err := insert(db, "round_events", event); err != nil {
		t.Fatalf("the step that all cases start from is refused: %v", err)
	}
	refused(t, "publication without content",
		insert(db, "round_events", event.but(row{"id": 6, "kind": "published", "cutoff": nil})), "has content")
	testRoundNames(t, d)
}

// testRoundNames tries names that no round may have, once none is open.
func testRoundNames(t *testing.T, d *database) {
	s := d.seeded(t)
	if _, err := s.PublishRound(t.Context(), round.Event{
		Round: "2025", Kind: round.EventPublished, Hash: someDigest, RecordedAt: hours(7),
	}, frozen(), 5); err != nil {
		t.Fatal(err)
	}
	db := d.raw(t)
	for _, key := range []string{"", "A", "2025-", "-2025", "20--25", "20 25", "20/25", "æ", strings.Repeat("a", 41)} {
		refused(t, fmt.Sprintf("key %q", key), insert(db, "rounds", row{"key": key, "title_da": "a", "title_en": "b"}), "rounds_key")
	}
	for _, title := range []string{"", " ", strings.Repeat("å", 121), "a\nb"} {
		refused(t, fmt.Sprintf("title %q", title), insert(db, "rounds", row{"key": "x", "title_da": title, "title_en": "b"}), "rounds_")
	}
	if err := insert(db, "rounds", row{"key": "2026-1-a", "title_da": strings.Repeat("å", 120), "title_en": "b"}); err != nil {
		t.Errorf("a round is refused: %v", err)
	}
}

func testRoundsAppendOnly(t *testing.T, d *database) {
	s := d.seeded(t)
	published(t, s, "2024", 0)
	if _, err := s.RecordCorrection(t.Context(), correction(account.Actor{}), 0); err != nil {
		t.Fatal(err)
	}
	db := d.raw(t)
	for table, column := range map[string]string{
		"rounds": "title_da", "round_events": "recorded_at", "round_contents": "sha256", "corrections": "right_da",
	} {
		statements := []string{fmt.Sprintf("UPDATE %s SET %s = %s", table, column, column), "DELETE FROM " + table}
		replace := fmt.Sprintf("INSERT INTO %s SELECT * FROM %s", table, table)
		if d.postgres() {
			statements = append(statements, fmt.Sprintf("TRUNCATE %s CASCADE", table))
		} else {
			// A REPLACE deletes without a word to triggers, unless a client asks for it.
			replace = strings.Replace(replace, "INSERT", "INSERT OR REPLACE", 1)
		}
		for _, statement := range statements {
			_, err := db.Exec(statement)
			refused(t, statement, err, "append-only")
		}
		_, err := db.Exec(replace)
		refused(t, replace, err, "")
	}
}

func correction(author account.Actor) round.Correction {
	return round.Correction{
		Round: "2024", Municipality: sample.Odense, Indicator: sample.Level,
		Wrong: framework.Text{DA: "Niveau 2\nog ét til", EN: "Level 2"}, Right: framework.Text{DA: "Niveau 3", EN: "Level 3"},
		Author: author.ID, RecordedAt: hours(9),
	}
}

func rawCorrection() row {
	return row{"id": 1, "round": "2024", "municipality": 461, "indicator": "work.level", "wrong_da": "a", "wrong_en": "",
		"right_da": "b", "right_en": "", "author_id": nil, "recorded_at": hours(9).UnixMicro()}
}

func testCorrections(t *testing.T, d *database) {
	s := d.seeded(t)
	published(t, s, "2024", 0)
	author := Editor(t, s)
	ctx := t.Context()
	before := revision(t, s.Revision)
	first, err := s.RecordCorrection(ctx, correction(author), 0)
	if err != nil || first.Number != 1 {
		t.Fatalf("record = %+v, %v", first, err)
	}
	again, err := s.RecordCorrection(ctx, correction(author), 0)
	if diff := cmp.Diff(first, again); err != nil || diff != "" {
		t.Errorf("sent twice: %v (-want +got):\n%s", err, diff)
	}
	whole := round.Correction{Round: "2024", Wrong: framework.Text{DA: "a"}, Right: framework.Text{DA: "b"}, RecordedAt: hours(9)}
	second, err := s.RecordCorrection(ctx, whole, 1)
	if err != nil {
		t.Fatal(err)
	}
	third, err := s.RecordCorrection(ctx, correction(author), 1)
	if err != nil || third.Number != 3 {
		t.Errorf("the same said again later = %+v, %v, want a third entry", third, err)
	}
	got, err := s.Corrections(ctx)
	if diff := cmp.Diff([]round.Correction{first, second, third}, got); err != nil || diff != "" {
		t.Errorf("register: %v (-want +got):\n%s", err, diff)
	}
	if after := revision(t, s.Revision); after < before+3 {
		t.Errorf("revision rose by %d, want at least 3", after-before)
	}
	elsewhere := correction(author)
	elsewhere.Round = "2023"
	_, err = s.RecordCorrection(ctx, elsewhere, 0)
	kinds(t, fault.Invalid, "correction of a round that is not published", err)

	db := d.raw(t)
	fourth := rawCorrection().but(row{"id": 4})
	for rule, change := range map[string]row{
		"foreign key":                    {"municipality": 999},
		"no framework":                   {"indicator": "work.other"},
		"corrections_danish":             {"right_da": " "},
		"corrections_english":            {"right_en": "b"},
		"corrections_lengths":            {"wrong_da": strings.Repeat("å", 2001)},
		"corrections_control_characters": {"wrong_da": "a\x02"},
		"numbers rise":                   {"id": 3},
	} {
		refused(t, rule, insert(db, "corrections", fourth.but(change)), rule)
	}
	if err := insert(db, "corrections", fourth); err != nil {
		t.Errorf("the entry that all cases start from is refused: %v", err)
	}
}

// What counts in a round is what had been recorded by a time, whatever came later.
func testRecordedBy(t *testing.T, d *database) {
	s := d.seeded(t)
	ctx := t.Context()
	at := func(revision, hour int) assessment.Status {
		return with(func(s *assessment.Status) { s.Revision, s.RecordedAt = revision, hours(hour) })
	}
	statuses := appended(t, s, at(1, 0), at(2, 1), at(3, 2))
	wave := reference.Document{
		Kind: reference.KindWave, Key: "w", Content: []byte("old"), Origin: reference.OriginImport, RecordedAt: hours(1),
	}
	add(t, s.AppendDocuments, wave)
	wave.Content, wave.RecordedAt = []byte("new"), hours(3)
	add(t, s.AppendDocuments, wave)

	all := round.Last{Status: math.MaxInt64, Document: math.MaxInt64}
	for _, c := range []struct {
		at        time.Time
		last      round.Last
		statuses  int
		documents []string
	}{
		{hours(0).Add(-time.Microsecond), all, 0, nil},
		{hours(0), all, 1, []string{"", ""}},
		{hours(1), all, 2, []string{"", "", "old"}},
		{hours(2), all, 3, []string{"", "", "old"}},
		{hours(3), all, 3, []string{"", "", "new"}},
		{hours(3), round.Last{Status: 2, Document: 3}, 2, []string{"", "", "old"}},
		{hours(3), round.Last{Document: 2}, 0, []string{"", ""}},
	} {
		got, err := s.RecordedBy(ctx, c.at, time.Time{}, c.last)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(statuses[:c.statuses], got.Statuses, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("statuses by %s (-want +got):\n%s", c.at, diff)
		}
		var texts []string
		for _, document := range got.Documents {
			text := ""
			if document.Kind == reference.KindWave {
				text = string(document.Content)
			}
			texts = append(texts, text)
		}
		if diff := cmp.Diff(c.documents, texts); diff != "" {
			t.Errorf("documents by %s (-want +got):\n%s", c.at, diff)
		}
	}
	// In a review come those recorded after the cut-off, whatever their numbers.
	got, err := s.RecordedBy(ctx, hours(0), hours(1), round.Last{Status: 1, Document: math.MaxInt64})
	if diff := cmp.Diff(statuses[:2], got.Statuses); err != nil || diff != "" || len(got.Documents) != 2 {
		t.Errorf("by the end of a review: %d documents, %v (-want +got):\n%s", len(got.Documents), err, diff)
	}
}
