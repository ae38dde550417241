package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
)

// RecordCouncils records what merge makes of the councils entered before.
func (s *Store) RecordCouncils(
	ctx context.Context, by account.ID, merge func([]municipality.CouncilSeats) []municipality.CouncilSeats,
) (number int64, err error) {
	err = s.record(ctx, func(tx *gorm.DB, _ int64) error {
		before, err := councilsEntered(tx)
		if err != nil {
			return err
		}
		document, err := reference.ImportedSeats(merge(before))
		if err != nil {
			return err
		}
		last, err := lastID(tx, "documents")
		if err != nil {
			return err
		}
		document.RecordedAt = kept(s.now())
		row := newDocumentRow(last+1, document)
		row.AuthorID, number = author(by), row.ID
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("insert council seats: %w", err)
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("record council seats: %w", err)
	}
	return number, nil
}

// councilsEntered returns the councils of the latest version, none when there is none.
func councilsEntered(tx *gorm.DB) ([]municipality.CouncilSeats, error) {
	var rows []documentRow
	err := tx.Where("kind = ? AND key = ?", string(reference.KindSeats), reference.ImportedSeatsKey).
		Order("id DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0].document().ImportedSeats()
}
