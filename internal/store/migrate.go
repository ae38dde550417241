package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"

	"github.com/pressly/goose/v3"

	"modenhed/internal/fault"
)

// Migrations are frozen once released: a change of the schema is a new file
// with the next number in both folders.
//
//go:embed migrations
var migrations embed.FS

// found is what a database holds when it is opened.
type found struct {
	// empty means that nobody has used the database.
	empty bool
	// foreign means that another program has.
	foreign bool
	version int64
}

// look finds out what the database holds, in two or three short queries, so
// that opening a current database costs next to nothing.
func (s *Store) look(ctx context.Context) (found, error) {
	var tables, versions, meta int
	if err := s.writer.QueryRowContext(ctx, s.dialect.tables).Scan(&tables, &versions, &meta); err != nil {
		return found{}, fmt.Errorf("list tables: %w", err)
	}
	if tables == 0 || versions == 0 && !s.dialect.exclusive && meta == 0 {
		return found{empty: true}, nil
	}
	if versions == 0 {
		return found{foreign: true}, nil
	}
	var f found
	row := s.writer.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied")
	if err := row.Scan(&f.version); err != nil {
		return found{}, fmt.Errorf("read the version: %w", err)
	}
	if meta == 0 && f.version > 0 {
		// Another process may have migrated since the tables were counted.
		if err := s.writer.QueryRowContext(ctx, s.dialect.tables).Scan(&tables, &versions, &meta); err != nil {
			return found{}, fmt.Errorf("list tables again: %w", err)
		}
	}
	if meta == 0 {
		f.foreign = f.version > 0
		return f, nil
	}
	product, _, err := s.meta(ctx, s.writer, "product")
	if err != nil {
		return found{}, err
	}
	f.foreign = product != "modenhed"
	return f, nil
}

// admit refuses a database that the program cannot use and migrates one that it may.
func (s *Store) admit(ctx context.Context, f found, options Options) error {
	latest, err := latestMigration(s.dialect.folder)
	switch {
	case err != nil:
		return err
	case f.foreign:
		return s.refused("store.database_foreign", nil)
	case f.version > latest:
		return &fault.Error{Kind: fault.Invalid, Message: fault.Text("store.database_newer",
			"Name", s.name, "Version", f.version, "Known", latest)}
	case f.version == latest:
		return nil
	case options.Migrate:
		return s.Migrate(ctx)
	case f.empty:
		return s.refused("store.database_missing", nil)
	}
	return s.refused("store.database_older", nil)
}

// latestMigration returns the highest number in a folder of migrations.
func latestMigration(folder string) (int64, error) {
	names, err := fs.Glob(migrations, path.Join("migrations", folder, "*.sql"))
	if err != nil {
		return 0, fmt.Errorf("list migrations: %w", err)
	}
	var latest int64
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return 0, fmt.Errorf("number of migration %s: %w", name, err)
		}
		latest = max(latest, version)
	}
	return latest, nil
}

// Migrate brings the database up to date. Processes that start at the same
// time may all call it.
func (s *Store) Migrate(ctx context.Context) error {
	before, err := s.look(ctx)
	if err != nil {
		return s.openFault(err)
	}
	for {
		err := s.migrateOnce(ctx)
		if err == nil {
			return nil
		}
		// SQLite has no lock to migrate under. Where another process has moved
		// the schema on in the meantime, the error is only its head start.
		after, lookErr := s.look(ctx)
		if lookErr != nil || after == before {
			return s.openFault(err)
		}
		before = after
	}
}

func (s *Store) migrateOnce(ctx context.Context) error {
	folder, err := fs.Sub(migrations, path.Join("migrations", s.dialect.folder))
	if err != nil {
		return fmt.Errorf("open the migrations: %w", err)
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.dialect.goose == goose.DialectPostgres {
		options = append(options, goose.WithSessionLocker(migrationLock{}))
	}
	provider, err := goose.NewProvider(s.dialect.goose, s.writer, folder, options...)
	if err != nil {
		return fmt.Errorf("prepare migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", s.name, err)
	}
	return nil
}

// migrationLock makes processes on the same PostgreSQL schema migrate one after
// the other. It satisfies goose's SessionLocker.
type migrationLock struct{}

const migrationLockKey = "hashtext(current_schema() || '.modenhed')"

func (migrationLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock("+migrationLockKey+")")
	return err
}

func (migrationLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "SELECT pg_advisory_unlock("+migrationLockKey+")")
	return err
}

// meta returns a fact about the database itself; ok is false when it is not there.
func (s *Store) meta(ctx context.Context, pool *sql.DB, key string) (value string, ok bool, err error) {
	err = pool.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = $1", key).Scan(&value)
	switch err {
	case nil:
		return value, true, nil
	case sql.ErrNoRows:
		return "", false, nil
	}
	return "", false, fmt.Errorf("read %s: %w", key, err)
}
