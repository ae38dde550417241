package poll

import "math"

// network finds the smallest set of people that is some groups of one part less
// groups of another that lie inside them, and has the people of a given cell in
// it. With A the groups taken and B those taken away, the set is the cells from A
// to outside B, and B lies inside A when no cell goes from outside A to B. So it
// is a cut in a network with a node for each group, an arc for each cell from its
// row to its column with the cell's people as capacity, and an arc back without
// limit; the smallest cut is the largest flow (Ford and Fulkerson, Canad. J.
// Math. 8, 1956). Other sums and differences that have everybody once or not at
// all come to the same, because the total is known.
type network struct {
	cells []cell
	// arcs are, for each node, the cells that begin or end there; rows come first.
	arcs [][]int
	rows int
	// forth and back are how much each cell's arc and its arc back can take.
	forth, back []int
	// flow is how much of each cell's people flows to the column less what flows back.
	flow []int
}

func newNetwork(cells []cell, rows, columns int) *network {
	n := &network{
		cells: cells, arcs: make([][]int, rows+columns), rows: rows,
		forth: make([]int, len(cells)), back: make([]int, len(cells)), flow: make([]int, len(cells)),
	}
	for i, c := range cells {
		n.forth[i], n.back[i] = c.people, math.MaxInt/2
		n.arcs[c.row] = append(n.arcs[c.row], i)
		n.arcs[rows+c.column] = append(n.arcs[rows+c.column], i)
	}
	return n
}

// cut returns the people of the smallest set around a cell, or enough when there
// are as many.
func (n *network) cut(around cell, enough int) int {
	clear(n.flow)
	flow := 0
	for flow < enough {
		path := n.path(around.row, n.rows+around.column)
		if path == nil {
			break
		}
		flow += n.push(path, n.rows+around.column, enough-flow)
	}
	return flow
}

// path returns, for each node on the way, the cell over which it is reached, plus
// 1; nil when there is no way.
func (n *network) path(from, to int) []int {
	over := make([]int, len(n.arcs))
	queue := []int{from}
	for len(queue) > 0 {
		node := queue[0]
		queue = queue[1:]
		for _, i := range n.arcs[node] {
			next := n.other(i, node)
			if next == from || over[next] != 0 || n.room(i, node) <= 0 {
				continue
			}
			over[next] = i + 1
			if next == to {
				return over
			}
			queue = append(queue, next)
		}
	}
	return nil
}

// room is how much more can flow over a cell from the node where it begins or ends.
func (n *network) room(i, from int) int {
	if from < n.rows {
		return n.forth[i] - n.flow[i]
	}
	return n.back[i] + n.flow[i]
}

// other returns the node at the other end of a cell.
func (n *network) other(i, node int) int {
	if node < n.rows {
		return n.rows + n.cells[i].column
	}
	return n.cells[i].row
}

// push sends as much as the way to a node has room for, at most a limit, and
// returns how much that was.
func (n *network) push(over []int, to, limit int) int {
	room := limit
	for node := to; over[node] != 0; node = n.other(over[node]-1, node) {
		i := over[node] - 1
		room = min(room, n.room(i, n.other(i, node)))
	}
	for node := to; over[node] != 0; node = n.other(over[node]-1, node) {
		if i := over[node] - 1; node >= n.rows {
			n.flow[i] += room
		} else {
			n.flow[i] -= room
		}
	}
	return room
}
