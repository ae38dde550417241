package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/round"
)

// roundPlanRow is a row of the table round_plans.
type roundPlanRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	Round      string
	Step       int64
	ReplyBy    *int64
	PublishAt  *int64
	AuthorID   *int64
	RecordedAt int64
}

// TableName implements GORM's Tabler.
func (roundPlanRow) TableName() string { return "round_plans" }

const planColumns = `SELECT p.id, p.round, p.step, p.reply_by, p.publish_at, p.author_id, coalesce(a.email, ''), p.recorded_at
	FROM round_plans p LEFT JOIN accounts a ON a.id = p.author_id `

// Plans returns the plans of every round; see [round.Store].
func (s *Store) Plans(ctx context.Context) ([]round.Plan, error) {
	rows, err := s.reader.QueryContext(ctx, planColumns+"ORDER BY p.id")
	if err != nil {
		return nil, fmt.Errorf("read plans: %w", translate(err))
	}
	return scanPlans(rows)
}

func scanPlans(rows *sql.Rows) ([]round.Plan, error) {
	defer func() { _ = rows.Close() }()
	var plans []round.Plan
	for rows.Next() {
		var (
			p                            round.Plan
			replyBy, publishAt, authorID sql.NullInt64
			recordedAt                   int64
		)
		if err := rows.Scan(&p.Number, &p.Round, &p.Step, &replyBy, &publishAt, &authorID, &p.AuthorName, &recordedAt); err != nil {
			return nil, fmt.Errorf("scan a plan: %w", translate(err))
		}
		p.Author, p.RecordedAt = account.ID(authorID.Int64), instant(recordedAt)
		if publishAt.Valid {
			p.ReplyBy, p.PublishAt = instant(replyBy.Int64), instant(publishAt.Int64)
		}
		plans = append(plans, p)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read plans: %w", translate(err))
	}
	return plans, nil
}

// RecordPlan records a plan; see [round.Store].
func (s *Store) RecordPlan(ctx context.Context, p round.Plan, seen int64) (round.Plan, error) {
	recorded := p
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		rows, err := tx.Statement.ConnPool.QueryContext(tx.Statement.Context,
			planColumns+"WHERE p.round = $1 AND p.id > $2 ORDER BY p.id", string(p.Round), seen)
		if err != nil {
			return fmt.Errorf("read later plans: %w", err)
		}
		later, err := scanPlans(rows)
		if err != nil {
			return err
		}
		if len(later) == 1 && later[0].SameAs(p) {
			recorded = later[0]
			return nil
		}
		if len(later) > 0 {
			return fault.New(fault.Conflict, "round.changed")
		}
		if err := inReview(tx, p.Round, p.Step); err != nil {
			return err
		}
		return insertPlan(tx, &recorded)
	})
	if err != nil {
		return round.Plan{}, fmt.Errorf("record a plan for round %s: %w", p.Round, err)
	}
	return recorded, nil
}

// inReview returns a Conflict unless the latest step of a round is the one
// numbered step.
func inReview(tx *gorm.DB, key round.Key, step int64) error {
	var latest int64
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context,
		"SELECT coalesce(max(id), 0) FROM round_events WHERE round = $1", string(key))
	if err := row.Scan(&latest); err != nil {
		return fmt.Errorf("read the latest step: %w", err)
	}
	if latest != step {
		return fault.New(fault.Conflict, "round.changed")
	}
	return nil
}

// insertPlan gives a plan its number and records it.
func insertPlan(tx *gorm.DB, p *round.Plan) error {
	last, err := lastID(tx, "round_plans")
	if err != nil {
		return err
	}
	p.Number, p.RecordedAt = last+1, kept(p.RecordedAt)
	row := roundPlanRow{ID: p.Number, Round: string(p.Round), Step: p.Step, AuthorID: author(p.Author), RecordedAt: moment(p.RecordedAt)}
	if !p.Withdrawn() {
		p.ReplyBy, p.PublishAt = kept(p.ReplyBy), kept(p.PublishAt)
		replyBy, publishAt := moment(p.ReplyBy), moment(p.PublishAt)
		row.ReplyBy, row.PublishAt = &replyBy, &publishAt
	}
	if err := tx.Create(&row).Error; err != nil {
		return fmt.Errorf("insert a plan: %w", err)
	}
	return nil
}

// planStands returns a Conflict unless the plan numbered so is the latest of
// its round.
func planStands(tx *gorm.DB, key round.Key, number int64) error {
	var latest int64
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context,
		"SELECT coalesce(max(id), 0) FROM round_plans WHERE round = $1", string(key))
	if err := row.Scan(&latest); err != nil {
		return fmt.Errorf("read the latest plan: %w", err)
	}
	if latest != number {
		return fault.New(fault.Conflict, "round.changed")
	}
	return nil
}
