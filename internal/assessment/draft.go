package assessment

import (
	"context"
	"fmt"
	"unicode/utf8"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Limits on a draft: the number of its fields and the characters in all of them.
const (
	MaxDraftFields = 20
	MaxDraftSize   = 10_000
)

// Taken is the Conflict of a draft whose writer had not seen what a colleague
// is typing. It holds both, so that a person can choose.
type Taken struct{ Current, Attempt Draft }

// Error implements error; the text is for logs.
func (t *Taken) Error() string {
	return fmt.Sprintf("draft of %s for %s: another was saved at %s", t.Attempt.Indicator, t.Attempt.Municipality, t.Current.SavedAt)
}

// Unwrap returns the fault of kind Conflict.
func (t *Taken) Unwrap() error { return fault.New(fault.Conflict, "assessment.draft_taken") }

// SaveDraft keeps what an editor has typed so far, as it stands, in place of
// their own draft of the indicator or of the colleague's that they have seen;
// over any other it returns a [Taken]. Author and SavedAt are filled in here.
func (s *Service) SaveDraft(ctx context.Context, actor account.Actor, d Draft) error {
	if err := mayReport(actor, d.Municipality, Self); err != nil {
		return err
	}
	if err := s.checkDraft(d).Err(); err != nil {
		return err
	}
	d.Author = actor.ID
	d.SavedAt = s.Now()
	err := s.Store.SaveDraft(ctx, d)
	if fault.KindOf(err) == fault.Conflict {
		return s.takenBy(ctx, d)
	}
	if err != nil {
		return fmt.Errorf("save the draft of %s for %s: %w", d.Indicator, d.Municipality, err)
	}
	return nil
}

// takenBy explains why a draft was not kept.
func (s *Service) takenBy(ctx context.Context, d Draft) error {
	drafts, err := s.Store.Drafts(ctx, d.Municipality)
	if err != nil {
		return fmt.Errorf("read the draft of %s for %s: %w", d.Indicator, d.Municipality, err)
	}
	return &Taken{Current: drafts[d.Indicator], Attempt: d}
}

func (s *Service) checkDraft(d Draft) fault.Problems {
	var p fault.Problems
	if f := s.Frameworks.Framework(); f == nil {
		p.Add(FieldIndicator, "assessment.no_framework")
	} else if _, found := f.Indicator(d.Indicator); !found {
		p.Add(FieldIndicator, "assessment.indicator_unknown", "Indicator", string(d.Indicator))
	}
	size := 0
	for name, value := range d.Values {
		size += utf8.RuneCountInString(name) + utf8.RuneCountInString(value)
	}
	if len(d.Values) > MaxDraftFields || size > MaxDraftSize {
		p.Add("", "assessment.draft_too_long", "Max", MaxDraftSize)
	}
	checkFiles(&p, d.Files)
	return p
}

// Drafts returns what is being typed for a municipality, by indicator.
func (s *Service) Drafts(ctx context.Context, actor account.Actor, code municipality.Code) (map[framework.IndicatorKey]Draft, error) {
	if err := mayReport(actor, code, Self); err != nil {
		return nil, err
	}
	drafts, err := s.Store.Drafts(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("read the drafts of %s: %w", code, err)
	}
	return drafts, nil
}

// DeleteDraft drops what was typed for an indicator; there need not be a draft.
func (s *Service) DeleteDraft(ctx context.Context, actor account.Actor, key Key) error {
	if err := mayReport(actor, key.Municipality, Self); err != nil {
		return err
	}
	if err := s.Store.DeleteDraft(ctx, key); err != nil {
		return fmt.Errorf("delete the draft of %s for %s: %w", key.Indicator, key.Municipality, err)
	}
	return nil
}
