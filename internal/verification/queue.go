package verification

import (
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
)

// Kind is why something waits for an analyst. An item may have several.
type Kind string

// The kinds, the more urgent first.
const (
	// Revised: the answer was changed after it was questioned.
	Revised Kind = "revised"
	// Replied: the municipality answered a question and left its status as it was.
	Replied Kind = "replied"
	// Late: recorded after the cut-off of the round in review; it counts there
	// when an analyst accepts it.
	Late Kind = "late"
	// SetAside: an answer that the indicator is not applicable.
	SetAside Kind = "not_applicable"
	// FromDesk: a finding of the desk that counts.
	FromDesk Kind = "desk"
	// Altered: another answer than the first, other than a revised one.
	Altered Kind = "changed"
	// New: the first answer.
	New Kind = "new"
	// Asked: a question waits for the municipality. It is no work for analysts
	// and is left out unless it is asked for.
	Asked Kind = "asked"
)

// Kinds are all kinds in order.
func Kinds() []Kind {
	return []Kind{Revised, Replied, Late, SetAside, FromDesk, Altered, New, Asked}
}

// Item is a status that waits.
type Item struct {
	Unit  *benchmark.Unit
	Place framework.Place
	// Status is the one that counts, or the withdrawal of an answer that leaves
	// the place to the desk.
	Status *assessment.Status
	// Kinds are why it waits, in the order of [Kinds]; there is at least one.
	Kinds []Kind
	// Since is when it began to wait.
	Since time.Time
	// Impact is what the status adds to the overall score beyond what its
	// evidence allows unverified, in points from 0 to 100.
	Impact float64
	// Lacking means that the answer should carry evidence that it has not.
	Lacking bool
	// Last is the number of the latest entry on the status, 0 for none.
	Last assessment.VerdictID
}

// Key returns the place of the item.
func (i Item) Key() assessment.Key { return i.Status.Key() }

// Seen returns the item as what somebody has seen of it.
func (i Item) Seen() Seen { return Seen{Key: i.Key(), Status: i.Status.ID, Last: i.Last} }

