package store

import (
	"context"
	"fmt"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/round"
)

// RecordedBy returns what had been recorded by a time; see [round.Store].
func (s *Store) RecordedBy(ctx context.Context, at time.Time, last round.Last) (round.Recorded, error) {
	var (
		recorded round.Recorded
		err      error
	)
	recorded.Documents, err = s.documents(ctx,
		"id IN (SELECT max(id) FROM documents WHERE recorded_at <= ? AND id <= ? GROUP BY kind, key)", moment(at), last.Document)
	if err != nil {
		return round.Recorded{}, err
	}
	recorded.Statuses, err = s.statusesBy(ctx, moment(at), int64(last.Status))
	return recorded, err
}

// statusesBy returns the statuses recorded by a moment and numbered up to last,
// in rising order and without authors' names.
func (s *Store) statusesBy(ctx context.Context, at, last int64) ([]assessment.Status, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT `+statusColumns+`, '' FROM statuses s
		WHERE s.recorded_at <= $1 AND s.id <= $2 ORDER BY s.id`, at, last)
	if err != nil {
		return nil, fmt.Errorf("read the statuses as of a time: %w", translate(err))
	}
	statuses, err := scanStatuses(rows, 0)
	if err != nil {
		return nil, fmt.Errorf("read the statuses as of a time: %w", err)
	}
	return statuses, nil
}
