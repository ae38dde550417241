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
// up to Time and a number up to Status. Both bounds are inclusive, and a zero
// one does not bound.
type AsOf struct {
	Time   time.Time
	Status StatusID
}

// Includes reports whether the status had been recorded by then.
func (a AsOf) Includes(s Status) bool {
	return (a.Time.IsZero() || !s.RecordedAt.After(a.Time)) && (a.Status == 0 || s.ID <= a.Status)
}

// Current returns the status that counted at a moment for every place that had
// one: the municipality's own latest, or the desk's latest while the
// municipality has none of its own. An own answer that was withdrawn leaves
// the place to the desk; it is returned itself, with state NotAnswered, when
// the desk has none either. The order of statuses does not matter.
func Current(statuses []Status, asOf AsOf) map[Key]Status {
	current := latest(statuses, asOf, Self)
	for key, finding := range latest(statuses, asOf, Desk) {
		own, found := current[key]
		if !found || own.Answer.State == NotAnswered && finding.Answer.State != NotAnswered {
			current[key] = finding
		}
	}
	return current
}

// latest returns the last recorded status of a source for every place.
func latest(statuses []Status, asOf AsOf, source Source) map[Key]Status {
	last := make(map[Key]Status)
	for _, s := range statuses {
		if s.Source == source && asOf.Includes(s) && s.ID >= last[s.Key()].ID {
			last[s.Key()] = s
		}
	}
	return last
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
