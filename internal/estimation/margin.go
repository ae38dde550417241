package estimation

import "math"

// note95 is the quantile that notes on surveys print at 95 %.
const note95 = 1.96

// MaxMargin is the largest margin of error of any share at 95 %, 1.96·√(0.25/n),
// that of a share of one half, as notes on surveys state it. It is of a simple
// random sample with equal weights. From 0 to 1.
type MaxMargin struct {
	// Plain is without correction; not defined without respondents.
	Plain Figure
	// Finite is Plain·√((N−n)/(N−1)), the figure to print; this and the others are
	// not defined where more answered than there are people.
	Finite Figure
	// OneMinusF is Plain·√(1−n/N), the correction that the estimates of this package use.
	OneMinusF Figure
	// SampleVariance is OneMinusF with n − 1 for n.
	SampleVariance Figure
}

// MaxMarginOf returns the largest margins of n respondents of a population.
func MaxMarginOf(n int, population float64) (m MaxMargin) {
	if n < 1 {
		return m
	}
	size := float64(n)
	plain := note95 * math.Sqrt(0.25/size)
	m.Plain = figure(plain)
	if !(size <= population) {
		return m
	}
	m.Finite = figure(0)
	if size < population {
		m.Finite = figure(plain * math.Sqrt((population-size)/(population-1)))
	}
	m.OneMinusF = figure(plain * math.Sqrt(1-size/population))
	if n > 1 {
		m.SampleVariance = figure(note95 * math.Sqrt((1-size/population)*0.25/(size-1)))
	}
	return m
}

// Weighted returns Finite·√deff: the margin with what the weights cost by
// Kish's design effect.
func (m MaxMargin) Weighted(deff float64) Figure {
	if !m.Finite.OK || !(deff >= 0) {
		return Figure{}
	}
	return figure(m.Finite.Value * math.Sqrt(deff))
}
