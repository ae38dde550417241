package smallarea

import "math"

// Table says what of a two-way table may be shown: cells, totals of rows and
// columns, and the grand total.
type Table struct {
	Total         bool
	Rows, Columns []bool
	Cells         [][]bool
}

// Table decides for a two-way table that is shown with its totals. counts are
// the respondents behind each cell, by row, all rows of one length. alike is as
// for [Minimum.Row].
//
// What is below the minimum is withheld, and then further cells until nobody
// can conclude from totals and shown cells that a withheld cell is below the
// minimum. The largest value that a cell can have, when withheld cells may be
// any numbers that keep the totals, is a minimum cut in a network with a node
// per row and column, an arc per withheld cell from its row to its column with
// the cell's count as capacity, and an arc back without limit. That cut is also
// the smallest group around the cell whose figure is a difference of shown
// ones. So every cut must hold the minimum (Gusfield, SIAM J. Computing 17
// (1988) 552-571; Hundepool and others, Statistical Disclosure Control, Wiley
// 2012, ch. 4). A row whose total is withheld is one node with the others of
// that kind, whose joint total is known.
func (m Minimum) Table(counts [][]int, alike [][]bool) Table {
	a := newAudit(m, counts, alike)
	if !a.total() {
		return a.table
	}
	for i, row := range counts {
		for j := range row {
			if a.hides(i, j) && !a.protect(i, j) {
				return newAudit(m, counts, alike).table
			}
		}
	}
	return a.table
}

// audit is a table while it is decided.
type audit struct {
	minimum Minimum
	counts  [][]int
	alike   [][]bool
	table   Table
	// row and column are the nodes of the network by index.
	row, column []int
}

// newAudit starts a table with every cell that has a figure of its own.
func newAudit(m Minimum, counts [][]int, alike [][]bool) *audit {
	columns := 0
	if len(counts) > 0 {
		columns = len(counts[0])
	}
	a := &audit{minimum: m, counts: counts, alike: alike}
	a.table = Table{Rows: make([]bool, len(counts)), Columns: make([]bool, columns), Cells: make([][]bool, len(counts))}
	for i := range counts {
		a.table.Cells[i] = make([]bool, columns)
	}
	return a
}

// total decides on the totals and starts the cells; false means that nothing
// may be shown.
func (a *audit) total() bool {
	rows, columns := make([]int, len(a.table.Rows)), make([]int, len(a.table.Columns))
	for i, row := range a.counts {
		for j, n := range row {
			rows[i] += n
			columns[j] += n
		}
	}
	aloneInRow, aloneInColumn := make([]bool, len(rows)), make([]bool, len(columns))
	for i, row := range a.counts {
		for j, n := range row {
			if n > 0 && a.hides(i, j) {
				// The total of nobody else is the cell's own figure.
				aloneInRow[i] = aloneInRow[i] || n == rows[i]
				aloneInColumn[j] = aloneInColumn[j] || n == columns[j]
			}
		}
	}
	byRow, byColumn := a.minimum.Row(rows, aloneInRow), a.minimum.Row(columns, aloneInColumn)
	if !byRow.Total || !byColumn.Total {
		return false
	}
	a.table.Total, a.table.Rows, a.table.Columns = true, byRow.Cells, byColumn.Cells
	a.row, a.column = nodes(byRow.Cells, 0), nodes(byColumn.Cells, len(rows)+1)
	for i, row := range a.counts {
		for j := range row {
			a.table.Cells[i][j] = !a.hides(i, j)
		}
	}
	return true
}

func (a *audit) hides(i, j int) bool {
	var alike []bool
	if a.alike != nil {
		alike = a.alike[i]
	}
	return a.minimum.hides(a.counts[i][j], alike, j)
}

// nodes numbers lines from first+1; those without a shown total share first.
func nodes(shown []bool, first int) []int {
	list := make([]int, len(shown))
	for i, s := range shown {
		list[i] = first
		if s {
			list[i] = first + 1 + i
		}
	}
	return list
}

// protect withholds further cells until the cell can be taken for one of the
// minimum. Withholding more never takes protection from another cell. A cell
// without respondents has nobody to protect.
func (a *audit) protect(i, j int) bool {
	n := a.counts[i][j]
	if n == 0 {
		return true
	}
	for {
		flow, inside := a.flow(a.row[i], a.column[j], a.minimum.need(n))
		if flow >= a.minimum.need(n) {
			return true
		}
		r, c, ok := a.mend(inside)
		if !ok {
			return false
		}
		a.table.Cells[r][c] = false
	}
}

// mend returns the smallest shown cell that crosses the border of a cut, in
// either direction: withheld, it makes the group larger or no group at all.
func (a *audit) mend(inside []bool) (row, column int, ok bool) {
	for i, cells := range a.table.Cells {
		for j, shown := range cells {
			crosses := inside[a.row[i]] != inside[a.column[j]]
			if shown && crosses && (!ok || a.counts[i][j] < a.counts[row][column]) {
				row, column, ok = i, j, true
			}
		}
	}
	return row, column, ok
}

// flow sends up to enough from one node to another and tells which nodes are
// on the near side of the smallest cut when not enough arrived.
func (a *audit) flow(from, to, enough int) (sent int, inside []bool) {
	size := len(a.row) + len(a.column) + 2
	room := make([][]int, size)
	for v := range room {
		room[v] = make([]int, size)
	}
	for i, cells := range a.table.Cells {
		for j, shown := range cells {
			if !shown {
				room[a.row[i]][a.column[j]] += a.counts[i][j]
				room[a.column[j]][a.row[i]] = math.MaxInt / 2
			}
		}
	}
	for {
		before, reached := route(room, from)
		if !reached[to] || sent >= enough {
			return sent, reached
		}
		step := math.MaxInt
		for v := to; v != from; v = before[v] {
			step = min(step, room[before[v]][v])
		}
		for v := to; v != from; v = before[v] {
			room[before[v]][v] -= step
			room[v][before[v]] += step
		}
		sent += step
	}
}

// route finds the shortest ways from a node along arcs with room.
func route(room [][]int, from int) (before []int, reached []bool) {
	before, reached = make([]int, len(room)), make([]bool, len(room))
	reached[from] = true
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		v := queue[0]
		for w, free := range room[v] {
			if free > 0 && !reached[w] {
				before[w], reached[w] = v, true
				queue = append(queue, w)
			}
		}
	}
	return before, reached
}
