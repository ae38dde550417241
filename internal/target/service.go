package target

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// The fields that problems name.
const (
	FieldIndicator = "indicator"
	FieldValue     = "value"
	FieldDue       = "due"
	FieldOwner     = "owner"
)

// Store keeps targets.
type Store interface {
	// AppendTarget records an entry at the time of its turn and returns it with
	// its number. It returns a Conflict when the latest entry of its place is
	// not the one numbered seen (0 for none).
	AppendTarget(ctx context.Context, t Target, seen int64) (Target, error)
	// Targets returns every entry of a municipality, or of all for code 0, by
	// rising number and with the authors' names.
	Targets(ctx context.Context, code municipality.Code) ([]Target, error)
}

// Frameworks says which framework targets are checked against now.
type Frameworks interface {
	Framework() *framework.Framework
}

// Service records targets. All fields are needed.
type Service struct {
	Store      Store
	Frameworks Frameworks
	// Zone is where a day ends.
	Zone *time.Location
	Now  func() time.Time
	Log  *slog.Logger
}

// Typed is a target as an editor typed it.
type Typed struct {
	Municipality municipality.Code
	Indicator    framework.IndicatorKey
	// Value is written as answers are, Due as a day.
	Value, Due, Owner string
	// Lang is the language the value is written in, "da" or "en".
	Lang string
	// Seen is the number of the entry that the editor had before them, 0 for none.
	Seen int64
}

// Changed is the Conflict of a target whose writer had not seen the latest
// entry. It holds both, so that a person can choose.
type Changed struct {
	// Current is the latest entry; its Number is 0 when there is none.
	Current, Attempt Target
}

// Error implements error; the text is for logs.
func (c *Changed) Error() string {
	return fmt.Sprintf("target of %s for %s was changed: %d is the latest", c.Attempt.Municipality, c.Attempt.Indicator, c.Current.Number)
}

// Unwrap returns the fault of kind Conflict.
func (c *Changed) Unwrap() error { return fault.New(fault.Conflict, "target.changed") }

// Set checks a target and records it. It returns a Forbidden fault when the
// actor may not speak for the municipality, an Invalid one with every problem,
// and a [Changed] when somebody else was first. The same target sent twice by
// the same person is recorded once.
func (s *Service) Set(ctx context.Context, actor account.Actor, typed Typed) (Target, error) {
	if !account.MayReportFor(actor, typed.Municipality) {
		return Target{}, fault.New(fault.Forbidden, "target.may_not_set")
	}
	t, problems := s.read(typed)
	if err := problems.Err(); err != nil {
		return Target{}, err
	}
	return s.append(ctx, actor, t, typed.Seen)
}

// Withdraw takes a target back. Faults are those of [Service.Set].
func (s *Service) Withdraw(ctx context.Context, actor account.Actor, key assessment.Key, seen int64) (Target, error) {
	if !account.MayReportFor(actor, key.Municipality) {
		return Target{}, fault.New(fault.Forbidden, "target.may_not_set")
	}
	if seen <= 0 {
		return Target{}, fault.New(fault.NotFound, "target.none")
	}
	return s.append(ctx, actor, Target{Municipality: key.Municipality, Indicator: key.Indicator}, seen)
}

func (s *Service) append(ctx context.Context, actor account.Actor, t Target, seen int64) (Target, error) {
	t.Author = actor.ID
	recorded, err := s.Store.AppendTarget(ctx, t, seen)
	if fault.KindOf(err) == fault.Conflict {
		return s.resolve(ctx, t, seen)
	}
	if err != nil {
		return Target{}, fmt.Errorf("record the target of %s for %s: %w", t.Municipality, t.Indicator, err)
	}
	s.Log.InfoContext(ctx, "target recorded", "municipality", t.Municipality, "indicator", t.Indicator, "withdrawn", t.Withdrawn())
	return recorded, nil
}

// resolve explains why an entry did not follow the latest. A browser that sends
// the same target twice is answered with the entry it already made.
func (s *Service) resolve(ctx context.Context, t Target, seen int64) (Target, error) {
	entries, err := s.Store.Targets(ctx, t.Municipality)
	if err != nil {
		return Target{}, fmt.Errorf("read the targets of %s: %w", t.Municipality, err)
	}
	var current, before Target
	for _, e := range entries {
		if e.Key() == t.Key() {
			before, current = current, e
		}
	}
	if current.Number != 0 && before.Number == seen && current.Author == t.Author && current.sameContent(t) {
		return current, nil
	}
	return Target{}, &Changed{Current: current, Attempt: t}
}

// read checks what was typed.
func (s *Service) read(typed Typed) (Target, fault.Problems) {
	t := Target{Municipality: typed.Municipality, Indicator: typed.Indicator}
	var p fault.Problems
	place, found := s.place(typed.Indicator)
	if !found {
		p.Add(FieldIndicator, "assessment.indicator_unknown", "Indicator", string(typed.Indicator))
		return t, p
	}
	value, problems := assessment.ParseValue(place.Indicator, typed.Value, typed.Lang)
	if len(problems) == 0 {
		problems = assessment.CheckValue(place.Indicator, value)
	}
	p = append(p, problems...)
	t.Value = value
	t.Due = s.readDue(typed.Due, &p)
	t.Owner = strings.TrimSpace(typed.Owner)
	checkOwner(&p, t.Owner)
	return t, p
}

func (s *Service) place(key framework.IndicatorKey) (place framework.Place, found bool) {
	f := s.Frameworks.Framework()
	if f == nil {
		return framework.Place{}, false
	}
	return f.Indicator(key)
}

func (s *Service) readDue(typed string, p *fault.Problems) Day {
	if strings.TrimSpace(typed) == "" {
		p.Add(FieldDue, "target.due_missing")
		return ""
	}
	day, ok := ParseDay(typed)
	if !ok {
		p.Add(FieldDue, "target.due_form")
		return ""
	}
	now := s.Now()
	switch end := day.End(s.Zone); {
	case !end.After(now) || daysBetween(now, end, s.Zone) < 1:
		p.Add(FieldDue, "target.due_past")
	case end.After(now.AddDate(MaxYears, 0, 0)):
		p.Add(FieldDue, "target.due_late", "Years", MaxYears)
	}
	return day
}

func checkOwner(p *fault.Problems, owner string) {
	if utf8.RuneCountInString(owner) > MaxOwner {
		p.Add(FieldOwner, "assessment.text_too_long", "Max", MaxOwner)
	}
	unreadable := func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f'
	}
	if !utf8.ValidString(owner) || strings.ContainsFunc(owner, unreadable) {
		p.Add(FieldOwner, "assessment.text_control_characters")
	}
}

// Entries returns every entry of a municipality by rising number, or of all for
// code 0, to those who may read what is internal to it.
func (s *Service) Entries(ctx context.Context, actor account.Actor, code municipality.Code) ([]Target, error) {
	if !account.MayReadInternal(actor, code) {
		return nil, fault.New(fault.Forbidden, "target.may_not_read")
	}
	entries, err := s.Store.Targets(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("read targets: %w", err)
	}
	return entries, nil
}
