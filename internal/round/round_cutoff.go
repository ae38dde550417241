package round

import (
	"strings"
	"time"

	"modenhed/internal/fault"
)

// The forms of a day and of a day with a time that are read.
var (
	dayForms     = []string{"2006-01-02", "2.1.2006", "2/1/2006"}
	instantForms = []string{"2006-01-02 15:04", "2006-01-02T15:04", "2.1.2006 15:04", "2/1/2006 15:04"}
)

// ParseCutoff reads a cut-off as people write it: a day, which means the end of
// that day in the zone, or a day and a time, which means the beginning of that
// minute. Days are written 2026-06-30, 30.6.2026 or 30/6/2026, times 14:30,
// 14.30 or kl. 14.30, and kl. 14 for a whole hour. Other texts, among them times that the zone skips, are an
// Invalid fault.
func ParseCutoff(text string, zone *time.Location) (time.Time, error) {
	day, clock, _ := strings.Cut(cleanLine(text), " ")
	clock, named := strings.CutPrefix(strings.ToLower(clock), "kl")
	clock = strings.TrimSpace(strings.TrimPrefix(clock, "."))
	if named && clock != "" && len(clock) <= 2 {
		clock += ":00"
	}
	if clock == "" {
		for _, form := range dayForms {
			if t, err := time.ParseInLocation(form, day, zone); err == nil {
				return endOfDay(t), nil
			}
		}
	}
	written := strings.TrimSpace(day + " " + strings.ReplaceAll(clock, ".", ":"))
	for _, form := range instantForms {
		// A time that the zone skips comes back as another one.
		if t, err := time.ParseInLocation(form, written, zone); err == nil && sameClock(t, form, written) {
			return t, nil
		}
	}
	var p fault.Problems
	p.Add(FieldCutoff, "round.cutoff_form")
	return time.Time{}, p.Err()
}

func sameClock(t time.Time, form, written string) bool {
	plain, err := time.Parse(form, written)
	return err == nil && plain.Hour() == t.Hour() && plain.Minute() == t.Minute()
}

// endOfDay returns the last microsecond of the day, the smallest step between
// recording times.
func endOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location()).Add(-time.Microsecond)
}
