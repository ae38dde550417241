package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/municipality"
	"modenhed/internal/verification"
)

// verdictRow is a row of the table verdicts.
type verdictRow struct {
	ID          int64 `gorm:"primaryKey;autoIncrement:false"`
	Status      int64
	Kind        string
	Comment     string
	Finding     *int64
	CarriedFrom *int64
	AuthorID    *int64
	RecordedAt  int64
}

// TableName implements GORM's Tabler.
func (verdictRow) TableName() string { return "verdicts" }

func newVerdictRow(e verification.Entry) verdictRow {
	row := verdictRow{
		ID:         int64(e.ID),
		Status:     int64(e.Status),
		Kind:       string(e.Kind),
		Comment:    e.Comment,
		AuthorID:   author(e.Author),
		RecordedAt: moment(e.RecordedAt),
	}
	if e.Finding != 0 {
		finding := int64(e.Finding)
		row.Finding = &finding
	}
	if e.CarriedFrom != 0 {
		from := int64(e.CarriedFrom)
		row.CarriedFrom = &from
	}
	return row
}

// AppendVerdicts records what is said about statuses; see [verification.Store].
func (s *Store) AppendVerdicts(ctx context.Context, entries []verification.Next) ([]verification.Entry, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	recorded := make([]verification.Entry, len(entries))
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		changed := new(verification.Changed)
		for i, next := range entries {
			standing, err := standingOf(tx, next.Status)
			if err != nil {
				return err
			}
			if !standing.admits(next) {
				changed.Keys = append(changed.Keys, standing.key)
			}
			recorded[i] = next.Entry
		}
		if len(changed.Keys) > 0 {
			return changed
		}
		return s.insertVerdicts(tx, recorded)
	})
	if err != nil {
		return nil, fmt.Errorf("append %d verdicts: %w", len(entries), err)
	}
	return recorded, nil
}

// standing is how a status stands in its place when something is said about it.
type standing struct {
	key    assessment.Key
	source assessment.Source
	// latest is the highest number of the statuses of the same place and source,
	// own the state of the municipality's own latest, empty when there is none.
	latest assessment.StatusID
	own    assessment.State
	// said is the latest entry on the status, and asked means that the latest
	// verdict questions it.
	said  assessment.VerdictID
	asked bool
}

// admits reports whether an entry may follow: its author has seen what counts
// and all that was said of it. A reply needs a question.
func (s standing) admits(next verification.Next) bool {
	counts := s.latest == next.Status && (s.source == assessment.Self || s.own == "" || s.own == assessment.NotAnswered)
	return counts && s.said == next.After && (s.asked || next.Kind != assessment.VerdictReplied)
}

func standingOf(tx *gorm.DB, id assessment.StatusID) (standing, error) {
	st := standing{}
	var own sql.NullString
	var verdict sql.NullString
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context, `SELECT s.municipality, s.indicator, s.source,
			(SELECT max(l.id) FROM statuses l WHERE l.municipality = s.municipality AND l.indicator = s.indicator AND l.source = s.source),
			(SELECT o.state FROM statuses o WHERE o.municipality = s.municipality AND o.indicator = s.indicator AND o.source = 'self'
				ORDER BY o.revision DESC LIMIT 1),
			(SELECT coalesce(max(v.id), 0) FROM verdicts v WHERE v.status = s.id),
			(SELECT v.kind FROM verdicts v WHERE v.status = s.id AND v.kind IN ('verified', 'questioned') ORDER BY v.id DESC LIMIT 1)
		FROM statuses s WHERE s.id = $1`, int64(id))
	err := row.Scan(&st.key.Municipality, &st.key.Indicator, &st.source, &st.latest, &own, &st.said, &verdict)
	if err != nil {
		return st, fmt.Errorf("read how status %d stands: %w", id, translate(err))
	}
	st.own, st.asked = assessment.State(own.String), verdict.String == string(assessment.VerdictQuestioned)
	return st, nil
}

// insertVerdicts gives entries their numbers and the time of their turn, which
// rises with the numbers, and records them.
func (s *Store) insertVerdicts(tx *gorm.DB, entries []verification.Entry) error {
	last, at, err := lastVerdict(tx)
	if err != nil {
		return err
	}
	if now := s.now(); now.After(at) {
		at = now
	}
	rows := make([]verdictRow, len(entries))
	for i := range entries {
		e := &entries[i]
		e.ID = last + 1 + assessment.VerdictID(i)
		if e.RecordedAt.IsZero() {
			e.RecordedAt = at
		}
		e.RecordedAt = kept(e.RecordedAt)
		rows[i] = newVerdictRow(*e)
	}
	if err := tx.CreateInBatches(rows, batch).Error; err != nil {
		return fmt.Errorf("insert verdicts: %w", err)
	}
	return nil
}

// lastVerdict returns the number and the time of the last verdict, zero when there is none.
func lastVerdict(tx *gorm.DB) (assessment.VerdictID, time.Time, error) {
	var id, at int64
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context, "SELECT id, recorded_at FROM verdicts ORDER BY id DESC LIMIT 1")
	if err := row.Scan(&id, &at); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, time.Time{}, fmt.Errorf("read the last verdict: %w", err)
	}
	return assessment.VerdictID(id), instant(at), nil
}

