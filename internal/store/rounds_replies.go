package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
)

// roundReplyRow is a row of the table round_replies.
type roundReplyRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	Round        string
	Municipality int
	Kind         string
	Text         string
	Public       bool
	Content      string
	AuthorID     *int64
	RecordedAt   int64
}

// TableName implements GORM's Tabler.
func (roundReplyRow) TableName() string { return "round_replies" }

const replyColumns = `SELECT r.id, r.round, r.municipality, r.kind, r.text, r.public, r.content, r.author_id, coalesce(a.email, ''), r.recorded_at
	FROM round_replies r LEFT JOIN accounts a ON a.id = r.author_id `

// Replies returns the replies to a round; see [round.Store].
func (s *Store) Replies(ctx context.Context, key round.Key) ([]round.Reply, error) {
	rows, err := s.reader.QueryContext(ctx, replyColumns+"WHERE r.round = $1 ORDER BY r.id", string(key))
	if err != nil {
		return nil, fmt.Errorf("read the replies to round %s: %w", key, translate(err))
	}
	return scanReplies(rows)
}

func scanReplies(rows *sql.Rows) ([]round.Reply, error) {
	defer func() { _ = rows.Close() }()
	var replies []round.Reply
	for rows.Next() {
		var (
			r          round.Reply
			code       int
			authorID   sql.NullInt64
			recordedAt int64
		)
		if err := rows.Scan(&r.Number, &r.Round, &code, &r.Kind, &r.Text, &r.Public, &r.Content, &authorID, &r.AuthorName, &recordedAt); err != nil {
			return nil, fmt.Errorf("scan a reply: %w", translate(err))
		}
		r.Municipality, r.Author, r.RecordedAt = municipality.Code(code), account.ID(authorID.Int64), instant(recordedAt)
		replies = append(replies, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read replies: %w", translate(err))
	}
	return replies, nil
}

// RecordReply records a reply; see [round.Store].
func (s *Store) RecordReply(ctx context.Context, r round.Reply, step, seen int64) (round.Reply, error) {
	recorded := r
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		rows, err := tx.Statement.ConnPool.QueryContext(tx.Statement.Context,
			replyColumns+"WHERE r.round = $1 AND r.municipality = $2 AND r.id > $3 ORDER BY r.id", string(r.Round), int(r.Municipality), seen)
		if err != nil {
			return fmt.Errorf("read later replies: %w", err)
		}
		later, err := scanReplies(rows)
		if err != nil {
			return err
		}
		if len(later) == 1 && later[0].SameAs(r) {
			recorded = later[0]
			return nil
		}
		if len(later) > 0 {
			return fault.New(fault.Conflict, "round.reply_changed")
		}
		if err := inReview(tx, r.Round, step); err != nil {
			return err
		}
		return insertReply(tx, &recorded)
	})
	if err != nil {
		return round.Reply{}, fmt.Errorf("record a reply to round %s: %w", r.Round, err)
	}
	return recorded, nil
}

// insertReply gives a reply its number and records it.
func insertReply(tx *gorm.DB, r *round.Reply) error {
	last, err := lastID(tx, "round_replies")
	if err != nil {
		return err
	}
	r.Number, r.RecordedAt = last+1, kept(r.RecordedAt)
	row := roundReplyRow{
		ID: r.Number, Round: string(r.Round), Municipality: int(r.Municipality), Kind: string(r.Kind), Text: r.Text,
		Public: r.Public, Content: r.Content, AuthorID: author(r.Author), RecordedAt: moment(r.RecordedAt),
	}
	if err := tx.Create(&row).Error; err != nil {
		return fmt.Errorf("insert a reply: %w", err)
	}
	return nil
}
