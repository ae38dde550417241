package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
)

// RecordWave records a version of a wave; see [survey.Store].
func (s *Store) RecordWave(ctx context.Context, v survey.Version, after int64) (survey.Version, error) {
	content, err := survey.MarshalWave(v.Wave)
	if err != nil {
		return survey.Version{}, err
	}
	err = s.record(ctx, func(tx *gorm.DB, _ int64) error {
		if v.Wave.RecordedAt.IsZero() {
			v.Wave.RecordedAt = s.now()
		}
		v.Wave.RecordedAt = kept(v.Wave.RecordedAt)
		latest, err := latestWave(tx, v.Wave.Key)
		if err != nil {
			return err
		}
		if latest != after {
			return fault.New(fault.Conflict, "survey.changed")
		}
		v.Number, err = insertWave(tx, v, content)
		return err
	})
	if err != nil {
		return survey.Version{}, fmt.Errorf("record a version of wave %s: %w", v.Wave.Key, err)
	}
	return v, nil
}

// latestWave returns the number of a wave's latest version, 0 when there is none.
func latestWave(tx *gorm.DB, key string) (int64, error) {
	var number int64
	err := tx.Model(&documentRow{}).Select("coalesce(max(id), 0)").
		Where("kind = ? AND key = ?", string(reference.KindWave), key).Scan(&number).Error
	if err != nil {
		return 0, fmt.Errorf("read the latest version of a wave: %w", err)
	}
	return number, nil
}

func insertWave(tx *gorm.DB, v survey.Version, content []byte) (int64, error) {
	if err := checkFieldwork(tx, v.Wave); err != nil {
		return 0, err
	}
	last, err := lastID(tx, "documents")
	if err != nil {
		return 0, err
	}
	row := newDocumentRow(last+1, reference.Document{
		Kind:       reference.KindWave,
		Key:        v.Wave.Key,
		Content:    content,
		Origin:     reference.Origin(v.Origin),
		RecordedAt: v.Wave.RecordedAt,
	})
	row.AuthorID, row.Comment = author(v.Author), v.Comment
	if err := tx.Create(&row).Error; err != nil {
		return 0, fmt.Errorf("insert a version of a wave: %w", err)
	}
	return row.ID, nil
}

const selectVersions = `SELECT d.id, d.content, d.origin, d.recorded_at, d.author_id, d.comment, coalesce(a.email, '')
		FROM documents d LEFT JOIN accounts a ON a.id = d.author_id `

// LatestWaves returns the latest version of every wave; see [survey.Store].
func (s *Store) LatestWaves(ctx context.Context) ([]survey.Version, error) {
	versions, err := s.versions(ctx, `WHERE d.id IN (SELECT max(id) FROM documents WHERE kind = $1 GROUP BY key) ORDER BY d.id`,
		string(reference.KindWave))
	if err != nil {
		return nil, fmt.Errorf("read the waves: %w", err)
	}
	return versions, nil
}

// WaveVersions returns every version of a wave; see [survey.Store].
func (s *Store) WaveVersions(ctx context.Context, key string) ([]survey.Version, error) {
	versions, err := s.versions(ctx, `WHERE d.kind = $1 AND d.key = $2 ORDER BY d.id`, string(reference.KindWave), key)
	if err != nil {
		return nil, fmt.Errorf("read the versions of wave %s: %w", key, err)
	}
	return versions, nil
}

func (s *Store) versions(ctx context.Context, condition string, values ...any) ([]survey.Version, error) {
	rows, err := s.reader.QueryContext(ctx, selectVersions+condition, values...)
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	var versions []survey.Version
	for rows.Next() {
		v, err := scanVersion(rows)
		if err != nil {
			return nil, err
		}
		versions = append(versions, v)
	}
	return versions, translate(rows.Err())
}

func scanVersion(rows *sql.Rows) (survey.Version, error) {
	var (
		v          survey.Version
		content    []byte
		recordedAt int64
		authorID   sql.NullInt64
	)
	if err := rows.Scan(&v.Number, &content, &v.Origin, &recordedAt, &authorID, &v.Comment, &v.AuthorName); err != nil {
		return survey.Version{}, fmt.Errorf("scan a version: %w", translate(err))
	}
	wave, err := survey.ParseWave(content)
	if err != nil {
		return survey.Version{}, fmt.Errorf("parse version %d: %w", v.Number, err)
	}
	wave.RecordedAt = instant(recordedAt)
	v.Wave, v.Author = wave, account.ID(authorID.Int64)
	return v, nil
}
