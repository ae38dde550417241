package smallarea

import "math"

// Basis is what a published figure rests on.
type Basis string

// The bases.
const (
	// FromSeats is what the party seats suggest, without the council's own answers.
	FromSeats Basis = "party_seats"
	// FromAnswers is the party seats, moved by the council's own answers.
	FromAnswers Basis = "own_answers"
	// NoFigure is a council without a figure; Reason says why.
	NoFigure Basis = "none"
)

// Reason is why there is no figure.
type Reason string

// The reasons.
const (
	// UnknownSeats: nobody knows the party seats.
	UnknownSeats Reason = "seats_unknown"
	// TooFewAnswers: fewer respondents in all than the minimum, or too few in
	// parties that have a rate.
	TooFewAnswers Reason = "too_few_answers"
	// AnswersAlike: all give the same answer, and a figure would be everybody's.
	AnswersAlike Reason = "answers_alike"
)

// How exact published figures are. A share and an interval that rest on few
// answers tell, when they are exact, how many of them were in favour: there are
// few ways to come by them. On this grid each has several.
const (
	// AnswersStep is the step of shares that own answers move.
	AnswersStep = 0.05
	// IntervalStep is the step of interval ends, which are rounded outward.
	IntervalStep = 0.1
	// SeatsStep is the step of shares without own answers, of rates and of τ.
	SeatsStep = 0.01
)

// Range is an interval of shares from 0 to 1.
type Range struct {
	Low, High float64
}

// Published is what may be shown for one council. Nothing tells a council with
// too few respondents from one whose figure would give its respondents away.
type Published struct {
	Code  string
	Basis Basis
	// Reason is set without a figure only.
	Reason Reason
	// Share is from 0 to 1; nil without a figure.
	Share *float64
	// Interval holds the share of all members with a probability of at least
	// 90 %; only where the council's own answers count.
	Interval *Range
	// Answered is the band of respondents, only where their answers count.
	Answered *Band
}

// PublishedRate is what one party's members think over all councils, from 0 to 1.
type PublishedRate struct {
	Party string
	Share float64
}

// Publication is all that may be shown. What is withheld is not in it, and
// cannot be had from it: figures are rounded, and parties with too few
// respondents have no rate of their own in any figure. Publications of one
// question before and after further answers must not both be shown: their
// difference is about few persons. Those of several readings of its options may
// be when they come from one call of [PublishTogether].
type Publication struct {
	Minimum int
	// LocalEffect tells whether the data show one; Tau is its size, and
	// NoEffectP how likely as large a one were without any.
	LocalEffect    bool
	Tau, NoEffectP float64
	// Share is the overall rate and Rates those of parties; none and nil
	// without any figure.
	Share *float64
	Rates []PublishedRate
	// Pooled are the parties that count with the overall rate in every figure:
	// too few respondents, withheld by the input, or needed to keep those from
	// being calculated.
	Pooled []string
	// Councils are in the order of the input.
	Councils []Published
}

// Count returns how many councils have a figure of a basis.
func (p *Publication) Count(basis Basis) int {
	n := 0
	for _, c := range p.Councils {
		if c.Basis == basis {
			n++
		}
	}
	return n
}

// Publish returns what may be shown.
//
//   - Fewer respondents than the minimum: what the seats suggest. The model's
//     figure would tell by its side how a single respondent answered.
//   - Enough: the model's figure with its interval and a band of respondents.
//   - Enough and all alike: as fewer than the minimum, until there are twice
//     as many; an interval alone would show that they are alike.
//   - Fewer members who did not answer than the minimum: as fewer than the
//     minimum; the figure would be the respondents' own share.
//   - Party seats unknown: nothing.
//
// Whoever knows the seats can calculate the rates of parties from the figures
// of many councils. So a party whose rate may not be shown, and another that
// keeps it from being the difference to the total, count with the overall rate,
// and their answers do not count for that.
func (r *Result) Publish() *Publication {
	return readings{[]*Result{r}, r.Favour < r.Respondents}.publish()[0]
}

// published returns what may be shown of a model's figures: those of parties that
// are not unrated, and the own answers of councils that are shown, in order of code.
func (r *Result) published(m *Model, unrated, shown []bool) *Publication {
	share := hundredths(m.Share)
	p := &Publication{
		Minimum: r.Minimum.N(), LocalEffect: m.LocalEffect(), Tau: hundredths(m.Tau), NoEffectP: hundredths(m.NoEffectP()),
		Share: &share, Councils: make([]Published, len(r.Figures)),
	}
	for i, rate := range m.Rates {
		switch {
		case unrated[i]:
			p.Pooled = append(p.Pooled, rate.Party)
		case rate.Answered > 0:
			p.Rates = append(p.Rates, PublishedRate{rate.Party, hundredths(rate.Share)})
		}
	}
	figures := m.figures(r.roll, r.Minimum)
	for place, i := range r.roll.order {
		p.Councils[i] = r.publish(figures[i], shown[place])
	}
	return p
}

// nothing returns a publication without figures.
func (r *Result) nothing(reason Reason) *Publication {
	p := &Publication{Minimum: r.Minimum.N(), Councils: make([]Published, len(r.Figures))}
	for i, f := range r.Figures {
		p.Councils[i] = r.without(f, reason)
	}
	return p
}

// publicModel returns the model that published figures come from, or the reason
// why there is none.
func (r *Result) publicModel(unrated []bool) (*Model, Reason) {
	if !r.Minimum.Allows(r.Respondents) {
		return nil, TooFewAnswers
	}
	m := &r.Model
	for _, u := range unrated {
		if u {
			var ok bool
			if m, ok = fit(r.roll, unrated); !ok {
				return nil, TooFewAnswers
			}
			break
		}
	}
	if m.Share <= 0 || m.Share >= 1 {
		return nil, AnswersAlike
	}
	return m, ""
}

// publish returns what may be shown of one figure of the public model, of which
// the own answers may be part or not.
func (r *Result) publish(f Figure, answers bool) Published {
	if f.Status == WithoutSeats {
		return r.without(f, UnknownSeats)
	}
	p := Published{Code: f.Code, Basis: FromSeats}
	share := hundredths(f.Synthetic)
	if answers {
		share = inSteps(f.Share, 1/AnswersStep)
		band, _ := r.Minimum.Band(f.Answered)
		p.Basis, p.Interval, p.Answered = FromAnswers, f.outward(), &band
	}
	p.Share = &share
	return p
}

// without returns a council without a figure.
func (r *Result) without(f Figure, reason Reason) Published {
	if f.Status == WithoutSeats {
		reason = UnknownSeats
	}
	return Published{Code: f.Code, Basis: NoFigure, Reason: reason}
}

// outward returns the predictive interval as shares, rounded outward.
func (f Figure) outward() *Range {
	const tenths = 1 / IntervalStep
	return &Range{
		Low:  math.Floor(float64(f.Predictive90.Low)*tenths/float64(f.Seats)) / tenths,
		High: math.Ceil(float64(f.Predictive90.High)*tenths/float64(f.Seats)) / tenths,
	}
}

// hundredths rounds to [SeatsStep].
func hundredths(x float64) float64 { return inSteps(x, 1/SeatsStep) }

// inSteps rounds to whole numbers of one part of so many.
func inSteps(x, parts float64) float64 { return math.Round(x*parts) / parts }
