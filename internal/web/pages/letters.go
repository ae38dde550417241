package pages

import (
	"context"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/letter"
	"modenhed/internal/round"
)

// Letters writes to the contacts of municipalities.
type Letters interface {
	// Notify queues letters; one that was queued already is not queued again.
	Notify(ctx context.Context, n letter.Notice) (letter.Reach, error)
	// Invite queues the letter with the link of accounts without a password.
	Invite(ctx context.Context, actor account.Actor, to []account.Account) (int, error)
	// Standard returns what letters of a kind say.
	Standard(kind letter.Kind, r round.Round, until time.Time) letter.Text
	// Letters returns the letters about a round, oldest first.
	Letters(ctx context.Context, actor account.Actor, key round.Key) ([]letter.Addressed, error)
	Retry(ctx context.Context, actor account.Actor, key round.Key) error
	// Settle notes that letters were sent by hand.
	Settle(ctx context.Context, actor account.Actor, ids []letter.ID) error
	// ByMail reports whether letters go out by mail, Trouble what keeps them from it.
	ByMail() bool
	Trouble() string
}
