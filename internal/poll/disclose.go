package poll

import (
	"modenhed/internal/smallarea"
	"modenhed/internal/weighting"
)

// disclose tells, for each column and label, whether the group's figures may be
// shown. A group below the minimum may not, and no other whose figures would
// give away a few by subtraction: from the total of all who answered, from a
// group of another column that holds it, or from several groups that together
// are as many as several of another column.
func disclose(answers weighting.Column, by []weighting.Column, m smallarea.Minimum) [][]bool {
	parts := make([]part, len(by))
	for i, column := range by {
		parts[i] = partOf(answers, column)
		parts[i].shown = shownOf(parts[i].counts, m)
	}
	for again := true; again; {
		again = false
		for i := range parts {
			for k := range parts {
				if i != k && hideBetween(crossed{&parts[i], &parts[k]}, m) {
					again = true
				}
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

// crossed are two ways to part the same people.
type crossed struct{ whole, fine *part }

// hideBetween hides groups of the fine part until no difference between shown
// groups of the two is about fewer than the minimum; it tells whether it hid any.
func hideBetween(c crossed, m smallarea.Minimum) (hid bool) {
	inside := c.inside()
	linked := c.linked()
	for whole, shown := range c.whole.shown {
		if shown && c.hideRest(c.whole.counts[whole], m, func(fine int) bool { return inside[fine] == whole }) {
			hid = true
		}
	}
	for root, people := range linked.shownWholly(c) {
		if c.hideRest(people, m, func(fine int) bool { return linked.fine[fine] == root }) {
			hid = true
		}
	}
	return hid
}

// hideRest hides the smallest of the shown fine groups that belong to a set of
// people until what is left of the set is nobody or at least the minimum.
func (c crossed) hideRest(people int, m smallarea.Minimum, belongs func(fine int) bool) (hid bool) {
	rest, smallest := people, -1
	for fine, n := range c.fine.counts {
		if !c.fine.shown[fine] || !belongs(fine) {
			continue
		}
		rest -= n
		if smallest < 0 || n < c.fine.counts[smallest] {
			smallest = fine
		}
	}
	if rest == 0 || m.Allows(rest) || smallest < 0 {
		return false
	}
	c.fine.shown[smallest] = false
	return true
}

// inside returns, for each fine group, the whole group that holds all of it, or
// -1 when it is spread over several or empty.
func (c crossed) inside() []int {
	const unseen, spread = -2, -1
	inside := make([]int, len(c.fine.counts))
	for i := range inside {
		inside[i] = unseen
	}
	for i, fine := range c.fine.of {
		switch whole := c.whole.of[i]; inside[fine] {
		case unseen, whole:
			inside[fine] = whole
		default:
			inside[fine] = spread
		}
	}
	for i := range inside {
		inside[i] = max(inside[i], spread)
	}
	return inside
}

// links say which groups of two parts hang together: each set of them is the
// same people in both. A set is named by one of its nodes.
type links struct{ whole, fine []int }

func (c crossed) linked() links {
	wholes := len(c.whole.counts)
	parent := make([]int, wholes+len(c.fine.counts))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for i, whole := range c.whole.of {
		parent[root(whole)] = root(wholes + c.fine.of[i])
	}
	for i := range parent {
		parent[i] = root(i)
	}
	return links{whole: parent[:wholes], fine: parent[wholes:]}
}

// shownWholly returns the number of people of each set whose groups of the whole
// part are all shown.
func (l links) shownWholly(c crossed) map[int]int {
	people := make(map[int]int)
	for whole, root := range l.whole {
		people[root] += c.whole.counts[whole]
	}
	for whole, root := range l.whole {
		if c.whole.counts[whole] > 0 && !c.whole.shown[whole] {
			delete(people, root)
		}
	}
	return people
}
