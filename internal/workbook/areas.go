package workbook

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// areaRow is a municipality's result in a top area.
type areaRow struct {
	unit  *benchmark.Unit
	place ranking.Place
	area  *framework.Area
	title string
	score scoring.AreaScore
	// share is the area's weight in the unit's overall score, 0 to 1.
	share float64
	// country and group are mean scores.
	country, group scoring.Points
}

// areas lists all municipalities by place, area by area.
func (c content) areas() sheet[areaRow] {
	unit := func(row areaRow) *benchmark.Unit { return row.unit }
	columns := rankColumns(c.p, func(row areaRow) ranking.Place { return row.place })
	columns = append(columns, placeColumns(c, unit)...)
	frozen := len(columns)
	columns = append(columns, column[areaRow]{heading: c.column("area"), width: 44, value: func(row areaRow) any { return row.title }})
	columns = append(columns, groupColumns(c, unit)...)
	columns = append(columns, c.areaResultColumns()...)
	return sheet[areaRow]{
		name: c.sheetName("areas"), table: "Areas",
		columns: columns, rows: c.areaRows(), frozen: frozen,
	}
}

func (c content) areaResultColumns() []column[areaRow] {
	return []column[areaRow]{
		{heading: c.column("area_score"), look: tenths, width: 12, paint: byScore, value: func(row areaRow) any { return points(row.score.Score) }},
		{heading: c.column("band"), width: 16, paint: byBand, value: func(row areaRow) any {
			if !row.score.Score.OK {
				return nil
			}
			return bandName(c.p, scoring.BandOf(row.score.Score.Value))
		}},
		{heading: c.column("coverage"), look: tenths, width: 12, value: func(row areaRow) any {
			if !row.score.Applicable {
				return nil
			}
			return percent(row.score.Coverage)
		}},
		{heading: c.column("reported"), look: whole, width: 13, value: func(row areaRow) any { return row.score.Reported }},
		{heading: c.column("applicable"), look: whole, width: 13, value: func(row areaRow) any { return row.score.Of }},
		{heading: c.column("share"), look: tenths, width: 16, value: func(row areaRow) any {
			if !row.unit.Card.Score.OK {
				return nil
			}
			return percent(row.share)
		}},
		{heading: c.column("group_mean"), look: tenths, width: 14, value: func(row areaRow) any { return points(row.group) }},
		{heading: c.column("country_mean"), look: tenths, width: 14, value: func(row areaRow) any { return points(row.country) }},
	}
}

func (c content) areaRows() []areaRow {
	country := c.s.Overview().Country
	groups := c.groupSummaries()
	var rows []areaRow
	for i := range c.s.Framework.Areas {
		area := &c.s.Framework.Areas[i]
		index, _ := c.s.AreaIndex(area.Key)
		title := titleOf(c.p, area.Title, string(area.Key))
		for _, row := range c.s.List(benchmark.Query{Area: area.Key}).Rows {
			out := areaRow{
				unit: row.Unit, place: row.Place, area: area, title: title,
				score: row.Card.Areas[index], share: c.shareOf(row.Unit, area), country: country.Areas[index],
			}
			if group, ok := groups[row.Groups[benchmark.PeerScheme]]; ok {
				out.group = group.Areas[index]
			}
			rows = append(rows, out)
		}
	}
	return rows
}

// groupSummaries describe the groups of municipalities that are compared.
func (c content) groupSummaries() map[string]benchmark.Summary {
	scheme, _ := c.s.Directory.Scheme(benchmark.PeerScheme)
	groups := make(map[string]benchmark.Summary, len(scheme.Groups))
	for _, group := range scheme.Groups {
		groups[group.Key] = c.s.Summarise(func(u *benchmark.Unit) bool { return u.Groups[benchmark.PeerScheme] == group.Key })
	}
	return groups
}

func (c content) shareOf(unit *benchmark.Unit, area *framework.Area) float64 {
	share := 0.0
	for i, place := range c.s.Places {
		if place.Top == area {
			share += unit.Card.Indicators[i].Share
		}
	}
	return share
}
