// Package store keeps the facts: reference documents, statuses, drafts,
// accounts and sessions, in a SQLite file or in PostgreSQL. It implements the
// small interfaces that the other rooms declare, and it keeps no score.
//
// Facts are append-only. Every transaction that records facts raises the
// database's revision first, which makes writers take turns, so that numbers
// are committed in rising order and a reader who has seen number n never
// misses a lower one. GORM owns the writes; bulk reads go past it.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"modenhed/internal/fault"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	dialect dialect
	// name is the database's name in messages, without a password.
	name string
	now  func() time.Time
	// created means that this process found the database empty.
	created bool

	// On SQLite the writer has one connection and the reader cannot write; on
	// PostgreSQL both are the same pool.
	writer, reader *sql.DB
	write, read    *gorm.DB
	status         *insertion[statusRow]

	types typeTable
	last  lastStatus
}

// Options say how a database is opened.
type Options struct {
	// Migrate creates a database that is not there and brings an older one up
	// to date. Without it both are refused.
	Migrate bool
	// Now is the clock that facts are recorded and sessions expire by; nil means time.Now.
	Now func() time.Time
}

// Open opens the database with a name: the path of a SQLite file, or an address
// that begins with postgres:// or postgresql://. What a person can put right,
// such as a missing, damaged, foreign or newer database, comes back as an
// Invalid fault.
func Open(ctx context.Context, name string, options Options) (*Store, error) {
	s := &Store{now: options.Now}
	if s.now == nil {
		s.now = time.Now
	}
	connect := s.connectSQLite
	if strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://") {
		connect = s.connectPostgres
	}
	if err := connect(name, options); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx, options); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// prepare makes sure that the database is ours, current and writable.
func (s *Store) prepare(ctx context.Context, options Options) error {
	found, err := s.look(ctx)
	if err != nil {
		return s.openFault(err)
	}
	if err := s.admit(ctx, found, options); err != nil {
		return err
	}
	s.created = found.empty
	if err := s.checkWritable(ctx); err != nil {
		return s.openFault(err)
	}
	return s.openMappers()
}

// checkWritable takes the right to write and gives it back.
func (s *Store) checkWritable(ctx context.Context) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	_, err = tx.ExecContext(ctx, "UPDATE revision SET number = number WHERE id = 1")
	return err
}

// Settle returns when everybody has committed or given up who was recording
// facts: it waits for its turn and lets it pass.
func (s *Store) Settle(ctx context.Context) error {
	if err := s.checkWritable(ctx); err != nil {
		return fmt.Errorf("wait for a turn to write: %w", translate(err))
	}
	return nil
}

// openMappers lets GORM map rows over both pools. Prepared statements are left
// to the drivers, which keep them by text for every connection: GORM's own are
// prepared anew in each transaction.
func (s *Store) openMappers() error {
	config := func() *gorm.Config {
		return &gorm.Config{
			TranslateError:         true,
			SkipDefaultTransaction: true,
			DisableAutomaticPing:   true,
			Logger:                 logger.Discard,
		}
	}
	var err error
	if s.write, err = gorm.Open(s.dialect.mapper(s.writer), config()); err != nil {
		return fmt.Errorf("map %s for writing: %w", s.name, err)
	}
	if s.status, err = insertionOf[statusRow](s.write); err != nil {
		return err
	}
	if s.reader == s.writer {
		s.read = s.write
		return nil
	}
	if s.read, err = gorm.Open(s.dialect.mapper(s.reader), config()); err != nil {
		return fmt.Errorf("map %s for reading: %w", s.name, err)
	}
	return nil
}

// Close closes the database. The writer goes last, so that SQLite can fold its
// log into the file.
func (s *Store) Close() error {
	if s.reader == s.writer {
		return s.writer.Close()
	}
	return errors.Join(s.reader.Close(), s.writer.Close())
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if _, err := s.Revision(ctx); err != nil {
		return fmt.Errorf("ask %s for an answer: %w", s.name, err)
	}
	return nil
}

// Revision returns the number that rises with every transaction that records
// documents or statuses. Drafts, accounts and sessions leave it alone.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	var number int64
	err := s.reader.QueryRowContext(ctx, "SELECT number FROM revision WHERE id = 1").Scan(&number)
	if err != nil {
		return 0, fmt.Errorf("read the revision: %w", translate(err))
	}
	return number, nil
}

// transact runs fn in one transaction. When the context ends, the transaction
// is rolled back after the statement that runs: to watch over each would cost
// more than most of them.
func (s *Store) transact(ctx context.Context, fn func(tx *gorm.DB) error) error {
	db := s.write.Session(&gorm.Session{Context: ctx, NewDB: true})
	err := db.Transaction(func(tx *gorm.DB) error {
		tx.Statement.Context = context.WithoutCancel(ctx)
		return fn(tx)
	})
	if ended := ctx.Err(); ended != nil && errors.Is(err, sql.ErrTxDone) {
		return ended
	}
	return translate(err)
}

// record runs fn in a transaction that records facts, and hands it the
// database's revision in which they are recorded. Writers take turns from here
// on, so that the clock read within fn rises with the numbers it gives.
func (s *Store) record(ctx context.Context, fn func(tx *gorm.DB, revision int64) error) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		var revision int64
		row := tx.Statement.ConnPool.QueryRowContext(ctx, "UPDATE revision SET number = number + 1 WHERE id = 1 RETURNING number")
		if err := row.Scan(&revision); err != nil {
			return fmt.Errorf("raise the revision: %w", err)
		}
		return fn(tx, revision)
	})
}

// lastID returns the highest number in a table of numbered facts, 0 when it is empty.
func lastID(tx *gorm.DB, table string) (int64, error) {
	var id int64
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context, "SELECT coalesce(max(id), 0) FROM "+table)
	if err := row.Scan(&id); err != nil {
		return 0, fmt.Errorf("read the last number of %s: %w", table, err)
	}
	return id, nil
}

// refused is the fault of a database that cannot be used as it is.
func (s *Store) refused(key string, err error) error {
	return &fault.Error{Kind: fault.Invalid, Message: fault.Text(key, "Name", s.name), Err: err}
}