// AppendFinding records a finding and the question that it becomes; see
// [verification.Store].
func (s *Store) AppendFinding(ctx context.Context, found assessment.Status,
	question func(own assessment.Status) (verification.Entry, bool),
) (assessment.Status, verification.Entry, error) {
	recorded, asked, err := s.AppendFindings(ctx, []assessment.Status{found}, func(_, own assessment.Status) (verification.Entry, bool) { return question(own) })
	if err != nil {
		return assessment.Status{}, verification.Entry{}, err
	}
	if len(asked) == 0 {
		return recorded[0], verification.Entry{}, nil
	}
	return recorded[0], asked[0], nil
}

// AppendFindings records statuses and the questions that findings of the desk
// among them become; see [verification.Store].
func (s *Store) AppendFindings(ctx context.Context, statuses []assessment.Status,
	question func(found, own assessment.Status) (verification.Entry, bool),
) ([]assessment.Status, []verification.Entry, error) {
	if len(statuses) == 0 {
		return nil, nil, nil
	}
	recorded := slices.Clone(statuses)
	var asked []verification.Entry
	var turn int64
	err := s.record(ctx, func(tx *gorm.DB, revision int64) error {
		turn = revision
		if err := s.appendStatuses(tx, revision, recorded); err != nil {
			return err
		}
		var err error
		if asked, err = contradicted(tx, recorded, question); err != nil || len(asked) == 0 {
			return err
		}
		return s.insertVerdicts(tx, asked)
	})
	if err != nil {
		s.types.forget()
		return nil, nil, fmt.Errorf("append %d findings: %w", len(statuses), err)
	}
	s.last.keep(turn, recorded[len(recorded)-1])
	return recorded, asked, nil
}

// contradicted returns the questions that the desk's among statuses become.
func contradicted(tx *gorm.DB, statuses []assessment.Status, question func(found, own assessment.Status) (verification.Entry, bool)) (asked []verification.Entry, err error) {
	for _, found := range statuses {
		if found.Source != assessment.Desk {
			continue
		}
		own, answered, err := ownAnswer(tx, found.Key())
		if err != nil {
			return nil, err
		}
		if !answered {
			continue
		}
		if entry, asks := question(found, own); asks {
			entry.Status, entry.Finding, entry.Kind = own.ID, found.ID, assessment.VerdictQuestioned
			asked = append(asked, entry)
		}
	}
	return asked, nil
}

// ownAnswer reads the municipality's own latest status within a transaction;
// answered is false when there is none or it was withdrawn.
func ownAnswer(tx *gorm.DB, key assessment.Key) (own assessment.Status, answered bool, err error) {
	rows, err := tx.Statement.ConnPool.QueryContext(tx.Statement.Context, withAuthor+`WHERE s.municipality = $1 AND s.indicator = $2 AND s.source = 'self'
		ORDER BY s.revision DESC LIMIT 1`, int(key.Municipality), string(key.Indicator))
	if err != nil {
		return own, false, fmt.Errorf("read the own answer: %w", translate(err))
	}
	statuses, err := scanStatuses(rows, 1)
	if err != nil || len(statuses) == 0 {
		return own, false, err
	}
	return statuses[0], statuses[0].Answer.State != assessment.NotAnswered, nil
}

const verdictColumns = `v.id, v.status, v.kind, v.comment, v.finding, v.carried_from, v.author_id, v.recorded_at`

// EntriesOf returns the entries of a municipality; see [verification.Store].
func (s *Store) EntriesOf(ctx context.Context, code municipality.Code) ([]verification.Entry, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT `+verdictColumns+`, coalesce(a.email, '')
		FROM verdicts v JOIN statuses s ON s.id = v.status LEFT JOIN accounts a ON a.id = v.author_id
		WHERE s.municipality = $1 ORDER BY v.id`, int(code))
	if err != nil {
		return nil, fmt.Errorf("read the verdicts of %s: %w", code, translate(err))
	}
	return scanVerdicts(rows)
}

// scanVerdicts reads and closes rows of [verdictColumns] and an author's name.
func scanVerdicts(rows *sql.Rows) ([]verification.Entry, error) {
	defer func() { _ = rows.Close() }()
	var entries []verification.Entry
	for rows.Next() {
		var (
			e                        verification.Entry
			finding, carried, author sql.NullInt64
			at                       int64
		)
		if err := rows.Scan(&e.ID, &e.Status, &e.Kind, &e.Comment, &finding, &carried, &author, &at, &e.AuthorName); err != nil {
			return nil, fmt.Errorf("scan a verdict: %w", translate(err))
		}
		e.Finding, e.CarriedFrom = assessment.StatusID(finding.Int64), assessment.VerdictID(carried.Int64)
		e.Author, e.RecordedAt = account.ID(author.Int64), instant(at)
		entries = append(entries, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read verdicts: %w", translate(err))
	}
	return entries, nil
}
