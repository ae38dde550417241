package store

import (
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/verification"
)

// carryVerdicts lets what was found of a status hold for the one that repeats
// it, so that to confirm an answer costs no verification and ends no question.
// The statuses are recorded and get their verdicts.
func (s *Store) carryVerdicts(tx *gorm.DB, statuses []assessment.Status) error {
	for i := range statuses {
		status := &statuses[i]
		if status.Revision == 1 {
			continue
		}
		entry, repeats, err := carriedTo(tx, status)
		if err != nil {
			return err
		}
		if !repeats {
			continue
		}
		// At once, because the next one may repeat this one.
		recorded := []verification.Entry{entry}
		if err := s.insertVerdicts(tx, recorded); err != nil {
			return err
		}
		status.Verdicts = []assessment.Verdict{recorded[0].Verdict()}
	}
	return nil
}

// latestVerdict finds what was found last of the status before a status; most
// have nothing.
const latestVerdict = `SELECT v.id, v.kind, v.comment, v.finding, v.author_id, p.id
	FROM statuses p JOIN verdicts v ON v.status = p.id
	WHERE p.municipality = $1 AND p.indicator = $2 AND p.source = $3 AND p.revision = $4 AND v.kind IN ('verified', 'questioned')
	ORDER BY v.id DESC LIMIT 1`

// carriedTo returns the verdict that holds for a status because it repeats the
// one before; repeats is false when none does.
func carriedTo(tx *gorm.DB, status *assessment.Status) (entry verification.Entry, repeats bool, err error) {
	var finding, author sql.NullInt64
	var before int64
	row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context, latestVerdict,
		int(status.Municipality), string(status.Indicator), string(status.Source), status.Revision-1)
	err = row.Scan(&entry.CarriedFrom, &entry.Kind, &entry.Comment, &finding, &author, &before)
	if errors.Is(err, sql.ErrNoRows) {
		return entry, false, nil
	}
	if err != nil {
		return entry, false, fmt.Errorf("read the verdict on the status before: %w", err)
	}
	earlier, err := statusIn(tx, before)
	if err != nil {
		return entry, false, err
	}
	entry.Status, entry.RecordedAt = status.ID, status.RecordedAt
	entry.Finding, entry.Author = assessment.StatusID(finding.Int64), account.ID(author.Int64)
	return entry, status.Repeats(&earlier), nil
}

// statusIn reads a status with its files within a transaction.
func statusIn(tx *gorm.DB, id int64) (assessment.Status, error) {
	ctx, pool := tx.Statement.Context, tx.Statement.ConnPool
	rows, err := pool.QueryContext(ctx, `SELECT `+statusColumns+`, '' FROM statuses s WHERE s.id = $1`, id)
	if err != nil {
		return assessment.Status{}, fmt.Errorf("read status %d: %w", id, translate(err))
	}
	statuses, err := scanStatuses(rows, 1)
	if err == nil && len(statuses) == 0 {
		err = translate(sql.ErrNoRows)
	}
	if err == nil && hasFiles(statuses[0]) {
		err = addFiles(ctx, pool, statuses)
	}
	if err != nil {
		return assessment.Status{}, fmt.Errorf("read status %d: %w", id, err)
	}
	return statuses[0], nil
}
