package store

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"modenhed/internal/fault"
)

// translate turns the databases' errors into the kinds of package fault. What
// it does not know stays an internal error.
func translate(err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	switch cause(err) {
	case gorm.ErrRecordNotFound:
		return &fault.Error{Kind: fault.NotFound, Message: fault.Text("fault.not_found"), Err: err}
	case gorm.ErrDuplicatedKey:
		return &fault.Error{Kind: fault.Conflict, Message: fault.Text("fault.conflict"), Err: err}
	case gorm.ErrForeignKeyViolated:
		return &fault.Error{Kind: fault.Invalid, Message: fault.Text("store.unknown_reference"), Err: err}
	case gorm.ErrCheckConstraintViolated:
		return &fault.Error{Kind: fault.Invalid, Message: fault.Text("store.refused"), Err: err}
	}
	return err
}

// cause returns which of GORM's errors an error amounts to, nil when none.
// GORM's own translation does not know SQLite's checks and triggers, and bulk
// reads go past it.
func cause(err error) error {
	for _, known := range []error{gorm.ErrRecordNotFound, gorm.ErrDuplicatedKey, gorm.ErrForeignKeyViolated, gorm.ErrCheckConstraintViolated} {
		if errors.Is(err, known) {
			return known
		}
	}
	if errors.Is(err, sql.ErrNoRows) {
		return gorm.ErrRecordNotFound
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		return sqliteCause(lite)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return postgresCause(pg.Code)
	}
	return nil
}

func sqliteCause(err sqlite3.Error) error {
	switch err.ExtendedCode {
	case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey:
		return gorm.ErrDuplicatedKey
	case sqlite3.ErrConstraintForeignKey:
		return gorm.ErrForeignKeyViolated
	case sqlite3.ErrConstraintTrigger:
		if strings.HasPrefix(err.Error(), "conflict:") {
			return gorm.ErrDuplicatedKey
		}
	}
	if err.Code == sqlite3.ErrConstraint {
		return gorm.ErrCheckConstraintViolated
	}
	return nil
}

// postgresCause knows the codes of class 23, integrity constraint violation,
// and of text that PostgreSQL cannot hold.
func postgresCause(code string) error {
	switch code {
	case "23505":
		return gorm.ErrDuplicatedKey
	case "23503":
		return gorm.ErrForeignKeyViolated
	case "23502", "23514", "22021":
		return gorm.ErrCheckConstraintViolated
	}
	return nil
}

// openFault explains why a database cannot be opened or migrated.
func (s *Store) openFault(err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		if key := sqliteOpenKey(lite.Code); key != "" {
			return s.refused(key, err)
		}
		return err
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return s.refused(postgresOpenKey(pg.Code), err)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return s.refused("store.database_unreachable", err)
	}
	return err
}

func sqliteOpenKey(code sqlite3.ErrNo) string {
	switch code {
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt, sqlite3.ErrFormat:
		return "store.database_corrupt"
	case sqlite3.ErrCantOpen, sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrIoErr:
		return "store.database_unwritable"
	case sqlite3.ErrFull:
		return "store.database_full"
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return "store.database_busy"
	}
	return ""
}

func postgresOpenKey(code string) string {
	switch code {
	case "42501", "25006":
		return "store.database_unwritable"
	case "53100":
		return "store.database_full"
	}
	return "store.database_unreachable"
}
