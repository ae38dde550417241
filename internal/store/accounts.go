package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/municipality"
)

// accountRow is a row of the table accounts.
type accountRow struct {
	ID           int64 `gorm:"primaryKey"`
	Email        string
	Role         string
	Municipality *int
	PasswordHash string
	CreatedAt    int64 `gorm:"autoCreateTime:false"`
	DisabledAt   *int64
	WelcomedAt   int64
	Language     string
	InvitedAt    int64
}

// TableName implements GORM's Tabler.
func (accountRow) TableName() string { return "accounts" }

func newAccountRow(a account.Account, hash string) accountRow {
	row := accountRow{
		Email:        a.Email,
		Role:         string(a.Role),
		PasswordHash: hash,
		CreatedAt:    moment(a.CreatedAt),
		Language:     a.Language,
	}
	if !a.InvitedAt.IsZero() {
		row.InvitedAt = moment(a.InvitedAt)
	}
	if a.Municipality != 0 {
		code := int(a.Municipality)
		row.Municipality = &code
	}
	return row
}

func (r accountRow) account() account.Account {
	a := account.Account{
		ID:        account.ID(r.ID),
		Email:     r.Email,
		Role:      account.Role(r.Role),
		CreatedAt: instant(r.CreatedAt),
		Language:  r.Language,
	}
	if r.InvitedAt != 0 {
		a.InvitedAt = instant(r.InvitedAt)
	}
	if r.Municipality != nil {
		a.Municipality = municipality.Code(*r.Municipality)
	}
	if r.WelcomedAt != 0 {
		a.WelcomedAt = instant(r.WelcomedAt)
	}
	if r.DisabledAt != nil {
		a.DisabledAt = instant(*r.DisabledAt)
	}
	return a
}

// eventRow is a row of the table account_events.
type eventRow struct {
	ID         int64 `gorm:"primaryKey"`
	Kind       string
	AccountID  int64
	ActorID    *int64
	RecordedAt int64
}

// TableName implements GORM's Tabler.
func (eventRow) TableName() string { return "account_events" }

// InsertAccount keeps a new account; see [account.Store].
func (s *Store) InsertAccount(ctx context.Context, a account.Account, hash string, actor account.ID) (account.Account, error) {
	row := newAccountRow(a, hash)
	err := s.transact(ctx, func(tx *gorm.DB) error {
		return insertAccount(tx, &row, account.Created, actor)
	})
	if err != nil {
		return account.Account{}, fmt.Errorf("insert an account: %w", err)
	}
	return row.account(), nil
}

func insertAccount(tx *gorm.DB, row *accountRow, kind account.EventKind, actor account.ID) error {
	if err := tx.Create(row).Error; err != nil {
		return err
	}
	return recordEvent(tx, account.Event{Kind: kind, Account: account.ID(row.ID), Actor: actor, RecordedAt: instant(row.CreatedAt)})
}

// Account returns an account, NotFound when there is none.
func (s *Store) Account(ctx context.Context, id account.ID) (account.Account, error) {
	row, err := s.findAccount(ctx, "id = ?", int64(id))
	return row.account(), err
}

// Credentials returns an account by address with the hash of its password.
func (s *Store) Credentials(ctx context.Context, email string) (a account.Account, hash string, err error) {
	row, err := s.findAccount(ctx, "lower(email) = lower(?)", email)
	return row.account(), row.PasswordHash, err
}

func (s *Store) findAccount(ctx context.Context, condition string, value any) (accountRow, error) {
	var row accountRow
	if err := s.read.WithContext(ctx).Where(condition, value).Take(&row).Error; err != nil {
		return accountRow{}, fmt.Errorf("read an account: %w", translate(err))
	}
	return row, nil
}

// Accounts returns all accounts by address.
func (s *Store) Accounts(ctx context.Context) ([]account.Account, error) {
	var rows []accountRow
	if err := s.read.WithContext(ctx).Order("email").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read accounts: %w", translate(err))
	}
	accounts := make([]account.Account, len(rows))
	for i, row := range rows {
		accounts[i] = row.account()
	}
	return accounts, nil
}

// SetPasswordHash replaces the hash of a password and ends the
// account's sessions and invitation.
func (s *Store) SetPasswordHash(ctx context.Context, id account.ID, hash string, actor account.ID, at time.Time) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		if err := setPassword(tx, id, hash); err != nil {
			return err
		}
		if err := tx.Exec("DELETE FROM invitations WHERE account_id = ?", int64(id)).Error; err != nil {
			return fmt.Errorf("end an invitation: %w", err)
		}
		return recordEvent(tx, account.Event{Kind: account.PasswordSet, Account: id, Actor: actor, RecordedAt: at})
	})
}

// setPassword replaces the hash of a password and ends the account's sessions.
func setPassword(tx *gorm.DB, id account.ID, hash string) error {
	update := tx.Exec("UPDATE accounts SET password_hash = ?, invited_at = 0 WHERE id = ?", hash, int64(id))
	if update.Error != nil {
		return fmt.Errorf("update a password: %w", update.Error)
	}
	if update.RowsAffected == 0 {
		return gorm.ErrRecordNotFound
	}
	if err := tx.Exec("DELETE FROM sessions WHERE account_id = ?", int64(id)).Error; err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}

// RecordEvent records what somebody did to an account.
func (s *Store) RecordEvent(ctx context.Context, e account.Event) error {
	return translate(recordEvent(s.write.WithContext(ctx), e))
}

func recordEvent(tx *gorm.DB, e account.Event) error {
	row := eventRow{
		Kind:       string(e.Kind),
		AccountID:  int64(e.Account),
		ActorID:    author(e.Actor),
		RecordedAt: moment(e.RecordedAt),
	}
	if err := tx.Create(&row).Error; err != nil {
		return fmt.Errorf("record an account event: %w", err)
	}
	return nil
}

// SetWelcomed notes that a person has been walked through the pages; see [account.Store].
func (s *Store) SetWelcomed(ctx context.Context, id account.ID, at time.Time) error {
	err := s.write.WithContext(ctx).Exec("UPDATE accounts SET welcomed_at = ? WHERE id = ? AND welcomed_at = 0", moment(at), int64(id)).Error
	if err != nil {
		return fmt.Errorf("note a welcome: %w", translate(err))
	}
	return nil
}
