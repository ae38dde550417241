package estimation

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"modenhed/internal/weighting"
)

// variable gives each option a number; an option without one takes its
// respondents out of the set.
type variable struct {
	value []float64
	in    []bool
}

// indicator is 1 for the options chosen and 0 for all others.
func indicator(options int, chosen ...int) variable {
	v := variable{value: make([]float64, options), in: make([]bool, options)}
	for k := range v.in {
		v.in[k] = true
	}
	for _, k := range chosen {
		v.value[k] = 1
	}
	return v
}

// noise is a variance, relative to the variable's square, that only rounding has made.
const noise = 1e-20

// estimate returns the weighted mean of a variable over a set and its error by
// linearisation, as in the comment of the package. The set must have somebody
// in it with a value.
func (t *Table) estimate(s *set, v variable) Estimate {
	sum, weight, largest, answered := 0.0, 0.0, 0.0, 0
	for _, e := range s.entries {
		if v.in[e.option] {
			w := t.cells[e.cell].Final * float64(e.respondents)
			sum += w * v.value[e.option]
			weight += w
			answered += e.respondents
			largest = max(largest, math.Abs(v.value[e.option]))
		}
	}
	out := Estimate{Answered: answered, Value: sum / weight, DF: answered - 1}
	if answered < 2 {
		return out
	}
	z := make([]float64, len(v.value))
	for k, in := range v.in {
		if in {
			z[k] = (v.value[k] - out.Value) / weight
		}
	}
	variance := t.variance(s, z)
	if variance <= noise*largest*largest {
		variance = 0
	}
	out.SE = figure(math.Sqrt(variance))
	return out
}

// variance is that of Σ w z, for z given per option and 0 outside the set.
func (t *Table) variance(s *set, z []float64) float64 {
	r := t.residuals(s, z)
	squares := 0.0
	for _, e := range s.entries {
		u := r.of(e.cell, z[e.option])
		squares += float64(e.respondents) * u * u
	}
	for c, rest := range s.rest {
		u := r.of(c, 0)
		squares += float64(rest) * u * u
	}
	return t.scaling() * squares
}

// scaling is what a sum of squared residuals is multiplied by, (1−f)·n/(n−1).
func (t *Table) scaling() float64 {
	n := float64(t.Respondents())
	return t.design.unknown() * n / (n - 1)
}

// residuals are the weighted residuals u of one variable, less their mean.
type residuals struct {
	cells []weighting.Cell
	fit   []float64
	mean  float64
}

func (t *Table) residuals(s *set, z []float64) residuals {
	sums := make([]float64, len(t.cells))
	for _, e := range s.entries {
		sums[e.cell] += float64(e.respondents) * z[e.option]
	}
	r := residuals{cells: t.cells, fit: t.fit.fitted(sums)}
	for c, cell := range t.cells {
		r.mean += cell.Final * (sums[c] - float64(cell.Respondents)*r.fit[c])
	}
	r.mean /= float64(t.Respondents())
	return r
}

// of is the residual of a respondent of a cell for whom the variable is z.
func (r residuals) of(cell int, z float64) float64 {
	return r.cells[cell].Final*(z-r.fit[cell]) - r.mean
}

// addCovariance adds to v the covariance of Σ w z over all respondents, for
// several variables z given per option.
func (t *Table) addCovariance(v *mat.SymDense, z [][]float64) {
	r := make([]residuals, len(z))
	for q := range z {
		r[q] = t.residuals(&t.total, z[q])
	}
	u := make([]float64, len(z))
	add := func(respondents int) {
		for a := range u {
			for b := a; b < len(u); b++ {
				v.SetSym(a, b, v.At(a, b)+t.scaling()*float64(respondents)*u[a]*u[b])
			}
		}
	}
	for _, e := range t.total.entries {
		for q := range u {
			u[q] = r[q].of(e.cell, z[q][e.option])
		}
		add(e.respondents)
	}
	for c, rest := range t.total.rest {
		for q := range u {
			u[q] = r[q].of(c, 0)
		}
		add(rest)
	}
}
