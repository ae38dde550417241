package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// statusColumns are what a status is read from, in the order of [scanStatuses];
// the author's name comes last.
const statusColumns = `s.id, s.municipality, s.framework, s.framework_version, s.indicator, s.revision,
	s.state, s.value, s.reason, s.evidence_text, s.evidence_link, s.evidence_public, s.files, s.comment,
	s.source, s.channel, s.author_id, s.recorded_at`

const withAuthor = `SELECT ` + statusColumns + `, coalesce(a.email, '')
	FROM statuses s LEFT JOIN accounts a ON a.id = s.author_id `

// Statuses returns all statuses with a number above after, in rising order. It
// is the bulk read that snapshots are built from, with verdicts; authors' names
// are left out.
func (s *Store) Statuses(ctx context.Context, after assessment.StatusID) ([]assessment.Status, error) {
	var last int64
	if err := s.reader.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM statuses").Scan(&last); err != nil {
		return nil, fmt.Errorf("read the last status: %w", translate(err))
	}
	if last <= int64(after) {
		return nil, nil
	}
	rows, err := s.reader.QueryContext(ctx, `SELECT `+statusColumns+`, '' FROM statuses s WHERE s.id > $1 ORDER BY s.id`, int64(after))
	if err != nil {
		return nil, fmt.Errorf("read statuses after %d: %w", after, translate(err))
	}
	statuses, err := s.readStatuses(ctx, rows, int(last-int64(after)))
	if err == nil {
		err = s.addVerdicts(ctx, statuses, "WHERE status > $1", int64(after))
	}
	if err != nil {
		return nil, fmt.Errorf("read statuses after %d: %w", after, err)
	}
	return statuses, nil
}

// History returns every status of a municipality with its verdicts and its
// author's name, oldest first.
func (s *Store) History(ctx context.Context, code municipality.Code) ([]assessment.Status, error) {
	rows, err := s.reader.QueryContext(ctx, withAuthor+`WHERE s.municipality = $1 ORDER BY s.id`, int(code))
	if err != nil {
		return nil, fmt.Errorf("read the history of %s: %w", code, translate(err))
	}
	statuses, err := s.readStatuses(ctx, rows, 0)
	if err == nil {
		err = s.addVerdicts(ctx, statuses, "WHERE status IN (SELECT id FROM statuses WHERE municipality = $1)", int(code))
	}
	if err != nil {
		return nil, fmt.Errorf("read the history of %s: %w", code, err)
	}
	return statuses, nil
}

// LatestStatus returns the last status of a source with its verdicts and
// its author's name, NotFound when there is none.
func (s *Store) LatestStatus(ctx context.Context, key assessment.Key, source assessment.Source) (assessment.Status, error) {
	rows, err := s.reader.QueryContext(ctx, withAuthor+`WHERE s.municipality = $1 AND s.indicator = $2 AND s.source = $3
		ORDER BY s.revision DESC LIMIT 1`, int(key.Municipality), string(key.Indicator), string(source))
	if err != nil {
		return assessment.Status{}, fmt.Errorf("read the latest %s of %s: %w", key.Indicator, key.Municipality, translate(err))
	}
	statuses, err := s.readStatuses(ctx, rows, 1)
	if err == nil && len(statuses) == 0 {
		err = translate(sql.ErrNoRows)
	}
	if err == nil {
		err = s.addVerdicts(ctx, statuses, "WHERE status = $1", int64(statuses[0].ID))
	}
	if err != nil {
		return assessment.Status{}, fmt.Errorf("read the latest %s of %s: %w", key.Indicator, key.Municipality, err)
	}
	return statuses[0], nil
}

// readStatuses reads statuses, with their files, from rows of [statusColumns]
// and an author's name, which it closes.
func (s *Store) readStatuses(ctx context.Context, rows *sql.Rows, expected int) ([]assessment.Status, error) {
	statuses, err := scanStatuses(rows, expected)
	if err == nil && slices.ContainsFunc(statuses, hasFiles) {
		err = addFiles(ctx, s.reader, statuses)
	}
	return statuses, err
}

// scanStatuses does the same without reading files: there is room for them.
func scanStatuses(rows *sql.Rows, expected int) ([]assessment.Status, error) {
	defer func() { _ = rows.Close() }()
	statuses := make([]assessment.Status, 0, expected)
	var reader statusReader
	for rows.Next() {
		if err := rows.Scan(reader.targets()...); err != nil {
			return nil, fmt.Errorf("scan a status: %w", translate(err))
		}
		statuses = append(statuses, reader.status())
	}
	if err := rows.Err(); err != nil {
		return nil, translate(err)
	}
	return statuses, nil
}

// statusReader is scanned into again for every row.
type statusReader struct {
	row    statusRow
	value  sql.NullFloat64
	author sql.NullInt64
	name   string
	into   []any
	words  map[string]string
}

func (r *statusReader) targets() []any {
	if r.into == nil {
		row := &r.row
		r.into = []any{&row.ID, &row.Municipality, &row.Framework, &row.FrameworkVersion, &row.Indicator, &row.Revision,
			&row.State, &r.value, &row.Reason, &row.EvidenceText, &row.EvidenceLink, &row.EvidencePublic, &row.Files, &row.Comment,
			&row.Source, &row.Channel, &r.author, &row.RecordedAt, &r.name}
		r.words = make(map[string]string)
	}
	return r.into
}

// word returns the first of all equal strings, so that tens of thousands of
// statuses in memory share the few keys that they repeat.
func (r *statusReader) word(s string) string {
	if first, found := r.words[s]; found {
		return first
	}
	r.words[s] = s
	return s
}

func (r *statusReader) status() assessment.Status {
	row := &r.row
	evidence := assessment.Evidence{Text: row.EvidenceText, Link: row.EvidenceLink, Public: row.EvidencePublic}
	if row.Files > 0 {
		evidence.Files = make([]assessment.File, 0, row.Files)
	}
	return assessment.Status{
		ID:               assessment.StatusID(row.ID),
		Municipality:     municipality.Code(row.Municipality),
		Indicator:        framework.IndicatorKey(r.word(row.Indicator)),
		Framework:        r.word(row.Framework),
		FrameworkVersion: row.FrameworkVersion,
		Revision:         row.Revision,
		Answer:           assessment.Answer{State: assessment.State(r.word(row.State)), Value: r.value.Float64},
		Reason:           row.Reason,
		Evidence:         evidence,
		Comment:          row.Comment,
		Source:           assessment.Source(r.word(row.Source)),
		Channel:          assessment.Channel(r.word(row.Channel)),
		Author:           account.ID(r.author.Int64),
		AuthorName:       r.word(r.name),
		RecordedAt:       instant(row.RecordedAt),
	}
}
