package smallarea

import "math"

// maximum returns where f is largest between low and high and its value there.
// It looks at steps+1 equally spaced points first and searches around the best
// of them, so that a second, lower hill does not catch it. low and high
// themselves are looked at, too.
func maximum(f func(float64) float64, low, high float64, steps int) (at, value float64) {
	width := (high - low) / float64(steps)
	best := 0
	at, value = low, f(low)
	for i := 1; i <= steps; i++ {
		x := low + float64(width*float64(i))
		if i == steps {
			x = high
		}
		if v := f(x); v > value {
			best, at, value = i, x, v
		}
	}
	from := low + float64(width*float64(max(best-1, 0)))
	to := min(low+float64(width*float64(best+1)), high)
	if x, v := climb(f, from, to); v > value {
		return x, v
	}
	return at, value
}

// climb returns the maximum of a function with one hill between a and b by
// Brent's method: steps to the top of a parabola through three points, golden
// sections where those do not help (Brent, Algorithms for Minimization without
// Derivatives, 1973, ch. 5).
func climb(f func(float64) float64, a, b float64) (at, value float64) {
	const (
		golden    = 0.3819660112501051
		tolerance = 1e-7
		limit     = 100
	)
	x := a + float64(golden*(b-a))
	w, v := x, x
	fx := f(x)
	fw, fv := fx, fx
	var step, before float64
	for range limit {
		middle := (a + b) / 2
		near := float64(tolerance*math.Abs(x)) + tolerance
		if math.Abs(x-middle) <= 2*near-(b-a)/2 {
			break
		}
		move, ok := parabola(x, w, v, fx, fw, fv)
		if ok && math.Abs(move) < math.Abs(before)/2 && x+move > a+near && x+move < b-near {
			before, step = step, move
		} else {
			before = b - x
			if x >= middle {
				before = a - x
			}
			step = float64(golden * before)
		}
		if math.Abs(step) < near {
			step = math.Copysign(near, step)
		}
		u := x + step
		fu := f(u)
		if fu >= fx {
			if u >= x {
				a = x
			} else {
				b = x
			}
			v, fv, w, fw, x, fx = w, fw, x, fx, u, fu
			continue
		}
		if u < x {
			a = u
		} else {
			b = u
		}
		if fu >= fw || w == x {
			v, fv, w, fw = w, fw, u, fu
		} else if fu >= fv || v == x || v == w {
			v, fv = u, fu
		}
	}
	return x, fx
}

// parabola returns the way from x to the turning point of the parabola through
// three points; ok is false when they lie on a line.
func parabola(x, w, v, fx, fw, fv float64) (move float64, ok bool) {
	r := float64((x - w) * (fx - fv))
	q := float64((x - v) * (fx - fw))
	below := 2 * (q - r)
	if below == 0 {
		return 0, false
	}
	move = -(float64((x-v)*q) - float64((x-w)*r)) / below
	return move, true
}
