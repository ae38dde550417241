package poll

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/table"
	"modenhed/internal/weighting"
)

// Responses are what was answered: a code per respondent and column. They are read
// from a file by [ReadResponses] or made by a caller for a [Plan]. Then every column
// passes [weighting.Column.Check] and has as many codes as Answers, in the same
// order of respondents.
type Responses struct {
	// Answers has the question's options in order; blank is no answer.
	Answers weighting.Column
	// Margins are the plan's stratum, if any, and its raked columns, By its columns
	// to estimate by: each with the plan's name, in the plan's order. Blank in By is
	// no group; blank in Margins cannot be weighted.
	Margins, By []weighting.Column
}

// Respondents returns the number of respondents.
func (r *Responses) Respondents() int { return len(r.Answers.Codes) }

// ErrUnmatched means that responses, population and plan do not belong together,
// as they do when both were read for the plan.
var ErrUnmatched = errors.New("responses, population and plan do not belong together")

// unmatched holds responses and population against what their comments ask for.
func unmatched(r *Responses, of *Population, p Plan) error {
	margins := p.margins()
	if len(r.Margins) != len(margins) || len(of.Margins) != len(margins) || len(r.By) != len(p.By) {
		return fmt.Errorf("%w: %d and %d margins for %d, %d columns for %d", ErrUnmatched,
			len(r.Margins), len(of.Margins), len(margins), len(r.By), len(p.By))
	}
	names := append(slices.Clone(margins), p.By...)
	for i, column := range append(slices.Clone(r.Margins), r.By...) {
		if column.Name != names[i] || len(column.Codes) != r.Respondents() {
			return fmt.Errorf("%w: column %q of %d respondents for %q of %d", ErrUnmatched,
				column.Name, len(column.Codes), names[i], r.Respondents())
		}
		if err := column.Check(); err != nil && i >= len(margins) {
			return fmt.Errorf("%w: %w", ErrUnmatched, err)
		}
	}
	if err := r.Answers.Check(); err != nil {
		return fmt.Errorf("%w: %w", ErrUnmatched, err)
	}
	if !(of.People > 0) || math.IsInf(of.People, 1) {
		return fmt.Errorf("%w: %v people", ErrUnmatched, of.People)
	}
	return nil
}

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