// Is reports whether the item waits for a reason.
func (i Item) Is(kind Kind) bool {
	for _, k := range i.Kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// Queue returns all that waits in a snapshot, in the order of its units and
// places. Answers too old to count, unknown and missing ones wait only when they
// answer a question or came late.
func Queue(s *benchmark.Snapshot) []Item {
	q := queue{snapshot: s}
	if s.Review != nil {
		q.cutoff = s.Review.Cutoff
	}
	for _, unit := range s.Units {
		q.add(unit)
	}
	return q.items
}

type queue struct {
	snapshot *benchmark.Snapshot
	// cutoff is that of the round in review, zero for none.
	cutoff time.Time
	items  []Item
}

// line is what was recorded at one place.
type line struct {
	// own and desk are the latest of each source, nil for none.
	own, desk *assessment.Status
	// since is when the own latest was said first, and altered means that
	// something else was said before.
	since   time.Time
	altered bool
	// replied means that the municipality answered the question that its
	// confirmed answer carries over.
	replied bool
	// asked is the time of the latest question about an earlier own status that
	// nobody verified since; zero for none.
	asked time.Time
}

func (q *queue) add(unit *benchmark.Unit) {
	lines := make(map[framework.IndicatorKey]*line)
	statuses := q.snapshot.Statuses(unit.Code)
	for i := range statuses {
		l, known := lines[statuses[i].Indicator]
		if !known {
			l = new(line)
			lines[statuses[i].Indicator] = l
		}
		l.follow(&statuses[i])
	}
	for i, place := range q.snapshot.Places {
		if l, known := lines[place.Indicator.Key]; known {
			q.consider(unit, i, place, l)
		}
	}
}

// follow takes the next status of a place in.
func (l *line) follow(status *assessment.Status) {
	if status.Source == assessment.Desk {
		l.desk = status
		return
	}
	repeats := l.own != nil && status.Repeats(l.own)
	if l.own != nil {
		l.look(l.own.Verdicts)
	}
	l.replied = l.replied && repeats
	if !repeats {
		l.since, l.altered = status.RecordedAt, l.own != nil
	}
	l.own = status
}

// look takes in what was said of a status that another one follows.
func (l *line) look(verdicts []assessment.Verdict) {
	for i, v := range verdicts {
		switch v.Kind {
		case assessment.VerdictQuestioned:
			// The first one may be carried over, with the reply to it.
			l.asked, l.replied = v.At, l.replied && i == 0
		case assessment.VerdictVerified:
			l.asked, l.replied = time.Time{}, false
		case assessment.VerdictReplied:
			l.replied = true
		}
	}
}

// consider adds what counts at a place when it waits, and a withdrawal that
// came late, which leaves the place to the desk.
func (q *queue) consider(unit *benchmark.Unit, index int, place framework.Place, l *line) {
	if l.own != nil && l.own.Answer.State == assessment.NotAnswered {
		if item, waits := q.item(unit, index, place, l.own, l); waits {
			q.items = append(q.items, item)
			return
		}
	}
	if answer := unit.Answers[index]; answer.Status != nil && answer.Status.Answer.State != assessment.NotAnswered {
		if item, waits := q.item(unit, index, place, answer.Status, l); waits {
			q.items = append(q.items, item)
		}
	}
}

func (q *queue) item(unit *benchmark.Unit, index int, place framework.Place, status *assessment.Status, l *line) (Item, bool) {
	item := Item{Unit: unit, Place: place, Status: status, Since: status.RecordedAt}
	if status.Source == assessment.Self && !l.since.IsZero() {
		item.Since = l.since
	}
	item.Kinds = q.kinds(status, l, unit.Answers[index].Stale)
	if len(item.Kinds) == 0 {
		return Item{}, false
	}
	if n := len(status.Verdicts); n > 0 {
		item.Last = status.Verdicts[n-1].ID
		if item.Is(Replied) || item.Is(Asked) {
			item.Since = status.Verdicts[n-1].At
		}
	}
	score := unit.Card.Indicators[index]
	if counting := unit.Answers[index].Status; counting != nil && counting.ID == status.ID && score.Score.OK {
		item.Impact = score.Share * max(0, score.Score.Value-status.Cap(assessment.AsOf{}))
	}
	item.Lacking = status.Evidence.Empty() && assessment.EvidenceAdvice(place, status.Answer) != assessment.None
	return item, true
}

// kinds are why a status waits, none when it does not.
func (q *queue) kinds(status *assessment.Status, l *line, stale bool) []Kind {
	var kinds []Kind
	note := func(kind Kind, holds bool) {
		if holds {
			kinds = append(kinds, kind)
		}
	}
	own := status.Source == assessment.Self
	verification := status.Verification(assessment.AsOf{})
	open := verification == assessment.Unverified
	asked := verification == assessment.Questioned
	replied := asked && (own && l.replied && len(status.Verdicts) == 1 ||
		status.Verdicts[len(status.Verdicts)-1].Kind == assessment.VerdictReplied)
	revised := open && own && !l.asked.IsZero()
	note(Revised, revised)
	note(Replied, replied)
	note(Late, q.late(status))
	waits := open && !stale
	note(SetAside, waits && status.Answer.State == assessment.NotApplicable)
	waits = waits && status.Answer.State == assessment.Reported
	note(FromDesk, waits && !own)
	note(Altered, waits && own && l.altered && !revised)
	note(New, waits && own && !l.altered)
	note(Asked, asked && !replied)
	return kinds
}

// late reports whether a status came after the cut-off of the round in review
// and nobody has decided whether it counts there. One that is questioned does
// not, until it is verified.
func (q *queue) late(status *assessment.Status) bool {
	if q.cutoff.IsZero() || !status.RecordedAt.After(q.cutoff) {
		return false
	}
	for i := len(status.Verdicts) - 1; i >= 0; i-- {
		switch status.Verdicts[i].Kind {
		case assessment.VerdictAccepted, assessment.VerdictVerified, assessment.VerdictQuestioned:
			return false
		}
	}
	return true
}
