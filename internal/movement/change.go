package movement

import (
	"slices"

	"modenhed/internal/scoring"
)

// Changes lists the answers of a unit that are not what they were, in file
// order, each with what it would do alone. New indicators are not among them.
// The list is empty for a unit that was not compared at both times.
func (r *Report[U]) Changes(unit U) ([]Change, error) {
	c := r.comparison
	earlier, later := position(c.earlierAt, unit), position(c.laterAt, unit)
	if earlier == nowhere || later == nowhere {
		return nil, nil
	}
	// The first two rows are S2 and S3, each further one has one answer changed.
	start := map[Cause]int{Reported: 0, Missing: 1}
	rows := [][]scoring.Answer{c.restatedRow(earlier), c.reported(earlier, later)}
	var changes []Change
	for i, place := range c.later.Model.Framework().Places() {
		before, after := c.restatedRow(earlier)[i], c.laterRow(later)[i]
		if same(before, after) {
			continue
		}
		cause := causeOf(after)
		row := slices.Clone(rows[start[cause]])
		row[i] = after
		rows = append(rows, row)
		changes = append(changes, Change{Indicator: place.Indicator.Key, Cause: cause, Before: before, After: after})
	}
	if len(changes) == 0 {
		return nil, nil
	}
	scored, err := c.alternatives(later, rows...)
	if err != nil {
		return nil, err
	}
	for i := range changes {
		changes[i].Alone = difference(scored[start[changes[i].Cause]].score, scored[2+i].score)
	}
	return changes, nil
}

func difference(before, after scoring.Points) scoring.Points {
	if !before.OK || !after.OK {
		return scoring.Points{}
	}
	return scoring.Points{Value: round9(after.Value - before.Value), OK: true}
}
