package csvfile

import (
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/jszwec/csvutil"

	"modenhed/internal/fault"
)

// Row is the place of one row; its methods read cells and note what is wrong with them.
type Row struct {
	File string
	// Line is counted from 1 with the header; 0 concerns the whole file.
	Line     int
	problems *fault.Problems
}

// Problem notes a problem in a column of the row. The field of the problem is
// "file/column", or the file alone when column is empty; the message finds the
// column as Column.
func (r Row) Problem(column, key string, pairs ...any) {
	field := r.File
	if column != "" {
		field += "/" + column
		pairs = append(pairs, "Column", column)
	}
	r.problems.AddRow(r.Line, field, key, pairs...)
}

// Text reads a cell that must not be empty, without surrounding space.
func (r Row) Text(column, cell string) string {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		r.Problem(column, "reference.csv.required")
	}
	return cell
}

// Int reads a whole number from low to high; the result is low where the cell has a problem.
func (r Row) Int(column, cell string, low, high int) int {
	n, err := strconv.Atoi(strings.TrimSpace(cell))
	if err != nil || n < low || n > high {
		r.Problem(column, "reference.csv.integer", "Value", cell, "Low", low, "High", high)
		return low
	}
	return n
}

// OptionalInt is [Row.Int] with 0 for an empty cell.
func (r Row) OptionalInt(column, cell string, low, high int) int {
	if strings.TrimSpace(cell) == "" {
		return 0
	}
	return r.Int(column, cell, low, high)
}

// Decimal reads a number with a decimal point from low to high.
func (r Row) Decimal(column, cell string, low, high float64) float64 {
	x, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
	if err != nil || math.IsNaN(x) || x < low || x > high {
		r.Problem(column, "reference.csv.decimal", "Value", cell, "Low", low, "High", high)
		return low
	}
	return x
}

func (r Row) noteHeaderError(err error) {
	if errors.Is(err, io.EOF) {
		r.Problem("", "reference.csv.empty")
		return
	}
	r.Problem("", "reference.csv.syntax")
}

func (r Row) noteRowError(err error, got, want int) {
	if errors.Is(err, csvutil.ErrFieldCount) {
		r.Problem("", "reference.csv.field_count", "Got", got, "Want", want)
		return
	}
	r.Problem("", "reference.csv.syntax")
}

// checkHeader notes columns that are missing, unknown or repeated and reports
// whether the rows can be read.
func (r Row) checkHeader(header, want []string) bool {
	r.Line = 1
	before := len(*r.problems)
	for _, column := range want {
		if !slices.Contains(header, column) {
			r.Problem(column, "reference.csv.column_missing")
		}
	}
	for i, column := range header {
		switch {
		case slices.Contains(header[:i], column):
			r.Problem(column, "reference.csv.column_repeated")
		case !slices.Contains(want, column):
			r.Problem(column, "reference.csv.column_unknown")
		}
	}
	return len(*r.problems) == before
}
