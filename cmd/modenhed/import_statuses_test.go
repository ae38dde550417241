package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"modenhed/internal/assessment"
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
