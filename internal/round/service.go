package round

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/reference"
)

// Store keeps rounds, what they froze and the register of corrections.
type Store interface {
	// Rounds returns every round with its steps and their authors' names, in
	// the order in which rounds were opened.
	Rounds(ctx context.Context) ([]History, error)
	// OpenRound keeps a new round with its first step and returns the step with
	// its number. It returns a Conflict when the key is taken or another round
	// is not published yet.
	OpenRound(ctx context.Context, n New, opened Event) (Event, error)
	// RecordRoundEvent records a step and returns it with its number. It returns
	// a Conflict when the latest step of the round is not the one numbered after.
	RecordRoundEvent(ctx context.Context, e Event, after int64) (Event, error)
	// PublishRound does the same for a publication and keeps what it froze. It
	// returns a Conflict too when the plan that it goes by is not the latest.
	PublishRound(ctx context.Context, published Event, frozen Frozen, after int64) (Event, error)
	// RoundContent returns the frozen content of a round, NotFound when it is
	// not published.
	RoundContent(ctx context.Context, key Key) ([]byte, error)
	// RoundAnswers returns the answers that counted in a published round as they
	// stand in its archive, empty for a round of format 1.
	RoundAnswers(ctx context.Context, key Key) ([]byte, error)
	// RecordedBy returns what had been recorded by a cut-off and is numbered up to
	// last, both inclusive; and the statuses recorded from then up to the end of
	// the review, which is zero where there is none.
	RecordedBy(ctx context.Context, cutoff, reviewed time.Time, last Last) (Recorded, error)
	// Plans returns the plans of every round with their authors' names, oldest first.
	Plans(ctx context.Context) ([]Plan, error)
	// RecordPlan records a plan and returns it with its number. A plan of its
	// round numbered above seen that says the same is returned instead; any other
	// is a Conflict, as is a latest step of the round other than the plan's.
	RecordPlan(ctx context.Context, p Plan, seen int64) (Plan, error)
	// Replies returns the replies to a round with their authors' names, oldest first.
	Replies(ctx context.Context, key Key) ([]Reply, error)
	// RecordReply records a reply during the review that a step began; seen has
	// the meaning that it has for plans, among the replies of the municipality.
	RecordReply(ctx context.Context, r Reply, step, seen int64) (Reply, error)
	// Corrections returns the register, oldest entry first.
	Corrections(ctx context.Context) ([]Correction, error)
	// RecordCorrection adds an entry and returns it with its number. An entry
	// numbered above seen that says the same by the same author is returned
	// instead. It returns an Invalid fault when the round is not published.
	RecordCorrection(ctx context.Context, c Correction, seen int64) (Correction, error)
}

// Recorded is what had been recorded by a time.
type Recorded struct {
	// Documents are the latest of every kind and key, by number.
	Documents []reference.Document
	// Statuses are all, by number, with the verdicts on them.
	Statuses []assessment.Status
}

// Frozen is what a publication freezes.
type Frozen struct {
	// Format is the form of the content.
	Format int
	// Content is the canonical content, and Answers are the answers that count as
	// they stand in the archive.
	Content, Answers []byte
	// Plan is the number of the plan that publication goes by, 0 for none.
	Plan int64
}

// Readers are shown what was recorded.
type Readers interface {
	Refresh(ctx context.Context) error
}

// Notices tell the contacts of municipalities what happens in a round. What is
// told twice reaches them once.
type Notices interface {
	// TellPreview says that a municipality can see what will be published about it.
	TellPreview(ctx context.Context, r Round, p Plan) error
	TellPublished(ctx context.Context, r Round, by account.ID) error
}

// Service runs rounds. All fields but Notices are needed; to read, Store is enough.
type Service struct {
	Store   Store
	Readers Readers
	// Notices is nil where nobody is told.
	Notices Notices
	// Zone is where a day given as a cut-off ends.
	Zone *time.Location
	// Now is the clock.
	Now func() time.Time
	Log *slog.Logger

	lately frozenLately
}

// Time is what the clock shows.
func (s *Service) Time() time.Time { return s.Now() }

