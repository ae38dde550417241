package robustness

import "math/rand/v2"

// What the tests look at from inside: where a mistake would be too small to be
// seen in ranks.

func Log(x float64) float64 { return log(x) }

func Exp(x float64) float64 { return exp(x) }

// Normals returns a source of standard normal variates.
func Normals(seed uint64) func() float64 {
	p, z := rand.NewPCG(seed, 1), newZiggurat()
	return func() float64 { return z.draw(p) }
}

// Dirichlets returns a source of weights; the slice is reused.
func Dirichlets(seed uint64, concentration float64, shares ...float64) func() []float64 {
	p, z, d := rand.NewPCG(seed, 1), newZiggurat(), newDirichlet(concentration, shares)
	weights := make([]float64, len(shares))
	return func() []float64 {
		d.draw(p, z, weights)
		sum := 0.0
		for _, w := range weights {
			sum += w
		}
		for i := range weights {
			weights[i] /= sum
		}
		return weights
	}
}

// Slots are the slots that a ruler fitted to some scores gives to others.
func Slots(units int, fitted, scores []float64) []int {
	r := newRuler(units, fitted)
	var slots []int
	for _, s := range scores {
		slots = append(slots, int(r.slot(s)))
	}
	return slots
}
