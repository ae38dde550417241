package improvement

import (
	"fmt"
	"slices"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// Outcome is where a unit stands with a given set of answers.
type Outcome struct {
	// Score is rounded to 9 decimals; undefined when the unit has none.
	Score    scoring.Points
	Band     scoring.Band
	Standing scoring.Standing
	// Coverage is the weight share of applicable indicators with a value, 0 to 1.
	Coverage float64
	// Rank is the competition rank ("1224") from 1; 0 when not ranked.
	Rank int
	// Tied means that others share the rank.
	Tied bool
}

// field is one unit among the others. It belongs to one call.
type field struct {
	model   *scoring.Model
	places  []framework.Place
	answers []scoring.Answer
	unit    int
	// others holds, for each indicator, the span of the others' values, and
	// ladders its steps; a ladder is valid where climbable is true.
	others    []span
	ladders   []ladder
	climbable []bool
	// spanned lists the indicators on a minmax scale.
	spanned []int
	// rivals are the scores of the other ranked units, lowest first, and now
	// is the unit's own outcome, with the answers as they are.
	rivals []float64
	now    Outcome
}

func newField(model *scoring.Model, answers []scoring.Answer, unit int) (*field, error) {
	f := &field{model: model, places: model.Framework().Places(), answers: slices.Clone(answers), unit: unit}
	width := len(f.places)
	if unit < 0 || unit >= len(answers)/width {
		return nil, fmt.Errorf("unit %d of %d does not exist", unit, len(answers)/width)
	}
	f.others = make([]span, width)
	f.ladders = make([]ladder, width)
	f.climbable = make([]bool, width)
	for i, place := range f.places {
		f.others[i] = noSpan()
		if place.Indicator.Scale.Kind == framework.MinMax {
			f.spanned = append(f.spanned, i)
			f.others[i] = f.spanOfOthers(i)
		}
		f.ladders[i], f.climbable[i] = newLadder(place.Indicator, f.others[i])
	}
	return f, f.rescore()
}

func (f *field) spanOfOthers(indicator int) span {
	s := noSpan()
	width := len(f.places)
	for u := range len(f.answers) / width {
		if a := f.answers[u*width+indicator]; u != f.unit && a.State == scoring.Present {
			s = s.with(a.Value)
		}
	}
	return s
}

// row returns the unit's answers; a change to it changes the field.
func (f *field) row() []scoring.Answer {
	width := len(f.places)
	return f.answers[f.unit*width : (f.unit+1)*width]
}

// rescore scores all units with the answers as they are.
func (f *field) rescore() error {
	cards, err := f.model.Score(f.answers)
	if err != nil {
		return err
	}
	f.rivals = f.rivals[:0]
	for u := range cards {
		if u != f.unit && cards[u].Standing == scoring.Ranked {
			f.rivals = append(f.rivals, cards[u].Score.Value)
		}
	}
	slices.Sort(f.rivals)
	f.now = f.outcome(&cards[f.unit])
	return nil
}

// outcome places a card of the unit among its rivals.
func (f *field) outcome(card *scoring.Card) Outcome {
	out := Outcome{Score: card.Score, Band: card.Band, Standing: card.Standing, Coverage: card.Coverage}
	if card.Standing != scoring.Ranked {
		return out
	}
	first, tied := slices.BinarySearch(f.rivals, card.Score.Value)
	end := first
	for end < len(f.rivals) && f.rivals[end] == card.Score.Value {
		end++
	}
	out.Rank, out.Tied = len(f.rivals)-end+1, tied
	return out
}

// try returns the outcome for each of several rows of answers of the unit, laid
// end to end, with everybody else's answers as they are. The field stays as it is.
//
// A row that leaves every minmax scale as it is changes nobody else's score, so
// that all such rows are scored at once and without the others.
func (f *field) try(rows []scoring.Answer) ([]Outcome, error) {
	if f.model.Independent() {
		return f.tryAlone(rows, 0)
	}
	width := len(f.places)
	outcomes := make([]Outcome, len(rows)/width)
	alone := f.scaleKeepers()
	var index []int
	for n := range outcomes {
		row := rows[n*width : (n+1)*width]
		if f.keepsScales(row) {
			alone, index = append(alone, row...), append(index, n)
			continue
		}
		out, err := f.tryAmongAll(row)
		if err != nil {
			return nil, err
		}
		outcomes[n] = out
	}
	scored, err := f.tryAlone(alone, keepers)
	if err != nil {
		return nil, err
	}
	for k, n := range index {
		outcomes[n] = scored[k]
	}
	return outcomes, nil
}

// tryAlone scores rows without the others and leaves out the outcomes of the first few.
func (f *field) tryAlone(rows []scoring.Answer, first int) ([]Outcome, error) {
	cards, err := f.model.Score(rows)
	if err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(cards)-first)
	for n := range outcomes {
		outcomes[n] = f.outcome(&cards[first+n])
	}
	return outcomes, nil
}

// keepers is the number of rows of [field.scaleKeepers].
const keepers = 2

// scaleKeepers returns two rows that, together with rows that keep the scales,
// hold every minmax scale where it is now.
func (f *field) scaleKeepers() []scoring.Answer {
	width := len(f.places)
	rows := make([]scoring.Answer, keepers*width)
	for _, i := range f.spanned {
		if s := f.others[i]; s.low <= s.high {
			rows[i] = scoring.Answer{State: scoring.Present, Value: s.low}
			rows[width+i] = scoring.Answer{State: scoring.Present, Value: s.high}
		}
	}
	return rows
}

// spanWith returns the span of an indicator with a row of the unit's.
func (f *field) spanWith(row []scoring.Answer, indicator int) span {
	if row[indicator].State != scoring.Present {
		return f.others[indicator]
	}
	return f.others[indicator].with(row[indicator].Value)
}

func (f *field) keepsScales(row []scoring.Answer) bool {
	for _, i := range f.spanned {
		if f.spanWith(row, i) != f.spanWith(f.row(), i) {
			return false
		}
	}
	return true
}

// tryAmongAll scores everybody, with the row in place of the unit's.
func (f *field) tryAmongAll(row []scoring.Answer) (Outcome, error) {
	changed := *f
	changed.answers = slices.Clone(f.answers)
	changed.rivals = make([]float64, 0, len(f.rivals))
	copy(changed.row(), row)
	err := changed.rescore()
	return changed.now, err
}

// move gives the unit another answer on an indicator, with the outcome that
// [field.try] found for it.
func (f *field) move(indicator int, answer scoring.Answer, outcome Outcome) error {
	row := f.row()
	moved := slices.Clone(row)
	moved[indicator] = answer
	kept := f.keepsScales(moved)
	row[indicator] = answer
	if !kept {
		return f.rescore()
	}
	f.now = outcome
	return nil
}
