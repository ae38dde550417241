package board

import (
	"context"
	"fmt"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/letter"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
)

// Store knows what is being typed and to whom letters go.
type Store interface {
	// DraftCounts counts the drafts of every municipality that were saved at a
	// time or later.
	DraftCounts(ctx context.Context, since time.Time) (map[municipality.Code]Drafts, error)
	// MunicipalContacts returns those to whom letters go.
	MunicipalContacts(ctx context.Context) ([]letter.Contact, error)
	// Replies returns what municipalities say of their results, oldest first.
	Replies(ctx context.Context, key round.Key) ([]round.Reply, error)
}

// Rounds knows the rounds.
type Rounds interface {
	Round(ctx context.Context, key round.Key) (round.Round, error)
}

// Letters writes to contacts.
type Letters interface {
	Letters(ctx context.Context, actor account.Actor, key round.Key) ([]letter.Addressed, error)
	Notify(ctx context.Context, n letter.Notice) (letter.Reach, error)
}

// Service shows boards and reminds. All fields are needed.
type Service struct {
	Store   Store
	Rounds  Rounds
	Letters Letters
	Now     func() time.Time
}

// Board returns how far all are in a round. It returns a Forbidden fault when
// the actor may not see that, and a NotFound one when there is no such round.
func (s *Service) Board(ctx context.Context, actor account.Actor, now *benchmark.Snapshot, key round.Key) (*Board, error) {
	if !account.MayWriteToContacts(actor) {
		return nil, fault.New(fault.Forbidden, "letter.may_not_write")
	}
	f := facts{at: s.Now()}
	var err error
	if f.round, err = s.Rounds.Round(ctx, key); err != nil {
		return nil, err
	}
	if f.drafts, err = s.Store.DraftCounts(ctx, f.round.OpenedAt); err != nil {
		return nil, fmt.Errorf("count the drafts in round %s: %w", key, err)
	}
	if f.contacts, err = s.Store.MunicipalContacts(ctx); err != nil {
		return nil, fmt.Errorf("count the contacts in round %s: %w", key, err)
	}
	if f.letters, err = s.Letters.Letters(ctx, actor, key); err != nil {
		return nil, err
	}
	replies, err := s.Store.Replies(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read the replies in round %s: %w", key, err)
	}
	f.replies = make(map[municipality.Code]round.ReplyKind)
	for _, reply := range replies {
		f.replies[reply.Municipality] = reply.Kind
	}
	return newBoard(now, f), nil
}

// Whom is who is reminded.
type Whom string

// Who can be reminded.
const (
	WhoHasNotStarted  Whom = "not_started"
	WhoHasNotFinished Whom = "not_finished"
)

// pause is how long after a reminder the next one needs to be confirmed.
const pause = 24 * time.Hour

// Reminder is a letter to those who are behind.
type Reminder struct {
	Round round.Key
	Whom  Whom
	Text  letter.Text
	// Again means that those reminded less than a day ago are reminded too.
	Again bool
	// Seen is the number of the latest reminder that the actor had before them.
	Seen letter.ID
}

// FieldWhom names the choice of who is reminded, in problems.
const FieldWhom = "whom"

// Behind returns the municipalities with contacts that a reminder goes to, and
// those left out because they were reminded less than a day before now.
func (b *Board) Behind(whom Whom, now time.Time) (due, recent []municipality.Code) {
	for _, l := range b.Lines {
		progress := l.Progress()
		behind := progress == NotStarted || progress == Started && whom == WhoHasNotFinished
		switch {
		case !behind || l.Contacts == 0:
		case now.Sub(l.RemindedAt) < pause:
			recent = append(recent, l.Municipality)
		default:
			due = append(due, l.Municipality)
		}
	}
	return due, recent
}

// Remind queues a reminder and returns whom it reaches. It returns an Invalid
// fault with every problem, among them that there is nobody to remind, and a
// Conflict when the round takes no answers or somebody else has reminded in the
// meantime. What the same person sends twice is done once.
func (s *Service) Remind(ctx context.Context, actor account.Actor, now *benchmark.Snapshot, r Reminder) (letter.Reach, error) {
	b, err := s.Board(ctx, actor, now, r.Round)
	if err != nil {
		return letter.Reach{}, err
	}
	switch {
	case b.Round.State != round.Open:
		return letter.Reach{}, fault.New(fault.Conflict, "board.not_open")
	case b.LastReminder != r.Seen && b.LastReminderBy == int64(actor.ID):
		return letter.Reach{}, nil
	case b.LastReminder != r.Seen:
		return letter.Reach{}, fault.New(fault.Conflict, "board.reminded_meanwhile")
	}
	r.Text = r.Text.Clean()
	problems := r.Text.Check()
	due, recent := b.Behind(r.Whom, s.Now())
	if r.Again {
		due = append(due, recent...)
	}
	switch {
	case r.Whom != WhoHasNotStarted && r.Whom != WhoHasNotFinished:
		problems.Add(FieldWhom, "board.whom_missing")
	case len(due) == 0 && len(recent) > 0:
		problems.Add(FieldWhom, "board.all_recent")
	case len(due) == 0:
		problems.Add(FieldWhom, "board.nobody")
	}
	if err := problems.Err(); err != nil {
		return letter.Reach{}, err
	}
	slices.Sort(due)
	return s.Letters.Notify(ctx, letter.Notice{
		Kind: letter.Reminder, Round: r.Round, Municipalities: due, By: actor.ID, Text: &r.Text,
	})
}
