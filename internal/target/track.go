package target

import (
	"math"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
)

// State is how a target stands.
type State string

// The states. A target is in the first of them that fits: reached, overdue, due
// soon, without data, on track, behind.
const (
	// Reached: today's value is the target or better.
	Reached State = "reached"
	// Overdue: the day has passed, and the target is not reached.
	Overdue State = "overdue"
	// DueSoon: at most [SoonDays] days are left.
	DueSoon State = "due_soon"
	// NoData: there is no own value today to compare with.
	NoData State = "no_data"
	// OnTrack: today's value is at the line to the target, or near enough.
	OnTrack State = "on_track"
	// Behind: it is not.
	Behind State = "behind"
)

// States lists the states in the order in which they are shown: what calls for
// action first.
func States() []State { return []State{Overdue, DueSoon, Behind, NoData, OnTrack, Reached} }

const (
	// SoonDays is how many days before its last day a target is due soon.
	SoonDays = 90
	// Leeway is the part of the whole way that a municipality may be behind the
	// line and still be on track: answers come about once a year, the line rises
	// every day.
	Leeway = 0.1
	// PaceYears is how many years the pace is taken from.
	PaceYears = 2
	// paceDays is the shortest time that a pace can be taken from.
	paceDays = 180
	// slack is the tolerance of every comparison of values.
	slack = 1e-9
)

// Point is a municipality's own answer at a time.
type Point struct {
	At    time.Time
	Value float64
	// Known is false when the answer has no value: withdrawn, not applicable,
	// nobody knows, or too old to count.
	Known bool
}

// Points returns a municipality's own answers to an indicator, oldest first.
// statuses come oldest first; after the last of them, when it is older than
// maxAgeMonths at a moment, stands a point that is not known.
func Points(statuses []assessment.Status, indicator framework.IndicatorKey, now time.Time, maxAgeMonths int) []Point {
	var points []Point
	var last *assessment.Status
	for i := range statuses {
		s := &statuses[i]
		if s.Indicator != indicator || s.Source != assessment.Self || s.RecordedAt.After(now) {
			continue
		}
		points = append(points, Point{At: s.RecordedAt, Value: s.Answer.Value, Known: s.Answer.State == assessment.Reported})
		last = s
	}
	if last != nil && assessment.Stale(*last, now, maxAgeMonths) {
		points = append(points, Point{At: now})
	}
	return points
}

// Track is how far a target is away and whether it is on track.
type Track struct {
	State State
	// Current is today's own value; Known is false when there is none.
	Current float64
	Known   bool
	// Distance is what is missing, in the indicator's unit: 0 when the target is
	// reached or today's value is not known.
	Distance float64
	// Start is the value at the beginning of the line and Expected the line's
	// value today; HasLine is false when there is no own value to begin with.
	Start, Expected float64
	HasLine         bool
	// AtLine reports whether today's value is at the line or near enough. It is
	// told for a target that is due soon too.
	AtLine bool
	// DaysLeft is how many days are left, today not counted; negative when overdue.
	DaysLeft int
	Pace     Pace
}

// Pace is what the last two years would lead to.
type Pace struct {
	// OK is false when fewer than 180 days lie between the own values.
	OK bool
	// PerYear is the change in the indicator's unit; At is today's value with
	// that change until the target's last day, within what the indicator allows.
	PerYear, At float64
	// Enough reports whether At is the target or better.
	Enough bool
}

// Follow measures a target by the municipality's own answers at a moment.
//
// With v₀ the own value when the target was set (the first after it when there
// was none), t₀ that time, T the target, t₁ the end of its last day and f the
// part of the time that has passed, (now − t₀)/(t₁ − t₀) between 0 and 1:
//
//	expected today   v₀ + (T − v₀)·f
//	needed today     v₀ + (T − v₀)·max(0, f − 0.1), in whole steps where values are whole
//	on track         today's value is what is needed or better
//	pace             (today's value − value two years ago)/years
//	in the end       today's value + pace·(t₁ − now)
//
// "Better" is more, or less where the scale says that less is better.
func Follow(i *framework.Indicator, g Goal, points []Point, zone *time.Location, now time.Time) Track {
	due := g.Due.End(zone)
	m := measure{indicator: i, goal: g.Value, due: due, now: now, sign: 1}
	if i.Scale.LessIsBetter() {
		m.sign = -1
	}
	t := Track{DaysLeft: daysBetween(now, due, zone)}
	if n := len(points); n > 0 && points[n-1].Known {
		t.Current, t.Known = points[n-1].Value, true
		t.Distance = max(0, m.sign*(g.Value-t.Current))
		if t.Distance <= slack {
			t.Distance = 0
		}
		t.Pace = m.pace(points, t.Current)
	}
	if start, at, ok := begin(points, g.Since); ok {
		t.Start, t.HasLine = start, true
		m.line(&t, at)
	}
	t.State = m.state(t)
	return t
}

