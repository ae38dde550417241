package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"modenhed/internal/fault"
)

// NewSetupToken returns a token with which one person can open the first
// account, an administrator's. It takes the place of every earlier token, and
// only its hash is kept. needed is false, and there is no token, once there is
// an account.
func (s *Service) NewSetupToken(ctx context.Context) (token string, needed bool, err error) {
	token = rand.Text()
	needed, err = s.store.ReplaceSetupToken(ctx, tokenHash(token))
	if err != nil {
		return "", false, fmt.Errorf("keep the set-up token: %w", err)
	}
	if !needed {
		return "", false, nil
	}
	return token, true, nil
}

// CheckSetupToken returns a NotFound fault when there is an account already or
// the set-up token is wrong, replaced or used.
func (s *Service) CheckSetupToken(ctx context.Context, token string) error {
	exist, err := s.store.HasAccounts(ctx)
	if err != nil {
		return fmt.Errorf("look for an account: %w", err)
	}
	if exist {
		return fault.New(fault.NotFound, "account.setup_done")
	}
	waits, err := s.store.HasSetupToken(ctx, tokenHash(token))
	if err != nil {
		return fmt.Errorf("look up the set-up token: %w", err)
	}
	if !waits {
		return refusedToken()
	}
	return nil
}

func refusedToken() error { return fault.New(fault.NotFound, "account.setup_token_refused") }

// SetUp opens the first account for the holder of the set-up token and burns
// the token. It returns the same NotFound faults as CheckSetupToken, and an
// Invalid one with every problem in address and password.
func (s *Service) SetUp(ctx context.Context, token, email, password string) (Account, error) {
	if err := s.CheckSetupToken(ctx, token); err != nil {
		return Account{}, err
	}
	n := New{Email: NormalEmail(email), Role: Administrator, Password: password}
	if err := n.check().Err(); err != nil {
		return Account{}, err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	a, err := s.store.InsertFirstAccount(ctx, tokenHash(token), s.account(n), hash)
	if fault.KindOf(err) == fault.NotFound {
		return Account{}, s.explainToken(ctx, token)
	}
	return a, explainInsert(err, n)
}

// explainToken says why a token that was good has just been refused.
func (s *Service) explainToken(ctx context.Context, token string) error {
	if err := s.CheckSetupToken(ctx, token); err != nil {
		return err
	}
	return refusedToken()
}

// tokenHash is what is kept of a token; tokens are random, so they need no salt.
func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
