package storetest

import (
	"errors"
	"sync"
	"testing"

	"modenhed/internal/fault"
	"modenhed/internal/sample"
	"modenhed/internal/store"
)

// message returns the key of the message that a person gets for an error.
func message(err error) string {
	var f *fault.Error
	if errors.As(err, &f) && f.Kind == fault.Invalid {
		return f.Message.Key
	}
	return ""
}

// open opens and closes the database and returns the message of the fault.
func (d *database) open(t *testing.T, options store.Options) string {
	t.Helper()
	s, err := store.Open(t.Context(), d.name, options)
	if err == nil {
		err = s.Close()
	}
	if err != nil && message(err) == "" {
		t.Errorf("open: %v, want a fault with a message", err)
	}
	return message(err)
}

// A database is migrated when that is asked for, and refused when it is older
// than the program otherwise, newer, or another program's.
func testVersions(t *testing.T, d *database) {
	if got, want := d.open(t, store.Options{}), "store.database_missing"; got != want {
		t.Errorf("an empty database gives %q, want %q", got, want)
	}
	s := d.seeded(t)
	appended(t, s, sample.Status())
	db := d.raw(t)
	exec := func(statement string) {
		t.Helper()
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct{ statement, want string }{
		{"UPDATE meta SET value = 'modenhed' WHERE key = 'product'", ""},
		{"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)", "store.database_newer"},
		{"DELETE FROM goose_db_version WHERE version_id > 0", "store.database_older"},
		{"UPDATE meta SET value = 'another' WHERE key = 'product'", "store.database_foreign"},
		{"DELETE FROM meta WHERE key = 'product'", "store.database_foreign"},
	} {
		exec(step.statement)
		if got := d.open(t, store.Options{}); got != step.want {
			t.Errorf("after %q opening gives %q, want %q", step.statement, got, step.want)
		}
	}
	if got := d.open(t, store.Options{Migrate: true}); got != "store.database_foreign" {
		t.Errorf("migrating another program's database gives %q", got)
	}
}

// Several processes that start on an empty database at once all come up.
func testFirstOpening(t *testing.T, d *database) {
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			s, err := store.Open(t.Context(), d.name, store.Options{Migrate: true})
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			defer func() { _ = s.Close() }()
			if _, err := s.AppendDocuments(t.Context(), sample.Documents()); err != nil {
				t.Errorf("append documents: %v", err)
			}
		})
	}
	group.Wait()
	s := d.seeded(t)
	if documents, err := s.Documents(t.Context()); err != nil || len(documents) != 2 {
		t.Errorf("%d documents, %v, want each seed once", len(documents), err)
	}
	if latest, err := s.LatestDocument(t.Context()); err != nil || latest != 2 {
		t.Errorf("latest document = %d, %v, want 2", latest, err)
	}
}

// A database that was found empty becomes one of invented data, and stays it.
func testDemo(t *testing.T, d *database) {
	s := d.seeded(t)
	expectDemo(t, s, false)
	if err := s.RefuseDemo(t.Context()); err != nil {
		t.Errorf("a new database is refused: %v", err)
	}
	for range 2 {
		if err := s.MarkDemo(t.Context()); err != nil {
			t.Errorf("mark a new database: %v", err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := d.seeded(t)
	expectDemo(t, again, true)
	if err := again.MarkDemo(t.Context()); err != nil {
		t.Errorf("mark a demo database: %v", err)
	}
	if got, want := message(again.RefuseDemo(t.Context())), "store.database_demo"; got != want {
		t.Errorf("refusing a demo database gives %q, want %q", got, want)
	}
}

// A database that was there before never becomes one of invented data.
func testNoDemo(t *testing.T, d *database) {
	if err := d.seeded(t).Close(); err != nil {
		t.Fatal(err)
	}
	existing := d.seeded(t)
	if got, want := message(existing.MarkDemo(t.Context())), "store.database_not_demo"; got != want {
		t.Errorf("marking an existing database gives %q, want %q", got, want)
	}
	expectDemo(t, existing, false)
}

func expectDemo(t *testing.T, s *store.Store, want bool) {
	t.Helper()
	if got, err := s.IsDemo(t.Context()); err != nil || got != want {
		t.Errorf("demo = %v, %v, want %v", got, err, want)
	}
}
