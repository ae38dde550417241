package mail

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode"

	"modenhed/internal/fault"
)

// Item is a mail that is due.
type Item struct {
	// ID tells the mails of an outbox apart.
	ID string
	// To is empty when there is nothing to be sent any more.
	To, Subject, Text string
}

// Outbox keeps which mails are due and what became of them.
type Outbox interface {
	// Claim claims a mail until a time, after which it is due again; ok is false
	// when none is due.
	Claim(ctx context.Context, now, until time.Time) (item Item, ok bool, err error)
	// Sent notes that a mail has gone out.
	Sent(ctx context.Context, id string) error
	// Failed notes why the address of a mail will not do.
	Failed(ctx context.Context, id, reason string) error
	// Release makes a claimed mail due again.
	Release(ctx context.Context, id string) error
}

// Deliverer sends one mail of plain text; its errors are those of [Sender.Send].
type Deliverer interface {
	Send(ctx context.Context, to, subject, text string) error
}

// Post sends the mails of an outbox that are due, one after another. Each goes
// out at least once, and only once unless the program or its machine dies
// between the server's receipt and the note of it.
type Post struct {
	outbox Outbox
	sender Deliverer
	now    func() time.Time
	log    *slog.Logger
	woken  chan struct{}

	mu      sync.Mutex
	trouble string
	// waited counts how often a mail has been put off.
	waited map[string]int
}

// NewPost returns a post that has nothing to do until [Post.Run].
func NewPost(outbox Outbox, sender Deliverer, now func() time.Time, log *slog.Logger) *Post {
	return &Post{outbox: outbox, sender: sender, now: now, log: log, woken: make(chan struct{}, 1), waited: make(map[string]int)}
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
	item, ok, err := p.outbox.Claim(ctx, now, now.Add(claim))
	if err != nil || !ok {
		if err == nil {
			p.setTrouble("")
		}
		return false, err
	}
	if item.To == "" {
		return true, nil
	}
	return true, p.send(ctx, item)
}

// send sends and notes what became of it.
func (p *Post) send(ctx context.Context, item Item) error {
	err := p.sender.Send(ctx, item.To, item.Subject, item.Text)
	// What has happened must be noted even when the program is being stopped.
	noting := context.WithoutCancel(ctx)
	kind := fault.KindOf(err)
	switch {
	case err == nil:
		p.settled(item.ID)
		return p.outbox.Sent(noting, item.ID)
	case kind == fault.TooMany && p.putOff(item.ID):
		// The claim runs out, and then the mail is due again.
		p.setTrouble("")
		return nil
	case kind == fault.Invalid || kind == fault.TooMany:
		p.settled(item.ID)
		return p.outbox.Failed(noting, item.ID, Reason(err))
	}
	p.setTrouble(Reason(err))
	return errors.Join(err, p.outbox.Release(noting, item.ID))
}

// settled forgets a mail that the server took or refused, which shows that it works.
func (p *Post) settled(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.trouble = ""
	delete(p.waited, id)
}

// putOff reports whether a mail may wait once more.
func (p *Post) putOff(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waited[id]++
	return p.waited[id] <= mostWaits
}

// MaxReason is the longest reason that is kept, in characters.
const MaxReason = 300

// Reason is what a server said, in one line of at most [MaxReason] characters.
func Reason(err error) string {
	text := err.Error()
	var known *fault.Error
	if errors.As(err, &known) && known.Err != nil {
		text = known.Err.Error()
	}
	clean := []rune(plainLine(text))
	return string(clean[:min(len(clean), MaxReason)])
}

// plainLine makes one line of a text from elsewhere.
func plainLine(s string) string {
	kept := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(kept), " ")
}
