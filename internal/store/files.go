package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
)

// KeepFile keeps a file for a municipality, once for each content: a file that
// is kept again gets the new name and time. It returns false, and keeps
// nothing, when the municipality would have more than most bytes in all. Files
// alone are no facts; they leave the revision as it is.
func (s *Store) KeepFile(ctx context.Context, code municipality.Code, file assessment.File, content []byte, most int64) (kept bool, err error) {
	err = s.transact(ctx, func(tx *gorm.DB) error {
		if err := takeTurn(tx); err != nil {
			return err
		}
		var taken int64
		row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context, `SELECT coalesce(sum(f.size), 0)
			FROM municipality_files m JOIN files f ON f.sha256 = m.sha256
			WHERE m.municipality = $1 AND m.sha256 <> $2`, int(code), file.Hash)
		if err := row.Scan(&taken); err != nil {
			return err
		}
		if kept = taken+file.Size <= most; !kept {
			return nil
		}
		return s.insertFile(tx, code, file, content)
	})
	if err != nil {
		return false, fmt.Errorf("keep a file: %w", err)
	}
	return kept, nil
}

func (s *Store) insertFile(tx *gorm.DB, code municipality.Code, file assessment.File, content []byte) error {
	ctx, db, now := tx.Statement.Context, tx.Statement.ConnPool, moment(s.now())
	_, err := db.ExecContext(ctx, `INSERT INTO files (sha256, media_type, size, content, stored_at)
		VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`, file.Hash, file.Type, file.Size, content, now)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT INTO municipality_files (municipality, sha256, name, kept_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (municipality, sha256) DO UPDATE SET name = excluded.name, kept_at = excluded.kept_at`,
		int(code), file.Hash, file.Name, now)
	return err
}

// takeTurn waits until no other transaction records facts or handles files.
func takeTurn(tx *gorm.DB) error {
	_, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context, "UPDATE revision SET number = number WHERE id = 1")
	return err
}

// holdFiles refuses files that the municipality does not have, and keeps the
// others from being removed until the transaction ends.
func holdFiles(tx *gorm.DB, code municipality.Code, files []assessment.File) error {
	if len(files) == 0 {
		return nil
	}
	if err := takeTurn(tx); err != nil {
		return err
	}
	for _, file := range files {
		var found int
		row := tx.Statement.ConnPool.QueryRowContext(tx.Statement.Context,
			"SELECT count(*) FROM municipality_files WHERE municipality = $1 AND sha256 = $2", int(code), file.Hash)
		if err := row.Scan(&found); err != nil {
			return err
		}
		if found == 0 {
			return fault.New(fault.Invalid, "store.unknown_reference")
		}
	}
	return nil
}

// insertStatusFiles records which files statuses rest on.
func insertStatusFiles(tx *gorm.DB, statuses []assessment.Status) error {
	for i := range statuses {
		for n, file := range statuses[i].Evidence.Files {
			_, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context,
				"INSERT INTO status_files (status, position, sha256, name, public) VALUES ($1, $2, $3, $4, $5)",
				int64(statuses[i].ID), n+1, file.Hash, file.Name, file.Public)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// hasFiles reports whether a status that was scanned rests on files.
func hasFiles(s assessment.Status) bool { return cap(s.Evidence.Files) > 0 }

// querier is a pool, or a transaction, that can be asked.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// addFiles adds their files to statuses by rising number. What is recorded
// later changes neither, so the two need not be read at once.
func addFiles(ctx context.Context, from querier, statuses []assessment.Status) error {
	byID := make(map[assessment.StatusID]*assessment.Status, len(statuses))
	for i := range statuses {
		byID[statuses[i].ID] = &statuses[i]
	}
	query, values := filesQuery(statuses)
	rows, err := from.QueryContext(ctx, query, values...)
	if err != nil {
		return fmt.Errorf("read files of statuses: %w", translate(err))
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id assessment.StatusID
		var file assessment.File
		if err := rows.Scan(&id, &file.Hash, &file.Name, &file.Type, &file.Size, &file.Public); err != nil {
			return fmt.Errorf("scan a file: %w", translate(err))
		}
		if status := byID[id]; status != nil {
			status.Evidence.Files = append(status.Evidence.Files, file)
		}
	}
	return translate(rows.Err())
}

// filesQuery asks for the files of the statuses of one municipality, or of
// everything between the first and the last status.
func filesQuery(statuses []assessment.Status) (query string, values []any) {
	const selected = `SELECT s.status, s.sha256, s.name, f.media_type, f.size, s.public
		FROM status_files s JOIN files f ON f.sha256 = s.sha256 WHERE `
	const ordered = ` ORDER BY s.status, s.position`
	first := statuses[0]
	elsewhere := func(s assessment.Status) bool { return s.Municipality != first.Municipality }
	if slices.ContainsFunc(statuses, elsewhere) {
		return selected + `s.status BETWEEN $1 AND $2` + ordered, []any{int64(first.ID), int64(statuses[len(statuses)-1].ID)}
	}
	return selected + `s.status IN (SELECT id FROM statuses WHERE municipality = $1 AND files > 0)` + ordered, []any{int(first.Municipality)}
}

// KeptFiles returns those of a municipality's files that have one of the
// hashes, under the names that they were last kept with, in no order.
func (s *Store) KeptFiles(ctx context.Context, code municipality.Code, hashes []string) ([]assessment.File, error) {
	if len(hashes) == 0 {
		return nil, nil
	}
	values := []any{int(code)}
	var places []string
	for _, hash := range hashes {
		values = append(values, hash)
		places = append(places, "$"+strconv.Itoa(len(values)))
	}
	rows, err := s.reader.QueryContext(ctx, `SELECT f.sha256, m.name, f.media_type, f.size
		FROM municipality_files m JOIN files f ON f.sha256 = m.sha256
		WHERE m.municipality = $1 AND m.sha256 IN (`+strings.Join(places, ", ")+")", values...)
	if err != nil {
		return nil, fmt.Errorf("read kept files: %w", translate(err))
	}
	defer func() { _ = rows.Close() }()
	var files []assessment.File
	for rows.Next() {
		var file assessment.File
		if err := rows.Scan(&file.Hash, &file.Name, &file.Type, &file.Size); err != nil {
			return nil, fmt.Errorf("scan a file: %w", translate(err))
		}
		files = append(files, file)
	}
	return files, translate(rows.Err())
}

// RecordedFile returns a file that a status of the municipality rests on, by
// the name if one of them calls it that, else as the latest does; NotFound when
// none does.
func (s *Store) RecordedFile(ctx context.Context, code municipality.Code, hash, name string) (assessment.File, error) {
	var file assessment.File
	row := s.reader.QueryRowContext(ctx, `SELECT f.sha256, r.name, f.media_type, f.size, r.public
		FROM status_files r JOIN files f ON f.sha256 = r.sha256 JOIN statuses s ON s.id = r.status
		WHERE r.sha256 = $1 AND s.municipality = $2
		ORDER BY CASE WHEN r.name = $3 THEN 0 ELSE 1 END, r.status DESC LIMIT 1`, hash, int(code), name)
	if err := row.Scan(&file.Hash, &file.Name, &file.Type, &file.Size, &file.Public); err != nil {
		return assessment.File{}, fmt.Errorf("read a recorded file: %w", translate(err))
	}
	return file, nil
}

// FileContent returns the content with a hash, NotFound when there is none.
func (s *Store) FileContent(ctx context.Context, hash string) ([]byte, error) {
	var content []byte
	row := s.reader.QueryRowContext(ctx, "SELECT content FROM files WHERE sha256 = $1", hash)
	if err := row.Scan(&content); err != nil {
		return nil, fmt.Errorf("read the content of a file: %w", translate(err))
	}
	return content, nil
}

// SweepFiles removes the files that were kept before a time and that neither a
// status nor a draft of their municipality rests on. It returns how many
// contents went.
func (s *Store) SweepFiles(ctx context.Context, before time.Time) (swept int64, err error) {
	err = s.transact(ctx, func(tx *gorm.DB) error {
		if err := takeTurn(tx); err != nil {
			return err
		}
		db := tx.Statement.ConnPool
		_, err := db.ExecContext(tx.Statement.Context, `DELETE FROM municipality_files WHERE kept_at < $1
			AND NOT EXISTS (SELECT 1 FROM status_files f JOIN statuses s ON s.id = f.status
				WHERE f.sha256 = municipality_files.sha256 AND s.municipality = municipality_files.municipality)
			AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.municipality = municipality_files.municipality
				AND d.files LIKE '%"' || municipality_files.sha256 || '"%')`, moment(before))
		if err != nil {
			return err
		}
		var result sql.Result
		result, err = db.ExecContext(tx.Statement.Context,
			"DELETE FROM files WHERE NOT EXISTS (SELECT 1 FROM municipality_files m WHERE m.sha256 = files.sha256)")
		if err != nil {
			return err
		}
		swept, err = result.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("sweep files: %w", err)
	}
	return swept, nil
}
