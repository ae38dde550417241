package store_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"modenhed/internal/assessment"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
)

const crashDatabase = "MODENHED_TEST_CRASH_DATABASE"

// TestCrashWriter is the process that [TestKilledWriterLosesNothing] kills: it
// records one status after the other and says so.
func TestCrashWriter(t *testing.T) {
	path := os.Getenv(crashDatabase)
	if path == "" {
		return // there is nothing to do outside the child process
	}
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for revision := 1; ; revision++ {
		status := sample.Status()
		status.Revision = revision
		status.Evidence.Files = []assessment.File{storetest.KeepFile(t, s, sample.Odense, "a.pdf", strconv.Itoa(revision))}
		if _, err := s.AppendStatuses(t.Context(), []assessment.Status{status}); err != nil {
			t.Fatal(err)
		}
		fmt.Println(revision)
	}
}

// What a writer was told is recorded is there after its process was killed, and
// nothing is half there.
func TestKilledWriterLosesNothing(t *testing.T) {
	t.Parallel()
	path := storetest.SQLite(t)
	if err := storetest.Seeded(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCrashWriter$")
	child.Env = append(os.Environ(), crashDatabase+"="+path)
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	told := 0
	for lines := bufio.NewScanner(output); lines.Scan(); {
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatalf("the writer says %q", lines.Text())
		}
		if told = n; told == 25 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait()

	s := storetest.Seeded(t, path)
	statuses, err := s.Statuses(t.Context(), 0)
	if err != nil || len(statuses) < told || told < 25 {
		t.Errorf("%d statuses, %v, after the writer was told of %d", len(statuses), err, told)
	}
	for i, status := range statuses {
		if len(status.Evidence.Files) != 1 {
			t.Fatalf("status %d has %d files", status.ID, len(status.Evidence.Files))
		}
		content, err := s.FileContent(t.Context(), status.Evidence.Files[0].Hash)
		if err != nil || string(content) != strconv.Itoa(i+1) {
			t.Errorf("the file of status %d holds %q, %v", status.ID, content, err)
		}
	}
	var verdict string
	writer, _ := s.Pools()
	if err := writer.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity check = %q, %v", verdict, err)
	}
	if revision, err := s.Revision(t.Context()); err != nil || revision != int64(len(statuses))+1 {
		t.Errorf("revision = %d, %v after one document write and %d statuses", revision, err, len(statuses))
	}
}
