package smallarea

import "math"

// Status is what a council's figure rests on.
type Status string

// The statuses.
const (
	// Synthetic is a council with fewer respondents than the minimum: only
	// what the party seats alone suggest may be shown.
	Synthetic Status = "synthetic"
	// Modelled is a council whose own respondents may move the figure.
	Modelled Status = "model"
	// ModelledAlike is one with enough respondents who all answer alike.
	ModelledAlike Status = "model_unanimous"
	// WithoutSeats is a council whose party seats are unknown; it has no figure.
	WithoutSeats Status = "seats_unknown"
)

// Seats is a range of numbers of council members, ends included.
type Seats struct {
	Low, High int
}

// Figure is all that is computed for one council. It shows what few persons
// answered and is not for showing. Shares are from 0 to 1; all are 0 for a
// council without seats.
type Figure struct {
	Code   string
	Status Status
	// Seats, Answered and Favour are the council's sums; blanks are left out.
	Seats, Answered, Favour int
	// Synthetic is what the party seats alone suggest.
	Synthetic float64
	// Share is the posterior mean of the share of the whole council.
	Share float64
	// SDRate is the standard deviation of the share that the council's effect
	// leaves open, 0 where τ = 0.
	SDRate float64
	// SDPredictive adds the chance of each member who did not answer.
	SDPredictive float64
	// Predictive90 holds the 5 % and 95 % points of the number in favour.
	Predictive90 Seats
	// Effect is the posterior mean of the council's effect on the logit scale.
	Effect float64
	// BetaBinomial is the fallback's share.
	BetaBinomial float64
}

// status returns a chamber's status under a minimum number of respondents.
func (c *chamber) status(m Minimum) Status {
	switch {
	case !c.known:
		return WithoutSeats
	case !m.Allows(c.answered):
		return Synthetic
	case c.favour == 0 || c.favour == c.answered:
		return ModelledAlike
	default:
		return Modelled
	}
}

// figure computes one chamber's figure.
func (m *Model) figure(c *chamber, minimum Minimum) Figure {
	f := Figure{Code: c.code, Status: c.status(minimum)}
	if !c.known {
		return f
	}
	f.Seats, f.Answered, f.Favour = c.seats, c.answered, c.favour
	rates := make([]float64, len(m.Rates))
	for i, r := range m.Rates {
		rates[i] = r.Share
	}
	for _, own := range c.members {
		f.Synthetic += float64(float64(own.seats) * rateOf(rates, own.party, m.Share))
	}
	f.Synthetic /= float64(c.seats)
	f.BetaBinomial = c.fallback(rates, m.Share, m.Kappa)
	var weights [gridPoints]float64
	m.grid.posterior(c, m.curves, &m.other, &weights)
	if m.Tau == 0 {
		// All points are alike; one will do, and has no rounding noise.
		weights = [gridPoints]float64{gridPoints / 2: 1}
	}
	m.spread(c, &weights, &f)
	f.Predictive90 = m.predict(c, &weights)
	return f
}

// spread fills mean and deviations from the posterior weights.
//
//go:norace
func (m *Model) spread(c *chamber, weights *[gridPoints]float64, f *Figure) {
	var share, chance [gridPoints]float64
	seats := float64(c.seats)
	mean, effect, within := 0.0, 0.0, 0.0
	for i, w := range weights {
		if w == 0 {
			continue
		}
		favour := float64(c.favour)
		for _, own := range c.members {
			p := m.curve(own.party)
			silent := float64(own.seats - own.answered)
			favour += float64(silent * p.yes[i])
			chance[i] += float64(silent * float64(p.yes[i]*p.no[i]))
		}
		share[i] = favour / seats
		mean += float64(w * share[i])
		effect += float64(w * m.grid.z[i])
		within += float64(w * chance[i])
	}
	between := 0.0
	for i, w := range weights {
		if w > 0 {
			between += float64(w * float64((share[i]-mean)*(share[i]-mean)))
		}
	}
	f.Share = min(max(mean, 0), 1)
	f.Effect = float64(m.Tau * effect)
	f.SDRate = math.Sqrt(between)
	f.SDPredictive = math.Sqrt(between + within/float64(seats*seats))
}

func (m *Model) curve(party int) *curve {
	if party < 0 {
		return &m.other
	}
	return &m.curves[party]
}
