package workbook

import (
	"math"

	"modenhed/internal/benchmark"
	"modenhed/internal/perception"
	"modenhed/internal/survey"
)

// shareRow is one option of one question of one survey wave.
type shareRow struct {
	wave     survey.Wave
	question survey.Question
	option   survey.Option
	// sum marks a row that adds up the options read as harvested.
	sum bool
	// low and high are the share in percent; they are equal when it is exact.
	low, high float64
	known     bool
	// gap is set on the row of the perceived harvest.
	gap *perception.Gap
}

// perception lists the published shares of every survey, those that ask
// whether the gains are harvested first, with the gap beside the perceived harvest.
func (c content) perception() sheet[shareRow] {
	columns := c.waveColumns()
	columns = append(columns, c.shareColumns()...)
	columns = append(columns, c.gapColumns()...)
	columns = append(columns, c.sourceColumns()...)
	return sheet[shareRow]{
		name: c.sheetName("perception"), table: "Perception",
		columns: columns, rows: c.shareRows(), frozen: 1,
	}
}

func (c content) shareRows() []shareRow {
	report := c.s.Perception()
	var rows []shareRow
	for _, wave := range report.Waves {
		rows = append(rows, gapRows(wave)...)
	}
	for _, wave := range report.Context {
		for _, question := range wave.Questions {
			rows = append(rows, optionRows(wave, question)...)
		}
	}
	return rows
}

func optionRows(wave survey.Wave, question survey.Question) []shareRow {
	rows := make([]shareRow, len(question.Options))
	for i, option := range question.Options {
		low, high, known := option.Share.Range()
		rows[i] = shareRow{wave: wave, question: question, option: option, low: low, high: high, known: known}
	}
	return rows
}

// gapRows are the rows of a wave with the gap on that of the perceived
// harvest, which has its own when several options make it up.
func gapRows(wave benchmark.WaveGap) []shareRow {
	var rows []shareRow
	for _, question := range wave.Wave.Questions {
		options := optionRows(wave.Wave, question)
		if question.Key != wave.Question.Key {
			rows = append(rows, options...)
			continue
		}
		harvested, _ := question.With(survey.Harvested)
		if len(harvested) > 1 {
			sum := shareRow{wave: wave.Wave, question: question, sum: true}
			sum.option.Reading = survey.Harvested
			sum.low, sum.high = wave.Gap.Perceived.Low, wave.Gap.Perceived.High
			sum.known = wave.Gap.Why != perception.NoShare
			sum.gap = &wave.Gap
			options = append([]shareRow{sum}, options...)
		}
		for i := range options {
			if len(harvested) == 1 && options[i].option.Reading == survey.Harvested {
				options[i].gap = &wave.Gap
			}
		}
		rows = append(rows, options...)
	}
	return rows
}

func (c content) waveColumns() []column[shareRow] {
	columns := []column[shareRow]{
		{heading: c.column("wave"), look: lines, width: 28, value: func(row shareRow) any { return row.wave.Title.In(c.p.Code()) }},
	}
	if c.invented {
		columns = append(columns, column[shareRow]{heading: c.column("data"), look: lines, width: 24, value: func(row shareRow) any { return c.realness(row) }})
	}
	return append(columns,
		column[shareRow]{heading: c.column("purpose"), look: lines, width: 14, value: func(row shareRow) any {
			return c.p.T("workbook.purpose." + string(row.wave.Purpose))
		}},
		column[shareRow]{heading: c.column("year"), look: whole, width: 10, value: func(row shareRow) any {
			first, _, ok := row.wave.Months()
			if !ok {
				return nil
			}
			return first.Year
		}},
		column[shareRow]{heading: c.column("month"), look: whole, width: 10, value: func(row shareRow) any {
			first, last, ok := row.wave.Months()
			if !ok || first != last {
				return nil
			}
			return int(first.Month)
		}},
		column[shareRow]{heading: c.column("population_asked"), look: lines, width: 22, value: func(row shareRow) any { return row.wave.Population.In(c.p.Code()) }},
		column[shareRow]{heading: c.column("respondents"), look: grouped, width: 10, value: func(row shareRow) any { return positive(row.wave.Respondents) }},
		column[shareRow]{heading: c.column("response_rate"), look: figure, width: 14, value: func(row shareRow) any { return optional(row.wave.ResponseRate) }},
	)
}

// realness says which of a row's figures are invented in a demo.
func (c content) realness(row shareRow) string {
	switch {
	case row.wave.Invented:
		return c.p.T("workbook.invented.all")
	case row.gap != nil && row.gap.HasMeasured:
		return c.p.T("workbook.invented.measured")
	}
	return c.p.T("workbook.invented.survey_real")
}

