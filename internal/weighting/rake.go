package weighting

import (
	"fmt"
	"math"
)

// Limits say when raking has settled and when it is given up.
type Limits struct {
	// Tolerance is the largest relative change of a weight in one sweep at which it has settled, above 0.
	Tolerance float64
	// Sweeps is the largest number of sweeps over all margins, 1 or more.
	Sweeps int
}

// DefaultLimits returns a tolerance of 1e-12 and 500 sweeps.
func DefaultLimits() Limits { return Limits{Tolerance: 1e-12, Sweeps: 500} }

// met is how far a raked margin may lie from its target, relative to it.
const met = 1e-9

// NotConverged is the error of a raking that did not settle on weights that
// meet every margin: some strata of different margins cannot be had at once
// from these respondents, or only very slowly.
type NotConverged struct {
	// Sweeps is how many were made, Change the largest relative change of a weight in the last.
	Sweeps int
	Change float64
	// Column and Label name the stratum that is furthest from its number of
	// people, Target, with the weights reached, Reached.
	Column, Label   string
	Target, Reached float64
}

// Error implements error; the text is for logs.
func (e *NotConverged) Error() string {
	return fmt.Sprintf("raking did not settle in %d sweeps (last change %.3g): %s %q has %v people and is given %v",
		e.Sweeps, e.Change, e.Column, e.Label, e.Target, e.Reached)
}

// Rake returns weights that meet every margin, by iterative proportional
// fitting of equal weights to one margin after the other (Deming and Stephan,
// Ann. Math. Stat. 11, 1940). The error is a [Refused] or a [*NotConverged].
func Rake(margins []Margin, limits Limits) (*Weights, error) {
	if !(limits.Tolerance > 0) || limits.Sweeps < 1 {
		return nil, fmt.Errorf("rake: limits %+v: want a tolerance above 0 and a sweep or more", limits)
	}
	w, err := start(margins)
	if err != nil {
		return nil, err
	}
	change := math.Inf(1)
	for sweep := 1; sweep <= limits.Sweeps; sweep++ {
		if change = w.sweep(); change < limits.Tolerance || math.IsInf(change, 1) {
			return w.settled(sweep, change)
		}
	}
	return nil, w.notConverged(limits.Sweeps, change)
}

// sweep fits every margin once and returns the largest relative change of a
// weight, infinite when one has gone down to nothing.
func (w *Weights) sweep() float64 {
	before := make([]float64, len(w.weight))
	copy(before, w.weight)
	for m, t := range w.targets {
		factor := w.sums(m)
		for _, code := range t.codes {
			factor[code] = t.people[code] / factor[code]
		}
		for c, code := range w.cells.codes[m] {
			w.weight[c] *= factor[code]
		}
	}
	change := 0.0
	for c, weight := range w.weight {
		if !(weight > 0) || math.IsInf(weight, 1) {
			return math.Inf(1)
		}
		change = max(change, math.Abs(weight/before[c]-1))
	}
	return change
}

// settled returns the weights if they meet every margin.
func (w *Weights) settled(sweeps int, change float64) (*Weights, error) {
	worst := w.notConverged(sweeps, change)
	if math.Abs(worst.Reached-worst.Target) <= met*worst.Target {
		return w, nil
	}
	return nil, worst
}

// notConverged names the stratum that is furthest from its target.
func (w *Weights) notConverged(sweeps int, change float64) *NotConverged {
	worst := &NotConverged{Sweeps: sweeps, Change: change}
	furthest := -1.0
	for m, t := range w.targets {
		sum := w.sums(m)
		for _, code := range t.codes {
			far := math.Abs(sum[code]/t.people[code] - 1)
			if math.IsNaN(far) {
				far = math.Inf(1)
			}
			if far > furthest {
				furthest = far
				worst.Column, worst.Label, worst.Target, worst.Reached = t.name, t.labels[code], t.people[code], sum[code]
			}
		}
	}
	return worst
}
