package benchmark

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
)

// pollInterval is how often a keeper asks whether another process wrote.
const pollInterval = time.Second

// Source is what a keeper reads from.
type Source interface {
	// Revision is a number that rises with every write.
	Revision(ctx context.Context) (int64, error)
	// LatestDocument is the id of the newest reference document, 0 when there is none.
	LatestDocument(ctx context.Context) (int64, error)
	// DocumentsBy are the newest reference documents of each kind and key among
	// those recorded by a time, inclusive.
	DocumentsBy(ctx context.Context, at time.Time) ([]reference.Document, error)
	// ErasedAnswers is how many documents of single answers only figures are left
	// of: they change without a newer document.
	ErasedAnswers(ctx context.Context) (int64, error)
	// Settle returns when everybody has finished who is recording now.
	Settle(ctx context.Context) error
	// Documents are the newest reference documents of each kind and key.
	Documents(ctx context.Context) ([]reference.Document, error)
	// Statuses are all statuses after an id with their verdicts, in rising order.
	Statuses(ctx context.Context, after assessment.StatusID) ([]assessment.Status, error)
	// Verdicts are all verdicts after an id, in rising order.
	Verdicts(ctx context.Context, after assessment.VerdictID) ([]assessment.Judged, error)
}

// Keeper holds the current snapshot and replaces it after each change. It is
// safe for concurrent use; readers never wait for a writer.
type Keeper struct {
	source Source
	rounds Rounds
	now    func() time.Time
	zone   *time.Location
	log    *slog.Logger

	current atomic.Pointer[shown]

	// mu serialises those who build a new snapshot.
	mu       sync.Mutex
	facts    *facts
	standing Standing
	revision int64
	erased   int64
	// loaded is the last status that came from the source. Published statuses
	// may lie beyond it, with another process's between them.
	loaded assessment.StatusID
	// judged is the last verdict that came from the source, as loaded is the last
	// status.
	judged assessment.VerdictID
	// settled is a time by which everything recorded has been read.
	settled time.Time

	// earlier are snapshots of earlier times that were asked for.
	earlier *lru.Cache[moment, *Snapshot]
	// estimated are the opinions made lately, by all that they depend on.
	estimated *lru.Cache[fingerprint, Opinion]
}

// NewKeeper returns a keeper without a snapshot; call [Keeper.Load] before
// [Keeper.Current]. Days begin and end in the zone.
func NewKeeper(source Source, rounds Rounds, now func() time.Time, zone *time.Location, log *slog.Logger) *Keeper {
	// The one error of each is a size that is not positive.
	earlier, _ := lru.New[moment, *Snapshot](pastKept)
	estimated, _ := lru.New[fingerprint, Opinion](opinionsKept)
	return &Keeper{source: source, rounds: rounds, now: now, zone: zone, log: log, earlier: earlier, estimated: estimated}
}

// Current returns the newest snapshot. It is not for the public; see
// [Keeper.Public].
func (k *Keeper) Current() *Snapshot { return k.current.Load().newest }

// Framework returns the framework that answers are checked against now.
func (k *Keeper) Framework() *framework.Framework { return k.Current().Framework }

// Load reads everything and publishes the first snapshot.
func (k *Keeper) Load(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.reload(ctx)
}

// Publish takes statuses that were just recorded into a new snapshot. It
// implements assessment's Publisher.
func (k *Keeper) Publish(ctx context.Context, recorded []assessment.Status) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	facts := k.facts.with(recorded)
	if facts == k.facts {
		return nil
	}
	return k.publish(ctx, facts, k.standing)
}

// PublishVerdicts takes verdicts that were just recorded into a new snapshot, as
// [Keeper.Publish] takes statuses.
func (k *Keeper) PublishVerdicts(ctx context.Context, recorded []assessment.Judged) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	facts := k.facts.judgedBy(recorded)
	if facts == k.facts {
		return nil
	}
	return k.publish(ctx, facts, k.standing)
}