// Rounds returns every round, the one opened last first.
func (s *Service) Rounds(ctx context.Context) ([]Round, error) {
	histories, err := s.Store.Rounds(ctx)
	if err != nil {
		return nil, fmt.Errorf("list rounds: %w", err)
	}
	rounds := make([]Round, len(histories))
	for i, h := range histories {
		if rounds[i], err = h.Round(); err != nil {
			return nil, err
		}
	}
	slices.Reverse(rounds)
	return rounds, nil
}

// Round returns a round; it returns a NotFound fault when there is none with the key.
func (s *Service) Round(ctx context.Context, key Key) (Round, error) {
	h, err := s.history(ctx, key)
	if err != nil {
		return Round{}, err
	}
	return h.Round()
}

// Steps returns the steps of a round with their authors, oldest first. It
// returns a Forbidden fault when the actor may not run rounds.
func (s *Service) Steps(ctx context.Context, actor account.Actor, key Key) ([]Event, error) {
	if err := mayRun(actor); err != nil {
		return nil, err
	}
	h, err := s.history(ctx, key)
	return h.Events, err
}

func (s *Service) history(ctx context.Context, key Key) (History, error) {
	histories, err := s.Store.Rounds(ctx)
	if err != nil {
		return History{}, fmt.Errorf("read round %s: %w", key, err)
	}
	for _, h := range histories {
		if h.Key == key {
			return h, nil
		}
	}
	return History{}, fault.New(fault.NotFound, "round.unknown")
}

func mayRun(actor account.Actor) error {
	if !account.MayRunRounds(actor) {
		return fault.New(fault.Forbidden, "round.may_not_run")
	}
	return nil
}

// Open opens a round. It returns a Forbidden fault when the actor may not run
// rounds, an Invalid one with every problem, and a Conflict when another round
// is not published yet. What the same person sends twice opens one round.
func (s *Service) Open(ctx context.Context, actor account.Actor, n New) (Round, error) {
	if err := mayRun(actor); err != nil {
		return Round{}, err
	}
	n = n.Clean()
	if err := n.check().Err(); err != nil {
		return Round{}, err
	}
	histories, err := s.Store.Rounds(ctx)
	if err != nil {
		return Round{}, fmt.Errorf("open round %s: %w", n.Key, err)
	}
	for _, h := range histories {
		if h.Key == n.Key {
			return openedTwice(actor, n, h)
		}
	}
	for _, h := range histories {
		if r, err := h.Round(); err != nil || r.State != Published {
			return Round{}, errorOr(err, fault.New(fault.Conflict, "round.another_unpublished", "Key", string(h.Key)))
		}
	}
	opened := Event{Round: n.Key, Kind: EventOpened, Author: actor.ID, RecordedAt: s.Now()}
	if opened, err = s.Store.OpenRound(ctx, n, opened); err != nil {
		return Round{}, explain(err, "open", n.Key)
	}
	s.show(ctx, n.Key)
	return History{Key: n.Key, Title: n.Title, Events: []Event{opened}}.Round()
}

// openedTwice answers who opens a round whose key is taken: with the round when
// it is what the same person has just opened, else with a problem.
func openedTwice(actor account.Actor, n New, h History) (Round, error) {
	if len(h.Events) == 1 && h.Title == n.Title && h.Events[0].Author == actor.ID {
		return h.Round()
	}
	var p fault.Problems
	p.Add(FieldKey, "round.key_taken", "Key", string(n.Key))
	return Round{}, p.Err()
}

// Closing ends the reporting of a round.
type Closing struct {
	Round Key
	// Cutoff is the last moment that counts, as somebody typed it; now when
	// empty. See [ParseCutoff].
	Cutoff string
	// Seen is the number of the step that the actor had before them.
	Seen int64
}

// Close begins the review of an open round: what was recorded by the cut-off
// counts. It returns a Forbidden fault when the actor may not run rounds, a
// NotFound one when there is no such round, an Invalid one when the cut-off is
// none, is still to come or is not after that of the round before, and a
// Conflict when somebody else was first.
func (s *Service) Close(ctx context.Context, actor account.Actor, c Closing) (Round, error) {
	now := s.Now()
	return s.step(ctx, actor, c.Round, c.Seen, Event{Kind: EventClosed, RecordedAt: now}, func(e *Event, _ Round) error {
		var err error
		if e.Cutoff, err = s.cutoff(ctx, c, now); err != nil {
			return err
		}
		*e, err = s.Store.RecordRoundEvent(ctx, *e, c.Seen)
		return err
	})
}

