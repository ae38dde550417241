package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// draftRow is a row of the table drafts.
type draftRow struct {
	Municipality int    `gorm:"primaryKey;autoIncrement:false"`
	Indicator    string `gorm:"primaryKey"`
	Fields       string
	AuthorID     int64
	SavedAt      int64
}

// TableName implements GORM's Tabler.
func (draftRow) TableName() string { return "drafts" }

// SaveDraft keeps a draft in place of the earlier one of the same indicator.
func (s *Store) SaveDraft(ctx context.Context, d assessment.Draft) error {
	fields, err := json.Marshal(d.Values)
	if err != nil {
		return fmt.Errorf("encode a draft: %w", err)
	}
	row := draftRow{
		Municipality: int(d.Municipality),
		Indicator:    string(d.Indicator),
		Fields:       string(fields),
		AuthorID:     int64(d.Author),
		SavedAt:      moment(d.SavedAt),
	}
	if err := s.write.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("save a draft: %w", translate(err))
	}
	return nil
}

// Drafts returns the drafts of a municipality by indicator.
func (s *Store) Drafts(ctx context.Context, code municipality.Code) (map[framework.IndicatorKey]assessment.Draft, error) {
	var rows []draftRow
	if err := s.read.WithContext(ctx).Where("municipality = ?", int(code)).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read drafts: %w", translate(err))
	}
	drafts := make(map[framework.IndicatorKey]assessment.Draft, len(rows))
	for _, row := range rows {
		d, err := row.draft()
		if err != nil {
			return nil, err
		}
		drafts[d.Indicator] = d
	}
	return drafts, nil
}

func (r draftRow) draft() (assessment.Draft, error) {
	d := assessment.Draft{
		Municipality: municipality.Code(r.Municipality),
		Indicator:    framework.IndicatorKey(r.Indicator),
		Author:       account.ID(r.AuthorID),
		SavedAt:      instant(r.SavedAt),
	}
	if err := json.Unmarshal([]byte(r.Fields), &d.Values); err != nil {
		return assessment.Draft{}, fmt.Errorf("decode the draft of %s: %w", r.Indicator, err)
	}
	return d, nil
}

// DeleteDraft removes a draft; there need not be one.
func (s *Store) DeleteDraft(ctx context.Context, key assessment.Key) error {
	return translate(deleteDraft(s.write.WithContext(ctx), key))
}

func deleteDraft(tx *gorm.DB, key assessment.Key) error {
	_, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context,
		"DELETE FROM drafts WHERE municipality = $1 AND indicator = $2", int(key.Municipality), string(key.Indicator))
	if err != nil {
		return fmt.Errorf("delete the draft of %s: %w", key.Indicator, err)
	}
	return nil
}
