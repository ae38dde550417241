// Package poll estimates from survey responses and their population, without a
// database: two CSV files in, or columns of a caller, weighted shares with their
// errors out as figures, JSON or CSV. Packages weighting and estimation compute;
// this one reads, names every fault by row, and holds back what rests on too few
// answers or would make those of few people certain.
package poll

import (
	"modenhed/internal/estimation"
	"modenhed/internal/smallarea"
	"modenhed/internal/table"
	"modenhed/internal/weighting"
)

// Plan says which columns mean what and how to estimate.
type Plan struct {
	// Question is the column of the answers.
	Question string
	// Options are the answers there are, in order; none means those that occur, in
	// byte order. Only reading looks at them.
	Options []string
	// Stratum is the column that weights make look like the population; empty for one stratum.
	Stratum string
	// Rake are further columns that do. No column stands here twice or is the stratum.
	Rake []string
	// By are the columns to estimate by, without repetition.
	By []string
	// Collapse says which values of Stratum are weighted as one.
	Collapse weighting.Merging
	// People is how many could have answered; 0 takes the sum of the population file.
	People float64
	// Minimum is the number of answers that every figure rests on.
	Minimum smallarea.Minimum
	// Trim are the bounds of weights relative to N/n; the zero value trims nothing.
	Trim weighting.Bounds
	// WithholdAlike is the stricter rule, for figures that people see who may not
	// see the responses: neither a group nor the total has figures when all who
	// answered gave the same answer, unless they are twice the minimum, and no group
	// has whose figures would make the answers of fewer people than that certain.
	// That is so for somebody who knows who answered and is in which group, and
	// looks at any two columns at a time.
	WithholdAlike bool
	// Readings says which options are the same answer for WithholdAlike: each key is
	// read as its value, which need not be an option. One that is not named is its own.
	Readings map[string]string
	// Correction and Interval are as in [estimation.Design]; the level is 95 %.
	Correction estimation.Correction
	Interval   estimation.Method
}

// margins are the columns that responses and population share.
func (p Plan) margins() []string {
	if p.Stratum == "" {
		return p.Rake
	}
	return append([]string{p.Stratum}, p.Rake...)
}

// sameAnswer returns the sets of options that count as one answer, each by option:
// every option, then those that are read as one.
func (p Plan) sameAnswer(options []string) (sets [][]bool) {
	for i := range options {
		set := make([]bool, len(options))
		set[i] = true
		sets = append(sets, set)
	}
	seen := make(map[string]bool)
	for i, option := range options {
		reading := p.reading(option)
		if seen[reading] {
			continue
		}
		seen[reading] = true
		set, several := make([]bool, len(options)), false
		for k, other := range options {
			set[k] = p.reading(other) == reading
			several = several || set[k] && k != i
		}
		if several {
			sets = append(sets, set)
		}
	}
	return sets
}

func (p Plan) reading(option string) string {
	if reading, ok := p.Readings[option]; ok {
		return reading
	}
	return option
}

// limits let in a million respondents with a dozen columns: the files are read
// on their owner's machine, not on a server.
func limits() table.Limits {
	return table.Limits{Bytes: 256 << 20, Rows: 2_000_000, Columns: 2_000}
}
