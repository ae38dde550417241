package workbook

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/perception"
	"modenhed/internal/survey"
)

// beliefs are the waves of polls that ask whether the gains are harvested, with
// measured maturity beside.
func (c content) beliefs() []*benchmark.Beliefs {
	var list []*benchmark.Beliefs
	for _, poll := range c.polls() {
		if b, ok := c.s.Beliefs(poll.wave.Key); ok {
			list = append(list, b)
		}
	}
	return list
}

// placeGapRow is one place of one wave; without a column it is the whole country.
type placeGapRow struct {
	wave   survey.Wave
	column string
	benchmark.BeliefPlace
}

// pollGaps are the gaps of places with both intervals.
func (c content) pollGaps() sheet[placeGapRow] {
	columns := pollColumns(c, func(row placeGapRow) survey.Wave { return row.wave })
	columns = append(columns, c.placeGapColumns()...)
	var rows []placeGapRow
	for _, b := range c.beliefs() {
		country := benchmark.BeliefPlace{Shown: b.Harvested != nil, Harvested: b.Harvested, Measured: b.Country, Distance: b.National}
		if b.Harvested != nil {
			country.Answered = b.Harvested.Answered
		}
		rows = append(rows, placeGapRow{wave: b.Wave, BeliefPlace: country})
		for _, set := range b.By {
			for _, place := range set.Places {
				rows = append(rows, placeGapRow{b.Wave, set.Column, place})
			}
		}
	}
	return sheet[placeGapRow]{name: c.sheetName("poll_gaps"), table: "SurveyGaps", columns: columns, rows: rows, frozen: 1}
}

func (c content) placeGapColumns() []column[placeGapRow] {
	harvested := func(x func(*perception.Belief) any) func(placeGapRow) any {
		return func(row placeGapRow) any {
			if row.Harvested == nil {
				return nil
			}
			return x(row.Harvested)
		}
	}
	return []column[placeGapRow]{
		{heading: c.column("by"), look: lines, width: 18, value: func(row placeGapRow) any {
			if row.column == "" {
				return c.p.T("workbook.poll.by_all")
			}
			return c.pollColumn(row.column)
		}},
		{heading: c.column("by_group"), look: lines, width: 26, value: func(row placeGapRow) any { return row.Name.In(c.p.Code()) }},
		{heading: c.column("answered"), look: grouped, width: 10, value: func(row placeGapRow) any { return positive(row.Answered) }},
		{heading: c.column("harvested_share"), look: figure, width: 14, value: harvested(func(b *perception.Belief) any { return round9(b.Share.Low) })},
		{heading: c.column("interval_low"), look: figure, width: 14, value: harvested(func(b *perception.Belief) any { return lowOf(b.Confidence) })},
		{heading: c.column("interval_high"), look: figure, width: 14, value: harvested(func(b *perception.Belief) any { return highOf(b.Confidence) })},
		{heading: c.column("measured"), look: tenths, width: 13, value: func(row placeGapRow) any {
			if !row.Measured.Mean.OK {
				return nil
			}
			return round9(row.Measured.Mean.Points)
		}},
		{heading: c.column("gap"), look: signedTenths, width: 16, value: func(row placeGapRow) any {
			if !row.Distance.Comparable() {
				return nil
			}
			return round9(row.Distance.Points.Low)
		}},
		{heading: c.column("gap_outer_low"), look: signedTenths, width: 16, value: func(row placeGapRow) any { return lowOf(row.Distance.Outer) }},
		{heading: c.column("gap_outer_high"), look: signedTenths, width: 16, value: func(row placeGapRow) any { return highOf(row.Distance.Outer) }},
		{heading: c.column("why_none"), look: lines, width: 40, value: func(row placeGapRow) any { return c.whyNoGap(row) }},
	}
}

func (c content) whyNoGap(row placeGapRow) any {
	switch {
	case !row.Shown:
		return c.p.T("workbook.poll.no_figures")
	case row.Distance.Comparable():
		return nil
	}
	return c.p.T("workbook.gap."+string(row.Distance.Why), "Months", perception.MaxMonthsApart)
}

func lowOf(i *perception.Interval) any {
	if i == nil {
		return nil
	}
	return round9(i.Low)
}

func highOf(i *perception.Interval) any {
	if i == nil {
		return nil
	}
	return round9(i.High)
}

// spotRow is where one municipality stands by one wave.
type spotRow struct {
	wave survey.Wave
	spot perception.Spot
	why  perception.Reason
}

// pollQuadrants place municipalities by maturity and the potential they see.
func (c content) pollQuadrants() sheet[spotRow] {
	columns := pollColumns(c, func(row spotRow) survey.Wave { return row.wave })
	columns = append(columns, c.spotColumns()...)
	var rows []spotRow
	for _, b := range c.beliefs() {
		if b.Councils == nil {
			continue
		}
		for _, spot := range b.Councils.Spots {
			rows = append(rows, spotRow{b.Wave, spot, b.Councils.Why})
		}
	}
	return sheet[spotRow]{name: c.sheetName("poll_quadrants"), table: "SurveyQuadrants", columns: columns, rows: rows, frozen: 3}
}

func (c content) spotColumns() []column[spotRow] {
	potential := func(x func(*perception.Likely) any) func(spotRow) any {
		return func(row spotRow) any {
			if row.spot.Council.Potential == nil {
				return nil
			}
			return x(row.spot.Council.Potential)
		}
	}
	return []column[spotRow]{
		{heading: c.column("code"), look: code, width: 17, value: func(row spotRow) any { return row.spot.Council.Code }},
		{heading: c.column("name"), width: 20, value: func(row spotRow) any { return c.councilName(row.spot.Council.Code) }},
		{heading: c.column("measured"), look: tenths, width: 13, value: func(row spotRow) any {
			if row.spot.Measured == nil {
				return nil
			}
			return round9(row.spot.Measured.Points)
		}},
		{heading: c.column("potential_share"), look: figure, width: 16, value: potential(func(l *perception.Likely) any { return round9(l.Share) })},
		{heading: c.column("council_low"), look: figure, width: 16, value: potential(func(l *perception.Likely) any { return lowOf(l.Interval) })},
		{heading: c.column("council_high"), look: figure, width: 16, value: potential(func(l *perception.Likely) any { return highOf(l.Interval) })},
		{heading: c.column("quadrant"), look: lines, width: 26, value: func(row spotRow) any {
			if row.spot.Quadrant == "" {
				return nil
			}
			return c.p.T("quadrant.name." + string(row.spot.Quadrant))
		}},
		{heading: c.column("certainty"), look: lines, width: 40, value: func(row spotRow) any {
			if row.spot.Quadrant == "" {
				return nil
			}
			return c.p.T("quadrant.certainty." + string(row.spot.Certainty))
		}},
		{heading: c.column("why_none"), look: lines, width: 40, value: func(row spotRow) any { return c.whyNoQuadrant(row) }},
	}
}

func (c content) whyNoQuadrant(row spotRow) any {
	switch {
	case row.spot.Quadrant != "":
		return nil
	case row.why != perception.Comparable:
		return c.p.T("workbook.gap."+string(row.why), "Months", perception.MaxMonthsApart)
	}
	return c.p.T("workbook.absent." + string(row.spot.Absent))
}
