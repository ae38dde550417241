package workbook

import (
	"fmt"
	"math"
	"strings"
	"time"

	"modenhed/internal/scoring"
)

// column is one column of a sheet with rows of type T.
type column[T any] struct {
	heading string
	look    look
	// width is in characters of the standard font.
	width float64
	paint paint
	// upright turns the heading, for a narrow column.
	upright bool
	// prompt is shown when the heading is selected; it may be empty.
	prompt string
	// value returns what stands in a row: a string, a float64, an int, a cell
	// with its own look, or nil for an empty cell.
	value func(T) any
}

// cell is a value whose look is not that of its column.
type cell struct {
	value any
	look  look
}

// sheet is one sheet of a workbook.
type sheet[T any] struct {
	name string
	// table is the name of the table for formulas, the same in both languages.
	table   string
	columns []column[T]
	rows    []T
	// frozen is the number of columns that stay in view.
	frozen int
}

// points is the figure of a score, nil when it is undefined.
func points(p scoring.Points) any {
	if !p.OK {
		return nil
	}
	return round9(p.Value)
}

// percent is a share from 0 to 1 as a percentage.
func percent(share float64) float64 { return round9(share * 100) }

// optional is a figure that may be unknown.
func optional(x *float64) any {
	if x == nil {
		return nil
	}
	return round9(*x)
}

// positive is a count that is 0 when it is unknown.
func positive(n int) any {
	if n <= 0 {
		return nil
	}
	return n
}

// round9 keeps figures as exact as scores are and drops binary noise.
func round9(x float64) float64 {
	const scale = 1e9
	if math.Abs(x) > math.MaxInt64/scale {
		return x
	}
	return math.RoundToEven(x*scale) / scale
}

// serial is a wall-clock time as Excel counts it: days since 30 December 1899.
func serial(t time.Time) float64 {
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	epoch := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	return float64(wall.Unix()-epoch.Unix()) / (24 * 60 * 60)
}

// day is the calendar day of a time as Excel counts it.
func day(t time.Time) float64 { return math.Floor(serial(t)) }

// headings returns the headings of a table: on one line each, none empty, and
// no two alike to Excel, which ignores case.
func headings[T any](columns []column[T]) []string {
	const longest = 255
	out := make([]string, len(columns))
	taken := make(map[string]bool, len(columns))
	for i, c := range columns {
		plain := shorten(strings.Join(strings.Fields(c.heading), " "), longest)
		if plain == "" {
			plain = fmt.Sprint(i + 1)
		}
		name := plain
		for n := 2; taken[strings.ToLower(name)]; n++ {
			suffix := fmt.Sprintf(" (%d)", n)
			name = shorten(plain, longest-len(suffix)) + suffix
		}
		taken[strings.ToLower(name)] = true
		out[i] = name
	}
	return out
}

// shorten cuts text to a number of UTF-16 units, which is how Excel counts.
func shorten(s string, most int) string {
	units := 0
	for i, r := range s {
		size := 1
		if r > math.MaxUint16 {
			size = 2
		}
		if units+size > most {
			return s[:i]
		}
		units += size
	}
	return s
}
