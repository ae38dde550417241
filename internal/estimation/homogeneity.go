package estimation

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Test is a test statistic with its reference distribution; its figures count only if OK.
type Test struct {
	OK        bool
	Statistic float64
	// DF are its degrees of freedom; DF2 is 0 for chi-squared.
	DF, DF2 float64
	// P is the probability of a statistic this large by chance.
	P float64
}

// Homogeneity tests whether two samples answer a question alike, all options
// at once.
type Homogeneity struct {
	// F is Pearson's X² by Rao and Scott (Ann. Stat. 12, 1984), second order: the figure to quote.
	F Test
	// Chisq is X² as it stands, with P of X² divided by the mean of the generalised design effects, first order.
	Chisq Test
	// Wald is the design-based Wald test and AdjustedWald that test with fewer
	// degrees of freedom; both reject too easily with many options, and are not
	// defined where the answers to some option have no error of their own.
	Wald, AdjustedWald Test
}

// CompareAnswers compares the answers of two independent samples to the same
// question, as svychisq of R's package survey does with samples as strata; an
// option that nobody in either chose is left out. ok is false when either has
// fewer answers than its design's minimum or fewer than two, when fewer than
// two options were chosen, and when there is no error to test with. It is an
// error when the options are not the same, in any order.
func CompareAnswers(before, after *Table) (h Homogeneity, ok bool, err error) {
	p, err := pairOf(before, after)
	if err != nil {
		return Homogeneity{}, false, err
	}
	if p.options < 2 || !before.testable() || !after.testable() {
		return Homogeneity{}, false, nil
	}
	h.F, h.Chisq = p.raoScott()
	h.Wald, h.AdjustedWald = p.wald()
	return h, h.F.OK, nil
}

func (t *Table) testable() bool { return t.total.answered >= max(2, t.design.Minimum) }

// pair is two samples as a table of options by samples; cell (sample j, option
// i) has the index j·options + i.
type pair struct {
	tables [2]*Table
	// place is the row of the table for each option of each sample, −1 for one that is left out.
	place   [2][]int
	options int
	// people is Σw by cell, total its sum.
	people []float64
	total  float64
	// respondents counts everybody, answered or not.
	respondents int
}

func pairOf(before, after *Table) (*pair, error) {
	if len(before.options) != len(after.options) {
		return nil, fmt.Errorf("compare waves: %w: %d and %d options", ErrOption, len(before.options), len(after.options))
	}
	p := &pair{tables: [2]*Table{before, after}, respondents: before.Respondents() + after.Respondents()}
	people := [2][]float64{before.chosen(), after.chosen()}
	for j, t := range p.tables {
		p.place[j] = slices.Repeat([]int{-1}, len(t.options))
	}
	for k, option := range before.options {
		other := slices.Index(after.options, option)
		if other < 0 {
			return nil, fmt.Errorf("compare waves: %w %q", ErrOption, option)
		}
		if people[0][k]+people[1][other] > 0 {
			p.place[0][k], p.place[1][other] = p.options, p.options
			p.options++
		}
	}
	p.people = make([]float64, 2*p.options)
	for j, place := range p.place {
		for k, i := range place {
			if i >= 0 {
				p.people[j*p.options+i] = people[j][k]
				p.total += people[j][k]
			}
		}
	}
	return p, nil
}

// chosen returns Σw by option.
func (t *Table) chosen() []float64 {
	people := make([]float64, len(t.options))
	for _, e := range t.total.entries {
		people[e.option] += t.cells[e.cell].Final * float64(e.respondents)
	}
	return people
}

// contrasts are a basis of what the shares of options and the sizes of samples
// do not explain: option against last option, in one sample against the other.
func (p *pair) contrasts() *mat.Dense {
	r := p.options
	c := mat.NewDense(2*r, r-1, nil)
	for i := range r - 1 {
		c.Set(i, i, 1)
		c.Set(r-1, i, -1)
		c.Set(r+i, i, -1)
		c.Set(2*r-1, i, 1)
	}
	return c
}

