package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"modenhed/internal/fault"
)

// NewPerson is an account to be kept with a hash that no password has.
type NewPerson struct {
	Account Account
	Hash    string
}

// PeopleStore keeps invitations and who may still get in.
type PeopleStore interface {
	// InsertInvited keeps new accounts, all or none. Its faults are those of
	// InsertAccount; failed is the place in the list of the account behind them.
	InsertInvited(ctx context.Context, people []NewPerson, actor ID) (accounts []Account, failed int, err error)
	// KeepInvitation keeps an invitation in place of an earlier one of the
	// account. It returns a NotFound when there is no open account.
	KeepInvitation(ctx context.Context, i Invitation, actor ID) error
	// AccountInvitation returns the invitation with a hash, NotFound when there is none.
	AccountInvitation(ctx context.Context, hash string) (Invitation, error)
	// AcceptInvitation uses an invitation up and keeps the hash of the password;
	// sessions of the account end. It returns a NotFound when the invitation is gone.
	AcceptInvitation(ctx context.Context, id ID, tokenHash, passwordHash string, at time.Time) error
	// CloseAccount closes an open account and ends its sessions and invitation.
	// It returns a Conflict when it is the last open administrator with a password.
	CloseAccount(ctx context.Context, id, actor ID, at time.Time) error
	// ReopenAccount opens a closed account again.
	ReopenAccount(ctx context.Context, id, actor ID, at time.Time) error
	// SetLanguage keeps the language that somebody has chosen.
	SetLanguage(ctx context.Context, id ID, language string, actor ID, at time.Time) error
	// People returns all accounts by address.
	People(ctx context.Context) ([]Person, error)
}

// Person is an account with what administrators see of it.
type Person struct {
	Account
	// SignedInAt is when its owner last signed in; zero for never.
	SignedInAt time.Time
	// LinkUntil is how long the latest link is good for; zero when there is none.
	LinkUntil time.Time
}

// People returns everybody by address.
func (s *Service) People(ctx context.Context, actor Actor) ([]Person, error) {
	if !MayManagePeople(actor) {
		return nil, fault.New(fault.Forbidden, "account.may_not_manage")
	}
	people, err := s.store.People(ctx)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return people, nil
}

// Close keeps somebody out from now on. It returns a Conflict for the last open
// administrator.
func (s *Service) Close(ctx context.Context, actor Actor, id ID) error {
	if !MayManagePeople(actor) {
		return fault.New(fault.Forbidden, "account.may_not_manage")
	}
	err := s.store.CloseAccount(ctx, id, actor.ID, s.now())
	if fault.KindOf(err) == fault.Conflict {
		return &fault.Error{Kind: fault.Conflict, Message: fault.Text("account.last_administrator"), Err: err}
	}
	return about(err, "close", id)
}

// Reopen lets somebody in again whose account was closed, with the password
// that they had.
func (s *Service) Reopen(ctx context.Context, actor Actor, id ID) error {
	if !MayManagePeople(actor) {
		return fault.New(fault.Forbidden, "account.may_not_manage")
	}
	return about(s.store.ReopenAccount(ctx, id, actor.ID, s.now()), "reopen", id)
}

func about(err error, what string, id ID) error {
	if err != nil {
		return fmt.Errorf("%s account %d: %w", what, id, err)
	}
	return nil
}

// ChooseLanguage keeps the language that the actor reads and is written to in.
func (s *Service) ChooseLanguage(ctx context.Context, actor Actor, language string) error {
	switch {
	case !actor.SignedIn() || actor.Language == language:
		return nil
	case language == "" || !knownLanguage(language):
		return errors.New("not a language: " + language)
	}
	return about(s.store.SetLanguage(ctx, actor.ID, language, actor.ID, s.now()), "set the language of", actor.ID)
}

// knownLanguage reports whether an account can have a language; empty is none.
func knownLanguage(language string) bool {
	return language == "" || language == "da" || language == "en"
}
