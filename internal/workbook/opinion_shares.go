package workbook

import (
	"modenhed/internal/opinion"
	"modenhed/internal/survey"
)

// estimateRow is one estimate of one group: an option, options that are read
// alike, or the mean of a scale; without any of them a group that is withheld.
type estimateRow struct {
	wave     survey.Wave
	minimum  int
	question survey.Question
	column   string
	group    opinion.Group
	option   survey.Option
	// reading is set on the sum of several options.
	reading survey.Reading
	share   *opinion.Share
	mean    *opinion.Mean
}

// pollShares are all estimates that may be shown, and which groups have none.
func (c content) pollShares() sheet[estimateRow] {
	columns := pollColumns(c, func(row estimateRow) survey.Wave { return row.wave })
	columns = append(columns, c.estimateOfColumns()...)
	columns = append(columns, c.estimateColumns()...)
	var rows []estimateRow
	for _, poll := range c.polls() {
		rows = append(rows, estimateRows(poll)...)
	}
	return sheet[estimateRow]{name: c.sheetName("poll_shares"), table: "SurveyShares", columns: columns, rows: rows, frozen: 1}
}

func estimateRows(poll pollRow) []estimateRow {
	var rows []estimateRow
	for _, q := range poll.wave.Questions {
		figures, ok := poll.report.Question(q.Key)
		if !ok {
			continue
		}
		all := estimateRow{wave: poll.wave, minimum: poll.report.Minimum, question: q}
		rows = append(rows, all.of(figures.Total)...)
		for _, b := range figures.By {
			part := all
			part.column = b.Column
			for _, g := range b.Groups {
				rows = append(rows, part.of(g)...)
			}
		}
	}
	return rows
}

// of makes the rows of one group.
func (row estimateRow) of(g opinion.Group) []estimateRow {
	row.group = g
	if !g.Shown {
		return []estimateRow{row}
	}
	var rows []estimateRow
	for i := range g.Options {
		own := row
		own.share = &g.Options[i]
		for _, option := range row.question.Options {
			if option.Key == own.share.Key {
				own.option = option
			}
		}
		rows = append(rows, own)
	}
	for _, reading := range []survey.Reading{survey.Harvested, survey.Potential, survey.DontKnow} {
		share, ok := g.Readings[reading]
		if options, _ := row.question.With(reading); ok && len(options) > 1 {
			sum := row
			sum.reading, sum.share = reading, &share
			rows = append(rows, sum)
		}
	}
	if g.Mean != nil {
		mean := row
		mean.mean = g.Mean
		rows = append(rows, mean)
	}
	return rows
}

// estimateOfColumns say what is estimated.
func (c content) estimateOfColumns() []column[estimateRow] {
	return []column[estimateRow]{
		{heading: c.column("asked"), look: lines, width: 32, value: func(row estimateRow) any { return row.question.Text.In(c.p.Code()) }},
		{heading: c.column("by"), look: lines, width: 18, value: func(row estimateRow) any {
			if row.column == "" {
				return c.p.T("workbook.poll.by_all")
			}
			return c.pollColumn(row.column)
		}},
		{heading: c.column("by_group"), look: lines, width: 26, value: func(row estimateRow) any {
			if row.column == "" {
				return nil
			}
			return c.s.OpinionLabel(row.wave, row.column, row.group.Key).In(c.p.Code())
		}},
		{heading: c.column("option"), look: lines, width: 32, value: func(row estimateRow) any {
			switch {
			case row.mean != nil:
				return c.p.T("workbook.poll.mean")
			case row.reading != "":
				return c.p.T("workbook.sum")
			}
			return row.option.Text.In(c.p.Code())
		}},
		{heading: c.column("reading"), look: lines, width: 18, value: func(row estimateRow) any {
			reading := row.reading
			if reading == "" {
				reading = row.option.Reading
			}
			if reading == "" {
				return nil
			}
			return c.p.T("workbook.reading." + string(reading))
		}},
	}
}

// estimateColumns are the figures, in percent but for the mean of a scale.
func (c content) estimateColumns() []column[estimateRow] {
	figureOf := func(ofShare func(*opinion.Share) *float64, ofMean func(*opinion.Mean) *float64) func(estimateRow) any {
		return func(row estimateRow) any {
			switch {
			case row.mean != nil:
				return optional(ofMean(row.mean))
			case row.share != nil:
				if x := ofShare(row.share); x != nil {
					return percent(*x)
				}
			}
			return nil
		}
	}
	none := func(*opinion.Mean) *float64 { return nil }
	return []column[estimateRow]{
		{heading: c.column("answered"), look: grouped, width: 10, value: func(row estimateRow) any {
			if row.mean != nil {
				return row.mean.Answered
			}
			return positive(row.group.Answered)
		}},
		{heading: c.column("option_share"), look: figure, width: 10, value: figureOf(func(s *opinion.Share) *float64 { return &s.Value }, none)},
		{heading: c.column("scale_mean"), look: figure, width: 14, value: func(row estimateRow) any {
			if row.mean == nil {
				return nil
			}
			return round9(row.mean.Value)
		}},
		{heading: c.column("se"), look: figure, width: 14, value: figureOf(
			func(s *opinion.Share) *float64 { return s.SE }, func(m *opinion.Mean) *float64 { return m.SE })},
		{heading: c.column("interval_low"), look: figure, width: 14, value: figureOf(
			func(s *opinion.Share) *float64 { return s.Low }, func(m *opinion.Mean) *float64 { return m.Low })},
		{heading: c.column("interval_high"), look: figure, width: 14, value: figureOf(
			func(s *opinion.Share) *float64 { return s.High }, func(m *opinion.Mean) *float64 { return m.High })},
		{heading: c.column("share_deff"), look: figure, width: 13, value: func(row estimateRow) any {
			if row.share == nil {
				return nil
			}
			return optional(row.share.Deff)
		}},
		{heading: c.column("why_none"), look: lines, width: 40, value: func(row estimateRow) any {
			if row.group.Shown {
				return nil
			}
			return c.p.T("workbook.poll.withheld", "Least", row.minimum)
		}},
	}
}