// Refresh takes in what other processes have written since the last look, and
// the passing of days: statuses grow old without anybody writing.
func (k *Keeper) Refresh(ctx context.Context) error {
	revision, err := k.source.Revision(ctx)
	if err != nil {
		return fmt.Errorf("read the revision: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if revision == k.revision {
		return k.turnDay(ctx)
	}
	document, err := k.source.LatestDocument(ctx)
	if err != nil {
		return fmt.Errorf("read the latest document: %w", err)
	}
	erased, err := k.source.ErasedAnswers(ctx)
	if err != nil {
		return fmt.Errorf("read how many answers are erased: %w", err)
	}
	if document != k.facts.document || erased != k.erased {
		return k.reload(ctx)
	}
	return k.catchUp(ctx, revision)
}

// catchUp takes in what has been recorded up to a revision, other than reference
// documents.
func (k *Keeper) catchUp(ctx context.Context, revision int64) error {
	// Before the statuses, so that each verdict is on a status that is known.
	judged, err := k.source.Verdicts(ctx, k.judged)
	if err != nil {
		return fmt.Errorf("read new verdicts: %w", err)
	}
	statuses, err := k.source.Statuses(ctx, k.loaded)
	if err != nil {
		return fmt.Errorf("read new statuses: %w", err)
	}
	// Read last, so that nobody is shown an answer from after the beginning of a
	// review as if there were none.
	standing, err := k.rounds.Standing(ctx)
	if err != nil {
		return fmt.Errorf("read how the rounds stand: %w", err)
	}
	facts := k.facts.with(statuses).judgedBy(judged)
	// What else is recorded are rounds, which pages show beside the figures:
	// with a new stamp they are made anew.
	if len(statuses)+len(judged) == 0 || facts != k.facts || standing != k.standing {
		if err := k.publish(ctx, facts, standing); err != nil {
			return err
		}
	}
	k.revision = revision
	if n := len(statuses); n > 0 {
		k.loaded = statuses[n-1].ID
	}
	if n := len(judged); n > 0 {
		k.judged = judged[n-1].Verdict.ID
	}
	return nil
}

// Run refreshes every second until the context ends.
func (k *Keeper) Run(ctx context.Context) {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := k.Refresh(ctx); err != nil && ctx.Err() == nil {
				k.log.Error("refresh the snapshot", "error", err)
			}
		}
	}
}

// reload reads all there is. The revision is read first, so that a write in
// between is seen again rather than missed.
func (k *Keeper) reload(ctx context.Context) error {
	revision, err := k.source.Revision(ctx)
	if err != nil {
		return fmt.Errorf("read the revision: %w", err)
	}
	document, err := k.source.LatestDocument(ctx)
	if err != nil {
		return fmt.Errorf("read the latest document: %w", err)
	}
	erased, err := k.source.ErasedAnswers(ctx)
	if err != nil {
		return fmt.Errorf("read how many answers are erased: %w", err)
	}
	documents, err := k.source.Documents(ctx)
	if err != nil {
		return fmt.Errorf("read the reference data: %w", err)
	}
	set, err := reference.Parse(documents)
	if err != nil {
		return fmt.Errorf("parse the reference data: %w", err)
	}
	statuses, err := k.source.Statuses(ctx, 0)
	if err != nil {
		return fmt.Errorf("read the statuses: %w", err)
	}
	standing, err := k.rounds.Standing(ctx)
	if err != nil {
		return fmt.Errorf("read how the rounds stand: %w", err)
	}
	facts, err := newFacts(set, k.opinionsOf(set))
	if err != nil {
		return err
	}
	facts.document = document
	// A seed with an earlier time of recording would change the past: only
	// a demonstration has one.
	k.earlier.Purge()
	facts = facts.with(statuses)
	if err := k.publish(ctx, facts, standing); err != nil {
		return err
	}
	k.revision, k.erased, k.loaded, k.judged = revision, erased, 0, facts.verdict
	if n := len(statuses); n > 0 {
		k.loaded = statuses[n-1].ID
	}
	return nil
}

func (k *Keeper) turnDay(ctx context.Context) error {
	if sameDay(k.Current().AsOf, k.now().In(k.zone)) {
		return nil
	}
	return k.publish(ctx, k.facts, k.standing)
}

// publish swaps the snapshots. Where the public's cannot be made, it sees no
// figures rather than those under review until the next attempt.
func (k *Keeper) publish(ctx context.Context, f *facts, standing Standing) error {
	var previous *Snapshot
	if k.facts != nil {
		previous = k.Current()
	}
	newest, err := build(f, previous, f.at(k.now().In(k.zone)))
	if err != nil {
		return fmt.Errorf("build a snapshot: %w", err)
	}
	newest.Review = standing.review()
	public, failed := k.publicSnapshot(ctx, f, newest, standing)
	if failed != nil {
		standing.Published = RoundName{}
		if public, err = k.publicSnapshot(ctx, f, newest, standing); err != nil {
			return err
		}
	}
	k.facts, k.standing = f, standing
	k.current.Store(&shown{newest: newest, public: public})
	return failed
}

func sameDay(a, b time.Time) bool {
	return municipality.DateOf(a) == municipality.DateOf(b)
}
