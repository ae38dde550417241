package assessment

import (
	"context"
	"fmt"

	"modenhed/internal/account"
	"modenhed/internal/fault"
)

// ChangedAll is the Conflict of many reports of which some had not seen the
// latest status.
type ChangedAll struct {
	// Changes are those that had not, in the order of the reports.
	Changes []*Changed
}

// Error implements error; the text is for logs.
func (c *ChangedAll) Error() string {
	return fmt.Sprintf("%d answers have changed, the first: %v", len(c.Changes), c.Changes[0])
}

// Unwrap returns the fault of kind Conflict.
func (c *ChangedAll) Unwrap() error { return fault.New(fault.Conflict, "assessment.changed") }

// ReportAll checks many answers, records all of them in one transaction and
// shows them to readers; when one cannot be recorded, none is. It returns a
// Forbidden fault when the actor may not make one of them, an Invalid one with
// every problem, whose Row is the report's place counted from 1, and a
// [ChangedAll] when somebody else was first with some. The same reports sent
// twice by the same person are recorded once. Without reports it does nothing.
func (s *Service) ReportAll(ctx context.Context, actor account.Actor, reports []Report) ([]Status, error) {
	if len(reports) == 0 {
		return nil, nil
	}
	clean := make([]Report, len(reports))
	for i, r := range reports {
		if err := mayRecord(actor, r); err != nil {
			return nil, err
		}
		clean[i] = r.Clean()
	}
	if err := s.CheckAll(clean).Err(); err != nil {
		return nil, err
	}
	f := s.Frameworks.Framework()
	statuses := make([]Status, len(clean))
	for i, r := range clean {
		statuses[i] = r.status(f)
		statuses[i].Author = actor.ID
	}
	recorded, err := s.Store.AppendStatuses(ctx, statuses)
	if fault.KindOf(err) == fault.Conflict {
		return s.resolveAll(ctx, actor, clean)
	}
	if err != nil {
		return nil, fmt.Errorf("record %d answers: %w", len(statuses), err)
	}
	s.publish(ctx, recorded)
	return recorded, nil
}

// CheckAll returns everything that is wrong with reports as [Report.Clean]
// returns them; Row is the report's place counted from 1.
func (s *Service) CheckAll(reports []Report) fault.Problems {
	type voice struct {
		Key
		source Source
	}
	var all fault.Problems
	f := s.Frameworks.Framework()
	seen := make(map[voice]bool, len(reports))
	for i, r := range reports {
		problems := checkIn(f, r)
		v := voice{Key{r.Municipality, r.Indicator}, r.Source}
		if seen[v] {
			problems.Add(FieldIndicator, "assessment.repeated", "Indicator", string(r.Indicator))
		}
		seen[v] = true
		for _, p := range problems {
			p.Row = i + 1
			all = append(all, p)
		}
	}
	return all
}

// resolveAll explains why reports did not all follow the latest statuses. What
// is sent twice is answered with the statuses it already made.
func (s *Service) resolveAll(ctx context.Context, actor account.Actor, reports []Report) ([]Status, error) {
	made := make([]Status, 0, len(reports))
	changed := new(ChangedAll)
	for _, r := range reports {
		current, err := s.Store.LatestStatus(ctx, Key{Municipality: r.Municipality, Indicator: r.Indicator}, r.Source)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, fmt.Errorf("read the latest %s of %s: %w", r.Indicator, r.Municipality, err)
		}
		if current.Revision == r.Seen {
			continue
		}
		if current.Revision == r.Seen+1 && current.Author == actor.ID && r.sameContent(current) {
			made = append(made, current)
		}
		changed.Changes = append(changed.Changes, &Changed{Current: current.asReadBy(actor), Attempt: r})
	}
	switch {
	case len(made) == len(reports):
		return made, nil
	case len(changed.Changes) == 0:
		// What stood in the way was there for a moment only.
		return nil, fault.New(fault.Conflict, "assessment.changed")
	}
	return nil, changed
}
