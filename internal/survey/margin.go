package survey

import "math"

// normal95 is the two-sided 95 % quantile of the normal distribution.
const normal95 = 1.96

// MaxMarginOfError returns the maximum sampling error of a share at 95 %
// confidence, in percentage points, for n answers from a population of N: the
// half width 1.96·√(0.25/n) of the interval at a share of one half, times the
// finite population correction √((N−n)/(N−1)). N = 0 stands for a population
// without end, and no correction. It is the textbook figure for a simple random
// sample; weighting makes it larger. It is 0 where n is not positive and where
// everybody answered.
func MaxMarginOfError(n, population int) float64 {
	if n <= 0 || population > 0 && n >= population {
		return 0
	}
	margin := 100 * normal95 * math.Sqrt(0.25/float64(n))
	if population > 0 {
		margin *= math.Sqrt(float64(population-n) / float64(population-1))
	}
	return margin
}
