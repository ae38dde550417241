package pages

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/letter"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
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
	// Compose returns subject and text of a letter as it goes out, with a link in place.
	Compose(a letter.Addressed, link string) (subject, text string)
	// Personal returns the letter that brings somebody their personal link.
	Personal(a account.Account, link string) (subject, text string)
}

func lettersAddress(key round.Key) string { return roundAddress(key) + "/letters" }

// RoundLetters shows what became of the letters about a round, and what must be
// sent by hand.
func (h *Handlers) RoundLetters(v *Visit) error {
	return h.showLetters(v, http.StatusOK, nil, nil)
}

// LetterLinks makes the personal links of those without a password and shows
// them once.
func (h *Handlers) LetterLinks(v *Visit) error {
	letters, err := h.Letters.Letters(v.Request().Context(), v.Actor, roundKey(v))
	if err != nil {
		return err
	}
	links := make(map[account.ID]string)
	for _, a := range letters {
		if !isPersonal(a) || links[a.Account] != "" {
			continue
		}
		token, _, err := h.People.NewLink(v.Request().Context(), v.Actor, a.Account)
		if err != nil {
			return err
		}
		links[a.Account] = origin(v) + letter.InvitationPath + token
	}
	return h.showLetters(v, http.StatusOK, links, nil)
}

// RetryLetters sends again to the addresses that were refused.
func (h *Handlers) RetryLetters(v *Visit) error {
	err := h.Letters.Retry(v.Request().Context(), v.Actor, roundKey(v))
	if fault.KindOf(err) == fault.Conflict {
		return h.showLetters(v, http.StatusConflict, nil, err)
	}
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, lettersAddress(roundKey(v))+"?done=retried")
}

// SettleLetters notes that letters were sent by hand.
func (h *Handlers) SettleLetters(v *Visit) error {
	form, err := v.FormParams()
	if err != nil {
		return fmt.Errorf("read the form: %w", err)
	}
	var ids []letter.ID
	for _, text := range form["letter"] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fault.New(fault.Invalid, "problem.text.bad_request")
		}
		ids = append(ids, letter.ID(id))
	}
	if err := h.Letters.Settle(v.Request().Context(), v.Actor, ids); err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, lettersAddress(roundKey(v))+"?done=settled")
}

// InviteContacts queues what asks the contacts of all municipalities to report,
// to those who have not been asked yet.
func (h *Handlers) InviteContacts(v *Visit) error {
	r, err := h.Rounds.Round(v.Request().Context(), roundKey(v))
	if err != nil {
		return err
	}
	if r.State != round.Open {
		return h.showRound(v, http.StatusConflict, roundPage{changed: true})
	}
	if err := h.inviteToRound(v, roundKey(v)); err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, roundAddress(roundKey(v))+"?done=invited")
}

func (h *Handlers) inviteToRound(v *Visit, key round.Key) error {
	_, err := h.Letters.Notify(v.Request().Context(), letter.Notice{
		Kind: letter.RoundOpened, Round: key, Municipalities: allCodes(v.Snapshot), By: v.Actor.ID,
	})
	return err
}

// isPersonal reports whether a letter that waits to be sent by hand needs a link
// of its receiver's own.
func isPersonal(a letter.Addressed) bool {
	_, everybody := a.Path()
	return a.Waiting() && a.To.Invited && !a.Closed && !everybody
}

func (h *Handlers) showLetters(v *Visit, status int, links map[account.ID]string, refused error) error {
	ctx, key := v.Request().Context(), roundKey(v)
	r, err := h.Rounds.Round(ctx, key)
	if err != nil {
		return err
	}
	letters, err := h.Letters.Letters(ctx, v.Actor, key)
	if err != nil {
		return err
	}
	l := v.Look
	m := h.lettersModel(v, r, letters, links)
	switch done := v.QueryParam("done"); {
	case refused != nil:
		m.Notices = []view.Notice{conflictNotice(l, refused)}
	case done == "retried" || done == "settled":
		m.Notices = []view.Notice{{Kind: view.AlertSuccess, Heading: l.T("board.done." + done), Text: l.T("board.done." + done + "_text")}}
	}
	p := h.page(v, l.T("board.letters.title", "Title", r.Title.In(l.Code())), l.T("board.letters.lead"))
	p.Crumbs = append(roundCrumbs(l, r), view.Link{Href: boardAddress(key), Text: l.T("board.crumb")})
	p.Address = lettersAddress(key)
	return showStatus(v, status, p, view.LettersBody(l, m))
}

