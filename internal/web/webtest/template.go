package webtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"

	"modenhed/internal/account"
	"modenhed/internal/demo"
	"modenhed/internal/fault"
	"modenhed/internal/reference"
	"modenhed/internal/store"
	"modenhed/seed"
)

// templates are database files that every test copies: the seed alone, and
// with the invented country (true). Each is made once.
var templates = map[bool]func() ([]byte, error){
	false: sync.OnceValues(func() ([]byte, error) { return makeTemplate(false) }),
	true:  sync.OnceValues(func() ([]byte, error) { return makeTemplate(true) }),
}

func makeTemplate(invented bool) (content []byte, err error) {
	folder, err := os.MkdirTemp("", "webtest")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	name := filepath.Join(folder, "template.db")
	if err := fill(context.Background(), name, invented); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// fill makes a database with the seed, recorded before the first invented status.
func fill(ctx context.Context, name string, invented bool) (err error) {
	s, err := store.Open(ctx, name, store.Options{Migrate: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		return err
	}
	for i := range documents {
		documents[i].RecordedAt = time.Now().AddDate(-3, 0, 0)
	}
	if _, err := s.AppendDocuments(ctx, documents); err != nil || !invented {
		return err
	}
	return invent(ctx, s, documents, time.Now())
}

// invent fills the database as a demonstration's.
func invent(ctx context.Context, s *store.Store, documents []reference.Document, now time.Time) error {
	set, err := reference.Parse(documents)
	if err != nil {
		return err
	}
	surveys, err := demo.Documents(set.Directory, set.Seats, now)
	if err != nil {
		return err
	}
	if _, err := s.AppendDocuments(ctx, surveys); err != nil {
		return err
	}
	var authors demo.Authors
	for role, author := range map[account.Role]*account.Actor{
		account.Administrator: &authors.Administrator,
		account.Analyst:       &authors.Analyst,
		account.Editor:        &authors.Editor,
	} {
		if *author, err = openAccount(ctx, s, role); err != nil {
			return err
		}
	}
	statuses, err := s.AppendStatuses(ctx, demo.Statuses(set.Framework, set.Directory, now, authors))
	if err != nil {
		return err
	}
	if _, err = s.AppendInventedVerdicts(ctx, demo.Verdicts(statuses, now, authors)); err != nil {
		return err
	}
	return s.AppendTargets(ctx, demo.Targets(set.Framework, statuses, now, authors))
}

// openAccount returns who has the account with a role, and opens it first if
// need be: for somebody who has been walked through the pages.
func openAccount(ctx context.Context, s *store.Store, role account.Role) (account.Actor, error) {
	a, _, err := s.Credentials(ctx, Email(role))
	switch {
	case err == nil:
		return a.Actor(), nil
	case fault.KindOf(err) != fault.NotFound:
		return account.Actor{}, err
	}
	hash, err := quickHash()
	if err != nil {
		return account.Actor{}, fmt.Errorf("hash the password: %w", err)
	}
	a = account.Account{Email: Email(role), Role: role, CreatedAt: time.Now()}
	if role == account.Editor {
		a.Municipality = Odense
	}
	added, err := s.InsertAccount(ctx, a, hash, 0)
	if err != nil {
		return account.Actor{}, fmt.Errorf("open an account: %w", err)
	}
	return added.Actor(), s.SetWelcomed(ctx, added.ID, time.Now())
}

// quickHash is a hash of [Password] that is checked as any other, but takes
// hardly any time and memory: most tests begin with signing in.
var quickHash = sync.OnceValues(func() (string, error) {
	return argon2id.CreateHash(Password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
})
