package workbook

import (
	"strings"

	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/perception"
)

// stepRows put the formulas in words: how answers become scores and ranks.
func stepRows(p *locale.Printer, f *framework.Framework) []methodRow {
	t := newTopic(p, "steps")
	t.step("points", pointsText(p, f)...)
	t.step("area", areaText(p, f.Method)...)
	t.addTotal(f.Method)
	t.step("coverage", p.T("method.step.coverage.text"))
	t.step("bounds", p.T("method.step.bounds.text"))
	t.step("rank", rankText(p, f.Method)...)
	t.step("reference", p.T("method.step.reference.text"))
	return t.rows
}

// comparisonRows put in words how results are compared.
func comparisonRows(p *locale.Printer) []methodRow {
	t := newTopic(p, "steps")
	t.step("group", p.T("method.step.group.text"))
	t.step("change", p.T("method.step.change.text"))
	t.step("gap", p.T("method.step.gap.text"), p.T("method.step.gap.apart", "Months", perception.MaxMonthsApart))
	for _, key := range []string{"scales", "range", "margin", "bias"} {
		t.add(methodRow{item: p.T("perceived.reading.title"), text: p.T("perceived.reading." + key)})
	}
	return t.rows
}

// step adds a step of the calculation, its formula last.
func (t *topic) step(key string, text ...string) {
	if formula := "method.step." + key + ".formula"; t.p.Has(formula) {
		text = append(text, t.p.T(formula))
	}
	t.add(methodRow{item: t.p.T("method.step." + key + ".title"), text: strings.Join(text, "\n")})
}

func (t *topic) addTotal(m framework.Method) {
	aggregation := string(m.Aggregation)
	text := []string{t.p.T("method.step.total." + aggregation)}
	if m.MinIndexWeight > 0 {
		text = append(text, t.p.T("method.step.total.weight", "Share", t.p.Share(m.MinIndexWeight)))
	}
	text = append(text, t.p.T("method.step.total.formula."+aggregation))
	t.add(methodRow{item: t.p.T("method.step.total.title"), text: strings.Join(text, "\n")})
}

func pointsText(p *locale.Printer, f *framework.Framework) []string {
	text := []string{p.T("method.step.points.text")}
	for _, place := range f.Places() {
		if place.Indicator.Scale.Kind == framework.MinMax {
			return append(text, p.T("method.step.points.minmax"))
		}
	}
	return text
}

func areaText(p *locale.Printer, m framework.Method) []string {
	text := []string{p.T("method.step.area.text")}
	if m.MinAreaCoverage > 0 {
		text = append(text, p.T("method.step.area.covered", "Share", p.Share(m.MinAreaCoverage)))
	}
	return text
}

func rankText(p *locale.Printer, m framework.Method) []string {
	text := []string{p.T("method.step.rank.text", "Coverage", p.Share(m.MinCoverage), "NotApplicable", p.Share(m.MaxNotApplicable))}
	if m.MaxAgeMonths > 0 {
		text = append(text, p.T("method.step.rank.age", "Months", m.MaxAgeMonths))
	}
	return append(text, p.T("method.step.rank.ties"))
}
