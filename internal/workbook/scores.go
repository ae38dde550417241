package workbook

import (
	"context"
	"io"
	"slices"
	"strconv"

	"modenhed/internal/batch"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// WriteScores writes the result of batch scoring in the printer's language: the
// sheets units, points, questions and method. The same result gives the same bytes.
func WriteScores(ctx context.Context, w io.Writer, r *batch.Result, p *locale.Printer, opts Options) error {
	b, err := newBook(p, scoresAbout(r, p, opts))
	if err != nil {
		return err
	}
	defer b.close()
	sheets := []func() error{
		func() error { return addSheet(ctx, b, unitSheet(p, r)) },
		func() error { return addSheet(ctx, b, pointSheet(p, r)) },
		func() error { return addSheet(ctx, b, questionSheet(p, r.Framework, nil)) },
		func() error { return addSheet(ctx, b, methodSheet(p, scoresMethod(p, r, opts))) },
	}
	for _, add := range sheets {
		if err := add(); err != nil {
			return err
		}
	}
	return b.writeTo(w)
}

func scoresAbout(r *batch.Result, p *locale.Printer, opts Options) about {
	f := r.Framework
	return about{
		title:       p.T("workbook.scores_title"),
		subject:     titleOf(p, f.Title, f.Key),
		footer:      p.T("workbook.scores_footer", "Framework", f.Key, "Version", strconv.Itoa(f.Version)),
		description: p.T("workbook.scores_description"),
		version:     opts.Version,
	}
}

// unitSheet lists the units by place, those without one last.
func unitSheet(p *locale.Printer, r *batch.Result) sheet[*batch.UnitResult] {
	card := func(u *batch.UnitResult) *scoring.Card { return &u.Card }
	columns := rankColumns(p, func(u *batch.UnitResult) ranking.Place { return u.Place })
	columns = append(columns, nameColumns(p)...)
	frozen := len(columns)
	columns = append(columns, intervalColumns(p, r)...)
	columns = append(columns, resultColumns(p, card)...)
	columns = append(columns,
		column[*batch.UnitResult]{heading: p.T("workbook.column.not_applicable"), look: tenths, width: 12, value: func(u *batch.UnitResult) any {
			return percent(u.Card.NotApplicable)
		}},
		standingColumn(p, card),
	)
	columns = append(columns, areaScoreColumns(p, r)...)
	return sheet[*batch.UnitResult]{
		name: p.T("workbook.sheet.units"), table: "Units",
		columns: columns, rows: inSequence(r), frozen: frozen,
	}
}

func inSequence(r *batch.Result) []*batch.UnitResult {
	rows := make([]*batch.UnitResult, 0, len(r.Units))
	for _, i := range r.Sequence() {
		rows = append(rows, &r.Units[i])
	}
	return rows
}

func nameColumns(p *locale.Printer) []column[*batch.UnitResult] {
	return []column[*batch.UnitResult]{
		{heading: p.T("workbook.column.unit_code"), look: code, width: 18, value: func(u *batch.UnitResult) any { return u.Key }},
		{heading: p.T("workbook.column.unit_name"), width: 24, value: func(u *batch.UnitResult) any { return u.Name }},
	}
}

// areaScoreColumns are score and coverage of every area at every depth.
func areaScoreColumns(p *locale.Printer, r *batch.Result) []column[*batch.UnitResult] {
	titles := make(map[framework.AreaKey]string)
	collectTitles(p, r.Framework.Areas, titles)
	var columns []column[*batch.UnitResult]
	for i, key := range r.Areas {
		columns = append(columns, column[*batch.UnitResult]{
			heading: titles[key], look: tenths, width: 17, paint: byScore,
			value: func(u *batch.UnitResult) any { return points(u.Card.Areas[i].Score) },
		}, column[*batch.UnitResult]{
			heading: p.T("workbook.column.area_coverage", "Area", titles[key]), look: tenths, width: 17,
			value: func(u *batch.UnitResult) any {
				if !u.Card.Areas[i].Applicable {
					return nil
				}
				return percent(u.Card.Areas[i].Coverage)
			},
		})
	}
	return columns
}

func collectTitles(p *locale.Printer, areas []framework.Area, titles map[framework.AreaKey]string) {
	for i := range areas {
		titles[areas[i].Key] = titleOf(p, areas[i].Title, string(areas[i].Key))
		collectTitles(p, areas[i].Areas, titles)
	}
}

// pointSheet lists the points of every indicator, in the order of the ranking.
func pointSheet(p *locale.Printer, r *batch.Result) sheet[*batch.UnitResult] {
	columns := nameColumns(p)
	frozen := len(columns)
	for i, place := range r.Framework.Places() {
		columns = append(columns, column[*batch.UnitResult]{
			heading: string(r.Indicators[i]), look: tenths, width: matrixWidth, upright: true, paint: byScore,
			prompt: promptOf(p, place.Indicator),
			value:  func(u *batch.UnitResult) any { return points(u.Card.Indicators[i].Score) },
		})
	}
	return sheet[*batch.UnitResult]{
		name: p.T("workbook.sheet.points"), table: "Points",
		columns: columns, rows: inSequence(r), frozen: frozen,
	}
}

func scoresMethod(p *locale.Printer, r *batch.Result, opts Options) []methodRow {
	figures, rules := newTopic(p, "figures"), newTopic(p, "thresholds")
	if opts.Version != "" {
		figures.add(methodRow{item: p.T("workbook.figures.program"), text: "modenhed " + opts.Version})
	}
	if kind := r.Normalise(); kind != "" {
		rules.add(methodRow{item: p.T("workbook.method.normalise"), text: p.T("workbook.normalise." + kind)})
	}
	return slices.Concat(
		figures.rows,
		frameworkRows(p, r.Framework),
		batchMethod(p, r),
		batchThresholds(p, r.Framework),
		rules.rows,
		drawRows(p, r.Drawn),
		bandRows(p),
		weightRows(p, r.Framework),
	)
}
