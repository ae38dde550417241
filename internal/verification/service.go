package verification

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Store keeps what is said about statuses.
type Store interface {
	// AppendVerdicts records all entries in one transaction, in their order, and
	// returns them with numbers and times. It returns a [Changed] and records
	// none when one of the statuses is not the one that counts in its place, nor
	// the latest of the municipality's own, or when somebody has said more about
	// it than the author had seen. A reply needs an open question.
	AppendVerdicts(ctx context.Context, entries []Next) ([]Entry, error)
	// AppendFinding records a status of the desk, and in the same transaction
	// the entry that question returns for the municipality's own latest answer,
	// if it returns one; it is not called where there is none or it was
	// withdrawn. The entry needs no status and no finding. It returns a Conflict
	// when the status does not follow the latest.
	AppendFinding(ctx context.Context, found assessment.Status, question func(own assessment.Status) (Entry, bool)) (assessment.Status, Entry, error)
	// AppendFindings does for many statuses, of any source, what AppendFinding
	// does for one: all in one transaction, and question is asked of those of
	// the desk.
	AppendFindings(ctx context.Context, statuses []assessment.Status, question func(found, own assessment.Status) (Entry, bool)) ([]assessment.Status, []Entry, error)
	// EntriesOf returns the entries on the statuses of a municipality with their
	// authors' names, oldest first.
	EntriesOf(ctx context.Context, code municipality.Code) ([]Entry, error)
	// History returns every status of a municipality with its author's name, oldest first.
	History(ctx context.Context, code municipality.Code) ([]assessment.Status, error)
}

// Readers are shown what was recorded.
type Readers interface {
	Current() *benchmark.Snapshot
	PublishVerdicts(ctx context.Context, recorded []assessment.Judged) error
}

// Notices tells people in municipalities.
type Notices interface {
	TellQuestions(ctx context.Context, codes []municipality.Code, by account.ID) error
}

// Service records what analysts and municipalities say about statuses. All
// exported fields but Notices are needed.
type Service struct {
	Store   Store
	Readers Readers
	// Reports checks and publishes findings of the desk.
	Reports *assessment.Service
	// Notices tells municipalities that they were asked; nil tells nobody.
	Notices Notices
	Log     *slog.Logger

	// mu guards waiting, the queue as it was computed last.
	mu      sync.Mutex
	waiting waiting
}

// Decision is what an analyst decides about a status.
type Decision struct {
	Seen    Seen
	Kind    assessment.VerdictKind
	Comment string
}

