package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the database/sql driver "pgx"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite" // brings the database/sql driver "sqlite3"
	"gorm.io/gorm"
)

// idleTime is how long a connection that nobody needs is kept, with its memory.
const idleTime = time.Minute

// dialect is what differs between the databases.
type dialect struct {
	goose goose.Dialect
	// folder holds the migrations.
	folder string
	mapper func(*sql.DB) gorm.Dialector
	// tables counts the tables that are there: all, the list of migrations, and meta.
	tables string
	// exclusive means that the database belongs to the program alone, so that
	// tables of others are a mistake.
	exclusive bool
	// scour is a statement after which what was erased lies in no log and no dead
	// row any longer.
	scour string
}

func sqliteDialect() dialect {
	return dialect{
		goose:  goose.DialectSQLite3,
		folder: "sqlite",
		mapper: func(db *sql.DB) gorm.Dialector { return sqlite.New(sqlite.Config{Conn: db}) },
		tables: `SELECT count(*), count(*) FILTER (WHERE name = 'goose_db_version'), count(*) FILTER (WHERE name = 'meta')
			FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`,
		exclusive: true,
		scour:     "PRAGMA wal_checkpoint(TRUNCATE)",
	}
}

func postgresDialect() dialect {
	return dialect{
		goose:  goose.DialectPostgres,
		folder: "postgres",
		mapper: func(db *sql.DB) gorm.Dialector { return postgres.New(postgres.Config{Conn: db}) },
		tables: `SELECT count(*), count(*) FILTER (WHERE relname = 'goose_db_version'), count(*) FILTER (WHERE relname = 'meta')
			FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')`,
		scour: "VACUUM documents",
	}
}

// connectSQLite opens the pools of a SQLite file and, to migrate, creates the
// file: readable for its owner alone, because it holds hashes of passwords.
func (s *Store) connectSQLite(path string, options Options) error {
	s.dialect, s.name = sqliteDialect(), path
	if path == "" || path == ":memory:" {
		return s.refused("store.database_name", nil)
	}
	if err := s.findFile(path, options.Migrate); err != nil {
		return err
	}
	if err := s.leaveForeign(path); err != nil {
		return err
	}
	writer, err := sql.Open("sqlite3", sqliteAddress(path, "_txlock=immediate"))
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	reader, err := sql.Open("sqlite3", sqliteAddress(path, "_query_only=1"))
	if err != nil {
		return errors.Join(fmt.Errorf("open %s: %w", path, err), writer.Close())
	}
	reader.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	reader.SetMaxIdleConns(max(4, runtime.GOMAXPROCS(0)))
	reader.SetConnMaxIdleTime(idleTime)
	s.writer, s.reader = writer, reader
	return nil
}

// leaveForeign refuses another program's database before the first connection
// that would change its journal mode. Other faults are told by the real opening.
func (s *Store) leaveForeign(path string) error {
	db, err := sql.Open("sqlite3", "file:"+escapePath(path)+"?mode=ro&_busy_timeout=10000")
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	defer func() { _ = db.Close() }()
	looker := &Store{dialect: s.dialect, name: s.name, writer: db, reader: db}
	if found, err := looker.look(context.Background()); err == nil && found.foreign {
		return s.refused("store.database_foreign", nil)
	}
	return nil
}

func (s *Store) findFile(path string, create bool) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return s.refused("store.database_directory", nil)
	case err == nil:
		return nil
	case !errors.Is(err, os.ErrNotExist):
		return s.refused("store.database_unwritable", err)
	case !create:
		return s.refused("store.database_missing", nil)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return s.refused("store.database_unwritable", err)
	}
	return file.Close()
}

// sqliteAddress is a file URI. A transaction is on the disk before its commit
// returns (synchronous=FULL), a REPLACE fires the triggers that refuse a delete
// (recursive_triggers), and what is erased is overwritten (secure_delete).
func sqliteAddress(path, option string) string {
	return "file:" + escapePath(path) + "?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1" +
		"&_busy_timeout=10000&_recursive_triggers=1&_secure_delete=1&_stmt_cache_size=64&" + option
}

func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

func (s *Store) connectPostgres(address string, _ Options) error {
	s.dialect = postgresDialect()
	parsed, err := url.Parse(address)
	if err != nil {
		s.name = "postgres://"
		return s.refused("store.database_name", nil)
	}
	s.name = parsed.Redacted()
	db, err := sql.Open("pgx", address)
	if err != nil {
		return s.refused("store.database_name", nil)
	}
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(4)
	db.SetConnMaxIdleTime(idleTime)
	s.writer, s.reader = db, db
	return nil
}
