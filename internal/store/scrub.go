package store

import (
	"context"
	"fmt"
)

// foldLog brings SQLite's log into the file and empties it, because the log
// keeps what was written in the order in which it was written. PostgreSQL has
// nothing that a client could empty. A reader that is in the way is waited for
// as long as for a lock; should it take longer, the next call makes it good.
func (s *Store) foldLog(ctx context.Context) error {
	if s.reader == s.writer {
		return nil
	}
	var busy, frames, folded int
	row := s.writer.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA wal_checkpoint(TRUNCATE)")
	if err := row.Scan(&busy, &frames, &folded); err != nil {
		return fmt.Errorf("fold the log: %w", translate(err))
	}
	return nil
}

// scrub sees to it that what was deleted is gone from the files too. SQLite
// overwrites it (secure_delete) once the log is folded; PostgreSQL keeps it in
// its tables until they are written anew.
func (s *Store) scrub(ctx context.Context) error {
	if s.reader != s.writer {
		return s.foldLog(ctx)
	}
	for _, table := range []string{"fieldwork_links", "fieldwork_contacts", "fieldwork_ballots"} {
		if _, err := s.writer.ExecContext(context.WithoutCancel(ctx), "VACUUM (FULL) "+table); err != nil {
			return fmt.Errorf("write %s anew: %w", table, translate(err))
		}
	}
	return nil
}
