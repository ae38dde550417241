package verification

import (
	"fmt"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
)

// MaxComment is how many characters a comment may have.
const MaxComment = 2000

// The fields that problems name.
const (
	FieldComment = "comment"
	FieldStatus  = "status"
)

// Entry is something said about a status: a verdict of an analyst, or the
// municipality's reply to one. It is never changed.
type Entry struct {
	// ID rises over all entries, 0 before the entry is recorded.
	ID     assessment.VerdictID
	Status assessment.StatusID
	Kind   assessment.VerdictKind
	// Comment is for the municipality and the analysts alone. It is empty for a
	// question that comes from a finding and says no more than that.
	Comment string
	// Finding is the status of the desk that a question comes from, 0 for none.
	Finding assessment.StatusID
	// CarriedFrom is the verdict on the status before, which said the same; 0
	// when somebody looked at this one.
	CarriedFrom assessment.VerdictID
	Author      account.ID
	// AuthorName is filled where authors may be read, else empty.
	AuthorName string
	// RecordedAt is in UTC and exact to the microsecond.
	RecordedAt time.Time
}

// Verdict returns what readers' results depend on.
func (e Entry) Verdict() assessment.Verdict {
	return assessment.Verdict{ID: e.ID, Kind: e.Kind, At: e.RecordedAt}
}

// sameContent reports whether one entry says exactly what another says.
func (e Entry) sameContent(other Entry) bool {
	return e.Status == other.Status && e.Kind == other.Kind && e.Comment == other.Comment &&
		e.Finding == other.Finding && e.Author == other.Author
}

// Next is an entry on its way in, with what its author had seen.
type Next struct {
	Entry
	// After is the number of the latest entry on the status, 0 for none.
	After assessment.VerdictID
}

// Seen is a status as somebody has it before them.
type Seen struct {
	Key    assessment.Key
	Status assessment.StatusID
	// Last is the number of the latest entry on the status, 0 for none.
	Last assessment.VerdictID
}

// Changed is the Conflict of somebody who had not seen the latest: a newer
// status, or something said in the meantime.
type Changed struct {
	// Keys are the places that have changed, in the order in which they were sent.
	Keys []assessment.Key
}

// Error implements error; the text is for logs.
func (c *Changed) Error() string { return fmt.Sprintf("%v have changed since they were seen", c.Keys) }

// Unwrap returns the fault of kind Conflict.
func (c *Changed) Unwrap() error { return fault.New(fault.Conflict, "verification.changed") }

// Moment is one line of a thread: a status or an entry, never both.
type Moment struct {
	At     time.Time
	Status *assessment.Status
	Entry  *Entry
}

// Thread is all that was reported and said about one indicator of one
// municipality, in order of time.
type Thread struct {
	Key     assessment.Key
	Moments []Moment
	// Current is the status that counts, nil when there is none.
	Current *assessment.Status
	// Own is the municipality's own latest, nil when there is none.
	Own *assessment.Status
}

// Said reports whether anybody said anything beside the statuses.
func (t Thread) Said() bool {
	for _, m := range t.Moments {
		if m.Entry != nil {
			return true
		}
	}
	return false
}

// Last is the number of the latest entry on a status, 0 when there is none.
func (t Thread) Last(id assessment.StatusID) assessment.VerdictID {
	var last assessment.VerdictID
	for _, m := range t.Moments {
		if m.Entry != nil && m.Entry.Status == id {
			last = max(last, m.Entry.ID)
		}
	}
	return last
}

// Question returns the entry that questions the status that counts now, nil
// when none does; replied says whether the municipality has answered it since.
func (t Thread) Question() (question *Entry, replied bool) {
	if t.Current == nil {
		return nil, false
	}
	for _, m := range t.Moments {
		if m.Entry == nil || m.Entry.Status != t.Current.ID {
			continue
		}
		switch m.Entry.Kind {
		case assessment.VerdictVerified:
			question, replied = nil, false
		case assessment.VerdictQuestioned:
			question, replied = m.Entry, t.repliedTo(m.Entry.CarriedFrom)
		case assessment.VerdictReplied:
			replied = question != nil
		}
	}
	return question, replied
}

// repliedTo reports whether the municipality answered a question before it
// confirmed its answer, which carries the question over.
func (t Thread) repliedTo(question assessment.VerdictID) bool {
	if question == 0 {
		return false
	}
	var status assessment.StatusID
	replied := false
	for _, m := range t.Moments {
		switch {
		case m.Entry == nil:
		case m.Entry.ID == question:
			status, replied = m.Entry.Status, t.repliedTo(m.Entry.CarriedFrom)
		case m.Entry.Status == status && m.Entry.Kind == assessment.VerdictReplied:
			replied = true
		}
	}
	return replied
}

// Finding returns the status with a number from the thread, nil when it holds none.
func (t Thread) Finding(id assessment.StatusID) *assessment.Status {
	for _, m := range t.Moments {
		if m.Status != nil && m.Status.ID == id {
			return m.Status
		}
	}
	return nil
}
