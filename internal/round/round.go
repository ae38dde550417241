package round

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

// Key names a round in addresses and commands, for example "2026" or "2026-1".
type Key string

// Limits on what may be typed, in characters.
const (
	MaxKey   = 40
	MaxTitle = 120
)

// keyForm is what a key may look like: lower-case letters, digits and single
// hyphens between them.
var keyForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Valid reports whether the key has the form of one.
func (k Key) Valid() bool { return len(k) <= MaxKey && keyForm.MatchString(string(k)) }

// Round is a measuring round as it stands.
type Round struct {
	Key   Key
	Title framework.Text
	State State
	// OpenedAt is when it was opened first.
	OpenedAt time.Time
	// ClosedAt is when the review began; zero while the round is open.
	ClosedAt time.Time
	// Cutoff is the last moment of recording that counts, inclusive; zero while
	// the round is open.
	Cutoff time.Time
	// PublishedAt is zero before publication.
	PublishedAt time.Time
	// Hash is the SHA-256 of the frozen content in lower-case hexadecimal, empty
	// before publication.
	Hash string
	// Format is the form of the frozen content, 0 before publication.
	Format int
	// Last bounds what counts together with Cutoff; zero before publication.
	Last Last
	// Latest is the number of the latest event.
	Latest int64
}

// AsOf returns which statuses and verdicts count in a published round. A Status
// or Verdict of 0, which is no bound, means that nothing had been recorded.
// What was accepted in the review counts from format 2 on.
func (r Round) AsOf() assessment.AsOf {
	at := assessment.AsOf{Time: r.Cutoff, Status: r.Last.Status}
	if r.Format >= 2 {
		at.Reviewed, at.Verdict = r.PublishedAt, r.Last.Verdict
	}
	return at
}

// Last are the highest numbers of the facts that count: of the statuses
// recorded by the cut-off, of documents and of verdicts. A fact with a higher
// number and an earlier time of recording was committed too late.
type Last struct {
	Status   assessment.StatusID
	Document int64
	Verdict  assessment.VerdictID
}

// Event is one step in the life of a round. Events are never changed or deleted.
type Event struct {
	// Number rises over all rounds, 0 before the event is recorded.
	Number int64
	Round  Key
	Kind   EventKind
	// Cutoff is what a closing sets; zero for other kinds.
	Cutoff time.Time
	// Hash, Format and Last are what a publication sets; see [Round].
	Hash   string
	Format int
	Last   Last
	// Author is who took the step, 0 for the command line. AuthorName is for
	// administrators only.
	Author     account.ID
	AuthorName string
	RecordedAt time.Time
}

// History is a round as it is kept: a name and the steps taken, in order.
type History struct {
	Key    Key
	Title  framework.Text
	Events []Event
}

// Round returns the round that the steps lead to. It returns an error when they
// are not in an order that [State.After] allows.
func (h History) Round() (Round, error) {
	r := Round{Key: h.Key, Title: h.Title}
	for _, e := range h.Events {
		if err := r.take(e); err != nil {
			return Round{}, fmt.Errorf("read round %s: %w", h.Key, err)
		}
	}
	if r.State == "" {
		return Round{}, fmt.Errorf("read round %s: it was never opened", h.Key)
	}
	return r, nil
}

// take moves the round on by one step.
func (r *Round) take(e Event) error {
	state, ok := r.State.After(e.Kind)
	if !ok {
		return fmt.Errorf("event %d: %q does not follow %q", e.Number, e.Kind, r.State)
	}
	r.State, r.Latest = state, e.Number
	switch e.Kind {
	case EventOpened:
		r.OpenedAt = e.RecordedAt
	case EventClosed:
		r.ClosedAt, r.Cutoff = e.RecordedAt, e.Cutoff
	case EventReopened:
		r.ClosedAt, r.Cutoff = time.Time{}, time.Time{}
	case EventPublished:
		r.PublishedAt, r.Hash, r.Format, r.Last = e.RecordedAt, e.Hash, e.Format, e.Last
	}
	return nil
}

// The fields that problems name.
const (
	FieldKey     = "key"
	FieldTitleDA = "title_da"
	FieldTitleEN = "title_en"
	FieldCutoff  = "cutoff"
)

// New is a round to be opened.
type New struct {
	Key   Key
	Title framework.Text
}

// Clean returns what was typed as it is kept: the key in lower case, all
// without space around it.
func (n New) Clean() New {
	n.Key = Key(strings.ToLower(strings.TrimSpace(string(n.Key))))
	n.Title = framework.Text{DA: cleanLine(n.Title.DA), EN: cleanLine(n.Title.EN)}
	return n
}

func (n New) check() fault.Problems {
	var p fault.Problems
	switch {
	case n.Key == "":
		p.Add(FieldKey, "round.key_missing")
	case !n.Key.Valid():
		p.Add(FieldKey, "round.key_form", "Max", MaxKey)
	}
	for _, title := range []struct{ field, text, missing string }{
		{FieldTitleDA, n.Title.DA, "round.title_da_missing"}, {FieldTitleEN, n.Title.EN, "round.title_en_missing"},
	} {
		if title.text == "" {
			p.Add(title.field, title.missing)
		} else {
			checkText(&p, title.field, title.text, MaxTitle)
		}
	}
	return p
}

// checkText notes a text that is missing, too long or not plain.
func checkText(p *fault.Problems, field, text string, limit int) {
	switch n := utf8.RuneCountInString(text); {
	case text == "":
		p.Add(field, "round.text_missing")
	case n > limit:
		p.Add(field, "round.text_long", "Max", limit, "Over", n-limit)
	case !isPlain(text):
		p.Add(field, "round.text_control")
	}
}

// isPlain reports whether a text is readable as it stands: valid, and without
// control characters other than line ends and tabs.
func isPlain(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t'
	})
}

func cleanText(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.TrimSpace(strings.ReplaceAll(text, "\r", "\n"))
}

// cleanLine joins a text to one line.
func cleanLine(text string) string { return strings.Join(strings.Fields(text), " ") }
