package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

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
	Files            int
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
		Files:            len(s.Evidence.Files),
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
// returns them as they will be read, with rising numbers. One without a
// recording time is recorded at the time of its turn. When one of them does not
// follow the latest revision it records none and returns a Conflict. A
// municipality's own status from the form takes the place of its author's draft.
func (s *Store) AppendStatuses(ctx context.Context, statuses []assessment.Status) ([]assessment.Status, error) {
	if len(statuses) == 0 {
		return nil, nil
	}
	recorded := make([]assessment.Status, len(statuses))
	copy(recorded, statuses)
	var turn int64
	err := s.record(ctx, func(tx *gorm.DB, revision int64) error {
		turn = revision
		return s.appendStatuses(tx, revision, recorded)
	})
	if err != nil {
		s.types.forget()
		return nil, fmt.Errorf("append %d statuses: %w", len(statuses), err)
	}
	s.last.keep(turn, recorded[len(recorded)-1])
	return recorded, nil
}

func (s *Store) appendStatuses(tx *gorm.DB, revision int64, statuses []assessment.Status) error {
	last, at, err := s.last.before(tx, revision)
	if err != nil {
		return err
	}
	if now := s.now(); now.After(at) {
		at = now
	}
	rows := make([]statusRow, len(statuses))
	for i := range statuses {
		status := &statuses[i]
		status.ID = last + 1 + assessment.StatusID(i)
		if status.RecordedAt.IsZero() {
			status.RecordedAt = at
		}
		status.RecordedAt = kept(status.RecordedAt)
		kind, err := s.types.of(tx, *status)
		if err != nil {
			return err
		}
		rows[i] = newStatusRow(*status, kind)
	}
	if err := s.insertStatuses(tx, rows); err != nil {
		return fmt.Errorf("insert statuses: %w", err)
	}
	if err := insertStatusFiles(tx, statuses); err != nil {
		return fmt.Errorf("insert files of statuses: %w", err)
	}
	if err := s.carryVerdicts(tx, statuses); err != nil {
		return err
	}
	return dropDrafts(tx, statuses)
}

func (s *Store) insertStatuses(tx *gorm.DB, rows []statusRow) error {
	if len(rows) == 1 {
		return s.status.insert(tx, &rows[0])
	}
	return tx.CreateInBatches(rows, batch).Error
}

// lastStatus remembers the status recorded last and the revision it came with,
// so that a writer need not look while nobody else has written.
type lastStatus struct {
	mu       sync.Mutex
	revision int64
	id       assessment.StatusID
	at       time.Time
}

func (l *lastStatus) keep(revision int64, s assessment.Status) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.revision, l.id, l.at = revision, s.ID, s.RecordedAt
}

// before returns the number and the recording time of the last status before a
// revision; they are zero when there is none.
func (l *lastStatus) before(tx *gorm.DB, revision int64) (assessment.StatusID, time.Time, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.revision != 0 && l.revision == revision-1 {
		return l.id, l.at, nil
	}
	var id, at int64
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context, "SELECT id, recorded_at FROM statuses ORDER BY id DESC LIMIT 1")
	if err := row.Scan(&id, &at); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, time.Time{}, fmt.Errorf("read the last status: %w", err)
	}
	return assessment.StatusID(id), instant(at), nil
}

// dropDrafts deletes the drafts that own statuses from the form came from.
func dropDrafts(tx *gorm.DB, statuses []assessment.Status) error {
	for _, s := range statuses {
		if s.Source != assessment.Self || s.Channel != assessment.ChannelForm {
			continue
		}
		if err := deleteDraftOf(tx, s.Key(), s.Author); err != nil {
			return err
		}
	}
	return nil
}
