package sensitivity

import (
	"cmp"
	"math"
	"slices"
)

// varies tells whether values differ by more than the rounding of their size.
func varies(values []float64) bool {
	const noise = 1e-12
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range values {
		low, high = min(low, x), max(high, x)
	}
	return high/2-low/2 > noise*max(math.Abs(low), math.Abs(high))
}

// held returns x, moved to the nearer end when it lies outside low to high.
func held(x, low, high float64) float64 { return min(max(x, low), high) }

// scaled returns the values divided by a power of two, which changes no ratio
// and no digit and keeps their squares from overflowing and vanishing.
func scaled(values []float64) []float64 {
	largest := 0.0
	for _, x := range values {
		largest = max(largest, math.Abs(x))
	}
	_, exponent := math.Frexp(largest)
	out := make([]float64, len(values))
	for i, x := range values {
		out[i] = math.Ldexp(x, -exponent)
	}
	return out
}

// deviations returns the differences from the mean.
func deviations(values []float64) []float64 {
	sum := 0.0
	for _, x := range values {
		sum += x
	}
	mean := sum / float64(len(values))
	out := make([]float64, len(values))
	for i, x := range values {
		out[i] = x - mean
	}
	return out
}

// dot returns Σ a b. The conversion keeps the compiler from fusing product and
// sum on machines that can, which would change the last digit.
func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += float64(x * b[i])
	}
	return sum
}

// averageRanks returns the rank of each value from the smallest, from 1; equal
// values share the average of their ranks.
func averageRanks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(values[i], values[j]) })
	ranks := make([]float64, len(values))
	for first := 0; first < len(order); {
		end := first + 1
		for end < len(order) && values[order[end]] == values[order[first]] {
			end++
		}
		for _, i := range order[first:end] {
			ranks[i] = float64(first+1+end) / 2
		}
		first = end
	}
	return ranks
}
