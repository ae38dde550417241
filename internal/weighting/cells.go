package weighting

import "slices"

// cells are the combinations of values that occur in the sample.
type cells struct {
	// of is the cell of each respondent.
	of []int32
	// respondents is how many each cell has.
	respondents []int
	// codes has, for each column, each cell's code.
	codes [][]int16
}

// cross makes cells of columns without blanks. Cells are in the order of the
// codes of the first column, then the second, and so on, so that the order of
// respondents has no part in it.
func cross(columns []Column) cells {
	c := cells{of: make([]int32, len(columns[0].Codes)), respondents: []int{len(columns[0].Codes)}}
	for _, column := range columns {
		c = c.split(column)
	}
	return c
}

func (c cells) split(column Column) cells {
	if len(c.respondents) == 1 {
		return c.first(column)
	}
	start, rows := byCell(c.of, c.respondents)
	out := cells{of: c.of, codes: make([][]int16, len(c.codes)+1)}
	count := make([]int, len(column.Labels))
	index := make([]int32, len(column.Labels))
	var seen []int16
	for cell := range c.respondents {
		mine := rows[start[cell]:start[cell+1]]
		seen = seen[:0]
		for _, row := range mine {
			code := column.Codes[row]
			if count[code]++; count[code] == 1 {
				seen = append(seen, code)
			}
		}
		slices.Sort(seen)
		for _, code := range seen {
			index[code] = int32(len(out.respondents))
			out.add(c, cell, code, count[code])
			count[code] = 0
		}
		for _, row := range mine {
			out.of[row] = index[column.Codes[row]]
		}
	}
	return out
}

// add appends the part of a cell that has one code of the column that splits.
func (c *cells) add(from cells, cell int, code int16, respondents int) {
	for i := range from.codes {
		c.codes[i] = append(c.codes[i], from.codes[i][cell])
	}
	last := len(from.codes)
	c.codes[last] = append(c.codes[last], code)
	c.respondents = append(c.respondents, respondents)
}

// first splits the one cell there is, in two passes and without sorting.
func (c cells) first(column Column) cells {
	count, _ := counts(column.Codes, len(column.Labels))
	out := cells{of: c.of, codes: make([][]int16, len(c.codes)+1)}
	index := make([]int32, len(count))
	for code, n := range count {
		if n > 0 {
			index[code] = int32(len(out.respondents))
			out.add(c, 0, int16(code), n)
		}
	}
	for row, code := range column.Codes {
		out.of[row] = index[code]
	}
	return out
}

// byCell returns the respondents in the order of their cells; those of cell c
// are rows[start[c]:start[c+1]], in the order of the sample.
func byCell(of []int32, respondents []int) (start []int, rows []int32) {
	start = make([]int, len(respondents)+1)
	for c, n := range respondents {
		start[c+1] = start[c] + n
	}
	next := slices.Clone(start)
	rows = make([]int32, len(of))
	for row, c := range of {
		rows[next[c]] = int32(row)
		next[c]++
	}
	return start, rows
}
