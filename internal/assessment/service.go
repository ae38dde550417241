package assessment

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Store keeps statuses and drafts.
type Store interface {
	// AppendStatuses records all statuses in one transaction and returns them
	// with their numbers. One without a recording time gets the time of its
	// turn, so that times rise with numbers. It returns a Conflict when the revision of one of
	// them does not follow the latest. An own status from the form takes the
	// place of its author's draft of the same indicator.
	AppendStatuses(ctx context.Context, statuses []Status) ([]Status, error)
	// LatestStatus returns the last status of a source, NotFound when there is none.
	LatestStatus(ctx context.Context, key Key, source Source) (Status, error)
	// History returns every status of a municipality with its author's name, oldest first.
	History(ctx context.Context, code municipality.Code) ([]Status, error)
	// SaveDraft keeps a draft in place of its author's own or of the one saved at
	// Seen; over any other it returns a Conflict.
	SaveDraft(ctx context.Context, d Draft) error
	// Drafts returns the drafts of a municipality with their authors' names, by indicator.
	Drafts(ctx context.Context, code municipality.Code) (map[framework.IndicatorKey]Draft, error)
	// DeleteDraft removes a draft; there need not be one.
	DeleteDraft(ctx context.Context, key Key) error
}

// Frameworks says which framework answers are checked against now.
type Frameworks interface {
	Framework() *framework.Framework
}

// Publisher shows recorded statuses to readers.
type Publisher interface {
	Publish(ctx context.Context, recorded []Status) error
}

// Service records what municipalities and the desk say. All fields are needed.
type Service struct {
	Store      Store
	Frameworks Frameworks
	Publisher  Publisher
	// Now is the clock that drafts are saved by.
	Now func() time.Time
	Log *slog.Logger
}

// Changed is the Conflict of a report whose writer had not seen the latest
// status. It holds both versions, so that a person can choose.
type Changed struct {
	// Current is the latest status of the source; its Revision is 0 when there is none.
	Current Status
	Attempt Report
}

// Error implements error; the text is for logs.
func (c *Changed) Error() string {
	return fmt.Sprintf("%s of %s: revision %d is the latest, %d was seen",
		c.Attempt.Indicator, c.Attempt.Municipality, c.Current.Revision, c.Attempt.Seen)
}

// Unwrap returns the fault of kind Conflict.
func (c *Changed) Unwrap() error { return fault.New(fault.Conflict, "assessment.changed") }

// Report checks an answer, records it and shows it to readers. It returns a
// Forbidden fault when the actor may not report for the municipality and
// source, an Invalid one with every problem, and a [Changed] when somebody
// else was first. The same save sent twice by the same person is recorded once.
// A save without any change is recorded too: it confirms the answer.
func (s *Service) Report(ctx context.Context, actor account.Actor, r Report) (Status, error) {
	if err := mayRecord(actor, r); err != nil {
		return Status{}, err
	}
	r = r.Clean()
	f := s.Frameworks.Framework()
	if err := checkIn(f, r).Err(); err != nil {
		return Status{}, err
	}
	status := r.status(f)
	status.Author = actor.ID
	recorded, err := s.Store.AppendStatuses(ctx, []Status{status})
	if fault.KindOf(err) == fault.Conflict {
		return s.resolve(ctx, actor, r)
	}
	if err != nil {
		return Status{}, fmt.Errorf("record %s for %s: %w", r.Indicator, r.Municipality, err)
	}
	s.publish(ctx, recorded)
	return recorded[0], nil
}

// mayRecord lets an import through for those who may import, and everything
// else for those who may report.
func mayRecord(actor account.Actor, r Report) error {
	if r.Channel == ChannelImport && account.MayImportStatuses(actor) {
		return nil
	}
	return mayReport(actor, r.Municipality, r.Source)
}

func mayReport(actor account.Actor, code municipality.Code, source Source) error {
	switch {
	case source == Desk && account.MayReportFromDesk(actor):
		return nil
	case source == Self && account.MayReportFor(actor, code):
		return nil
	}
	return fault.New(fault.Forbidden, "assessment.may_not_report")
}

// checkIn checks a report against the framework it belongs to.
func checkIn(f *framework.Framework, r Report) fault.Problems {
	var p fault.Problems
	if f == nil {
		p.Add(FieldIndicator, "assessment.no_framework")
		return p
	}
	place, found := f.Indicator(r.Indicator)
	if !found {
		p.Add(FieldIndicator, "assessment.indicator_unknown", "Indicator", string(r.Indicator))
		return p
	}
	return Check(place, r)
}

// resolve explains why a report did not follow the latest status. A browser
// that sends the same save twice is answered with the status it already made.
func (s *Service) resolve(ctx context.Context, actor account.Actor, r Report) (Status, error) {
	current, err := s.Store.LatestStatus(ctx, Key{Municipality: r.Municipality, Indicator: r.Indicator}, r.Source)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Status{}, fmt.Errorf("read the latest %s of %s: %w", r.Indicator, r.Municipality, err)
	}
	if current.Revision == r.Seen+1 && current.Author == actor.ID && r.sameContent(current) {
		return current, nil
	}
	return Status{}, &Changed{Current: current.asReadBy(actor), Attempt: r}
}

// publish shows what is recorded. It must not undo the answer to the writer:
// the statuses are durable, and readers find them by the store's revision.
func (s *Service) publish(ctx context.Context, recorded []Status) {
	if err := s.Publisher.Publish(context.WithoutCancel(ctx), recorded); err != nil {
		s.Log.ErrorContext(ctx, "publish recorded statuses", "first", recorded[0].ID, "count", len(recorded), "error", err)
	}
}

// History returns every status of a municipality with authors and comments,
// newest first. Its own editors do not read who else has recorded what.
func (s *Service) History(ctx context.Context, actor account.Actor, code municipality.Code) ([]Status, error) {
	if !account.MayReadInternal(actor, code) {
		return nil, fault.New(fault.Forbidden, "assessment.may_not_read")
	}
	history, err := s.Store.History(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("read the history of %s: %w", code, err)
	}
	slices.Reverse(history)
	for i := range history {
		history[i] = history[i].asReadBy(actor)
	}
	return history, nil
}
