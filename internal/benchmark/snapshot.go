package benchmark

import (
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"modenhed/internal/assessment"
	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
	"modenhed/internal/sensitivity"
	"modenhed/internal/survey"
)

// Snapshot is everything readers see at one time. It is immutable: what it
// hands out must not be changed.
type Snapshot struct {
	// AsOf is the time the snapshot speaks of.
	AsOf time.Time
	// Earlier means that this is not the newest there is: a reader asked for the
	// time, or the newest is withheld.
	Earlier bool
	// Review is the review that goes on, nil when there is none and for a time
	// that a reader asked for.
	Review *Review
	// Withheld means that the snapshot is shown to the public in place of the
	// newest, during a review.
	Withheld bool
	// Declared is the snapshot by the declared method, when this one is on a
	// reader's own terms; else nil.
	Declared *Snapshot
	// Framework declares the method and the wording of areas and indicators.
	Framework *framework.Framework
	Directory *municipality.Directory
	// Waves are the surveys with figures, oldest fieldwork first; those estimated
	// from responses have theirs filled in.
	Waves []survey.Wave
	// Places are the framework's indicators in file order, as are the
	// indicator results of every card.
	Places []framework.Place
	// Units are all municipalities in Danish alphabetical order.
	Units []Unit

	facts *facts
	stamp string
	past  *past

	listing     func() []int
	overview    func() *Overview
	areaPlaces  func() map[framework.AreaKey][]ranking.Place
	evidenceFor func() map[municipality.Code][]evidence.Item
	robust      func() robust
	quarters    func() []CountryPoint
	trendOnce   func() []CountryPoint
	sensitivity func() (*sensitivity.Analysis, error)
	moved       *movements
}

// Unit is one municipality's result.
type Unit struct {
	*municipality.Municipality
	// Region is the region on the snapshot's day; its zero value means none.
	Region municipality.Region
	Card   scoring.Card
	Place  ranking.Place
	// Answers are the statuses that count, in the order of Places; the zero
	// Answer stands where there is none.
	Answers []Answer
	// Change is the difference from a year earlier.
	Change Change
}

// Answer is what counts for one indicator of one municipality.
type Answer struct {
	// Status is the status that counts, nil when there is none.
	Status *assessment.Status
	// Stale means that the status is older than the method allows and counts as not answered.
	Stale bool
}

// State returns the state of the answer as people read it: a stale one keeps
// the state it was given in.
func (a Answer) State() assessment.State {
	if a.Status == nil {
		return assessment.NotAnswered
	}
	return a.Status.Answer.State
}

// Change is the difference between now and a year earlier.
type Change struct {
	// Score is the difference in points, defined when the unit was ranked then and is now.
	Score scoring.Points
	// Rank is the number of places gained; negative when lost.
	Rank int
}

// Stamp identifies the snapshot's content; another content has another stamp,
// in this process and after a restart.
func (s *Snapshot) Stamp() string { return s.stamp }

// Unit returns a municipality's result; ok is false for a code outside the directory.
func (s *Snapshot) Unit(code municipality.Code) (unit *Unit, ok bool) {
	i, ok := s.facts.ordinal[code]
	if !ok {
		return nil, false
	}
	return &s.Units[i], true
}

// Index returns where a municipality stands in Units.
func (s *Snapshot) Index(code municipality.Code) (i int, ok bool) {
	i, ok = s.facts.ordinal[code]
	return i, ok
}

// Model returns the compiled framework, whose orders the cards follow.
func (s *Snapshot) Model() *scoring.Model { return s.facts.model }

// Newest is the id of the latest status in the snapshot, 0 when there is none.
func (s *Snapshot) Newest() assessment.StatusID { return s.facts.newest }

// Empty reports whether no municipality has reported anything yet.
func (s *Snapshot) Empty() bool { return s.facts.newest == 0 }

// Invented reports whether the snapshot holds the invented statuses of a demo.
func (s *Snapshot) Invented() bool {
	for _, wave := range s.Waves {
		if wave.Invented {
			return true
		}
	}
	return false
}

