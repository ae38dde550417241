package benchmark

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
)

// Rounds say how the measuring rounds stand.
type Rounds interface {
	Standing(ctx context.Context) (Standing, error)
}

// Standing is how the measuring rounds stand. Equal standings are the same.
type Standing struct {
	// Step is the number of the latest step of any round, 0 before the first.
	Step int64
	// Reviewed is the round in review, and Cutoff its cut-off.
	Reviewed RoundName
	Cutoff   time.Time
	// Published is the published round with the latest cut-off, and Counts what
	// counts in it.
	Published RoundName
	Counts    assessment.AsOf
}

// RoundName names a measuring round; the zero name is that of none.
type RoundName struct {
	Key   string
	Title framework.Text
}

// Review is the time between the end of reporting to a measuring round and its
// publication. The public does not see the newest figures then.
type Review struct {
	// Round is the round in review.
	Round RoundName
	// Cutoff is its last moment of recording that counts without being accepted.
	Cutoff time.Time
	// Published is the round whose figures the public sees instead; none while no
	// round has been published.
	Published RoundName
}

// review returns the review that goes on, nil when there is none.
func (s Standing) review() *Review {
	if s.Reviewed.Key == "" {
		return nil
	}
	return &Review{Round: s.Reviewed, Cutoff: s.Cutoff, Published: s.Published}
}

// shown is what readers see at one time.
type shown struct {
	// newest is the snapshot of all there is, public the one for readers who may
	// not know what is under review; mostly they are the same.
	newest, public *Snapshot
}

// Public returns the snapshot for readers who may not know what is under
// review. During a review it is that of the latest published round, or has no
// answers while no round has been published, and is Withheld; otherwise it is
// the newest.
func (k *Keeper) Public() *Snapshot { return k.current.Load().public }

// publicSnapshot returns what the public sees of the newest snapshot, which is
// that of f.
func (k *Keeper) publicSnapshot(ctx context.Context, f *facts, newest *Snapshot, standing Standing) (*Snapshot, error) {
	switch {
	case standing.Reviewed.Key == "":
		return newest, nil
	case k.onlyAnswers(f, newest, standing):
		return k.Public(), nil
	case standing.Published.Key == "":
		return nothing(f, newest.AsOf, standing)
	}
	published, err := k.publishedSnapshot(ctx, f, standing.Counts)
	if err != nil {
		return nil, fmt.Errorf("find the figures of round %s: %w", standing.Published.Key, err)
	}
	return withheld(*published, standing), nil
}

// onlyAnswers reports whether nothing but answers has come since the current
// snapshots of a review. What the public sees stays then, with its stamp.
func (k *Keeper) onlyAnswers(f *facts, newest *Snapshot, standing Standing) bool {
	return k.facts != nil && k.facts != f && k.facts.set == f.set && k.standing == standing &&
		sameDay(k.Current().AsOf, newest.AsOf)
}

// nothing is the snapshot of f as if nobody had answered.
func nothing(f *facts, now time.Time, standing Standing) (*Snapshot, error) {
	empty, err := build(f.bare(), nil, assessment.AsOf{Time: now})
	if err != nil {
		return nil, fmt.Errorf("build a snapshot without answers: %w", err)
	}
	return withheld(*empty, standing), nil
}

// publishedSnapshot returns what counts in a published round. Unlike [Keeper.At]
// it need not wait for anybody: what counts had been recorded at publication.
func (k *Keeper) publishedSnapshot(ctx context.Context, current *facts, at assessment.AsOf) (*Snapshot, error) {
	key := momentOf(at)
	if known, ok := k.earlier.Get(key); ok {
		return known, nil
	}
	made, err := k.earlierAt(ctx, current, at)
	if err != nil {
		return nil, err
	}
	k.earlier.Add(key, made)
	return made, nil
}

// withheld returns a copy of a snapshot that is shown in place of the newest.
// It has a stamp of its own, because pages say why it is shown.
func withheld(s Snapshot, standing Standing) *Snapshot {
	s.Withheld, s.Review, s.stamp = true, standing.review(), rand.Text()
	s.verified = new(lazy[*Snapshot])
	return &s
}
