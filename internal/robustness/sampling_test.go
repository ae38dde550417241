package robustness_test

import (
	"math"
	"testing"

	"modenhed/internal/robustness"
)

// The share of variates below some points, against the distribution function;
// 3.7 and 4 lie in the tail that has a method of its own.
func TestNormalVariatesFollowTheNormalDistribution(t *testing.T) {
	t.Parallel()
	const draws = 1_000_000
	at := []float64{-4, -3.7, -3, -2, -1, -0.3, 0, 0.01, 0.5, 1.5, 2.5, 3.5, 3.66, 4}
	below := make([]int, len(at))
	next := robustness.Normals(5)
	var sum, squares, fourth float64
	for range draws {
		x := next()
		sum, squares, fourth = sum+x, squares+x*x, fourth+x*x*x*x
		for i, a := range at {
			if x < a {
				below[i]++
			}
		}
	}
	for i, a := range at {
		p := math.Erfc(-a/math.Sqrt2) / 2
		nearMean(t, "share below", float64(below[i])/draws, p, math.Sqrt(p*(1-p)), draws)
	}
	nearMean(t, "mean", sum/draws, 0, 1, draws)
	nearMean(t, "second moment", squares/draws, 1, math.Sqrt(2), draws)
	nearMean(t, "fourth moment", fourth/draws, 3, math.Sqrt(96), draws)
}

// nearMean allows 4.5 standard errors.
func nearMean(t *testing.T, what string, got, want, sd float64, draws int) {
	t.Helper()
	if math.Abs(got-want) > 4.5*sd/math.Sqrt(float64(draws)) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// A share w of Dirichlet(c·w) has the distribution Beta(c·w, c·(1−w)): mean w,
// variance w(1−w)/(c+1), and a mean logarithm of ψ(c·w) − ψ(c).
func TestDirichletWeightsHaveTheirMoments(t *testing.T) {
	t.Parallel()
	for _, c := range []float64{0.02, 0.5, 3, 7, 60, 1e4} {
		const draws = 100_000
		shares := []float64{0.5, 0.3, 0.15, 0.05}
		next := robustness.Dirichlets(9, c, shares...)
		var sum, squares, logs, square [4]float64
		for range draws {
			for i, w := range next() {
				sum[i] += w
				squares[i] += (w - shares[i]) * (w - shares[i])
				l := math.Log(w)
				logs[i] += l
				square[i] += l * l
			}
		}
		for i, w := range shares {
			a, b := c*w, c*(1-w)
			variance := w * (1 - w) / (c + 1)
			nearMean(t, "mean", sum[i]/draws, w, math.Sqrt(variance), draws)
			nearMean(t, "variance", squares[i]/draws, variance, math.Sqrt(fourthMoment(a, b)-variance*variance), draws)
			if a > 0.1 {
				mean := logs[i] / draws
				nearMean(t, "mean logarithm", mean, digamma(a)-digamma(c), math.Sqrt(square[i]/draws-mean*mean), draws)
			}
		}
	}
}

// fourthMoment is the central one of Beta(a, b).
func fourthMoment(a, b float64) float64 {
	n := a + b
	excess := 6 * ((a-b)*(a-b)*(n+1) - a*b*(n+2)) / (a * b * (n + 2) * (n + 3))
	variance := a * b / (n * n * (n + 1))
	return (excess + 3) * variance * variance
}

func digamma(x float64) float64 {
	if x < 10 {
		return digamma(x+1) - 1/x
	}
	return math.Log(x) - 1/(2*x) - 1/(12*x*x) + 1/(120*x*x*x*x) - 1/(252*math.Pow(x, 6))
}

// However extreme the concentration, weights stay above 0 and finite.
func TestDirichletWeightsStayUsable(t *testing.T) {
	t.Parallel()
	for _, c := range []float64{math.SmallestNonzeroFloat64, 1e-200, 1e-6, 1e-3, 1e12, 1e200, math.MaxFloat64} {
		next := robustness.Dirichlets(3, c, 0.7, 0.3-1e-12, 1e-12)
		for range 2000 {
			for _, w := range next() {
				if !(w > 0) || w > 1 {
					t.Fatalf("concentration %v: weight %v", c, w)
				}
			}
		}
	}
}

func TestRulersAreMonotone(t *testing.T) {
	t.Parallel()
	for name, fitted := range map[string][]float64{
		"no scores":    nil,
		"one score":    {50},
		"equal scores": {50, 50, 50},
		"an outlier":   {1, 99, 99.1, 99.2, 99.3},
		"tiny span":    {50, 50 + 1e-12},
	} {
		scores := []float64{100, 99.25, 99.1, 75, 50 + 1e-12, 50, 2, 1, 0}
		before := 0
		for i, slot := range robustness.Slots(3, fitted, scores) {
			if slot < before || slot >= 6 {
				t.Errorf("%s: score %v has slot %d after %d", name, scores[i], slot, before)
			}
			before = slot
		}
	}
}
