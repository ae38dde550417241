package benchmark

import (
	"slices"
	"time"

	"modenhed/internal/scoring"
)

// shownQuarters is how many quarters a trend of the country goes back.
const shownQuarters = 16

// CountryPoint is how the country looked as of a time, by this snapshot's framework.
type CountryPoint struct {
	At     time.Time
	Ranked int
	// Score and Areas are unweighted means of the ranked municipalities; areas
	// are the top areas in the framework's order.
	Score scoring.Points
	Areas []scoring.Points
}

// Trend returns how the country developed: the ends of quarters since the first
// answer, at most four years back, and the snapshot's own time last.
func (s *Snapshot) Trend() []CountryPoint { return s.asked.trend.get(s.makeTrend) }

func (s *Snapshot) makeTrend() []CountryPoint {
	cards := make([]scoring.Card, len(s.Units))
	for i := range s.Units {
		cards[i] = s.Units[i].Card
	}
	points := slices.Clone(s.quarters.get(s.makeQuarters))
	if point, ok := s.countryOf(cards, s.AsOf); ok {
		points = append(points, point)
	}
	return points
}

// makeQuarters returns the points at the ends of quarters, oldest first.
func (s *Snapshot) makeQuarters() []CountryPoint {
	first, found := s.firstRecording()
	if !found {
		return nil
	}
	var points []CountryPoint
	for end, n := quarterBefore(s.AsOf), 0; !end.Before(first) && n < shownQuarters; end, n = quarterBefore(end), n+1 {
		rows := s.facts.rowsAt(s.earlier(end))
		cards, err := s.facts.model.Score(s.cells(rows...))
		if err != nil {
			continue
		}
		if point, ok := s.countryOf(cards, end); ok {
			points = append(points, point)
		}
	}
	slices.Reverse(points)
	return points
}

// quarterBefore is the last instant of the quarter before the one that t lies in.
func quarterBefore(t time.Time) time.Time {
	year, month, _ := t.Date()
	month -= (month - 1) % 3
	return time.Date(year, month, 1, 0, 0, 0, 0, t.Location()).Add(-time.Microsecond)
}

func (s *Snapshot) firstRecording() (at time.Time, found bool) {
	for _, history := range s.facts.histories {
		for i := range history {
			if !found || history[i].RecordedAt.Before(at) {
				at, found = history[i].RecordedAt, true
			}
		}
	}
	return at, found
}

// countryOf is the country by everybody's cards as of a time; ok is false when
// nobody was ranked.
func (s *Snapshot) countryOf(cards []scoring.Card, at time.Time) (point CountryPoint, ok bool) {
	var scores []float64
	areas := make([][]float64, len(s.Framework.Areas))
	for i := range cards {
		if cards[i].Standing != scoring.Ranked {
			continue
		}
		scores = append(scores, cards[i].Score.Value)
		for a, score := range s.topScores(&cards[i]) {
			if score.OK {
				areas[a] = append(areas[a], score.Value)
			}
		}
	}
	point = CountryPoint{At: at, Ranked: len(scores), Score: mean(scores)}
	for _, values := range areas {
		point.Areas = append(point.Areas, mean(values))
	}
	return point, len(scores) > 0
}
