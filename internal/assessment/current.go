package assessment

import (
	"time"

	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Key is the place of an answer: one indicator of one municipality.
type Key struct {
	Municipality municipality.Code
	Indicator    framework.IndicatorKey
}

// Key returns the place of the status.
func (s Status) Key() Key { return Key{Municipality: s.Municipality, Indicator: s.Indicator} }

// AsOf is a moment in what had been recorded: everything with a recording time
// up to Time and a number up to Status. In a measuring round Time is the
// cut-off, and what came later counts until the end of the review when analysts
// accepted it by then. All bounds are inclusive, and a zero one does not bound.
type AsOf struct {
	Time   time.Time
	Status StatusID
	// Reviewed is the end of a round's review; zero outside rounds.
	Reviewed time.Time
	// Verdict bounds the verdicts that count by number; their time is bound by
	// Reviewed, and outside rounds by Time.
	Verdict VerdictID
}

// Includes reports whether the status counts at the moment: it had been
// recorded by then, or was accepted in the review.
func (a AsOf) Includes(s Status) bool {
	if (a.Time.IsZero() || !s.RecordedAt.After(a.Time)) && (a.Status == 0 || s.ID <= a.Status) {
		return true
	}
	return !a.Reviewed.IsZero() && !s.RecordedAt.After(a.Reviewed) && s.acceptedBy(a)
}

func (a AsOf) includesVerdict(v Verdict) bool {
	until := a.Reviewed
	if until.IsZero() {
		until = a.Time
	}
	return (until.IsZero() || !v.At.After(until)) && (a.Verdict == 0 || v.ID <= a.Verdict)
}

// Current returns the status that counted at a moment for every place that had
// one: the municipality's own latest, or the desk's latest while the
// municipality has none of its own. An own answer that was withdrawn leaves
// the place to the desk; it is returned itself, with state NotAnswered, when
// the desk has none either. The order of statuses does not matter.
func Current(statuses []Status, asOf AsOf) map[Key]Status {
	places := make(map[Key]*voices)
	for i := range statuses {
		s := &statuses[i]
		if !asOf.Includes(*s) {
			continue
		}
		v, found := places[s.Key()]
		if !found {
			v = new(voices)
			places[s.Key()] = v
		}
		v.hear(s)
	}
	current := make(map[Key]Status, len(places))
	for key, v := range places {
		if s := v.counting(); s != nil {
			current[key] = *s
		}
	}
	return current
}

// CurrentIn returns what [Current] does for one indicator, nil when there is
// none. history is one municipality's by rising number.
func CurrentIn(history []Status, indicator framework.IndicatorKey, asOf AsOf) *Status {
	var v voices
	for i := len(history) - 1; i >= 0 && !v.settled(); i-- {
		if s := &history[i]; s.Indicator == indicator && asOf.Includes(*s) {
			v.hear(s)
		}
	}
	return v.counting()
}

// voices are the last statuses of both sources at one place, nil where there is none.
type voices struct{ own, desk *Status }

func (v *voices) hear(s *Status) {
	switch s.Source {
	case Self:
		v.own = later(v.own, s)
	case Desk:
		v.desk = later(v.desk, s)
	}
}

func later(a, b *Status) *Status {
	if a == nil || b.ID >= a.ID {
		return b
	}
	return a
}

// settled reports whether earlier statuses than those heard cannot count.
func (v *voices) settled() bool {
	return v.own != nil && (v.desk != nil || v.own.Answer.State != NotAnswered)
}

// counting returns the status that counts.
func (v *voices) counting() *Status {
	switch {
	case v.own == nil:
		return v.desk
	case v.own.Answer.State == NotAnswered && v.desk != nil && v.desk.Answer.State != NotAnswered:
		return v.desk
	}
	return v.own
}

// Stale reports whether a status is older than a framework allows at a moment:
// recorded more than maxAgeMonths calendar months (UTC) before. With
// maxAgeMonths 0 no status is ever stale.
func Stale(s Status, at time.Time, maxAgeMonths int) bool {
	if maxAgeMonths <= 0 {
		return false
	}
	return s.RecordedAt.UTC().AddDate(0, maxAgeMonths, 0).Before(at)
}
