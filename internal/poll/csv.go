package poll

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"modenhed/internal/estimation"
)

// csvColumns may be added to, never renamed.
func csvColumns() []string {
	return []string{
		"column", "value", "n", "published", "option", "count", "unweighted_share", "share", "se", "df",
		"ci_low", "ci_high", "ci_method", "margin_of_error", "deff", "n_eff",
	}
}

// WriteCSV writes a row per option of all respondents, then a row per option of
// each group of each column; a group without figures has one row without an
// option. Counts and what follows from weights are given of all respondents
// only. Cells are separated by commas, numbers have a decimal point and full
// precision, what is not defined is empty. Text that a spreadsheet could take
// for a formula gets an apostrophe before it.
func (r *Result) WriteCSV(w io.Writer) error {
	rows := [][]string{csvColumns()}
	rows = append(rows, csvRows("", r.Total, totalRow)...)
	for _, b := range r.By {
		for _, g := range b.Groups {
			rows = append(rows, csvRows(b.Column, g, groupRow)...)
		}
	}
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("write estimates as CSV: %w", err)
	}
	return nil
}

// csvRows returns the rows of a group, what stands in the columns from count on
// by figures.
func csvRows(column string, g estimation.Group, figures func(estimation.Share) []string) [][]string {
	head := []string{inert(column), inert(g.Label), strconv.Itoa(g.Answered), strconv.FormatBool(g.Published)}
	if len(g.Shares) == 0 {
		return [][]string{append(head, make([]string, len(csvColumns())-len(head))...)}
	}
	rows := make([][]string, len(g.Shares))
	for i, s := range g.Shares {
		rows[i] = append(append(head[:len(head):len(head)], inert(s.Option)), figures(s)...)
	}
	return rows
}

func totalRow(s estimation.Share) []string {
	row := groupRow(s)
	row[0], row[1] = strconv.Itoa(s.Count), exact(s.Unweighted)
	row[8], row[9], row[10] = csvFigure(s.Margin), csvFigure(s.Deff), csvFigure(s.Effective)
	return row
}

func groupRow(s estimation.Share) []string {
	row := []string{"", "", exact(s.Value), csvFigure(s.SE), strconv.Itoa(s.DF), "", "", "", "", "", ""}
	if s.Interval.OK {
		row[5], row[6], row[7] = exact(s.Interval.Low), exact(s.Interval.High), s.Interval.Method.String()
	}
	return row
}

func csvFigure(f estimation.Figure) string {
	if !f.OK {
		return ""
	}
	return exact(f.Value)
}

func exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// inert keeps a spreadsheet from reading text as a formula.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
