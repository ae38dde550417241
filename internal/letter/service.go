package letter

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
)

// Store keeps letters.
type Store interface {
	// MunicipalContacts returns the open editor accounts of all municipalities by
	// municipality and address.
	MunicipalContacts(ctx context.Context) ([]Contact, error)
	// QueueLetters keeps letters and returns how many. Left out is who waits for
	// one of the same kind and round, or got one that was recorded at a time or
	// later; the zero time means no such bound.
	QueueLetters(ctx context.Context, letters []Letter, since time.Time) (int, error)
	// Letters returns the letters about a round, oldest first; those about none
	// for the empty key.
	Letters(ctx context.Context, key round.Key) ([]Addressed, error)
	// NextLetter claims a letter until a time, after which it is due again; ok is
	// false when none is due.
	NextLetter(ctx context.Context, now, until time.Time) (a Addressed, ok bool, err error)
	// SettleLetter notes that a letter is sent, or why it never will be.
	SettleLetter(ctx context.Context, id ID, failure string, at time.Time) error
	// ReleaseLetter makes a claimed letter due again.
	ReleaseLetter(ctx context.Context, id ID) error
	// RetryLetters makes the failed letters about a round due again.
	RetryLetters(ctx context.Context, key round.Key) error
	// SettleByHand notes that letters were sent by hand.
	SettleByHand(ctx context.Context, ids []ID, at time.Time) error
	// HandOver leaves all letters that wait for mail to be sent by hand.
	HandOver(ctx context.Context) error
}

// Rounds knows the rounds.
type Rounds interface {
	Round(ctx context.Context, key round.Key) (round.Round, error)
	Rounds(ctx context.Context) ([]round.Round, error)
}

// Links makes personal links; see [account.Service.LinkToSend].
type Links interface {
	LinkToSend(ctx context.Context, by, id account.ID) (token string, err error)
}

// Service writes letters. Post is nil where mail is not set up; everything else
// is needed.
type Service struct {
	Store  Store
	Rounds Rounds
	Links  Links
	Words  *locale.Catalogue
	Post   *Post
	Now    func() time.Time
	Log    *slog.Logger
}

// Notice is something that contacts are told.
type Notice struct {
	Kind Kind
	// Round is the round it happened in; empty for none.
	Round round.Key
	// Municipalities are those whose contacts are told, nil for all.
	Municipalities []municipality.Code
	// Until is by when they should answer; zero for no time.
	Until time.Time
	// By is who caused it, 0 for the program.
	By account.ID
	// Text is what the letter says; the standard text of the kind when nil.
	Text *Text
}

// Reach is whom a notice reaches.
type Reach struct {
	// Letters is how many letters were queued now; who had one already is left out.
	Letters int
	// Contacts is how many people there are to tell.
	Contacts int
	// Reached and Missed are the municipalities with and without contacts, in the
	// order of the notice, else by code.
	Reached, Missed []municipality.Code
}

// questionDelay is how long a letter about a question waits, so that several
// questions asked in a row bring one letter.
const questionDelay = 10 * time.Minute

// Notify queues a letter to every contact of the municipalities. Letters about
// the opening and the publication of a round go to each contact once, about a
// preview once in each review, and nobody has two of a kind waiting: a notice
// that is given twice has the same letters. Municipalities without contacts are
// no error.
func (s *Service) Notify(ctx context.Context, n Notice) (Reach, error) {
	var r round.Round
	if n.Round != "" {
		var err error
		if r, err = s.Rounds.Round(ctx, n.Round); err != nil {
			return Reach{}, fmt.Errorf("notify of %s: %w", n.Kind, err)
		}
	}
	contacts, err := s.Store.MunicipalContacts(ctx)
	if err != nil {
		return Reach{}, fmt.Errorf("notify of %s: %w", n.Kind, err)
	}
	text := n.Text
	if text == nil {
		usual := standard(s.Words, n.Kind, r, n.Until)
		text = &usual
	}
	reach, chosen := choose(contacts, n.Municipalities)
	letters := make([]Letter, len(chosen))
	for i, c := range chosen {
		letters[i] = s.letter(n, *text, c)
	}
	if reach.Letters, err = s.Store.QueueLetters(ctx, letters, once(n.Kind, r)); err != nil {
		return Reach{}, fmt.Errorf("notify of %s: %w", n.Kind, err)
	}
	s.wake()
	return reach, nil
}

// once returns since when one letter of a kind about a round is enough; zero
// when there may always be another.
func once(kind Kind, r round.Round) time.Time {
	switch kind {
	case RoundOpened, Published:
		return time.Unix(1, 0)
	case PreviewOpen:
		return r.ClosedAt
	}
	return time.Time{}
}

// choose returns the contacts of municipalities and which have none.
func choose(contacts []Contact, codes []municipality.Code) (Reach, []Contact) {
	var reach Reach
	var chosen []Contact
	for _, c := range contacts {
		if codes == nil || slices.Contains(codes, c.Municipality) {
			chosen = append(chosen, c)
		}
		if codes == nil && !slices.Contains(reach.Reached, c.Municipality) {
			reach.Reached = append(reach.Reached, c.Municipality)
		}
	}
	for _, code := range codes {
		if slices.ContainsFunc(chosen, func(c Contact) bool { return c.Municipality == code }) {
			reach.Reached = append(reach.Reached, code)
		} else {
			reach.Missed = append(reach.Missed, code)
		}
	}
	reach.Contacts = len(chosen)
	return reach, chosen
}

