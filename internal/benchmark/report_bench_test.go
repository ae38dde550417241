package benchmark_test

import (
	"context"
	"database/sql"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/demo"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/store"
	"modenhed/seed"
)

// BenchmarkDurableReport is one change of status on its whole way: checked,
// recorded with synchronous=FULL, and shown in a new snapshot of the invented
// country, one municipality after the other. Hold it against
// BenchmarkDurableReportFloor: the aim is at least 0.7 of its speed.
func BenchmarkDurableReport(b *testing.B) {
	path, editor := inventedDatabase(b)
	s, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	keeper := benchmark.NewKeeper(s, noRounds{}, time.Now, time.UTC, slog.New(slog.DiscardHandler))
	if err := keeper.Load(b.Context()); err != nil {
		b.Fatal(err)
	}
	service := &assessment.Service{Store: s, Frameworks: keeper, Publisher: keeper, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	units := keeper.Current().Units
	seen := revisions(b, s)
	for i := 0; b.Loop(); i++ {
		code := units[i%len(units)].Code
		editor.Municipality = code
		status, err := service.Report(b.Context(), editor, assessment.Report{
			Municipality: code, Indicator: question, Answer: assessment.Answer{State: assessment.Reported, Value: float64(i % 5)},
			Source: assessment.Self, Channel: assessment.ChannelForm, Seen: seen[code],
		})
		if err != nil {
			b.Fatal(err)
		}
		seen[code] = status.Revision
	}
}

// noRounds is how rounds stand that were never held.
type noRounds struct{}

func (noRounds) Standing(context.Context) (benchmark.Standing, error) {
	return benchmark.Standing{}, nil
}

// BenchmarkDurableReportFloor writes the rows that BenchmarkDurableReport
// writes, into the same database, with nothing but prepared statements in a
// transaction.
func BenchmarkDurableReportFloor(b *testing.B) {
	path, editor := inventedDatabase(b)
	s, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	seen, newest := revisions(b, s), lastStatus(b, s)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+path+
		"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_busy_timeout=10000&_recursive_triggers=1&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	raise := prepared(b, db, "UPDATE revision SET number = number + 1 WHERE id = 1")
	insert := prepared(b, db, `INSERT INTO statuses (id, municipality, framework, framework_version, indicator, type, revision,
		state, value, reason, evidence_text, evidence_link, evidence_public, comment, source, channel, author_id, recorded_at)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`)
	codes := codes(b)
	for i := 0; b.Loop(); i++ {
		code := codes[i%len(codes)]
		seen[code]++
		newest++
		tx, err := db.BeginTx(b.Context(), nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := tx.Stmt(raise).ExecContext(b.Context()); err != nil {
			b.Fatal(err)
		}
		if _, err := tx.Stmt(insert).ExecContext(b.Context(), newest, int(code), "dansk-erhverv-2017", 1, string(question), "level", seen[code],
			"reported", float64(i%5), "", "", "", false, "", "self", "form", int64(editor.ID), time.Now().UnixMicro()); err != nil {
			b.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}

const question framework.IndicatorKey = "rpa.strategy"

// inventedDatabase returns the path of a database with the seed and the
// invented statuses, and an account that may stand as their author.
func inventedDatabase(b testing.TB) (path string, editor account.Actor) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "country.db")
	s, err := store.Open(b.Context(), path, store.Options{Migrate: true})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		b.Fatal(err)
	}
	for i := range documents {
		documents[i].RecordedAt = now
	}
	if _, err := s.AppendDocuments(b.Context(), documents); err != nil {
		b.Fatal(err)
	}
	a, err := s.InsertAccount(b.Context(), account.Account{
		Email: "editor@example.test", Role: account.Editor, Municipality: odense, CreatedAt: now,
	}, "$argon2id$none", 0)
	if err != nil {
		b.Fatal(err)
	}
	set, err := reference.Parse(documents)
	if err != nil {
		b.Fatal(err)
	}
	by := demo.Authors{Administrator: a.Actor(), Analyst: a.Actor(), Editor: a.Actor()}
	if _, err := s.AppendStatuses(b.Context(), demo.Statuses(set.Framework, set.Directory, now, by)); err != nil {
		b.Fatal(err)
	}
	return path, a.Actor()
}

// revisions returns the latest own revision of the question per municipality.
func revisions(b *testing.B, s *store.Store) map[municipality.Code]int {
	b.Helper()
	statuses, err := s.Statuses(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	seen := make(map[municipality.Code]int)
	for _, status := range statuses {
		if status.Indicator == question && status.Source == assessment.Self {
			seen[status.Municipality] = max(seen[status.Municipality], status.Revision)
		}
	}
	return seen
}

func lastStatus(b *testing.B, s *store.Store) int64 {
	b.Helper()
	statuses, err := s.Statuses(b.Context(), 0)
	if err != nil {
		b.Fatal(err)
	}
	return int64(statuses[len(statuses)-1].ID)
}

func codes(b *testing.B) []municipality.Code {
	b.Helper()
	clock := now
	keeper, _ := open(b, &clock)
	var list []municipality.Code
	for _, unit := range keeper.Current().Units {
		list = append(list, unit.Code)
	}
	return list
}

func prepared(b *testing.B, db *sql.DB, query string) *sql.Stmt {
	b.Helper()
	statement, err := db.PrepareContext(b.Context(), query)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = statement.Close() })
	return statement
}
