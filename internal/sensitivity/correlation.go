package sensitivity

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// leastPairs is the least number of observations that a correlation, and an
// alpha, is computed from: two points always lie on a line.
const leastPairs = 3

// Correlation is how two series go together.
type Correlation struct {
	// Coefficient runs from -1 to 1. It is undefined with fewer than 3 pairs
	// and when one of the series does not vary over them.
	Coefficient Figure
	// P is the two-sided p-value of no correlation, by the t distribution with
	// N-2 degrees of freedom. It is undefined with the coefficient, and for Kendall's.
	P Figure
	// N is the number of pairs with both figures.
	N int
}

// Measure is a way to correlate: [Pearson], [Spearman] or [Kendall].
type Measure func(x, y []Figure) Correlation

// Pearson returns the product-moment correlation over the pairs with both
// figures. What the longer series has beyond the shorter is left out.
func Pearson(x, y []Figure) Correlation {
	a, b := pairs(x, y)
	return productMoment(a, b)
}

// Spearman returns the rank correlation over the pairs with both figures: the
// product-moment correlation of their ranks, equal values sharing the average rank.
func Spearman(x, y []Figure) Correlation {
	a, b := pairs(x, y)
	return productMoment(averageRanks(a), averageRanks(b))
}

// Matrix returns the correlation of every column with every other, each over
// the rows that both have. It is symmetric; the diagonal is 1 where defined.
func Matrix(columns [][]Figure, measure Measure) [][]Correlation {
	matrix := make([][]Correlation, len(columns))
	for i := range matrix {
		matrix[i] = make([]Correlation, len(columns))
		for j := range i + 1 {
			matrix[i][j] = measure(columns[i], columns[j])
			matrix[j][i] = matrix[i][j]
		}
	}
	return matrix
}

// pairs returns the values of the pairs with both figures.
func pairs(x, y []Figure) (a, b []float64) {
	n := min(len(x), len(y))
	a, b = make([]float64, 0, n), make([]float64, 0, n)
	for i := range n {
		if x[i].defined() && y[i].defined() {
			a, b = append(a, x[i].Value), append(b, y[i].Value)
		}
	}
	return a, b
}

func productMoment(a, b []float64) Correlation {
	n := len(a)
	if n < leastPairs || !varies(a) || !varies(b) {
		return Correlation{N: n}
	}
	a, b = deviations(scaled(a)), deviations(scaled(b))
	r := figure(onLine(dot(a, b)/math.Sqrt(float64(dot(a, a)*dot(b, b))), n))
	return Correlation{Coefficient: r, P: tTest(r.Value, n), N: n}
}

// onLine returns 1 or -1 for a correlation of n pairs that is no further from it
// than the sums behind it are rounded, and other correlations as they are: so
// close to 1 the p-value of few pairs would depend on the order of the sums.
func onLine(r float64, n int) float64 {
	const epsilon = 0x1p-52
	if 1-math.Abs(r) <= 4*epsilon*float64(n) {
		return math.Copysign(1, r)
	}
	return r
}

// tTest returns the two-sided p-value of a correlation r of n pairs. With t² =
// r²·(n−2)/(1−r²) it is the regularised incomplete beta function at 1 − r².
func tTest(r float64, n int) Figure {
	freedom := float64(n - 2)
	return figure(mathext.RegIncBeta(freedom/2, 0.5, float64((1-r)*(1+r))))
}
