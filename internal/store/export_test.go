package store

import "database/sql"

// Pools returns the connections for writing and for reading.
func (s *Store) Pools() (writer, reader *sql.DB) { return s.writer, s.reader }
