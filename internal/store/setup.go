package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"modenhed/internal/account"
)

// The keys of the table meta.
const (
	metaSetupToken = "setup_token_sha256"
	metaDemo       = "demo"
)

// metaRow is a row of the table meta.
type metaRow struct {
	Key   string `gorm:"primaryKey"`
	Value string
}

// TableName implements GORM's Tabler.
func (metaRow) TableName() string { return "meta" }

func setMeta(tx *gorm.DB, key, value string) error {
	err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&metaRow{Key: key, Value: value}).Error
	if err != nil {
		return fmt.Errorf("keep %s: %w", key, err)
	}
	return nil
}

// ReplaceSetupToken keeps the hash of a set-up token; see [account.Store].
func (s *Store) ReplaceSetupToken(ctx context.Context, tokenHash string) (ok bool, err error) {
	err = s.transact(ctx, func(tx *gorm.DB) error {
		var accounts int64
		if err := tx.Model(&accountRow{}).Count(&accounts).Error; err != nil {
			return fmt.Errorf("count accounts: %w", err)
		}
		if ok = accounts == 0; !ok {
			return nil
		}
		return setMeta(tx, metaSetupToken, tokenHash)
	})
	return ok && err == nil, err
}

// HasAccounts reports whether there is an account.
func (s *Store) HasAccounts(ctx context.Context) (exist bool, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM accounts)").Scan(&exist)
	if err != nil {
		return false, fmt.Errorf("read accounts: %w", err)
	}
	return exist, nil
}

// HasSetupToken reports whether a set-up token with that hash waits for its holder.
func (s *Store) HasSetupToken(ctx context.Context, tokenHash string) (bool, error) {
	kept, found, err := s.meta(ctx, s.reader, metaSetupToken)
	return found && kept == tokenHash, err
}

// InsertFirstAccount opens the first account and burns the set-up token; see
// [account.Store]. Whoever deletes the token's row has it: of two who come at
// the same time only one does.
func (s *Store) InsertFirstAccount(ctx context.Context, tokenHash string, a account.Account, hash string) (account.Account, error) {
	row := newAccountRow(a, hash)
	err := s.transact(ctx, func(tx *gorm.DB) error {
		burnt := tx.Exec("DELETE FROM meta WHERE key = ? AND value = ? AND NOT EXISTS (SELECT 1 FROM accounts)",
			metaSetupToken, tokenHash)
		if burnt.Error != nil {
			return fmt.Errorf("burn the set-up token: %w", burnt.Error)
		}
		if burnt.RowsAffected == 0 {
			return gorm.ErrRecordNotFound
		}
		return insertAccount(tx, &row, account.SetUpCompleted, 0)
	})
	if err != nil {
		return account.Account{}, fmt.Errorf("insert the first account: %w", err)
	}
	return row.account(), nil
}

// MarkDemo marks the database as one of invented data. It refuses a database
// that this process did not itself find empty, unless it is marked already.
func (s *Store) MarkDemo(ctx context.Context) error {
	demo, err := s.IsDemo(ctx)
	if err != nil || demo {
		return err
	}
	if !s.created {
		return s.refused("store.database_not_demo", nil)
	}
	return s.transact(ctx, func(tx *gorm.DB) error { return setMeta(tx, metaDemo, "1") })
}

// IsDemo reports whether the database holds invented data.
func (s *Store) IsDemo(ctx context.Context) (bool, error) {
	_, demo, err := s.meta(ctx, s.reader, metaDemo)
	return demo, err
}

// RefuseDemo returns an Invalid fault when the database holds invented data.
func (s *Store) RefuseDemo(ctx context.Context) error {
	demo, err := s.IsDemo(ctx)
	if err != nil || !demo {
		return err
	}
	return s.refused("store.database_demo", nil)
}
