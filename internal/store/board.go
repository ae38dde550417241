package store

import (
	"context"
	"database/sql"
	"time"

	"modenhed/internal/board"
	"modenhed/internal/municipality"
)

// DraftCounts counts what is being typed; see [board.Store].
func (s *Store) DraftCounts(ctx context.Context, since time.Time) (map[municipality.Code]board.Drafts, error) {
	counts := make(map[municipality.Code]board.Drafts)
	const query = "SELECT municipality, count(*), max(saved_at) FROM drafts WHERE saved_at >= $1 GROUP BY municipality"
	err := s.each(ctx, query, func(rows *sql.Rows) error {
		var code, count, at int64
		err := rows.Scan(&code, &count, &at)
		counts[municipality.Code(code)] = board.Drafts{Count: int(count), SavedAt: instant(at)}
		return err
	}, moment(since))
	return counts, err
}
