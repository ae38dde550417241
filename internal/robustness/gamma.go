package robustness

import (
	"math"
	"math/rand/v2"
)

// gamma draws gamma variates of one shape by the method of Marsaglia and
// Tsang, divided by a common scale.
type gamma struct {
	d, c float64
	// scaled is d divided by the scale of all gammas of a group.
	scaled float64
	// boost is 1/shape for a shape below 1, otherwise 0: such a variate is one
	// of shape + 1 times U^(1/shape).
	boost float64
}

// leastShape keeps 1/shape finite.
const leastShape = 1e-100

func newGamma(shape, scale float64) gamma {
	shape = max(shape, leastShape)
	var boost float64
	if shape < 1 {
		boost = 1 / shape
		shape++
	}
	d := shape - 1.0/3
	return gamma{d: d, c: 1 / math.Sqrt(9*d), scaled: d / scale, boost: boost}
}

// draw returns a variate without the boost.
//
//go:norace
func (g *gamma) draw(p *rand.PCG, z *ziggurat) float64 {
	for {
		x := z.draw(p)
		t := 1 + float64(g.c*x)
		if t <= 0 {
			continue
		}
		v := float64(t * t * t)
		u, square := uniform(p), x*x
		if u < 1-float64(0.0331*square*square) {
			return g.scaled * v
		}
		if log(u) < float64(0.5*square)+float64(g.d*(1-v+log(v))) {
			return g.scaled * v
		}
	}
}

// drawLog returns the logarithm of a variate, boost included.
func (g *gamma) drawLog(p *rand.PCG, z *ziggurat) float64 {
	x := log(g.draw(p, z))
	if g.boost > 0 {
		x += float64(g.boost * log(uniform(p)))
	}
	return x
}
