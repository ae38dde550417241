package fieldwork

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
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
		return &fault.Error{Kind: fault.Invalid, Message: fault.Text("fieldwork.test_failed", "Reason", reason(err)), Err: err}
	}
	return nil
}

// Post sends the mails that are due, one after another.
type Post struct {
	store  MailStore
	mailer Mailer
	now    func() time.Time
	log    *slog.Logger
	woken  chan struct{}

	mu      sync.Mutex
	trouble string
	// waited counts how often the mail to a contact has been put off.
	waited map[string]int
}

// NewPost returns a post that has nothing to do until [Post.Run].
func NewPost(store MailStore, mailer Mailer, now func() time.Time, log *slog.Logger) *Post {
	return &Post{store: store, mailer: mailer, now: now, log: log, woken: make(chan struct{}, 1), waited: make(map[string]int)}
}

// Pace of the post.
const (
	// betweenMails keeps servers from taking the mails for unsolicited ones: five a second.
	betweenMails = 200 * time.Millisecond
	// claim is how long a mail may take; what takes longer is due again.
	claim = 2 * time.Minute
	// idle is how often a post looks that nobody has woken.
	idle = 30 * time.Second
	// mostWaits is how often a mail waits that a server puts off, as many do with
	// the first from a sender.
	mostWaits = 5
	// After trouble the wait doubles from firstWait to lastWait.
	firstWait = 15 * time.Second
	lastWait  = 10 * time.Minute
)

// Wake tells that a mail may be due.
func (p *Post) Wake() {
	select {
	case p.woken <- struct{}{}:
	default:
	}
}

// Trouble returns what keeps mails from going out, empty when nothing does.
func (p *Post) Trouble() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.trouble
}

func (p *Post) setTrouble(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.trouble = text
}

// Run sends until the context ends.
func (p *Post) Run(ctx context.Context) {
	wait := firstWait
	for {
		sent, err := p.SendNext(ctx)
		pause := betweenMails
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			p.log.WarnContext(ctx, "mail is not going out", "error", err)
			pause, wait = wait, min(2*wait, lastWait)
		case sent:
			wait = firstWait
		default:
			pause = idle
		}
		if !p.rest(ctx, pause, err == nil && !sent) {
			return
		}
	}
}

// rest waits, or until it is woken where it may be; ok is false when the context ends.
func (p *Post) rest(ctx context.Context, pause time.Duration, wakes bool) (ok bool) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	woken := p.woken
	if !wakes {
		woken = nil
	}
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
	case <-woken:
	}
	return true
}

// SendNext sends one mail that is due; sent is false when none is. An address
// that will not do is noted and no error.
func (p *Post) SendNext(ctx context.Context) (sent bool, err error) {
	now := p.now()
	m, ok, err := p.store.NextMail(ctx, now, now.Add(claim))
	if err != nil || !ok {
		if err == nil {
			p.setTrouble("")
		}
		return false, err
	}
	// The link is kept first: a mail whose link does not work would be worse than
	// a link that nobody has.
	token := newToken()
	err = p.store.KeepLink(ctx, m.Fieldwork.Wave, Link{Hash: hashOf(token), Contact: m.Contact.Key})
	if fault.KindOf(err) == fault.NotFound {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return true, p.send(ctx, m, token)
}

// send sends and notes what became of it.
func (p *Post) send(ctx context.Context, m Mail, token string) error {
	f := m.Fieldwork
	subject, text := f.Letter.For(m.Contact.Lang, linkTo(f.BaseURL, token))
	err := p.mailer.Send(ctx, m.Contact.Email, subject, text)
	// What has happened must be noted even when the program is being stopped.
	noting := context.WithoutCancel(ctx)
	switch {
	case err == nil:
		p.setTrouble("")
		return p.store.MarkMail(noting, f.Wave, m.Contact.Key, "")
	case fault.KindOf(err) == fault.TooMany && p.putOff(m.Contact.Key):
		// The claim runs out, and then the mail is due again.
		p.setTrouble("")
		return nil
	case refused(err) || fault.KindOf(err) == fault.TooMany:
		p.setTrouble("")
		return p.store.MarkMail(noting, f.Wave, m.Contact.Key, reason(err))
	}
	p.setTrouble(reason(err))
	return errors.Join(err, p.store.ReleaseMail(noting, f.Wave, m.Contact.Key))
}

// putOff reports whether a mail may wait once more.
func (p *Post) putOff(contact string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waited[contact]++
	if p.waited[contact] > mostWaits {
		delete(p.waited, contact)
		return false
	}
	return true
}

// maxReason is the longest reason that is kept, in characters.
const maxReason = 300

// reason is what a server said, in one line.
func reason(err error) string {
	text := err.Error()
	var known *fault.Error
	if errors.As(err, &known) && known.Err != nil {
		text = known.Err.Error()
	}
	clean := []rune(plainLine(text))
	return string(clean[:min(len(clean), maxReason)])
}
