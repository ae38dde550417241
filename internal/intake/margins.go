package intake

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"

	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/survey"
	"modenhed/internal/table"
)

// Margins are how many people of each kind a wave's population has.
type Margins struct {
	// File is the population as package poll reads it (CSV).
	File []byte
	// People is the sum.
	People float64
	values map[string][]string
}

// labels returns the values of a column in order of appearance; none without margins.
func (m *Margins) labels(column string) []string {
	if m == nil {
		return nil
	}
	return m.values[column]
}

// countColumn is the column of how many people a row stands for.
const countColumn = "seats"

// mostPeople is more than live anywhere.
const mostPeople = 1e9

// ReadMargins reads a population: a column for the party, one for each further
// column that the wave is weighted by, and one of how many people each row
// stands for; other columns are ignored. Columns are found by their headers,
// parties and regions by key or name. The error is a *fault.Error with every problem.
func ReadMargins(t *table.Table, w survey.Wave, d *municipality.Directory, parties []municipality.Party) (*Margins, error) {
	var problems fault.Problems
	names := []string{survey.ColumnParty}
	if w.Design != nil {
		names = append(names, w.Design.Rake...)
	}
	positions := marginColumns(t, append(slices.Clone(names), countColumn), &problems)
	if len(t.Rows) == 0 {
		problems.Add("", "intake.no_rows")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	_, last, _ := w.Months()
	words := make([]Words, len(names))
	words[0] = partyWords(parties, nil)
	for i, name := range names[1:] {
		if name == RegionTrait {
			words[i+1] = traitWords(name, d.Regions(municipality.Date{Year: last.Year, Month: last.Month, Day: 1}), nil)
		}
	}
	m := marginReader{names: names, positions: positions, words: words, problems: &problems}
	return m.read(t)
}

// marginColumns finds columns by their headers.
func marginColumns(t *table.Table, names []string, problems *fault.Problems) []int {
	positions, taken := make([]int, len(names)), make(map[string]bool)
	for i, name := range names {
		header, ok := column(t.Header, taken, alike(name))
		if !ok {
			problems.Add("", "intake.margins_column_missing", "Name", name, "Columns", joined(t.Header))
			continue
		}
		taken[header] = true
		positions[i], _ = t.Column(header)
	}
	return positions
}

type marginReader struct {
	names     []string
	positions []int
	words     []Words
	problems  *fault.Problems
}

func (m marginReader) read(t *table.Table) (*Margins, error) {
	out := &Margins{values: make(map[string][]string)}
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	records := [][]string{append(slices.Clone(m.names), countColumn)}
	for _, row := range t.Rows {
		record, people := m.row(t, row)
		for i, name := range m.names {
			if !slices.Contains(out.values[name], record[i]) {
				out.values[name] = append(out.values[name], record[i])
			}
		}
		out.People += people
		records = append(records, record)
	}
	if out.People == 0 && len(*m.problems) == 0 {
		m.problems.Add("", "intake.margins_empty")
	}
	if err := m.problems.Err(); err != nil {
		return nil, err
	}
	if err := w.WriteAll(records); err != nil {
		return nil, fmt.Errorf("write the population: %w", err)
	}
	out.File = file.Bytes()
	return out, nil
}

// row reads one row of a population.
func (m marginReader) row(t *table.Table, row table.Row) (record []string, people float64) {
	for i := range m.names {
		cell := row.Cells[m.positions[i]]
		if cell == "" {
			m.problems.AddRow(row.Line, t.Header[m.positions[i]], "survey.value_missing")
		}
		// A party or region that nobody knows stands for itself.
		if key, ok := m.words[i].find(cell); ok {
			cell = key
		}
		record = append(record, cell)
	}
	at := m.positions[len(m.names)]
	people, err := table.ParseNumber(row.Cells[at])
	if err != nil || people < 0 || people > mostPeople {
		m.problems.AddRow(row.Line, t.Header[at], "intake.not_count", "Value", table.Excerpt(row.Cells[at]))
	}
	return append(record, strconv.FormatFloat(people, 'f', -1, 64)), people
}
