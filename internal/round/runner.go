package round

import (
	"context"
	"fmt"
	"time"

	"modenhed/internal/fault"
)

// A runner looks every second whether a publication is due, and says again
// after a minute that one fails.
const (
	runInterval   = time.Second
	repeatFailure = time.Minute
)

// lateAfter is how long after its minute a publication counts as late.
const lateAfter = time.Minute

// Run publishes planned rounds at their minute until the context ends. What came
// due while nobody was running is published at once.
func (s *Service) Run(ctx context.Context) {
	ticker := time.NewTicker(runInterval)
	defer ticker.Stop()
	var told time.Time
	for {
		if err := s.PublishDue(ctx); err != nil && ctx.Err() == nil && s.Now().Sub(told) >= repeatFailure {
			told = s.Now()
			s.Log.ErrorContext(ctx, "publish a round as planned", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// PublishDue publishes the round whose planned time has come, if there is one,
// in the name of who planned it. When another process was first, or the plan is
// changed meanwhile, it does nothing.
func (s *Service) PublishDue(ctx context.Context) error {
	plans, err := s.Store.Plans(ctx)
	if err != nil {
		return fmt.Errorf("read plans: %w", err)
	}
	now := s.Now()
	if len(plans) == 0 || !due(plans, now) {
		return nil
	}
	rounds, err := s.Rounds(ctx)
	if err != nil {
		return err
	}
	for _, r := range rounds {
		p, ok := standing(plans, r)
		if !ok || p.PublishAt.After(now) {
			continue
		}
		if err := s.publishPlanned(ctx, r, p, now); err != nil {
			return fmt.Errorf("publish round %s as planned: %w", r.Key, err)
		}
	}
	return nil
}

// due reports whether the latest plan has come due: only one round at a time is
// in review.
func due(plans []Plan, now time.Time) bool {
	last := plans[len(plans)-1]
	return !last.Withdrawn() && !last.PublishAt.After(now)
}

// publishPlanned publishes a round by its plan.
func (s *Service) publishPlanned(ctx context.Context, r Round, p Plan, now time.Time) error {
	e := Event{Round: r.Key, Kind: EventPublished, Author: p.Author, RecordedAt: now}
	err := s.freezeAndRecord(ctx, &e, r, wanted{plan: p.Number, seen: r.Latest})
	if fault.KindOf(err) == fault.Conflict {
		return nil
	}
	if err != nil {
		return err
	}
	s.show(ctx, r.Key)
	s.tellPublished(ctx, r, p.Author)
	if late := now.Sub(p.PublishAt); late >= lateAfter {
		s.Log.WarnContext(ctx, "published a round later than planned", "round", string(r.Key), "planned", p.PublishAt, "late", late.String())
	} else {
		s.Log.InfoContext(ctx, "published a round as planned", "round", string(r.Key), "planned", p.PublishAt)
	}
	return nil
}
