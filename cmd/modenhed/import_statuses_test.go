package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/letter"
	"modenhed/internal/round"
	"modenhed/internal/store"
)

// recordedIn returns all statuses of a database.
func recordedIn(t *testing.T, db string) []assessment.Status {
	t.Helper()
	s, err := store.Open(context.Background(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	all, err := s.Statuses(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestImportStatuses(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	run := func(args ...string) outcome {
		return call(t, "", append([]string{"import", "statuses", "--db", db}, args...)...)
	}
	list := write(t, "list.csv", "municipality,indicator,value,evidence_link,source\n461,rpa.strategy,3,,\nAarhus,rpa.processes,\"12,5\",,\nOdense,rpa.quality,2,https://example.test,desk\n751,rpa.quality,,,\n")
	run(list, "--dry-run").want(t, statusDone, "would change 3 answers. Unchanged: 0. Without a new answer: 1.")
	if n := len(recordedIn(t, db)); n != 0 {
		t.Fatalf("a trial recorded %d statuses", n)
	}
	run(list).want(t, statusDone, "3 answers have been recorded")
	run(list).want(t, statusDone, "0 answers have been recorded. Unchanged: 3.")
	all := recordedIn(t, db)
	if len(all) != 3 {
		t.Fatalf("%d statuses, want 3", len(all))
	}
	for _, s := range all {
		if s.Channel != assessment.ChannelImport || s.Author != 0 {
			t.Errorf("recorded %+v", s)
		}
	}
	// What was imported before may be corrected by an import.
	run(write(t, "list.csv", "municipality,indicator,value\n461,rpa.strategy,4\n")).want(t, statusDone, "1 answers have been recorded")
	desk := write(t, "list.csv", "municipality,indicator,value\n461,rpa.breadth,4\n")
	run(desk, "--source", "desk").want(t, statusFailed, "row 2, column evidence_link: ")
	run(desk, "--source", "press").want(t, statusUsage, "--source")
	run().want(t, statusUsage, "file")
	run("nowhere.csv").want(t, statusFailed, "nowhere.csv")
}

// Every fault has its line, and none of the rest is recorded.
func TestImportStatusesTellsEveryFault(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	faulty := write(t, "list.csv", "kommune;nøgle;svar;dokumentation offentlig\nOdense;rpa.strategy;3;\nNarnia;rpa.strategy;3;\nOdense;rpa.none;3;måske\nOdense;rpa.quality;9;\n")
	got := call(t, "", "import", "statuses", "--db", db, faulty)
	for _, want := range []string{"row 3, column kommune: ", "row 4, column nøgle: ", "row 4, column dokumentation offentlig: ", "row 5, column svar: "} {
		if !strings.Contains(got.err, want) {
			t.Errorf("the faults do not name %q:\n%s", want, got.err)
		}
	}
	if n := strings.Count(got.err, "\n"); n != 4 || got.status != statusFailed {
		t.Errorf("%d lines, want one for each of 4 faults:\n%s", n, got.err)
	}
	if n := len(recordedIn(t, db)); n != 0 {
		t.Errorf("%d statuses recorded", n)
	}
	hostile := write(t, "list.csv", "kommune;nøgle;svar\n\"Nar\nnia\x1b[2J\u202e\";rpa.strategy;3\n")
	got = call(t, "", "import", "statuses", "--db", db, hostile)
	if strings.ContainsAny(got.err, "\x1b\u202e") || strings.Count(got.err, "\n") != 1 {
		t.Errorf("the terminal is told %q", got.err)
	}
}

// What a municipality answered itself needs a word of its own to be replaced.
func TestImportStatusesKeepsOwnAnswers(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	s, err := store.Open(context.Background(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.AppendStatuses(context.Background(), []assessment.Status{{
		Municipality: 461, Indicator: "rpa.strategy", Framework: "dansk-erhverv-2017", FrameworkVersion: 1, Revision: 1,
		Answer: assessment.Answer{State: assessment.Reported, Value: 2}, Source: assessment.Self, Channel: assessment.ChannelDemo,
	}})
	if closed := s.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	run := func(args ...string) outcome {
		return call(t, "", append([]string{"import", "statuses", "--db", db}, args...)...)
	}
	list := write(t, "list.csv", "municipality,indicator,value\n461,rpa.strategy,3\n")
	run(list).want(t, statusFailed, "The municipality has answered itself: 2.")
	found := write(t, "found.csv", "municipality,indicator,value,evidence_link\n461,rpa.strategy,5,https://example.test\n")
	run(found, "--source", "desk").want(t, statusDone, "Became questions: 1.")
	run(list, "--replace").want(t, statusDone, "1 answers have been recorded")
	var got []string
	for _, status := range recordedIn(t, db) {
		got = append(got, fmt.Sprintf("%s %d %v", status.Source, status.Revision, status.Answer.Value))
	}
	if want := "self 1 2|desk 1 5|self 2 3"; strings.Join(got, "|") != want {
		t.Errorf("recorded %q", got)
	}
}

// A question that an import asks brings the contacts a letter: by mail where the
// command is told of it, else one to be sent by hand in the round that goes on.
func TestImportStatusesTellsWhoIsAsked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		flags []string
		want  letter.State
	}{
		"by hand": {nil, letter.ByHand},
		"by mail": {[]string{"--smtp", "smtp://127.0.0.1:9", "--mail-from", "letters@sender.example", "--base-url", "https://modenhed.example"}, letter.Pending},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := seeded(t)
			call(t, "correct horse battery\n", "user", "add", "--db", db, "--email", "ole@odense.example", "--role", "editor", "--municipality", "461").want(t, statusDone, "")
			openRound(t, db, "2026")
			own := write(t, "own.csv", "municipality,indicator,value\n461,rpa.strategy,3\n")
			call(t, "", "import", "statuses", "--db", db, own).want(t, statusDone, "1 answers have been recorded")
			found := write(t, "found.csv", "municipality,indicator,value,evidence_link\n461,rpa.strategy,5,https://example.test\n")
			call(t, "", append([]string{"import", "statuses", "--db", db, "--source", "desk", found}, c.flags...)...).want(t, statusDone, "Became questions: 1.")
			letters := lettersAbout(t, db, "2026")
			if len(letters) != 1 || letters[0].Kind != letter.Question || letters[0].State != c.want || letters[0].To.Email != "ole@odense.example" {
				t.Errorf("letters: %+v", letters)
			}
		})
	}
}

func openRound(t *testing.T, db string, key round.Key) {
	t.Helper()
	s, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := round.New{Key: key, Title: framework.Text{DA: "Måling", EN: "Round"}}
	_, err = s.OpenRound(t.Context(), n, round.Event{Round: key, Kind: round.EventOpened, RecordedAt: time.Now()})
	if closed := s.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
}

func lettersAbout(t *testing.T, db string, key round.Key) []letter.Addressed {
	t.Helper()
	s, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	letters, err := s.Letters(t.Context(), key)
	if closed := s.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	return letters
}
