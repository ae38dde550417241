package benchmark

import (
	"fmt"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// past is where everybody stood a year before a snapshot, by today's framework.
type past struct {
	at     time.Time
	cards  []scoring.Card
	places []ranking.Place
}

// pastOf computes the standing a year before the snapshot.
func (s *Snapshot) pastOf() (*past, error) {
	at := s.AsOf.AddDate(-1, 0, 0)
	cards, err := s.facts.model.Score(s.cells(s.facts.rowsAt(s.earlier(at))...))
	if err != nil {
		return nil, fmt.Errorf("score a year earlier: %w", err)
	}
	entries := make([]ranking.Entry, len(cards))
	for i := range cards {
		entries[i] = entryOf(&cards[i])
	}
	return &past{at: at, cards: cards, places: ranking.Order(entries)}, nil
}

// earlier is the moment of a time before the snapshot's, of what the snapshot
// knows. What counts only because it was accepted in a review did not count then.
func (s *Snapshot) earlier(t time.Time) assessment.AsOf {
	return assessment.AsOf{Time: t, Status: s.at.Status, Verdict: s.at.Verdict}
}

// change is how far a unit came since; nil is an unknown past.
func (p *past) change(unit int, card *scoring.Card, place ranking.Place) Change {
	if p == nil {
		return Change{}
	}
	before := p.places[unit]
	if before.Rank == 0 || place.Rank == 0 {
		return Change{}
	}
	difference := card.Score.Value - p.cards[unit].Score.Value
	return Change{
		Score: scoring.Points{Value: difference, OK: true},
		Rank:  before.Rank - place.Rank,
	}
}

// ChangeSince is the time that every [Change] counts from.
func (s *Snapshot) ChangeSince() time.Time {
	switch {
	case s.past != nil:
		return s.past.at
	case s.Declared != nil:
		return s.Declared.ChangeSince()
	}
	return s.AsOf.AddDate(-1, 0, 0)
}
