package store

import (
	"context"
	"database/sql"
	"fmt"

	"modenhed/internal/assessment"
)

const selectVerdicts = "SELECT id, status, kind, recorded_at FROM verdicts "

// Verdicts returns all verdicts with a number above after, in rising order: what
// those who have read the statuses need to hear of. Comments are left out.
func (s *Store) Verdicts(ctx context.Context, after assessment.VerdictID) ([]assessment.Judged, error) {
	judged, err := s.verdicts(ctx, "WHERE id > $1 ORDER BY id", int64(after))
	if err != nil {
		return nil, fmt.Errorf("read verdicts after %d: %w", after, err)
	}
	return judged, nil
}

// addVerdicts gives statuses, which are in rising order, their verdicts. The
// condition selects those and may select others.
func (s *Store) addVerdicts(ctx context.Context, statuses []assessment.Status, condition string, args ...any) error {
	if len(statuses) == 0 {
		return nil
	}
	judged, err := s.verdicts(ctx, condition+" ORDER BY status, id", args...)
	if err != nil {
		return fmt.Errorf("read verdicts: %w", err)
	}
	at := 0
	for _, j := range judged {
		for at < len(statuses) && statuses[at].ID < j.Status {
			at++
		}
		if at < len(statuses) && statuses[at].ID == j.Status {
			statuses[at].Verdicts = append(statuses[at].Verdicts, j.Verdict)
		}
	}
	return nil
}

func (s *Store) verdicts(ctx context.Context, condition string, args ...any) ([]assessment.Judged, error) {
	rows, err := s.reader.QueryContext(ctx, selectVerdicts+condition, args...)
	if err != nil {
		return nil, translate(err)
	}
	return scanJudged(rows)
}

// scanJudged reads and closes rows of [selectVerdicts].
func scanJudged(rows *sql.Rows) ([]assessment.Judged, error) {
	defer func() { _ = rows.Close() }()
	var judged []assessment.Judged
	kinds := make(map[string]assessment.VerdictKind)
	var (
		id, status, at int64
		kind           string
	)
	for rows.Next() {
		if err := rows.Scan(&id, &status, &kind, &at); err != nil {
			return nil, fmt.Errorf("scan a verdict: %w", translate(err))
		}
		if _, found := kinds[kind]; !found {
			kinds[kind] = assessment.VerdictKind(kind)
		}
		judged = append(judged, assessment.Judged{
			Status:  assessment.StatusID(status),
			Verdict: assessment.Verdict{ID: assessment.VerdictID(id), Kind: kinds[kind], At: instant(at)},
		})
	}
	return judged, translate(rows.Err())
}
