package benchmark

import (
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// answerMatrix holds the answers that count at one time, units by indicators
// in row-major order, beside the same as scoring wants them.
type answerMatrix struct {
	width   int
	answers []Answer
	cells   []scoring.Answer
}

func (m *answerMatrix) row(unit int) []Answer {
	return m.answers[unit*m.width : (unit+1)*m.width : (unit+1)*m.width]
}

// selectAnswers finds the answers that count at a time. Units whose history
// stands unchanged in the previous snapshot keep their row.
func selectAnswers(f *facts, at assessment.AsOf, previous *Snapshot) *answerMatrix {
	width := len(f.places)
	m := &answerMatrix{
		width:   width,
		answers: make([]Answer, len(f.municipalities)*width),
		cells:   make([]scoring.Answer, len(f.municipalities)*width),
	}
	column := make(map[framework.IndicatorKey]int, width)
	for i, p := range f.places {
		column[p.Indicator.Key] = i
	}
	for unit := range f.municipalities {
		row := m.row(unit)
		if previous != nil && sameHistory(f.histories[unit], previous.facts.histories[unit]) {
			copy(row, previous.Units[unit].Answers)
		} else {
			fillRow(row, column, f.histories[unit], at, f.set.Framework.Method.MaxAgeMonths)
		}
		for i, a := range row {
			m.cells[unit*width+i] = cellOf(a)
		}
	}
	return m
}

// reusable returns the previous snapshot if its rows still hold: same
// reference data and, as statuses grow old by the day, same day.
func reusable(f *facts, previous *Snapshot, now time.Time) *Snapshot {
	if previous == nil || previous.facts.set != f.set || !sameDay(previous.AsOf, now) {
		return nil
	}
	return previous
}

func sameHistory(a, b []assessment.Status) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func fillRow(row []Answer, column map[framework.IndicatorKey]int, history []assessment.Status, at assessment.AsOf, maxAgeMonths int) {
	for _, status := range assessment.Current(history, at) {
		if i, ok := column[status.Indicator]; ok {
			row[i] = Answer{Status: &status, Stale: assessment.Stale(status, at.Time, maxAgeMonths)}
		}
	}
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
