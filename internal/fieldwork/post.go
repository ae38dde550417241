package fieldwork

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/mail"
)

// MailStore keeps which mails are due and what became of them.
type MailStore interface {
	// NextMail claims the mail of one contact until a time, after which it is due
	// again; ok is false when none is due. Nothing is due of a fieldwork that takes
	// no answers.
	NextMail(ctx context.Context, now, until time.Time) (m Mail, ok bool, err error)
	// KeepLink keeps the link of a mail that is about to go out. It returns a
	// NotFound fault when the contact has answered in the meantime.
	KeepLink(ctx context.Context, wave string, l Link) error
	// MarkMail notes that a mail is sent, or why its address will not do.
	MarkMail(ctx context.Context, wave, contact, failure string) error
	// ReleaseMail makes a claimed mail due again.
	ReleaseMail(ctx context.Context, wave, contact string) error
	// StartMailing makes a mail with a letter due to everybody who has not answered.
	StartMailing(ctx context.Context, wave string, l Letter, at time.Time) error
	// RetryMail makes the mails due again whose addresses would not do.
	RetryMail(ctx context.Context, wave string) error
	// MailCounts counts the mails of a wave by what became of them.
	MailCounts(ctx context.Context, wave string) (MailCounts, error)
}

// Mail is a letter to one contact.
type Mail struct {
	Fieldwork Fieldwork
	Contact   Contact
}

// MailCounts are the mails to those who have not answered.
type MailCounts struct {
	Pending int
	// Unreached are addresses that no link has ever gone out to, with why.
	Unreached []Failure
	// Failed is how many others a later mail could not reach.
	Failed int
}

// Failure is an address that a mail could not be sent to.
type Failure struct{ Email, Reason string }

// MailProgress is how far a mailing is, as an analyst may see it.
type MailProgress struct {
	// Number is 1 for the invitation, 2 and more for reminders.
	Number    int
	StartedAt time.Time
	// Running means that mails are still due.
	Running bool
	// Sent and Pending are shown of the invitation, and of reminders where the
	// number of answers is shown: else they would tell it. Sent is for the invitation only.
	Shown         bool
	Sent, Pending int
	Unreached     []Failure
	// Failed is how many a reminder did not reach, FailedSome that there are such
	// and that their number is not shown. Addresses are not shown: who vanishes
	// from the list has answered.
	Failed     int
	FailedSome bool
	// Trouble is what the mail server said when it last refused to work; empty
	// when it works.
	Trouble string
}

func (s *Service) mailProgress(ctx context.Context, f Fieldwork, p Progress) (MailProgress, error) {
	counts, err := s.Store.MailCounts(ctx, f.Wave)
	if err != nil {
		return MailProgress{}, fmt.Errorf("count the mails of %s: %w", f.Wave, err)
	}
	m := MailProgress{
		Number: f.Mailings, StartedAt: f.MailedAt, Running: counts.Pending > 0,
		Unreached: counts.Unreached, Shown: f.Mailings == 1 || p.Answered.Shown,
	}
	if m.Shown {
		m.Pending = counts.Pending
	}
	if f.Mailings == 1 {
		m.Sent = f.Invited - counts.Pending - len(counts.Unreached) - counts.Failed
	}
	if p.Answered.Shown && counts.Failed >= p.Minimum {
		m.Failed = counts.Failed
	}
	m.FailedSome = counts.Failed > m.Failed
	if s.Post != nil && m.Running {
		m.Trouble = s.Post.Trouble()
	}
	return m, nil
}

// Remind sends a letter with a new link to everybody who has not answered.
func (s *Service) Remind(ctx context.Context, actor account.Actor, key string, l Letter) error {
	f, err := s.mailing(ctx, actor, key)
	if err != nil {
		return err
	}
	counts, err := s.Store.MailCounts(ctx, key)
	if err != nil {
		return fmt.Errorf("count the mails of %s: %w", key, err)
	}
	if counts.Pending > 0 {
		return fault.New(fault.Conflict, "fieldwork.mailing_runs")
	}
	var problems fault.Problems
	l = l.clean()
	if l.check(&problems); len(problems) > 0 {
		return problems.Err()
	}
	if err := s.Store.StartMailing(ctx, f.Wave, l, s.Now()); err != nil {
		return fmt.Errorf("start a reminder for %s: %w", key, err)
	}
	s.wake()
	return nil
}

