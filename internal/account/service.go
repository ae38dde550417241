package account

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"modenhed/internal/fault"
	"modenhed/internal/municipality"
)

// The fields that problems name.
const (
	FieldEmail        = "email"
	FieldRole         = "role"
	FieldMunicipality = "municipality"
	FieldPassword     = "password"
	FieldLanguage     = "language"
)

// EventKind is what happened to an account.
type EventKind string

// The events.
const (
	Created        EventKind = "created"
	SignedIn       EventKind = "signed_in"
	SignInRefused  EventKind = "sign_in_refused"
	PasswordSet    EventKind = "password_set"
	SetUpCompleted EventKind = "set_up"
	// LinkMade means that a link was made with which to choose a password.
	LinkMade EventKind = "link_made"
	// LinkUsed means that a password was chosen with it.
	LinkUsed       EventKind = "link_used"
	ClosedDown     EventKind = "closed"
	OpenedAgain    EventKind = "reopened"
	LanguageChosen EventKind = "language_chosen"
)

// Event is what somebody did to an account. Events are never changed.
type Event struct {
	Kind    EventKind
	Account ID
	// Actor is who did it; 0 for the command line and for strangers.
	Actor      ID
	RecordedAt time.Time
}

// Store keeps accounts. Addresses come in normal form.
type Store interface {
	// InsertAccount keeps a new account with the hash of its password and
	// returns it with its ID. It returns a Conflict when the address is taken
	// and an Invalid when the municipality is unknown.
	InsertAccount(ctx context.Context, a Account, hash string, actor ID) (Account, error)
	// InsertFirstAccount does the same for the holder of the set-up token and
	// burns the token. It returns a NotFound when the token is not the one kept
	// or there is an account already.
	InsertFirstAccount(ctx context.Context, tokenHash string, a Account, hash string) (Account, error)
	// ReplaceSetupToken keeps the hash of a new token in place of the old one;
	// ok is false, and nothing is kept, when there is an account already.
	ReplaceSetupToken(ctx context.Context, tokenHash string) (ok bool, err error)
	// HasAccounts reports whether there is an account.
	HasAccounts(ctx context.Context) (bool, error)
	// HasSetupToken reports whether a token with that hash waits for its holder.
	HasSetupToken(ctx context.Context, tokenHash string) (bool, error)
	// Account returns an account, NotFound when there is none.
	Account(ctx context.Context, id ID) (Account, error)
	// Credentials returns an account and the hash of its password, NotFound when there is none.
	Credentials(ctx context.Context, email string) (a Account, hash string, err error)
	// Accounts returns all accounts by address.
	Accounts(ctx context.Context) ([]Account, error)
	// SetPasswordHash replaces the hash of a password and ends the account's sessions.
	SetPasswordHash(ctx context.Context, id ID, hash string, actor ID, at time.Time) error
	RecordEvent(ctx context.Context, e Event) error
	// SetWelcomed notes that a person has been walked through the pages.
	SetWelcomed(ctx context.Context, id ID, at time.Time) error

	PeopleStore
}

// Service opens accounts and lets people in.
type Service struct {
	store Store
	now   func() time.Time
	// hashes bounds how many passwords are hashed at a time.
	hashes chan struct{}
}

