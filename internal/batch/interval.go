package batch

import (
	"fmt"

	"modenhed/internal/fault"
	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// Interval is where a unit's rank lies over drawn methods.
type Interval struct {
	robustness.Interval
	// Top10 is the share of draws, 0 to 1, in which the rank is at most 10.
	Top10 float64
}

// WithIntervals returns a copy of the result in which every ranked unit has a
// rank interval over methods drawn with the settings. progress may be nil; it
// is told how many draws are done, and ends the work with
// [robustness.ErrStopped] by returning false. More ranked units than
// [robustness.MaxUnits] are a *fault.Error.
func (r *Result) WithIntervals(s robustness.Settings, progress func(done, of int) bool) (*Result, error) {
	if err := s.Check(); err != nil {
		return nil, fmt.Errorf("rank intervals: %w", err)
	}
	out := *r
	out.Drawn = &s
	ranked, count := r.ranked()
	if count == 0 {
		return &out, nil
	}
	if count > robustness.MaxUnits {
		var problems fault.Problems
		problems.Add("", "batch.too_many_ranked", "Count", count, "Most", robustness.MaxUnits)
		return nil, problems.Err()
	}
	drawn, err := r.draw(ranked, s, progress)
	if err != nil {
		return nil, err
	}
	out.Units = make([]UnitResult, len(r.Units))
	for i, u := range r.Units {
		if interval, ok := drawn.Interval(i); ok {
			top10, _ := drawn.ShareWithin(i, 10)
			u.Interval = &Interval{interval, top10}
		}
		out.Units[i] = u
	}
	return &out, nil
}

// ranked tells for each unit whether it is ranked, and how many are.
func (r *Result) ranked() (ranked []bool, count int) {
	ranked = make([]bool, len(r.Units))
	for i := range r.Units {
		if ranked[i] = r.Units[i].Card.Standing == scoring.Ranked; ranked[i] {
			count++
		}
	}
	return ranked, count
}

func (r *Result) draw(ranked []bool, s robustness.Settings, progress func(done, of int) bool) (*robustness.Result, error) {
	model, err := scoring.Compile(r.Framework)
	if err != nil {
		return nil, err
	}
	answers := make([]scoring.Answer, 0, len(r.Units)*len(r.Indicators))
	for i := range r.Units {
		answers = append(answers, r.Units[i].Answers...)
	}
	experiment, err := robustness.Prepare(model, answers, ranked)
	if err != nil {
		return nil, err
	}
	return experiment.Run(s, progress)
}
