package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/fault"
)

// invitationRow is a row of the table invitations.
type invitationRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	TokenHash string
	CreatedAt int64 `gorm:"autoCreateTime:false"`
	ExpiresAt int64
}

// TableName implements GORM's Tabler.
func (invitationRow) TableName() string { return "invitations" }

// InsertInvited keeps accounts without a password; see [account.PeopleStore].
func (s *Store) InsertInvited(ctx context.Context, people []account.NewPerson, actor account.ID) (accounts []account.Account, failed int, err error) {
	err = s.transact(ctx, func(tx *gorm.DB) error {
		for i, p := range people {
			failed = i
			row := newAccountRow(p.Account, p.Hash)
			if err := insertAccount(tx, &row, account.Created, actor); err != nil {
				return err
			}
			accounts = append(accounts, row.account())
		}
		return nil
	})
	if err != nil {
		return nil, failed, fmt.Errorf("insert invited accounts: %w", err)
	}
	return accounts, 0, nil
}

// KeepInvitation keeps an invitation; see [account.PeopleStore].
func (s *Store) KeepInvitation(ctx context.Context, i account.Invitation, actor account.ID) error {
	err := s.transact(ctx, func(tx *gorm.DB) error {
		kept := tx.Exec(`INSERT INTO invitations (account_id, token_hash, created_at, expires_at)
			SELECT id, ?, ?, ? FROM accounts WHERE id = ? AND disabled_at IS NULL
			ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash,
				created_at = excluded.created_at, expires_at = excluded.expires_at`,
			i.Hash, moment(i.CreatedAt), moment(i.ExpiresAt), int64(i.Account))
		if err := someRow(kept); err != nil {
			return err
		}
		return recordEvent(tx, account.Event{Kind: account.LinkMade, Account: i.Account, Actor: actor, RecordedAt: i.CreatedAt})
	})
	if err != nil {
		return fmt.Errorf("keep an invitation: %w", err)
	}
	return nil
}

// AccountInvitation returns an invitation by its hash; see [account.PeopleStore].
func (s *Store) AccountInvitation(ctx context.Context, hash string) (account.Invitation, error) {
	var row invitationRow
	if err := s.read.WithContext(ctx).Where("token_hash = ?", hash).Take(&row).Error; err != nil {
		return account.Invitation{}, fmt.Errorf("read an invitation: %w", translate(err))
	}
	return account.Invitation{
		Account: account.ID(row.AccountID), Hash: row.TokenHash,
		CreatedAt: instant(row.CreatedAt), ExpiresAt: instant(row.ExpiresAt),
	}, nil
}

// AcceptInvitation uses an invitation up; see [account.PeopleStore]. Whoever
// deletes its row has it: of two who come at the same time only one does.
func (s *Store) AcceptInvitation(ctx context.Context, id account.ID, tokenHash, passwordHash string, at time.Time) error {
	err := s.transact(ctx, func(tx *gorm.DB) error {
		used := tx.Exec("DELETE FROM invitations WHERE account_id = ? AND token_hash = ? AND expires_at > ?", int64(id), tokenHash, moment(at))
		if err := someRow(used); err != nil {
			return err
		}
		if err := setPassword(tx, id, passwordHash); err != nil {
			return err
		}
		return recordEvent(tx, account.Event{Kind: account.LinkUsed, Account: id, Actor: id, RecordedAt: at})
	})
	if err != nil {
		return fmt.Errorf("accept an invitation: %w", err)
	}
	return nil
}

// CloseAccount closes an account; see [account.PeopleStore].
func (s *Store) CloseAccount(ctx context.Context, id, actor account.ID, at time.Time) error {
	err := s.transact(ctx, func(tx *gorm.DB) error {
		// All open administrators are locked, so that two who close each other take turns.
		open, err := lockAdministrators(tx)
		if err != nil {
			return err
		}
		if len(open) == 1 && open[0] == int64(id) {
			return fault.New(fault.Conflict, "account.last_administrator")
		}
		closed := tx.Exec("UPDATE accounts SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL", moment(at), int64(id))
		if closed.Error != nil || closed.RowsAffected == 0 {
			return closed.Error
		}
		for _, table := range []string{"invitations", "sessions"} {
			if err := tx.Exec("DELETE FROM "+table+" WHERE account_id = ?", int64(id)).Error; err != nil {
				return err
			}
		}
		return recordEvent(tx, account.Event{Kind: account.ClosedDown, Account: id, Actor: actor, RecordedAt: at})
	})
	if err != nil {
		return fmt.Errorf("close an account: %w", err)
	}
	return nil
}

