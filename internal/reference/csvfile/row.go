package csvfile

import (
	"strconv"
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/table"
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
	if column != "" {
		pairs = append(pairs, "Column", column)
	}
	r.problems.AddRow(r.Line, fieldOf(r.File, column), key, pairs...)
}

func fieldOf(file, column string) string {
	if column == "" {
		return file
	}
	return file + "/" + column
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

// Decimal reads a number with decimal point or comma from low to high; the
// result is low where the cell has a problem.
func (r Row) Decimal(column, cell string, low, high float64) float64 {
	x, err := table.ParseNumber(cell)
	if err != nil || x < low || x > high {
		r.Problem(column, "reference.csv.decimal", "Value", cell, "Low", low, "High", high)
		return low
	}
	return x
}
