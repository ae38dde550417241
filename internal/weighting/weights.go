package weighting

import "math"

// Weights say how many people each respondent stands for. They do not change;
// what makes others returns new ones.
type Weights struct {
	cells   cells
	targets []target
	// weight is how many people a respondent of each cell stands for.
	weight     []float64
	population float64
	trimming   *Trimming
}

// Respondents returns the number of respondents.
func (w *Weights) Respondents() int { return len(w.cells.of) }

// Population returns the number of people of the margins.
func (w *Weights) Population() float64 { return w.population }

// Of returns how many people a respondent stands for, by index in the sample.
func (w *Weights) Of(respondent int) float64 { return w.weight[w.cells.of[respondent]] }

// Relative returns a respondent's weight with mean 1 over the respondents: the
// figure that notes on surveys print.
func (w *Weights) Relative(respondent int) float64 { return w.Of(respondent) / w.mean() }

// mean is the number of people that a respondent stands for on average.
func (w *Weights) mean() float64 { return w.population / float64(w.Respondents()) }

// Cell is the respondents who have the same values in every column, and so the same weight.
type Cell struct {
	// Labels has a value for each margin.
	Labels []string
	// Respondents is 1 or more.
	Respondents int
	// Final is how many people each respondent stands for, Relative the same with mean 1.
	Final, Relative float64
}

// Cells returns the cells that occur, in the order of the columns' codes, the first column first.
func (w *Weights) Cells() []Cell {
	list := make([]Cell, len(w.weight))
	for c := range list {
		list[c] = w.cell(c)
	}
	return list
}

func (w *Weights) cell(c int) Cell {
	labels := make([]string, len(w.targets))
	for m, t := range w.targets {
		labels[m] = t.labels[w.cells.codes[m][c]]
	}
	return Cell{Labels: labels, Respondents: w.cells.respondents[c], Final: w.weight[c], Relative: w.weight[c] / w.mean()}
}

// CellOf returns the cell of each respondent, an index into [Weights.Cells].
// It is the weights' own and must not be changed.
func (w *Weights) CellOf() []int32 { return w.cells.of }

// Calibrated returns, for each margin that the weights meet exactly, the code
// of each cell; it is empty once weights have been trimmed. Estimation takes
// the part of a figure that the margins explain out of its error. It is the
// weights' own and must not be changed.
func (w *Weights) Calibrated() [][]int16 {
	if w.trimming != nil && w.trimming.Rounds > 0 {
		return nil
	}
	return w.cells.codes
}

// Stratum is one value of a margin.
type Stratum struct {
	Label string
	// Population is the number of people, Respondents how many of them answered; both are above 0.
	Population  float64
	Respondents int
	// Final is how many people a respondent of the stratum stands for on
	// average, N_h/n_h unless trimmed; Relative is the same with mean 1 over all
	// respondents, (N_h/N)/(n_h/n).
	Final, Relative float64
}

// Strata are the values of one margin.
type Strata struct {
	// Column is the margin's name.
	Column string
	List   []Stratum
}

// Margins returns the strata of each margin, in the order of their population.
func (w *Weights) Margins() []Strata {
	all := make([]Strata, len(w.targets))
	for m, t := range w.targets {
		sum := w.sums(m)
		all[m] = Strata{Column: t.name, List: make([]Stratum, 0, len(t.codes))}
		for _, code := range t.codes {
			final := sum[code] / float64(t.respondents[code])
			all[m].List = append(all[m].List, Stratum{
				Label: t.labels[code], Population: t.people[code], Respondents: t.respondents[code],
				Final: final, Relative: final / w.mean(),
			})
		}
	}
	return all
}

// sums returns the weight of each code of a margin.
func (w *Weights) sums(margin int) []float64 {
	sum := make([]float64, len(w.targets[margin].labels))
	for c, code := range w.cells.codes[margin] {
		sum[code] += w.weight[c] * float64(w.cells.respondents[c])
	}
	return sum
}

// Kish is what unequal weights cost, if they have nothing to do with the answers.
type Kish struct {
	// Deff is n·Σw²/(Σw)², 1 or more: how many times larger the variance of a mean is than with equal weights.
	Deff float64
	// Effective is (Σw)²/Σw²: the number of respondents with equal weights that would say as much.
	Effective float64
}

// KishOf returns Kish's figures (Survey Sampling, 1965) of n respondents from
// Σw and Σw²; ok is false when nobody counts.
func KishOf(n int, sum, squares float64) (k Kish, ok bool) {
	if n == 0 || !(squares > 0) {
		return Kish{}, false
	}
	return Kish{Deff: float64(n) * squares / (sum * sum), Effective: sum * sum / squares}, true
}

// Kish returns Kish's figures over all respondents.
func (w *Weights) Kish() Kish {
	sum, squares := 0.0, 0.0
	for c, weight := range w.weight {
		n := float64(w.cells.respondents[c])
		sum += n * weight
		squares += n * weight * weight
	}
	k, _ := KishOf(w.Respondents(), sum, squares)
	return k
}

// tie is how far two corrections may lie apart, as logarithms, and be the same but for rounding.
const tie = 1e-12

// LargestCorrection returns the cell whose relative weight lies furthest from
// 1, by the size of its logarithm; the first of those that are alike.
func (w *Weights) LargestCorrection() Cell {
	at, largest := 0, -1.0
	for c, weight := range w.weight {
		if far := math.Abs(math.Log(weight / w.mean())); far > largest+tie {
			at, largest = c, far
		}
	}
	return w.cell(at)
}
