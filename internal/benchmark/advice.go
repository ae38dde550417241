package benchmark

import (
	"fmt"

	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/municipality"
)

const (
	// searchedForTeachers is how many of the nearest peers a teacher is looked for among.
	searchedForTeachers = 20
	// shownTeachers is how many teachers a step has at most.
	shownTeachers = 3
)

// Advice is what a municipality could do next.
type Advice struct {
	// Steps are the single steps upwards, the one that helps most first.
	Steps []Advised
	// Gaps are what is not answered, in the framework's order.
	Gaps []Unanswered
}

// Advised is one step with those who have taken it.
type Advised struct {
	improvement.Step
	// Place is the indicator.
	Place framework.Place
	// Teachers are comparable municipalities that are there already: those one
	// step ahead before those further on, nearest first.
	Teachers []Teacher
}

// Teacher is a municipality that another can learn from.
type Teacher struct {
	*Unit
	// Answer is what it says of the indicator.
	Answer Answer
	// Ahead means one step ahead; else further.
	Ahead bool
}

// Unanswered is an indicator without an answer and what one would give.
type Unanswered struct {
	improvement.Gap
	// Place is the indicator.
	Place framework.Place
}

// Advice returns what a municipality could do next while all others stay where
// they are; ok is false for a code outside the directory.
func (s *Snapshot) Advice(code municipality.Code) (advice *Advice, ok bool, err error) {
	unit, ok := s.facts.ordinal[code]
	if !ok {
		return nil, false, nil
	}
	answers := s.Cells()
	steps, err := improvement.Steps(s.facts.model, answers, unit)
	if err != nil {
		return nil, true, fmt.Errorf("find steps for %s: %w", code, err)
	}
	gaps, err := improvement.Gaps(s.facts.model, answers, unit)
	if err != nil {
		return nil, true, fmt.Errorf("find gaps of %s: %w", code, err)
	}
	advice = &Advice{}
	candidates := s.candidates(code)
	for _, step := range steps {
		found, err := improvement.Teachers(s.facts.model, answers, step, candidates)
		if err != nil {
			return nil, true, fmt.Errorf("find teachers for %s: %w", code, err)
		}
		advice.Steps = append(advice.Steps, Advised{Step: step, Place: s.Places[step.Indicator], Teachers: s.teachers(step, found)})
	}
	for _, gap := range gaps {
		advice.Gaps = append(advice.Gaps, Unanswered{Gap: gap, Place: s.Places[gap.Indicator]})
	}
	return advice, true, nil
}

// candidates are the nearest peers by index in Units, nearest first.
func (s *Snapshot) candidates(code municipality.Code) []int {
	var list []int
	for _, peer := range s.PeersOf(code, searchedForTeachers) {
		list = append(list, s.facts.ordinal[peer.Code])
	}
	return list
}

func (s *Snapshot) teachers(step improvement.Step, found []improvement.Teacher) []Teacher {
	var list []Teacher
	for _, t := range found[:min(shownTeachers, len(found))] {
		unit := s.Units[t.Unit]
		list = append(list, Teacher{Unit: unit, Answer: unit.Answers[step.Indicator], Ahead: t.Ahead})
	}
	return list
}

// Reach returns what it takes a municipality to reach a goal while all others
// stay where they are; ok is false for a code outside the directory.
func (s *Snapshot) Reach(code municipality.Code, goal improvement.Goal) (path improvement.Path, ok bool, err error) {
	unit, ok := s.facts.ordinal[code]
	if !ok {
		return improvement.Path{}, false, nil
	}
	path, err = improvement.Reach(s.facts.model, s.Cells(), unit, goal)
	if err != nil {
		return path, true, fmt.Errorf("find a path for %s: %w", code, err)
	}
	return path, true, nil
}
