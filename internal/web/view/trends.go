package view

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Trends are small charts of several scores over the same time, with the
// figures at both ends, and all figures in a table of their own.
type Trends struct {
	// Caption names the tables, Scale says how the charts are drawn, Note what to
	// bear in mind; empty for nothing.
	Caption, Scale, Note string
	// First and Last are the days of the figures at the ends.
	First, Last string
	Lines       []TrendLine
	// Days are the days of all points, latest first.
	Days []TrendDay
}

// Shown reports whether there are two points in time to compare.
func (t Trends) Shown() bool { return len(t.Days) > 1 }

// TrendLine is one score over time.
type TrendLine struct {
	Link
	First, Last, Change Points
	Spark               Spark
}

// TrendDay is every score on one day, in the order of the lines.
type TrendDay struct {
	Date   string
	Points []Points
	// Ranked is the number of municipalities behind the figures; empty for one.
	Ranked string
}

// Spark is a small chart, in units of a box 100 wide and 100 high.
type Spark struct {
	// Path is the line; a missing figure is a gap.
	Path string
	// End is where the last figure lies; undefined without one. Its place from
	// the top and from the left are in percent.
	Top, Left Points
}

// TrendScale is the part of the scale from 0 to 100 that charts share.
type TrendScale struct{ Low, High float64 }

const (
	scaleStep  = 10
	scaleLeast = 20
)

// ScaleOf returns whole tens around all figures, at least 20 points apart.
func ScaleOf(figures []Points) TrendScale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range figures {
		if p.OK {
			low, high = min(low, p.Value), max(high, p.Value)
		}
	}
	if low > high {
		return TrendScale{0, 100}
	}
	s := TrendScale{scaleStep * math.Floor(low/scaleStep), scaleStep * math.Ceil(high/scaleStep)}
	if s.High-s.Low < scaleLeast {
		s.High = min(100, s.Low+scaleLeast)
		s.Low = s.High - scaleLeast
	}
	return s
}

// NewSpark draws figures at times, oldest first.
func NewSpark(at []time.Time, figures []Points, scale TrendScale) Spark {
	var s Spark
	if len(at) == 0 {
		return s
	}
	span := at[len(at)-1].Sub(at[0])
	var path strings.Builder
	open := false
	for i, p := range figures {
		if !p.OK {
			open = false
			continue
		}
		x := 0.0
		if span > 0 {
			x = 100 * float64(at[i].Sub(at[0])) / float64(span)
		}
		y := 100 * (scale.High - p.Value) / (scale.High - scale.Low)
		command := "M"
		if open {
			command = "L"
		}
		path.WriteString(command + coordinate(x) + " " + coordinate(y))
		if alone := !open && (i+1 == len(figures) || !figures[i+1].OK); alone {
			path.WriteString("h0")
		}
		open = true
		s.Left, s.Top = Points{x, true}, Points{y, true}
	}
	s.Path = path.String()
	return s
}

func coordinate(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// AreaHistory is how the country developed in one area.
type AreaHistory struct {
	Caption string
	// Note says what to bear in mind; empty for nothing.
	Note string
	// Rows are the latest first; no more than one is not shown.
	Rows  []AreaPoint
	Chart any
}

// AreaPoint is the country's mean in an area on a day.
type AreaPoint struct {
	Date string
	Mean Points
	// Ranked counts the municipalities behind it.
	Ranked int
}
