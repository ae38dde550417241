package robustness

import "math/rand/v2"

// dirichlet draws the weights of the parts of one group.
type dirichlet struct {
	gammas []gamma
	// small tells that a shape is below 1, so that variates may be too small
	// for a float64.
	small bool
}

// newDirichlet returns the distribution Dirichlet(concentration · shares);
// every share is above 0.
func newDirichlet(concentration float64, shares []float64) dirichlet {
	d := dirichlet{gammas: make([]gamma, len(shares))}
	for _, share := range shares {
		d.small = d.small || concentration*share < 1
	}
	scale := concentration
	if d.small {
		scale = 1
	}
	for i, share := range shares {
		d.gammas[i] = newGamma(concentration*share, scale)
	}
	return d
}

// leastWeight is what no weight of a part falls below, next to one of about 1.
const leastWeight = 1e-250

// draw fills in weights in proportion to a draw; what they sum to has no meaning.
func (d *dirichlet) draw(p *rand.PCG, z *ziggurat, weights []float64) {
	if d.small {
		d.drawSmall(p, z, weights)
		return
	}
	for i := range d.gammas {
		weights[i] = max(d.gammas[i].draw(p, z), leastWeight)
	}
}

// drawSmall works with logarithms, so that the largest weight is 1.
func (d *dirichlet) drawSmall(p *rand.PCG, z *ziggurat, weights []float64) {
	for i := range d.gammas {
		weights[i] = d.gammas[i].drawLog(p, z)
	}
	largest := weights[0]
	for _, w := range weights {
		largest = max(largest, w)
	}
	for i, w := range weights {
		weights[i] = max(exp(w-largest), leastWeight)
	}
}
