package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"modenhed/internal/account"
)

// sessionRow is a row of the table sessions.
type sessionRow struct {
	TokenHash string `gorm:"primaryKey"`
	Data      []byte
	AccountID *int64
	ExpiresAt int64
}

// TableName implements GORM's Tabler.
func (sessionRow) TableName() string { return "sessions" }

// Sessions keeps what browsers that are signed in, or on their way, hold on
// the server. It satisfies the store interfaces of package scs. Only a hash of
// the token is kept, so that reading the database opens no session.
type Sessions struct {
	store *Store
	owner func(data []byte) account.ID
}

// Sessions returns the sessions. owner says from a session's data whose it is,
// 0 for nobody's; an account's sessions end with its password.
func (s *Store) Sessions(owner func(data []byte) account.ID) *Sessions {
	return &Sessions{store: s, owner: owner}
}

func sessionHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// FindCtx returns the data of a session; found is false when there is none or it has expired.
func (s *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	row := s.store.reader.QueryRowContext(ctx, "SELECT data FROM sessions WHERE token_hash = $1 AND expires_at > $2",
		sessionHash(token), moment(s.store.now()))
	switch err := row.Scan(&data); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("read a session: %w", translate(err))
	}
	return data, true, nil
}

// CommitCtx keeps the data of a session until it expires.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	row := sessionRow{TokenHash: sessionHash(token), Data: data, AccountID: author(s.owner(data)), ExpiresAt: moment(expiry)}
	if err := s.store.write.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("keep a session: %w", translate(err))
	}
	return nil
}

// DeleteCtx ends a session; there need not be one.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	err := s.store.write.WithContext(ctx).Exec("DELETE FROM sessions WHERE token_hash = ?", sessionHash(token)).Error
	if err != nil {
		return fmt.Errorf("end a session: %w", translate(err))
	}
	return nil
}

// Find is [Sessions.FindCtx] without a context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is [Sessions.CommitCtx] without a context.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is [Sessions.DeleteCtx] without a context.
func (s *Sessions) Delete(token string) error {
	return s.DeleteCtx(context.Background(), token)
}

// DeleteExpired removes the sessions that have expired and returns how many they were.
func (s *Sessions) DeleteExpired(ctx context.Context) (int64, error) {
	result := s.store.write.WithContext(ctx).Exec("DELETE FROM sessions WHERE expires_at <= ?", moment(s.store.now()))
	if result.Error != nil {
		return 0, fmt.Errorf("delete expired sessions: %w", translate(result.Error))
	}
	return result.RowsAffected, nil
}
