package perception

import (
	"gonum.org/v1/gonum/stat/distuv"

	"modenhed/internal/estimation"
)

// Difference is one share less another, in percentage points.
type Difference struct {
	// Points is what is known of it; a range where a share is known in words only.
	Points Interval
	// Test is nil where it cannot be tested.
	Test *Test
}

// Test says whether a difference is larger than chance makes it.
type Test struct {
	// Confidence is the interval of the difference at 95 %, adjusted as P is.
	Confidence Interval
	// P is the two-sided probability of one so large if there were none.
	P float64
	// Assumed means that a standard error was that of a simple random sample.
	Assumed bool
}

// Verdict is what a test says in words.
type Verdict string

// The verdicts.
const (
	// Untested: there is nothing to test with.
	Untested Verdict = "untested"
	// Noise: P is 0.05 or more; so large a difference often comes by chance.
	Noise Verdict = "noise"
	// Weak: P is below 0.05.
	Weak Verdict = "weak"
	// Strong: P is below 0.01.
	Strong Verdict = "strong"
)

// Verdict returns what the test says; nil is Untested.
func (t *Test) Verdict() Verdict {
	if t == nil {
		return Untested
	}
	return VerdictOf(t.P)
}

// VerdictOf returns what a probability says.
func VerdictOf(p float64) Verdict {
	switch {
	case p < 0.01:
		return Strong
	case p < 0.05:
		return Weak
	}
	return Noise
}

// Clear reports whether the difference is larger than chance makes it.
func (v Verdict) Clear() bool { return v == Weak || v == Strong }

// Change returns after − before, tested as shares of independent samples.
// Disjoint groups of one sample are taken to be such: post-stratification ties
// them together only through the parties' sizes.
func Change(before, after Belief) Difference { return change(before, after, 1) }

// change adjusts for the number of differences that one chooses from, by Bonferroni.
func change(before, after Belief, chosenFrom int) Difference {
	d := Difference{Points: Interval{Low: after.Share.Low - before.Share.High, High: after.Share.High - before.Share.Low}}
	a, okA := before.estimate()
	b, okB := after.estimate()
	if !okA || !okB {
		return d
	}
	of := float64(max(chosenFrom, 1))
	compared, ok := estimation.Compare(a, b, 1-(1-level)/of)
	if !ok || !compared.P.OK {
		return d
	}
	d.Test = &Test{
		Confidence: Interval{Low: compared.Interval.Low, High: compared.Interval.High},
		P:          min(1, of*compared.P.Value),
		Assumed:    before.Assumed || after.Assumed,
	}
	return d
}

// Contrast is how far places differ in one share.
type Contrast struct {
	// High and Low are the indices of the places with the largest and the smallest share.
	High, Low int
	// Difference is that of the two, adjusted for all the pairs one could have chosen.
	Difference Difference
	// Pairs is how many pairs there are, Tested how many places.
	Pairs, Tested int
	// P is the probability of shares so different if all were alike: Cochran's Q,
	// Σ(p − p̄)²/SE² with p̄ the mean weighted by 1/SE², against χ² with Tested − 1
	// degrees of freedom.
	P float64
}

// ContrastOf compares shares; nil entries and those with fewer than
// [LeastTested] answers are left out. ok is false with fewer than two others.
func ContrastOf(shares []*Belief) (c Contrast, ok bool) {
	var at []int
	var estimates []estimation.Estimate
	for i, share := range shares {
		if share == nil {
			continue
		}
		if e, ok := share.estimate(); ok {
			at, estimates = append(at, i), append(estimates, e)
		}
	}
	if len(at) < 2 {
		return Contrast{}, false
	}
	c = Contrast{High: at[0], Low: at[0], Tested: len(at), Pairs: len(at) * (len(at) - 1) / 2, P: cochran(estimates)}
	for i, e := range estimates {
		if e.Value > shares[c.High].Share.Low {
			c.High = at[i]
		}
		if e.Value < shares[c.Low].Share.Low {
			c.Low = at[i]
		}
	}
	c.Difference = change(*shares[c.Low], *shares[c.High], c.Pairs)
	return c, true
}

// cochran returns the probability of Cochran's Q of two estimates or more.
func cochran(estimates []estimation.Estimate) float64 {
	weights, sum := 0.0, 0.0
	for _, e := range estimates {
		w := 1 / (e.SE.Value * e.SE.Value)
		weights += w
		sum += w * e.Value
	}
	mean, q := sum/weights, 0.0
	for _, e := range estimates {
		z := (e.Value - mean) / e.SE.Value
		q += z * z
	}
	return distuv.ChiSquared{K: float64(len(estimates) - 1)}.Survival(q)
}
