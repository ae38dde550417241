package movement

import (
	"math"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// Standpoint is everybody at one time.
type Standpoint[U comparable] struct {
	Model *scoring.Model
	// Units are who was compared, each once, in any order.
	Units []U
	// Answers are the answers that counted at the time: a row per unit, a column
	// per indicator of the model.
	Answers []scoring.Answer
	// Restated are, on the earlier of two standpoints, the answers that would
	// have counted at its time under the later model: a row per unit of this
	// standpoint, a column per indicator of the later model. Nil carries Answers
	// over by key and type. The later standpoint needs none.
	Restated []scoring.Answer
}

// Cause is why something changed.
type Cause uint8

// The causes, in the order in which they are taken.
const (
	// Method is the framework and its method.
	Method Cause = iota
	// Others is the answers of other units, and that units came or went.
	Others
	// Reported is the unit's own answers that are now a value or "not applicable".
	Reported
	// Missing is the unit's own answers that are now wanting.
	Missing
	// Ties is ranks shared with more or fewer than before.
	Ties
)

// Causes returns all causes in the order in which they are taken.
func Causes() []Cause { return []Cause{Method, Others, Reported, Missing, Ties} }

// String returns the cause's key: method, others, reported, missing or ties.
func (c Cause) String() string {
	return [...]string{"method", "others", "reported", "missing", "ties"}[min(c, Ties)]
}

// End is where a unit stood at one time.
type End struct {
	// Listed is false for a unit that was not compared at the time; its
	// Standing is then [scoring.NoScore].
	Listed bool
	// Standing says why there is no rank.
	Standing scoring.Standing
	Score    scoring.Points
	// Rank is the competition rank, 0 when there is none.
	Rank int
	Tied bool
}

// Movement is what became of one unit.
type Movement[U comparable] struct {
	Unit          U
	Before, After End
	Rank          RankChange
	Score         ScoreChange
}

// RankChange is a change of rank in places, positive when places were gained.
type RankChange struct {
	// OK is false for a unit that was not ranked at both times; the rest is then 0.
	OK bool
	// Total is the earlier rank less the later one.
	Total int
	// Parts are indexed by cause and sum to Total.
	Parts [Ties + 1]int
}

// ScoreChange is a change of score in points, positive when points were gained.
type ScoreChange struct {
	// OK is false for a unit without a score at both times; the rest is then 0.
	OK bool
	// Total is the later score less the earlier one, rounded to 9 decimals.
	Total float64
	// Parts are indexed by cause and rounded to 9 decimals; so rounded, their
	// sum is Total. Ties move no score and have no part.
	Parts [Missing + 1]float64
}

// Change is one own answer that is not what it was.
type Change struct {
	Indicator framework.IndicatorKey
	// Cause is Reported or Missing.
	Cause Cause
	// Before is the earlier answer restated by the later framework.
	Before, After scoring.Answer
	// Alone is what the score would change by this one answer, in points: in S2
	// for a reported answer, in S3 for a missing one, so that the only change of
	// its cause makes up the whole part. Several need not sum to the part. It is
	// undefined where there is no score with or without the change.
	Alone scoring.Points
}

// Report is every movement between two standpoints. It is immutable and safe
// for concurrent use, as long as the standpoints are left alone.
type Report[U comparable] struct {
	movements  []Movement[U]
	index      map[U]int
	comparison *comparison[U]
}

// All returns the movements of all units: those of the later standpoint in its
// order, then those that are gone in the order of the earlier one. The list
// must not be changed.
func (r *Report[U]) All() []Movement[U] { return r.movements }

// Of returns the movement of a unit; ok is false when it was not compared at either time.
func (r *Report[U]) Of(unit U) (m Movement[U], ok bool) {
	i, ok := r.index[unit]
	if !ok {
		return m, false
	}
	return r.movements[i], true
}

// Added returns the indicators that are new or have another type, in file order.
func (r *Report[U]) Added() []framework.IndicatorKey { return r.comparison.added }

// Removed returns the indicators that are gone or had another type, in file order.
func (r *Report[U]) Removed() []framework.IndicatorKey { return r.comparison.removed }

// round9 rounds to 9 decimals.
func round9(x float64) float64 {
	const scale = 1e9
	return math.RoundToEven(x*scale) / scale
}
