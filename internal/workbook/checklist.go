package workbook

import (
	"context"
	"io"
	"strings"
	"time"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
)

// Checklist is what the list is made from in which an analyst gathers the
// answers of many municipalities: a row for each question of each of them.
// Package answersheet reads it again.
type Checklist struct {
	Municipalities []ChecklistMunicipality
	Framework      *framework.Framework
	At             time.Time
	Version        string
}

// ChecklistMunicipality is one municipality with the answers that count, by question.
type ChecklistMunicipality struct {
	Code, Name string
	Answers    map[framework.IndicatorKey]assessment.Status
}

type checklistRow struct {
	municipality ChecklistMunicipality
	place        framework.Place
}

// WriteChecklist writes the list in the printer's language: every column that
// an import knows, empty for answers, with the questions and what counts now.
func WriteChecklist(ctx context.Context, w io.Writer, p *locale.Printer, c Checklist) error {
	b, err := newBook(p, about{
		title: p.T("questionnaire.list.title"), subject: c.Framework.Title.In(p.Code()), footer: p.Date(c.At), at: c.At, version: c.Version,
	})
	if err != nil {
		return err
	}
	defer b.close()
	if err := addSheet(ctx, b, checklistSheet(p, c)); err != nil {
		return err
	}
	return b.writeTo(w)
}

func checklistSheet(p *locale.Printer, c Checklist) sheet[checklistRow] {
	s := sheet[checklistRow]{name: p.T("answersheet.sheet"), table: "Statuses", frozen: 3}
	for _, m := range c.Municipalities {
		for _, place := range c.Framework.Places() {
			s.rows = append(s.rows, checklistRow{m, place})
		}
	}
	named := func(key string, width float64, value func(checklistRow) any) column[checklistRow] {
		return column[checklistRow]{heading: p.T("answersheet.column." + key), look: lines, width: width, value: value}
	}
	empty := func(checklistRow) any { return nil }
	s.columns = []column[checklistRow]{
		{heading: p.T("questionnaire.list.code"), look: code, width: 8, value: func(r checklistRow) any { return r.municipality.Code }},
		named(answersheet.ColumnMunicipality, 18, func(r checklistRow) any { return r.municipality.Name }),
		named(answersheet.ColumnIndicator, 24, func(r checklistRow) any { return string(r.place.Indicator.Key) }),
		{heading: p.T("questionnaire.column.question"), look: lines, width: 50, value: func(r checklistRow) any { return r.place.Indicator.Question.In(p.Code()) }},
		{heading: p.T("questionnaire.column.allowed"), look: lines, width: 26, value: func(r checklistRow) any { return shortAllowed(p, r.place.Indicator) }},
		{heading: p.T("questionnaire.column.last"), look: lines, width: 24, value: func(r checklistRow) any {
			status, ok := r.municipality.Answers[r.place.Indicator.Key]
			if !ok || status.Answer.State == assessment.NotAnswered {
				return nil
			}
			return lastAnswer(p, r.place.Indicator, &status)
		}},
	}
	for _, key := range []string{
		answersheet.ColumnValue, answersheet.ColumnReason, answersheet.ColumnText, answersheet.ColumnLink,
		answersheet.ColumnPublic, answersheet.ColumnComment, answersheet.ColumnSource,
	} {
		s.columns = append(s.columns, named(key, 20, empty))
	}
	return s
}

// shortAllowed says on one line what may be answered.
func shortAllowed(p *locale.Printer, i *framework.Indicator) string {
	if choices := chooseFrom(p, i); choices != nil {
		return strings.Join(choices[:len(choices)-1], ", ")
	}
	return figureRange(p, i) + " " + p.T("questionnaire.allowed.unit", "Unit", figureUnit(p, i))
}
