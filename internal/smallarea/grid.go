package smallarea

import "math"

const (
	gridPoints = 401
	gridLimit  = 8
)

// grid is the trapezoid rule for integrals over a standard normal effect, on
// [-8, 8]. Its weights sum to 1.
type grid struct {
	z, weight [gridPoints]float64
}

func newGrid() *grid {
	g := new(grid)
	sum := 0.0
	for i := range gridPoints {
		z := float64(2*gridLimit*(i-gridPoints/2)) / (gridPoints - 1)
		g.z[i] = z
		g.weight[i] = math.Exp(-float64(z*z) / 2)
		sum += g.weight[i]
	}
	for i := range g.weight {
		g.weight[i] /= sum
	}
	return g
}

// curve is how a party's probability θ of being in favour moves with the
// council's effect, over the grid: yes is θ, no is 1-θ.
type curve struct {
	yes, no [gridPoints]float64
}

// curve returns θ = expit(logit rate + tau z). Rates of 0 and 1 stay what they
// are everywhere.
//
//go:norace
func (g *grid) curve(rate, tau float64) curve {
	var c curve
	if rate <= 0 || rate >= 1 {
		for i := range c.yes {
			c.yes[i], c.no[i] = rate, 1-rate
		}
		return c
	}
	logit := math.Log(rate) - math.Log1p(-rate)
	for i, z := range g.z {
		x := logit + float64(tau*z)
		// From the side where the exponential is small, so that nothing overflows.
		e := math.Exp(-math.Abs(x))
		c.yes[i], c.no[i] = 1/(1+e), e/(1+e)
		if x < 0 {
			c.yes[i], c.no[i] = c.no[i], c.yes[i]
		}
	}
	return c
}

// posterior fills weights, proportional to φ(z) times the likelihood of a
// chamber's own answers, and returns ln of their sum before they were made to
// sum to 1. curves are by party; other is for a party without an index.
//
//go:norace
func (g *grid) posterior(c *chamber, curves []curve, other *curve, weights *[gridPoints]float64) float64 {
	const vanishing = 1e-250
	*weights = g.weight
	if c.answered == 0 {
		return 0
	}
	for _, m := range c.members {
		own := other
		if m.party >= 0 {
			own = &curves[m.party]
		}
		multiply(weights, &own.yes, m.favour)
		multiply(weights, &own.no, m.answered-m.favour)
	}
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	if sum < vanishing {
		return g.posteriorByLogs(c, curves, other, weights)
	}
	for i := range weights {
		weights[i] /= sum
	}
	return math.Log(sum)
}

// multiply multiplies weights by factors as often as times says.
//
//go:norace
func multiply(weights, factors *[gridPoints]float64, times int) {
	for range times {
		for i, f := range factors {
			weights[i] *= f
		}
	}
}

// posteriorByLogs does the same where the product of many answers is too small
// for a number. Answers that the model holds impossible leave the prior as it is.
func (g *grid) posteriorByLogs(c *chamber, curves []curve, other *curve, weights *[gridPoints]float64) float64 {
	top := math.Inf(-1)
	for i := range weights {
		weights[i] = math.Log(g.weight[i])
		for _, m := range c.members {
			own := other
			if m.party >= 0 {
				own = &curves[m.party]
			}
			if m.favour > 0 {
				weights[i] += float64(float64(m.favour) * math.Log(own.yes[i]))
			}
			if against := m.answered - m.favour; against > 0 {
				weights[i] += float64(float64(against) * math.Log(own.no[i]))
			}
		}
		top = max(top, weights[i])
	}
	if math.IsInf(top, -1) {
		*weights = g.weight
		return 0
	}
	sum := 0.0
	for i, w := range weights {
		weights[i] = math.Exp(w - top)
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return top + math.Log(sum)
}
