package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/round"
)

// roundRow is a row of the table rounds.
type roundRow struct {
	Key     string `gorm:"primaryKey"`
	TitleDA string `gorm:"column:title_da"`
	TitleEN string `gorm:"column:title_en"`
}

// TableName implements GORM's Tabler.
func (roundRow) TableName() string { return "rounds" }

// roundEventRow is a row of the table round_events.
type roundEventRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	Round      string
	Kind       string
	Cutoff     *int64
	AuthorID   *int64
	RecordedAt int64
}

// TableName implements GORM's Tabler.
func (roundEventRow) TableName() string { return "round_events" }

// roundContentRow is a row of the table round_contents.
type roundContentRow struct {
	Round        string `gorm:"primaryKey"`
	Content      []byte
	SHA256       string `gorm:"column:sha256"`
	LastStatus   int64
	LastDocument int64
	LastVerdict  int64
	Format       int
	Answers      []byte
}

// TableName implements GORM's Tabler.
func (roundContentRow) TableName() string { return "round_contents" }

// OpenRound keeps a new round; see [round.Store].
func (s *Store) OpenRound(ctx context.Context, n round.New, opened round.Event) (round.Event, error) {
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		row := roundRow{Key: string(n.Key), TitleDA: n.Title.DA, TitleEN: n.Title.EN}
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("insert a round: %w", err)
		}
		return insertRoundEvent(tx, &opened)
	})
	if err != nil {
		return round.Event{}, fmt.Errorf("open round %s: %w", n.Key, err)
	}
	return opened, nil
}

// RecordRoundEvent records a step; see [round.Store].
func (s *Store) RecordRoundEvent(ctx context.Context, e round.Event, after int64) (round.Event, error) {
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		if err := follow(tx, &e, after); err != nil {
			return err
		}
		return insertRoundEvent(tx, &e)
	})
	if err != nil {
		return round.Event{}, fmt.Errorf("record that round %s was %s: %w", e.Round, e.Kind, err)
	}
	return e, nil
}

// PublishRound keeps what is published together with the step; see [round.Store].
func (s *Store) PublishRound(ctx context.Context, published round.Event, frozen round.Frozen, after int64) (round.Event, error) {
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		if err := follow(tx, &published, after); err != nil {
			return err
		}
		if frozen.Plan != 0 {
			if err := planStands(tx, published.Round, frozen.Plan); err != nil {
				return err
			}
		}
		published.Format = frozen.Format
		row := roundContentRow{
			Round:        string(published.Round),
			Content:      frozen.Content,
			SHA256:       published.Hash,
			LastStatus:   int64(published.Last.Status),
			LastDocument: published.Last.Document,
			LastVerdict:  int64(published.Last.Verdict),
			Format:       frozen.Format,
			Answers:      frozen.Answers,
		}
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("insert the content: %w", err)
		}
		return insertRoundEvent(tx, &published)
	})
	if err != nil {
		return round.Event{}, fmt.Errorf("publish round %s: %w", published.Round, err)
	}
	return published, nil
}

// follow returns a Conflict unless the latest step of a round is the one
// numbered after. A step is never recorded before the one that it follows,
// whatever the clock says.
func follow(tx *gorm.DB, e *round.Event, after int64) error {
	var latest, at int64
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context,
		"SELECT coalesce(max(id), 0), coalesce(max(recorded_at), 0) FROM round_events WHERE round = $1", string(e.Round))
	if err := row.Scan(&latest, &at); err != nil {
		return fmt.Errorf("read the latest step: %w", err)
	}
	if latest != after {
		return fault.New(fault.Conflict, "round.changed")
	}
	if before := instant(at); e.RecordedAt.Before(before) {
		e.RecordedAt = before
	}
	return nil
}

