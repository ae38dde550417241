package benchmark

import (
	"fmt"

	"modenhed/internal/robustness"
	"modenhed/internal/scoring"
)

// robust is how far the ranking depends on free choices of method.
type robust struct {
	result *robustness.Result
	groups []int
	err    error
}

// Robustness returns the intervals of the ranks under the settings of package
// robustness; a unit is its index in Units. It is drawn when somebody asks
// first, and nil when nobody is ranked.
func (s *Snapshot) Robustness() (*robustness.Result, error) {
	drawn := s.asked.robust.get(s.makeRobust)
	return drawn.result, drawn.err
}

// RankGroups numbers the groups of municipalities whose places cannot be told
// apart, from 1 at the top, by index in Units; 0 is not ranked.
func (s *Snapshot) RankGroups() ([]int, error) {
	drawn := s.asked.robust.get(s.makeRobust)
	return drawn.groups, drawn.err
}

// Experiment returns what the draws are made from, for other settings or
// claims; it is nil when nobody is ranked.
func (s *Snapshot) Experiment() (*robustness.Experiment, error) {
	ranked := make([]bool, len(s.Units))
	any := false
	for i := range s.Units {
		ranked[i] = s.Units[i].Place.Rank > 0
		any = any || ranked[i]
	}
	if !any {
		return nil, nil
	}
	experiment, err := robustness.Prepare(s.facts.model, s.Cells(), ranked)
	if err != nil {
		return nil, fmt.Errorf("prepare the draws: %w", err)
	}
	return experiment, nil
}

// Cells are the answers of all units as package scoring takes them, on the
// snapshot's basis.
func (s *Snapshot) Cells() []scoring.Answer {
	rows := make([][]Answer, len(s.Units))
	for i := range s.Units {
		rows[i] = s.Units[i].Answers
	}
	return s.cells(rows...)
}

func (s *Snapshot) makeRobust() robust {
	experiment, err := s.Experiment()
	if err != nil || experiment == nil {
		return robust{groups: make([]int, len(s.Units)), err: err}
	}
	result, err := experiment.Run(robustness.Defaults(), nil)
	if err != nil {
		return robust{err: fmt.Errorf("draw methods: %w", err)}
	}
	sequence := s.listing()
	groups := make([]int, len(s.Units))
	for i, group := range result.Groups(sequence) {
		groups[sequence[i]] = group
	}
	return robust{result: result, groups: groups}
}
