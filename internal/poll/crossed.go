package poll

import (
	"cmp"
	"slices"

	"modenhed/internal/smallarea"
)

// crossed are two ways to part the same people, with how many are in both of two
// groups.
type crossed struct {
	row, column *part
	cells       []cell
}

// cell is the people of a group of rows and one of columns.
type cell struct {
	row, column, people int
	// chosen is how many chose each option; nil when nobody asks.
	chosen []int
}

// tally adds people up by cell.
type tally struct {
	at    map[[2]int]int
	cells []cell
}

func (t *tally) add(row, column, people int, chosen []int) {
	if t.at == nil {
		t.at = make(map[[2]int]int)
	}
	key := [2]int{row, column}
	i, ok := t.at[key]
	if !ok {
		i = len(t.cells)
		t.at[key] = i
		t.cells = append(t.cells, cell{row: row, column: column, chosen: make([]int, len(chosen))})
	}
	t.cells[i].people += people
	for option, n := range chosen {
		t.cells[i].chosen[option] += n
	}
}

// sorted returns the cells by row and column.
func (t *tally) sorted() []cell {
	slices.SortFunc(t.cells, func(a, b cell) int { return cmp.Or(a.row-b.row, a.column-b.column) })
	return t.cells
}

// cross counts the cells of two parts; chose holds the option of each who answered
// when there are options to count.
func cross(row, column *part, chose []int16, options int) crossed {
	var t tally
	chosen := make([]int, options)
	for i, group := range row.of {
		if options > 0 {
			clear(chosen)
			chosen[chose[i]] = 1
		}
		t.add(group, column.of[i], 1, chosen)
	}
	return crossed{row, column, t.sorted()}
}

// known returns the cells between known groups.
func (c crossed) known() []cell {
	var t tally
	for _, at := range c.cells {
		t.add(c.row.known(at.row), c.column.known(at.column), at.people, at.chosen)
	}
	return t.sorted()
}

// network returns an empty network of cells of both parts.
func (c crossed) network(cells []cell) *network {
	return newNetwork(cells, len(c.row.counts), len(c.column.counts))
}

// hideOne hides a group where fewer people than the minimum can be told from the
// known groups of both parts; it tells whether there were any.
func (c crossed) hideOne(m smallarea.Minimum) bool {
	cells := c.known()
	net := c.network(cells)
	for _, at := range cells {
		if m.Allows(at.people) || m.Allows(net.cut(at, m.N())) {
			continue
		}
		return c.hideAround(at, cells)
	}
	return false
}

// hideAround hides the smallest of the shown groups that keep a cell apart: its
// own and, where it lies in what is withheld of one part, those of that part that
// share people with its other group. It tells whether there was one.
func (c crossed) hideAround(at cell, cells []cell) bool {
	rows, columns := []int{at.row}, []int{at.column}
	rowShown, columnShown := c.row.shown[at.row], c.column.shown[at.column]
	for _, other := range cells {
		if other.row == at.row && !columnShown {
			columns = append(columns, other.column)
		}
		if other.column == at.column && !rowShown {
			rows = append(rows, other.row)
		}
	}
	row, column := c.row.smallest(rows), c.column.smallest(columns)
	switch {
	case row < 0 && column < 0:
		return c.row.hideSmallest() || c.column.hideSmallest()
	case column < 0 || row >= 0 && c.row.counts[row] < c.column.counts[column]:
		c.row.shown[row] = false
	default:
		c.column.shown[column] = false
	}
	return true
}