// RetryMail sends again to the addresses that would not do.
func (s *Service) RetryMail(ctx context.Context, actor account.Actor, key string) error {
	if _, err := s.mailing(ctx, actor, key); err != nil {
		return err
	}
	if err := s.Store.RetryMail(ctx, key); err != nil {
		return fmt.Errorf("retry mails of %s: %w", key, err)
	}
	s.wake()
	return nil
}

// mailing returns an open fieldwork whose links go out by mail.
func (s *Service) mailing(ctx context.Context, actor account.Actor, key string) (Fieldwork, error) {
	if _, err := s.wave(ctx, actor, key); err != nil {
		return Fieldwork{}, err
	}
	f, err := s.in(ctx, key, Open)
	if err != nil {
		return Fieldwork{}, err
	}
	if f.Delivery != ByMail || s.Post == nil || !f.takes(s.Now()) {
		return Fieldwork{}, fault.New(fault.Conflict, "fieldwork.changed")
	}
	return f, nil
}

// TestMail sends a letter to the analyst, with a link to a page in the place of
// a person's own. The error is an Invalid fault when the letter has faults or
// the mail does not go out.
func (s *Service) TestMail(ctx context.Context, actor account.Actor, key string, l Letter, link string) error {
	if _, err := s.wave(ctx, actor, key); err != nil {
		return err
	}
	if s.Post == nil {
		return fault.New(fault.Conflict, "fieldwork.changed")
	}
	var problems fault.Problems
	l = l.clean()
	if l.check(&problems); len(problems) > 0 {
		return problems.Err()
	}
	subject, text := l.For("", link)
	if err := s.Post.mailer.Send(ctx, actor.Email, subject, text); err != nil {
		s.Log.WarnContext(ctx, "a test mail did not go out", "error", err)
		return &fault.Error{Kind: fault.Invalid, Message: fault.Text("fieldwork.test_failed", "Reason", mail.Reason(err)), Err: err}
	}
	return nil
}

// Post sends the mails that are due.
type Post struct {
	*mail.Post
	mailer Mailer
}

// NewPost returns a post that has nothing to do until [mail.Post.Run].
func NewPost(store MailStore, mailer Mailer, now func() time.Time, log *slog.Logger) *Post {
	return &Post{Post: mail.NewPost(outbox{store}, mailer, now, log), mailer: mailer}
}

// outbox holds the mails of all fieldworks. An ID is that of wave and contact.
type outbox struct{ store MailStore }

// idOf returns the ID of a mail; a wave's key has no line end in it.
func idOf(wave, contact string) string { return wave + "\n" + contact }

func partsOf(id string) (wave, contact string) {
	wave, contact, _ = strings.Cut(id, "\n")
	return wave, contact
}

// Claim implements [mail.Outbox]. The link is kept before the mail goes out: a
// mail whose link does not work would be worse than a link that nobody has.
func (o outbox) Claim(ctx context.Context, now, until time.Time) (mail.Item, bool, error) {
	m, ok, err := o.store.NextMail(ctx, now, until)
	if err != nil || !ok {
		return mail.Item{}, false, err
	}
	wave, contact, token := m.Fieldwork.Wave, m.Contact, newToken()
	item := mail.Item{ID: idOf(wave, contact.Key)}
	err = o.store.KeepLink(ctx, wave, Link{Hash: hashOf(token), Contact: contact.Key})
	if fault.KindOf(err) == fault.NotFound {
		// The contact has answered in the meantime.
		return item, true, nil
	}
	if err != nil {
		return mail.Item{}, false, err
	}
	item.To = contact.Email
	item.Subject, item.Text = m.Fieldwork.Letter.For(contact.Lang, linkTo(m.Fieldwork.BaseURL, token))
	return item, true, nil
}

// Sent implements [mail.Outbox].
func (o outbox) Sent(ctx context.Context, id string) error { return o.Failed(ctx, id, "") }

// Failed implements [mail.Outbox].
func (o outbox) Failed(ctx context.Context, id, reason string) error {
	wave, contact := partsOf(id)
	return o.store.MarkMail(ctx, wave, contact, reason)
}

// Release implements [mail.Outbox].
func (o outbox) Release(ctx context.Context, id string) error {
	wave, contact := partsOf(id)
	return o.store.ReleaseMail(ctx, wave, contact)
}
