package store

import (
	"context"
	"fmt"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/round"
)

// RecordedBy returns what counts, or may count, in a round; see [round.Store].
func (s *Store) RecordedBy(ctx context.Context, cutoff, reviewed time.Time, last round.Last) (round.Recorded, error) {
	var (
		recorded round.Recorded
		err      error
	)
	recorded.Documents, err = s.documents(ctx,
		"id IN (SELECT max(id) FROM documents WHERE recorded_at <= ? AND id <= ? GROUP BY kind, key)", moment(cutoff), last.Document)
	if err != nil {
		return round.Recorded{}, err
	}
	recorded.Statuses, err = s.statusesBy(ctx, moment(cutoff), int64(last.Status), reviewedBy(reviewed))
	return recorded, err
}

// reviewedBy is the end of a review in the database; without one it lies before everything.
func reviewedBy(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return moment(t)
}

// statusesBy returns the statuses recorded by a cut-off and numbered up to last,
// and those recorded from then up to the end of a review, in rising order, with
// all their verdicts and without authors' names.
func (s *Store) statusesBy(ctx context.Context, cutoff, last, reviewed int64) ([]assessment.Status, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT `+statusColumns+`, '' FROM statuses s
		WHERE s.recorded_at <= $1 AND s.id <= $2 OR s.recorded_at > $1 AND s.recorded_at <= $3 ORDER BY s.id`, cutoff, last, reviewed)
	if err != nil {
		return nil, fmt.Errorf("read the statuses as of a time: %w", translate(err))
	}
	statuses, err := s.readStatuses(ctx, rows, 0)
	if n := len(statuses); err == nil && n > 0 {
		err = s.addVerdicts(ctx, statuses, "WHERE status <= $1", int64(statuses[n-1].ID))
	}
	if err != nil {
		return nil, fmt.Errorf("read the statuses as of a time: %w", err)
	}
	return statuses, nil
}
