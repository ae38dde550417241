package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
)

// batch is how many rows one INSERT carries. SQLite takes 32,766 parameters in
// one statement, PostgreSQL 65,535.
const batch = 500

// statusRow is a row of the table statuses.
type statusRow struct {
	ID               int64 `gorm:"primaryKey;autoIncrement:false"`
	Municipality     int
	Framework        string
	FrameworkVersion int
	Indicator        string
	Type             string
	Revision         int
	State            string
	Value            *float64
	Reason           string
	EvidenceText     string
	EvidenceLink     string
	EvidencePublic   bool
	Comment          string
	Source           string
	Channel          string
	AuthorID         *int64
	RecordedAt       int64
}

// TableName implements GORM's Tabler.
func (statusRow) TableName() string { return "statuses" }

func newStatusRow(s assessment.Status, kind framework.Type) statusRow {
	row := statusRow{
		ID:               int64(s.ID),
		Municipality:     int(s.Municipality),
		Framework:        s.Framework,
		FrameworkVersion: s.FrameworkVersion,
		Indicator:        string(s.Indicator),
		Type:             string(kind),
		Revision:         s.Revision,
		State:            string(s.Answer.State),
		Reason:           s.Reason,
		EvidenceText:     s.Evidence.Text,
		EvidenceLink:     s.Evidence.Link,
		EvidencePublic:   s.Evidence.Public,
		Comment:          s.Comment,
		Source:           string(s.Source),
		Channel:          string(s.Channel),
		AuthorID:         author(s.Author),
		RecordedAt:       moment(s.RecordedAt),
	}
	if s.Answer.State == assessment.Reported {
		row.Value = &s.Answer.Value
	}
	return row
}

// author returns the reference to an account, NULL for nobody.
func author(id account.ID) *int64 {
	if id == 0 {
		return nil
	}
	n := int64(id)
	return &n
}

// AppendStatuses records statuses in one transaction, in their order, and
// returns them as they will be read, with rising numbers. When one of them
// does not follow the latest revision it records none and returns a Conflict.
// A municipality's own status from the form takes the place of its draft.
func (s *Store) AppendStatuses(ctx context.Context, statuses []assessment.Status) ([]assessment.Status, error) {
	if len(statuses) == 0 {
		return nil, nil
	}
	recorded := make([]assessment.Status, len(statuses))
	copy(recorded, statuses)
	err := s.record(ctx, func(tx *gorm.DB) error { return s.appendStatuses(tx, recorded) })
	if err != nil {
		s.types.forget()
		return nil, fmt.Errorf("append %d statuses: %w", len(statuses), err)
	}
	return recorded, nil
}

func (s *Store) appendStatuses(tx *gorm.DB, statuses []assessment.Status) error {
	last, err := lastID(tx, "statuses")
	if err != nil {
		return err
	}
	rows := make([]statusRow, len(statuses))
	for i := range statuses {
		statuses[i].ID = assessment.StatusID(last + 1 + int64(i))
		statuses[i].RecordedAt = kept(statuses[i].RecordedAt)
		kind, err := s.types.of(tx, statuses[i])
		if err != nil {
			return err
		}
		rows[i] = newStatusRow(statuses[i], kind)
	}
	if err := tx.CreateInBatches(rows, batch).Error; err != nil {
		return fmt.Errorf("insert statuses: %w", err)
	}
	return dropDrafts(tx, statuses)
}

// dropDrafts deletes the drafts that own statuses from the form came from.
func dropDrafts(tx *gorm.DB, statuses []assessment.Status) error {
	for _, s := range statuses {
		if s.Source != assessment.Self || s.Channel != assessment.ChannelForm {
			continue
		}
		if err := deleteDraft(tx, s.Key()); err != nil {
			return err
		}
	}
	return nil
}