func (p *pair) raoScott() (f, chisq Test) {
	r, m := p.options, float64(p.respondents)
	inverse := mat.NewDense(2*r, 2*r, nil)
	for q, people := range p.people {
		if people > 0 {
			inverse.Set(q, q, p.total/people)
		}
	}
	c := p.contrasts()
	var left, numerator, denominator, delta, square mat.Dense
	left.Mul(c.T(), inverse)
	numerator.Product(&left, p.covariance(p.shareInfluence), left.T())
	denominator.Mul(&left, c)
	denominator.Scale(1/m, &denominator)
	if delta.Solve(&denominator, &numerator) != nil {
		return f, chisq
	}
	trace, x2 := mat.Trace(&delta), p.pearson()
	square.Mul(&delta, &delta)
	if !(trace > noise) {
		return f, chisq
	}
	df := trace * trace / mat.Trace(&square)
	f = Test{OK: true, Statistic: x2 / trace, DF: df, DF2: df * (m - 2)}
	f.P = distuv.F{D1: f.DF, D2: f.DF2}.Survival(f.Statistic)
	chisq = Test{OK: true, Statistic: x2, DF: float64(r - 1)}
	chisq.P = distuv.ChiSquared{K: chisq.DF}.Survival(x2 / (trace / chisq.DF))
	return f, chisq
}

// pearson is X² of the estimated shares as if they were of so many respondents.
func (p *pair) pearson() float64 {
	x2 := 0.0
	for q, people := range p.people {
		expected := p.row(q) / p.total * p.column(q) / p.total
		off := people/p.total - expected
		x2 += off * off / expected
	}
	return float64(p.respondents) * x2
}

// row and column are the people of a cell's option and of its sample.
func (p *pair) row(q int) float64 {
	i := q % p.options
	return p.people[i] + p.people[p.options+i]
}

func (p *pair) column(q int) (sum float64) {
	start := q / p.options * p.options
	for _, people := range p.people[start : start+p.options] {
		sum += people
	}
	return sum
}

func (p *pair) wald() (wald, adjusted Test) {
	y, jacobian := p.departures()
	var v mat.Dense
	v.Product(jacobian, p.covariance(p.totalInfluence), jacobian.T())
	var solved mat.VecDense
	k, nu := float64(p.options-1), float64(p.respondents-2)
	if nu-k+1 <= 0 || solved.SolveVec(&v, y) != nil {
		return wald, adjusted
	}
	wald = Test{OK: true, Statistic: mat.Dot(y, &solved) / k, DF: k, DF2: nu}
	adjusted = Test{OK: true, Statistic: wald.Statistic * (nu - k + 1) / nu, DF: k, DF2: nu - k + 1}
	for _, t := range []*Test{&wald, &adjusted} {
		t.P = distuv.F{D1: t.DF, D2: t.DF2}.Survival(t.Statistic)
	}
	return wald, adjusted
}

// departures are by how many people the cells of the second sample, the first
// option left out, depart from what rows and columns would give, and the slopes
// of that by the people of every cell.
func (p *pair) departures() (*mat.VecDense, *mat.Dense) {
	r := p.options
	y, slopes := mat.NewVecDense(r-1, nil), mat.NewDense(r-1, 2*r, nil)
	for i := 1; i < r; i++ {
		q := r + i
		row, column := p.row(q), p.column(q)
		y.SetVec(i-1, p.people[q]-row*column/p.total)
		for other := range p.people {
			slope := row * column / (p.total * p.total)
			if other == q {
				slope++
			}
			if other%r == i {
				slope -= column / p.total
			}
			if other/r == 1 {
				slope -= row / p.total
			}
			slopes.Set(i-1, other, slope)
		}
	}
	return y, slopes
}

// totalInfluence is what a respondent of a cell adds to the total of cell q.
func (p *pair) totalInfluence(cell, q int) float64 {
	if cell == q {
		return 1
	}
	return 0
}

// shareInfluence is the same for the share of cell q of both samples together.
func (p *pair) shareInfluence(cell, q int) float64 {
	return (p.totalInfluence(cell, q) - p.people[q]/p.total) / p.total
}

// covariance is that of the weighted sums of the influences on every cell.
func (p *pair) covariance(influence func(cell, q int) float64) *mat.SymDense {
	v := mat.NewSymDense(2*p.options, nil)
	for j, t := range p.tables {
		z := make([][]float64, len(p.people))
		for q := range z {
			z[q] = make([]float64, len(t.options))
			for k, i := range p.place[j] {
				if i >= 0 {
					z[q][k] = influence(j*p.options+i, q)
				}
			}
		}
		t.addCovariance(v, z)
	}
	return v
}
