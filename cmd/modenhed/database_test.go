package main

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"modenhed/internal/store"
)

// database returns the name of a new database.
func database(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "test.db")
	call(t, "", "migrate", "--db", name).want(t, statusDone, "up to date")
	return name
}

// newer turns a database into one of a later version.
func newer(t *testing.T, name string) {
	t.Helper()
	db, err := sql.Open("sqlite3", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDatabasesThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	future := database(t)
	newer(t, future)
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	db, err := sql.Open("sqlite3", foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE recipes (name TEXT)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ name, text string }{
		"a text":            {write(t, "text.db", strings.Repeat("not a database\n", 500)), "not a database"},
		"a later version":   {future, "version"},
		"another program's": {foreign, "another program"},
		"a folder":          {t.TempDir(), "is a folder"},
		"nowhere":           {filepath.Join(t.TempDir(), "no", "where.db"), "cannot be opened"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, _ := os.ReadFile(c.name)
			call(t, "", "migrate", "--db", c.name).want(t, statusFailed, c.text)
			call(t, "", "serve", "--addr", "127.0.0.1:0", "--db", c.name).want(t, statusFailed, c.text)
			if after, _ := os.ReadFile(c.name); len(before) != len(after) {
				t.Errorf("the file had %d bytes and now %d", len(before), len(after))
			}
		})
	}
}

func TestCommandsNeedADatabaseThatIsThere(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "none.db")
	for _, args := range [][]string{
		{"user", "list", "--db", name},
		{"user", "add", "--email", "a@example.dk", "--role", "analyst", "--db", name},
		{"export", "benchmark", "--out", filepath.Join(t.TempDir(), "x.xlsx"), "--db", name},
	} {
		call(t, "some long password\n", args...).want(t, statusFailed, "does not exist")
		if _, err := os.Stat(name); err == nil {
			t.Errorf("%v made a database", args)
		}
	}
}

func TestSeedIsRecordedOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s, err := store.Open(ctx, database(t), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	var last int64
	for range 2 {
		if err := appendSeed(ctx, s, time.Now()); err != nil {
			t.Fatal(err)
		}
		latest, err := s.LatestDocument(ctx)
		if err != nil || latest == 0 {
			t.Fatalf("latest document %d, %v", latest, err)
		}
		if last != 0 && latest != last {
			t.Errorf("the seed was recorded again: %d documents, then %d", last, latest)
		}
		last = latest
	}
}
