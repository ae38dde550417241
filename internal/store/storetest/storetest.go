// Package storetest is the contract of package store: one suite that every
// database must pass, and databases for the tests of other packages. Only
// tests import it.
package storetest

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/sample"
	"modenhed/internal/store"
)

// Postgres is the environment variable with the address of a PostgreSQL that
// tests may create schemas in.
const Postgres = "MODENHED_TEST_POSTGRES"

// Run checks the contract on databases that create names: each call returns
// the name of an empty one.
func Run(t *testing.T, create func(t *testing.T) string) {
	for name, check := range map[string]func(*testing.T, *database){
		"documents":        testDocuments,
		"document origin":  testDocumentOrigin,
		"waves":            testWaves,
		"wave conflict":    testWaveConflict,
		"wave rules":       testWaveConstraints,
		"latest waves":     testLatestWaves,
		"councils":         testCouncils,
		"responses":        testResponses,
		"response rules":   testResponseConstraints,
		"rounds":           testRounds,
		"round conflict":   testRoundConflict,
		"round rules":      testRoundConstraints,
		"round history":    testRoundsAppendOnly,
		"corrections":      testCorrections,
		"recorded by":      testRecordedBy,
		"plans":            testPlans,
		"replies":          testReplies,
		"review rules":     testReviewConstraints,
		"targets":          testTargets,
		"goals":            testMunicipalTargets,
		"goal conflict":    testMunicipalTargetConflict,
		"goal rules":       testMunicipalTargetRules,
		"fieldwork":        testFieldwork,
		"answers":          testAnswers,
		"answers at once":  testAnswersAtOnce,
		"closing":          testClosing,
		"stopping":         testStopping,
		"fieldwork rules":  testFieldworkRules,
		"fieldwork wave":   testWaveUnderFieldwork,
		"mails":            testMails,
		"unlinkable":       testUnlinkable,
		"no order":         testBallotsHaveNoOrder,
		"nothing left":     testNothingIsLeftOnDisk,
		"statuses":         testStatuses,
		"read verdicts":    testStatusesWithVerdicts,
		"time of turn":     testTimeOfTurn,
		"documents by":     testDocumentsBy,
		"settle":           testSettle,
		"status conflict":  testConflict,
		"status refusals":  testRefusals,
		"every percent":    testEveryPercent,
		"constraints":      testConstraints,
		"agreement":        testAgreement,
		"append-only":      testAppendOnly,
		"unique index":     testUniqueIndex,
		"drafts":           testDrafts,
		"drafts of two":    testDraftsOfTwo,
		"files":            testFiles,
		"status files":     testStatusFiles,
		"file sweep":       testFileSweep,
		"file rules":       testFileConstraints,
		"accounts":         testAccounts,
		"account rules":    testAccountConstraints,
		"setup token":      testSetupToken,
		"sessions":         testSessions,
		"invitations":      testInvitations,
		"closed accounts":  testClosingAccounts,
		"letters":          testLetters,
		"letters at once":  testLettersAtOnce,
		"demo":             testDemo,
		"no demo":          testNoDemo,
		"one winner":       testOneWinner,
		"rising numbers":   testRisingNumbers,
		"rollback":         testRollback,
		"reopening":        testReopening,
		"versions":         testVersions,
		"first opening":    testFirstOpening,
		"verdicts":         testVerdicts,
		"verdict faults":   testVerdictConflict,
		"findings":         testFinding,
		"verdict history":  testVerdictsAppendOnly,
		"verdicts carried": testCarriedVerdicts,
		"history":          testHistory,
		"history parts":    testHistoryParts,
		"history filters":  testHistoryFilters,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, &database{name: create(t)})
		})
	}
}

// SQLite returns the name of a SQLite file that is not there yet.
func SQLite(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "modenhed.db")
}

// PostgreSQL returns the address of an empty schema that goes with the test.
// Without a server it skips the test, or fails it where all tools must be there.
func PostgreSQL(t *testing.T) string {
	t.Helper()
	address := os.Getenv(Postgres)
	if address == "" {
		const help = Postgres + " is not set: start a PostgreSQL (Debian: apt-get install postgresql) and set it to postgres://…"
		if os.Getenv("MODENHED_CI") == "1" {
			t.Fatal(help)
		}
		t.Skip(help)
	}
	schema := fmt.Sprintf("test_%d_%d", os.Getpid(), time.Now().UnixNano())
	run(t, address, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(t, address, "DROP SCHEMA "+schema+" CASCADE") })
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatalf("%s: %v", Postgres, err)
	}
	query := parsed.Query()
	query.Set("search_path", schema)
	parsed.RawQuery = query.Encode()
	return parsed.String()
}

func run(t *testing.T, address, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Open returns a new SQLite store that knows the sample documents.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return Seeded(t, SQLite(t))
}

// Seeded returns the store of a database that knows the sample documents.
func Seeded(t testing.TB, name string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), name, store.Options{Migrate: true, Now: sample.Time})
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.AppendDocuments(t.Context(), sample.Documents()); err != nil {
		t.Fatalf("append the sample documents: %v", err)
	}
	return s
}

// Editor opens an account for an editor of Odense that nobody can sign in to.
func Editor(t testing.TB, s *store.Store) account.Actor {
	t.Helper()
	a, err := s.InsertAccount(t.Context(), account.Account{
		Email: "editor@example.test", Role: account.Editor, Municipality: sample.Odense, CreatedAt: sample.Time(),
	}, "$argon2id$none", 0)
	if err != nil {
		t.Fatalf("insert an editor: %v", err)
	}
	return a.Actor()
}

// database is one database under test.
type database struct{ name string }

func (d *database) postgres() bool { return strings.HasPrefix(d.name, "postgres") }

// seeded opens the database with the sample documents.
func (d *database) seeded(t *testing.T) *store.Store {
	t.Helper()
	return Seeded(t, d.name)
}

// raw opens the database past the store, as a stranger with a client would.
func (d *database) raw(t *testing.T) *sql.DB {
	t.Helper()
	driver, address := "sqlite3", "file:"+d.name+"?_foreign_keys=1&_busy_timeout=10000"
	if d.postgres() {
		driver, address = "pgx", d.name
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// appended records statuses and returns them with their numbers.
func appended(t *testing.T, s *store.Store, statuses ...assessment.Status) []assessment.Status {
	t.Helper()
	recorded, err := s.AppendStatuses(t.Context(), statuses)
	if err != nil {
		t.Fatalf("append statuses: %v", err)
	}
	return recorded
}

// all returns every status.
func all(t *testing.T, s *store.Store) []assessment.Status {
	t.Helper()
	statuses, err := s.Statuses(t.Context(), 0)
	if err != nil {
		t.Fatalf("read statuses: %v", err)
	}
	return statuses
}
