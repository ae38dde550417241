package estimation

import (
	"fmt"
	"slices"

	"modenhed/internal/weighting"
)

// Group is the estimates for a set of respondents.
type Group struct {
	// Label is the group's value of the column; empty for all respondents.
	Label string
	// Respondents are those in the group, Answered those of them who answered the question.
	Respondents, Answered int
	// People is how many people of the population the group stands for, Σw over Respondents.
	People float64
	// Published is false when fewer answered than the design's minimum; the group then has no figures.
	Published bool
	// Kish is what the weights cost over those who answered, zero unless published.
	Kish weighting.Kish
	// Shares are in the order of the options; nil unless published.
	Shares []Share
	// Warnings are what to say beside the figures.
	Warnings []Warning

	table *Table
	set   set
}

// Total returns the estimates for the whole population.
func (t *Table) Total() Group {
	g := t.group("", t.total)
	g.Warnings = append(t.warnings(), g.Warnings...)
	return g
}

// By returns the estimates for each label of a column, in the order of labels,
// labels of nobody included. Respondents without a value are in no group.
func (t *Table) By(c weighting.Column) ([]Group, error) {
	if err := t.check(c); err != nil {
		return nil, fmt.Errorf("by %s: %w", c.Name, err)
	}
	groups := make([]Group, len(c.Labels))
	start, rows := byCode(c)
	width := len(t.options) + 1
	count := make([]int, len(t.cells)*width)
	cellOf := t.design.Weights.CellOf()
	touched := []int{}
	for code, label := range c.Labels {
		touched = touched[:0]
		for _, row := range rows[start[code]:start[code+1]] {
			i := int(cellOf[row])*width + int(t.answers[row]) + 1
			if count[i]++; count[i] == 1 {
				touched = append(touched, i)
			}
		}
		slices.Sort(touched)
		groups[code] = t.group(label, t.newSet(count, touched))
		for _, i := range touched {
			count[i] = 0
		}
	}
	return groups, nil
}

// byCode returns the respondents in the order of their codes, blanks left out;
// those of code c are rows[start[c]:start[c+1]].
func byCode(c weighting.Column) (start []int, rows []int32) {
	start = make([]int, len(c.Labels)+1)
	for _, code := range c.Codes {
		if code != weighting.Blank {
			start[code+1]++
		}
	}
	for code := range c.Labels {
		start[code+1] += start[code]
	}
	next := slices.Clone(start)
	rows = make([]int32, start[len(c.Labels)])
	for row, code := range c.Codes {
		if code != weighting.Blank {
			rows[next[code]] = int32(row)
			next[code]++
		}
	}
	return start, rows
}

func (t *Table) group(label string, s set) Group {
	g := Group{Label: label, Respondents: s.respondents, Answered: s.answered, People: s.people, table: t, set: s}
	if g.Published = s.answered >= t.design.Minimum; !g.Published {
		return g
	}
	g.Kish, _ = weighting.KishOf(s.answered, s.weight, s.squares)
	g.Shares = make([]Share, len(t.options))
	b := t.basis(&s)
	for k, option := range t.options {
		g.Shares[k] = t.share(&s, b, option, k)
	}
	g.Warnings = t.doubts(g)
	return g
}
