package estimation

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Difference is how far an estimate has moved from one sample to another.
type Difference struct {
	// Value is after less before, in the units of the estimates.
	Value float64
	// SE is √(SE₁² + SE₂²): the samples are taken to be drawn independently.
	SE float64
	// Interval is Value ± z·SE.
	Interval Interval
	// Z is Value/SE and P the two-sided probability of one so large by chance if
	// nothing had moved; not defined where SE is 0.
	Z, P Figure
}

// Compare returns the difference between the same estimate of two independent
// samples, at a confidence level between 0 and 1; ok is false when either has
// no standard error.
func Compare(before, after Estimate, level float64) (d Difference, ok bool) {
	if !before.SE.OK || !after.SE.OK || !(level > 0 && level < 1) {
		return Difference{}, false
	}
	d.Value = after.Value - before.Value
	d.SE = math.Hypot(before.SE.Value, after.SE.Value)
	half := normalQuantile((1+level)/2) * d.SE
	d.Interval = Interval{Low: d.Value - half, High: d.Value + half, Method: Wald, OK: true}
	if d.SE > 0 {
		d.Z = figure(d.Value / d.SE)
		d.P = figure(2 * distuv.UnitNormal.CDF(-math.Abs(d.Z.Value)))
	}
	return d, true
}
