package movement

import (
	"fmt"
	"slices"

	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// state is everybody's cards in one state of the chain.
type state struct {
	cards []scoring.Card
	// field are the scores of the ranked units, ascending.
	field []float64
}

func stateOf(model *scoring.Model, answers []scoring.Answer) (*state, error) {
	cards, err := model.Score(answers)
	if err != nil {
		return nil, err
	}
	s := &state{cards: cards, field: make([]float64, 0, len(cards))}
	for i := range cards {
		if cards[i].Standing == scoring.Ranked {
			s.field = append(s.field, cards[i].Score.Value)
		}
	}
	slices.Sort(s.field)
	return s, nil
}

// level returns 1 + the number of ranked units other than one that have at
// least a score; the unit's own card in this state may be another.
func (s *state) level(unit int, score float64) int {
	first, _ := slices.BinarySearch(s.field, score)
	level := 1 + len(s.field) - first
	if own := &s.cards[unit]; own.Standing == scoring.Ranked && own.Score.Value >= score {
		level--
	}
	return level
}

// places returns the published places.
func (s *state) places() []ranking.Place {
	entries := make([]ranking.Entry, len(s.cards))
	for i := range s.cards {
		card := &s.cards[i]
		entries[i] = ranking.Entry{Score: card.Score.Value, Ranked: card.Standing == scoring.Ranked}
	}
	return ranking.Order(entries)
}

// alternative is one unit with other answers than its own, among the others.
type alternative struct {
	score scoring.Points
	// among is a state in which the others are as they are with these answers.
	among *state
}

// alternatives puts other rows of answers in place of a later unit's own, one
// at a time.
func (c *comparison[U]) alternatives(unit int, rows ...[]scoring.Answer) ([]alternative, error) {
	if !c.later.Model.Independent() {
		return c.rescored(unit, rows)
	}
	cards, err := c.later.Model.Score(slices.Concat(rows...))
	if err != nil {
		return nil, fmt.Errorf("score other answers of %v: %w", c.later.Units[unit], err)
	}
	list := make([]alternative, len(rows))
	for i := range cards {
		list[i] = alternative{score: cards[i].Score, among: c.after}
	}
	return list, nil
}

// rescored scores everybody anew for each row: a single answer may move a
// minmax scale, and with it every card.
func (c *comparison[U]) rescored(unit int, rows [][]scoring.Answer) ([]alternative, error) {
	list := make([]alternative, len(rows))
	answers := slices.Clone(c.later.Answers)
	own := answers[unit*c.width : (unit+1)*c.width]
	for i, row := range rows {
		switch {
		case slices.EqualFunc(row, c.laterRow(unit), same):
			list[i] = alternative{score: c.after.cards[unit].Score, among: c.after}
			continue
		case i > 0 && slices.EqualFunc(row, rows[i-1], same):
			list[i] = list[i-1]
			continue
		}
		copy(own, row)
		among, err := stateOf(c.later.Model, answers)
		if err != nil {
			return nil, fmt.Errorf("score other answers of %v: %w", c.later.Units[unit], err)
		}
		list[i] = alternative{score: among.cards[unit].Score, among: among}
	}
	return list, nil
}

// same reports whether two answers say the same.
func same(a, b scoring.Answer) bool {
	return a.State == b.State && (a.State != scoring.Present || a.Value == b.Value && a.Cap == b.Cap)
}
