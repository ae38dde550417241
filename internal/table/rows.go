package table

import (
	"strings"

	"modenhed/internal/fault"
)

// FromRows makes a table of rows that were read from elsewhere, such as a
// sheet. The first row with text is the header. A row that is shorter than the
// header is filled up. Errors are as for [Read]; the rows given are changed.
func FromRows(rows []Row, limits Limits) (*Table, error) {
	var problems fault.Problems
	p := rowReader{limits: limits, problems: &problems}
	t := &Table{}
	for _, row := range rows {
		for i := range row.Cells {
			row.Cells[i] = strings.TrimSpace(row.Cells[i])
		}
		switch {
		case isBlank(row.Cells):
		case t.Header == nil:
			t.Header, t.HeaderLine = trimEmpty(row.Cells, 0), row.Line
			if !p.header(t) {
				return nil, problems.Err()
			}
		case len(t.Rows) == limits.Rows:
			problems.AddRow(row.Line, "", "table.too_many_rows", "Rows", limits.Rows)
			return t, problems.Err()
		default:
			for len(row.Cells) < len(t.Header) {
				row.Cells = append(row.Cells, "")
			}
			p.add(t, row)
		}
	}
	if t.Header == nil {
		problems.Add("", "table.empty")
		return nil, problems.Err()
	}
	return t, problems.Err()
}
