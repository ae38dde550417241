package benchmark

import (
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// answersAt finds the answers that count at a time, one row per municipality.
// Rows of municipalities without news since the previous snapshot are shared
// with it; changed are the others. A nil snapshot shares nothing.
func (f *facts) answersAt(at assessment.AsOf, previous *Snapshot) (rows [][]Answer, changed []int) {
	rows = make([][]Answer, len(f.municipalities))
	for unit, history := range f.histories {
		if previous == nil {
			rows[unit] = f.row(history, at)
			changed = append(changed, unit)
			continue
		}
		before, had := previous.Units[unit].Answers, previous.facts.histories[unit]
		switch {
		case len(history) == len(had):
			rows[unit] = before
			continue
		case len(had) > 0 && history[len(had)-1].ID == had[len(had)-1].ID:
			rows[unit] = f.updated(before, history, len(had), at)
		default:
			rows[unit] = f.row(history, at)
		}
		changed = append(changed, unit)
	}
	return rows, changed
}

// reusable returns the previous snapshot if its rows still hold: same
// reference data and, as statuses grow old by the day, same day.
func reusable(f *facts, previous *Snapshot, now time.Time) *Snapshot {
	if previous == nil || previous.facts.set != f.set || !sameDay(previous.AsOf, now) {
		return nil
	}
	return previous
}

func (f *facts) row(history []assessment.Status, at assessment.AsOf) []Answer {
	row := make([]Answer, len(f.places))
	f.fill(row, assessment.Current(history, at), at)
	return row
}

// updated returns a row with the answers anew to which statuses were added
// since a length of the history.
func (f *facts) updated(row []Answer, history []assessment.Status, since int, at assessment.AsOf) []Answer {
	next := make([]Answer, len(row))
	copy(next, row)
	for _, added := range history[since:] {
		f.fill(next, assessment.Current(latest(history, added.Indicator), at), at)
	}
	return next
}

// latest returns the last status of each source for an indicator; earlier ones
// no longer count.
func latest(history []assessment.Status, indicator framework.IndicatorKey) []assessment.Status {
	last := make([]assessment.Status, 0, 2)
	for i := len(history) - 1; i >= 0 && len(last) < cap(last); i-- {
		status := &history[i]
		if status.Indicator == indicator && (len(last) == 0 || last[0].Source != status.Source) {
			last = append(last, *status)
		}
	}
	return last
}

func (f *facts) fill(row []Answer, current map[assessment.Key]assessment.Status, at assessment.AsOf) {
	for key, status := range current {
		if i, ok := f.column[key.Indicator]; ok {
			row[i] = Answer{Status: &status, Stale: assessment.Stale(status, at.Time, f.set.Framework.Method.MaxAgeMonths)}
		}
	}
}

// cells returns the rows as scoring wants them, one after the other.
func cells(rows ...[]Answer) []scoring.Answer {
	var list []scoring.Answer
	if len(rows) > 0 {
		list = make([]scoring.Answer, 0, len(rows)*len(rows[0]))
	}
	for _, row := range rows {
		for _, a := range row {
			list = append(list, cellOf(a))
		}
	}
	return list
}

func cellOf(a Answer) scoring.Answer {
	if a.Status == nil || a.Stale {
		return scoring.Answer{State: scoring.Missing}
	}
	switch answer := a.Status.Answer; answer.State {
	case assessment.Reported:
		return scoring.Answer{State: scoring.Present, Value: answer.Value}
	case assessment.NotApplicable:
		return scoring.Answer{State: scoring.NotApplicable}
	case assessment.DontKnow:
		return scoring.Answer{State: scoring.Unknown}
	}
	return scoring.Answer{State: scoring.Missing}
}
