package benchmark

import (
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/municipality"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// build computes the snapshot of the facts at a moment, whose time is in the
// zone of readers. What the previous snapshot computed and still holds is taken
// over.
func build(f *facts, previous *Snapshot, at assessment.AsOf) (*Snapshot, error) {
	s := &Snapshot{
		AsOf:      at.Time,
		Basis:     Claimed,
		at:        f.bounded(at),
		Framework: f.set.Framework,
		Directory: f.set.Directory,
		Waves:     f.waves,
		Places:    f.places,
		facts:     f,
		stamp:     rand.Text(),
		asked:     new(asked),
		verified:  new(lazy[*Snapshot]),
	}
	var err error
	if reusable(f, previous, at.Time) {
		err = s.follow(previous)
	} else {
		err = s.begin()
	}
	if err != nil {
		return nil, err
	}
	s.place()
	return s, nil
}

// reusable reports whether the previous snapshot's rows still hold where
// nothing was recorded since: same reference data and, as statuses grow old by
// the day, same day.
func reusable(f *facts, previous *Snapshot, now time.Time) bool {
	return previous != nil && previous.facts.set == f.set && sameDay(previous.AsOf, now)
}

// begin computes everything anew.
func (s *Snapshot) begin() (err error) {
	f := s.facts
	s.quarters, s.verifiedQuarters = new(lazy[[]CountryPoint]), new(lazy[[]CountryPoint])
	s.verifiedPast = new(lazy[*past])
	if s.past, err = s.pastOf(); err != nil {
		return err
	}
	day := municipality.DateOf(s.AsOf)
	s.Units = make([]*Unit, len(f.municipalities))
	rows := f.rowsAt(s.at)
	for i, m := range f.municipalities {
		region, _ := s.Directory.Region(m.Code, day)
		s.Units[i] = &Unit{Municipality: m, Region: region, Answers: rows[i]}
	}
	return s.score(s.Units)
}

// follow computes what the statuses and verdicts recorded since the previous snapshot
// change. What had been recorded a year and quarters before stays within a day.
func (s *Snapshot) follow(previous *Snapshot) error {
	f := s.facts
	s.past, s.quarters = previous.past, previous.quarters
	s.verifiedPast, s.verifiedQuarters = previous.verifiedPast, previous.verifiedQuarters
	s.Units = slices.Clone(previous.Units)
	var changed []*Unit
	for i, history := range f.histories {
		had := previous.facts.histories[i]
		judged := f.judgements[i] != previous.facts.judgements[i]
		if len(history) == len(had) && !judged {
			continue
		}
		unit := *s.Units[i]
		if judged {
			unit.Answers = f.row(history, s.at)
		} else {
			unit.Answers = f.rowSince(unit.Answers, history, had, s.at)
		}
		s.Units[i] = &unit
		changed = append(changed, &unit)
	}
	if !f.model.Independent() {
		s.Units = copies(s.Units)
		changed = s.Units
	}
	return s.score(changed)
}

// copies returns units that no other snapshot shares.
func copies(units []*Unit) []*Unit {
	own := make([]*Unit, len(units))
	for i, unit := range units {
		copied := *unit
		own[i] = &copied
	}
	return own
}

// score gives units that no other snapshot shares the cards of their answers.
func (s *Snapshot) score(units []*Unit) error {
	rows := make([][]Answer, len(units))
	for i, unit := range units {
		rows[i] = unit.Answers
	}
	cards, err := s.facts.model.Score(s.cells(rows...))
	if err != nil {
		return fmt.Errorf("score: %w", err)
	}
	for i, unit := range units {
		unit.Card = cards[i]
	}
	return nil
}

// place ranks the units and says how far they moved. A unit that moved is
// copied, because other snapshots may share it.
func (s *Snapshot) place() {
	for i, place := range ranking.Order(s.entries()) {
		unit := s.Units[i]
		change := s.past.change(i, &unit.Card, place)
		if unit.Place != place || unit.Change != change {
			moved := *unit
			moved.Place, moved.Change = place, change
			s.Units[i] = &moved
		}
	}
}

// entries are the units as they are ranked over all areas.
func (s *Snapshot) entries() []ranking.Entry {
	entries := make([]ranking.Entry, len(s.Units))
	for i, unit := range s.Units {
		entries[i] = entryOf(&unit.Card)
	}
	return entries
}

func entryOf(card *scoring.Card) ranking.Entry {
	return ranking.Entry{Score: card.Score.Value, Ranked: card.Standing == scoring.Ranked}
}
