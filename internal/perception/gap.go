// Package perception holds what municipal politicians believe against what was
// measured. For one wave and one time it goes through these steps:
//
//  1. The perceived harvest is the share of politicians who think that all or
//     nearly all digital gains are harvested: the sum of the shares of the
//     options read so. Shares known only in words are ranges, and stay ranges.
//  2. Measured maturity is a score from 0 to 100; that of the country or a
//     group is the unweighted mean of its ranked municipalities.
//  3. The perception gap is perceived harvest − measured maturity, in points.
//     When wave and measurement lie more than [MaxMonthsApart] months apart
//     both are shown with their dates and there is no gap.
//  4. A wave of responses has the same by place ([Distance]): the belief with
//     its confidence interval, the maturity with what unanswered indicators could
//     change at most. Differences between places and between waves are tested
//     ([Change], [ContrastOf]).
//  5. The quadrants hold a municipality's maturity against the share of its
//     council who see considerable potential ([Lines]), with how sure that is.
//
// One is a share of people, the other a score of a method: a gap of 0 has no
// meaning of its own. Gaps are compared between places and times, never read
// as agreement.
package perception

import (
	"time"

	"modenhed/internal/estimation"
	"modenhed/internal/survey"
)

// MaxMonthsApart is the largest distance in calendar months at which a wave and
// a measurement are compared.
const MaxMonthsApart = 24

// Interval is a range of percentages or points; Low equals High where the
// figure is known exactly.
type Interval struct{ Low, High float64 }

// Exact reports whether the interval is a single figure.
func (i Interval) Exact() bool { return i.Low == i.High }

// Contains reports whether x lies within the interval, ends included.
func (i Interval) Contains(x float64) bool { return i.Low <= x && x <= i.High }

// Reason is why there is no gap.
type Reason string

// The reasons; the first that holds is given.
const (
	Comparable Reason = ""
	// NoShare means that the wave says nothing on how many think the gains are harvested.
	NoShare Reason = "no_share"
	// NotMeasured means that there is no measured maturity.
	NotMeasured Reason = "not_measured"
	// TooFarApart means that wave and measurement lie more than MaxMonthsApart apart.
	TooFarApart Reason = "too_far_apart"
)

// Margin is the maximum sampling error that stands beside the perceived
// harvest, in percentage points at 95 %. It is never added to a range.
type Margin struct {
	Points float64
	// Stated means that the source states the figure; otherwise it is
	// [estimation.MaxMargin] of the number of respondents, without finite
	// population correction.
	Stated bool
	// OK is false when neither is known; Points is then 0.
	OK bool
}

// Gap is perceived harvest beside measured maturity.
type Gap struct {
	// Perceived is in percent; defined unless Why is NoShare.
	Perceived Interval
	// Measured is in points, 0 to 100; defined when HasMeasured.
	Measured    float64
	HasMeasured bool
	// Points is perceived − measured, from −100 to 100; defined only when Why is Comparable.
	Points Interval
	// Why says why there is no gap; Comparable when there is one.
	Why Reason
	// MonthsApart is the distance of wave and measurement in calendar months, never negative.
	MonthsApart int
	Margin      Margin
}

// Comparable reports whether Points is defined.
func (g Gap) Comparable() bool { return g.Why == Comparable }

// Measure is a measured maturity in points, 0 to 100, that may be undefined.
type Measure struct {
	Points float64
	OK     bool
}

// Between returns the gap between a question of a wave and a maturity measured
// as of a time. The calendar month of asOf is that of the location it carries.
func Between(wave survey.Wave, question survey.Question, measured Measure, asOf time.Time) Gap {
	g := Gap{MonthsApart: MonthsApart(wave, asOf), Margin: MarginOf(wave)}
	perceived, known := Perceived(question)
	g.Perceived = perceived
	if measured.OK {
		g.Measured, g.HasMeasured = measured.Points, true
	}
	switch {
	case !known:
		g.Why = NoShare
	case !measured.OK:
		g.Why = NotMeasured
	case g.MonthsApart > MaxMonthsApart:
		g.Why = TooFarApart
	default:
		g.Points = Interval{Low: perceived.Low - measured.Points, High: perceived.High - measured.Points}
	}
	return g
}

// Perceived returns the perceived harvest of a question in percent; ok is false
// when no option is read as harvested or one of them has no share. Several such
// options add up, to 100 at most.
func Perceived(question survey.Question) (share Interval, ok bool) {
	return read(question, survey.Harvested)
}

// Potential returns the share, in percent, who see considerable potential; ok
// and sums are as for [Perceived].
func Potential(question survey.Question) (share Interval, ok bool) {
	return read(question, survey.Potential)
}

func read(question survey.Question, reading survey.Reading) (Interval, bool) {
	options, ok := question.With(reading)
	if !ok {
		return Interval{}, false
	}
	var sum Interval
	for _, option := range options {
		low, high, known := option.Share.Range()
		if !known {
			return Interval{}, false
		}
		sum.Low, sum.High = sum.Low+low, sum.High+high
	}
	return Interval{Low: min(sum.Low, 100), High: min(sum.High, 100)}, true
}

// Mean returns the unweighted mean of points, undefined when there are none.
func Mean(points []float64) Measure {
	if len(points) == 0 {
		return Measure{}
	}
	sum := 0.0
	for _, p := range points {
		sum += p
	}
	return Measure{Points: sum / float64(len(points)), OK: true}
}

// MarginOf returns the margin of error of a wave.
func MarginOf(wave survey.Wave) Margin {
	if wave.MarginOfError != nil {
		return Margin{Points: *wave.MarginOfError, Stated: true, OK: true}
	}
	if wave.Respondents > 0 {
		return Margin{Points: 100 * estimation.MaxMarginOf(wave.Respondents, 0).Plain.Value, OK: true}
	}
	return Margin{}
}