type measure struct {
	indicator *framework.Indicator
	goal      float64
	due, now  time.Time
	// sign is 1 where more is better and −1 where less is.
	sign float64
}

// reaches reports whether a value is as good as another, or better.
func (m measure) reaches(value, other float64) bool { return m.sign*(value-other) >= -slack }

func (m measure) state(t Track) State {
	switch {
	case t.Known && m.reaches(t.Current, m.goal):
		return Reached
	case m.now.After(m.due):
		return Overdue
	case t.DaysLeft <= SoonDays:
		return DueSoon
	case !t.Known || !t.HasLine:
		return NoData
	case t.AtLine:
		return OnTrack
	}
	return Behind
}

// line fills in what the straight line from the start says of today.
func (m measure) line(t *Track, began time.Time) {
	passed := 1.0
	if whole := m.due.Sub(began); whole > 0 {
		passed = min(max(float64(m.now.Sub(began))/float64(whole), 0), 1)
	}
	if m.reaches(t.Start, m.goal) {
		t.Expected = m.goal
		t.AtLine = t.Known && m.reaches(t.Current, m.goal)
		return
	}
	way := m.goal - t.Start
	t.Expected = t.Start + way*passed
	needed := t.Start + way*max(0, passed-Leeway)
	if passed == 1 {
		needed = m.goal
	}
	if m.whole() {
		needed = m.sign * math.Floor(m.sign*needed+slack)
	}
	t.AtLine = t.Known && m.reaches(t.Current, needed)
}

// whole reports whether the indicator has whole values alone.
func (m measure) whole() bool {
	switch m.indicator.Type {
	case framework.Level, framework.Days, framework.YesNo:
		return true
	}
	return false
}

func (m measure) pace(points []Point, current float64) Pace {
	since := m.now.AddDate(-PaceYears, 0, 0)
	then, at, ok := begin(points, since)
	if !ok || m.now.Sub(at) < paceDays*24*time.Hour {
		return Pace{}
	}
	const year = 365.25 * 24 * float64(time.Hour)
	p := Pace{OK: true, PerYear: (current - then) / (float64(m.now.Sub(at)) / year)}
	ahead := max(0, float64(m.due.Sub(m.now))/year)
	p.At = m.within(current + p.PerYear*ahead)
	p.Enough = m.reaches(p.At, m.goal)
	return p
}

// within keeps a value to what the indicator allows.
func (m measure) within(v float64) float64 {
	low, high := math.Inf(-1), math.Inf(1)
	switch m.indicator.Type {
	case framework.Level:
		low, high = 0, framework.MaxLevel
	case framework.Percent:
		low, high = 0, 100
	case framework.YesNo:
		low, high = 0, 1
	case framework.Days:
		low = 0
	case framework.Number:
		if m.indicator.Min != nil {
			low = *m.indicator.Min
		}
		if m.indicator.Max != nil {
			high = *m.indicator.Max
		}
	}
	return min(max(v, low), high)
}

// begin returns the value that held at a time, and that time; when there was
// none, the first value after it with its own time.
func begin(points []Point, since time.Time) (value float64, at time.Time, ok bool) {
	for _, p := range points {
		if p.At.After(since) && ok {
			break
		}
		switch {
		case p.At.After(since) && p.Known:
			return p.Value, p.At, true
		case !p.At.After(since):
			value, at, ok = p.Value, since, p.Known
		}
	}
	return value, at, ok
}

// daysBetween counts the calendar days from one moment to another.
func daysBetween(from, to time.Time, zone *time.Location) int {
	return int(noon(to, zone).Sub(noon(from, zone)).Hours() / 24)
}

// noon is the middle of the day of t by a clock that is never moved.
func noon(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
}

// Worse reports whether a value is worse than another on an indicator's scale.
func Worse(i *framework.Indicator, value, than float64) bool {
	if i.Scale.LessIsBetter() {
		return value > than+slack
	}
	return value < than-slack
}
