// Package poll estimates from a file of survey responses and a file of the
// population, without a database: two CSV files in, weighted shares with their
// errors out as JSON or CSV. Packages weighting and estimation compute; this one
// reads, names every fault by row, and holds back what rests on too few answers.
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
	// Options are the answers there are, in order; none means those that occur, in byte order.
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

// limits let in a million respondents with a dozen columns: the files are read
// on their owner's machine, not on a server.
func limits() table.Limits {
	return table.Limits{Bytes: 256 << 20, Rows: 2_000_000, Columns: 2_000}
}
