package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/fault"
	"modenhed/internal/fieldwork"
)

// contactRow is a row of the table fieldwork_contacts.
type contactRow struct {
	Wave         string `gorm:"primaryKey"`
	Key          string `gorm:"primaryKey"`
	Municipality int
	Party        string
	Traits       string
	Email        string
	Lang         string
	State        string
	Reached      bool
	Failure      string
	ClaimedUntil int64
}

// TableName implements GORM's Tabler.
func (contactRow) TableName() string { return "fieldwork_contacts" }

func (r contactRow) contact() (fieldwork.Contact, error) {
	values, err := texts(r.Traits)
	return fieldwork.Contact{
		Key: r.Key, Municipality: r.Municipality, Party: r.Party, Values: values, Email: r.Email, Lang: r.Lang,
	}, err
}

// countRow is a row of the table fieldwork_counts.
type countRow struct {
	Wave    string `gorm:"primaryKey"`
	Kind    string `gorm:"primaryKey"`
	Key     string `gorm:"primaryKey"`
	Invited int
}

// TableName implements GORM's Tabler.
func (countRow) TableName() string { return "fieldwork_counts" }

// linkRow is a row of the table fieldwork_links.
type linkRow struct {
	Hash    string `gorm:"primaryKey"`
	Wave    string
	Contact string
}

// TableName implements GORM's Tabler.
func (linkRow) TableName() string { return "fieldwork_links" }

// insertBatch is how many rows go into one statement, within the number of
// arguments that both databases take.
const insertBatch = 500

// DraftFieldwork keeps a draft; see [fieldwork.Store].
func (s *Store) DraftFieldwork(ctx context.Context, f fieldwork.Fieldwork, contacts []fieldwork.Contact) error {
	row, err := newFieldworkRow(f)
	if err != nil {
		return err
	}
	rows := make([]contactRow, len(contacts))
	for i, c := range contacts {
		traits, err := textsColumn(c.Values)
		if err != nil {
			return err
		}
		rows[i] = contactRow{
			Wave: f.Wave, Key: c.Key, Municipality: c.Municipality, Party: c.Party, Traits: traits, Email: c.Email, Lang: c.Lang,
		}
	}
	return s.transact(ctx, func(tx *gorm.DB) error {
		earlier, ok, err := findFieldwork(tx, f.Wave)
		if err != nil {
			return err
		}
		if ok && earlier.State != fieldwork.Draft {
			return fault.New(fault.Conflict, "fieldwork.changed")
		}
		if err := tx.Exec("DELETE FROM fieldworks WHERE wave = ? AND state = 'draft'", f.Wave).Error; err != nil {
			return fmt.Errorf("delete the earlier draft: %w", err)
		}
		if err := tx.Create(&row).Error; err != nil {
			return fmt.Errorf("insert a draft: %w", err)
		}
		if err := tx.CreateInBatches(rows, insertBatch).Error; err != nil {
			return fmt.Errorf("insert contacts: %w", err)
		}
		return nil
	})
}

// Contacts returns those who have not answered; see [fieldwork.Store].
func (s *Store) Contacts(ctx context.Context, wave string) ([]fieldwork.Contact, error) {
	var rows []contactRow
	if err := s.read.WithContext(ctx).Where("wave = ?", wave).Order("key").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read contacts: %w", translate(err))
	}
	contacts := make([]fieldwork.Contact, len(rows))
	for i, row := range rows {
		var err error
		if contacts[i], err = row.contact(); err != nil {
			return nil, err
		}
	}
	return contacts, nil
}

func insertCounts(tx *gorm.DB, wave string, counts []fieldwork.Count) error {
	rows := make([]countRow, len(counts))
	for i, c := range counts {
		rows[i] = countRow{Wave: wave, Kind: c.Kind, Key: c.Key, Invited: c.Invited}
	}
	if err := tx.CreateInBatches(rows, insertBatch).Error; err != nil {
		return fmt.Errorf("insert how many are invited: %w", err)
	}
	return nil
}

// Counts returns how many were invited; see [fieldwork.Store].
func (s *Store) Counts(ctx context.Context, wave string) ([]fieldwork.Count, error) {
	var rows []countRow
	if err := s.read.WithContext(ctx).Where("wave = ?", wave).Order("kind, key").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read how many were invited: %w", translate(err))
	}
	counts := make([]fieldwork.Count, len(rows))
	for i, row := range rows {
		counts[i] = fieldwork.Count{Kind: row.Kind, Key: row.Key, Invited: row.Invited}
	}
	return counts, nil
}

// AddLinks keeps the links of a list; see [fieldwork.Store].
func (s *Store) AddLinks(ctx context.Context, wave string, links []fieldwork.Link, at time.Time) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		done := tx.Exec("UPDATE fieldworks SET mailings = mailings + 1, mailed_at = ? WHERE wave = ? AND state = 'open' AND closes_at > ?",
			moment(at), wave, moment(at))
		if err := oneRow(done); err != nil {
			return fmt.Errorf("note a list of links: %w", err)
		}
		var left []string
		if err := tx.Model(&contactRow{}).Where("wave = ?", wave).Pluck("key", &left).Error; err != nil {
			return fmt.Errorf("read contacts: %w", err)
		}
		invited := make(map[string]bool, len(left))
		for _, key := range left {
			invited[key] = true
		}
		var rows []linkRow
		for _, l := range links {
			if invited[l.Contact] {
				rows = append(rows, linkRow{Hash: l.Hash, Wave: wave, Contact: l.Contact})
			}
		}
		if len(rows) == 0 {
			return nil
		}
		if err := tx.CreateInBatches(rows, insertBatch).Error; err != nil {
			return fmt.Errorf("insert links: %w", err)
		}
		return nil
	})
}
