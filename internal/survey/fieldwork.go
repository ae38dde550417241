package survey

import (
	"cmp"
	"slices"
	"time"
)

// Month is a calendar month.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf returns the calendar month of t in the location t carries.
func MonthOf(t time.Time) Month { return Month{Year: t.Year(), Month: t.Month()} }

// Compare returns −1, 0 or +1 as m lies before, at or after n.
func (m Month) Compare(n Month) int {
	return cmp.Or(cmp.Compare(m.Year, n.Year), cmp.Compare(m.Month, n.Month))
}

// Since returns the number of calendar months from n to m, negative when m lies before n.
func (m Month) Since(n Month) int { return (m.Year-n.Year)*12 + int(m.Month-n.Month) }

// Months returns the first and last month in which the wave's answers can have
// been given: the same month twice, or January and December when only the year
// is known. ok is false when Fieldwork has neither form.
func (w Wave) Months() (first, last Month, ok bool) {
	if t, err := time.Parse("2006-01", w.Fieldwork); err == nil {
		return MonthOf(t), MonthOf(t), true
	}
	if t, err := time.Parse("2006", w.Fieldwork); err == nil {
		return Month{t.Year(), time.January}, Month{t.Year(), time.December}, true
	}
	return Month{}, Month{}, false
}

// Sort orders waves by fieldwork, earliest first, and by key where equal.
func Sort(waves []Wave) {
	slices.SortFunc(waves, func(a, b Wave) int {
		startA, endA, _ := a.Months()
		startB, endB, _ := b.Months()
		return cmp.Or(startA.Compare(startB), endA.Compare(endB), cmp.Compare(a.Key, b.Key))
	})
}

// With returns the options of the question that have a reading, in file order;
// ok is false when none has.
func (q Question) With(reading Reading) (options []Option, ok bool) {
	for _, o := range q.Options {
		if o.Reading == reading {
			options = append(options, o)
		}
	}
	return options, len(options) > 0
}
