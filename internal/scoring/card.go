package scoring

import "math"

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

// String returns the state's key: missing, unknown, not_applicable or present.
func (s State) String() string {
	return [...]string{"missing", "unknown", "not_applicable", "present"}[min(s, Present)]
}

// Answer is one cell: a state and, when Present, the raw value in the
// indicator's own unit (a level 0 to 5, 1 for yes and 0 for no).
type Answer struct {
	State State
	Value float64
	// Cap is the most points that a value is worth, above 0; zero is no cap.
	Cap float64
}

// capped returns what points are worth under a cap.
func capped(points, most float64) float64 {
	if most > 0 && points > most {
		return most
	}
	return points
}

// Points is a score from 0 to 100 that may be undefined; it is then {0, false}.
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

// String returns the standing's key: ranked, no_score, low_coverage or too_much_not_applicable.
func (s Standing) String() string {
	return [...]string{"ranked", "no_score", "low_coverage", "too_much_not_applicable"}[min(s, TooMuchNotApplicable)]
}

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

const bandWidth = 20

// BandOf returns the band of a score, after rounding it to 9 decimals; it is
// NoBand for what is not a number.
func BandOf(score float64) Band {
	if math.IsNaN(score) {
		return NoBand
	}
	fifth := int(min(max(0, round9(score)), 100) / bandWidth)
	return Initial + Band(min(fifth, int(Leading-Initial)))
}

// String returns the band's key: initial, developing, established, advanced or
// leading; it is empty for NoBand.
func (b Band) String() string {
	return [...]string{"", "initial", "developing", "established", "advanced", "leading"}[min(b, Leading)]
}

// Card is the score card of one unit. Cards of one run share backing arrays
// and must not be changed.
type Card struct {
	// Score is the overall score, rounded to 9 decimals.
	Score Points
	// Band is the band of Score, NoBand when there is none.
	Band     Band
	Standing Standing
	// Coverage is the weight share of applicable indicators with a value, 0 to
	// 1; it is 0 when nothing is applicable.
	Coverage float64
	// NotApplicable is the weight share answered "not applicable", 0 to 1.
	NotApplicable float64
	// Lower and Upper are the score with every missing indicator at 0 and at
	// 100, without coverage thresholds, rounded to 9 decimals. They are
	// undefined only when nothing is applicable.
	Lower, Upper Points
	// Areas are in the order of [Model.Areas]: every area at every depth, parents before children.
	Areas []AreaScore
	// Indicators are in the order of [Model.Indicators].
	Indicators []IndicatorScore
}

// AreaScore is a unit's result in one area.
type AreaScore struct {
	// Score is rounded to 9 decimals. It is undefined when the area has too
	// little to go by; it is on the scale of the overall score.
	Score Points
	// Coverage is the weight share of the area's applicable indicators with a value, 0 to 1.
	Coverage float64
	// Applicable is false when no indicator that carries weight is applicable; Coverage is then 0.
	Applicable bool
	// Reported and Of count indicators with a value and applicable indicators,
	// sub-areas included.
	Reported, Of int
}

// IndicatorScore is a unit's result on one indicator.
type IndicatorScore struct {
	State State
	// Score is the normalised score of a value, 0 to 100 whatever the
	// aggregation. It is undefined without a value, and for everyone when the
	// values of a minmax indicator do not differ.
	Score Points
	// Share is the indicator's weight in the unit's overall score after the
	// method's missing rule, 0 to 1; the shares of a unit with a score sum to
	// 1. Under arithmetic aggregation Share times Score is its contribution.
	Share float64
}
