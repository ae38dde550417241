package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"modenhed/internal/fault"
	"modenhed/internal/fieldwork"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
)

// RecordBatch records answers with their wave; see [survey.Store].
func (s *Store) RecordBatch(ctx context.Context, b survey.Batch, after int64, former survey.Reduced) (survey.Version, error) {
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error {
		if b.Version.Wave.RecordedAt.IsZero() {
			b.Version.Wave.RecordedAt = s.now()
		}
		var err error
		b.Version, err = recordBatch(tx, b, after, former)
		return err
	})
	if err != nil {
		return survey.Version{}, fmt.Errorf("record answers to %s: %w", b.Version.Wave.Key, err)
	}
	if former.Document != 0 {
		// What was recorded is durable and must not look as if it were not.
		_ = s.scour(ctx)
	}
	return b.Version, nil
}

// scour removes what was erased from where the database keeps it for itself. In
// a busy database that is done later, by itself.
func (s *Store) scour(ctx context.Context) error {
	if _, err := s.writer.ExecContext(context.WithoutCancel(ctx), s.dialect.scour); err != nil {
		return fmt.Errorf("scour %s: %w", s.name, err)
	}
	return nil
}

// recordBatch records answers whose wave has its time of recording.
func recordBatch(tx *gorm.DB, b survey.Batch, after int64, former survey.Reduced) (survey.Version, error) {
	v := b.Version
	v.Wave.RecordedAt = kept(v.Wave.RecordedAt)
	latest, err := latestWave(tx, v.Wave.Key)
	if err != nil {
		return survey.Version{}, err
	}
	if latest != after {
		return survey.Version{}, fault.New(fault.Conflict, "survey.changed")
	}
	content, err := survey.MarshalWave(v.Wave)
	if err != nil {
		return survey.Version{}, err
	}
	if v.Number, err = insertWave(tx, v, content); err != nil {
		return survey.Version{}, err
	}
	if err := insertAnswers(tx, b, v); err != nil {
		return survey.Version{}, err
	}
	return v, reduceResponses(tx, former)
}

// insertAnswers inserts the margins and the responses of a batch after its wave.
func insertAnswers(tx *gorm.DB, b survey.Batch, v survey.Version) error {
	if err := checkNoFieldwork(tx, v.Wave.Key); err != nil {
		return err
	}
	responses, err := survey.MarshalResponses(b.Responses)
	if err != nil {
		return err
	}
	rows := []documentRow{}
	add := func(kind reference.Kind, content []byte) {
		row := newDocumentRow(v.Number+1+int64(len(rows)), reference.Document{
			Kind: kind, Key: v.Wave.Key, Content: content, Origin: reference.Origin(v.Origin), RecordedAt: v.Wave.RecordedAt,
		})
		row.AuthorID = author(v.Author)
		rows = append(rows, row)
	}
	// No margins are recorded too, so that earlier ones count no longer.
	add(reference.KindMargins, append([]byte{}, b.Margins...))
	add(reference.KindResponses, responses)
	if err := tx.Create(&rows).Error; err != nil {
		return fmt.Errorf("insert answers: %w", err)
	}
	return nil
}

// ReduceResponses leaves the figures of single answers; see [survey.Store].
func (s *Store) ReduceResponses(ctx context.Context, r survey.Reduced) error {
	err := s.record(ctx, func(tx *gorm.DB, _ int64) error { return reduceResponses(tx, r) })
	if err != nil {
		return fmt.Errorf("reduce document %d to its figures: %w", r.Document, err)
	}
	return s.scour(ctx)
}

func reduceResponses(tx *gorm.DB, r survey.Reduced) error {
	if r.Document == 0 {
		return nil
	}
	digest := reference.Document{Content: r.Figures}.SHA256()
	done := tx.Model(&documentRow{}).Where("id = ? AND kind = ?", r.Document, string(reference.KindResponses)).
		Updates(map[string]any{"content": []byte(r.Figures), "sha256": digest})
	if done.Error != nil {
		return fmt.Errorf("replace answers by their figures: %w", done.Error)
	}
	if done.RowsAffected != 1 {
		return fault.New(fault.NotFound, "survey.wave_unknown")
	}
	return nil
}

// AnswerStates tells of the answers on record; see [survey.Store].
func (s *Store) AnswerStates(ctx context.Context) (map[string]survey.AnswerState, error) {
	documents, err := s.documents(ctx, "kind = ? AND id IN (SELECT max(id) FROM documents GROUP BY kind, key)",
		string(reference.KindResponses))
	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	var collected []string
	err = s.read.WithContext(ctx).Model(&fieldworkRow{}).Where("state = ?", string(fieldwork.Closed)).Pluck("wave", &collected).Error
	if err != nil {
		return nil, fmt.Errorf("read which answers were collected: %w", translate(err))
	}
	states := make(map[string]survey.AnswerState, len(documents))
	for _, d := range documents {
		states[d.Key] = survey.AnswerState{
			Document: d.ID, RecordedAt: d.RecordedAt, Erased: d.Erased(), Collected: slices.Contains(collected, d.Key),
		}
	}
	return states, nil
}

// KeptResponses returns the single answers on record; see [survey.Store].
func (s *Store) KeptResponses(ctx context.Context) ([]survey.Kept, error) {
	documents, err := s.documents(ctx, "kind IN ? AND id IN (SELECT max(id) FROM documents GROUP BY kind, key)",
		[]string{string(reference.KindResponses), string(reference.KindMargins)})
	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	margins := make(map[string][]byte)
	var list []survey.Kept
	for _, d := range documents {
		switch {
		case d.Kind == reference.KindMargins:
			margins[d.Key] = d.Content
		case !d.Erased():
			responses, err := survey.ParseResponses(d.Content)
			if err != nil {
				return nil, fmt.Errorf("read the answers to %s: %w", d.Key, err)
			}
			list = append(list, survey.Kept{Document: d.ID, Wave: d.Key, Responses: responses})
		}
	}
	for i := range list {
		list[i].Margins = margins[list[i].Wave]
	}
	return list, nil
}
