package robustness

import "math"

// The functions of package math may differ in the last digit from one kind of
// processor to another. These do not: every step is a single rounded
// operation, in a fixed order.

// ln2High has 32 bits, so that a whole number of them is exact.
const (
	ln2High = 6.93147180369123816490e-01
	ln2Low  = 1.90821492927058770002e-10
)

// log returns the natural logarithm of a positive, finite, normal x.
//
//go:norace
//go:nocheckptr
func log(x float64) float64 {
	// x = 2^k · m with m between √½ and √2, and then ln m = 2·artanh s.
	const halfRoot = 0x3fe6a09e667f3bcd
	bits := math.Float64bits(x) - halfRoot
	k := float64(int64(bits) >> 52)
	m := math.Float64frombits(bits&(1<<52-1) + halfRoot)
	s := (m - 1) / (m + 1)
	z := float64(s * s)
	p := 1.0/19 + float64(z*(1.0/21))
	p = 1.0/17 + float64(z*p)
	p = 1.0/15 + float64(z*p)
	p = 1.0/13 + float64(z*p)
	p = 1.0/11 + float64(z*p)
	p = 1.0/9 + float64(z*p)
	p = 1.0/7 + float64(z*p)
	p = 1.0/5 + float64(z*p)
	p = 1.0/3 + float64(z*p)
	low := float64(2*s*z*p) + float64(k*ln2Low)
	return float64(k*ln2High) + (float64(2*s) + low)
}

// exp returns e to the power of x; below −700 it returns 0, above 700 the
// value at 700.
//
//go:norace
//go:nocheckptr
func exp(x float64) float64 {
	if x < -700 {
		return 0
	}
	// x = k·ln 2 + r with |r| at most ½·ln 2. Adding and taking away 1.5·2^52
	// rounds to a whole number.
	const whole = 1.5 * (1 << 52)
	x = min(x, 700)
	k := float64(x*(1/math.Ln2)) + whole - whole
	r := x - float64(k*ln2High) - float64(k*ln2Low)
	p := 1.0/479001600 + float64(r*(1.0/6227020800))
	p = 1.0/39916800 + float64(r*p)
	p = 1.0/3628800 + float64(r*p)
	p = 1.0/362880 + float64(r*p)
	p = 1.0/40320 + float64(r*p)
	p = 1.0/5040 + float64(r*p)
	p = 1.0/720 + float64(r*p)
	p = 1.0/120 + float64(r*p)
	p = 1.0/24 + float64(r*p)
	p = 1.0/6 + float64(r*p)
	p = 0.5 + float64(r*p)
	p = 1 + float64(r*p)
	p = 1 + float64(r*p)
	return p * math.Float64frombits(uint64(int64(k)+1023)<<52)
}
