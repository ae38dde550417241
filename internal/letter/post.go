package letter

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/locale"
	"modenhed/internal/mail"
)

// InvitationPath begins the path of a personal link; its token follows.
const InvitationPath = "/invite/"

// Path returns where a letter leads to, and whether one can go there without
// signing in.
func (l Letter) Path() (path string, everybody bool) {
	switch l.Kind {
	case Published:
		return "/rounds/" + string(l.Round), true
	case PreviewOpen:
		return "/report/preview", false
	}
	return "/report", false
}

// Post sends letters by mail.
type Post struct{ *mail.Post }

// NewPost returns a post that has nothing to do until [mail.Post.Run]. Base
// begins links, without a slash at the end.
func NewPost(store Store, links Links, words *locale.Catalogue, sender mail.Deliverer, base string, now func() time.Time, log *slog.Logger) *Post {
	o := outbox{store: store, links: links, words: words, base: base, now: now}
	return &Post{mail.NewPost(o, sender, now, log)}
}

// outbox holds the letters that wait for mail.
type outbox struct {
	store Store
	links Links
	words *locale.Catalogue
	base  string
	now   func() time.Time
}

// Claim implements [mail.Outbox]. A personal link is kept before the mail goes
// out, in place of an earlier one.
func (o outbox) Claim(ctx context.Context, now, until time.Time) (mail.Item, bool, error) {
	a, ok, err := o.store.NextLetter(ctx, now, until)
	if err != nil || !ok {
		return mail.Item{}, false, err
	}
	item := mail.Item{ID: strconv.FormatInt(int64(a.ID), 10)}
	path, everybody := a.Path()
	link := o.base + path
	if a.To.Invited && !a.Closed && !everybody {
		token, err := o.links.LinkToSend(ctx, a.Author, a.To.Account)
		switch {
		case fault.KindOf(err) == fault.NotFound:
			// Closed between the two looks.
			a.Closed = true
		case err != nil:
			return mail.Item{}, false, err
		}
		link = o.base + InvitationPath + token
	}
	if a.Closed {
		return item, true, o.store.SettleLetter(ctx, a.ID, o.words.Printer(locale.Danish).T("letter.closed"), o.now())
	}
	item.To = a.To.Email
	item.Subject, item.Text = a.Compose(o.words, link)
	return item, true, nil
}

// Compose returns subject and text of a letter with the link in place.
func (a Addressed) Compose(words *locale.Catalogue, link string) (subject, text string) {
	p := words.Printer(locale.Lang(a.Language))
	note := linkNote(p, a.To.Invited, account.InvitationDays)
	if _, everybody := a.Path(); everybody {
		note = ""
	}
	return a.Subject, fill(a.Body, link+"?lang="+p.Code(), note)
}

// Sent implements [mail.Outbox].
func (o outbox) Sent(ctx context.Context, id string) error { return o.Failed(ctx, id, "") }

// Failed implements [mail.Outbox].
func (o outbox) Failed(ctx context.Context, id, reason string) error {
	number, err := letterID(id)
	if err != nil {
		return err
	}
	return o.store.SettleLetter(ctx, number, reason, o.now())
}

// Release implements [mail.Outbox].
func (o outbox) Release(ctx context.Context, id string) error {
	number, err := letterID(id)
	if err != nil {
		return err
	}
	return o.store.ReleaseLetter(ctx, number)
}

func letterID(text string) (ID, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read the number of a letter: %w", err)
	}
	return ID(number), nil
}
