package benchmark

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

// How many municipalities are compared at a time.
const (
	LeastCompared = 2
	MostCompared  = 6
)

// MarkedDifference is the difference in points between the highest and the
// lowest from which a comparison marks both: one level, or the width of one band.
const MarkedDifference = 20

// Comparison sets a few municipalities side by side.
type Comparison struct {
	// Units are in the order asked for, as are the figures of every row.
	Units []ComparedUnit
	// Unranked are those of the units that have no place. Their figures stand
	// in the rows, but are neither marked nor part of a difference.
	Unranked []*Unit
	// Score compares the overall scores.
	Score ComparedRow
	Areas []ComparedArea
}

// ComparedUnit is one of the municipalities compared.
type ComparedUnit struct {
	*Unit
	// Group is the municipality's group in [PeerScheme]; its zero value means none.
	Group municipality.Group
	// InGroup is where the score lies among the ranked of the group.
	InGroup Percentile
}

// ComparedArea compares a top area and its indicators.
type ComparedArea struct {
	Area *framework.Area
	ComparedRow
	Indicators []ComparedIndicator
}

// ComparedIndicator compares one indicator.
type ComparedIndicator struct {
	framework.Place
	ComparedRow
	// Answers are what the municipalities said.
	Answers []Answer
}

// ComparedRow is one figure of every municipality.
type ComparedRow struct {
	Points []scoring.Points
	// Country is how the figure lies among all ranked municipalities.
	Country Spread
	// Difference is between the highest and the lowest of the ranked, as people
	// read them: rounded to one decimal. It is undefined when fewer than two
	// have a figure.
	Difference scoring.Points
	// Highest and Lowest tell who they are, by place in Units; empty unless the
	// difference is at least [MarkedDifference].
	Highest, Lowest []int
}

// Marked reports whether the difference is large enough to be marked.
func (r *ComparedRow) Marked() bool { return len(r.Highest) > 0 }

// Compare sets municipalities side by side, in the order given. An Invalid
// error names all that is wrong with the choice; the field of a problem is the
// place in the list, counted from 1, or empty.
func (s *Snapshot) Compare(codes []municipality.Code) (*Comparison, error) {
	if err := s.checkCompared(codes); err != nil {
		return nil, err
	}
	c := &Comparison{}
	for _, code := range codes {
		unit, _ := s.Unit(code)
		group, _ := s.Directory.GroupOf(code, PeerScheme)
		c.Units = append(c.Units, ComparedUnit{Unit: unit, Group: group, InGroup: s.GroupPercentile(code)})
		if unit.Place.Rank == 0 {
			c.Unranked = append(c.Unranked, unit)
		}
	}
	country := s.SpreadOfAll()
	c.Score = c.row(country.Score, func(u *Unit) scoring.Points { return u.Card.Score })
	for i := range s.Framework.Areas {
		c.Areas = append(c.Areas, s.comparedArea(c, &s.Framework.Areas[i], country))
	}
	return c, nil
}

func (s *Snapshot) checkCompared(codes []municipality.Code) error {
	var problems fault.Problems
	for i, code := range codes {
		field := strconv.Itoa(i + 1)
		unit, known := s.Unit(code)
		switch {
		case !known:
			problems.Add(field, "compare.problem.unknown", "Value", code.String())
		case slices.Contains(codes[:i], code):
			problems.Add(field, "compare.problem.twice", "Name", unit.Name)
		}
		if i == MostCompared {
			problems.Add(field, "compare.problem.too_many", "Most", MostCompared)
		}
	}
	if len(codes) < LeastCompared {
		problems.Add("", "compare.problem.too_few", "Least", LeastCompared)
	}
	return problems.Err()
}

func (s *Snapshot) comparedArea(c *Comparison, area *framework.Area, country Spreads) ComparedArea {
	index, _ := s.AreaIndex(area.Key)
	compared := ComparedArea{
		Area:        area,
		ComparedRow: c.row(country.Areas[index], func(u *Unit) scoring.Points { return u.Card.Areas[index].Score }),
	}
	for i, place := range s.Places {
		if place.Top != area {
			continue
		}
		indicator := ComparedIndicator{
			Place:       place,
			ComparedRow: c.row(country.Indicators[i], func(u *Unit) scoring.Points { return u.Card.Indicators[i].Score }),
		}
		for _, u := range c.Units {
			indicator.Answers = append(indicator.Answers, u.Answers[i])
		}
		compared.Indicators = append(compared.Indicators, indicator)
	}
	return compared
}

// row compares one figure and marks who is highest and lowest.
func (c *Comparison) row(country Spread, figure func(*Unit) scoring.Points) ComparedRow {
	row := ComparedRow{Country: country}
	highest, lowest, counted := math.Inf(-1), math.Inf(1), 0
	for _, u := range c.Units {
		points := figure(u.Unit)
		row.Points = append(row.Points, points)
		if u.Place.Rank > 0 && points.OK {
			highest, lowest = max(highest, asRead(points.Value)), min(lowest, asRead(points.Value))
			counted++
		}
	}
	if counted < 2 {
		return row
	}
	row.Difference = scoring.Points{Value: asRead(highest - lowest), OK: true}
	if row.Difference.Value < MarkedDifference {
		return row
	}
	for i, points := range row.Points {
		if c.Units[i].Place.Rank == 0 || !points.OK {
			continue
		}
		switch asRead(points.Value) {
		case highest:
			row.Highest = append(row.Highest, i)
		case lowest:
			row.Lowest = append(row.Lowest, i)
		}
	}
	return row
}

// Widest returns the n indicators with the largest marked differences, largest
// first, equal ones in the framework's order.
func (c *Comparison) Widest(n int) []ComparedIndicator {
	var marked []ComparedIndicator
	for _, area := range c.Areas {
		for _, indicator := range area.Indicators {
			if indicator.Marked() {
				marked = append(marked, indicator)
			}
		}
	}
	slices.SortStableFunc(marked, func(a, b ComparedIndicator) int {
		return cmp.Compare(b.Difference.Value, a.Difference.Value)
	})
	return marked[:min(n, len(marked))]
}
