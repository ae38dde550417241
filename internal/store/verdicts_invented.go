package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"modenhed/internal/verification"
)

// AppendInventedVerdicts records what is said about statuses in a demonstration,
// at the times that the entries give and on statuses that count no longer too.
// It returns them with their numbers.
func (s *Store) AppendInventedVerdicts(ctx context.Context, entries []verification.Entry) ([]verification.Entry, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	recorded := slices.Clone(entries)
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error { return s.insertVerdicts(tx, recorded) })
	if err != nil {
		return nil, fmt.Errorf("append %d invented verdicts: %w", len(entries), err)
	}
	return recorded, nil
}
