package store

import (
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"modenhed/internal/reference"
)

// municipalityRow is a row of the table municipalities: a code that statuses may refer to.
type municipalityRow struct {
	Code int `gorm:"primaryKey;autoIncrement:false"`
}

// TableName implements GORM's Tabler.
func (municipalityRow) TableName() string { return "municipalities" }

// indicatorRow is a row of the table indicators: an indicator that statuses may
// refer to, with what the database checks their answers against.
type indicatorRow struct {
	Framework     string `gorm:"primaryKey"`
	Version       int    `gorm:"primaryKey;autoIncrement:false"`
	Key           string `gorm:"primaryKey"`
	Type          string
	Min, Max      *float64
	NotApplicable bool
}

// TableName implements GORM's Tabler.
func (indicatorRow) TableName() string { return "indicators" }

// synchronise lets statuses refer to what a document holds. What an earlier
// document held stays: earlier statuses refer to it.
func synchronise(tx *gorm.DB, d reference.Document) error {
	switch d.Kind {
	case reference.KindDirectory:
		return synchroniseMunicipalities(tx, d)
	case reference.KindFramework:
		return synchroniseIndicators(tx, d)
	}
	return nil
}

func synchroniseMunicipalities(tx *gorm.DB, d reference.Document) error {
	directory, err := d.Directory()
	if err != nil {
		return fmt.Errorf("read the directory: %w", err)
	}
	var rows []municipalityRow
	for _, m := range directory.All() {
		rows = append(rows, municipalityRow{Code: int(m.Code)})
	}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, batch).Error; err != nil {
		return fmt.Errorf("insert municipalities: %w", err)
	}
	return nil
}

func synchroniseIndicators(tx *gorm.DB, d reference.Document) error {
	f, err := d.Framework()
	if err != nil {
		return fmt.Errorf("read the framework: %w", err)
	}
	var rows []indicatorRow
	for _, place := range f.Places() {
		i := place.Indicator
		rows = append(rows, indicatorRow{
			Framework:     f.Key,
			Version:       f.Version,
			Key:           string(i.Key),
			Type:          string(i.Type),
			Min:           i.Min,
			Max:           i.Max,
			NotApplicable: i.NotApplicable,
		})
	}
	if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, batch).Error; err != nil {
		return fmt.Errorf("insert indicators: %w", err)
	}
	return nil
}
