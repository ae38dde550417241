package sensitivity

import (
	"cmp"
	"math"
)

// Kendall returns the rank correlation tau-b over the pairs with both figures:
// (C − D) / √((n₀ − tx)·(n₀ − ty)) with n₀ comparisons, of which C agree and D
// disagree in direction, and tx and ty are ties. Every two pairs are compared.
//
// Source: Kendall, Biometrika 33 (1945) 239-251.
func Kendall(x, y []Figure) Correlation {
	a, b := pairs(x, y)
	n := len(a)
	if n < leastPairs {
		return Correlation{N: n}
	}
	var agreeing, differX, differY int
	for i := range a {
		for j := range i {
			dx, dy := cmp.Compare(a[i], a[j]), cmp.Compare(b[i], b[j])
			agreeing += dx * dy
			differX += dx * dx
			differY += dy * dy
		}
	}
	if differX == 0 || differY == 0 {
		return Correlation{N: n}
	}
	tau := float64(agreeing) / math.Sqrt(float64(differX)*float64(differY))
	return Correlation{Coefficient: figure(held(tau, -1, 1)), N: n}
}
