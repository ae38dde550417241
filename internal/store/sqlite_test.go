package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"modenhed/internal/fault"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
)

// What keeps a database from being opened is told in one message that names it.
func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := func(name string, content []byte) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct{ database, want string }{
		"no name":        {"", "store.database_name"},
		"memory":         {":memory:", "store.database_name"},
		"folder":         {folder, "store.database_directory"},
		"no such folder": {filepath.Join(folder, "none", "x.db"), "store.database_unwritable"},
		"file as folder": {filepath.Join(file("file", nil), "x.db"), "store.database_unwritable"},
		"text":           {file("text.db", bytes.Repeat([]byte("This is not a database. "), 100)), "store.database_corrupt"},
		"short text":     {file("short.db", []byte("hej")), "store.database_corrupt"},
		"damaged":        {file("damaged.db", damaged(t)), "store.database_corrupt"},
		"foreign":        {foreign(t, filepath.Join(folder, "foreign.db")), "store.database_foreign"},
		"no server":      {"postgres://someone:secret@" + closedPort(t) + "/x?sslmode=disable", "store.database_unreachable"},
		"bad address":    {"postgres://user:secret@host:port/", "store.database_name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := store.Open(t.Context(), c.database, store.Options{Migrate: true})
			if err == nil {
				_ = s.Close()
			}
			expectFault(t, err, c.want)
			if strings.Contains(fmt.Sprint(err), "secret") {
				t.Errorf("the message shows the password: %v", err)
			}
		})
	}
	_, err := store.Open(t.Context(), filepath.Join(folder, "new.db"), store.Options{})
	expectFault(t, err, "store.database_missing")
	if _, err := os.Stat(filepath.Join(folder, "new.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused database was created: %v", err)
	}
}

func expectFault(t *testing.T, err error, key string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Message.Key != key {
		t.Errorf("error = %v, want %s", err, key)
	}
}

// damaged is a database file with a torn page in it.
func damaged(t *testing.T) []byte {
	t.Helper()
	path := storetest.SQLite(t)
	if err := storetest.Seeded(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(content[100:], bytes.Repeat([]byte{0xff}, 3000))
	return content
}

func foreign(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec("CREATE TABLE customers (id INTEGER)"); err != nil {
		t.Fatal(err)
	}
	return path
}

// closedPort returns an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// Another program's database keeps every byte.
func TestForeignFileIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := foreign(t, filepath.Join(t.TempDir(), "foreign.db"))
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), path, store.Options{Migrate: true})
	expectFault(t, err, "store.database_foreign")
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the file was changed before it was refused")
	}
}

// Hashes of passwords lie in the file, so it is the owner's alone, whatever
// its name.
func TestNewFileIsPrivate(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "100% æ?mode=ro#1.db")
	storetest.Seeded(t, path)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, %v, want -rw-------", info.Mode(), err)
	}
}

// What durability and the rules rest on is set on every connection.
func TestConnectionsAreDurableAndStrict(t *testing.T) {
	t.Parallel()
	writer, reader := storetest.Open(t).Pools()
	const full, wal = "2", "wal"
	for pool, settings := range map[*sql.DB]map[string]string{
		writer: {"journal_mode": wal, "synchronous": full, "foreign_keys": "1", "recursive_triggers": "1", "secure_delete": "1", "query_only": "0"},
		reader: {"journal_mode": wal, "foreign_keys": "1", "query_only": "1"},
	} {
		for name, want := range settings {
			var got string
			if err := pool.QueryRow("PRAGMA " + name).Scan(&got); err != nil || got != want {
				t.Errorf("%s = %q, %v, want %q", name, got, err, want)
			}
		}
	}
	if _, err := reader.Exec("DELETE FROM sessions"); err == nil {
		t.Error("the pool for reading can write")
	}
	if writer.Stats().MaxOpenConnections != 1 {
		t.Error("there is more than one writer")
	}
}

// A REPLACE through the store's own connection cannot overwrite either.
func TestReplaceIsRefused(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	storetest.Editor(t, s)
	writer, _ := s.Pools()
	_, err := writer.Exec("INSERT OR REPLACE INTO account_events SELECT * FROM account_events")
	if err == nil {
		t.Error("an account event was replaced")
	}
}
