// Package table reads tables as people make them: CSV from Excel, LibreOffice,
// R or Python, with commas, semicolons or tabs, with or without a byte-order
// mark, decimal comma or point. It keeps where each row stands, so that every
// fault can be named by row and column, and reports all of them at once. It
// knows nothing of what the columns mean.
package table

import (
	"slices"

	"modenhed/internal/fault"
)

// Table is a header and rows of equal length.
type Table struct {
	// Header holds the column names, trimmed, not empty and without repetition.
	Header []string
	// HeaderLine is the line of the header, counted from 1.
	HeaderLine int
	// Rows are in file order; rows without any text are left out.
	Rows []Row
}

// Row is one row of a table.
type Row struct {
	// Line is where the row begins in the file, counted from 1.
	Line int
	// Cells are trimmed texts, one per column of the header.
	Cells []string
}

// Column returns the position of a column; ok is false when there is none with that name.
func (t *Table) Column(name string) (position int, ok bool) {
	position = slices.Index(t.Header, name)
	return position, position >= 0
}

// Limits bound what is read.
type Limits struct {
	Bytes   int64
	Rows    int
	Columns int
}

// DefaultLimits suit every file the product asks for: 20 MB, 100,000 rows and 2,000 columns.
func DefaultLimits() Limits {
	return Limits{Bytes: 20 << 20, Rows: 100_000, Columns: 2_000}
}

// headerProblems checks the column names.
func headerProblems(header []string, line int, problems *fault.Problems) {
	seen := make(map[string]bool, len(header))
	for i, name := range header {
		switch {
		case name == "":
			problems.AddRow(line, "", "table.column_without_name", "Column", i+1)
		case seen[name]:
			problems.AddRow(line, name, "table.repeated_column", "Name", Excerpt(name))
		}
		seen[name] = true
	}
}