// build computes the snapshot of the facts at a time. What the previous
// snapshot computed and still holds is taken over.
func build(f *facts, previous *Snapshot, now time.Time) (*Snapshot, error) {
	past, err := pastOf(f, previous, now)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{
		AsOf:      now,
		Framework: f.set.Framework,
		Directory: f.set.Directory,
		Waves:     f.waves,
		Places:    f.places,
		facts:     f,
		stamp:     rand.Text(),
		past:      past,
	}
	if s.Units, err = unitsAt(f, reusable(f, previous, now), now); err != nil {
		return nil, err
	}
	s.place()
	s.compute()
	if p := reusable(f, previous, now); p != nil {
		// What had been recorded by then does not change within a day.
		s.quarters = p.quarters
	}
	return s, nil
}

// compute prepares what is computed when somebody asks first.
func (s *Snapshot) compute() {
	s.overview = sync.OnceValue(s.makeOverview)
	s.areaPlaces = sync.OnceValue(s.makeAreaPlaces)
	s.evidenceFor = sync.OnceValue(s.makeEvidence)
	s.robust = sync.OnceValue(s.makeRobust)
	s.sensitivity = sync.OnceValues(s.makeSensitivity)
	s.quarters = sync.OnceValue(s.makeQuarters)
	s.trendOnce = sync.OnceValue(s.makeTrend)
	// The one error is a size that is not positive.
	s.moved, _ = lru.New[*Snapshot, func() (*Movements, error)](movesKept)
}

// unitsAt returns the municipalities with their answers and score cards.
func unitsAt(f *facts, previous *Snapshot, now time.Time) ([]Unit, error) {
	rows, changed := f.answersAt(assessment.AsOf{Time: now, Status: f.newest}, previous)
	units := make([]Unit, len(f.municipalities))
	if previous != nil {
		copy(units, previous.Units)
	} else {
		locate(units, f, now)
	}
	for _, unit := range changed {
		units[unit].Answers = rows[unit]
	}
	if previous == nil || !f.model.Independent() {
		return units, score(f.model, units, rows)
	}
	for _, unit := range changed {
		if err := score(f.model, units[unit:unit+1], rows[unit:unit+1]); err != nil {
			return nil, err
		}
	}
	return units, nil
}

// locate fills in the facts that do not depend on answers.
func locate(units []Unit, f *facts, now time.Time) {
	day := municipality.DateOf(now)
	for i, m := range f.municipalities {
		units[i].Municipality = m
		units[i].Region, _ = f.set.Directory.Region(m.Code, day)
	}
}

// score gives units their cards; rows are their answers.
func score(model *scoring.Model, units []Unit, rows [][]Answer) error {
	cards, err := model.Score(cells(rows...))
	if err != nil {
		return fmt.Errorf("score: %w", err)
	}
	for i := range cards {
		units[i].Card = cards[i]
	}
	return nil
}

// place ranks the units and says how far they moved.
func (s *Snapshot) place() {
	entries := make([]ranking.Entry, len(s.Units))
	for i := range s.Units {
		entries[i] = entryOf(&s.Units[i].Card)
	}
	s.listing = sync.OnceValue(func() []int { return ranking.Sequence(entries) })
	for i, place := range ranking.Order(entries) {
		unit := &s.Units[i]
		unit.Place = place
		unit.Change = Change{}
		if s.past != nil {
			unit.Change = s.past.change(i, unit.Card, place)
		}
	}
}

func entryOf(card *scoring.Card) ranking.Entry {
	return ranking.Entry{Score: card.Score.Value, Ranked: card.Standing == scoring.Ranked}
}

func (s *Snapshot) makeEvidence() map[municipality.Code][]evidence.Item {
	byCode := make(map[municipality.Code][]evidence.Item)
	for _, item := range s.facts.set.Evidence {
		byCode[item.Municipality] = append(byCode[item.Municipality], item)
	}
	return byCode
}
