package movement

import (
	"fmt"

	"modenhed/internal/framework"
	"modenhed/internal/scoring"
)

// restate fills in the answers of S1 and which indicators came and went.
func (c *comparison[U]) restate() error {
	given := c.earlier.Restated
	if given != nil && len(given) != len(c.earlier.Units)*c.width {
		return fmt.Errorf("%d answers of %d units to %d indicators", len(given), len(c.earlier.Units), c.width)
	}
	from := c.columns()
	wide := len(c.earlier.Model.Indicators())
	c.restated = make([]scoring.Answer, len(c.earlier.Units)*c.width)
	for unit, key := range c.earlier.Units {
		row := c.restatedRow(unit)
		later, still := c.laterAt[key]
		for i, column := range from {
			switch {
			case column == nowhere && still:
				row[i] = c.laterRow(later)[i]
			case column == nowhere:
			case given != nil:
				row[i] = given[unit*c.width+i]
			default:
				row[i] = c.earlier.Answers[unit*wide+column]
			}
		}
	}
	return nil
}

// columns returns, for each indicator of the later framework, its column in the
// earlier one, or nowhere when it is new.
func (c *comparison[U]) columns() []int {
	before, after := c.earlier.Model.Framework().Places(), c.later.Model.Framework().Places()
	known := make(map[framework.IndicatorKey]int, len(before))
	for i, place := range before {
		known[place.Indicator.Key] = i
	}
	from, kept := make([]int, len(after)), make([]bool, len(before))
	for i, place := range after {
		column, ok := known[place.Indicator.Key]
		if !ok || before[column].Indicator.Type != place.Indicator.Type {
			from[i] = nowhere
			c.added = append(c.added, place.Indicator.Key)
			continue
		}
		from[i], kept[column] = column, true
	}
	for i, place := range before {
		if !kept[i] {
			c.removed = append(c.removed, place.Indicator.Key)
		}
	}
	return from
}

func (c *comparison[U]) restatedRow(earlier int) []scoring.Answer {
	return c.restated[earlier*c.width : (earlier+1)*c.width]
}

func (c *comparison[U]) laterRow(later int) []scoring.Answer {
	return c.later.Answers[later*c.width : (later+1)*c.width]
}

// reported returns a unit's answers in S3.
func (c *comparison[U]) reported(earlier, later int) []scoring.Answer {
	row := make([]scoring.Answer, c.width)
	before := c.restatedRow(earlier)
	for i, answer := range c.laterRow(later) {
		row[i] = before[i]
		if causeOf(answer) == Reported {
			row[i] = answer
		}
	}
	return row
}

// causeOf returns the cause that an own answer belongs to when it has changed.
func causeOf(later scoring.Answer) Cause {
	if later.State == scoring.Present || later.State == scoring.NotApplicable {
		return Reported
	}
	return Missing
}
