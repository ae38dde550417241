package poll

import (
	"cmp"
	"slices"

	"modenhed/internal/smallarea"
	"modenhed/internal/weighting"
)

// disclose tells, for each column and label, whether the group's figures may be
// shown. A group below the minimum may not, and no other whose figures would
// give away fewer than the minimum as a sum and difference of figures: of the
// total and groups of one column, or of those and groups of a second column.
// What is withheld in one column is known as a whole, being the difference to
// the total. Combinations of three and more columns are not looked at.
func disclose(answers weighting.Column, by []weighting.Column, m smallarea.Minimum) [][]bool {
	parts := make([]part, len(by))
	for i, column := range by {
		parts[i] = partOf(answers, column)
		parts[i].shown = shownOf(parts[i].counts, m)
	}
	var pairs []crossed
	for i := range parts {
		for k := range i {
			pairs = append(pairs, cross(&parts[k], &parts[i]))
		}
	}
	for again := true; again; {
		again = false
		for _, pair := range pairs {
			for pair.hideOne(m) {
				again = true
			}
		}
	}
	shown := make([][]bool, len(parts))
	for i, p := range parts {
		shown[i] = p.shown
	}
	return shown
}

// shownOf decides for the groups of one column beside their total. The last, who
// have no value, is never shown; when they are enough, what is withheld cannot be
// told from them.
func shownOf(counts []int, m smallarea.Minimum) []bool {
	last := len(counts) - 1
	shown := m.Row(counts, nil).Cells
	if m.Allows(counts[last]) {
		for i, n := range counts {
			shown[i] = m.Allows(n)
		}
	}
	shown[last] = false
	return shown
}

// part is one way to part those who answered into groups; the last group is of
// those without a value.
type part struct {
	// of is the group of each who answered.
	of     []int
	counts []int
	shown  []bool
}

// known returns the group that a reader knows one of as: itself when it is shown,
// else the last, which stands for all that are not, the difference to the total.
func (p *part) known(group int) int {
	if p.shown[group] {
		return group
	}
	return len(p.shown) - 1
}

func partOf(answers, column weighting.Column) part {
	blank := len(column.Labels)
	p := part{counts: make([]int, blank+1)}
	for i, answer := range answers.Codes {
		if answer == weighting.Blank {
			continue
		}
		group := int(column.Codes[i])
		if column.Codes[i] == weighting.Blank {
			group = blank
		}
		p.of = append(p.of, group)
		p.counts[group]++
	}
	return p
}

// crossed are two ways to part the same people, with how many are in both of two
// groups.
type crossed struct {
	row, column *part
	cells       []cell
}

type cell struct{ row, column, people int }

func cross(row, column *part) crossed {
	people := make(map[[2]int]int)
	for i, group := range row.of {
		people[[2]int{group, column.of[i]}]++
	}
	return crossed{row, column, sorted(people)}
}

func sorted(people map[[2]int]int) []cell {
	cells := make([]cell, 0, len(people))
	for at, n := range people {
		cells = append(cells, cell{at[0], at[1], n})
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Or(a.row-b.row, a.column-b.column) })
	return cells
}

// known returns the cells between known groups.
func (c crossed) known() []cell {
	people := make(map[[2]int]int)
	for _, at := range c.cells {
		people[[2]int{c.row.known(at.row), c.column.known(at.column)}] += at.people
	}
	return sorted(people)
}

// hideOne hides a group where fewer people than the minimum can be told from the
// known groups of both parts; it tells whether there were any.
func (c crossed) hideOne(m smallarea.Minimum) bool {
	cells := c.known()
	net := newNetwork(cells, len(c.row.counts), len(c.column.counts))
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

// smallest returns the first of the smallest of some groups that are shown, -1
// when none is.
func (p *part) smallest(groups []int) int {
	at := -1
	for _, group := range groups {
		if p.shown[group] && (at < 0 || p.counts[group] < p.counts[at]) {
			at = group
		}
	}
	return at
}

// hideSmallest hides the first of the smallest shown groups; it tells whether
// there was one.
func (p *part) hideSmallest() bool {
	all := make([]int, len(p.counts))
	for group := range all {
		all[group] = group
	}
	at := p.smallest(all)
	if at >= 0 {
		p.shown[at] = false
	}
	return at >= 0
}
