package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"modenhed/internal/reference"
	"modenhed/internal/store"
	"modenhed/internal/survey"
)

// TestServeErasesAnswersThatWereKeptLongEnough starts over a database whose first
// survey is older than its answers may be, and whose second is not.
func TestServeErasesAnswersThatWereKeptLongEnough(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "demo.db")
	before := answersOf(t, name, func(s *store.Store) {
		long := time.Now().AddDate(-1, 0, 0)
		authors, err := openDemoAccounts(t.Context(), s, long.Add(-demoPast))
		if err != nil {
			t.Fatal(err)
		}
		if err := fillDemoStatuses(t.Context(), s, long, authors); err != nil {
			t.Fatal(err)
		}
	})
	if len(before) != 2 {
		t.Fatalf("%d waves with answers", len(before))
	}
	r := start(t, t.TempDir(), "--demo", "--db", name)
	r.wait("single answers erased")
	if _, page := r.get("/perception?lang=en"); !strings.Contains(page, `"wave-`+before[0].Wave+`"`) {
		t.Error("the figures are not shown any longer")
	}
	r.stop(syscall.SIGTERM)
	after := answersOf(t, name, func(*store.Store) {})
	if len(after) != 1 || after[0].Wave != before[1].Wave {
		t.Errorf("after a start single answers are kept of %d waves, before of %d", len(after), len(before))
	}
	figures := erasedOf(t, name)[before[0].Wave]
	if want := fmt.Sprintf(`"respondents":%d,`, len(before[0].Responses.Rows)); !strings.Contains(figures, want) {
		t.Errorf("of the answers are left %.200s…, want %s", figures, want)
	}
}

// answersOf returns the single answers in a demo's database after something was done to it.
func answersOf(t *testing.T, name string, do func(*store.Store)) []survey.Kept {
	t.Helper()
	s := openDemoStore(t, name)
	defer func() { _ = s.Close() }()
	do(s)
	kept, err := s.KeptResponses(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// erasedOf returns what is left of erased answers, by wave.
func erasedOf(t *testing.T, name string) map[string]string {
	t.Helper()
	s := openDemoStore(t, name)
	defer func() { _ = s.Close() }()
	documents, err := s.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	figures := make(map[string]string)
	for _, d := range documents {
		if d.Kind == reference.KindResponses && d.Erased() {
			figures[d.Key] = string(d.Content)
		}
	}
	return figures
}

func openDemoStore(t *testing.T, name string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), name, store.Options{Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.MarkDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := appendSeed(t.Context(), s, time.Now().Add(-2*demoPast)); err != nil {
		t.Fatal(err)
	}
	return s
}
