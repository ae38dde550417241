package poll

import (
	"slices"

	"modenhed/internal/weighting"
)

// certainty finds answers that are certain for somebody who knows who is in which
// group and the number of each option in every known group.
//
// Of one option, the number of people who chose it in each cell of two columns is
// a flow that meets the known sums of rows and columns. All of a cell are certain
// to have chosen it when no other such flow has fewer there. So much follows when
// groups of rows A and groups of columns B have a difference of sums that is as
// large as it can be: everybody from A to outside B chose the option and nobody
// from outside A to B did; and it follows only then (Ford and Fulkerson, as in
// network). Those from A to outside B are what is given away, and the smallest
// such set around a cell is a cut in a network where the arcs of all other cells
// have no limit. One group of unanimous people is the case of one row; a shown
// group less one inside it, and a total less the shown groups, are others.
//
// An answer is also certain when every other option is known to be nobody's: one
// in a group of one column, another in a group of a second.
type certainty struct {
	// chose is the option of each who answered.
	chose   []int16
	options int
	// same are the sets of options that count as one answer, each by option: every
	// option, then those of several.
	same     [][]bool
	profiles []profile
}

// profile is the people who are in the same group of every column.
type profile struct {
	groups []int
	people int
	chosen []int
}

func newCertainty(answers weighting.Column, parts []part, same [][]bool) *certainty {
	c := &certainty{options: len(answers.Labels), same: same}
	for _, code := range answers.Codes {
		if code != weighting.Blank {
			c.chose = append(c.chose, code)
		}
	}
	at := make(map[string]int)
	groups := make([]int, len(parts))
	for i, option := range c.chose {
		var key []byte
		for k := range parts {
			groups[k] = parts[k].of[i]
			key = append(key, byte(groups[k]), byte(groups[k]>>8))
		}
		k, known := at[string(key)]
		if !known {
			k = len(c.profiles)
			at[string(key)] = k
			c.profiles = append(c.profiles, profile{groups: slices.Clone(groups), chosen: make([]int, c.options)})
		}
		c.profiles[k].people++
		c.profiles[k].chosen[option]++
	}
	// What is hidden may not depend on who answered first.
	slices.SortFunc(c.profiles, func(a, b profile) int { return slices.Compare(a.groups, b.groups) })
	return c
}

// alike marks the groups whose people all gave the same answer; nil without the
// stricter rule.
func (c *certainty) alike(p *part) []bool {
	if c == nil {
		return nil
	}
	alike := make([]bool, len(p.counts))
	for _, set := range c.same {
		inside := make([]int, len(p.counts))
		for i, group := range p.of {
			if set[c.chose[i]] {
				inside[group]++
			}
		}
		for group, n := range p.counts {
			alike[group] = alike[group] || n > 0 && inside[group] == n
		}
	}
	return alike
}

// among is how many of a cell chose an option of a set.
func (at cell) among(set []bool) (n int) {
	for option, chosen := range at.chosen {
		if set[option] {
			n += chosen
		}
	}
	return n
}

// extreme returns the network whose cuts are the sets of people who are certain to
// have chosen an option of a set.
func (c crossed) extreme(cells []cell, set []bool, unlimited int) *network {
	net := c.network(cells)
	for i, at := range cells {
		net.forth[i], net.back[i] = unlimited, unlimited
		switch at.among(set) {
		case at.people:
			net.forth[i] = at.people
		case 0:
			net.back[i] = 0
		}
	}
	return net
}

// hideOne hides a group where an answer is certain; it tells whether there was one.
func (c *certainty) hideOne(d *disclosure) bool {
	for _, pair := range d.pairs {
		if c.hideCertain(pair, 2*d.minimum.N()) {
			return true
		}
	}
	return c.hideExcluded(d)
}

// hideCertain looks at one pair for fewer than enough people with a certain answer.
func (c *certainty) hideCertain(pair crossed, enough int) bool {
	cells := pair.known()
	for _, set := range c.same {
		net := pair.extreme(cells, set, enough)
		for _, at := range cells {
			if at.among(set) == at.people && net.cut(at, enough) < enough {
				return pair.hideAround(at, cells)
			}
		}
	}
	return false
}

