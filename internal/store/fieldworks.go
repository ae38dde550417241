package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/fieldwork"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
)

// fieldworkRow is a row of the table fieldworks.
type fieldworkRow struct {
	Wave       string `gorm:"primaryKey"`
	State      string
	Columns    string
	Minimum    int
	KeepMonths int
	ClosesAt   int64
	Since      int64
	Invited    int
	Delivery   string
	Mailings   int
	MailedAt   int64
	BaseURL    string `gorm:"column:base_url"`
	SubjectDA  string `gorm:"column:subject_da"`
	BodyDA     string `gorm:"column:body_da"`
	SubjectEN  string `gorm:"column:subject_en"`
	BodyEN     string `gorm:"column:body_en"`
	AuthorID   *int64
}

// TableName implements GORM's Tabler.
func (fieldworkRow) TableName() string { return "fieldworks" }

func newFieldworkRow(f fieldwork.Fieldwork) (fieldworkRow, error) {
	columns, err := textsColumn(f.Columns)
	return fieldworkRow{
		Wave: f.Wave, State: string(f.State), Columns: columns,
		Minimum: f.Terms.Minimum, KeepMonths: f.Terms.KeepMonths,
		ClosesAt: moment(f.ClosesAt), Since: moment(f.Since), Invited: f.Invited,
		Delivery: string(f.Delivery), Mailings: f.Mailings, MailedAt: moment(f.MailedAt), BaseURL: f.BaseURL,
		SubjectDA: f.Letter.Subject.DA, BodyDA: f.Letter.Body.DA, SubjectEN: f.Letter.Subject.EN, BodyEN: f.Letter.Body.EN,
		AuthorID: author(f.Author),
	}, err
}

func (r fieldworkRow) fieldwork() (fieldwork.Fieldwork, error) {
	f := fieldwork.Fieldwork{
		Wave: r.Wave, State: fieldwork.State(r.State),
		Terms:    fieldwork.Terms{Minimum: r.Minimum, KeepMonths: r.KeepMonths},
		ClosesAt: instant(r.ClosesAt), Since: instant(r.Since), Invited: r.Invited,
		Delivery: fieldwork.Delivery(r.Delivery), Mailings: r.Mailings, MailedAt: instant(r.MailedAt), BaseURL: r.BaseURL,
		Letter: fieldwork.Letter{
			Subject: survey.Text{DA: r.SubjectDA, EN: r.SubjectEN}, Body: survey.Text{DA: r.BodyDA, EN: r.BodyEN},
		},
	}
	if r.AuthorID != nil {
		f.Author = account.ID(*r.AuthorID)
	}
	var err error
	f.Columns, err = texts(r.Columns)
	return f, err
}

// textsColumn writes texts as they are kept in one column.
func textsColumn(list []string) (string, error) {
	if list == nil {
		list = []string{}
	}
	content, err := json.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("encode texts: %w", err)
	}
	return string(content), nil
}

func texts(column string) ([]string, error) {
	var list []string
	if err := json.Unmarshal([]byte(column), &list); err != nil {
		return nil, fmt.Errorf("decode texts: %w", err)
	}
	if len(list) == 0 {
		return nil, nil
	}
	return list, nil
}

// Fieldwork returns the fieldwork of a wave; see [fieldwork.Store].
func (s *Store) Fieldwork(ctx context.Context, wave string) (f fieldwork.Fieldwork, ok bool, err error) {
	f, ok, err = findFieldwork(s.read.WithContext(ctx), wave)
	return f, ok, translate(err)
}

func findFieldwork(tx *gorm.DB, wave string) (f fieldwork.Fieldwork, ok bool, err error) {
	var rows []fieldworkRow
	if err := tx.Where("wave = ?", wave).Find(&rows).Error; err != nil {
		return f, false, fmt.Errorf("read a fieldwork: %w", err)
	}
	if len(rows) == 0 {
		return f, false, nil
	}
	f, err = rows[0].fieldwork()
	return f, err == nil, err
}

