package poll

import (
	"errors"
	"io"
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/table"
	"modenhed/internal/weighting"
)

// Responses are what was answered: a code per respondent and column.
type Responses struct {
	// Answers has the question's options in order.
	Answers weighting.Column
	// Margins are the stratum, if any, and the raked columns; By those to estimate by.
	Margins, By []weighting.Column
}

// Respondents returns the number of respondents.
func (r *Responses) Respondents() int { return len(r.Answers.Codes) }

// ReadResponses reads the columns that a plan names from a file (CSV) with one
// row per respondent, of at most 256 MB and 2,000,000 rows; other columns are
// ignored. An empty cell is no answer, or no group; in a column of the weights
// it is a fault. The error is a *fault.Error with every problem of the file.
func ReadResponses(r io.Reader, p Plan) (*Responses, error) {
	f, err := open(r)
	if err != nil {
		return nil, err
	}
	if len(f.Rows) == 0 && !f.leftOut {
		f.problems.Add("", "poll.no_respondents")
	}
	out := &Responses{Answers: f.answers(p)}
	for _, name := range p.margins() {
		f.complete(name)
		out.Margins = append(out.Margins, f.encode(name))
	}
	for _, name := range p.By {
		out.By = append(out.By, f.encode(name))
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return out, nil
}

// answers reads the question's column.
func (f *file) answers(p Plan) weighting.Column {
	if len(p.Options) == 0 {
		return f.encode(p.Question)
	}
	position, ok := f.need(p.Question)
	if !ok {
		return weighting.Column{}
	}
	codes := map[string]int16{"": weighting.Blank}
	for i, option := range p.Options {
		codes[option] = int16(i)
	}
	allowed := strings.Join(p.Options, ", ")
	column := weighting.Column{Name: p.Question, Labels: p.Options, Codes: make([]int16, len(f.Rows))}
	for i, row := range f.Rows {
		code, known := codes[row.Cells[position]]
		if !known {
			f.problems.AddRow(row.Line, p.Question, "poll.unknown_option", "Value", table.Excerpt(row.Cells[position]), "Allowed", allowed)
		}
		column.Codes[i] = code
	}
	return column
}

// complete notes every row without a value in a column; that there is no such
// column is for whoever reads it.
func (f *file) complete(name string) {
	position, ok := f.Column(name)
	if !ok {
		return
	}
	for _, row := range f.Rows {
		if row.Cells[position] == "" {
			f.problems.AddRow(row.Line, name, "poll.value_missing")
		}
	}
}

// encode reads a column whose labels are the values that occur.
func (f *file) encode(name string) weighting.Column {
	position, ok := f.need(name)
	if !ok {
		return weighting.Column{}
	}
	encoder := weighting.NewEncoder(name)
	for _, row := range f.Rows {
		encoder.Add(row.Cells[position])
	}
	column, err := encoder.Column()
	if err != nil {
		f.problems = append(f.problems, problemsOf(err, nil)...)
	}
	return column
}

// problemsOf says in words for people why weights are refused; nil when the
// error is not about the input.
func problemsOf(err error, collapse weighting.Merging) fault.Problems {
	var refused weighting.Refused
	var unsettled *weighting.NotConverged
	var problems fault.Problems
	switch {
	case errors.As(err, &refused):
		for _, r := range refused {
			key, pairs := wording(r, collapse)
			problems.Add(r.Column, key, pairs...)
		}
	case errors.As(err, &unsettled):
		problems.Add(unsettled.Column, "poll.not_converged", "Sweeps", unsettled.Sweeps, "Column", unsettled.Column,
			"Label", table.Excerpt(unsettled.Label), "Target", unsettled.Target, "Reached", unsettled.Reached)
	}
	return problems
}
