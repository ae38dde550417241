package movement

import (
	"errors"
	"fmt"

	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// nowhere is the position of a unit that is not in a standpoint.
const nowhere = -1

// comparison holds two standpoints and what is common to the chains of all units.
type comparison[U comparable] struct {
	earlier, later     Standpoint[U]
	earlierAt, laterAt map[U]int
	// width is the number of indicators of the later model.
	width int
	// restated are the answers of S1, a row per earlier unit.
	restated       []scoring.Answer
	added, removed []framework.IndicatorKey
	// before is S0, between S1 and after S4.
	before, between, after    *state
	beforePlaces, afterPlaces []ranking.Place
}

// Between splits every change of rank and score from an earlier to a later
// standpoint. Standpoints that are not whole are errors: no model, a unit named
// twice, rows that do not match the units, a value that is not finite.
func Between[U comparable](earlier, later Standpoint[U]) (*Report[U], error) {
	c, err := compare(earlier, later)
	if err != nil {
		return nil, err
	}
	report := &Report[U]{
		movements:  make([]Movement[U], 0, len(later.Units)),
		index:      make(map[U]int, len(later.Units)),
		comparison: c,
	}
	for at, unit := range later.Units {
		if err := report.add(unit, position(c.earlierAt, unit), at); err != nil {
			return nil, err
		}
	}
	for at, unit := range earlier.Units {
		if _, still := c.laterAt[unit]; still {
			continue
		}
		if err := report.add(unit, at, nowhere); err != nil {
			return nil, err
		}
	}
	return report, nil
}

func (r *Report[U]) add(unit U, earlier, later int) error {
	m, err := r.comparison.movement(unit, earlier, later)
	if err != nil {
		return err
	}
	r.index[unit] = len(r.movements)
	r.movements = append(r.movements, m)
	return nil
}

func compare[U comparable](earlier, later Standpoint[U]) (*comparison[U], error) {
	c := &comparison[U]{earlier: earlier, later: later}
	var err error
	if c.earlierAt, err = earlier.positions(); err != nil {
		return nil, fmt.Errorf("earlier standpoint: %w", err)
	}
	if c.laterAt, err = later.positions(); err != nil {
		return nil, fmt.Errorf("later standpoint: %w", err)
	}
	c.width = len(later.Model.Indicators())
	if err = c.restate(); err != nil {
		return nil, fmt.Errorf("restate: %w", err)
	}
	if c.before, err = stateOf(earlier.Model, earlier.Answers); err != nil {
		return nil, fmt.Errorf("earlier standpoint: %w", err)
	}
	if c.between, err = stateOf(later.Model, c.restated); err != nil {
		return nil, fmt.Errorf("restate: %w", err)
	}
	if c.after, err = stateOf(later.Model, later.Answers); err != nil {
		return nil, fmt.Errorf("later standpoint: %w", err)
	}
	c.beforePlaces, c.afterPlaces = c.before.places(), c.after.places()
	return c, nil
}

// positions checks a standpoint's shape and returns where its units are.
func (s Standpoint[U]) positions() (map[U]int, error) {
	if s.Model == nil {
		return nil, errors.New("no model")
	}
	if width := len(s.Model.Indicators()); len(s.Answers) != len(s.Units)*width {
		return nil, fmt.Errorf("%d answers of %d units to %d indicators", len(s.Answers), len(s.Units), width)
	}
	at := make(map[U]int, len(s.Units))
	for i, unit := range s.Units {
		if _, twice := at[unit]; twice {
			return nil, fmt.Errorf("unit %v is there twice", unit)
		}
		at[unit] = i
	}
	return at, nil
}

func position[U comparable](at map[U]int, unit U) int {
	if i, ok := at[unit]; ok {
		return i
	}
	return nowhere
}

// movement compares the unit that is at one position earlier and at another later.
func (c *comparison[U]) movement(unit U, earlier, later int) (Movement[U], error) {
	m := Movement[U]{
		Unit:   unit,
		Before: c.before.end(earlier, c.beforePlaces),
		After:  c.after.end(later, c.afterPlaces),
	}
	if !m.Before.Score.OK || !m.After.Score.OK {
		return m, nil
	}
	steps, err := c.chain(earlier, later)
	if err != nil {
		return m, err
	}
	m.Score = scoreChange(steps)
	if m.Before.Rank > 0 && m.After.Rank > 0 {
		m.Rank = rankChange(steps, m.Before.Rank, m.After.Rank)
	}
	return m, nil
}

func (s *state) end(unit int, places []ranking.Place) End {
	if unit == nowhere {
		return End{Standing: scoring.NoScore}
	}
	card, place := &s.cards[unit], places[unit]
	return End{Listed: true, Standing: card.Standing, Score: card.Score, Rank: place.Rank, Tied: place.Tied}
}

// step is one unit in one state.
type step struct {
	score float64
	level int
}

// chain is one unit in the states S0 to S4.
type chain [5]step

// chain leads a unit through the states. It has a score in S0 and in S4.
func (c *comparison[U]) chain(earlier, later int) (chain, error) {
	var steps chain
	among, err := c.alternatives(later, c.restatedRow(earlier), c.reported(earlier, later))
	if err != nil {
		return steps, err
	}
	states := [...]struct {
		*state
		unit  int
		score scoring.Points
	}{
		{c.before, earlier, c.before.cards[earlier].Score},
		{c.between, earlier, c.between.cards[earlier].Score},
		{among[0].among, later, among[0].score},
		{among[1].among, later, among[1].score},
		{c.after, later, c.after.cards[later].Score},
	}
	score := 0.0
	for i, s := range states {
		if s.score.OK {
			score = s.score.Value
		}
		steps[i] = step{score: score, level: s.level(s.unit, score)}
	}
	return steps, nil
}

func scoreChange(steps chain) ScoreChange {
	change := ScoreChange{OK: true, Total: round9(steps[len(steps)-1].score - steps[0].score)}
	for i := range change.Parts {
		change.Parts[i] = round9(steps[i+1].score - steps[i].score)
	}
	return change
}

// rankChange splits a change between two published ranks. A level less the
// rank is the number of others who share the rank.
func rankChange(steps chain, before, after int) RankChange {
	change := RankChange{OK: true, Total: before - after}
	for cause := Method; cause < Ties; cause++ {
		change.Parts[cause] = steps[cause].level - steps[cause+1].level
	}
	last := steps[len(steps)-1]
	change.Parts[Ties] = (last.level - after) - (steps[0].level - before)
	return change
}
