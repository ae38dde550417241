package benchmark

import (
	"slices"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

// Event is one recorded status beside the one it superseded.
type Event struct {
	// Place is the indicator; its fields are nil when the framework no longer has it.
	Place  framework.Place
	Status *assessment.Status
	// Before is the status it superseded, nil for the first.
	Before *assessment.Status
}

// TrendPoint is a municipality's result as of a time, by today's framework.
type TrendPoint struct {
	At       time.Time
	Score    scoring.Points
	Coverage float64
	Standing scoring.Standing
	// Areas are the scores of the top areas, in the framework's order.
	Areas []scoring.Points
}

// history lists what was recorded for a municipality, newest first.
func (s *Snapshot) history(code municipality.Code) []Event {
	recorded := s.facts.histories[s.facts.ordinal[code]]
	type line struct {
		indicator framework.IndicatorKey
		source    assessment.Source
	}
	latest := make(map[line]*assessment.Status)
	events := make([]Event, 0, len(recorded))
	for i := range recorded {
		status := &recorded[i]
		place, _ := s.Framework.Indicator(status.Indicator)
		key := line{status.Indicator, status.Source}
		events = append(events, Event{Place: place, Status: status, Before: latest[key]})
		latest[key] = status
	}
	slices.Reverse(events)
	return events
}

// History lists what was recorded for one indicator of a municipality, newest first.
func (s *Snapshot) History(code municipality.Code, indicator framework.IndicatorKey) []Event {
	if _, ok := s.Unit(code); !ok {
		return nil
	}
	events := s.history(code)
	return slices.DeleteFunc(events, func(e Event) bool { return e.Status.Indicator != indicator })
}

// Statuses are all that was recorded for a municipality, by rising number. They
// must not be changed.
func (s *Snapshot) Statuses(code municipality.Code) []assessment.Status {
	unit, ok := s.facts.ordinal[code]
	if !ok {
		return nil
	}
	return s.facts.histories[unit]
}

// trend scores a municipality as of the end of each day with a recording.
func (s *Snapshot) trend(code municipality.Code) []TrendPoint {
	unit := s.facts.ordinal[code]
	moments := s.moments(s.facts.histories[unit])
	zone := s.AsOf.Location()
	var points []TrendPoint
	for i, at := range moments {
		if i+1 < len(moments) && sameDay(at.Time.In(zone), moments[i+1].Time.In(zone)) {
			continue
		}
		if card, ok := s.cardAt(unit, at); ok {
			points = append(points, TrendPoint{
				At: at.Time, Score: card.Score, Coverage: card.Coverage, Standing: card.Standing, Areas: s.topScores(&card),
			})
		}
	}
	return points
}

// moments are when something was recorded that a score on the snapshot's basis
// rests on, in order.
func (s *Snapshot) moments(recorded []assessment.Status) []assessment.AsOf {
	moments := make([]assessment.AsOf, 0, len(recorded))
	for i := range recorded {
		at := s.earlier(recorded[i].RecordedAt)
		at.Status = recorded[i].ID
		moments = append(moments, at)
	}
	if s.Basis != Verified {
		return moments
	}
	end := s.at.Reviewed
	if end.IsZero() {
		end = s.at.Time
	}
	for i := range recorded {
		for _, v := range recorded[i].Verdicts {
			if !v.At.After(end) && v.ID <= s.at.Verdict {
				moments = append(moments, s.earlier(v.At))
			}
		}
	}
	for i := range moments {
		moments[i].Status = s.at.Status
	}
	slices.SortStableFunc(moments, func(a, b assessment.AsOf) int { return a.Time.Compare(b.Time) })
	return moments
}

// topScores returns a card's scores in the top areas.
func (s *Snapshot) topScores(card *scoring.Card) []scoring.Points {
	scores := make([]scoring.Points, len(s.Framework.Areas))
	for i := range s.Framework.Areas {
		index, _ := s.AreaIndex(s.Framework.Areas[i].Key)
		scores[i] = card.Areas[index].Score
	}
	return scores
}

// cardAt scores a municipality as of a time among everybody as of that time;
// ok is false when the model refuses the answers.
func (s *Snapshot) cardAt(unit int, at assessment.AsOf) (card scoring.Card, ok bool) {
	f := s.facts
	if f.model.Independent() {
		f = f.only(unit)
		unit = 0
	}
	rows := f.rowsAt(at)
	cards, err := f.model.Score(s.cells(rows...))
	if err != nil {
		return scoring.Card{}, false
	}
	return cards[unit], true
}

// only returns facts with a single municipality.
func (f *facts) only(unit int) *facts {
	one := *f
	one.municipalities = f.municipalities[unit : unit+1]
	one.histories = f.histories[unit : unit+1]
	return &one
}
