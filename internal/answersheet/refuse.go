package answersheet

import (
	"cmp"
	"slices"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
)

// Refusals are the lines of an import that stand in its way: what has changed
// since the file was made, and, unless replace is set, what a municipality said
// itself.
func (s *Sheet) Refusals(p *locale.Printer, lines []Line, replace bool) fault.Problems {
	var problems fault.Problems
	for _, l := range lines {
		key := ""
		switch {
		case l.Outcome == Clash:
			key = "answersheet.changed"
		case l.ReplacesOwn() && !replace:
			key = "answersheet.own_answer"
		default:
			continue
		}
		said := Said(p, l.Place.Indicator, assessment.Answer{State: assessment.NotAnswered})
		if l.Latest != nil {
			said = Said(p, l.Place.Indicator, l.Latest.Answer)
		}
		problems.AddRow(l.Row.Line, s.Name(ColumnValue), key, "Answer", said)
	}
	return problems
}

// ByRow sorts problems by their row; those of one row stay in order.
func ByRow(problems fault.Problems) fault.Problems {
	slices.SortStableFunc(problems, func(a, b fault.Problem) int { return cmp.Compare(a.Row, b.Row) })
	return problems
}

// Said writes an answer as people read it.
func Said(p *locale.Printer, i *framework.Indicator, a assessment.Answer) string {
	switch {
	case a.State != assessment.Reported:
		return p.T("profile.state." + string(a.State))
	case i.Type == framework.YesNo && a.Value != 0:
		return p.T("answersheet.word.yes")
	case i.Type == framework.YesNo:
		return p.T("answersheet.word.no")
	case i.Type == framework.Percent:
		return p.PercentExact(a.Value)
	}
	return p.Exact(a.Value)
}

// Municipalities returns whom entries are about, each once, in order of code.
func Municipalities(entries []Entry) []municipality.Code {
	var codes []municipality.Code
	for _, e := range entries {
		codes = append(codes, e.Report.Municipality)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