func (s *Service) letter(n Notice, text Text, c Contact) Letter {
	l := Letter{
		Round: n.Round, Kind: n.Kind, Account: c.Account, Language: c.Language,
		State: ByHand, Author: n.By, RecordedAt: s.Now(),
	}
	l.Subject, l.Body = text.In(c.Language)
	if s.Post != nil {
		l.State, l.DueAt = Pending, l.RecordedAt
		if n.Kind == Question {
			l.DueAt = l.RecordedAt.Add(questionDelay)
		}
	}
	return l
}

// Standard returns what letters of a kind say about a round.
func (s *Service) Standard(kind Kind, r round.Round, until time.Time) Text {
	return standard(s.Words, kind, r, until)
}

// Invite queues the letter with the link of one account that has no password yet.
func (s *Service) Invite(ctx context.Context, actor account.Actor, to []account.Account) (int, error) {
	if !account.MayManagePeople(actor) {
		return 0, fault.New(fault.Forbidden, "account.may_not_manage")
	}
	text := standard(s.Words, Invitation, round.Round{}, time.Time{})
	letters := make([]Letter, len(to))
	for i, a := range to {
		letters[i] = s.letter(Notice{Kind: Invitation, By: actor.ID}, text, contactOf(a))
	}
	queued, err := s.Store.QueueLetters(ctx, letters, time.Time{})
	if err != nil {
		return 0, fmt.Errorf("invite: %w", err)
	}
	s.wake()
	return queued, nil
}

// renewal brings who has a password the link for a new one. It is never queued.
const renewal Kind = "renewal"

// Personal returns the letter that brings somebody their personal link: an
// invitation, or the way to a new password for who has one.
func Personal(words *locale.Catalogue, a account.Account, link string) (subject, text string) {
	c := contactOf(a)
	c.Invited = true
	l := Addressed{Letter: Letter{Kind: Invitation, Language: c.Language}, To: c}
	kind := Invitation
	if a.State() == account.Active {
		kind = renewal
	}
	l.Subject, l.Body = standard(words, kind, round.Round{}, time.Time{}).In(c.Language)
	return l.Compose(words, link)
}

func contactOf(a account.Account) Contact {
	c := Contact{Account: a.ID, Email: a.Email, Municipality: a.Municipality, Language: LanguageOf(a.Language), Invited: a.State() == account.Invited}
	return c
}

// LanguageOf returns the language in which somebody is written to who has
// chosen one, or none.
func LanguageOf(chosen string) string {
	lang, _ := locale.Parse(chosen)
	return string(lang)
}

// Start is called once before letters are sent: without mail, what waits for it
// is left to be sent by hand.
func (s *Service) Start(ctx context.Context) error {
	if s.Post != nil {
		return nil
	}
	if err := s.Store.HandOver(ctx); err != nil {
		return fmt.Errorf("leave letters to be sent by hand: %w", err)
	}
	return nil
}

// Compose returns subject and text of a letter with a link in place.
func (s *Service) Compose(a Addressed, link string) (subject, text string) {
	return a.Compose(s.Words, link)
}

// Personal returns the letter that brings somebody their personal link.
func (s *Service) Personal(a account.Account, link string) (subject, text string) {
	return Personal(s.Words, a, link)
}

// ByMail reports whether letters go out by mail.
func (s *Service) ByMail() bool { return s.Post != nil }

// Trouble is what keeps mails from going out, empty when nothing does.
func (s *Service) Trouble() string {
	if s.Post == nil {
		return ""
	}
	return s.Post.Trouble()
}

// Letters returns the letters about a round, oldest first. It returns a
// Forbidden fault when the actor may not see whom letters go to.
func (s *Service) Letters(ctx context.Context, actor account.Actor, key round.Key) ([]Addressed, error) {
	if !account.MayWriteToContacts(actor) {
		return nil, fault.New(fault.Forbidden, "letter.may_not_write")
	}
	letters, err := s.Store.Letters(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read the letters of round %s: %w", key, err)
	}
	return letters, nil
}

// Retry makes the failed letters about a round due again.
func (s *Service) Retry(ctx context.Context, actor account.Actor, key round.Key) error {
	if !account.MayWriteToContacts(actor) {
		return fault.New(fault.Forbidden, "letter.may_not_write")
	}
	if s.Post == nil {
		return fault.New(fault.Conflict, "letter.no_mail")
	}
	if err := s.Store.RetryLetters(ctx, key); err != nil {
		return fmt.Errorf("retry the letters of round %s: %w", key, err)
	}
	s.wake()
	return nil
}

// Settle notes that letters were sent by hand.
func (s *Service) Settle(ctx context.Context, actor account.Actor, ids []ID) error {
	if !account.MayWriteToContacts(actor) {
		return fault.New(fault.Forbidden, "letter.may_not_write")
	}
	if err := s.Store.SettleByHand(ctx, ids, s.Now()); err != nil {
		return fmt.Errorf("note letters sent by hand: %w", err)
	}
	return nil
}

func (s *Service) wake() {
	if s.Post != nil {
		s.Post.Wake()
	}
}
