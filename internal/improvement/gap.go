package improvement

import (
	"fmt"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// Gap is an indicator without an answer, or answered "don't know", and what
// reporting it would give. What would be reported nobody knows, so that a gap
// has a range and no gain.
type Gap struct {
	// Indicator is the indicator's column, Key its key.
	Indicator int
	Key       framework.IndicatorKey
	// State is scoring.Missing or scoring.Unknown.
	State scoring.State
	// Scored is false for a minmax indicator on which the others' values do not
	// differ, so that there is no scale to report on; Lowest and Highest are then zero.
	Scored bool
	// Lowest and Highest are the reports with the fewest and the most points,
	// 0 and 100 unless the indicator's range forbids them.
	Lowest, Highest Report
	// Ranks means that the unit is not ranked now and would be after any report.
	Ranks bool
}

// Report is a value that could be reported and the outcome it would give.
type Report struct {
	Value   float64
	Outcome Outcome
}

// Gaps returns what the unit does not report, in the order of the framework.
// Arguments are those of [Steps].
func Gaps(model *scoring.Model, answers []scoring.Answer, unit int) ([]Gap, error) {
	f, err := newField(model, answers, unit)
	if err != nil {
		return nil, fmt.Errorf("gaps: %w", err)
	}
	gaps, err := f.gaps()
	if err != nil {
		return nil, fmt.Errorf("gaps of unit %d: %w", unit, err)
	}
	return gaps, nil
}

func (f *field) gaps() ([]Gap, error) {
	var gaps []Gap
	var rows []scoring.Answer
	for i, a := range f.row() {
		if !open(a) {
			continue
		}
		gap := Gap{Indicator: i, Key: f.places[i].Indicator.Key, State: a.State, Scored: f.climbable[i]}
		if gap.Scored {
			gap.Lowest.Value, gap.Highest.Value = f.ladders[i].worst(), f.ladders[i].best()
			rows = f.appendRow(rows, i, gap.Lowest.Value)
			rows = f.appendRow(rows, i, gap.Highest.Value)
		}
		gaps = append(gaps, gap)
	}
	outcomes, err := f.try(rows)
	if err != nil {
		return nil, err
	}
	for n := range gaps {
		if gap := &gaps[n]; gap.Scored {
			gap.Lowest.Outcome, gap.Highest.Outcome = outcomes[0], outcomes[1]
			// No threshold looks at points, so both reports have the same standing.
			gap.Ranks = f.now.Standing != scoring.Ranked && outcomes[0].Standing == scoring.Ranked
			outcomes = outcomes[2:]
		}
	}
	return gaps, nil
}

// open reports whether an answer could still be given.
func open(a scoring.Answer) bool {
	return a.State == scoring.Missing || a.State == scoring.Unknown
}
