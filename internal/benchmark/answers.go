package benchmark

import (
	"slices"

	"modenhed/internal/assessment"
	"modenhed/internal/scoring"
)

// rowsAt finds the answers that count at a time, one row per municipality.
func (f *facts) rowsAt(at assessment.AsOf) [][]Answer {
	rows := make([][]Answer, len(f.municipalities))
	for unit, history := range f.histories {
		rows[unit] = f.row(history, at)
	}
	return rows
}

func (f *facts) row(history []assessment.Status, at assessment.AsOf) []Answer {
	row := make([]Answer, len(f.places))
	for key, status := range assessment.Current(history, at) {
		if i, ok := f.column[key.Indicator]; ok {
			row[i] = f.answer(status, at)
		}
	}
	return row
}

// rowSince returns the row of a history that was had in part before, and then
// had the row before.
func (f *facts) rowSince(before []Answer, history, had []assessment.Status, at assessment.AsOf) []Answer {
	if n := len(had); n > 0 && history[n-1].ID != had[n-1].ID {
		return f.row(history, at)
	}
	row := slices.Clone(before)
	for _, added := range history[len(had):] {
		i, ok := f.column[added.Indicator]
		if !ok {
			continue
		}
		if status := assessment.CurrentIn(history, added.Indicator, at); status != nil {
			row[i] = f.answer(*status, at)
		}
	}
	return row
}

func (f *facts) answer(status assessment.Status, at assessment.AsOf) Answer {
	return Answer{
		Status:       &status,
		Stale:        assessment.Stale(status, at.Time, f.set.Framework.Method.MaxAgeMonths),
		Verification: status.Verification(at),
		Cap:          status.Cap(at),
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
