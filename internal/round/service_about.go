package round

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
)

// frozenLately remembers what was frozen last: every municipality asks for the
// same while nothing is recorded.
type frozenLately struct {
	mu      sync.Mutex
	inputs  string
	content *Content
}

// freeze returns the content of settled inputs.
func (f *frozenLately) freeze(in Inputs, set *reference.Set) (*Content, error) {
	answers, err := in.writeStatuses()
	if err != nil {
		return nil, err
	}
	key := string(in.Key) + in.Title.DA + in.Title.EN + fmt.Sprint(momentOf(in.Cutoff)) + digest(answers)
	for _, d := range in.Documents {
		key += d.SHA256()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.inputs == key {
		return f.content, nil
	}
	content, err := in.freeze(set)
	if err == nil {
		f.inputs, f.content = key, content
	}
	return content, err
}

// review is a round in review with what publication would freeze now.
type review struct {
	round Round
	// recorded are the inputs as they were read, with all verdicts, and settled
	// those that the content is made from.
	recorded, settled Inputs
	set               *reference.Set
	content           *Content
}

// review reads a round in review. It returns a NotFound fault when there is no
// such round, and a Conflict when it is not in review.
func (s *Service) review(ctx context.Context, key Key) (*review, error) {
	r, err := s.Round(ctx, key)
	if err != nil {
		return nil, err
	}
	if r.State != Review {
		return nil, fault.New(fault.Conflict, "round.not_in_review")
	}
	v := &review{round: r}
	if v.recorded, err = s.inputs(ctx, r, s.Now()); err != nil {
		return nil, err
	}
	if v.settled, v.set, err = v.recorded.settle(); err != nil {
		return nil, fmt.Errorf("preview round %s: %w", key, err)
	}
	if v.content, err = s.lately.freeze(v.settled, v.set); err != nil {
		return nil, fmt.Errorf("preview round %s: %w", key, err)
	}
	return v, nil
}

// InReview returns the round in review; ok is false when there is none.
func (s *Service) InReview(ctx context.Context) (r Round, ok bool, err error) {
	rounds, err := s.Rounds(ctx)
	if err != nil {
		return Round{}, false, err
	}
	for _, r := range rounds {
		if r.State == Review {
			return r, true, nil
		}
	}
	return Round{}, false, nil
}

// About returns what publication of a round in review would say of a
// municipality. It returns a Forbidden fault to others than its editors,
// analysts and administrators, a NotFound one when there is no such round or
// municipality, and a Conflict when the round is not in review.
func (s *Service) About(ctx context.Context, actor account.Actor, key Key, code municipality.Code) (*About, error) {
	if !account.MayReadInternal(actor, code) {
		return nil, fault.New(fault.Forbidden, "round.may_not_preview")
	}
	v, err := s.review(ctx, key)
	if err != nil {
		return nil, err
	}
	a, err := v.about(code)
	if err != nil {
		return nil, err
	}
	if a.Plan, _, err = s.Plan(ctx, v.round); err != nil {
		return nil, err
	}
	if err := s.before(ctx, a); err != nil {
		return nil, err
	}
	replies, err := s.Store.Replies(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read the replies to round %s: %w", key, err)
	}
	a.Replies = slices.DeleteFunc(replies, func(r Reply) bool { return r.Municipality != code })
	return a, nil
}

// about returns what the review says of a municipality.
func (v *review) about(code municipality.Code) (*About, error) {
	at := slices.IndexFunc(v.content.Units, func(u UnitResult) bool { return u.Unit == code.String() })
	if at < 0 {
		return nil, fault.New(fault.NotFound, "round.municipality_unknown")
	}
	a := &About{
		Round: v.round, Unit: v.content.Units[at], Ranked: v.content.Summary().Ranked,
		Areas: v.content.Areas, Indicators: v.content.Indicators,
		Answers: make(map[framework.IndicatorKey]Counted), Late: v.recorded.lateChanges(code),
	}
	answers := v.settled.counted(code, v.content.Method.MaxAgeMonths)
	for _, c := range answers {
		a.Answers[c.Status.Indicator] = c
	}
	var err error
	a.Hash, err = hashOf(v.round.Key, a.Unit, answers)
	return a, err
}

// before adds the result of the round published last.
func (s *Service) before(ctx context.Context, a *About) error {
	rounds, err := s.Rounds(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(rounds, func(r Round) bool { return r.State == Published })
	if at < 0 {
		return nil
	}
	content, err := s.Content(ctx, rounds[at].Key)
	if err != nil {
		return err
	}
	a.BeforeRound = rounds[at]
	for i := range content.Units {
		if content.Units[i].Unit == a.Unit.Unit {
			a.Before = &content.Units[i]
		}
	}
	return nil
}

// Answer is a municipality's reply as somebody typed it.
type Answer struct {
	Round        Key
	Municipality municipality.Code
	Kind         ReplyKind
	Text         string
	Public       bool
	// Content is the hash of what they had before them; see [About.Hash].
	Content string
	// Seen is the number of the municipality's latest reply that they had before
	// them, 0 for none.
	Seen int64
}

// Answer records a municipality's reply. It returns a Forbidden fault to others
// than its editors, a NotFound one when there is no such round, an Invalid one
// with every problem, and a Conflict when the round is not in review, the time
// for replies is over, or a colleague was first. What is sent twice is recorded
// once. The reply is to what they had before them, even where it has changed
// since: that is on record.
func (s *Service) Answer(ctx context.Context, actor account.Actor, a Answer) (Reply, error) {
	if !account.MayReportFor(actor, a.Municipality) {
		return Reply{}, fault.New(fault.Forbidden, "round.may_not_reply")
	}
	r, err := s.Round(ctx, a.Round)
	if err != nil {
		return Reply{}, err
	}
	now := s.Now()
	plan, planned, err := s.Plan(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	if r.State != Review || planned && now.After(plan.ReplyBy) {
		return Reply{}, fault.New(fault.Conflict, "round.replies_closed")
	}
	reply := Reply{
		Round: a.Round, Municipality: a.Municipality, Kind: a.Kind, Text: a.Text, Public: a.Public,
		Content: a.Content, Author: actor.ID, RecordedAt: now,
	}.clean()
	if err := reply.check().Err(); err != nil {
		return Reply{}, err
	}
	recorded, err := s.Store.RecordReply(ctx, reply, r.Latest, a.Seen)
	if err != nil {
		return Reply{}, fmt.Errorf("reply to round %s: %w", a.Round, err)
	}
	return recorded, nil
}

// Replies returns the latest reply of each municipality to a round, by code,
// with their authors. It returns a Forbidden fault to others than analysts and
// administrators.
func (s *Service) Replies(ctx context.Context, actor account.Actor, key Key) ([]Reply, error) {
	if !account.MayReadReplies(actor) {
		return nil, fault.New(fault.Forbidden, "round.may_not_read_replies")
	}
	return s.latest(ctx, key)
}

func (s *Service) latest(ctx context.Context, key Key) ([]Reply, error) {
	replies, err := s.Store.Replies(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read the replies to round %s: %w", key, err)
	}
	latest := Latest(replies)
	list := make([]Reply, 0, len(latest))
	for _, r := range latest {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Reply) int { return int(a.Municipality) - int(b.Municipality) })
	return list, nil
}

// Remarks returns what everybody may read of the replies to a published round:
// how many there are of each kind among so many municipalities, and the remarks
// that municipalities let everybody read, by code and without authors. Of a
// round that is not published there is nothing.
func (s *Service) Remarks(ctx context.Context, key Key, units int) (Tally, []Reply, error) {
	r, err := s.Round(ctx, key)
	if err != nil || r.State != Published {
		return Tally{}, nil, err
	}
	list, err := s.latest(ctx, key)
	if err != nil {
		return Tally{}, nil, err
	}
	tally := Count(list, units)
	remarks := slices.DeleteFunc(list, func(r Reply) bool { return !r.Public })
	for i := range remarks {
		remarks[i].Author, remarks[i].AuthorName = 0, ""
	}
	return tally, remarks, nil
}

// Standings are the replies to a round in review with what still stands in the
// way of its publication.
type Standings struct {
	Replies []Reply
	Tally   Tally
	Concerns
}

// Standings returns the replies to a round in review and what an administrator
// should look at before publishing it. Its faults are those of
// [Service.Replies] and [Service.About].
func (s *Service) Standings(ctx context.Context, actor account.Actor, key Key) (*Standings, error) {
	list, err := s.Replies(ctx, actor, key)
	if err != nil {
		return nil, err
	}
	v, err := s.review(ctx, key)
	if err != nil {
		return nil, err
	}
	out := &Standings{Replies: list, Tally: Count(list, len(v.content.Units))}
	replied := make(map[municipality.Code]bool)
	for _, r := range list {
		replied[r.Municipality] = true
		if r.Kind == Disputed {
			out.Disputed = append(out.Disputed, r.Municipality)
		}
		if a, err := v.about(r.Municipality); err == nil && a.Hash != r.Content {
			out.Outdated = append(out.Outdated, r.Municipality)
		}
	}
	for _, u := range v.content.Units {
		code, err := municipality.ParseCode(u.Unit)
		if err == nil && u.Coverage.Value > 0 && !replied[code] {
			out.Silent = append(out.Silent, code)
		}
	}
	out.Unanswered, out.Undecided = v.recorded.unanswered(), v.undecided()
	return out, nil
}

// undecided counts the late changes without a decision.
func (v *review) undecided() int {
	n := 0
	for _, c := range v.recorded.lateChanges(0) {
		if c.Decision == Undecided {
			n++
		}
	}
	return n
}

// TimeLeft returns how long there is to reply; ok is false without a plan.
func (a *About) TimeLeft(now time.Time) (left time.Duration, ok bool) {
	if a.Plan.Withdrawn() {
		return 0, false
	}
	return max(0, a.Plan.ReplyBy.Sub(now)), true
}
