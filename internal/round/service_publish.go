package round

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
)

// Preview returns what publication of a round in review would freeze. It
// returns a Forbidden fault when the actor may not run rounds, a NotFound one
// when there is no such round, and a Conflict when it is not in review.
func (s *Service) Preview(ctx context.Context, actor account.Actor, key Key) (*Content, error) {
	if err := mayRun(actor); err != nil {
		return nil, err
	}
	v, err := s.review(ctx, key)
	if err != nil {
		return nil, err
	}
	return v.content, nil
}

// inputs returns what the result of a round in review depends on if its review
// ends at a time.
func (s *Service) inputs(ctx context.Context, r Round, reviewed time.Time) (Inputs, error) {
	unbounded := Last{Status: math.MaxInt64, Document: math.MaxInt64}
	recorded, err := s.Store.RecordedBy(ctx, r.Cutoff, reviewed, unbounded)
	if err != nil {
		return Inputs{}, fmt.Errorf("read what counts in round %s: %w", r.Key, err)
	}
	return Inputs{
		Format: Format, Key: r.Key, Title: r.Title, Cutoff: bounds(recorded.Statuses, r.Cutoff, reviewed),
		Documents: recorded.Documents, Statuses: recorded.Statuses,
	}, nil
}

// bounds returns the moment of a cut-off and an end of review: the last status
// recorded by the one and the last verdict recorded by the other bound it.
func bounds(statuses []assessment.Status, cutoff, reviewed time.Time) assessment.AsOf {
	at := assessment.AsOf{Time: cutoff, Reviewed: reviewed}
	for i := range statuses {
		s := &statuses[i]
		if !s.RecordedAt.After(cutoff) {
			at.Status = max(at.Status, s.ID)
		}
		for _, v := range s.Verdicts {
			if !v.At.After(reviewed) {
				at.Verdict = max(at.Verdict, v.ID)
			}
		}
	}
	return at
}

// publishedInputs returns what the result of a published round depends on. What
// is recorded now bounds nothing but evidence, which may have been blanked: from
// format 2 on, the answers are those kept with the content.
func (s *Service) publishedInputs(ctx context.Context, r Round) (Inputs, error) {
	at := r.AsOf()
	recorded, err := s.Store.RecordedBy(ctx, r.Cutoff, at.Reviewed, r.Last)
	if err != nil {
		return Inputs{}, fmt.Errorf("read what counted in round %s: %w", r.Key, err)
	}
	in := Inputs{Format: r.Format, Key: r.Key, Title: r.Title, Cutoff: at, Documents: recorded.Documents, Statuses: recorded.Statuses}
	if r.Format < formatVerified {
		return in, nil
	}
	answers, err := s.Store.RoundAnswers(ctx, r.Key)
	if err != nil {
		return Inputs{}, fmt.Errorf("read the answers of round %s: %w", r.Key, err)
	}
	if in.Statuses, in.Backing, err = readStatuses(answers, r.Format); err != nil {
		return Inputs{}, fmt.Errorf("read the answers of round %s: %w", r.Key, err)
	}
	evidence := make(map[assessment.StatusID]assessment.Evidence, len(recorded.Statuses))
	for i := range recorded.Statuses {
		evidence[recorded.Statuses[i].ID] = recorded.Statuses[i].Evidence
	}
	for i := range in.Statuses {
		in.Statuses[i].Evidence = evidence[in.Statuses[i].ID]
	}
	return in, nil
}

// last returns the highest numbers among the inputs.
func (in Inputs) last() Last {
	last := Last{Status: in.Cutoff.Status, Verdict: in.Cutoff.Verdict}
	for _, d := range in.Documents {
		last.Document = max(last.Document, d.ID)
	}
	return last
}

// answers returns the answers that count as they stand in the archive.
func (in Inputs) answers() ([]byte, error) {
	kept, _, err := in.settle()
	if err != nil {
		return nil, err
	}
	return kept.writeStatuses()
}

// Publication is the wish to publish a round.
type Publication struct {
	Round Key
	// Hash is that of the preview that the actor had before them.
	Hash string
	// Seen is the number of the step that the actor had before them.
	Seen int64
}

