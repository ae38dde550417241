package workbook

import (
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
)

// byVerified reports whether the figures go by verified score.
func (c content) byVerified() bool { return c.s.Basis == benchmark.Verified }

// besideColumns are score and rank on the other basis, for a ranking.
func (c content) besideColumns() []column[benchmark.Row] {
	other := c.s.Beside()
	beside := func(row benchmark.Row) *benchmark.Unit { return other.Units[c.ordinal[row.Code]] }
	return []column[benchmark.Row]{
		{heading: c.column(string(other.Basis) + "_score"), look: tenths, width: 13, paint: byScore, value: func(row benchmark.Row) any {
			return points(beside(row).Card.Score)
		}},
		{heading: c.column(string(other.Basis) + "_rank"), look: whole, width: 13, value: func(row benchmark.Row) any {
			return positive(beside(row).Place.Rank)
		}},
	}
}

// verificationColumns say what analysts found of an answer, what its evidence
// lets it count for, and its points on the other basis.
func (c content) verificationColumns() []column[answerRow] {
	other := c.s.Beside()
	return []column[answerRow]{
		{heading: c.column("verification"), width: 18, value: func(row answerRow) any {
			if !row.counted() {
				return nil
			}
			return c.verification(row.answer())
		}},
		{heading: c.column("cap"), look: whole, width: 14, value: func(row answerRow) any {
			if !row.counted() || row.answer().State() != assessment.Reported {
				return nil
			}
			return row.answer().Cap
		}},
		{heading: c.column(string(other.Basis) + "_points"), look: tenths, width: 13, value: func(row answerRow) any {
			return points(other.Units[c.ordinal[row.unit.Code]].Card.Indicators[row.indicator].Score)
		}},
	}
}

// counted reports whether the answer is in a score.
func (r answerRow) counted() bool {
	state := r.answer().State()
	return !r.answer().Stale && (state == assessment.Reported || state == assessment.NotApplicable)
}

func (c content) verification(a benchmark.Answer) string {
	if a.Verification == assessment.Unverified {
		return c.p.T("basis.answer.state.unverified")
	}
	return c.p.T("basis.answer.state." + string(a.Verification))
}

// basisRow says which score the figures go by.
func (c content) basisRow() methodRow {
	return methodRow{
		item: c.p.T("workbook.basis.item"),
		text: c.p.T("basis.name."+string(c.s.Basis)) + ". " + c.p.T("workbook.basis.beside", "Name", c.p.T("basis.name."+string(c.s.Beside().Basis))),
	}
}
