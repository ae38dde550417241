package poll

import "modenhed/internal/weighting"

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
	p := part{counts: make([]int, blank+1), shown: make([]bool, blank+1)}
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

// everybody is those who answered in one group, which is not shown by itself but
// known as the total.
func everybody(answered int) part {
	return part{of: make([]int, answered), counts: []int{answered}, shown: []bool{false}}
}

// known returns the group that a reader knows one of as: itself when it is shown,
// else the last, which stands for all that are not, the difference to the total.
func (p *part) known(group int) int {
	if p.shown[group] {
		return group
	}
	return len(p.shown) - 1
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
