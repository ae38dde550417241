package workbook

import (
	"strconv"

	"modenhed/internal/framework"
	"modenhed/internal/locale"
)

// questionRow is one indicator of a framework.
type questionRow struct {
	framework.Place
	index int
}

// questionSheet lists the indicators of a framework with weights, scale and
// wording. shares are the indicators' parts of the overall score, 0 to 1; they
// are left out when nil.
func questionSheet(p *locale.Printer, f *framework.Framework, shares []float64) sheet[questionRow] {
	heading := func(key string) string { return p.T("workbook.column." + key) }
	columns := []column[questionRow]{
		{heading: heading("key"), width: 28, value: func(row questionRow) any { return string(row.Indicator.Key) }},
		{heading: heading("indicator"), width: 30, look: lines, value: func(row questionRow) any {
			return titleOf(p, row.Indicator.Title, string(row.Indicator.Key))
		}},
		{heading: heading("area"), width: 24, look: lines, value: func(row questionRow) any { return titleOf(p, row.Area.Title, string(row.Area.Key)) }},
		{heading: heading("area_weight"), look: figure, width: 12, value: func(row questionRow) any { return round9(row.Area.Weight) }},
		{heading: heading("weight"), look: figure, width: 12, value: func(row questionRow) any { return round9(row.Indicator.Weight) }},
	}
	if shares != nil {
		columns = append(columns, column[questionRow]{heading: heading("full_share"), look: tenths, width: 16, value: func(row questionRow) any {
			return percent(shares[row.index])
		}})
	}
	columns = append(columns, scaleColumns(p)...)
	columns = append(columns, wordingColumns(p)...)
	var rows []questionRow
	for i, place := range f.Places() {
		rows = append(rows, questionRow{Place: place, index: i})
	}
	return sheet[questionRow]{
		name: p.T("workbook.sheet.questions"), table: "Questions",
		columns: columns, rows: rows, frozen: 2,
	}
}

// scaleColumns say what may be answered and how it becomes points.
func scaleColumns(p *locale.Printer) []column[questionRow] {
	heading := func(key string) string { return p.T("workbook.column." + key) }
	fixed := func(row questionRow, value float64) any {
		if row.Indicator.Scale.Kind == framework.MinMax {
			return nil
		}
		return round9(value)
	}
	return []column[questionRow]{
		{heading: heading("type"), width: 12, value: func(row questionRow) any { return p.T("method.type." + string(row.Indicator.Type)) }},
		{heading: heading("unit"), width: 16, look: lines, value: func(row questionRow) any { return unitOf(p, row.Indicator) }},
		{heading: heading("scale"), width: 16, look: lines, value: func(row questionRow) any {
			return p.T("workbook.scale." + string(row.Indicator.Scale.Kind))
		}},
		{heading: heading("low"), look: figure, width: 10, value: func(row questionRow) any { return fixed(row, row.Indicator.Scale.Low) }},
		{heading: heading("high"), look: figure, width: 10, value: func(row questionRow) any { return fixed(row, row.Indicator.Scale.High) }},
		{heading: heading("less_is_better"), width: 13, value: func(row questionRow) any { return yesNo(p, row.Indicator.Scale.LessIsBetter()) }},
		{heading: heading("least"), look: figure, width: 10, value: func(row questionRow) any { return optional(row.Indicator.Min) }},
		{heading: heading("most"), look: figure, width: 10, value: func(row questionRow) any { return optional(row.Indicator.Max) }},
		{heading: heading("may_not_apply"), width: 14, value: func(row questionRow) any { return yesNo(p, row.Indicator.NotApplicable) }},
	}
}

// wordingColumns are the question, its help and its levels.
func wordingColumns(p *locale.Printer) []column[questionRow] {
	columns := []column[questionRow]{
		{heading: p.T("workbook.column.question"), width: 40, look: lines, value: func(row questionRow) any { return row.Indicator.Question.In(p.Code()) }},
		{heading: p.T("workbook.column.help"), width: 60, look: lines, value: func(row questionRow) any { return row.Indicator.Help.In(p.Code()) }},
	}
	for level := range framework.MaxLevel + 1 {
		number := strconv.Itoa(level)
		columns = append(columns, column[questionRow]{
			heading: p.T("profile.value.level", "Level", number, "Name", p.T("level."+number)), width: 32, look: lines,
			value: func(row questionRow) any {
				if level >= len(row.Indicator.Levels) {
					return nil
				}
				return row.Indicator.Levels[level].In(p.Code())
			},
		})
	}
	return columns
}