// lockAdministrators returns the open administrators who have a password, and
// keeps others from closing them until the transaction ends.
func lockAdministrators(tx *gorm.DB) (ids []int64, err error) {
	const open = "role = 'administrator' AND disabled_at IS NULL AND invited_at = 0"
	if err := tx.Exec("UPDATE accounts SET disabled_at = disabled_at WHERE " + open).Error; err != nil {
		return nil, err
	}
	err = tx.Raw("SELECT id FROM accounts WHERE " + open).Scan(&ids).Error
	return ids, err
}

// ReopenAccount opens a closed account; see [account.PeopleStore].
func (s *Store) ReopenAccount(ctx context.Context, id, actor account.ID, at time.Time) error {
	err := s.transact(ctx, func(tx *gorm.DB) error {
		opened := tx.Exec("UPDATE accounts SET disabled_at = NULL WHERE id = ? AND disabled_at IS NOT NULL", int64(id))
		if opened.Error != nil || opened.RowsAffected == 0 {
			return opened.Error
		}
		return recordEvent(tx, account.Event{Kind: account.OpenedAgain, Account: id, Actor: actor, RecordedAt: at})
	})
	if err != nil {
		return fmt.Errorf("reopen an account: %w", err)
	}
	return nil
}

// SetLanguage keeps the language of an account; see [account.PeopleStore].
func (s *Store) SetLanguage(ctx context.Context, id account.ID, language string, actor account.ID, at time.Time) error {
	err := s.transact(ctx, func(tx *gorm.DB) error {
		chosen := tx.Exec("UPDATE accounts SET language = ? WHERE id = ? AND language <> ?", language, int64(id), language)
		if chosen.Error != nil || chosen.RowsAffected == 0 {
			return chosen.Error
		}
		return recordEvent(tx, account.Event{Kind: account.LanguageChosen, Account: id, Actor: actor, RecordedAt: at})
	})
	if err != nil {
		return fmt.Errorf("keep a language: %w", err)
	}
	return nil
}

// People returns all accounts with what became of them; see [account.PeopleStore].
func (s *Store) People(ctx context.Context) ([]account.Person, error) {
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	signedIn, err := s.moments(ctx, "SELECT account_id, max(recorded_at) FROM account_events WHERE kind = 'signed_in' GROUP BY account_id")
	if err != nil {
		return nil, err
	}
	links, err := s.moments(ctx, "SELECT account_id, expires_at FROM invitations")
	if err != nil {
		return nil, err
	}
	people := make([]account.Person, len(accounts))
	for i, a := range accounts {
		people[i] = account.Person{Account: a, SignedInAt: signedIn[a.ID], LinkUntil: links[a.ID]}
	}
	return people, nil
}

// moments reads a time for each account.
func (s *Store) moments(ctx context.Context, query string) (map[account.ID]time.Time, error) {
	found := make(map[account.ID]time.Time)
	err := s.each(ctx, query, func(rows *sql.Rows) error {
		var id, at int64
		err := rows.Scan(&id, &at)
		found[account.ID(id)] = instant(at)
		return err
	})
	return found, err
}

// each reads the rows of a query one after the other.
func (s *Store) each(ctx context.Context, query string, scan func(*sql.Rows) error, arguments ...any) error {
	rows, err := s.reader.QueryContext(ctx, query, arguments...)
	if err != nil {
		return fmt.Errorf("read rows: %w", translate(err))
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("read a row: %w", err)
		}
	}
	return translate(rows.Err())
}
