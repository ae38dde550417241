package table

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"modenhed/internal/fault"
)

// Columns says where the columns of a table stand that a reader of lists knows,
// each under a key of the reader's own.
type Columns struct {
	at    map[string]int
	named map[string]string
}

// FindColumns finds columns by what they may be called: names has the headings
// of each key, as [Fold] returns them. Of several columns for one key the first counts.
func FindColumns(t *Table, names map[string][]string) Columns {
	c := Columns{at: make(map[string]int), named: make(map[string]string)}
	for i, heading := range t.Header {
		folded := Fold(heading)
		for key, known := range names {
			if _, taken := c.at[key]; !taken && slices.Contains(known, folded) {
				c.at[key], c.named[key] = i, heading
			}
		}
	}
	return c
}

// Missing returns those of the keys that no column was found for.
func (c Columns) Missing(keys ...string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool { _, found := c.at[key]; return found })
}

// Text returns what a row says in a column, empty where there is no such column.
func (c Columns) Text(row Row, key string) string {
	if i, found := c.at[key]; found {
		return row.Cells[i]
	}
	return ""
}

// Note notes a problem at a cell, under the heading that the column has in the
// file. The message gets the beginning of the cell as Value beside the pairs.
func (c Columns) Note(p *fault.Problems, row Row, key, message string, pairs ...any) {
	pairs = append([]any{"Value", Excerpt(c.Text(row, key))}, pairs...)
	p.AddRow(row.Line, c.named[key], message, pairs...)
}

// Fold returns a text as names are compared: in lower case, with single spaces,
// and without regard to the kind of apostrophe and dash.
func Fold(text string) string {
	text = strings.NewReplacer("’", "'", "–", "-").Replace(strings.ToLower(norm.NFC.String(text)))
	return strings.Join(strings.Fields(text), " ")
}
