package estimation

import (
	"math"
	"slices"

	"modenhed/internal/weighting"
)

// projection takes out of a variable what the margins explain of it: the fit of
// unweighted least squares on the strata of all margins, a value per cell.
type projection struct {
	// size is the respondents per cell.
	size []float64
	// terms has, per margin, the column of the regression that each cell has; −1 for the stratum that is left out.
	terms [][]int
	// factor is the Cholesky factor of the normal equations, row by row; a column
	// that others already explain has a zero on the diagonal.
	factor [][]float64
}

// aliased is how little of a column's length may be left for others to explain it.
const aliased = 1e-9

// project prepares for margins given as a code per cell.
func project(cells []weighting.Cell, margins [][]int16) projection {
	p := projection{size: make([]float64, len(cells))}
	for c, cell := range cells {
		p.size[c] = float64(cell.Respondents)
	}
	columns := 0
	for m, codes := range margins {
		p.terms = append(p.terms, nil)
		p.terms[m], columns = number(codes, columns, m > 0)
	}
	if len(margins) > 1 {
		p.factor = cholesky(p.normal(columns))
	}
	return p
}

// number gives the strata of a margin the columns from next on; the first
// stratum gets none where another margin already stands for the constant.
func number(codes []int16, next int, skip bool) (terms []int, after int) {
	column := make(map[int16]int)
	for _, code := range slices.Compact(slices.Sorted(slices.Values(codes))) {
		if skip {
			column[code], skip = -1, false
			continue
		}
		column[code] = next
		next++
	}
	terms = make([]int, len(codes))
	for c, code := range codes {
		terms[c] = column[code]
	}
	return terms, next
}

// normal returns the normal equations X'X.
func (p projection) normal(columns int) [][]float64 {
	a := make([][]float64, columns)
	for i := range a {
		a[i] = make([]float64, columns)
	}
	for c, n := range p.size {
		for _, left := range p.terms {
			for _, right := range p.terms {
				if i, j := left[c], right[c]; i >= 0 && j >= 0 {
					a[i][j] += n
				}
			}
		}
	}
	return a
}

// cholesky factors a in place into its lower triangle and leaves out columns
// that those before them explain.
func cholesky(a [][]float64) [][]float64 {
	for j := range a {
		whole := a[j][j]
		for k := range j {
			a[j][j] -= a[j][k] * a[j][k]
		}
		if a[j][j] <= aliased*whole {
			a[j][j] = 0
			for i := j + 1; i < len(a); i++ {
				a[i][j] = 0
			}
			continue
		}
		a[j][j] = math.Sqrt(a[j][j])
		for i := j + 1; i < len(a); i++ {
			for k := range j {
				a[i][j] -= a[i][k] * a[j][k]
			}
			a[i][j] /= a[j][j]
		}
	}
	return a
}

// fitted returns the fit of each cell from the variable's sums per cell.
func (p projection) fitted(sums []float64) []float64 {
	fit := make([]float64, len(sums))
	switch len(p.terms) {
	case 0:
	case 1:
		for c, sum := range sums {
			fit[c] = sum / p.size[c]
		}
	default:
		b := p.solve(sums)
		for c := range fit {
			for _, column := range p.terms {
				if column[c] >= 0 {
					fit[c] += b[column[c]]
				}
			}
		}
	}
	return fit
}

func (p projection) solve(sums []float64) []float64 {
	b := make([]float64, len(p.factor))
	for c, sum := range sums {
		for _, column := range p.terms {
			if column[c] >= 0 {
				b[column[c]] += sum
			}
		}
	}
	for i, row := range p.factor {
		for k := range i {
			b[i] -= row[k] * b[k]
		}
		b[i] = over(b[i], row[i])
	}
	for i := len(b) - 1; i >= 0; i-- {
		for k := i + 1; k < len(b); k++ {
			b[i] -= p.factor[k][i] * b[k]
		}
		b[i] = over(b[i], p.factor[i][i])
	}
	return b
}

// over divides, and gives nothing to a column that is left out.
func over(x, by float64) float64 {
	if by == 0 {
		return 0
	}
	return x / by
}
