package smallarea

import "math"

const (
	gridPoints = 401
	gridLimit  = 8
)

// grid is the trapezoid rule for integrals over a standard normal effect, on
// [-8, 8]. Its weights sum to 1.
type grid struct {
	z, weight, logWeight [gridPoints]float64
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
	for i, z := range g.z {
		g.weight[i] /= sum
		g.logWeight[i] = -float64(z*z)/2 - math.Log(sum)
	}
	return g
}

// curve is how a party's probability of being in favour moves with the
// council's effect, over the grid.
type curve struct {
	// theta is θ; yes and no are ln θ and ln(1-θ).
	theta, yes, no [gridPoints]float64
}

// curve returns θ = expit(logit rate + tau z). Rates of 0 and 1 stay what they
// are everywhere; they occur only when nobody answered otherwise, so that their
// answers have a probability of 1.
func (g *grid) curve(rate, tau float64) curve {
	var c curve
	if rate <= 0 || rate >= 1 {
		for i := range c.theta {
			c.theta[i] = rate
		}
		return c
	}
	logit := math.Log(rate) - math.Log1p(-rate)
	for i, z := range g.z {
		x := logit + float64(tau*z)
		// From the side where the exponential is small, so that nothing overflows.
		e := math.Exp(-math.Abs(x))
		small, large := -math.Abs(x)-math.Log1p(e), -math.Log1p(e)
		c.theta[i], c.yes[i], c.no[i] = 1/(1+e), large, small
		if x < 0 {
			c.theta[i], c.yes[i], c.no[i] = e/(1+e), small, large
		}
	}
	return c
}

// posterior fills weights, proportional to φ(z) times the likelihood of a
// chamber's own answers, and returns ln of their sum before they were made to
// sum to 1. curves are by party; other is for a party without an index.
func (g *grid) posterior(c *chamber, curves []curve, other *curve, weights *[gridPoints]float64) float64 {
	if c.answered == 0 {
		*weights = g.weight
		return 0
	}
	*weights = g.logWeight
	for _, m := range c.members {
		if m.answered == 0 {
			continue
		}
		own := other
		if m.party >= 0 {
			own = &curves[m.party]
		}
		yes, no := float64(m.favour), float64(m.answered-m.favour)
		for i := range weights {
			weights[i] += float64(yes*own.yes[i]) + float64(no*own.no[i])
		}
	}
	return normalise(weights)
}

// normalise turns logarithms into weights that sum to 1 and returns ln of the
// sum before. What is below e⁻⁶⁰ of the largest is 0.
func normalise(weights *[gridPoints]float64) float64 {
	const negligible = -60
	top := weights[0]
	for _, w := range weights {
		top = max(top, w)
	}
	sum := 0.0
	for i, w := range weights {
		weights[i] = 0
		if w-top > negligible {
			weights[i] = math.Exp(w - top)
			sum += weights[i]
		}
	}
	for i := range weights {
		weights[i] /= sum
	}
	return top + math.Log(sum)
}