// NewService returns a service over a store; now is the clock.
func NewService(store Store, now func() time.Time) *Service {
	return &Service{store: store, now: now, hashes: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

// New is an account to be opened.
type New struct {
	Email    string
	Role     Role
	Password string
	// Municipality is the editor's own; 0 for other roles.
	Municipality municipality.Code
	// Language is "da" or "en", empty for no choice.
	Language string
}

func (n New) check() fault.Problems {
	p := n.checkPerson()
	checkPassword(&p, n.Password, n.Email)
	return p
}

// checkPerson notes what is wrong with anything but the password.
func (n New) checkPerson() fault.Problems {
	var p fault.Problems
	checkEmail(&p, n.Email)
	switch n.Role {
	case Editor:
		if n.Municipality == 0 {
			p.Add(FieldMunicipality, "account.municipality_missing")
		}
	case Analyst, Administrator:
		if n.Municipality != 0 {
			p.Add(FieldMunicipality, "account.municipality_unexpected")
		}
	default:
		p.Add(FieldRole, "account.role_unknown", "Role", string(n.Role))
	}
	if !knownLanguage(n.Language) {
		p.Add(FieldLanguage, "account.language_unknown")
	}
	return p
}

// Add opens an account. It returns a Forbidden fault when the actor may not
// manage people and an Invalid one with every problem, among them an address
// that is taken.
func (s *Service) Add(ctx context.Context, actor Actor, n New) (Account, error) {
	if !MayManagePeople(actor) {
		return Account{}, fault.New(fault.Forbidden, "account.may_not_manage")
	}
	n.Email = NormalEmail(n.Email)
	if err := n.check().Err(); err != nil {
		return Account{}, err
	}
	hash, err := s.hash(ctx, n.Password)
	if err != nil {
		return Account{}, err
	}
	a, err := s.store.InsertAccount(ctx, s.account(n), hash, actor.ID)
	return a, explainInsert(err, n)
}

func (s *Service) account(n New) Account {
	return Account{Email: n.Email, Role: n.Role, Municipality: n.Municipality, Language: n.Language, CreatedAt: s.now()}
}

// explainInsert names the field behind a refusal by the store.
func explainInsert(err error, n New) error {
	var p fault.Problems
	switch fault.KindOf(err) {
	case fault.Conflict:
		p.Add(FieldEmail, "account.email_taken", "Email", n.Email)
		return p.Err()
	case fault.Invalid:
		p.Add(FieldMunicipality, "account.municipality_unknown", "Code", n.Municipality.String())
		return p.Err()
	}
	if err != nil {
		return fmt.Errorf("open the account of %s: %w", n.Email, err)
	}
	return nil
}

// Authenticate returns who has an address and a password, for a session. It
// takes the same time and gives the same Unauthenticated fault whether the
// address or the password is wrong or the account is closed.
func (s *Service) Authenticate(ctx context.Context, email, password string) (Actor, error) {
	a, hash, err := s.store.Credentials(ctx, NormalEmail(email))
	known := err == nil && a.DisabledAt.IsZero()
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Actor{}, fmt.Errorf("read credentials: %w", err)
	}
	if !known {
		if hash, err = unmatchable(); err != nil {
			return Actor{}, err
		}
	}
	match, err := s.matches(ctx, password, hash)
	if err != nil {
		return Actor{}, err
	}
	if !known || !match {
		return Actor{}, s.refuse(ctx, a)
	}
	return a.Actor(), s.note(ctx, Event{Kind: SignedIn, Account: a.ID, Actor: a.ID})
}

func (s *Service) refuse(ctx context.Context, a Account) error {
	if a.ID != 0 {
		if err := s.note(ctx, Event{Kind: SignInRefused, Account: a.ID}); err != nil {
			return err
		}
	}
	return fault.New(fault.Unauthenticated, "account.sign_in_refused")
}

func (s *Service) note(ctx context.Context, e Event) error {
	e.RecordedAt = s.now()
	if err := s.store.RecordEvent(ctx, e); err != nil {
		return fmt.Errorf("record %s of account %d: %w", e.Kind, e.Account, err)
	}
	return nil
}

// Actor returns who a session belongs to, with the rights of now. It returns
// an Unauthenticated fault when the account is gone or closed.
func (s *Service) Actor(ctx context.Context, id ID) (Actor, error) {
	a, err := s.store.Account(ctx, id)
	switch {
	case fault.KindOf(err) == fault.NotFound, err == nil && !a.DisabledAt.IsZero():
		return Actor{}, fault.New(fault.Unauthenticated, "account.session_ended")
	case err != nil:
		return Actor{}, fmt.Errorf("read account %d: %w", id, err)
	}
	return a.Actor(), nil
}

// SetPassword gives the account with an address a new password and ends its
// sessions. People set their own, administrators everyone's.
func (s *Service) SetPassword(ctx context.Context, actor Actor, email, password string) error {
	email = NormalEmail(email)
	if !MayManagePeople(actor) && (!actor.SignedIn() || actor.Email != email) {
		return fault.New(fault.Forbidden, "account.may_not_manage")
	}
	a, _, err := s.store.Credentials(ctx, email)
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, "account.unknown", "Email", email)
	}
	if err != nil {
		return fmt.Errorf("read the account of %s: %w", email, err)
	}
	var p fault.Problems
	checkPassword(&p, password, email)
	if err := p.Err(); err != nil {
		return err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	if err := s.store.SetPasswordHash(ctx, a.ID, hash, actor.ID, s.now()); err != nil {
		return fmt.Errorf("set the password of %s: %w", email, err)
	}
	return nil
}

// List returns all accounts by address.
func (s *Service) List(ctx context.Context, actor Actor) ([]Account, error) {
	if !MayManagePeople(actor) {
		return nil, fault.New(fault.Forbidden, "account.may_not_manage")
	}
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return accounts, nil
}
