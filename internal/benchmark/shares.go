package benchmark

import "modenhed/internal/scoring"

// Shares returns each indicator's part of the overall score when everything is
// answered, in the order of Places; they sum to 1.
func (s *Snapshot) Shares() []float64 {
	width := len(s.Places)
	shares := make([]float64, width)
	// Two units with different values give every min-max scale a spread.
	answers := make([]scoring.Answer, 2*width)
	for i := range answers {
		answers[i] = scoring.Answer{State: scoring.Present, Value: float64(i / width)}
	}
	cards, err := s.facts.model.Score(answers)
	if err != nil {
		return shares
	}
	for i, result := range cards[0].Indicators {
		shares[i] = result.Share
	}
	return shares
}
