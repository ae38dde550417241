package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"modenhed/internal/demo"
	"modenhed/internal/store"
)

// A demonstration has a published round, which can be written out and verified
// away from it, and an open one, which cannot.
func TestExportRoundOfADemo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	server := start(t, folder, "--demo")
	_, list := server.get("/rounds")
	planned := demo.Rounds(time.Now())
	for _, r := range planned {
		if !strings.Contains(list, r.Title.EN) && !strings.Contains(list, r.Title.DA) {
			t.Errorf("the list does not name round %s", r.Key)
		}
	}
	server.stop(syscall.SIGTERM)
	database := filepath.Join(folder, "modenhed-demo.db")
	file := filepath.Join(folder, "round.zip")
	call(t, "", "export", "round", planned[0].Key, "--db", database, "--out", file).want(t, statusDone, "")
	verified := call(t, "", "verify", file).want(t, statusDone, planned[0].Title.EN)
	if hash := publishedHash(t, database, planned[0].Key); !strings.Contains(verified.out, hash) {
		t.Errorf("verified %s, want hash %s", verified.out, hash)
	}
	holdsNoSurvey(t, file)
	for _, key := range []string{planned[1].Key, "none"} {
		other := filepath.Join(folder, "other.zip")
		call(t, "", "export", "round", key, "--db", database, "--out", other).
			want(t, statusFailed, "No published round has the key "+key+".")
		if _, err := os.Stat(other); err == nil {
			t.Errorf("round %s left a file", key)
		}
	}

	again := start(t, folder, "--demo")
	again.stop(syscall.SIGTERM)
	if got := heldRounds(t, database); got != len(planned) {
		t.Errorf("%d rounds after a restart, want %d", got, len(planned))
	}
}

// holdsNoSurvey wants an archive without anything of a survey, whose answers may
// be erased later as an archive may not.
func holdsNoSurvey(t *testing.T, name string) {
	t.Helper()
	archive, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	for _, f := range archive.File {
		opened, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(opened)
		if err != nil {
			t.Fatal(err)
		}
		for _, mark := range []string{"Kvinde", "digital_gains", "responses"} {
			if strings.Contains(f.Name+string(content), mark) {
				t.Errorf("%s in the archive has %q", f.Name, mark)
			}
		}
	}
}

func heldRounds(t *testing.T, database string) int {
	t.Helper()
	s, err := store.Open(t.Context(), database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	rounds, err := s.Rounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(rounds)
}

func publishedHash(t *testing.T, database, key string) string {
	t.Helper()
	s, err := store.Open(t.Context(), database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	rounds, err := s.Rounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range rounds {
		if r, err := h.Round(); err == nil && string(h.Key) == key && r.Hash != "" {
			return r.Hash
		}
	}
	t.Fatalf("round %s is not published", key)
	return ""
}

func TestExportRoundNeedsANameAndAFile(t *testing.T) {
	t.Parallel()
	call(t, "", "export", "round").want(t, statusUsage, "")
	call(t, "", "export", "round", "2026").want(t, statusUsage, "--out")
	call(t, "", "export", "round", "2026", "--out=").want(t, statusUsage, "--out")
	missing := filepath.Join(t.TempDir(), "none.db")
	call(t, "", "export", "round", "2026", "--db", missing, "--out", "x.zip").want(t, statusFailed, "none.db")
}
