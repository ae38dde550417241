// Package account says who someone is and what they may do. It decides, away
// from HTTP, so that pages, API and command line obey one rule, and it refuses
// what it does not know: no role, no right.
package account

import (
	"time"

	"modenhed/internal/municipality"
)

// Role is what someone is in the product.
type Role string

// The roles. The zero Role is the public.
const (
	Public        Role = ""
	Editor        Role = "editor"
	Analyst       Role = "analyst"
	Administrator Role = "administrator"
)

// ID identifies an account.
type ID int64

// Account is one person's account.
type Account struct {
	ID    ID
	Email string
	Role  Role
	// Municipality is the editor's own; 0 for other roles.
	Municipality municipality.Code
	// Language is "da" or "en", empty where none was chosen.
	Language  string
	CreatedAt time.Time
	// InvitedAt is when somebody was let in who has not chosen a password yet;
	// zero once they have.
	InvitedAt time.Time
	// WelcomedAt is when the person was walked through the pages; zero before.
	WelcomedAt time.Time
	// DisabledAt is when the account was closed; zero while it is open.
	DisabledAt time.Time
}

// Actor is who does something: an account's identity without its secrets.
// The zero Actor is the public.
type Actor struct {
	ID           ID
	Email        string
	Role         Role
	Municipality municipality.Code
	// Language is the account's.
	Language string
}

// Actor returns the account as one who acts.
func (a Account) Actor() Actor {
	return Actor{ID: a.ID, Email: a.Email, Role: a.Role, Municipality: a.Municipality, Language: a.Language}
}

// State is how far an account has come.
type State string

// The states.
const (
	// Invited means that no password has been chosen yet.
	Invited State = "invited"
	// Active means that the person can sign in.
	Active State = "active"
	// Closed means that nobody gets in.
	Closed State = "closed"
)

// State returns how far the account has come.
func (a Account) State() State {
	switch {
	case !a.DisabledAt.IsZero():
		return Closed
	case !a.InvitedAt.IsZero():
		return Invited
	}
	return Active
}

// SignedIn reports whether the actor has an account.
func (a Actor) SignedIn() bool { return a.ID != 0 && a.Role != Public }
