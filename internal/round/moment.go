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

// Baseline returns what movements to a snapshot are counted from. When the
// snapshot is that of a published round r, this is the published round before
// it among list; without one, and when r is nil, it is a year earlier. It is nil
// when nothing had been recorded then.
func Baseline(ctx context.Context, past Past, list []Round, s *benchmark.Snapshot, r *Round) (*benchmark.Snapshot, error) {
	at := assessment.AsOf{Time: s.ChangeSince(), Status: s.Newest()}
	if r != nil {
		if previous, ok := publishedBefore(list, *r); ok {
			at = previous.AsOf()
		}
	}
	earlier, err := past.At(ctx, at)
	// The time has passed, so that it can only be too early.
	if fault.KindOf(err) == fault.Invalid {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find what movements are counted from: %w", err)
	}
	return earlier, nil
}

// publishedBefore returns the published round with the latest cut-off before
// that of r.
func publishedBefore(list []Round, r Round) (before Round, ok bool) {
	for _, other := range list {
		if other.State == Published && other.Cutoff.Before(r.Cutoff) && (!ok || other.Cutoff.After(before.Cutoff)) {
			before, ok = other, true
		}
	}
	return before, ok
}