// insertRoundEvent gives a step its number and records it.
func insertRoundEvent(tx *gorm.DB, e *round.Event) error {
	last, err := lastID(tx, "round_events")
	if err != nil {
		return err
	}
	e.Number, e.RecordedAt = last+1, kept(e.RecordedAt)
	row := roundEventRow{
		ID:         e.Number,
		Round:      string(e.Round),
		Kind:       string(e.Kind),
		AuthorID:   author(e.Author),
		RecordedAt: moment(e.RecordedAt),
	}
	if !e.Cutoff.IsZero() {
		e.Cutoff = kept(e.Cutoff)
		cutoff := moment(e.Cutoff)
		row.Cutoff = &cutoff
	}
	if err := tx.Create(&row).Error; err != nil {
		return fmt.Errorf("insert a step: %w", err)
	}
	return nil
}

// Rounds returns every round with its steps; see [round.Store].
func (s *Store) Rounds(ctx context.Context) ([]round.History, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT r.key, r.title_da, r.title_en, e.id, e.kind, e.cutoff, e.author_id,
			coalesce(a.email, ''), e.recorded_at, c.sha256, c.format, c.last_status, c.last_document, c.last_verdict
		FROM rounds r JOIN round_events e ON e.round = r.key
			LEFT JOIN round_contents c ON c.round = r.key AND e.kind = 'published'
			LEFT JOIN accounts a ON a.id = e.author_id
		ORDER BY (SELECT min(id) FROM round_events WHERE round = r.key), e.id`)
	if err != nil {
		return nil, fmt.Errorf("read rounds: %w", translate(err))
	}
	defer func() { _ = rows.Close() }()
	var histories []round.History
	for rows.Next() {
		h, err := scanRoundEvent(rows)
		if err != nil {
			return nil, fmt.Errorf("read rounds: %w", err)
		}
		if n := len(histories); n > 0 && histories[n-1].Key == h.Key {
			histories[n-1].Events = append(histories[n-1].Events, h.Events...)
			continue
		}
		histories = append(histories, h)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read rounds: %w", translate(err))
	}
	return histories, nil
}

// scanRoundEvent reads a round with one of its steps.
func scanRoundEvent(rows *sql.Rows) (round.History, error) {
	var (
		h                        round.History
		e                        round.Event
		cutoff, authorID         sql.NullInt64
		hash                     sql.NullString
		format, lastVerdict      sql.NullInt64
		lastStatus, lastDocument sql.NullInt64
		recordedAt               int64
	)
	err := rows.Scan(&h.Key, &h.Title.DA, &h.Title.EN, &e.Number, &e.Kind, &cutoff, &authorID,
		&e.AuthorName, &recordedAt, &hash, &format, &lastStatus, &lastDocument, &lastVerdict)
	if err != nil {
		return round.History{}, fmt.Errorf("scan a step: %w", translate(err))
	}
	if cutoff.Valid {
		e.Cutoff = instant(cutoff.Int64)
	}
	e.Round, e.Author, e.RecordedAt = h.Key, account.ID(authorID.Int64), instant(recordedAt)
	e.Hash, e.Format = hash.String, int(format.Int64)
	e.Last = round.Last{
		Status: assessment.StatusID(lastStatus.Int64), Document: lastDocument.Int64, Verdict: assessment.VerdictID(lastVerdict.Int64),
	}
	h.Events = []round.Event{e}
	return h, nil
}

// RoundContent returns the frozen content of a published round; see [round.Store].
func (s *Store) RoundContent(ctx context.Context, key round.Key) ([]byte, error) {
	return s.roundBytes(ctx, "content", key)
}

// RoundAnswers returns the answers that counted in a published round; see
// [round.Store].
func (s *Store) RoundAnswers(ctx context.Context, key round.Key) ([]byte, error) {
	return s.roundBytes(ctx, "answers", key)
}

func (s *Store) roundBytes(ctx context.Context, column string, key round.Key) ([]byte, error) {
	var content []byte
	err := s.reader.QueryRowContext(ctx, "SELECT "+column+" FROM round_contents WHERE round = $1", string(key)).Scan(&content)
	if err != nil {
		return nil, fmt.Errorf("read the %s of round %s: %w", column, key, translate(err))
	}
	return content, nil
}
