package benchmark

import (
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

// ScoreWith returns what a municipality's overall score would be if it answered
// one indicator with a value and everything else stayed as it is. It is
// undefined for an unknown municipality or indicator and where the score is.
func (s *Snapshot) ScoreWith(code municipality.Code, key framework.IndicatorKey, value float64) scoring.Points {
	unit, known := s.facts.ordinal[code]
	column, found := s.facts.column[key]
	if !known || !found {
		return scoring.Points{}
	}
	units := s.Units
	if s.facts.model.Independent() {
		units, unit = s.Units[unit:unit+1], 0
	}
	width := len(s.Places)
	answers := make([]scoring.Answer, 0, len(units)*width)
	for _, u := range units {
		answers = append(answers, cells(u.Answers)...)
	}
	answers[unit*width+column] = scoring.Answer{State: scoring.Present, Value: value}
	cards, err := s.facts.model.Score(answers)
	if err != nil {
		return scoring.Points{}
	}
	return cards[unit].Score
}
