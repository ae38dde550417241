package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/demo"
	"modenhed/internal/round"
	"modenhed/internal/store"
)

// fillDemoRounds holds the invented rounds unless they have been held. A start
// that was broken off goes on where it stopped.
func fillDemoRounds(ctx context.Context, s *store.Store, now time.Time, boss account.Actor) error {
	planned := demo.Rounds(now)
	held, err := s.Rounds(ctx)
	if err != nil {
		return fmt.Errorf("look for rounds: %w", err)
	}
	if len(held) >= len(planned) {
		return nil
	}
	zone, err := copenhagen()
	if err != nil {
		return err
	}
	for _, p := range planned {
		h := demoRound{plan: p, boss: boss}
		h.service = &round.Service{
			Store: s, Readers: nobody{}, Zone: zone, Now: func() time.Time { return h.now }, Log: slog.New(slog.DiscardHandler),
		}
		if err := h.hold(ctx); err != nil {
			return fmt.Errorf("hold the invented round %s: %w", p.Key, err)
		}
	}
	return nil
}

// nobody is there yet to be shown what was recorded.
type nobody struct{}

// Refresh implements [round.Readers].
func (nobody) Refresh(context.Context) error { return nil }

// demoRound takes one invented round through its life, at the times of its plan.
type demoRound struct {
	plan    demo.Round
	boss    account.Actor
	service *round.Service
	now     time.Time
}

func (h *demoRound) hold(ctx context.Context) error {
	r, err := h.open(ctx)
	if err != nil || h.plan.Published.IsZero() {
		return err
	}
	if r.State == round.Open {
		h.now = h.plan.Closed
		r, err = h.service.Close(ctx, h.boss, round.Closing{Round: r.Key, Cutoff: h.plan.Cutoff, Seen: r.Latest})
		if err != nil {
			return err
		}
	}
	if r.State == round.Review {
		if err := h.review(ctx, r); err != nil {
			return err
		}
	}
	return h.correct(ctx, r.Key)
}

// review plans the publication, has municipalities reply, and lets the minute come.
func (h *demoRound) review(ctx context.Context, r round.Round) error {
	const minute = "2006-01-02 15:04"
	h.now = h.plan.Closed.Add(time.Hour)
	_, err := h.service.MakePlan(ctx, h.boss, round.Planning{
		Round: r.Key, ReplyBy: h.plan.ReplyBy.In(h.service.Zone).Format(minute),
		PublishAt: h.plan.Published.In(h.service.Zone).Format(minute),
	})
	if err != nil {
		return err
	}
	for _, said := range h.plan.Replies {
		if err := h.reply(ctx, r, said); err != nil {
			return fmt.Errorf("reply for %s: %w", said.Municipality, err)
		}
	}
	h.now = h.plan.Published
	return h.service.PublishDue(ctx)
}

// reply records an invented reply to what its municipality would see.
func (h *demoRound) reply(ctx context.Context, r round.Round, said demo.Reply) error {
	h.now = said.At
	editor := account.Actor{Role: account.Editor, Municipality: said.Municipality}
	about, err := h.service.About(ctx, editor, r.Key, said.Municipality)
	if err != nil {
		return err
	}
	_, err = h.service.Answer(ctx, editor, round.Answer{
		Round: r.Key, Municipality: said.Municipality, Kind: round.ReplyKind(said.Kind), Text: said.Text, Public: said.Public, Content: about.Hash,
	})
	return err
}

// open returns the round as an earlier start left it, or opens it.
func (h *demoRound) open(ctx context.Context) (round.Round, error) {
	rounds, err := h.service.Rounds(ctx)
	if err != nil {
		return round.Round{}, err
	}
	for _, r := range rounds {
		if string(r.Key) == h.plan.Key {
			return r, nil
		}
	}
	h.now = h.plan.Opened
	return h.service.Open(ctx, h.boss, round.New{Key: round.Key(h.plan.Key), Title: h.plan.Title})
}

func (h *demoRound) correct(ctx context.Context, key round.Key) error {
	h.now = h.plan.Correction.At
	c := round.Correction{Round: key, Wrong: h.plan.Correction.Wrong, Right: h.plan.Correction.Right}
	_, err := h.service.Correct(ctx, h.boss, c, 0)
	return err
}
