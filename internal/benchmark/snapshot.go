package benchmark

import (
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
	"modenhed/internal/survey"
)

// Snapshot is everything readers see at one time. It is immutable: what it
// hands out must not be changed.
type Snapshot struct {
	// AsOf is the time the snapshot speaks of.
	AsOf time.Time
	// Basis is which score the snapshot goes by: cards, places, and all that
	// rests on them.
	Basis Basis
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
	// Units are all municipalities in Danish alphabetical order. Snapshots share
	// those that are the same.
	Units []*Unit

	facts *facts
	// at is the moment that the snapshot is of.
	at    assessment.AsOf
	stamp string
	past  *past
	asked *asked
	// claimed is the snapshot that a verified one was made from, verified the
	// one that is made from this.
	claimed  *Snapshot
	verified *lazy[*Snapshot]
	// quarters are shared by the snapshots of a day, as are the two below by the
	// verified ones.
	quarters         *lazy[[]CountryPoint]
	verifiedQuarters *lazy[[]CountryPoint]
	verifiedPast     *lazy[*past]
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
	// Verification is how the status stood with the analysts at the snapshot's
	// moment, and Cap the most points that it is worth in the verified score;
	// 0 without a status.
	Verification assessment.Verification
	Cap          float64
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
	return s.Units[i], true
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
