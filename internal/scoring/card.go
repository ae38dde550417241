package scoring

import "modenhed/internal/framework"

// State is what scoring needs to know of an answer; a status that is too old
// arrives as Missing.
type State uint8

// The states of an answer.
const (
	// Missing is not answered: it counts against coverage.
	Missing State = iota
	// Unknown is "don't know": it counts against coverage like Missing.
	Unknown
	// NotApplicable leaves every denominator.
	NotApplicable
	// Present carries a value.
	Present
)

// Answer is one cell: a state and, when Present, the raw value.
type Answer struct {
	State State
	Value float64
}

// Points is a score from 0 to 100 that may be undefined.
type Points struct {
	Value float64
	OK    bool
}

// Standing is whether a unit is ranked, and if not, why. The first reason that holds is given.
type Standing uint8

// The standings.
const (
	Ranked Standing = iota
	// NoScore means that nothing, or too little weight, has a score.
	NoScore
	// LowCoverage means coverage below the method's min_coverage.
	LowCoverage
	// TooMuchNotApplicable means a not applicable weight share above max_not_applicable.
	TooMuchNotApplicable
)

// Band is the fifth of the scale a score falls in.
type Band uint8

// The bands; each is 20 points wide, its lower end included.
const (
	NoBand Band = iota
	Initial
	Developing
	Established
	Advanced
	Leading
)

// Card is the score card of one unit. Cards of one run share backing arrays
// and must not be changed.
type Card struct {
	// Score is the overall score, rounded to 9 decimals.
	Score    Points
	Band     Band
	Standing Standing
	// Coverage is the weight share of applicable indicators with a value, 0 to 1.
	Coverage float64
	// NotApplicable is the weight share answered "not applicable", 0 to 1.
	NotApplicable float64
	// Lower and Upper are the score with every missing indicator at 0 and at 100.
	Lower, Upper Points
	// Areas are in the order of [Model.Areas]: every area at every depth, parents before children.
	Areas []AreaScore
	// Indicators are in the order of [Model.Indicators].
	Indicators []IndicatorScore
}

// AreaScore is a unit's result in one area.
type AreaScore struct {
	Score    Points
	Coverage float64
	// Applicable is false when every indicator of the area is not applicable; Coverage is then 0.
	Applicable bool
	// Reported and Of count indicators with a value and applicable indicators.
	Reported, Of int
}

// IndicatorScore is a unit's result on one indicator.
type IndicatorScore struct {
	State State
	Score Points
	// Share is the indicator's weight in the unit's overall score after the
	// method's missing rule, 0 to 1; the shares of a unit with a score sum to
	// 1. Under arithmetic aggregation Share times Score is its contribution.
	Share float64
}

// Model is a framework made ready for scoring many units.
type Model struct {
	framework  *framework.Framework
	areas      []framework.AreaKey
	indicators []framework.IndicatorKey
	// further fields belong to the implementation
}
