package workbook

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
)

// ownTerms reports whether the snapshot is on a reader's own terms.
func (c content) ownTerms() bool { return c.s.Declared != nil }

// declaredColumns are rank and score by the declared method, for a ranking on
// own terms.
func (c content) declaredColumns() []column[benchmark.Row] {
	declared := func(row benchmark.Row) *benchmark.Unit { return c.s.Declared.Units[c.ordinal[row.Code]] }
	return []column[benchmark.Row]{
		{heading: c.column("declared_rank"), look: whole, width: 12, value: func(row benchmark.Row) any { return positive(declared(row).Place.Rank) }},
		{heading: c.column("declared_gain"), look: signedWhole, width: 15, value: func(row benchmark.Row) any {
			before, now := declared(row).Place.Rank, row.Place.Rank
			if before == 0 || now == 0 {
				return nil
			}
			return before - now
		}},
		{heading: c.column("declared_score"), look: tenths, width: 13, value: func(row benchmark.Row) any { return points(declared(row).Card.Score) }},
	}
}

// ownRows say by which settings the figures were computed instead of the
// declared ones; there are none by the declared method.
func (c content) ownRows() []methodRow {
	if !c.ownTerms() {
		return nil
	}
	t := newTopic(c.p, "own")
	t.add(methodRow{item: c.p.T("workbook.own.notice"), text: c.p.T("workbook.own.text")})
	own, declared := c.s.Framework, c.s.Declared.Framework
	for i := range own.Areas {
		area, was := &own.Areas[i], &declared.Areas[i]
		if area.Weight != was.Weight {
			title := titleOf(c.p, area.Title, string(area.Key))
			t.add(methodRow{
				item: c.p.T("workbook.own.weight", "Area", title), value: round9(area.Weight),
				text: c.declaredAs(c.p.Exact(was.Weight)),
			})
		}
	}
	t.rows = append(t.rows, c.ownRules(own.Method, declared.Method)...)
	if len(t.rows) == 1 {
		t.add(methodRow{item: c.p.T("workbook.own.none")})
	}
	return t.rows
}

// ownRules are the rules that are not as declared.
func (c content) ownRules(own, declared framework.Method) []methodRow {
	t := newTopic(c.p, "own")
	mean := func(a framework.Aggregation) string { return c.p.T("workbook.aggregation." + string(a)) }
	if own.Aggregation != declared.Aggregation {
		t.add(methodRow{
			item: c.p.T("workbook.method.aggregation"),
			text: mean(own.Aggregation) + " " + c.declaredAs(mean(declared.Aggregation)),
		})
	}
	if own.MinCoverage != declared.MinCoverage {
		t.add(methodRow{
			item: c.p.T("workbook.method.min_coverage.title"), value: percent(own.MinCoverage), unit: "%",
			text: c.declaredAs(c.p.Coverage(declared.MinCoverage)),
		})
	}
	return t.rows
}

func (c content) declaredAs(value string) string {
	return c.p.T("workbook.own.declared", "Value", value)
}
