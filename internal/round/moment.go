package round

import (
	"context"
	"fmt"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
)

// ParseMoment reads a time that somebody asks about: as programs write it (RFC
// 3339), as a browser's form does with seconds, or as [ParseCutoff] reads it, so
// that a day alone means its end. Other texts are an Invalid fault.
func ParseMoment(text string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return t, nil
	}
	const withSeconds = "2006-01-02T15:04:05"
	if t, err := time.ParseInLocation(withSeconds, text, zone); err == nil && sameClock(t, withSeconds, text) {
		return t, nil
	}
	return ParseCutoff(text, zone)
}

// Past gives what had been recorded by a time.
type Past interface {
	At(ctx context.Context, at assessment.AsOf) (*benchmark.Snapshot, error)
}

// Baseline is what movements are counted from. Its zero value means that
// nothing had been recorded then.
type Baseline struct {
	Snapshot *benchmark.Snapshot
	// Round is the published round whose snapshot it is, nil for a year earlier.
	Round *Round
}

// BaselineOf finds what movements to a snapshot are counted from; r is the
// published round whose snapshot it is, nil otherwise. It is the round with the
// latest cut-off before the snapshot's time that had been published by then (for
// a round, by its own publication), so that what is published later changes
// nothing. Without one it is the end of the day a year earlier.
func BaselineOf(ctx context.Context, past Past, list []Round, s *benchmark.Snapshot, r *Round) (Baseline, error) {
	before := publishedBefore(list, s, r)
	at := assessment.AsOf{Time: endOfDay(s.AsOf.AddDate(-1, 0, 0))}
	if before != nil {
		at = before.AsOf()
	}
	earlier, err := past.At(ctx, at)
	// The time has passed, so that it can only be too early.
	if fault.KindOf(err) == fault.Invalid {
		return Baseline{}, nil
	}
	if err != nil {
		return Baseline{}, fmt.Errorf("find what movements are counted from: %w", err)
	}
	return Baseline{Snapshot: earlier, Round: before}, nil
}

// publishedBefore returns the latest round before a snapshot, nil for none.
func publishedBefore(list []Round, s *benchmark.Snapshot, r *Round) *Round {
	by := s.AsOf
	if r != nil {
		by = r.PublishedAt
	}
	var before *Round
	for i := range list {
		other := &list[i]
		known := other.State == Published && !other.PublishedAt.After(by) && other.Cutoff.Before(s.AsOf)
		if known && (before == nil || other.Cutoff.After(before.Cutoff)) {
			before = other
		}
	}
	return before
}
