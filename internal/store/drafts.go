package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// draftRow is a row of the table drafts.
type draftRow struct {
	Municipality int    `gorm:"primaryKey;autoIncrement:false"`
	Indicator    string `gorm:"primaryKey"`
	Fields       string
	Files        string
	AuthorID     int64
	SavedAt      int64
}

// TableName implements GORM's Tabler.
func (draftRow) TableName() string { return "drafts" }

// SaveDraft keeps a draft in place of an earlier one of the same indicator: the
// author's own, or the one saved at Seen. Over any other it returns a Conflict.
// One with a file that the municipality does not have is Invalid.
func (s *Store) SaveDraft(ctx context.Context, d assessment.Draft) error {
	fields, err := json.Marshal(d.Values)
	if err != nil {
		return fmt.Errorf("encode a draft: %w", err)
	}
	files, err := json.Marshal(append([]assessment.File{}, d.Files...))
	if err != nil {
		return fmt.Errorf("encode the files of a draft: %w", err)
	}
	row := draftRow{
		Municipality: int(d.Municipality),
		Indicator:    string(d.Indicator),
		Fields:       string(fields),
		Files:        string(files),
		AuthorID:     int64(d.Author),
		SavedAt:      moment(d.SavedAt),
	}
	replace := clause.OnConflict{
		Columns:   []clause.Column{{Name: "municipality"}, {Name: "indicator"}},
		DoUpdates: clause.AssignmentColumns([]string{"fields", "files", "author_id", "saved_at"}),
		Where: clause.Where{Exprs: []clause.Expression{
			clause.Expr{SQL: "drafts.author_id = ? OR drafts.saved_at = ?", Vars: []any{row.AuthorID, moment(d.Seen)}},
		}},
	}
	err = s.transact(ctx, func(tx *gorm.DB) error {
		if err := holdFiles(tx, d.Municipality, d.Files); err != nil {
			return err
		}
		saved := tx.Clauses(replace).Create(&row)
		if saved.Error == nil && saved.RowsAffected == 0 {
			return fault.New(fault.Conflict, "assessment.draft_taken")
		}
		return saved.Error
	})
	if err != nil {
		return fmt.Errorf("save a draft: %w", err)
	}
	return nil
}

// authoredDraft is a draft with the name of who saved it.
type authoredDraft struct {
	Draft      draftRow `gorm:"embedded"`
	AuthorName string
}

// Drafts returns the drafts of a municipality with their authors' names, by indicator.
func (s *Store) Drafts(ctx context.Context, code municipality.Code) (map[framework.IndicatorKey]assessment.Draft, error) {
	var rows []authoredDraft
	err := s.read.WithContext(ctx).Table("drafts").Select("drafts.*, coalesce(accounts.email, '') AS author_name").
		Joins("LEFT JOIN accounts ON accounts.id = drafts.author_id").
		Where("drafts.municipality = ?", int(code)).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read drafts: %w", translate(err))
	}
	drafts := make(map[framework.IndicatorKey]assessment.Draft, len(rows))
	for _, row := range rows {
		d, err := row.Draft.draft()
		if err != nil {
			return nil, err
		}
		d.AuthorName = row.AuthorName
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
	if err := json.Unmarshal([]byte(r.Files), &d.Files); err != nil {
		return assessment.Draft{}, fmt.Errorf("decode the files of the draft of %s: %w", r.Indicator, err)
	}
	if len(d.Files) == 0 {
		d.Files = nil
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

// deleteDraftOf removes an author's draft. What a colleague is typing stays.
func deleteDraftOf(tx *gorm.DB, key assessment.Key, author account.ID) error {
	_, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context,
		"DELETE FROM drafts WHERE municipality = $1 AND indicator = $2 AND author_id = $3",
		int(key.Municipality), string(key.Indicator), int64(author))
	if err != nil {
		return fmt.Errorf("delete the draft of %s: %w", key.Indicator, err)
	}
	return nil
}
