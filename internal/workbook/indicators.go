package workbook

import (
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
)

// The marks of batch scoring's values file for answers without a value.
const (
	markDontKnow      = "?"
	markNotApplicable = "n/a"
)

// matrixWidth is the width of the columns of figures under upright headings.
const matrixWidth = 9

// indicators lists the raw values that count, one column per indicator, marked
// as in the values file of batch scoring.
func (c content) indicators() sheet[*benchmark.Unit] {
	columns := placeColumns(c, func(u *benchmark.Unit) *benchmark.Unit { return u })
	frozen := len(columns)
	for i, place := range c.s.Places {
		columns = append(columns, column[*benchmark.Unit]{
			heading: string(place.Indicator.Key), look: figure, width: matrixWidth, upright: true,
			prompt: promptOf(c.p, place.Indicator),
			value:  func(u *benchmark.Unit) any { return rawValue(u.Answers[i]) },
		})
	}
	return sheet[*benchmark.Unit]{
		name: c.p.T("workbook.sheet.indicators"), table: "Indicators",
		columns: columns, rows: c.s.Units, frozen: frozen,
	}
}

// rawValue is what an answer counts as; one that is too old is not answered.
func rawValue(a benchmark.Answer) any {
	if a.Stale {
		return nil
	}
	switch a.State() {
	case assessment.Reported:
		return a.Status.Answer.Value
	case assessment.DontKnow:
		return markDontKnow
	case assessment.NotApplicable:
		return markNotApplicable
	}
	return nil
}

// promptOf explains an indicator beside its key.
func promptOf(p *locale.Printer, indicator *framework.Indicator) string {
	title := titleOf(p, indicator.Title, string(indicator.Key))
	if unit := unitOf(p, indicator); unit != "" {
		title += " (" + unit + ")"
	}
	return title + ". " + scaleText(p, indicator.Scale)
}

// scaleText says how a value becomes points.
func scaleText(p *locale.Printer, scale framework.Scale) string {
	switch {
	case scale.Kind == framework.Goalposts:
		return p.T("workbook.prompt.scale", "Low", p.Exact(scale.Low), "High", p.Exact(scale.High))
	case scale.LessIsBetter():
		return p.T("workbook.prompt.less")
	}
	return p.T("workbook.prompt.spread")
}

// unitOf is what the value of an indicator counts.
func unitOf(p *locale.Printer, indicator *framework.Indicator) string {
	switch indicator.Type {
	case framework.Level, framework.YesNo, framework.Percent, framework.Days:
		return p.T("workbook.unit." + string(indicator.Type))
	}
	return indicator.Unit.In(p.Code())
}

// titleOf is a title of the framework, or the key where there is none.
func titleOf(p *locale.Printer, title framework.Text, key string) string {
	if text := strings.TrimSpace(title.In(p.Code())); text != "" {
		return text
	}
	return key
}
