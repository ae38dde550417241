package account

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"modenhed/internal/fault"
)

// The length of a password in characters.
const (
	MinPassword = 12
	MaxPassword = 256
)

// hashing are the argon2id parameters of the OWASP Password Storage Cheat
// Sheet: 19 MiB, two passes, one lane.
func hashing() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// checkPassword notes what keeps a password from being used with an e-mail address.
func checkPassword(p *fault.Problems, password, email string) {
	switch length := utf8.RuneCountInString(password); {
	case length < MinPassword:
		p.Add(FieldPassword, "account.password_short", "Min", MinPassword)
	case length > MaxPassword:
		p.Add(FieldPassword, "account.password_long", "Max", MaxPassword)
	}
	switch {
	case !utf8.ValidString(password):
		p.Add(FieldPassword, "account.password_unreadable")
	case email != "" && strings.EqualFold(strings.TrimSpace(password), email):
		p.Add(FieldPassword, "account.password_is_email")
	}
}

// hash returns the argon2id hash of a password. Letters that can be written in
// two ways in Unicode, such as å, hash alike from every keyboard.
func (s *Service) hash(ctx context.Context, password string) (string, error) {
	defer s.hashSlot(ctx)()
	if err := ctx.Err(); err != nil {
		return "", err
	}
	hash, err := argon2id.CreateHash(norm.NFC.String(password), hashing())
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// matches reports whether a password has a hash.
func (s *Service) matches(ctx context.Context, password, hash string) (bool, error) {
	defer s.hashSlot(ctx)()
	if err := ctx.Err(); err != nil {
		return false, err
	}
	match, err := argon2id.ComparePasswordAndHash(norm.NFC.String(password), hash)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return match, nil
}

// hashSlot waits for room to hash, because every hash takes 19 MiB, and
// returns what gives the room back. A cancelled wait gets none.
func (s *Service) hashSlot(ctx context.Context) (release func()) {
	select {
	case s.hashes <- struct{}{}:
		return func() { <-s.hashes }
	case <-ctx.Done():
		return func() {}
	}
}

// unmatchable returns a hash that no password is known to have and that takes
// as long to compare with as any other.
func unmatchable() (string, error) {
	p := hashing()
	random := make([]byte, p.SaltLength+p.KeyLength)
	if _, err := rand.Read(random); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", p.Memory, p.Iterations, p.Parallelism,
		encode(random[:p.SaltLength]), encode(random[p.SaltLength:])), nil
}
