package robustness

import (
	"math"

	"modenhed/internal/framework"
)

// The shares of plausible methods, 0 to 1, from which a claim is safe and from
// which it is only fragile; below that it should not be printed. Safe is the
// usual 95 %; under a fragile claim at most one method in four says otherwise.
const (
	SafeFrom    = 0.95
	FragileFrom = 0.75
)

// Call is what may be done with a claim.
type Call uint8

// The calls.
const (
	DoNotPrint Call = iota
	Fragile
	Safe
)

// String returns the call's key: do_not_print, fragile or safe.
func (c Call) String() string {
	return [...]string{"do_not_print", "fragile", "safe"}[min(c, Safe)]
}

// Proportion is how many draws a claim holds in.
type Proportion struct{ Holds, Draws int }

// Value returns the share, 0 to 1; it is 0 without draws.
func (p Proportion) Value() float64 {
	if p.Draws == 0 {
		return 0
	}
	return float64(p.Holds) / float64(p.Draws)
}

// Error returns the standard error of the share that the finite number of
// draws leaves, √(p(1−p)/draws).
func (p Proportion) Error() float64 {
	if p.Draws == 0 {
		return 0
	}
	share := p.Value()
	return math.Sqrt(share * (1 - share) / float64(p.Draws))
}

// call judges the share alone.
func (p Proportion) call() Call {
	switch share := p.Value(); {
	case share >= SafeFrom:
		return Safe
	case share >= FragileFrom:
		return Fragile
	}
	return DoNotPrint
}

// Verdict is what a claim is worth.
type Verdict struct {
	Settings Settings
	// Declared tells whether the claim holds by the declared method.
	Declared bool
	// Call follows from the share in All by SafeFrom and FragileFrom. A claim
	// that is not true by the declared method is not printed, whatever the share.
	Call Call
	// All counts all draws, ByAggregation those with one mean, in the order
	// arithmetic, geometric, harmonic and without means that were not drawn.
	All           Proportion
	ByAggregation []AggregationProportion
	// BySource counts draws in which one source alone varies, for each that is
	// on: areas, indicators, aggregation, missing. It tells what the share rests on.
	BySource []SourceProportion
	// Alternatives are the other discrete choices, each made alone: the means
	// in the order above, then the rules for missing.
	Alternatives []Alternative
	// Weights are the top areas in the framework's order.
	Weights []WeightTurns
}

// Borderline tells that the share lies within two standard errors of the
// threshold of another call, so that other draws could have given that one.
func (v *Verdict) Borderline() bool {
	share, slack := v.All.Value(), 2*v.All.Error()
	return v.Declared && (math.Abs(share-SafeFrom) <= slack || math.Abs(share-FragileFrom) <= slack)
}

// AggregationProportion is a proportion among the draws with one mean.
type AggregationProportion struct {
	Aggregation framework.Aggregation
	Proportion
}

// SourceProportion is a proportion among draws in which only Sources vary, of
// which one is on.
type SourceProportion struct {
	Sources Sources
	Proportion
}

// Outcome is whether a claim holds under one method.
type Outcome uint8

// The outcomes.
const (
	Fails Outcome = iota
	Holds
	// Undefined means that who the claim is about has no score by the method.
	Undefined
)

// Alternative is one discrete choice made otherwise, everything else as declared.
type Alternative struct {
	// Aggregation is the other mean, empty when Missing is the other rule.
	Aggregation framework.Aggregation
	Missing     framework.MissingRule
	Outcome     Outcome
}

// MaxWeightFactor is the largest multiple of its declared weight that an area
// is tried with.
const MaxWeightFactor = 4

// WeightTurns are how far the weight of one top area can be changed, the
// others keeping theirs, before the claim turns: before it fails, or holds if
// it does not by the declared method.
type WeightTurns struct {
	Area framework.AreaKey
	// Share is the declared weight divided by that of all top areas, 0 to 1.
	Share float64
	// Down is the first turn from the declared weight down to none, Up the
	// first one up to MaxWeightFactor.
	Down, Up Turn
}

// Turn is where a claim turns.
type Turn struct {
	// Factor is what the declared weight is multiplied by there, to 6 decimals.
	Factor float64
	// Share is the weight then divided by that of all top areas, 0 to 1.
	Share float64
	// OK is false when the claim does not turn; the others are then 0.
	OK bool
}

// Turns tells whether a change of this weight turns the claim.
func (w WeightTurns) Turns() bool { return w.Down.OK || w.Up.OK }
