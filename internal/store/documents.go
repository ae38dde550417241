package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/reference"
)

// documentRow is a row of the table documents.
type documentRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind       string
	Key        string
	Content    []byte
	SHA256     string `gorm:"column:sha256"`
	Origin     string
	RecordedAt int64
	// AuthorID is who entered the document by hand, Comment what they wrote beside it.
	AuthorID *int64
	Comment  string
}

// TableName implements GORM's Tabler.
func (documentRow) TableName() string { return "documents" }

func newDocumentRow(id int64, d reference.Document) documentRow {
	return documentRow{
		ID:         id,
		Kind:       string(d.Kind),
		Key:        d.Key,
		Content:    d.Content,
		SHA256:     d.SHA256(),
		Origin:     string(d.Origin),
		RecordedAt: moment(d.RecordedAt),
	}
}

func (r documentRow) document() reference.Document {
	return reference.Document{
		ID:         r.ID,
		Kind:       reference.Kind(r.Kind),
		Key:        r.Key,
		Content:    r.Content,
		Origin:     reference.Origin(r.Origin),
		RecordedAt: instant(r.RecordedAt),
	}
}

// AppendDocuments records documents in one transaction, in their order, and
// returns how many were new. A document that equals the latest one of its
// kind, key and origin is skipped, so that new seed reaches the database while
// an unchanged seed does not push aside what a person entered later. What
// statuses may refer to follows: municipalities and indicators.
func (s *Store) AppendDocuments(ctx context.Context, documents []reference.Document) (appended int, err error) {
	fresh, err := newDocuments(s.read.WithContext(ctx), documents)
	if err != nil || len(fresh) == 0 {
		return 0, translate(err)
	}
	err = s.record(ctx, func(tx *gorm.DB, _ int64) error {
		// Another process may have appended the same since the first look.
		if fresh, err = newDocuments(tx, documents); err != nil || len(fresh) == 0 {
			return err
		}
		return appendDocuments(tx, fresh)
	})
	s.types.forget()
	if err != nil {
		return 0, fmt.Errorf("append documents: %w", err)
	}
	return len(fresh), nil
}

// newDocuments returns the documents that differ from the latest one of their
// kind, key and origin.
func newDocuments(tx *gorm.DB, documents []reference.Document) ([]reference.Document, error) {
	var known []documentRow
	err := tx.Select("kind", "key", "origin", "sha256").
		Where("id IN (SELECT max(id) FROM documents GROUP BY kind, key, origin)").Find(&known).Error
	if err != nil {
		return nil, fmt.Errorf("read the digests of documents: %w", err)
	}
	type identity struct{ kind, key, origin string }
	latest := make(map[identity]string, len(known))
	for _, k := range known {
		latest[identity{k.Kind, k.Key, k.Origin}] = k.SHA256
	}
	var fresh []reference.Document
	for _, d := range documents {
		id := identity{string(d.Kind), d.Key, string(d.Origin)}
		if digest := d.SHA256(); latest[id] != digest {
			latest[id] = digest
			fresh = append(fresh, d)
		}
	}
	return fresh, nil
}

func appendDocuments(tx *gorm.DB, documents []reference.Document) error {
	last, err := lastID(tx, "documents")
	if err != nil {
		return err
	}
	rows := make([]documentRow, len(documents))
	for i, d := range documents {
		if d.RecordedAt.IsZero() {
			return errors.New("a document without recording time")
		}
		rows[i] = newDocumentRow(last+1+int64(i), d)
		if err := synchronise(tx, d); err != nil {
			return fmt.Errorf("%s %s: %w", d.Kind, d.Key, err)
		}
	}
	if err := tx.CreateInBatches(rows, batch).Error; err != nil {
		return fmt.Errorf("insert documents: %w", err)
	}
	return nil
}

// Documents returns the document of every kind and key that was recorded last,
// whatever its origin, by number.
func (s *Store) Documents(ctx context.Context) ([]reference.Document, error) {
	return s.documents(ctx, "id IN (SELECT max(id) FROM documents GROUP BY kind, key)")
}

// DocumentsBy returns the document of every kind and key that had been recorded
// last by a time, inclusive, by number.
func (s *Store) DocumentsBy(ctx context.Context, at time.Time) ([]reference.Document, error) {
	return s.documents(ctx, "id IN (SELECT max(id) FROM documents WHERE recorded_at <= ? GROUP BY kind, key)", moment(at))
}

func (s *Store) documents(ctx context.Context, condition string, values ...any) ([]reference.Document, error) {
	var rows []documentRow
	if err := s.read.WithContext(ctx).Where(condition, values...).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read documents: %w", translate(err))
	}
	documents := make([]reference.Document, len(rows))
	for i, row := range rows {
		documents[i] = row.document()
	}
	return documents, nil
}

// ErasedAnswers returns how many documents of single answers only figures are
// left of.
func (s *Store) ErasedAnswers(ctx context.Context) (n int64, err error) {
	row := s.reader.QueryRowContext(ctx, "SELECT count(*) FROM documents WHERE kind = $1 AND substr(content, 1, 1) = $2",
		string(reference.KindResponses), []byte("{"))
	if err := row.Scan(&n); err != nil {
		return 0, fmt.Errorf("count the answers erased: %w", translate(err))
	}
	return n, nil
}

// LatestDocument returns the number of the document recorded last, 0 when there is none.
func (s *Store) LatestDocument(ctx context.Context) (int64, error) {
	var id int64
	err := s.reader.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM documents").Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("read the latest document: %w", translate(err))
	}
	return id, nil
}
