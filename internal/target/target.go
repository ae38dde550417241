// Package target holds what municipalities aim at: a value of an indicator, the
// day by which it is to be reached, and who sees to it. It checks and records
// targets, and it says from a municipality's own answers how far away a target
// is and whether it is on track. Nothing of it is public.
package target

import (
	"strings"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Limits on what may be set.
const (
	// MaxOwner is the length of an owner in characters.
	MaxOwner = 200
	// MaxYears is how far ahead a target may lie.
	MaxYears = 20
)

// Target is one entry about what a municipality aims at with an indicator. It
// is never changed; a later one takes its place.
type Target struct {
	// Number rises over the whole database; 0 before it is recorded.
	Number       int64
	Municipality municipality.Code
	Indicator    framework.IndicatorKey
	// Value is in the indicator's unit; 0 when the target is withdrawn.
	Value float64
	// Due is the last day; empty when the target is withdrawn.
	Due Day
	// Owner is the department or person who sees to it; it may be empty.
	Owner string
	// Author is who recorded it, 0 for nobody with an account; AuthorName is
	// filled in when targets are read.
	Author     account.ID
	AuthorName string
	// RecordedAt is in UTC and exact to the microsecond.
	RecordedAt time.Time
}

// Key returns the place of the target.
func (t Target) Key() assessment.Key {
	return assessment.Key{Municipality: t.Municipality, Indicator: t.Indicator}
}

// Withdrawn reports whether the entry takes a target back.
func (t Target) Withdrawn() bool { return t.Due == "" }

// sameContent reports whether two entries say the same.
func (t Target) sameContent(other Target) bool {
	return t.Key() == other.Key() && t.Value == other.Value && t.Due == other.Due && t.Owner == other.Owner
}

// Day is a calendar day as 2027-06-30; the empty Day means none.
type Day string

// The forms of a day that are read.
var dayForms = []string{time.DateOnly, "2.1.2006", "2/1/2006", "2-1-2006", "2.1. 2006", "2. 1. 2006"}

// ParseDay reads a day as people write it: 30.6.2027, 30/6/2027, 30-6-2027 or 2027-06-30.
func ParseDay(typed string) (day Day, ok bool) {
	typed = strings.Join(strings.Fields(typed), " ")
	for _, form := range dayForms {
		if t, err := time.Parse(form, typed); err == nil {
			return Day(t.Format(time.DateOnly)), true
		}
	}
	return "", false
}

// End returns the last microsecond of the day in a zone, the smallest step
// between recording times; the zero time for the empty Day.
func (d Day) End(zone *time.Location) time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, zone).Add(-time.Microsecond)
}

// Goal is a target that holds.
type Goal struct {
	Target
	// Since is when value and day were set as they are now. Who sees to it may
	// have changed since.
	Since time.Time
}

// Goals returns the targets that hold, in the order in which their places first
// appear. Entries come by rising number.
func Goals(entries []Target) []Goal {
	latest := make(map[assessment.Key]Goal)
	var order []assessment.Key
	for _, t := range entries {
		before, known := latest[t.Key()]
		if !known {
			order = append(order, t.Key())
		}
		g := Goal{Target: t, Since: t.RecordedAt}
		if known && before.Value == t.Value && before.Due == t.Due {
			g.Since = before.Since
		}
		latest[t.Key()] = g
	}
	var goals []Goal
	for _, key := range order {
		if g := latest[key]; !g.Withdrawn() {
			goals = append(goals, g)
		}
	}
	return goals
}
