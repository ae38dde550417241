package intake

import (
	"cmp"
	"slices"

	"modenhed/internal/fault"
	"modenhed/internal/locale"
	"modenhed/internal/table"
)

// Finding is what stands in the column of one item and how it is understood.
type Finding struct {
	Item Item
	// Column is the header, empty when the file has none for the item;
	// [FromDirectory] stands for itself.
	Column string
	// Empty is how many rows have nothing in it.
	Empty int
	// Values are the different cells: those that nobody understands first, then
	// in order.
	Values []Value
}

// Value is a cell as it stands in one or more rows.
type Value struct {
	Text string
	// Line is the first row that has it.
	Line int
	// Key is what it means; Known that it means that. The empty key is no answer.
	Key   string
	Known bool
	// Chosen means that somebody said so because no word fits.
	Chosen bool
}

// Open returns the values that nobody understands and those that somebody
// decided on.
func (f Finding) Open() []Value {
	var open []Value
	for _, v := range f.Values {
		if !v.Known || v.Chosen {
			open = append(open, v)
		}
	}
	return open
}

// Find looks what the columns of a mapping hold.
func (g *Guide) Find(t *table.Table, m Mapping) []Finding {
	var ignored fault.Problems
	readers := g.readers(g.locate(t, m, &ignored), m)
	findings := make([]Finding, len(readers))
	for i, c := range readers {
		findings[i] = Finding{Item: c.item, Column: c.header}
		if c.position >= 0 {
			c.gather(t, &findings[i])
		}
	}
	return findings
}

func (c *cellReader) gather(t *table.Table, f *Finding) {
	seen := make(map[string]bool)
	for _, row := range t.Rows {
		cell := row.Cells[c.position]
		if cell == "" {
			f.Empty++
			continue
		}
		if seen[cell] {
			continue
		}
		seen[cell] = true
		v := Value{Text: cell, Line: row.Line}
		v.Key, v.Known = c.read(cell)
		_, fits := c.fitting(cell)
		v.Chosen = v.Known && !fits
		f.Values = append(f.Values, v)
	}
	locale.SortNames(f.Values, func(v Value) string { return v.Text })
	slices.SortStableFunc(f.Values, func(a, b Value) int { return cmp.Compare(open(b), open(a)) })
}

// open is 1 for a value that waits for a choice or has one.
func open(v Value) int {
	if !v.Known || v.Chosen {
		return 1
	}
	return 0
}
