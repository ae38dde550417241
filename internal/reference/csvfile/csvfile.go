// Package csvfile reads the CSV files of reference data row by row and notes
// everything that is wrong with them, each fault at its file, row and column.
// It knows which columns a file must have, not what they say.
package csvfile

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"github.com/jszwec/csvutil"

	"modenhed/internal/fault"
	"modenhed/internal/table"
)

// Each calls do for every well-formed row of a file that [table.Read]
// understands. T is a struct of string fields with csv tags: a column of T that
// the file lacks, and a column of the file that T lacks, are problems, and no
// row is read. A malformed row is noted and skipped.
func Each[T any](file string, content []byte, problems *fault.Problems, do func(Row, T)) {
	read, err := table.Read(bytes.NewReader(content), table.DefaultLimits())
	adopt(file, err, problems)
	if read == nil || !checkHeader[T](Row{File: file, Line: read.HeaderLine, problems: problems}, read.Header) {
		return
	}
	// Neither call to csvutil can fail: header and cells are at hand, all fields are text.
	decoder, err := csvutil.NewDecoder(&cells{rows: read.Rows}, read.Header...)
	if err != nil {
		return
	}
	for _, r := range read.Rows {
		var value T
		if decoder.Decode(&value) != nil {
			return
		}
		do(Row{File: file, Line: r.Line, problems: problems}, value)
	}
}

// adopt notes the problems of reading under the name of the file.
func adopt(file string, err error, problems *fault.Problems) {
	var invalid *fault.Error
	if !errors.As(err, &invalid) {
		return
	}
	for _, p := range invalid.Problems {
		p.Field = fieldOf(file, p.Field)
		*problems = append(*problems, p)
	}
}

// checkHeader notes columns that are missing or unknown and reports whether
// the rows can be read.
func checkHeader[T any](at Row, header []string) bool {
	var value T
	want, err := csvutil.Header(value, "csv")
	if err != nil {
		panic("csvfile: row type must be a struct: " + err.Error())
	}
	before := len(*at.problems)
	for _, column := range want {
		if !slices.Contains(header, column) {
			at.Problem(column, "reference.csv.column_missing")
		}
	}
	for _, column := range header {
		if !slices.Contains(want, column) {
			at.Problem(column, "reference.csv.column_unknown")
		}
	}
	return len(*at.problems) == before
}

// cells hands the rows of a table to csvutil.
type cells struct{ rows []table.Row }

// Read implements csvutil.Reader.
func (c *cells) Read() ([]string, error) {
	if len(c.rows) == 0 {
		return nil, io.EOF
	}
	row := c.rows[0].Cells
	c.rows = c.rows[1:]
	return row, nil
}
