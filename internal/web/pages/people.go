package pages

import (
	"context"
	"time"

	"modenhed/internal/account"
)

// People lets people in and keeps them out.
type People interface {
	// People returns everybody by address.
	People(ctx context.Context, actor account.Actor) ([]account.Person, error)
	Invite(ctx context.Context, actor account.Actor, n account.New) (account.Account, error)
	InviteAll(ctx context.Context, actor account.Actor, list []account.New) ([]account.Account, error)
	// NewLink makes the token of a link with which somebody chooses a password.
	NewLink(ctx context.Context, actor account.Actor, id account.ID) (token string, expires time.Time, err error)
	Close(ctx context.Context, actor account.Actor, id account.ID) error
	Reopen(ctx context.Context, actor account.Actor, id account.ID) error
	// Invitation returns whose password a token may choose.
	Invitation(ctx context.Context, token string) (account.Account, error)
	// Accept chooses the password and uses the token up.
	Accept(ctx context.Context, token, password string) (account.Actor, error)
	// ChooseLanguage keeps the language that somebody has chosen.
	ChooseLanguage(ctx context.Context, actor account.Actor, language string) error
}
