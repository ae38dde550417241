package estimation

import (
	"fmt"
	"maps"
	"slices"
)

// Scale gives some of a question's options a number.
type Scale struct {
	table *Table
	v     variable
}

// Scale returns the scale of these scores. Who chose an option without a score
// is not part of the mean.
func (t *Table) Scale(scores map[string]float64) (Scale, error) {
	v := variable{value: make([]float64, len(t.options)), in: make([]bool, len(t.options))}
	for _, option := range slices.Sorted(maps.Keys(scores)) {
		k, err := t.option(option)
		if err != nil {
			return Scale{}, err
		}
		v.value[k], v.in[k] = scores[option], true
	}
	return Scale{table: t, v: v}, nil
}

// Net returns the scale of the balance, share of the positive options less
// share of the negative ones: 1, −1, and 0 for every other option.
func (t *Table) Net(positive, negative []string) (Scale, error) {
	scores := make(map[string]float64, len(t.options))
	for _, option := range t.options {
		scores[option] = 0
	}
	for _, option := range positive {
		scores[option]++
	}
	for _, option := range negative {
		scores[option]--
	}
	return t.Scale(scores)
}

func (t *Table) option(label string) (int, error) {
	k := slices.Index(t.options, label)
	if k < 0 {
		return 0, fmt.Errorf("%w %q", ErrOption, label)
	}
	return k, nil
}

// Mean is the weighted mean of a scale.
type Mean struct {
	Estimate
	// Interval is by [Student]; not defined where SE is not.
	Interval Interval
}

// Mean returns the mean of a scale of the same table; ok is false when fewer
// in the group than the design's minimum chose an option with a score.
func (g Group) Mean(s Scale) (m Mean, ok bool) {
	answered := 0
	for _, e := range g.set.entries {
		if s.table == g.table && s.v.in[e.option] {
			answered += e.respondents
		}
	}
	if g.table == nil || answered < g.table.design.Minimum {
		return Mean{}, false
	}
	m.Estimate = g.table.estimate(&g.set, s.v)
	if m.SE.OK {
		m.Interval = Interval{Method: Student, OK: true}
		m.Interval.Low, m.Interval.High = around(m.Estimate, studentQuantile((1+g.table.design.Level)/2, m.DF))
	}
	return m, true
}

// Union returns the share who chose any of several options, under a name of its
// own; ok is false when the group is not published.
func (g Group) Union(name string, options ...string) (s Share, ok bool, err error) {
	if !g.Published {
		return Share{}, false, nil
	}
	chosen := make([]int, len(options))
	for i, option := range options {
		if chosen[i], err = g.table.option(option); err != nil {
			return Share{}, false, err
		}
	}
	return g.table.share(&g.set, g.table.basis(&g.set), name, chosen...), true, nil
}
