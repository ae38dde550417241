package benchmark

import (
	"modenhed/internal/perception"
	"modenhed/internal/scoring"
	"modenhed/internal/survey"
)

// WaveGap is one survey question held against measured maturity.
type WaveGap struct {
	Wave     survey.Wave
	Question survey.Question
	Gap      perception.Gap
}

// PerceptionReport is what politicians believe beside what was measured.
type PerceptionReport struct {
	// Measured is the unweighted mean of the ranked municipalities; Spread how they lie.
	Measured scoring.Points
	Spread   Spread
	// Waves are the surveys that ask whether the gains are harvested, newest fieldwork first.
	Waves []WaveGap
	// Nearest indexes the wave in Waves whose fieldwork lies nearest to the
	// snapshot's time, -1 when there is none.
	Nearest int
	// Areas are the country's mean scores.
	Areas []AreaMean
	// Context are comparison surveys, newest fieldwork first.
	Context []survey.Wave
}

// Perception returns what politicians believe beside what was measured.
func (s *Snapshot) Perception() PerceptionReport {
	overview := s.Overview()
	report := PerceptionReport{
		Measured: overview.Country.Score.Mean,
		Spread:   overview.Country.Score,
		Areas:    overview.Areas,
		Nearest:  -1,
	}
	nearest, found := perception.Nearest(s.Waves, s.AsOf)
	for i := len(s.Waves) - 1; i >= 0; i-- {
		wave := s.Waves[i]
		question, asks := perception.Question(wave)
		if wave.Purpose != survey.Gap || !asks {
			report.Context = append(report.Context, wave)
			continue
		}
		if found && wave.Key == nearest.Key {
			report.Nearest = len(report.Waves)
		}
		report.Waves = append(report.Waves, WaveGap{
			Wave:     wave,
			Question: question,
			Gap:      perception.Between(wave, question, s.measured(), s.AsOf),
		})
	}
	return report
}

func (s *Snapshot) measured() perception.Measure {
	mean := s.Overview().Country.Score.Mean
	return perception.Measure{Points: mean.Value, OK: mean.OK}
}

// SeatsBefore is the number of council seats of the last election known before
// a wave's fieldwork: how many politicians could be asked. It is 0 when no such
// election is documented.
func (s *Snapshot) SeatsBefore(wave survey.Wave) int {
	first, _, ok := wave.Months()
	if !ok {
		return 0
	}
	year, seats := 0, 0
	for _, party := range s.facts.set.Seats.National {
		// Councils sit from 1 January after the election in November.
		if party.Year >= first.Year || party.Year < year {
			continue
		}
		if party.Year > year {
			year, seats = party.Year, 0
		}
		seats += party.Seats
	}
	return seats
}