// cutoff reads the cut-off of a closing and checks it.
func (s *Service) cutoff(ctx context.Context, c Closing, now time.Time) (time.Time, error) {
	if cleanLine(c.Cutoff) == "" {
		return now, nil
	}
	at, err := ParseCutoff(c.Cutoff, s.Zone)
	if err != nil {
		return time.Time{}, err
	}
	var p fault.Problems
	if at.After(now) {
		p.Add(FieldCutoff, "round.cutoff_future")
		return time.Time{}, p.Err()
	}
	rounds, err := s.Rounds(ctx)
	if err != nil {
		return time.Time{}, err
	}
	for _, r := range rounds {
		if r.Key != c.Round && !at.After(r.Cutoff) {
			p.Add(FieldCutoff, "round.cutoff_early", "Key", string(r.Key))
			return time.Time{}, p.Err()
		}
	}
	return at, nil
}

// Reopen ends the review of a round without publishing it: reporting goes on
// until a new cut-off. Its faults are those of [Service.Close].
func (s *Service) Reopen(ctx context.Context, actor account.Actor, key Key, seen int64) (Round, error) {
	return s.step(ctx, actor, key, seen, Event{Kind: EventReopened, RecordedAt: s.Now()}, func(e *Event, _ Round) error {
		var err error
		*e, err = s.Store.RecordRoundEvent(ctx, *e, seen)
		return err
	})
}

// step moves a round on by one step, which record keeps. What the same person
// sends twice is done once.
func (s *Service) step(ctx context.Context, actor account.Actor, key Key, seen int64, e Event, record func(e *Event, r Round) error) (Round, error) {
	if err := mayRun(actor); err != nil {
		return Round{}, err
	}
	h, err := s.history(ctx, key)
	if err != nil {
		return Round{}, err
	}
	r, err := h.Round()
	if err != nil {
		return Round{}, err
	}
	if sentTwice(h, actor, seen, e.Kind) {
		return r, nil
	}
	if _, ok := r.State.After(e.Kind); !ok || r.Latest != seen {
		return Round{}, fault.New(fault.Conflict, "round.changed")
	}
	e.Round, e.Author = key, actor.ID
	if err := record(&e, r); err != nil {
		return Round{}, explain(err, string(e.Kind), key)
	}
	s.show(ctx, key)
	if e.Kind == EventPublished {
		s.tellPublished(ctx, r, e.Author)
	}
	return r, r.take(e)
}

// sentTwice reports whether the latest step is what the actor wants to do, done
// by themselves right after the step that they had seen.
func sentTwice(h History, actor account.Actor, seen int64, kind EventKind) bool {
	n := len(h.Events)
	return n >= 2 && h.Events[n-2].Number == seen && h.Events[n-1].Kind == kind && h.Events[n-1].Author == actor.ID
}

// explain gives a conflict that the store found its words.
func explain(err error, what string, key Key) error {
	if fault.KindOf(err) == fault.Conflict {
		return &fault.Error{Kind: fault.Conflict, Message: fault.Text("round.changed"), Err: err}
	}
	return fmt.Errorf("round %s, %s: %w", key, what, err)
}

func errorOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// show lets readers see what is recorded. It must not undo the answer to the
// writer: the step is durable, and readers look again by themselves.
func (s *Service) show(ctx context.Context, key Key) {
	if err := s.Readers.Refresh(context.WithoutCancel(ctx)); err != nil {
		s.Log.ErrorContext(ctx, "show a round", "round", string(key), "error", err)
	}
}

// tellPublished tells contacts of a publication, and tellPreview of a plan. That
// it fails must not undo what is recorded.
func (s *Service) tellPublished(ctx context.Context, r Round, by account.ID) {
	if s.Notices == nil {
		return
	}
	if err := s.Notices.TellPublished(context.WithoutCancel(ctx), r, by); err != nil {
		s.Log.ErrorContext(ctx, "tell of a publication", "round", string(r.Key), "error", err)
	}
}

func (s *Service) tellPreview(ctx context.Context, r Round, p Plan) {
	if s.Notices == nil || p.Withdrawn() {
		return
	}
	if err := s.Notices.TellPreview(context.WithoutCancel(ctx), r, p); err != nil {
		s.Log.ErrorContext(ctx, "tell of a preview", "round", string(r.Key), "error", err)
	}
}
