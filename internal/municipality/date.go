package municipality

import (
	"cmp"
	"fmt"
	"time"
)

const dateLayout = "2006-01-02"

// ParseDate reads a day written 2026-12-31.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: want the form 2026-12-31", s)
	}
	return DateOf(t), nil
}

// DateOf returns the calendar day of t in the location t carries.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// IsZero reports whether the date is open-ended.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns −1, 0 or +1 as d lies before, on or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// String returns the date as 2026-12-31, and the zero Date as an empty text.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// next returns the day after d.
func (d Date) next() Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, time.UTC))
}

// within reports whether d lies between from and to, both included and either open when zero.
func (d Date) within(from, to Date) bool {
	return (from.IsZero() || from.Compare(d) <= 0) && (to.IsZero() || d.Compare(to) <= 0)
}
