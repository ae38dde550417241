package robustness

// sum fills out with Σ weights[k]·columns[k], element by element, in the order
// of the columns. There is at least one column, and all are as long as out.
// Taking several columns at a time saves reading and writing out.
func sum(out []float64, columns [][]float64, weights []float64) {
	first := min(4, len(columns))
	switch c, w := columns, weights; first {
	case 1:
		set1(out, c[0], w[0])
	case 2:
		set2(out, c[0], c[1], w[0], w[1])
	case 3:
		set3(out, c[0], c[1], c[2], w[0], w[1], w[2])
	default:
		set4(out, c[0], c[1], c[2], c[3], w[0], w[1], w[2], w[3])
	}
	for columns, weights = columns[first:], weights[first:]; len(columns) >= 4; columns, weights = columns[4:], weights[4:] {
		c, w := columns, weights
		add4(out, c[0], c[1], c[2], c[3], w[0], w[1], w[2], w[3])
	}
	switch c, w := columns, weights; len(c) {
	case 1:
		add1(out, c[0], w[0])
	case 2:
		add2(out, c[0], c[1], w[0], w[1])
	case 3:
		add3(out, c[0], c[1], c[2], w[0], w[1], w[2])
	}
}

//go:norace
func set1(out, a []float64, wa float64) {
	a = a[:len(out)]
	for i := range out {
		out[i] = wa * a[i]
	}
}

//go:norace
func set2(out, a, b []float64, wa, wb float64) {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = float64(wa*a[i]) + float64(wb*b[i])
	}
}

//go:norace
func set3(out, a, b, c []float64, wa, wb, wc float64) {
	a, b, c = a[:len(out)], b[:len(out)], c[:len(out)]
	for i := range out {
		out[i] = float64(wa*a[i]) + float64(wb*b[i]) + float64(wc*c[i])
	}
}

//go:norace
func set4(out, a, b, c, d []float64, wa, wb, wc, wd float64) {
	a, b, c, d = a[:len(out)], b[:len(out)], c[:len(out)], d[:len(out)]
	for i := range out {
		out[i] = float64(wa*a[i]) + float64(wb*b[i]) + float64(wc*c[i]) + float64(wd*d[i])
	}
}

//go:norace
func add1(out, a []float64, wa float64) {
	a = a[:len(out)]
	for i := range out {
		out[i] += float64(wa * a[i])
	}
}

//go:norace
func add2(out, a, b []float64, wa, wb float64) {
	a, b = a[:len(out)], b[:len(out)]
	for i := range out {
		out[i] = out[i] + float64(wa*a[i]) + float64(wb*b[i])
	}
}

//go:norace
func add3(out, a, b, c []float64, wa, wb, wc float64) {
	a, b, c = a[:len(out)], b[:len(out)], c[:len(out)]
	for i := range out {
		out[i] = out[i] + float64(wa*a[i]) + float64(wb*b[i]) + float64(wc*c[i])
	}
}

//go:norace
func add4(out, a, b, c, d []float64, wa, wb, wc, wd float64) {
	a, b, c, d = a[:len(out)], b[:len(out)], c[:len(out)], d[:len(out)]
	for i := range out {
		out[i] = out[i] + float64(wa*a[i]) + float64(wb*b[i]) + float64(wc*c[i]) + float64(wd*d[i])
	}
}
