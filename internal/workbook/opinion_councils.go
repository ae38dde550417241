package workbook

import (
	"slices"
	"strings"

	"modenhed/internal/municipality"
	"modenhed/internal/opinion"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// councilRow is what one council thinks.
type councilRow struct {
	wave    survey.Wave
	reading survey.Reading
	minimum int
	council smallarea.Published
	misfit  bool
}

// pollCouncils are the figures of councils and why there are none.
func (c content) pollCouncils() sheet[councilRow] {
	columns := pollColumns(c, func(row councilRow) survey.Wave { return row.wave })
	columns = append(columns, c.councilColumns()...)
	var rows []councilRow
	for _, poll := range c.polls() {
		rows = append(rows, councilRows(poll)...)
	}
	return sheet[councilRow]{name: c.sheetName("poll_councils"), table: "SurveyCouncils", columns: columns, rows: rows, frozen: 3}
}

func councilRows(poll pollRow) []councilRow {
	var rows []councilRow
	if poll.report.Councils == nil {
		return nil
	}
	for _, reading := range []survey.Reading{survey.Harvested, survey.Potential} {
		published := poll.report.Councils.Readings[reading]
		if published == nil {
			continue
		}
		for _, own := range published.Councils {
			rows = append(rows, councilRow{
				wave: poll.wave, reading: reading, minimum: poll.report.Minimum, council: own,
				misfit: slices.Contains(poll.report.Councils.Misfits, own.Code),
			})
		}
	}
	return rows
}

func (c content) councilColumns() []column[councilRow] {
	bound := func(end func(*smallarea.Range) float64) func(councilRow) any {
		return func(row councilRow) any {
			if row.council.Interval == nil {
				return nil
			}
			return percent(end(row.council.Interval))
		}
	}
	return []column[councilRow]{
		{heading: c.column("code"), look: code, width: 17, value: func(row councilRow) any { return row.council.Code }},
		{heading: c.column("name"), width: 20, value: func(row councilRow) any { return c.councilName(row.council.Code) }},
		{heading: c.column("reading"), look: lines, width: 22, value: func(row councilRow) any { return c.p.T("workbook.reading." + string(row.reading)) }},
		{heading: c.column("council_share"), look: figure, width: 14, value: func(row councilRow) any {
			if row.council.Share == nil {
				return nil
			}
			return percent(*row.council.Share)
		}},
		{heading: c.column("council_low"), look: figure, width: 16, value: bound(func(r *smallarea.Range) float64 { return r.Low })},
		{heading: c.column("council_high"), look: figure, width: 16, value: bound(func(r *smallarea.Range) float64 { return r.High })},
		{heading: c.column("council_basis"), look: lines, width: 34, value: func(row councilRow) any {
			return c.p.T("workbook.poll.basis." + string(row.council.Basis))
		}},
		{heading: c.column("band_answered"), width: 14, value: func(row councilRow) any {
			if row.council.Answered == nil {
				return nil
			}
			return strings.Replace(row.council.Answered.String(), "-", "–", 1)
		}},
		{heading: c.column("why_none"), look: lines, width: 44, value: func(row councilRow) any { return c.councilReason(row) }},
	}
}

// councilName is the name of the municipality; a code that the directory does not
// have stands for itself.
func (c content) councilName(text string) string {
	if at, err := municipality.ParseCode(text); err == nil {
		if m, ok := c.s.Directory.Lookup(at); ok {
			return m.Name
		}
	}
	return text
}

// councilReason says why a council has no figure.
func (c content) councilReason(row councilRow) any {
	switch {
	case row.council.Basis != smallarea.NoFigure:
		return nil
	case row.misfit:
		return c.p.T("workbook.poll.reason.misfit")
	}
	return c.p.T("workbook.poll.reason."+string(row.council.Reason), "Least", row.minimum)
}

// stratumRow is one party as the weights see it.
type stratumRow struct {
	wave    survey.Wave
	minimum int
	opinion.Stratum
}

// pollParties are the parties with their weights.
func (c content) pollParties() sheet[stratumRow] {
	columns := pollColumns(c, func(row stratumRow) survey.Wave { return row.wave })
	columns = append(columns, c.stratumColumns()...)
	var rows []stratumRow
	for _, poll := range c.polls() {
		for _, stratum := range poll.report.Parties {
			rows = append(rows, stratumRow{poll.wave, poll.report.Minimum, stratum})
		}
	}
	return sheet[stratumRow]{name: c.sheetName("poll_parties"), table: "SurveyParties", columns: columns, rows: rows, frozen: 1}
}

func (c content) stratumColumns() []column[stratumRow] {
	name := func(row stratumRow, key string) string {
		return c.s.OpinionLabel(row.wave, opinion.ByParty, key).In(c.p.Code())
	}
	return []column[stratumRow]{
		{heading: c.column("party"), width: 28, value: func(row stratumRow) any { return name(row, row.Key) }},
		{heading: c.column("party_key"), width: 12, value: func(row stratumRow) any { return row.Key }},
		{heading: c.column("merged_from"), look: lines, width: 34, value: func(row stratumRow) any {
			names := make([]string, len(row.From))
			for i, key := range row.From {
				names[i] = name(row, key)
			}
			return strings.Join(names, ", ")
		}},
		{heading: c.column("seats"), look: grouped, width: 12, value: func(row stratumRow) any { return round9(row.People) }},
		{heading: c.column("respondents"), look: grouped, width: 12, value: func(row stratumRow) any {
			if row.Respondents == nil {
				return nil
			}
			return *row.Respondents
		}},
		{heading: c.column("relative_weight"), look: figure, width: 14, value: func(row stratumRow) any { return optional(row.Relative) }},
		{heading: c.column("why_none"), look: lines, width: 44, value: func(row stratumRow) any {
			if row.Respondents != nil {
				return nil
			}
			return c.p.T("workbook.poll.withheld_party", "Least", row.minimum)
		}},
	}
}
