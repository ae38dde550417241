package survey

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// LeastShown is the smallest number of answers that a shown figure rests on.
const LeastShown = 5

// The columns that every response has.
const (
	ColumnMunicipality = "municipality"
	ColumnParty        = "party"
)

// How long single answers may be kept, in months after the fieldwork.
const (
	DefaultKeepMonths = 24
	MaxKeepMonths     = 120
)

// Design is how a wave of responses is weighted and shown.
type Design struct {
	// Minimum is the number of answers that every shown figure rests on; 0
	// stands for [LeastShown], below which it cannot be.
	Minimum int `yaml:"minimum,omitempty"`
	// Election is the year of the election whose council seats say how many
	// politicians each party has; 0 is the latest before the fieldwork.
	Election int `yaml:"election,omitempty"`
	// People is how many could have answered; 0 takes the sum of the margins.
	People int `yaml:"people,omitempty"`
	// Rake are columns beside the party that weights make look like the population.
	Rake []string `yaml:"rake,omitempty"`
	// By are columns beside region, group, size and party to show figures by.
	By []string `yaml:"by,omitempty"`
	// Merge says which parties are weighted as one.
	Merge []Merge `yaml:"merge,omitempty"`
	// Trim bounds weights relative to N/n, nil for none.
	Trim *Bounds `yaml:"trim,omitempty"`
	// KeepMonths is how long single answers are kept after the month of the
	// fieldwork; then only the figures made of them are left.
	KeepMonths int `yaml:"keep_months,omitempty"`
}

// Merge counts the politicians of one party as another's; Into may be a new name.
type Merge struct {
	From string `yaml:"from"`
	Into string `yaml:"into"`
}

// Bounds are the smallest and the largest weight, relative to the mean of 1.
type Bounds struct {
	Low  float64 `yaml:"low"`
	High float64 `yaml:"high"`
}

// Least returns the number of answers that every shown figure rests on.
func (d *Design) Least() int {
	if d == nil {
		return LeastShown
	}
	return max(d.Minimum, LeastShown)
}

// Columns returns the columns that responses have beside the municipality and
// the party: those to weight by and those to show figures by, each once.
func (d *Design) Columns() []string {
	if d == nil {
		return nil
	}
	var columns []string
	for _, name := range slices.Concat(d.Rake, d.By) {
		if name != ColumnParty && name != ColumnMunicipality && !slices.Contains(columns, name) {
			columns = append(columns, name)
		}
	}
	return columns
}

// KeptUntil returns the first instant at which single answers of the wave are
// no longer kept, in a location; ok is false when the fieldwork is unknown.
func (w Wave) KeptUntil(zone *time.Location) (at time.Time, ok bool) {
	_, last, ok := w.Months()
	if !ok {
		return time.Time{}, false
	}
	months := DefaultKeepMonths
	if w.Design != nil && w.Design.KeepMonths > 0 {
		months = w.Design.KeepMonths
	}
	return time.Date(last.Year, last.Month+time.Month(months)+1, 1, 0, 0, 0, 0, zone), true
}

// checkDesign notes what is wrong with how a wave is estimated.
func (w Wave) checkDesign(note noter) {
	if w.Kind == Aggregate {
		if w.Design != nil {
			note("design", "survey.design_of_aggregate")
		}
		return
	}
	if w.Kind != FromResponses {
		note("kind", "survey.kind_unknown", "Value", excerpt(string(w.Kind)))
		return
	}
	if w.Respondents != 0 || w.ResponseRate != nil || w.MarginOfError != nil {
		note("respondents", "survey.figures_of_responses")
	}
	if w.Design != nil {
		w.Design.check(note, w.Questions)
	}
}

func (d *Design) check(note noter, questions []Question) {
	if d.Minimum != 0 && d.Minimum < LeastShown {
		note("design/minimum", "survey.minimum_low", "Least", LeastShown)
	}
	if d.People < 0 || d.Election < 0 {
		note("design/people", "survey.negative")
	}
	if d.KeepMonths < 0 || d.KeepMonths > MaxKeepMonths {
		note("design/keep_months", "survey.keep_months", "Most", MaxKeepMonths)
	}
	if d.Trim != nil && !(d.Trim.Low >= 0 && d.Trim.Low < 1 && d.Trim.High > 1) {
		note("design/trim", "survey.trim_bounds")
	}
	for i, m := range d.Merge {
		if strings.TrimSpace(m.From) == "" || strings.TrimSpace(m.Into) == "" || m.From == m.Into {
			note(fmt.Sprintf("design/merge[%d]", i+1), "survey.merge_incomplete")
		}
	}
	d.checkColumns(note, questions)
}

// checkColumns sees to it that every column of a response has one meaning.
func (d *Design) checkColumns(note noter, questions []Question) {
	taken := map[string]bool{ColumnMunicipality: true, ColumnParty: true}
	for _, q := range questions {
		taken[q.Key] = true
	}
	for _, list := range []struct {
		path  string
		names []string
	}{{"design/rake", d.Rake}, {"design/by", d.By}} {
		seen := make(map[string]bool)
		for i, name := range list.names {
			path := fmt.Sprintf("%s[%d]", list.path, i+1)
			checkKey(note, path, name)
			if taken[name] || seen[name] {
				note(path, "survey.column_taken", "Column", excerpt(name))
			}
			seen[name] = true
		}
	}
}
