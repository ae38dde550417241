package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/target"
)

// targetRow is a row of the table targets.
type targetRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	Municipality int
	Indicator    string
	Value        *float64
	Due          string
	Owner        string
	AuthorID     *int64
	RecordedAt   int64
}

// TableName implements GORM's Tabler.
func (targetRow) TableName() string { return "targets" }

func newTargetRow(t target.Target) targetRow {
	row := targetRow{
		ID:           t.Number,
		Municipality: int(t.Municipality),
		Indicator:    string(t.Indicator),
		Due:          string(t.Due),
		Owner:        t.Owner,
		AuthorID:     author(t.Author),
		RecordedAt:   moment(t.RecordedAt),
	}
	if !t.Withdrawn() {
		row.Value = &t.Value
	}
	return row
}

// AppendTarget records an entry about a target; see [target.Store].
func (s *Store) AppendTarget(ctx context.Context, t target.Target, seen int64) (target.Target, error) {
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		return s.appendTarget(tx, &t, seen)
	})
	if err != nil {
		return target.Target{}, fmt.Errorf("append a target: %w", err)
	}
	return t, nil
}

// AppendTargets records first targets of their places in one transaction, in
// their order. It records none, and returns a Conflict, when one of the places
// has an entry already.
func (s *Store) AppendTargets(ctx context.Context, targets []target.Target) error {
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		for _, t := range targets {
			if err := s.appendTarget(tx, &t, 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("append %d targets: %w", len(targets), err)
	}
	return nil
}

func (s *Store) appendTarget(tx *gorm.DB, t *target.Target, seen int64) error {
	latest, err := latestTarget(tx, *t)
	if err != nil {
		return err
	}
	if latest != seen {
		return fault.New(fault.Conflict, "target.changed")
	}
	return s.insertTarget(tx, t)
}

// latestTarget returns the number of the latest entry of a target's place, 0 for none.
func latestTarget(tx *gorm.DB, t target.Target) (int64, error) {
	var latest int64
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context,
		"SELECT coalesce(max(id), 0) FROM targets WHERE municipality = $1 AND indicator = $2", int(t.Municipality), string(t.Indicator))
	if err := row.Scan(&latest); err != nil {
		return 0, fmt.Errorf("read the latest target: %w", err)
	}
	return latest, nil
}

// insertTarget gives an entry its number and, unless it has one, the time of
// its turn, and records it.
func (s *Store) insertTarget(tx *gorm.DB, t *target.Target) error {
	var last, at int64
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context, "SELECT id, recorded_at FROM targets ORDER BY id DESC LIMIT 1")
	if err := row.Scan(&last, &at); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read the last target: %w", err)
	}
	if t.RecordedAt.IsZero() {
		t.RecordedAt = s.now()
		if before := instant(at); t.RecordedAt.Before(before) {
			t.RecordedAt = before
		}
	}
	t.Number, t.RecordedAt = last+1, kept(t.RecordedAt)
	inserted := newTargetRow(*t)
	if err := tx.Create(&inserted).Error; err != nil {
		return fmt.Errorf("insert a target: %w", err)
	}
	return nil
}

// Targets returns entries about targets; see [target.Store].
func (s *Store) Targets(ctx context.Context, code municipality.Code) ([]target.Target, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT t.id, t.municipality, t.indicator, t.value, t.due, t.owner, t.author_id,
			coalesce(a.email, ''), t.recorded_at
		FROM targets t LEFT JOIN accounts a ON a.id = t.author_id
		WHERE $1 = 0 OR t.municipality = $1 ORDER BY t.id`, int(code))
	if err != nil {
		return nil, fmt.Errorf("read targets: %w", translate(err))
	}
	defer func() { _ = rows.Close() }()
	var entries []target.Target
	for rows.Next() {
		entry, err := scanTarget(rows)
		if err != nil {
			return nil, fmt.Errorf("read targets: %w", translate(err))
		}
		entries = append(entries, entry)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read targets: %w", translate(err))
	}
	return entries, nil
}

func scanTarget(rows *sql.Rows) (target.Target, error) {
	var (
		t          target.Target
		code       int
		indicator  string
		value      sql.NullFloat64
		due        string
		authorID   sql.NullInt64
		recordedAt int64
	)
	if err := rows.Scan(&t.Number, &code, &indicator, &value, &due, &t.Owner, &authorID, &t.AuthorName, &recordedAt); err != nil {
		return target.Target{}, err
	}
	t.Municipality, t.Indicator = municipality.Code(code), framework.IndicatorKey(indicator)
	t.Value, t.Due = value.Float64, target.Day(due)
	t.Author, t.RecordedAt = account.ID(authorID.Int64), instant(recordedAt)
	return t, nil
}
