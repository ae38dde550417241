package store_test

import (
	"context"
	"database/sql"
	"log/slog"
	"path/filepath"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/sample"
	"modenhed/internal/store"
)

// BenchmarkReport is one durable change of status through the service:
// checked, recorded with synchronous=FULL, published to nobody. Hold it
// against BenchmarkReportFloor: the aim is at least 0.7 of its speed.
func BenchmarkReport(b *testing.B) {
	path, actor := benchDatabase(b)
	s, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	service := &assessment.Service{
		Store: s, Frameworks: fixed{}, Publisher: fixed{}, Now: sample.Time, Log: slog.New(slog.DiscardHandler),
	}
	report := sample.Report()
	for b.Loop() {
		status, err := service.Report(b.Context(), actor, report)
		if err != nil {
			b.Fatal(err)
		}
		report.Seen = status.Revision
	}
}

// BenchmarkReportFloor writes the rows that BenchmarkReport writes, on the
// same settings, with nothing but prepared statements in a transaction.
func BenchmarkReportFloor(b *testing.B) {
	path, actor := benchDatabase(b)
	db, err := sql.Open("sqlite3", "file:"+path+
		"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_busy_timeout=10000&_recursive_triggers=1&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	raise := prepare(b, db, "UPDATE revision SET number = number + 1 WHERE id = 1")
	insert := prepare(b, db, `INSERT INTO statuses (id, municipality, framework, framework_version, indicator, type, revision,
		state, value, reason, evidence_text, evidence_link, evidence_public, comment, source, channel, author_id, recorded_at)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`)
	revision := 0
	for b.Loop() {
		revision++
		tx, err := db.BeginTx(b.Context(), nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := tx.Stmt(raise).ExecContext(b.Context()); err != nil {
			b.Fatal(err)
		}
		if _, err := tx.Stmt(insert).ExecContext(b.Context(), revision, 461, "sample", 1, "work.level", "level", revision,
			"reported", 2.0, "", "", "", false, "", "self", "form", int64(actor.ID), sample.Time().UnixMicro()); err != nil {
			b.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}

// benchDatabase returns the path of a database with the sample documents and
// an editor of Odense.
func benchDatabase(b *testing.B) (path string, editor account.Actor) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "bench.db")
	s, err := store.Open(b.Context(), path, store.Options{Migrate: true})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if _, err := s.AppendDocuments(b.Context(), sample.Documents()); err != nil {
		b.Fatal(err)
	}
	a, err := s.InsertAccount(b.Context(), account.Account{
		Email: "editor@example.test", Role: account.Editor, Municipality: sample.Odense, CreatedAt: sample.Time(),
	}, "$argon2id$none", 0)
	if err != nil {
		b.Fatal(err)
	}
	return path, a.Actor()
}

func prepare(b *testing.B, db *sql.DB, query string) *sql.Stmt {
	b.Helper()
	stmt, err := db.PrepareContext(b.Context(), query)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = stmt.Close() })
	return stmt
}

// fixed is the sample framework, and publishes to nobody.
type fixed struct{}

func (fixed) Framework() *framework.Framework { return benchFramework }

var benchFramework = sample.Framework()

func (fixed) Publish(context.Context, []assessment.Status) error { return nil }
