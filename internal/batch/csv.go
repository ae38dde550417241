package batch

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"modenhed/internal/scoring"
)

// csvColumns come before the columns of areas and indicators. Columns may be
// added, never renamed.
func csvColumns() []string {
	return []string{"unit", "name", "rank", "score", "band", "coverage", "lower_bound", "upper_bound", "standing"}
}

// intervalColumns follow csvColumns when methods were drawn.
func intervalColumns() []string {
	return []string{"rank_low", "rank_high", "rank_mean", "rank_median", "rank_sd", "top10"}
}

// WriteCSV writes one row per unit in the order of the values file: the columns
// unit, name, rank, score, band, coverage, lower_bound, upper_bound and
// standing, with draws rank_low, rank_high, rank_mean, rank_median, rank_sd and
// top10, the score of every area, the score of every indicator. Cells are separated by commas, numbers have a decimal point, what is not defined is
// empty. Text that a spreadsheet could take for a formula gets an apostrophe
// before it.
func (r *Result) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	rows := [][]string{r.csvHeader()}
	for i := range r.Units {
		rows = append(rows, r.csvRow(&r.Units[i]))
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write result as CSV: %w", err)
	}
	return nil
}

func (r *Result) csvHeader() []string {
	header := csvColumns()
	if r.Drawn != nil {
		header = append(header, intervalColumns()...)
	}
	for _, key := range r.Areas {
		header = append(header, inert(string(key)))
	}
	for _, key := range r.Indicators {
		header = append(header, inert(string(key)))
	}
	return header
}

func (r *Result) csvRow(u *UnitResult) []string {
	card := &u.Card
	rank, coverage := "", ""
	if u.Place.Rank > 0 {
		rank = strconv.Itoa(u.Place.Rank)
	}
	if u.Applicable() {
		coverage = exact(round9(card.Coverage))
	}
	row := []string{
		inert(u.Key), inert(u.Name), rank, csvPoints(card.Score), card.Band.String(),
		coverage, csvPoints(card.Lower), csvPoints(card.Upper), card.Standing.String(),
	}
	if r.Drawn != nil {
		row = append(row, u.Interval.csv()...)
	}
	for _, area := range card.Areas {
		row = append(row, csvPoints(area.Score))
	}
	for _, indicator := range card.Indicators {
		row = append(row, csvPoints(indicator.Score))
	}
	return row
}

func (i *Interval) csv() []string {
	if i == nil {
		return make([]string, len(intervalColumns()))
	}
	return []string{
		strconv.Itoa(i.Low), strconv.Itoa(i.High), exact(round9(i.Mean)),
		strconv.Itoa(i.Median), exact(round9(i.SD)), exact(round9(i.Top10)),
	}
}

func csvPoints(p scoring.Points) string {
	if !p.OK {
		return ""
	}
	return exact(round9(p.Value))
}

// inert keeps a spreadsheet from reading text as a formula.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
