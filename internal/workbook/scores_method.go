package workbook

import (
	"modenhed/internal/batch"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/method"
)

// batchMethod explains how a file of people's own figures was scored. Units are
// whatever the file holds, and areas may hold areas.
func batchMethod(p *locale.Printer, r *batch.Result) []methodRow {
	f, t := r.Framework, newTopic(p, "steps")
	t.steps(
		method.Step{Title: p.T("method.step.states.title"), Text: stateText(p, f.Method)},
		method.Step{Title: p.T("method.step.points.title"), Text: pointText(p, f), Formula: p.T("method.step.points.formula")},
		meanStep(p, "area", f.Method.Aggregation, areaText(p, f)),
		meanStep(p, "total", f.Method.Aggregation, totalText(p, f.Method)),
		method.Step{Title: p.T("method.step.coverage.title"), Text: []string{p.T("method.step.coverage.text")}, Formula: p.T("method.step.coverage.formula")},
		method.Step{Title: p.T("method.step.bounds.title"), Text: []string{p.T("method.step.bounds.text")}},
		method.Step{Title: p.T("method.step.rank.title"), Text: []string{
			p.T("batch.method.rank", "Coverage", p.Share(f.Method.MinCoverage), "NotApplicable", p.Share(f.Method.MaxNotApplicable)),
			p.T("batch.method.ties"),
		}},
		method.Reference(p),
	)
	return t.rows
}

// meanStep is a step that takes a mean, with the formula of that mean.
func meanStep(p *locale.Printer, key string, a framework.Aggregation, text []string) method.Step {
	return method.Step{
		Title: p.T("method.step." + key + ".title"), Text: text,
		Formula: p.T("batch.method." + key + "_formula." + string(a)),
	}
}

func stateText(p *locale.Printer, m framework.Method) []string {
	if m.Missing == framework.Zero {
		return []string{p.T("batch.method.states"), p.T("method.step.states.counted")}
	}
	return []string{p.T("batch.method.states"), p.T("method.step.states.coverage")}
}

func pointText(p *locale.Printer, f *framework.Framework) []string {
	text := []string{p.T("method.step.points.text")}
	for _, place := range f.Places() {
		if place.Indicator.Scale.Kind == framework.MinMax {
			text = append(text, p.T("batch.method.minmax"))
			break
		}
	}
	if !f.Arithmetic() {
		text = append(text, p.T("batch.method.mapped"))
	}
	return text
}

func areaText(p *locale.Printer, f *framework.Framework) []string {
	text := []string{p.T("batch.method.area." + string(f.Method.Aggregation))}
	if ownMean(f.Areas) {
		text = append(text, p.T("batch.method.own"))
	}
	if least := f.Method.MinAreaCoverage; least > 0 && f.Method.Missing == framework.Renormalise {
		text = append(text, p.T("batch.method.covered", "Share", p.Share(least)))
	}
	return text
}

// ownMean reports whether any area at any depth declares a mean of its own.
func ownMean(areas []framework.Area) bool {
	for i := range areas {
		if areas[i].Aggregation != "" || ownMean(areas[i].Areas) {
			return true
		}
	}
	return false
}

func totalText(p *locale.Printer, m framework.Method) []string {
	text := []string{p.T("batch.method.total." + string(m.Aggregation))}
	if m.MinIndexWeight > 0 && m.Missing == framework.Renormalise {
		text = append(text, p.T("batch.method.weight", "Share", p.Share(m.MinIndexWeight)))
	}
	return text
}

// batchThresholds are the rules of the framework; the age of answers is none
// of them in a file without dates.
func batchThresholds(p *locale.Printer, f *framework.Framework) []methodRow {
	rows := thresholdRows(p, f)
	for i := range rows {
		if f.Method.MaxAgeMonths > 0 && rows[i].item == p.T("workbook.method.max_age_months.title") {
			rows[i].text = p.T("batch.method.no_dates")
		}
	}
	return rows
}
