package weighting

import "math"

// PostStratify returns the weights N_h/n_h: every stratum of the margin counts
// for as many people as it has. The error is a [Refused].
func PostStratify(m Margin) (*Weights, error) {
	w, err := start([]Margin{m})
	if err != nil {
		return nil, err
	}
	t := w.targets[0]
	for c, code := range w.cells.codes[0] {
		w.weight[c] = t.people[code] / float64(t.respondents[code])
	}
	return w, nil
}

// Uniform returns equal weights: n respondents for a population, and one
// stratum with an empty column name and the label "all".
func Uniform(respondents int, population float64) (*Weights, error) {
	return PostStratify(Margin{
		Column:     Column{Labels: []string{"all"}, Codes: make([]int16, max(0, respondents))},
		Population: []Count{{Label: "all", People: population}},
	})
}

// sameTotal is how far the totals of two margins may lie apart, relative to them.
const sameTotal = 1e-9

// start checks margins and returns equal weights over their cells.
func start(margins []Margin) (*Weights, error) {
	w := &Weights{}
	var all Refused
	if len(margins) == 0 {
		all = append(all, Refusal{Reason: EmptySample})
	}
	columns := make([]Column, len(margins))
	for i, m := range margins {
		columns[i] = m.Column
		t, refused := m.target()
		all = append(all, refused...)
		w.targets = append(w.targets, t)
		if first := margins[0].Column; len(first.Codes) != len(m.Column.Codes) {
			all = append(all, Refusal{Reason: UnequalLengths, Column: t.name, Respondents: len(m.Column.Codes)})
		}
		if total := w.targets[0].total; math.Abs(t.total-total) > sameTotal*total {
			all = append(all, Refusal{Reason: UnequalTotals, Column: t.name, Population: t.total})
		}
	}
	if len(all) > 0 {
		return nil, all
	}
	w.cells = cross(columns)
	w.population = w.targets[0].total
	w.weight = make([]float64, len(w.cells.respondents))
	for c := range w.weight {
		w.weight[c] = w.mean()
	}
	return w, nil
}