func (h *Handlers) lettersModel(v *Visit, r round.Round, letters []letter.Addressed, links map[account.ID]string) view.LettersPage {
	l := v.Look
	m := view.LettersPage{
		CSRF: v.CSRF, Address: lettersAddress(r.Key), Back: boardAddress(r.Key), Trouble: h.Letters.Trouble(),
		CanLink: account.MayManagePeople(v.Actor), Linked: links != nil, CanRetry: h.Letters.ByMail(), Empty: len(letters) == 0,
	}
	var counts letter.Counts
	bundles := bundler{look: l, letters: h.Letters, origin: origin(v), id: "letter-"}
	personal := bundler{look: l, letters: h.Letters, id: "personal-"}
	for _, a := range letters {
		counts.Count(a.Letter)
		place := placeName(v.Snapshot, int(a.To.Municipality))
		switch {
		case a.State == letter.Failed:
			m.Failures = append(m.Failures, view.Fact{Label: a.To.Email, Value: l.T("board.kind."+string(a.Kind)) + ": " + a.Failure})
		case isPersonal(a):
			m.Personal = append(m.Personal, h.personalLetter(l, a, place, links[a.Account]))
			personal.add(a)
		case a.Waiting() && !a.Closed:
			bundles.add(a)
		}
	}
	m.Bundles, m.PersonalTexts = bundles.done(), personal.done()
	for _, part := range []struct {
		key string
		n   int
	}{{"sent", counts.Sent}, {"waiting", counts.Waiting}, {"failed", counts.Failed}, {"by_hand", counts.ByHand}} {
		m.Facts = append(m.Facts, view.Fact{Label: l.T("board.letters.fact." + part.key), Value: l.Int(part.n)})
	}
	return m
}

func (h *Handlers) personalLetter(l view.Look, a letter.Addressed, place, link string) view.PersonalLetter {
	p := view.PersonalLetter{
		Email: a.To.Email, Municipality: place, Letter: l.T("board.kind." + string(a.Kind)),
		Link: link, Number: strconv.FormatInt(int64(a.ID), 10),
	}
	if link != "" {
		subject, text := h.Letters.Compose(a, link)
		p.Mailto = mailto([]string{a.To.Email}, nil, subject, text)
	}
	return p
}

// bundler puts letters with one text together.
type bundler struct {
	look    view.Look
	letters Letters
	// origin begins links; empty for letters with links of the receivers' own.
	origin string
	// id begins the IDs of elements.
	id    string
	order []string
	lists map[string][]letter.Addressed
}

func (b *bundler) add(a letter.Addressed) {
	if b.lists == nil {
		b.lists = make(map[string][]letter.Addressed)
	}
	key := strings.Join([]string{string(a.Kind), a.Language, a.Subject, a.Body}, "\x00")
	if b.lists[key] == nil {
		b.order = append(b.order, key)
	}
	b.lists[key] = append(b.lists[key], a)
}

func (b *bundler) done() []view.LetterBundle {
	l := b.look
	var list []view.LetterBundle
	for i, key := range b.order {
		letters := b.lists[key]
		first := letters[0]
		path, _ := first.Path()
		bundle := view.LetterBundle{
			ID: b.id + strconv.Itoa(i+1), Lang: first.Language, Count: l.N("board.letters.count", len(letters)),
			Title: l.T("board.letters.bundle", "Kind", l.T("board.kind."+string(first.Kind)), "Language", l.T("board.language."+first.Language)),
		}
		bundle.Subject, bundle.Body = first.Subject, first.Body
		if b.origin != "" {
			first.To.Invited = false
			bundle.Subject, bundle.Body = b.letters.Compose(first, b.origin+path)
		}
		var addresses []string
		for _, a := range letters {
			addresses = append(addresses, a.To.Email)
			bundle.Numbers = append(bundle.Numbers, strconv.FormatInt(int64(a.ID), 10))
		}
		bundle.Addresses = strings.Join(addresses, "; ")
		bundle.Mailto = mailto(nil, addresses, bundle.Subject, bundle.Body)
		list = append(list, bundle)
	}
	return list
}

// maxMailto is the longest address that mail programs are known to take.
const maxMailto = 1900

// mailto opens a mail program with a letter; receivers in bcc do not see each
// other. Addresses, and then the text, are left out when they do not fit.
func mailto(to, bcc []string, subject, text string) string {
	escape := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	all := func(list []string) string {
		escaped := make([]string, len(list))
		for i, address := range list {
			escaped[i] = strings.ReplaceAll(escape(address), "%40", "@")
		}
		return strings.Join(escaped, ",")
	}
	head := "mailto:" + all(to) + "?subject=" + escape(subject)
	body := "&body=" + escape(strings.ReplaceAll(text, "\n", "\r\n"))
	hidden := ""
	if len(bcc) > 0 {
		hidden = "&bcc=" + all(bcc)
	}
	for _, address := range []string{head + hidden + body, head + body} {
		if len(address) <= maxMailto {
			return address
		}
	}
	return head
}
