package estimation

import "math"

// around returns value ± quantile·SE.
func around(e Estimate, quantile float64) (low, high float64) {
	return e.Value - quantile*e.SE.Value, e.Value + quantile*e.SE.Value
}

func xlogit(p, se, quantile float64) (low, high float64) {
	centre, half := math.Log(p/(1-p)), quantile*se/(p*(1-p))
	return expit(centre - half), expit(centre + half)
}

func expit(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// kornGraubard takes the ratio of Student's quantiles for all respondents and for those who answered.
func kornGraubard(p, se, ratio, level float64) (low, high float64) {
	n := p * (1 - p) / (se * se) * ratio * ratio
	return betaQuantile((1-level)/2, n*p, n*(1-p)+1), betaQuantile((1+level)/2, n*p+1, n*(1-p))
}

func zeroRule(everybody bool, n, level float64) (low, high float64) {
	if everybody {
		return betaQuantile((1-level)/2, n, 1), 1
	}
	return 0, betaQuantile((1+level)/2, 1, n)
}

// Wilson returns the interval of an unweighted share, count of n, by Wilson
// (JASA 22, 1927) without continuity correction. It is not defined unless
// 0 ≤ count ≤ n, n > 0 and 0 < level < 1.
func Wilson(count, n int, level float64) (low, high float64, ok bool) {
	if !isShare(count, n, level) {
		return 0, 0, false
	}
	z, m := normalQuantile((1+level)/2), float64(n)
	p := float64(count) / m
	centre := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, centre-half), min(1, centre+half), true
}

// ClopperPearson returns the exact interval of an unweighted share, count of n
// (Biometrika 26, 1934). It is not defined unless 0 ≤ count ≤ n, n > 0 and
// 0 < level < 1.
func ClopperPearson(count, n int, level float64) (low, high float64, ok bool) {
	if !isShare(count, n, level) {
		return 0, 0, false
	}
	x, m := float64(count), float64(n)
	high = 1
	if count > 0 {
		low = betaQuantile((1-level)/2, x, m-x+1)
	}
	if count < n {
		high = betaQuantile((1+level)/2, x+1, m-x)
	}
	return low, high, true
}

func isShare(count, n int, level float64) bool {
	return n > 0 && count >= 0 && count <= n && level > 0 && level < 1
}
