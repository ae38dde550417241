package benchmark

import (
	"context"
	"fmt"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/reference"
)

// pastKept is how many snapshots of earlier times a keeper remembers.
const pastKept = 24

// moment is a cut in what had been recorded, comparable. Zero numbers are none.
type moment struct {
	microseconds int64
	status       assessment.StatusID
	// reviewed is 0 outside rounds.
	reviewed int64
	verdict  assessment.VerdictID
}

func momentOf(at assessment.AsOf) moment {
	m := moment{microseconds: at.Time.UnixMicro(), status: at.Status, verdict: at.Verdict}
	if !at.Reviewed.IsZero() {
		m.reviewed = at.Reviewed.UnixMicro()
	}
	return m
}

// At returns what had been recorded by a time as if it were the newest: the
// statuses and verdicts, the framework, the directory and the waves of that
// time; of a round also what was accepted in its review. The same moment gives
// the same figures for ever. A time later than now, and one before the first
// framework was recorded, are Invalid faults.
func (k *Keeper) At(ctx context.Context, at assessment.AsOf) (*Snapshot, error) {
	if at.Time.After(k.now()) || at.Reviewed.After(k.now()) {
		return nil, fault.New(fault.Invalid, "benchmark.as_of_future")
	}
	key := momentOf(at)
	if known, ok := k.earlier.Get(key); ok {
		return known, nil
	}
	end := at.Time
	if at.Reviewed.After(end) {
		end = at.Reviewed
	}
	if err := k.settle(ctx, end); err != nil {
		return nil, err
	}
	k.mu.Lock()
	current := k.facts
	k.mu.Unlock()
	made, err := k.earlierAt(ctx, current, at)
	if err != nil {
		return nil, fmt.Errorf("look back to %s: %w", at.Time.UTC().Format(time.RFC3339), err)
	}
	k.earlier.Add(key, made)
	return made, nil
}

// settle makes sure that nothing recorded by a time is still on its way: a
// writer who took a time of recording may not have committed, and another
// process's statuses may not have been read.
func (k *Keeper) settle(ctx context.Context, at time.Time) error {
	if at.Before(k.settledBy()) {
		return nil
	}
	// The clock is read before waiting: what is recorded after it lies beyond.
	now := k.now()
	if err := k.source.Settle(ctx); err != nil {
		return fmt.Errorf("wait for those who record: %w", err)
	}
	if err := k.Refresh(ctx); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if now.After(k.settled) {
		k.settled = now
	}
	return nil
}

func (k *Keeper) settledBy() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.settled
}

// earlierAt makes the snapshot of a time; it shares what it can with the
// current facts.
func (k *Keeper) earlierAt(ctx context.Context, current *facts, at assessment.AsOf) (*Snapshot, error) {
	documents, err := k.source.DocumentsBy(ctx, at.Time)
	if err != nil {
		return nil, fmt.Errorf("read the reference data: %w", err)
	}
	if len(documents) == 0 {
		return nil, fault.New(fault.Invalid, "benchmark.as_of_too_early")
	}
	base, err := k.factsBy(ctx, current, documents, at)
	if err != nil {
		return nil, err
	}
	at.Time = at.Time.In(k.zone)
	made, err := build(base, nil, at)
	if err != nil {
		return nil, err
	}
	made.Earlier = true
	return made, nil
}

// factsBy returns the facts of a moment. Where the documents are those of the
// current facts, so are the statuses, which are all at hand; else the directory
// may have held other municipalities, and the statuses are read again.
func (k *Keeper) factsBy(ctx context.Context, current *facts, documents []reference.Document, at assessment.AsOf) (*facts, error) {
	newest := int64(0)
	for _, d := range documents {
		newest = max(newest, d.ID)
	}
	if newest == current.document {
		return current.by(at), nil
	}
	set, err := reference.Parse(documents)
	if err != nil {
		return nil, fmt.Errorf("parse the reference data: %w", err)
	}
	base, err := newFacts(set, k.opinionsOf(set))
	if err != nil {
		return nil, err
	}
	statuses, err := k.source.Statuses(ctx, 0)
	if err != nil {
		return nil, fmt.Errorf("read the statuses: %w", err)
	}
	return base.with(recordedBy(statuses, at)), nil
}

// by returns the facts with the statuses that a moment includes.
func (f *facts) by(at assessment.AsOf) *facts {
	next := f.bare()
	for unit, history := range f.histories {
		included := recordedBy(history, at)
		next.histories[unit] = included
		if n := len(included); n > 0 {
			next.newest = max(next.newest, included[n-1].ID)
		}
		for i := range included {
			next.count(unit, included[i].Verdicts)
		}
	}
	return next
}

// recordedBy returns the statuses that a moment includes, with all their
// verdicts, earlier and later.
func recordedBy(statuses []assessment.Status, at assessment.AsOf) []assessment.Status {
	included := make([]assessment.Status, 0, len(statuses))
	for _, s := range statuses {
		if at.Includes(s) {
			included = append(included, s)
		}
	}
	return included
}
