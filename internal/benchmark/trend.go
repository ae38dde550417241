package benchmark

import (
	"slices"
	"time"

	"modenhed/internal/assessment"
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
func (s *Snapshot) Trend() []CountryPoint { return s.trendOnce() }

func (s *Snapshot) makeTrend() []CountryPoint {
	first, found := s.firstRecording()
	if !found {
		return nil
	}
	times := []time.Time{s.AsOf}
	for end := quarterBefore(s.AsOf); !end.Before(first) && len(times) <= shownQuarters; end = quarterBefore(end) {
		times = append(times, end)
	}
	slices.Reverse(times)
	var points []CountryPoint
	for _, at := range times {
		if point, ok := s.countryAt(at); ok {
			points = append(points, point)
		}
	}
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

// countryAt is the country as of a time; ok is false when nobody was ranked.
func (s *Snapshot) countryAt(at time.Time) (point CountryPoint, ok bool) {
	rows, _ := s.facts.answersAt(assessment.AsOf{Time: at, Status: s.facts.newest}, nil)
	cards, err := s.facts.model.Score(cells(rows...))
	if err != nil {
		return CountryPoint{}, false
	}
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
