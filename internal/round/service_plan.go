package round

import (
	"context"
	"fmt"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
)

// Plan returns the plan of a round in review; ok is false when there is none,
// or it was withdrawn, or the round is not in review. Authors are left out.
func (s *Service) Plan(ctx context.Context, r Round) (p Plan, ok bool, err error) {
	plans, err := s.Store.Plans(ctx)
	if err != nil {
		return Plan{}, false, fmt.Errorf("read the plan of round %s: %w", r.Key, err)
	}
	p, ok = standing(plans, r)
	p.Author, p.AuthorName = 0, ""
	return p, ok, nil
}

// standing returns the plan that holds for a round, among those of all rounds.
func standing(plans []Plan, r Round) (Plan, bool) {
	if r.State != Review {
		return Plan{}, false
	}
	for i := len(plans) - 1; i >= 0; i-- {
		if p := plans[i]; p.Round == r.Key && p.Step == r.Latest {
			return p, !p.Withdrawn()
		}
	}
	return Plan{}, false
}

// Plans returns the plans of a round with their authors, oldest first. It
// returns a Forbidden fault when the actor may not run rounds.
func (s *Service) Plans(ctx context.Context, actor account.Actor, key Key) ([]Plan, error) {
	if err := mayRun(actor); err != nil {
		return nil, err
	}
	all, err := s.Store.Plans(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the plans of round %s: %w", key, err)
	}
	var plans []Plan
	for _, p := range all {
		if p.Round == key {
			plans = append(plans, p)
		}
	}
	return plans, nil
}

// MakePlan sets until when municipalities may reply and when a round in review
// is published, in place of what was planned before. It returns a Forbidden
// fault when the actor may not run rounds, a NotFound one when there is no such
// round, an Invalid one with every problem, and a Conflict when the round is not
// in review or somebody else was first. What the same person sends twice is one plan.
func (s *Service) MakePlan(ctx context.Context, actor account.Actor, wish Planning) (Plan, error) {
	now := s.Now()
	return s.plan(ctx, actor, wish.Round, wish.Seen, func(p *Plan) error {
		var err error
		p.ReplyBy, p.PublishAt, err = wish.read(now, s.Zone)
		return err
	}, now)
}

// WithdrawPlan takes a plan back: the round waits for somebody to publish it.
// seen is the number of the plan that the actor had before them. Its faults are
// those of [Service.MakePlan].
func (s *Service) WithdrawPlan(ctx context.Context, actor account.Actor, key Key, seen int64) (Plan, error) {
	return s.plan(ctx, actor, key, seen, func(*Plan) error { return nil }, s.Now())
}

// plan records a plan that fill completes.
func (s *Service) plan(ctx context.Context, actor account.Actor, key Key, seen int64, fill func(*Plan) error, now time.Time) (Plan, error) {
	if err := mayRun(actor); err != nil {
		return Plan{}, err
	}
	r, err := s.Round(ctx, key)
	if err != nil {
		return Plan{}, err
	}
	if r.State != Review {
		return Plan{}, fault.New(fault.Conflict, "round.changed")
	}
	p := Plan{Round: key, Step: r.Latest, Author: actor.ID, RecordedAt: now}
	if err := fill(&p); err != nil {
		return Plan{}, err
	}
	if p, err = s.Store.RecordPlan(ctx, p, seen); err != nil {
		return Plan{}, explain(err, "plan", key)
	}
	s.show(ctx, key)
	s.tellPreview(ctx, r, p)
	return p, nil
}
