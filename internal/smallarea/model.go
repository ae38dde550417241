package smallarea

import "math"

const (
	// PriorWeight is K, the number of imagined respondents with the overall
	// rate that every party's rate is shrunk by.
	PriorWeight = 10
	// TauLimit is the largest local effect that is looked for.
	TauLimit = 3
)

// Rate is what one party's members think over all councils.
type Rate struct {
	Party string
	// Seats in the population; Answered and Favour are respondents.
	Seats, Answered, Favour int
	// Share is r_p, from 0 to 1: the party's own share shrunk towards the
	// overall one, which it is for a party without respondents.
	Share float64
}

// Model is what was learnt from all councils together. It holds party figures
// of however few respondents and is not for showing.
type Model struct {
	// Share is p̄, from 0 to 1.
	Share float64
	// Rates are in order of party.
	Rates []Rate
	// Tau is τ, the standard deviation of the councils' effects on the logit
	// scale, from 0 to [TauLimit]; 0 means that the data show no local effect.
	Tau float64
	// LogLik and LogLikZero are the marginal log-likelihoods at Tau and at 0.
	LogLik, LogLikZero float64
	// Kappa is κ of the beta-binomial fallback, from 1 to 10⁴; the largest
	// value means no local effect.
	Kappa float64

	likelihood *likelihood
	grid       *grid
	// curves are by party, at τ.
	curves []curve
	// other is the curve of a party that the model does not know.
	other curve
}

// LocalEffect tells whether the data show that councils differ by more than
// their party seats.
func (m *Model) LocalEffect() bool { return m.Tau > 0 }

// NoEffectP is the probability of a likelihood ratio as large as the one found
// if there were no local effect: half a chi-squared with one degree of freedom,
// half a point at 0 (Self and Liang, JASA 82 (1987) 605-610). It is 1 at τ = 0.
func (m *Model) NoEffectP() float64 {
	ratio := 2 * (m.LogLik - m.LogLikZero)
	if m.Tau == 0 || ratio <= 0 {
		return 1
	}
	return math.Erfc(math.Sqrt(ratio/2)) / 2
}

// LogLikAt returns the marginal log-likelihood at a local effect of tau:
// the sum over councils of ln ∫ φ(z) Π θ(τz)^y (1-θ(τz))^(1-y) dz.
func (m *Model) LogLikAt(tau float64) float64 {
	return m.likelihood.at(tau, make([]curve, len(m.Rates)))
}

// fit learns rates, τ and κ. Parties that are unrated count as parties without
// respondents for the rates; nil means none. ok is false when no rated party
// has both respondents and seats.
func fit(r *roll, unrated []bool) (m *Model, ok bool) {
	m = &Model{grid: newGrid()}
	if m.Share, ok = r.share(unrated); !ok {
		return nil, false
	}
	rates := make([]float64, len(r.parties))
	for i, p := range r.parties {
		rates[i] = m.Share
		if p.answered > 0 && !(unrated != nil && unrated[i]) {
			rates[i] = (float64(p.favour) + float64(PriorWeight*m.Share)) / float64(p.answered+PriorWeight)
		}
		m.Rates = append(m.Rates, Rate{p.key, p.seats, p.answered, p.favour, rates[i]})
	}
	m.likelihood = newLikelihood(r, m.grid, rates)
	m.Tau, m.LogLik, m.LogLikZero = m.likelihood.maximise()
	m.Kappa = r.fitKappa(rates)
	for _, rate := range rates {
		m.curves = append(m.curves, m.grid.curve(rate, m.Tau))
	}
	m.other = m.grid.curve(m.Share, m.Tau)
	return m, true
}

// share returns p̄, the parties' own shares weighted with their seats.
func (r *roll) share(unrated []bool) (share float64, ok bool) {
	favour, seats := 0.0, 0
	for i, p := range r.parties {
		if p.answered == 0 || unrated != nil && unrated[i] {
			continue
		}
		favour += float64(p.seats) * float64(p.favour) / float64(p.answered)
		seats += p.seats
	}
	if seats == 0 {
		return 0, false
	}
	return min(favour/float64(seats), 1), true
}
