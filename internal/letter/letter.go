package letter

import (
	"time"

	"modenhed/internal/account"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
)

// Kind is what a letter is about.
type Kind string

// The kinds.
const (
	// Invitation brings the link with which somebody chooses a password, outside rounds.
	Invitation Kind = "invitation"
	// RoundOpened asks to report.
	RoundOpened Kind = "round_opened"
	// Reminder asks those who have not finished.
	Reminder Kind = "reminder"
	// Question says that analysts have asked about an answer.
	Question Kind = "question"
	// PreviewOpen says that a municipality can see its result before it is published.
	PreviewOpen Kind = "preview_open"
	// Published says that results are out.
	Published Kind = "published"
)

// State is how far a letter has come.
type State string

// The states.
const (
	// Pending waits to be sent by mail.
	Pending State = "pending"
	// Sending is being sent, or was when the program died.
	Sending State = "sending"
	Sent    State = "sent"
	// Failed was refused for good.
	Failed State = "failed"
	// ByHand is for somebody to send, or has been sent so.
	ByHand State = "by_hand"
)

// ID is the rising number of a letter.
type ID int64

// Letter is one letter to one person.
type Letter struct {
	ID ID
	// Round is the round it is about, empty for none.
	Round    round.Key
	Kind     Kind
	Account  account.ID
	Language string
	// Subject is one line; Body has [Placeholder] where the link goes.
	Subject, Body string
	State         State
	// Failure is what a mail server said that refused it.
	Failure string
	// DueAt is before when it does not go out.
	DueAt time.Time
	// Author is who caused it, 0 for the program.
	Author     account.ID
	RecordedAt time.Time
	// SettledAt is when it was sent or given up, zero before.
	SettledAt time.Time
}

// Contact is somebody to whom letters go.
type Contact struct {
	Account      account.ID
	Email        string
	Municipality municipality.Code
	// Language is "da" or "en".
	Language string
	// Invited means that no password has been chosen yet.
	Invited bool
}

// Addressed is a letter with whom it goes to.
type Addressed struct {
	Letter
	To Contact
	// Closed means that the receiver's account has been closed since.
	Closed bool
}

// Waiting reports whether somebody has to send the letter by hand.
func (l Letter) Waiting() bool { return l.State == ByHand && l.SettledAt.IsZero() }

// Counts are letters by what became of them.
type Counts struct{ Waiting, Sent, Failed, ByHand int }

// Total is how many letters there are.
func (c Counts) Total() int { return c.Waiting + c.Sent + c.Failed + c.ByHand }

// Count adds a letter.
func (c *Counts) Count(l Letter) {
	switch {
	case l.State == Failed:
		c.Failed++
	case l.Waiting():
		c.ByHand++
	case l.State == Sent || l.State == ByHand:
		c.Sent++
	default:
		c.Waiting++
	}
}