// clues are what is known of the people of one profile.
type clues struct {
	// excluded are the options that nobody of them chose for certain, open the same
	// answers that all of them gave for certain.
	excluded, open []bool
	// from are the columns that excluded an option.
	from []bool
}

// hideExcluded looks for fewer than twice the minimum with the same groups of all
// columns for whom every answer but one is excluded.
func (c *certainty) hideExcluded(d *disclosure) bool {
	known := c.collect(d)
	for i, p := range c.profiles {
		if d.minimum.AllowsAlike(p.people) {
			continue
		}
		for s, set := range c.same {
			if !known[i].open[s] && known[i].leaves(set) {
				return d.hideFrom(p, known[i].from)
			}
		}
	}
	return false
}

// leaves tells whether every option outside a set is excluded.
func (k clues) leaves(set []bool) bool {
	for option, inside := range set {
		if !inside && !k.excluded[option] {
			return false
		}
	}
	return true
}

// collect gathers what the pairs tell of each profile.
func (c *certainty) collect(d *disclosure) []clues {
	all := make([]clues, len(c.profiles))
	for i := range all {
		all[i] = clues{make([]bool, c.options), make([]bool, len(c.same)), make([]bool, len(d.parts))}
	}
	for _, pair := range d.pairs {
		cells := pair.known()
		for s, set := range c.same {
			for _, at := range c.certain(pair, cells, set) {
				c.each(d, pair, at, func(i int, _ ...int) { all[i].open[s] = true })
			}
		}
		for option := range c.options {
			others := make([]bool, c.options)
			for k := range others {
				others[k] = k != option
			}
			for _, at := range c.certain(pair, cells, others) {
				c.each(d, pair, at, func(i int, columns ...int) {
					if all[i].excluded[option] {
						return
					}
					all[i].excluded[option] = true
					for _, column := range columns {
						all[i].from[column] = true
					}
				})
			}
		}
	}
	return all
}

// certain returns the cells whose people are certain to have chosen an option of a
// set, however many.
func (c *certainty) certain(pair crossed, cells []cell, set []bool) (list []cell) {
	unlimited := len(c.chose) + 1
	net := pair.extreme(cells, set, unlimited)
	for _, at := range cells {
		if at.among(set) == at.people && net.cut(at, unlimited) < unlimited {
			list = append(list, at)
		}
	}
	return list
}

// each calls back for every profile in a cell, with the columns of the pair.
func (c *certainty) each(d *disclosure, pair crossed, at cell, do func(profile int, columns ...int)) {
	row, column := d.index(pair.row), d.index(pair.column)
	for i, p := range c.profiles {
		switch {
		case pair.column.known(p.groups[column]) != at.column:
		case row < 0:
			do(i, column)
		case pair.row.known(p.groups[row]) == at.row:
			do(i, row, column)
		}
	}
}

// index returns the column that a part is of, -1 for everybody.
func (d *disclosure) index(p *part) int {
	for i := range d.parts {
		if p == &d.parts[i] {
			return i
		}
	}
	return -1
}

// hideFrom hides a group that tells something of people, in some columns: the
// smallest other one of a column that withholds their own, which is known as what
// the others leave; else the smallest of their own. When there is none, it hides the
// smallest of any column. It tells whether there was one.
func (d *disclosure) hideFrom(people profile, columns []bool) bool {
	for i := range d.parts {
		if columns[i] && !d.parts[i].shown[people.groups[i]] && d.parts[i].hideSmallest() {
			return true
		}
	}
	var smallest *part
	group := -1
	for i := range d.parts {
		p := &d.parts[i]
		if own := people.groups[i]; columns[i] && p.shown[own] && (group < 0 || p.counts[own] < smallest.counts[group]) {
			smallest, group = p, own
		}
	}
	if group >= 0 {
		smallest.shown[group] = false
		return true
	}
	for i := range d.parts {
		if d.parts[i].hideSmallest() {
			return true
		}
	}
	return false
}
