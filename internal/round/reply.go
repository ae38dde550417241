package round

import (
	"time"
	"unicode/utf8"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
)

// MaxReply is the longest text of a reply, in characters.
const MaxReply = 4000

// ReplyKind is what a municipality says of what will be published about it.
type ReplyKind string

// The kinds of reply.
const (
	Agreed    ReplyKind = "agreed"
	Commented ReplyKind = "commented"
	Disputed  ReplyKind = "disputed"
)

// ReplyKinds returns the kinds in the order in which they are offered.
func ReplyKinds() []ReplyKind { return []ReplyKind{Agreed, Commented, Disputed} }

// Reply is what a municipality says, during the review of a round, of what will
// be published about it. Replies are never changed or deleted; a later one
// stands in place of an earlier.
type Reply struct {
	// Number rises over all replies, 0 before the reply is recorded.
	Number       int64
	Round        Key
	Municipality municipality.Code
	Kind         ReplyKind
	// Text may be empty for those who agree.
	Text string
	// Public lets everybody read the text once the round is published.
	Public bool
	// Content is the hash of what was replied to; see [About.Hash].
	Content string
	// Author is not public, and AuthorName is for the municipality, analysts and
	// administrators.
	Author     account.ID
	AuthorName string
	RecordedAt time.Time
}

// SameAs reports whether two replies say the same, whenever they were recorded.
func (r Reply) SameAs(other Reply) bool {
	r.Number, r.RecordedAt, r.AuthorName = other.Number, other.RecordedAt, other.AuthorName
	return r == other
}

// The fields of a reply that problems name.
const (
	FieldReply = "reply"
	FieldText  = "text"
)

// clean returns the reply with its text as it is kept. Without a text there is
// nothing to make public.
func (r Reply) clean() Reply {
	r.Text = cleanText(r.Text)
	r.Public = r.Public && r.Text != ""
	return r
}

func (r Reply) check() fault.Problems {
	var p fault.Problems
	switch r.Kind {
	case Agreed, Commented, Disputed:
	default:
		p.Add(FieldReply, "round.reply_choose")
	}
	switch n := utf8.RuneCountInString(r.Text); {
	case r.Text == "" && r.Kind == Commented:
		p.Add(FieldText, "round.comment_missing")
	case r.Text == "" && r.Kind == Disputed:
		p.Add(FieldText, "round.dispute_missing")
	case n > MaxReply:
		p.Add(FieldText, "round.text_long", "Max", MaxReply, "Over", n-MaxReply)
	case !isPlain(r.Text):
		p.Add(FieldText, "round.text_control")
	}
	return p
}

// Latest returns the latest of replies for each municipality; the replies are
// by rising number.
func Latest(replies []Reply) map[municipality.Code]Reply {
	latest := make(map[municipality.Code]Reply)
	for _, r := range replies {
		latest[r.Municipality] = r
	}
	return latest
}

// Tally counts the latest replies of municipalities by kind.
type Tally struct {
	Agreed, Commented, Disputed int
	// None counts the municipalities that have not replied.
	None int
}

// Count counts replies to a round with so many municipalities.
func Count(latest []Reply, units int) Tally {
	t := Tally{None: units - len(latest)}
	for _, r := range latest {
		switch r.Kind {
		case Agreed:
			t.Agreed++
		case Commented:
			t.Commented++
		case Disputed:
			t.Disputed++
		}
	}
	return t
}