func (c content) shareColumns() []column[shareRow] {
	share := func(x func(shareRow) float64, wanted func(shareRow) bool) func(shareRow) any {
		return func(row shareRow) any {
			if !row.known || !wanted(row) {
				return nil
			}
			return round9(x(row))
		}
	}
	exact := func(row shareRow) bool { return row.low == row.high }
	every := func(shareRow) bool { return true }
	return []column[shareRow]{
		{heading: c.column("asked"), look: lines, width: 32, value: func(row shareRow) any { return row.question.Text.In(c.p.Code()) }},
		{heading: c.column("option"), look: lines, width: 32, value: func(row shareRow) any {
			if row.sum {
				return c.p.T("workbook.sum")
			}
			return row.option.Text.In(c.p.Code())
		}},
		{heading: c.column("reading"), look: lines, width: 16, value: func(row shareRow) any {
			if row.option.Reading == "" {
				return nil
			}
			return c.p.T("workbook.reading." + string(row.option.Reading))
		}},
		{heading: c.column("option_share"), look: figure, width: 10, value: share(func(row shareRow) float64 { return row.low }, exact)},
		{heading: c.column("share_low"), look: figure, width: 14, value: share(func(row shareRow) float64 { return row.low }, every)},
		{heading: c.column("share_high"), look: figure, width: 14, value: share(func(row shareRow) float64 { return row.high }, every)},
		{heading: c.column("basis"), look: lines, width: 16, value: func(row shareRow) any {
			if row.sum {
				return c.p.T("perceived.basis." + string(survey.Derived))
			}
			return c.p.T("perceived.basis." + string(row.option.Share.Basis))
		}},
		{heading: c.column("words"), look: lines, width: 16, value: func(row shareRow) any { return row.option.Share.Words.In(c.p.Code()) }},
		{heading: c.column("note"), look: lines, width: 36, value: func(row shareRow) any { return row.option.Share.Note.In(c.p.Code()) }},
	}
}

// gapColumns hold the perceived harvest against measured maturity.
func (c content) gapColumns() []column[shareRow] {
	onGap := func(value func(perception.Gap) any) func(shareRow) any {
		return func(row shareRow) any {
			if row.gap == nil {
				return nil
			}
			return value(*row.gap)
		}
	}
	points := func(x func(perception.Gap) float64) func(shareRow) any {
		return onGap(func(g perception.Gap) any {
			if !g.Comparable() {
				return nil
			}
			return round9(x(g))
		})
	}
	return []column[shareRow]{
		{heading: c.column("measured"), look: tenths, width: 13, value: onGap(func(g perception.Gap) any {
			if !g.HasMeasured {
				return nil
			}
			return round9(g.Measured)
		})},
		{heading: c.column("measured_on"), look: date, width: 13, value: onGap(func(g perception.Gap) any {
			if !g.HasMeasured {
				return nil
			}
			return day(c.s.AsOf)
		})},
		{heading: c.column("apart"), look: whole, width: 13, value: onGap(func(g perception.Gap) any {
			if g.MonthsApart == math.MaxInt32 {
				return nil
			}
			return g.MonthsApart
		})},
		{heading: c.column("gap_low"), look: signedTenths, width: 16, value: points(func(g perception.Gap) float64 { return g.Points.Low })},
		{heading: c.column("gap_high"), look: signedTenths, width: 16, value: points(func(g perception.Gap) float64 { return g.Points.High })},
		{heading: c.column("comparison"), look: lines, width: 28, value: onGap(func(g perception.Gap) any { return c.comparison(g) })},
	}
}

func (c content) comparison(g perception.Gap) string {
	if g.Comparable() {
		return c.p.T("workbook.gap.comparable", "Months", perception.MaxMonthsApart)
	}
	return c.p.T("workbook.gap."+string(g.Why), "Months", perception.MaxMonthsApart)
}

// sourceColumns are how sure the figures are and where they stand.
func (c content) sourceColumns() []column[shareRow] {
	source := func(row shareRow) survey.Source {
		if row.question.Source != nil {
			return *row.question.Source
		}
		return row.wave.Source
	}
	return []column[shareRow]{
		{heading: c.column("margin"), look: tenths, width: 19, value: func(row shareRow) any {
			margin := perception.MarginOf(row.wave)
			if !margin.OK {
				return nil
			}
			return round9(margin.Points)
		}},
		{heading: c.column("margin_basis"), look: lines, width: 22, value: func(row shareRow) any { return c.marginBasis(perception.MarginOf(row.wave)) }},
		{heading: c.column("weighting"), look: lines, width: 26, value: func(row shareRow) any { return row.wave.Weighting.In(c.p.Code()) }},
		{heading: c.column("mode"), look: lines, width: 14, value: func(row shareRow) any { return row.wave.Mode.In(c.p.Code()) }},
		{heading: c.column("source_title"), look: lines, width: 34, value: func(row shareRow) any { return source(row).Title }},
		{heading: c.column("publisher"), look: lines, width: 16, value: func(row shareRow) any { return source(row).Publisher }},
		{heading: c.column("source_year"), look: whole, width: 10, value: func(row shareRow) any { return positive(source(row).Year) }},
		{heading: c.column("link"), look: lines, width: 32, value: func(row shareRow) any { return source(row).URL }},
	}
}

func (c content) marginBasis(m perception.Margin) any {
	switch {
	case !m.OK:
		return nil
	case m.Stated:
		return c.p.T("perceived.basis." + string(survey.Stated))
	}
	return c.p.T("workbook.margin_computed")
}
