package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/sample"
	"modenhed/internal/store"
)

// Of all who write the same revision at the same time, from two processes,
// exactly one wins; the others are told of the conflict.
func testOneWinner(t *testing.T, d *database) {
	nodes := []*store.Store{d.seeded(t), d.seeded(t)}
	const rounds, writers = 5, 8
	for round := range rounds {
		var group sync.WaitGroup
		errs := make([]error, writers)
		for i := range errs {
			group.Go(func() {
				_, errs[i] = nodes[i%2].AppendStatuses(t.Context(), statuses(with(func(s *assessment.Status) {
					s.Revision, s.Comment = round+1, fmt.Sprint("writer ", i)
				})))
			})
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				kinds(t, fault.Conflict, "loser", err)
			}
		}
		if won != 1 {
			t.Errorf("round %d: %d writers won, want 1", round, won)
		}
	}
	if got := all(t, nodes[0]); len(got) != rounds {
		t.Errorf("%d statuses after %d rounds", len(got), rounds)
	}
}

// A reader who asks for what came after the last number it saw gets every
// status once and in order, while two processes write.
func testRisingNumbers(t *testing.T, d *database) {
	nodes := []*store.Store{d.seeded(t), d.seeded(t)}
	const each = 40
	codes := []municipality.Code{sample.Odense, sample.Norddjurs, sample.Copenhagen}
	var writers sync.WaitGroup
	for i, code := range codes {
		writers.Go(func() {
			for revision := range each {
				_, err := nodes[i%2].AppendStatuses(t.Context(), statuses(with(func(s *assessment.Status) {
					s.Municipality, s.Revision = code, revision+1
				})))
				if err != nil {
					t.Errorf("write %s revision %d: %v", code, revision+1, err)
					return
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()
	var seen []assessment.Status
	read := func() {
		var last assessment.StatusID
		if n := len(seen); n > 0 {
			last = seen[n-1].ID
		}
		more, err := nodes[1].Statuses(t.Context(), last)
		if err != nil {
			t.Errorf("read after %d: %v", last, err)
		}
		seen = append(seen, more...)
	}
	for writing := true; writing; {
		select {
		case <-done:
			writing = false
		default:
		}
		read()
	}
	if len(seen) != each*len(codes) {
		t.Errorf("the reader saw %d statuses, want %d", len(seen), each*len(codes))
	}
	for i, s := range seen {
		if s.ID != assessment.StatusID(i+1) {
			t.Fatalf("status %d has number %d: numbers have gaps or came late", i+1, s.ID)
		}
	}
}

// A transaction that does not reach its end leaves nothing behind.
func testRollback(t *testing.T, d *database) {
	s := d.seeded(t)
	before := revision(t, s.Revision)
	many := make([]assessment.Status, 1500)
	for i := range many {
		many[i] = with(func(s *assessment.Status) { s.Revision = i + 1 })
	}
	many[len(many)-1].Answer.Value = 2.5
	if _, err := s.AppendStatuses(t.Context(), many); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a fault in the last batch: %v, want invalid", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.AppendStatuses(cancelled, many[:1]); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled write: %v", err)
	}
	if err := d.cancelledMidway(t, many[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("write cancelled midway: %v", err)
	}
	if got := all(t, s); len(got) != 0 {
		t.Errorf("%d statuses are left behind", len(got))
	}
	if after := revision(t, s.Revision); after != before {
		t.Errorf("revision rose by %d", after-before)
	}
	many[len(many)-1].Answer.Value = 2
	if recorded := appended(t, s, many...); recorded[1499].ID != 1500 {
		t.Errorf("last number = %d, want 1500", recorded[1499].ID)
	}
}

// cancelledMidway is what comes of a write that is cancelled after its turn has
// come, when the clock is read.
func (d *database) cancelledMidway(t *testing.T, status assessment.Status) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	s, err := store.Open(t.Context(), d.name, store.Options{Now: func() time.Time {
		cancel()
		return sample.Time()
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	_, err = s.AppendStatuses(ctx, []assessment.Status{status})
	return err
}

// Closing and opening again, with the same seed, loses and adds nothing.
func testReopening(t *testing.T, d *database) {
	s := d.seeded(t)
	editor := Editor(t, s)
	draft := sample.Draft()
	draft.Author, draft.AuthorName = editor.ID, editor.Email
	if err := s.SaveDraft(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	want := appended(t, s, sample.Status())
	number := revision(t, s.Revision)
	if err := s.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}

	again := d.seeded(t)
	if diff := cmp.Diff(want, all(t, again)); diff != "" {
		t.Errorf("statuses differ (-want +got):\n%s", diff)
	}
	drafts, err := again.Drafts(t.Context(), sample.Odense)
	if err != nil || cmp.Diff(draft, drafts[draft.Indicator]) != "" {
		t.Errorf("drafts = %+v, %v", drafts, err)
	}
	if got := revision(t, again.Revision); got != number {
		t.Errorf("revision = %d, want %d", got, number)
	}
	if a, err := again.Account(t.Context(), editor.ID); err != nil || a.Actor() != editor {
		t.Errorf("account = %+v, %v", a, err)
	}
	if err := again.Ping(t.Context()); err != nil {
		t.Errorf("ping: %v", err)
	}
}
