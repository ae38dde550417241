package workbook

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
	"modenhed/internal/movement"
	"modenhed/internal/municipality"
)

// movedRow is what became of a municipality since an earlier time.
type movedRow struct {
	*municipality.Municipality
	movement.Movement[municipality.Code]
	// compared is false when nothing is known of an earlier time.
	compared bool
}

// movements lists the municipalities in the order of the ranking, then those
// that are gone, with the parts that each change of rank and score is made of.
func (c content) movements() sheet[movedRow] {
	columns := []column[movedRow]{
		{heading: c.column("code"), look: code, width: 17, value: func(row movedRow) any { return row.Code.String() }},
		{heading: c.column("name"), width: 20, value: func(row movedRow) any { return row.Name }},
	}
	if c.invented {
		columns = append(columns, inventedColumn[movedRow](c))
	}
	frozen := len(columns)
	columns = append(columns, c.movedRankColumns()...)
	columns = append(columns, c.movedScoreColumns()...)
	columns = append(columns, c.movedStandingColumns()...)
	return sheet[movedRow]{
		name: c.p.T("workbook.sheet.movements"), table: "Movements",
		columns: columns, rows: c.movedRows(), frozen: frozen,
	}
}

func (c content) movedRows() []movedRow {
	listing := c.s.List(benchmark.Query{}).Rows
	rows := make([]movedRow, 0, len(listing))
	for _, row := range listing {
		rows = append(rows, c.movedRow(row.Unit))
	}
	if c.moves == nil {
		return rows
	}
	for _, m := range c.moves.All() {
		if _, here := c.ordinal[m.Unit]; here {
			continue
		}
		if gone, ok := c.opts.Since.Snapshot.Unit(m.Unit); ok {
			rows = append(rows, movedRow{Municipality: gone.Municipality, Movement: m, compared: true})
		}
	}
	return rows
}

func (c content) movedRow(u *benchmark.Unit) movedRow {
	if c.moves != nil {
		if m, ok := c.moves.Of(u.Code); ok {
			return movedRow{Municipality: u.Municipality, Movement: m, compared: true}
		}
	}
	after := movement.End{
		Listed: true, Standing: u.Card.Standing, Score: u.Card.Score, Rank: u.Place.Rank, Tied: u.Place.Tied,
	}
	return movedRow{Municipality: u.Municipality, Movement: movement.Movement[municipality.Code]{Unit: u.Code, After: after}}
}

func (c content) movedRankColumns() []column[movedRow] {
	before, after := c.movedPrompts()
	columns := []column[movedRow]{
		{heading: c.column("rank_before"), prompt: before, look: whole, width: 12, value: func(row movedRow) any { return positive(row.Before.Rank) }},
		{heading: c.column("rank_after"), prompt: after, look: whole, width: 12, value: func(row movedRow) any { return positive(row.After.Rank) }},
		{heading: c.column("rank_gained"), look: signedWhole, width: 13, value: ofRank(func(r movement.RankChange) int { return r.Total })},
	}
	for _, cause := range movement.Causes() {
		columns = append(columns, column[movedRow]{
			heading: c.p.T("workbook.moved.places", "Cause", c.causeName(cause)), look: signedWhole, width: 16,
			prompt: c.p.T("workbook.cause_meaning." + cause.String()),
			value:  ofRank(func(r movement.RankChange) int { return r.Parts[cause] }),
		})
	}
	return columns
}

func (c content) movedScoreColumns() []column[movedRow] {
	before, after := c.movedPrompts()
	columns := []column[movedRow]{
		{heading: c.column("score_before"), prompt: before, look: tenths, width: 12, value: func(row movedRow) any { return points(row.Before.Score) }},
		{heading: c.column("score_after"), prompt: after, look: tenths, width: 12, value: func(row movedRow) any { return points(row.After.Score) }},
		{heading: c.column("score_gained"), look: signedTenths, width: 13, value: ofScore(func(s movement.ScoreChange) float64 { return s.Total })},
	}
	for _, cause := range movement.Causes() {
		if cause == movement.Ties {
			continue
		}
		columns = append(columns, column[movedRow]{
			heading: c.p.T("workbook.moved.points", "Cause", c.causeName(cause)), look: signedTenths, width: 16,
			prompt: c.p.T("workbook.cause_meaning." + cause.String()),
			value:  ofScore(func(s movement.ScoreChange) float64 { return s.Parts[cause] }),
		})
	}
	return columns
}

// movedStandingColumns say why there is no rank at either end.
func (c content) movedStandingColumns() []column[movedRow] {
	return []column[movedRow]{
		{heading: c.column("standing_before"), width: 42, value: func(row movedRow) any {
			if !row.compared {
				return nil
			}
			return endWord(c.p, row.Before)
		}},
		{heading: c.column("standing_after"), width: 42, value: func(row movedRow) any { return endWord(c.p, row.After) }},
	}
}

func endWord(p *locale.Printer, end movement.End) string {
	if !end.Listed {
		return p.T("workbook.moved.unlisted")
	}
	return standingWord(p, end.Standing)
}

// movedPrompts say which times are compared.
func (c content) movedPrompts() (before, after string) {
	if c.moves != nil {
		before = c.p.T("workbook.moved.at", "Time", c.p.DateTime(c.opts.Since.Snapshot.AsOf))
	}
	return before, c.p.T("workbook.moved.at", "Time", c.p.DateTime(c.s.AsOf))
}

func (c content) causeName(cause movement.Cause) string {
	return c.p.T("workbook.cause." + cause.String())
}

func ofRank(figure func(movement.RankChange) int) func(movedRow) any {
	return func(row movedRow) any {
		if !row.Rank.OK {
			return nil
		}
		return figure(row.Rank)
	}
}

func ofScore(figure func(movement.ScoreChange) float64) func(movedRow) any {
	return func(row movedRow) any {
		if !row.Score.OK {
			return nil
		}
		return round9(figure(row.Score))
	}
}

// movedFigures say what the movements are counted from.
func (c content) movedFigures() methodRow {
	row := methodRow{item: c.p.T("workbook.moved.since"), text: c.p.T("workbook.moved.nothing")}
	if c.moves == nil {
		return row
	}
	row.value = cell{serial(c.opts.Since.Snapshot.AsOf), moment}
	row.text = c.p.T("workbook.moved.year")
	if r := c.opts.Since.Round; r != nil {
		row.text = c.p.T("workbook.moved.round", "Title", r.Title.In(c.p.Code()))
	}
	return row
}
