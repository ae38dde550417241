package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/fieldwork"
)

// ballotRow is a row of the table fieldwork_ballots.
type ballotRow struct {
	Wave         string `gorm:"primaryKey"`
	Key          string `gorm:"primaryKey"`
	Municipality int
	Party        string
	Traits       string
	Answers      string
}

// TableName implements GORM's Tabler.
func (ballotRow) TableName() string { return "fieldwork_ballots" }

func (r ballotRow) ballot() (fieldwork.Ballot, error) {
	values, err := texts(r.Traits)
	if err != nil {
		return fieldwork.Ballot{}, err
	}
	b := fieldwork.Ballot{Municipality: r.Municipality, Party: r.Party, Values: values}
	if err := json.Unmarshal([]byte(r.Answers), &b.Answers); err != nil {
		return fieldwork.Ballot{}, fmt.Errorf("decode a ballot: %w", err)
	}
	return b, nil
}

// Invitation returns what a link leads to; see [fieldwork.Store].
func (s *Store) Invitation(ctx context.Context, hash string) (fieldwork.Invitation, error) {
	invitation, err := findInvitation(s.read.WithContext(ctx), hash)
	return invitation, translate(err)
}

func findInvitation(tx *gorm.DB, hash string) (i fieldwork.Invitation, err error) {
	var link linkRow
	if err := tx.Where("hash = ?", hash).Take(&link).Error; err != nil {
		return i, fmt.Errorf("read a link: %w", err)
	}
	var row contactRow
	if err := tx.Where("wave = ? AND key = ?", link.Wave, link.Contact).Take(&row).Error; err != nil {
		return i, fmt.Errorf("read a contact: %w", err)
	}
	if i.Contact, err = row.contact(); err != nil {
		return i, err
	}
	i.Fieldwork, _, err = findFieldwork(tx, link.Wave)
	return i, err
}

// Answer puts a ballot in the place of a contact; see [fieldwork.Store].
//
// The ballots of the wave are all written anew, under new keys and in the order
// of these: on PostgreSQL every row then has the same xmin and ctid says nothing,
// and on SQLite, where a page keeps its cells in the order of their arrival, the
// file says nothing either. Nothing that counts or has a time is touched.
func (s *Store) Answer(ctx context.Context, hash string, answers map[string]string, now time.Time) error {
	err := s.transact(ctx, func(tx *gorm.DB) error {
		invitation, err := findInvitation(tx, hash)
		if err != nil {
			return err
		}
		wave, contact := invitation.Fieldwork.Wave, invitation.Contact
		taking := tx.Exec("UPDATE fieldworks SET wave = wave WHERE wave = ? AND state = 'open' AND closes_at > ?", wave, moment(now))
		if err := someRow(taking); err != nil {
			return fmt.Errorf("take the turn of a fieldwork: %w", err)
		}
		// Of two who send the same at the same time only one finds the contact.
		gone := tx.Exec("DELETE FROM fieldwork_contacts WHERE wave = ? AND key = ?", wave, contact.Key)
		if err := someRow(gone); err != nil {
			return fmt.Errorf("delete a contact: %w", err)
		}
		ballots, err := readBallots(tx, wave)
		if err != nil {
			return err
		}
		return rewriteBallots(tx, wave, append(ballots, fieldwork.Ballot{
			Municipality: contact.Municipality, Party: contact.Party, Values: contact.Values, Answers: answers,
		}))
	})
	if err != nil {
		return fmt.Errorf("put a ballot in the place of a contact: %w", err)
	}
	return s.foldLog(ctx)
}

// someRow returns a NotFound unless a statement has met a row.
func someRow(done *gorm.DB) error {
	if done.Error == nil && done.RowsAffected == 0 {
		return gorm.ErrRecordNotFound
	}
	return done.Error
}

// rewriteBallots replaces all ballots of a wave.
func rewriteBallots(tx *gorm.DB, wave string, ballots []fieldwork.Ballot) error {
	if err := tx.Exec("DELETE FROM fieldwork_ballots WHERE wave = ?", wave).Error; err != nil {
		return fmt.Errorf("take the ballots out: %w", err)
	}
	keyed := fieldwork.Shuffled(ballots)
	rows := make([]ballotRow, len(keyed))
	for i, b := range keyed {
		traits, err := textsColumn(b.Values)
		if err != nil {
			return err
		}
		answers, err := json.Marshal(b.Answers)
		if err != nil {
			return fmt.Errorf("encode a ballot: %w", err)
		}
		rows[i] = ballotRow{
			Wave: wave, Key: b.Key, Municipality: b.Municipality, Party: b.Party, Traits: traits, Answers: string(answers),
		}
	}
	if err := tx.CreateInBatches(rows, insertBatch).Error; err != nil {
		return fmt.Errorf("put the ballots back: %w", err)
	}
	return nil
}

// Ballots returns the ballots; see [fieldwork.Store].
func (s *Store) Ballots(ctx context.Context, wave string) ([]fieldwork.Ballot, error) {
	ballots, err := readBallots(s.read.WithContext(ctx), wave)
	return ballots, translate(err)
}

func readBallots(tx *gorm.DB, wave string) ([]fieldwork.Ballot, error) {
	var rows []ballotRow
	if err := tx.Where("wave = ?", wave).Order("key").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read ballots: %w", err)
	}
	ballots := make([]fieldwork.Ballot, len(rows))
	for i, row := range rows {
		var err error
		if ballots[i], err = row.ballot(); err != nil {
			return nil, err
		}
	}
	return ballots, nil
}

// Tally counts ballots; see [fieldwork.Store].
func (s *Store) Tally(ctx context.Context, wave string) (fieldwork.Tally, error) {
	t := fieldwork.Tally{Parties: make(map[string]int), Places: make(map[int]int)}
	rows, err := s.reader.QueryContext(ctx, "SELECT party, municipality, count(*) FROM fieldwork_ballots WHERE wave = $1 GROUP BY party, municipality", wave)
	if err != nil {
		return t, fmt.Errorf("count ballots: %w", translate(err))
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var party string
		var place, n int
		if err := rows.Scan(&party, &place, &n); err != nil {
			return t, fmt.Errorf("count ballots: %w", err)
		}
		t.Parties[party] += n
		t.Places[place] += n
	}
	if err := rows.Err(); err != nil {
		return t, fmt.Errorf("count ballots: %w", translate(err))
	}
	return t, nil
}
