package benchmark

import (
	"cmp"
	"slices"

	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/scoring"
)

// shownInOverview is how many municipalities the short lists of the overview hold.
const shownInOverview = 5

// Overview is how the country looks.
type Overview struct {
	Country Summary
	// Reporting counts municipalities with at least one answer that counts.
	Reporting int
	// Answered counts indicators with a value over all municipalities, Of those that apply.
	Answered, Of int
	// Bands counts ranked municipalities by band.
	Bands map[scoring.Band]int
	// Distribution counts ranked municipalities per ten points.
	Distribution [bins]int
	Areas        []AreaMean
	Regions      []RegionMean
	// Top are the best placed; ties at the last place are all included.
	Top []Row
	// Risers and Fallers moved most in score over the last year, largest move first.
	Risers, Fallers []Row
}

// AreaMean is the country's mean in a top area.
type AreaMean struct {
	Area *framework.Area
	Mean scoring.Points
}

// RegionMean is a region's mean.
type RegionMean struct {
	Region  municipality.Region
	Summary Summary
}

// Overview returns how the country looks.
func (s *Snapshot) Overview() *Overview { return s.asked.overview.get(s.makeOverview) }

func (s *Snapshot) makeOverview() *Overview {
	o := &Overview{
		Country: s.Summarise(func(*Unit) bool { return true }),
		Bands:   make(map[scoring.Band]int),
	}
	var scores []float64
	for _, unit := range s.Units {
		o.count(unit)
		if unit.Place.Rank > 0 {
			scores = append(scores, unit.Card.Score.Value)
			o.Bands[unit.Card.Band]++
		}
	}
	o.Distribution = distribution(scores)
	o.Areas = s.areaMeans(o.Country)
	o.Regions = s.regionMeans()
	rows := s.List(Query{}).Rows
	o.Top = top(rows)
	o.Risers, o.Fallers = movers(rows)
	return o
}

func (o *Overview) count(unit *Unit) {
	values := 0
	for _, result := range unit.Card.Indicators {
		switch result.State {
		case scoring.Present:
			values++
			o.Of++
		case scoring.Missing, scoring.Unknown:
			o.Of++
		}
	}
	o.Answered += values
	if values > 0 {
		o.Reporting++
	}
}

func (s *Snapshot) areaMeans(country Summary) []AreaMean {
	var means []AreaMean
	for i := range s.Framework.Areas {
		area := &s.Framework.Areas[i]
		if index, ok := s.AreaIndex(area.Key); ok {
			means = append(means, AreaMean{Area: area, Mean: country.Areas[index]})
		}
	}
	return means
}

func (s *Snapshot) regionMeans() []RegionMean {
	var means []RegionMean
	for _, region := range s.Directory.Regions(municipality.DateOf(s.AsOf)) {
		summary := s.Summarise(func(u *Unit) bool { return u.Region.Key == region.Key })
		means = append(means, RegionMean{Region: region, Summary: summary})
	}
	return means
}

func top(rows []Row) []Row {
	end := 0
	for end < len(rows) && rows[end].Place.Rank > 0 && rows[end].Place.Rank <= shownInOverview {
		end++
	}
	return rows[:end]
}

func movers(rows []Row) (risers, fallers []Row) {
	var moved []Row
	for _, row := range rows {
		if row.Change.Score.OK {
			moved = append(moved, row)
		}
	}
	slices.SortStableFunc(moved, func(a, b Row) int {
		return cmp.Compare(b.Change.Score.Value, a.Change.Score.Value)
	})
	for _, row := range moved[:min(shownInOverview, len(moved))] {
		if row.Change.Score.Value > 0 {
			risers = append(risers, row)
		}
	}
	slices.Reverse(moved)
	for _, row := range moved[:min(shownInOverview, len(moved))] {
		if row.Change.Score.Value < 0 {
			fallers = append(fallers, row)
		}
	}
	return risers, fallers
}