// Publish freezes a round in review and publishes it. It returns a Forbidden
// fault when the actor may not run rounds, a NotFound one when there is no such
// round, and a Conflict when somebody else was first or when the content is no
// longer the one that the actor has seen.
func (s *Service) Publish(ctx context.Context, actor account.Actor, p Publication) (Round, error) {
	e := Event{Kind: EventPublished, RecordedAt: s.Now()}
	return s.step(ctx, actor, p.Round, p.Seen, e, func(e *Event, r Round) error {
		return s.freezeAndRecord(ctx, e, r, wanted{hash: p.Hash, seen: p.Seen})
	})
}

// wanted is what must still hold when a round is published: the hash of its
// content, the plan and the step before. An empty hash and no plan do not bind.
type wanted struct {
	hash string
	plan int64
	seen int64
}

// freezeAndRecord freezes what counts at a publication and records both.
func (s *Service) freezeAndRecord(ctx context.Context, e *Event, r Round, w wanted) error {
	inputs, err := s.inputs(ctx, r, e.RecordedAt)
	if err != nil {
		return err
	}
	content, err := Freeze(inputs)
	if err != nil {
		return err
	}
	if w.hash != "" && content.SHA256() != w.hash {
		return fault.New(fault.Conflict, "round.changed")
	}
	// What cannot be written out must not be published.
	if err := WriteArchive(io.Discard, inputs, content); err != nil {
		return err
	}
	answers, err := inputs.answers()
	if err != nil {
		return err
	}
	e.Hash, e.Last = content.SHA256(), inputs.last()
	frozen := Frozen{Format: content.Format, Content: content.Canonical(), Answers: answers, Plan: w.plan}
	*e, err = s.Store.PublishRound(ctx, *e, frozen, w.seen)
	return err
}

// Content returns what a published round froze, once it is sure that it still
// has the published hash. It returns a NotFound fault when there is no such
// round or it is not published.
func (s *Service) Content(ctx context.Context, key Key) (*Content, error) {
	r, err := s.published(ctx, key)
	if err != nil {
		return nil, err
	}
	text, err := s.Store.RoundContent(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read round %s: %w", key, err)
	}
	if got := digest(text); got != r.Hash {
		return nil, fmt.Errorf("read round %s: the content kept has hash %s, %s was published", key, got, r.Hash)
	}
	content, err := ParseContent(text)
	if err != nil {
		return nil, fmt.Errorf("read round %s: %w", key, err)
	}
	return content, nil
}

// WriteArchive writes a published round as one file; see [WriteArchive]. It
// returns a NotFound fault, and writes nothing, when there is no such round or
// it is not published.
func (s *Service) WriteArchive(ctx context.Context, w io.Writer, key Key) error {
	content, err := s.Content(ctx, key)
	if err != nil {
		return err
	}
	r, err := s.Round(ctx, key)
	if err != nil {
		return err
	}
	inputs, err := s.publishedInputs(ctx, r)
	if err != nil {
		return err
	}
	return WriteArchive(w, inputs, content)
}

func (s *Service) published(ctx context.Context, key Key) (Round, error) {
	r, err := s.Round(ctx, key)
	if err == nil && r.State != Published {
		err = fault.New(fault.NotFound, "round.not_published")
	}
	return r, err
}

// Corrections returns the register, newest entry first.
func (s *Service) Corrections(ctx context.Context) ([]Correction, error) {
	register, err := s.Store.Corrections(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the register of corrections: %w", err)
	}
	slices.Reverse(register)
	return register, nil
}

// Correct adds an entry to the register. It returns a Forbidden fault when the
// actor may not run rounds, a NotFound one when there is no such round or it is
// not published, and an Invalid one with every problem. seen is the number of
// the latest entry that the actor had before them; what the same person sends
// twice is entered once.
func (s *Service) Correct(ctx context.Context, actor account.Actor, c Correction, seen int64) (Correction, error) {
	if err := mayRun(actor); err != nil {
		return Correction{}, err
	}
	content, err := s.Content(ctx, c.Round)
	if err != nil {
		return Correction{}, err
	}
	c = c.Clean()
	if err := c.check(content).Err(); err != nil {
		return Correction{}, err
	}
	c.Author, c.RecordedAt = actor.ID, s.Now()
	recorded, err := s.Store.RecordCorrection(ctx, c, seen)
	if err != nil {
		return Correction{}, fmt.Errorf("correct round %s: %w", c.Round, err)
	}
	s.show(ctx, c.Round)
	return recorded, nil
}
