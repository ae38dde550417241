package workbook

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// ranking lists all municipalities by place, those without one last.
func (c content) ranking() sheet[benchmark.Row] {
	unit := func(row benchmark.Row) *benchmark.Unit { return row.Unit }
	place := func(row benchmark.Row) ranking.Place { return row.Place }
	card := func(row benchmark.Row) *scoring.Card { return &row.Card }
	columns := rankColumns(c.p, place)
	columns = append(columns, placeColumns(c, unit)...)
	frozen := len(columns)
	if c.byVerified() {
		columns[0].heading = c.column("verified_rank")
	}
	if c.ownTerms() {
		columns[0].heading = c.column("own_rank")
		columns = append(columns, c.declaredColumns()...)
	}
	columns = append(columns, c.intervalColumns()...)
	columns = append(columns, groupColumns(c, unit)...)
	columns = append(columns, column[benchmark.Row]{
		heading: c.column("population"), look: grouped, width: 12,
		value: func(row benchmark.Row) any { return positive(row.Population) },
	})
	columns = append(columns, c.resultColumns(card)...)
	columns = append(columns, c.besideColumns()...)
	columns = append(columns, standingColumn(c.p, card))
	columns = append(columns, c.areaColumns()...)
	return sheet[benchmark.Row]{
		name: c.sheetName("ranking"), table: "Ranking",
		columns: columns, rows: c.s.List(benchmark.Query{}).Rows, frozen: frozen,
	}
}

func rankColumns[T any](p *locale.Printer, place func(T) ranking.Place) []column[T] {
	return []column[T]{
		{heading: p.T("workbook.column.rank"), look: whole, width: 12, value: func(row T) any { return positive(place(row).Rank) }},
		{heading: p.T("workbook.column.tied"), width: 12, value: func(row T) any {
			if place(row).Rank == 0 {
				return nil
			}
			return yesNo(p, place(row).Tied)
		}},
	}
}

// resultColumns are the overall score, how sure it is, and the change of a year
// where that is known.
func (c content) resultColumns(card func(benchmark.Row) *scoring.Card) []column[benchmark.Row] {
	columns := resultColumns(c.p, card)
	if c.byVerified() {
		columns[0].heading = c.column("verified_score")
	}
	if c.ownTerms() {
		columns[0].heading = c.column("own_score")
		return columns
	}
	return append(columns, c.changeColumns()...)
}

// resultColumns are the overall score and how sure it is.
func resultColumns[T any](p *locale.Printer, card func(T) *scoring.Card) []column[T] {
	return []column[T]{
		{heading: p.T("workbook.column.score"), look: tenths, width: 11, paint: byScore, value: func(row T) any { return points(card(row).Score) }},
		{heading: p.T("workbook.column.band"), width: 16, paint: byBand, value: func(row T) any { return bandName(p, card(row).Band) }},
		{heading: p.T("workbook.column.coverage"), look: tenths, width: 12, value: func(row T) any {
			if !card(row).Lower.OK {
				return nil
			}
			return percent(card(row).Coverage)
		}},
		{heading: p.T("workbook.column.lower"), look: tenths, width: 12, value: func(row T) any { return points(card(row).Lower) }},
		{heading: p.T("workbook.column.upper"), look: tenths, width: 12, value: func(row T) any { return points(card(row).Upper) }},
	}
}

// changeColumns compare with a year earlier.
func (c content) changeColumns() []column[benchmark.Row] {
	return []column[benchmark.Row]{
		{heading: c.column("change"), look: signedTenths, width: 15, value: func(row benchmark.Row) any { return points(row.Change.Score) }},
		{heading: c.column("moved"), look: signedWhole, width: 15, value: func(row benchmark.Row) any {
			if !row.Change.Score.OK {
				return nil
			}
			return row.Change.Rank
		}},
	}
}

// standingColumn says that a unit is ranked, or why not.
func standingColumn[T any](p *locale.Printer, card func(T) *scoring.Card) column[T] {
	return column[T]{heading: p.T("workbook.column.standing"), width: 42, value: func(row T) any {
		return standingWord(p, card(row).Standing)
	}}
}

// standingWord says that a unit is ranked, or why not.
func standingWord(p *locale.Printer, standing scoring.Standing) string {
	if standing == scoring.Ranked {
		return p.T("workbook.ranked")
	}
	return p.T("standing." + standing.String())
}

// areaColumns are the scores of the top areas.
func (c content) areaColumns() []column[benchmark.Row] {
	var columns []column[benchmark.Row]
	for i := range c.s.Framework.Areas {
		area := &c.s.Framework.Areas[i]
		index, _ := c.s.AreaIndex(area.Key)
		columns = append(columns, column[benchmark.Row]{
			heading: titleOf(c.p, area.Title, string(area.Key)), look: tenths, width: 17, paint: byScore,
			value: func(row benchmark.Row) any { return points(row.Card.Areas[index].Score) },
		})
	}
	return columns
}
