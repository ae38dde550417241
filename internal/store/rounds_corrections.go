package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
)

// correctionRow is a row of the table corrections.
type correctionRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	Round        string
	Municipality *int
	Indicator    string
	WrongDA      string `gorm:"column:wrong_da"`
	WrongEN      string `gorm:"column:wrong_en"`
	RightDA      string `gorm:"column:right_da"`
	RightEN      string `gorm:"column:right_en"`
	AuthorID     *int64
	RecordedAt   int64
}

// TableName implements GORM's Tabler.
func (correctionRow) TableName() string { return "corrections" }

func newCorrectionRow(c round.Correction) correctionRow {
	row := correctionRow{
		ID:         c.Number,
		Round:      string(c.Round),
		Indicator:  string(c.Indicator),
		WrongDA:    c.Wrong.DA,
		WrongEN:    c.Wrong.EN,
		RightDA:    c.Right.DA,
		RightEN:    c.Right.EN,
		AuthorID:   author(c.Author),
		RecordedAt: moment(c.RecordedAt),
	}
	if c.Municipality != 0 {
		code := int(c.Municipality)
		row.Municipality = &code
	}
	return row
}

func (r correctionRow) correction() round.Correction {
	c := round.Correction{
		Number:     r.ID,
		Round:      round.Key(r.Round),
		Indicator:  framework.IndicatorKey(r.Indicator),
		Wrong:      framework.Text{DA: r.WrongDA, EN: r.WrongEN},
		Right:      framework.Text{DA: r.RightDA, EN: r.RightEN},
		RecordedAt: instant(r.RecordedAt),
	}
	if r.Municipality != nil {
		c.Municipality = municipality.Code(*r.Municipality)
	}
	if r.AuthorID != nil {
		c.Author = account.ID(*r.AuthorID)
	}
	return c
}

// Corrections returns the register; see [round.Store].
func (s *Store) Corrections(ctx context.Context) ([]round.Correction, error) {
	return readCorrections(s.read.WithContext(ctx))
}

func readCorrections(tx *gorm.DB) ([]round.Correction, error) {
	var rows []correctionRow
	if err := tx.Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read corrections: %w", translate(err))
	}
	corrections := make([]round.Correction, len(rows))
	for i, row := range rows {
		corrections[i] = row.correction()
	}
	return corrections, nil
}

// RecordCorrection adds an entry to the register; see [round.Store].
func (s *Store) RecordCorrection(ctx context.Context, c round.Correction, seen int64) (round.Correction, error) {
	recorded := c
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		later, err := readCorrections(tx.Where("id > ?", seen))
		if err != nil {
			return err
		}
		for _, other := range later {
			if other.SameAs(c) {
				recorded = other
				return nil
			}
		}
		last, err := lastID(tx, "corrections")
		if err != nil {
			return err
		}
		recorded.Number, recorded.RecordedAt = last+1, kept(c.RecordedAt)
		row := newCorrectionRow(recorded)
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("insert a correction: %w", err)
		}
		return nil
	})
	if err != nil {
		return round.Correction{}, fmt.Errorf("record a correction of round %s: %w", c.Round, err)
	}
	return recorded, nil
}
