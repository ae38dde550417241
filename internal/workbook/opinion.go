package workbook

import (
	"context"
	"time"

	"modenhed/internal/opinion"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// pollRow is one wave that is estimated from answers.
type pollRow struct {
	wave   survey.Wave
	report *opinion.Report
	// erased tells that single answers are no longer kept; else they are until a time.
	erased bool
	until  time.Time
}

// polls are the waves with figures made of answers, oldest first.
func (c content) polls() []pollRow {
	var rows []pollRow
	for _, wave := range c.s.Waves {
		o, ok := c.s.Opinion(wave.Key)
		if !ok || o.Report == nil {
			continue
		}
		row := pollRow{wave: wave, report: o.Report, erased: o.Erased}
		row.until, _ = wave.KeptUntil(c.s.AsOf.Location())
		rows = append(rows, row)
	}
	return rows
}

// pollSheets add the sheets on waves that are estimated from answers; none where
// there is no such wave.
func (c content) pollSheets(ctx context.Context, b *book) []func() error {
	if len(c.polls()) == 0 {
		return nil
	}
	return []func() error{
		func() error { return addSheet(ctx, b, c.pollMethods()) },
		func() error { return addSheet(ctx, b, c.pollShares()) },
		func() error { return addSheet(ctx, b, c.pollGaps()) },
		func() error { return addSheet(ctx, b, c.pollCouncils()) },
		func() error { return addSheet(ctx, b, c.pollQuadrants()) },
		func() error { return addSheet(ctx, b, c.pollParties()) },
	}
}

// pollSheetKeys are the sheets on waves that are estimated from answers.
func (c content) pollSheetKeys() []string {
	if len(c.polls()) == 0 {
		return nil
	}
	return []string{"poll_methods", "poll_shares", "poll_gaps", "poll_councils", "poll_quadrants", "poll_parties"}
}

// pollColumns say which wave a row is of. In a demo a column says that it is invented.
func pollColumns[T any](c content, of func(T) survey.Wave) []column[T] {
	columns := []column[T]{
		{heading: c.column("wave"), look: lines, width: 28, value: func(row T) any { return of(row).Title.In(c.p.Code()) }},
	}
	if !c.invented {
		return columns
	}
	return append(columns, column[T]{heading: c.column("data"), look: lines, width: 24, value: func(row T) any {
		return c.realness(shareRow{wave: of(row)})
	}})
}

// pollMethods are how each wave was weighted and how exact it is.
func (c content) pollMethods() sheet[pollRow] {
	columns := pollColumns(c, func(row pollRow) survey.Wave { return row.wave })
	columns = append(columns, c.pollSizeColumns()...)
	columns = append(columns, c.pollWeightColumns()...)
	columns = append(columns, c.pollCouncilColumns()...)
	columns = append(columns, c.pollKeptColumns()...)
	return sheet[pollRow]{name: c.sheetName("poll_methods"), table: "SurveyMethods", columns: columns, rows: c.polls(), frozen: 1}
}

func (c content) pollSizeColumns() []column[pollRow] {
	return []column[pollRow]{
		{heading: c.column("respondents"), look: grouped, width: 12, value: func(row pollRow) any { return row.report.Respondents }},
		{heading: c.column("people"), look: grouped, width: 12, value: func(row pollRow) any { return round9(row.report.People) }},
		{heading: c.column("response_rate"), look: tenths, width: 14, value: func(row pollRow) any { return percent(row.report.ResponseRate()) }},
		{heading: c.column("minimum"), look: whole, width: 14, value: func(row pollRow) any { return row.report.Minimum }},
		{heading: c.column("groups_few"), look: whole, width: 16, value: func(row pollRow) any { return withheldIn(row.report, false) }},
		{heading: c.column("groups_others"), look: whole, width: 16, value: func(row pollRow) any { return withheldIn(row.report, true) }},
	}
}

// withheldIn counts the groups of all questions that have no figures: those with
// too few answers, or those that would give them away.
func withheldIn(r *opinion.Report, others bool) int {
	n := 0
	for _, q := range r.Questions {
		for _, b := range q.By {
			if others {
				n += b.Others
			} else {
				n += b.Few
			}
		}
	}
	return n
}

func (c content) pollWeightColumns() []column[pollRow] {
	return []column[pollRow]{
		{heading: c.column("margin_plain"), look: tenths, width: 17, value: func(row pollRow) any { return percent(row.report.Margin.Plain) }},
		{heading: c.column("margin_finite"), look: tenths, width: 17, value: func(row pollRow) any { return percent(row.report.Margin.Finite) }},
		{heading: c.column("margin_weighted"), look: tenths, width: 17, value: func(row pollRow) any { return percent(row.report.Margin.Weighted) }},
		{heading: c.column("deff"), look: figure, width: 13, value: func(row pollRow) any { return round9(row.report.Kish.Deff) }},
		{heading: c.column("effective"), look: grouped, width: 13, value: func(row pollRow) any { return round9(row.report.Kish.Effective) }},
		{heading: c.column("weighted_to"), look: lines, width: 30, value: func(row pollRow) any { return c.weightedTo(row.report) }},
		{heading: c.column("trimmed"), look: whole, width: 13, value: func(row pollRow) any { return row.report.Trimmed }},
	}
}

// weightedTo says what the weights make the respondents look like.
func (c content) weightedTo(r *opinion.Report) string {
	text := c.p.T("workbook.poll.weighted_population")
	if r.Election != 0 {
		text = c.p.T("workbook.poll.weighted_seats", "Year", count(r.Election))
	}
	for _, name := range r.Raked {
		text += "; " + c.pollColumn(name)
	}
	return text
}

// pollColumn is the name of a column that figures are shown by: a word of ours
// where there is one, else the survey's own.
func (c content) pollColumn(name string) string {
	if key := "workbook.poll.by." + name; c.p.Has(key) {
		return c.p.T(key)
	}
	return name
}

// pollCouncilColumns say what the figures of councils rest on.
func (c content) pollCouncilColumns() []column[pollRow] {
	of := func(value func(*smallarea.Publication) any) func(pollRow) any {
		return func(row pollRow) any {
			if row.report.Councils == nil || row.report.Councils.Readings[survey.Harvested] == nil {
				return nil
			}
			return value(row.report.Councils.Readings[survey.Harvested])
		}
	}
	counted := func(basis smallarea.Basis) func(pollRow) any {
		return of(func(p *smallarea.Publication) any { return p.Count(basis) })
	}
	return []column[pollRow]{
		{heading: c.column("councils_answers"), look: whole, width: 15, value: counted(smallarea.FromAnswers)},
		{heading: c.column("councils_seats"), look: whole, width: 15, value: counted(smallarea.FromSeats)},
		{heading: c.column("councils_none"), look: whole, width: 15, value: counted(smallarea.NoFigure)},
		{heading: c.column("tau"), look: figure, width: 13, prompt: c.p.T("workbook.poll.tau"), value: of(func(p *smallarea.Publication) any {
			if p.Share == nil {
				return nil
			}
			return round9(p.Tau)
		})},
		{heading: c.column("local_effect"), look: lines, width: 26, value: of(func(p *smallarea.Publication) any {
			switch {
			case p.Share == nil:
				return nil
			case p.LocalEffect:
				return c.p.T("workbook.poll.local_effect", "P", c.p.Decimal(p.NoEffectP, 2))
			}
			return c.p.T("workbook.poll.no_local_effect")
		})},
	}
}

// pollKeptColumns say what has become of single answers.
func (c content) pollKeptColumns() []column[pollRow] {
	return []column[pollRow]{
		{heading: c.column("single_answers"), look: lines, width: 24, value: func(row pollRow) any {
			if row.erased {
				return c.p.T("workbook.poll.erased")
			}
			return c.p.T("workbook.poll.kept")
		}},
		{heading: c.column("kept_until"), look: date, width: 14, value: func(row pollRow) any {
			if row.erased || row.until.IsZero() {
				return nil
			}
			return day(row.until)
		}},
	}
}