// Fieldworks returns all fieldworks; see [fieldwork.Store].
func (s *Store) Fieldworks(ctx context.Context) ([]fieldwork.Fieldwork, error) {
	var rows []fieldworkRow
	if err := s.read.WithContext(ctx).Order("wave").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the fieldworks: %w", translate(err))
	}
	list := make([]fieldwork.Fieldwork, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = row.fieldwork(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// OpenFieldwork opens a draft; see [fieldwork.Store].
func (s *Store) OpenFieldwork(ctx context.Context, f fieldwork.Fieldwork, counts []fieldwork.Count) error {
	row, err := newFieldworkRow(f)
	if err != nil {
		return err
	}
	return s.transact(ctx, func(tx *gorm.DB) error {
		opened := tx.Model(&fieldworkRow{}).Select("*").
			Where(`wave = ? AND state = 'draft' AND (SELECT count(*) FROM fieldwork_contacts WHERE wave = ?) = ?
				AND NOT EXISTS (SELECT 1 FROM documents WHERE kind = ? AND documents.key = ?)`,
				f.Wave, f.Wave, f.Invited, string(reference.KindResponses), f.Wave).
			Updates(row)
		if err := oneRow(opened); err != nil {
			return fmt.Errorf("open a fieldwork: %w", err)
		}
		if err := insertCounts(tx, f.Wave, counts); err != nil || f.Delivery != fieldwork.ByMail {
			return err
		}
		return dueToAll(tx, f.Wave)
	})
}

// oneRow returns a Conflict unless a statement has changed a row.
func oneRow(done *gorm.DB) error {
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return fault.New(fault.Conflict, "fieldwork.changed")
	}
	return nil
}

// ChangeFieldwork changes an open fieldwork; see [fieldwork.Store].
func (s *Store) ChangeFieldwork(ctx context.Context, wave string, closesAt time.Time, minimum int) error {
	return translate(oneRow(s.write.WithContext(ctx).Exec(
		"UPDATE fieldworks SET closes_at = ?, minimum = ? WHERE wave = ? AND state = 'open'", moment(closesAt), minimum, wave)))
}

// DeleteFieldwork deletes a fieldwork with everything; see [fieldwork.Store].
func (s *Store) DeleteFieldwork(ctx context.Context, wave string) error {
	if err := oneRow(s.write.WithContext(ctx).Exec("DELETE FROM fieldworks WHERE wave = ?", wave)); err != nil {
		return fmt.Errorf("delete a fieldwork: %w", translate(err))
	}
	return s.scrub(ctx)
}

// StopFieldwork deletes contacts and links; see [fieldwork.Store].
func (s *Store) StopFieldwork(ctx context.Context, wave string, at time.Time) error {
	err := s.transact(ctx, func(tx *gorm.DB) error {
		if err := lockFieldwork(tx, wave); err != nil {
			return err
		}
		if err := tx.Exec("DELETE FROM fieldwork_contacts WHERE wave = ?", wave).Error; err != nil {
			return fmt.Errorf("delete contacts: %w", err)
		}
		return oneRow(tx.Exec("UPDATE fieldworks SET state = 'stopped', since = ? WHERE wave = ? AND state = 'open'", moment(at), wave))
	})
	if err != nil {
		return fmt.Errorf("stop a fieldwork: %w", err)
	}
	return s.scrub(ctx)
}

// lockFieldwork makes those who change one fieldwork take turns.
func lockFieldwork(tx *gorm.DB, wave string) error {
	return oneRow(tx.Exec("UPDATE fieldworks SET wave = wave WHERE wave = ? AND state <> 'closed'", wave))
}

// CloseFieldwork hands the ballots over; see [fieldwork.Store].
func (s *Store) CloseFieldwork(ctx context.Context, b survey.Batch, after int64) (recorded survey.Version, err error) {
	wave := b.Version.Wave.Key
	err = s.record(ctx, func(tx *gorm.DB, _ int64) error {
		if err := lockFieldwork(tx, wave); err != nil {
			return err
		}
		ballots, err := readBallots(tx, wave)
		if err != nil {
			return err
		}
		// Ballots are never changed, so as many are the same.
		if len(ballots) != len(b.Responses.Rows) {
			return fault.New(fault.Conflict, "fieldwork.changed")
		}
		if err := emptyFieldwork(tx, wave, s.now()); err != nil {
			return err
		}
		b.Version.Wave.RecordedAt = s.now()
		recorded, err = recordBatch(tx, b, after, survey.Reduced{})
		return err
	})
	if err != nil {
		return survey.Version{}, fmt.Errorf("close the fieldwork of %s: %w", wave, err)
	}
	return recorded, s.scrub(ctx)
}

// emptyFieldwork deletes everything about persons and closes.
func emptyFieldwork(tx *gorm.DB, wave string, at time.Time) error {
	for _, table := range []string{"fieldwork_contacts", "fieldwork_ballots"} {
		if err := tx.Exec("DELETE FROM "+table+" WHERE wave = ?", wave).Error; err != nil {
			return fmt.Errorf("empty %s: %w", table, err)
		}
	}
	return oneRow(tx.Exec("UPDATE fieldworks SET state = 'closed', since = ? WHERE wave = ?", moment(at), wave))
}

// HasResponses reports whether answers are on record; see [fieldwork.Store].
func (s *Store) HasResponses(ctx context.Context, wave string) (has bool, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM documents WHERE kind = $1 AND key = $2)",
		string(reference.KindResponses), wave).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("look for answers: %w", translate(err))
	}
	return has, nil
}

// PopulationMargins returns what is on record of a population; see [fieldwork.Store].
func (s *Store) PopulationMargins(ctx context.Context, wave string) ([]byte, error) {
	documents, err := s.documents(ctx, "kind = ? AND key = ? AND id = (SELECT max(id) FROM documents WHERE kind = ? AND key = ?)",
		string(reference.KindMargins), wave, string(reference.KindMargins), wave)
	if err != nil || len(documents) == 0 || len(documents[0].Content) == 0 {
		return nil, err
	}
	return documents[0].Content, nil
}

// checkFieldwork refuses a version of a wave that would break what its fieldwork
// has promised: what is asked does not change while answers come in, and the
// terms hold for ever.
func checkFieldwork(tx *gorm.DB, w survey.Wave) error {
	f, ok, err := findFieldwork(tx, w.Key)
	if err != nil || !ok {
		return err
	}
	before, err := latestWaveContent(tx, w.Key)
	if err != nil {
		return err
	}
	return f.Allows(before, w)
}

// checkNoFieldwork refuses answers from elsewhere while a fieldwork collects them.
func checkNoFieldwork(tx *gorm.DB, wave string) error {
	f, ok, err := findFieldwork(tx, wave)
	if err != nil {
		return err
	}
	if ok && (f.State == fieldwork.Open || f.State == fieldwork.Stopped) {
		return fault.New(fault.Conflict, "fieldwork.running")
	}
	return nil
}

// latestWaveContent returns the latest version of a wave that there is.
func latestWaveContent(tx *gorm.DB, key string) (survey.Wave, error) {
	var row documentRow
	err := tx.Where("kind = ? AND key = ?", string(reference.KindWave), key).Order("id DESC").Take(&row).Error
	if err != nil {
		return survey.Wave{}, fmt.Errorf("read the wave of a fieldwork: %w", err)
	}
	return survey.ParseWave(row.Content)
}
