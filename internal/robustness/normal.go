package robustness

import (
	"math"
	"math/rand/v2"
)

// ziggurat draws standard normal variates: the area under exp(−x²/2) is cut
// into layers of equal area, most of which are accepted by one comparison.
type ziggurat struct {
	// width is a layer's, divided by 2^53; inside is what of it, in the same
	// unit, lies under the curve all the way up.
	width  [layers]float64
	inside [layers]int64
	// height is the curve's at a layer's lower edge.
	height [layers + 1]float64
}

const (
	layers = 256
	// tailStart is where the lowest layer ends, layerArea the area of each.
	tailStart = 3.6541528853610088
	layerArea = 0.00492867323399
)

func newZiggurat() *ziggurat {
	var ends [layers + 1]float64
	var z ziggurat
	ends[0], ends[1] = layerArea/density(tailStart), tailStart
	z.height[1] = density(tailStart)
	for i := 1; i < layers-1; i++ {
		z.height[i+1] = z.height[i] + layerArea/ends[i]
		ends[i+1] = math.Sqrt(-2 * log(z.height[i+1]))
	}
	z.height[layers] = 1
	for i := range layers {
		z.width[i] = ends[i] / (1 << 53)
		z.inside[i] = int64(ends[i+1] / ends[i] * (1 << 53))
	}
	return &z
}

func density(x float64) float64 { return exp(-0.5 * x * x) }

//go:norace
func (z *ziggurat) draw(p *rand.PCG) float64 {
	for {
		bits := p.Uint64()
		i := bits % layers
		// The upper 54 bits are a number of at most 2^53 with a sign.
		n := int64(bits) >> 10
		x := float64(n) * z.width[i]
		if max(n, -n) < z.inside[i] {
			return x
		}
		if i == 0 {
			return math.Copysign(tail(p), x)
		}
		y := z.height[i] + float64(uniform(p)*(z.height[i+1]-z.height[i]))
		if y < density(x) {
			return x
		}
	}
}

// tail draws from the normal distribution beyond tailStart.
func tail(p *rand.PCG) float64 {
	for {
		x := -log(uniform(p)) / tailStart
		y := -log(uniform(p))
		if 2*y > float64(x*x) {
			return tailStart + x
		}
	}
}
