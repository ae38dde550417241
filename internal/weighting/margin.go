package weighting

import "math"

// Count is how many people of the population have one value. It need not be whole.
type Count struct {
	Label  string
	People float64
}

// Margin is a column of the sample with the population that it stands for.
type Margin struct {
	Column Column
	// Population has each value once, in the order of results. A value without people and without respondents is left out.
	Population []Count
}

// Total returns the number of people of the margin.
func (m Margin) Total() float64 {
	total := 0.0
	for _, c := range m.Population {
		total += c.People
	}
	return total
}

// target is what weights must meet along one margin.
type target struct {
	name string
	// codes are the column's codes in the order of the population.
	codes  []int16
	labels []string
	// people and respondents go by code.
	people      []float64
	respondents []int
	total       float64
}

// target matches population and sample; it returns everything that does not match.
func (m Margin) target() (target, Refused) {
	t := target{name: m.Column.Name, labels: m.Column.Labels, total: m.Total()}
	all := append(m.Column.faults(), m.badCounts()...)
	if len(m.Column.Codes) == 0 {
		all = append(all, Refusal{Reason: EmptySample, Column: t.name})
	}
	if len(all) > 0 {
		return t, all
	}
	var first []int
	t.respondents, first = counts(m.Column.Codes, len(t.labels))
	t.people = make([]float64, len(t.labels))
	place := places(t.labels)
	for _, c := range m.Population {
		code, ok := place[c.Label]
		switch {
		case c.People == 0:
		case !ok || t.respondents[code] == 0:
			all = append(all, Refusal{Reason: NoRespondents, Column: t.name, Label: c.Label, Population: c.People})
		default:
			t.people[code] = c.People
			t.codes = append(t.codes, code)
		}
	}
	return t, append(all, t.strangers(m.Column, first)...)
}

// strangers are respondents who stand for nobody.
func (t target) strangers(c Column, first []int) (all Refused) {
	left := len(c.Codes)
	for code, label := range t.labels {
		left -= t.respondents[code]
		if t.respondents[code] > 0 && t.people[code] == 0 {
			all = append(all, Refusal{Reason: NoPopulation, Column: t.name, Label: label, Respondents: t.respondents[code], First: first[code]})
		}
	}
	if left > 0 {
		at := 0
		for c.Codes[at] != Blank {
			at++
		}
		all = append(all, Refusal{Reason: NoStratum, Column: t.name, Respondents: left, First: at})
	}
	return all
}

func (m Margin) badCounts() (all Refused) {
	seen := make(map[string]bool, len(m.Population))
	for _, c := range m.Population {
		if !(c.People >= 0) || math.IsInf(c.People, 1) {
			all = append(all, Refusal{Reason: BadCount, Column: m.Column.Name, Label: c.Label, Population: c.People})
		}
		if c.Label == "" || seen[c.Label] {
			all = append(all, Refusal{Reason: BadLabel, Column: m.Column.Name, Label: c.Label, Population: c.People})
		}
		seen[c.Label] = true
	}
	return all
}

func places(labels []string) map[string]int16 {
	place := make(map[string]int16, len(labels))
	for i, l := range labels {
		place[l] = int16(i)
	}
	return place
}