// Decide records decisions of an analyst, all of them or none. It returns a
// Forbidden fault to others, an Invalid one with what is wrong with the input,
// and a [Changed] naming every place that is not as it was seen. What is sent
// twice is recorded once.
func (s *Service) Decide(ctx context.Context, actor account.Actor, decisions ...Decision) ([]Entry, error) {
	if !account.MayVerify(actor) {
		return nil, fault.New(fault.Forbidden, "verification.may_not_verify")
	}
	var p fault.Problems
	if len(decisions) == 0 {
		p.Add(FieldStatus, "verification.nothing_chosen")
	}
	next := make([]Next, len(decisions))
	keys := make([]assessment.Key, len(decisions))
	for i, d := range decisions {
		d.Comment = assessment.CleanText(d.Comment)
		s.checkDecision(&p, d)
		keys[i] = d.Seen.Key
		next[i] = Next{After: d.Seen.Last, Entry: Entry{Status: d.Seen.Status, Kind: d.Kind, Comment: d.Comment, Author: actor.ID}}
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	return s.record(ctx, actor, keys, next)
}

func (s *Service) checkDecision(p *fault.Problems, d Decision) {
	switch d.Kind {
	case assessment.VerdictVerified:
	case assessment.VerdictQuestioned:
		if d.Comment == "" {
			p.Add(FieldComment, "verification.question_missing")
		}
	case assessment.VerdictAccepted:
		if !s.inReview() {
			p.Add(FieldStatus, "verification.no_review")
		}
	default:
		p.Add(FieldStatus, "verification.kind_unknown")
	}
	assessment.CheckText(p, FieldComment, d.Comment, MaxComment)
}

// inReview reports whether a round is in review, in which late changes can be accepted.
func (s *Service) inReview() bool { return s.Readers.Current().Review != nil }

// Reply records a municipality's answer to the question about its status. Only
// its own editors may; the faults are those of [Service.Decide].
func (s *Service) Reply(ctx context.Context, actor account.Actor, seen Seen, comment string) (Entry, error) {
	if !account.MayReportFor(actor, seen.Key.Municipality) {
		return Entry{}, fault.New(fault.Forbidden, "verification.may_not_reply")
	}
	comment = assessment.CleanText(comment)
	var p fault.Problems
	if comment == "" {
		p.Add(FieldComment, "verification.reply_missing")
	}
	assessment.CheckText(&p, FieldComment, comment, MaxComment)
	if err := p.Err(); err != nil {
		return Entry{}, err
	}
	entry := Entry{Status: seen.Status, Kind: assessment.VerdictReplied, Comment: comment, Author: actor.ID}
	recorded, err := s.record(ctx, actor, []assessment.Key{seen.Key}, []Next{{Entry: entry, After: seen.Last}})
	if err != nil {
		return Entry{}, err
	}
	return recorded[0], nil
}

// record appends entries on the statuses of places and shows them to readers.
func (s *Service) record(ctx context.Context, actor account.Actor, keys []assessment.Key, next []Next) ([]Entry, error) {
	if err := s.checkPlaces(ctx, keys, next); err != nil {
		return nil, err
	}
	recorded, err := s.Store.AppendVerdicts(ctx, next)
	if fault.KindOf(err) == fault.Conflict {
		return s.resolve(ctx, keys, next)
	}
	if err != nil {
		return nil, fmt.Errorf("record %d entries: %w", len(next), err)
	}
	s.publish(ctx, recorded...)
	s.tell(ctx, actor, asked(keys, recorded)...)
	return recorded, nil
}

// asked are the municipalities that entries on the statuses of places question.
func asked(keys []assessment.Key, entries []Entry) []municipality.Code {
	var codes []municipality.Code
	for i, e := range entries {
		if e.Kind == assessment.VerdictQuestioned {
			codes = append(codes, keys[i].Municipality)
		}
	}
	return codes
}

// checkPlaces makes sure that every status belongs to the place it was named
// with, which is what the right to speak about it was checked by.
func (s *Service) checkPlaces(ctx context.Context, keys []assessment.Key, next []Next) error {
	histories := make(map[municipality.Code]map[assessment.StatusID]framework.IndicatorKey)
	for i, key := range keys {
		if histories[key.Municipality] == nil {
			history, err := s.Store.History(ctx, key.Municipality)
			if err != nil {
				return fmt.Errorf("read the history of %s: %w", key.Municipality, err)
			}
			indicators := make(map[assessment.StatusID]framework.IndicatorKey, len(history))
			for _, status := range history {
				indicators[status.ID] = status.Indicator
			}
			histories[key.Municipality] = indicators
		}
		if histories[key.Municipality][next[i].Status] != key.Indicator {
			return fault.New(fault.NotFound, "verification.unknown")
		}
	}
	return nil
}

// resolve explains why entries were refused. What the same person sent twice is
// answered with what it recorded the first time.
func (s *Service) resolve(ctx context.Context, keys []assessment.Key, next []Next) ([]Entry, error) {
	threads := make(map[municipality.Code][]Thread)
	changed := new(Changed)
	var recorded []Entry
	for i, key := range keys {
		if _, read := threads[key.Municipality]; !read {
			of, err := s.threads(ctx, key.Municipality)
			if err != nil {
				return nil, err
			}
			threads[key.Municipality] = of
		}
		latest, twice := recordedBefore(threads[key.Municipality], key, next[i])
		if twice {
			recorded = append(recorded, latest)
		} else if !asSeen(threads[key.Municipality], key, next[i]) {
			changed.Keys = append(changed.Keys, key)
		}
	}
	if len(recorded) == len(next) {
		return recorded, nil
	}
	if len(changed.Keys) == 0 {
		changed.Keys = keys
	}
	return nil, changed
}

// recordedBefore returns the entry that says what next says, when it is the one
// that follows what next had seen.
func recordedBefore(threads []Thread, key assessment.Key, next Next) (entry Entry, found bool) {
	t := threadOf(threads, key)
	for _, m := range t.Moments {
		if m.Entry != nil && m.Entry.Status == next.Status && m.Entry.ID > next.After {
			return *m.Entry, m.Entry.sameContent(next.Entry)
		}
	}
	return Entry{}, false
}

// asSeen reports whether a place is as the author of an entry had it.
func asSeen(threads []Thread, key assessment.Key, next Next) bool {
	t := threadOf(threads, key)
	counts := t.Current != nil && t.Current.ID == next.Status || t.Own != nil && t.Own.ID == next.Status
	return counts && t.Last(next.Status) == next.After
}

// publish shows what is recorded. It must not undo the answer to the writer:
// the entries are durable, and readers find them by the store's revision.
func (s *Service) publish(ctx context.Context, recorded ...Entry) {
	if len(recorded) == 0 {
		return
	}
	judged := make([]assessment.Judged, len(recorded))
	for i, e := range recorded {
		judged[i] = assessment.Judged{Status: e.Status, Verdict: e.Verdict()}
	}
	if err := s.Readers.PublishVerdicts(context.WithoutCancel(ctx), judged); err != nil {
		s.Log.ErrorContext(ctx, "publish recorded verdicts", "first", recorded[0].ID, "count", len(recorded), "error", err)
	}
}

// tell lets municipalities know that they were asked. The questions are
// recorded; a letter that cannot be written undoes nothing.
func (s *Service) tell(ctx context.Context, actor account.Actor, codes ...municipality.Code) {
	if s.Notices == nil || len(codes) == 0 {
		return
	}
	slices.Sort(codes)
	if err := s.Notices.TellQuestions(context.WithoutCancel(ctx), slices.Compact(codes), actor.ID); err != nil {
		s.Log.ErrorContext(ctx, "tell municipalities of questions", "municipalities", codes, "error", err)
	}
}
