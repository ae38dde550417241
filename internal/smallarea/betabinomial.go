package smallarea

import "math"

// kappaLimit is the largest κ, where councils differ by nothing but their parties.
const kappaLimit = 1e4

// tally is one council's answers for the beta-binomial: in favour, of n, with
// the mean rate of those who answered.
type tally struct {
	favour, n, mean float64
}

// fitKappa returns the κ in [1, 10⁴] that maximises the likelihood of every
// council's count in favour as BetaBinomial(n, κe, κ(1-e)), e being the mean
// rate of its respondents.
func (r *roll) fitKappa(rates []float64) float64 {
	const (
		steps = 20
		even  = 1e-10
	)
	var tallies []tally
	for i := range r.chambers {
		if t, ok := r.chambers[i].tally(rates, 0); ok && t.mean > 0 && t.mean < 1 {
			tallies = append(tallies, t)
		}
	}
	logLik := func(logKappa float64) float64 {
		sum, kappa := 0.0, math.Exp(logKappa)
		for _, t := range tallies {
			a, b := float64(kappa*t.mean), float64(kappa*(1-t.mean))
			sum += logBeta(t.favour+a, t.n-t.favour+b) - logBeta(a, b)
		}
		return sum
	}
	high := math.Log(kappaLimit)
	at, best := maximum(logLik, 0, high, steps)
	if logLik(high) >= best-even {
		return kappaLimit
	}
	return math.Exp(at)
}

// tally returns a chamber's answers; other is the rate of unknown parties. ok
// is false without answers.
func (c *chamber) tally(rates []float64, other float64) (t tally, ok bool) {
	if c.answered == 0 {
		return tally{}, false
	}
	for _, m := range c.members {
		t.mean += float64(float64(m.answered) * rateOf(rates, m.party, other))
	}
	t.favour, t.n = float64(c.favour), float64(c.answered)
	t.mean /= t.n
	return t, true
}

func rateOf(rates []float64, party int, other float64) float64 {
	if party < 0 {
		return other
	}
	return rates[party]
}

// fallback returns the council's share without integrals: the seats that did
// not answer get their mean rate, moved by as much as the respondents' rate
// moves from its expectation e to (y + κe)/(n + κ), within [0, 1].
func (c *chamber) fallback(rates []float64, other, kappa float64) float64 {
	silent, sum := 0, 0.0
	for _, m := range c.members {
		silent += m.seats - m.answered
		sum += float64(float64(m.seats-m.answered) * rateOf(rates, m.party, other))
	}
	moved := 0.0
	if t, ok := c.tally(rates, other); ok {
		moved = (t.favour+float64(kappa*t.mean))/(t.n+kappa) - t.mean
	}
	share := 0.0
	if silent > 0 {
		share = min(max(sum/float64(silent)+moved, 0), 1)
	}
	return (float64(c.favour) + float64(float64(silent)*share)) / float64(c.seats)
}

func logBeta(a, b float64) float64 {
	first, _ := math.Lgamma(a)
	second, _ := math.Lgamma(b)
	both, _ := math.Lgamma(a + b)
	return first + second - both
}
