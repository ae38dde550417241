package perception

import (
	"math"

	"modenhed/internal/estimation"
	"modenhed/internal/opinion"
	"modenhed/internal/survey"
)

// LeastTested is the smallest number of answers that a test rests on: below it
// published shares are rounded too much, and the normal approximation is too
// rough, for a difference to be judged.
const LeastTested = 20

// level is that of all confidence intervals and the complement of the level of tests.
const level = 0.95

// Belief is the share of politicians who read the gains in one way, in percent.
type Belief struct {
	// Share is what is known of it: a figure, or the range that words are read as.
	Share Interval
	// Answered is how many answers it rests on, 0 where that is unknown.
	Answered int
	// Confidence is the interval at 95 %; its ends are nil where there is none.
	Confidence *Interval
	// SE is the standard error in percentage points, nil where there is none.
	SE *float64
	// Assumed means that SE and Confidence are those of a simple random sample
	// with equal weights, since only the share and the number of answers are published.
	Assumed bool
}

// BeliefIn returns the share of a reading in a group of a wave of responses; ok
// is false when it is withheld or the question has no such option.
func BeliefIn(g opinion.Group, reading survey.Reading) (b Belief, ok bool) {
	share, ok := g.Readings[reading]
	if !g.Shown || !ok {
		return Belief{}, false
	}
	b = Belief{Share: exactly(100 * share.Value), Answered: g.Answered}
	if share.SE != nil {
		se := 100 * *share.SE
		b.SE = &se
	}
	if share.Low != nil && share.High != nil {
		b.Confidence = &Interval{Low: 100 * *share.Low, High: 100 * *share.High}
	}
	return b, true
}

// BeliefOf returns the share of a reading in the whole of a wave. Figures is
// the question's figures in a wave of responses, else nil.
func BeliefOf(wave survey.Wave, question survey.Question, figures *opinion.Question, reading survey.Reading) (b Belief, ok bool) {
	if figures != nil {
		return BeliefIn(figures.Total, reading)
	}
	share, ok := read(question, reading)
	if !ok {
		return Belief{}, false
	}
	b = Belief{Share: share, Answered: wave.Respondents}
	if !share.Exact() || wave.Respondents < 2 {
		return b, true
	}
	// Binomial error: √(p(1−p)/(n−1)), and Wilson's interval.
	p := share.Low / 100
	se := 100 * math.Sqrt(p*(1-p)/float64(wave.Respondents-1))
	b.SE, b.Assumed = &se, true
	if low, high, ok := estimation.Wilson(int(math.Round(p*float64(wave.Respondents))), wave.Respondents, level); ok {
		b.Confidence = &Interval{Low: 100 * low, High: 100 * high}
	}
	return b, true
}

// exactly returns an interval that is one figure, freed of what binary
// fractions leave of a published one.
func exactly(x float64) Interval {
	x = math.Round(x*1e6) / 1e6
	return Interval{Low: x, High: x}
}

// estimate returns the belief as package estimation compares it, in points; ok
// is false when it cannot be tested.
func (b Belief) estimate() (e estimation.Estimate, ok bool) {
	if !b.Share.Exact() || b.SE == nil || *b.SE <= 0 || b.Answered < LeastTested {
		return estimation.Estimate{}, false
	}
	return estimation.Estimate{Answered: b.Answered, Value: b.Share.Low, SE: estimation.Figure{Value: *b.SE, OK: true}, DF: b.Answered - 1}, true
}
