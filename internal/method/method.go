// Package method puts a framework's declared method into plain words, and with it
// everything that is done with scores and ranks afterwards, so that the page and
// the workbook explain them alike. It chooses the wording; it computes nothing.
package method

import (
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/perception"
)

// Part is a part of the method with a subject of its own.
type Part struct {
	// Key names the part in addresses.
	Key, Title string
	Steps      []Step
}

// Step is one step from answers to results.
type Step struct {
	// Key names the step in addresses.
	Key, Title string
	// Text are paragraphs.
	Text []string
	// Formula says the same as a formula; empty when words are enough.
	Formula string
	// Table are rows of a heading and what it gives, the first row above them
	// all; empty where the words are enough.
	Table [][2]string
}

// Comparing is the key of the part on how results are compared.
const Comparing = "comparison"

// Parts explain the whole method: how answers become scores and ranks, how
// results are compared, how sure a rank is, who is alike and what would help, and
// what happens over time.
func Parts(p *locale.Printer, f *framework.Framework) []Part {
	part := func(key string, steps []Step) Part {
		return Part{Key: key, Title: p.T("method.part." + key), Steps: steps}
	}
	return []Part{
		part("calculation", Calculation(p, f)),
		part(Comparing, comparison(p)),
		part("uncertainty", uncertainty(p)),
		part("improvement", improvement(p)),
		part("time", overTime(p)),
	}
}

// Calculation explains how answers become scores and ranks, in the order in
// which it is done.
func Calculation(p *locale.Printer, f *framework.Framework) []Step {
	return []Step{
		step(p, "states", statesText(p, f.Method)...),
		step(p, "points", pointsText(p, f)...),
		step(p, "area", areaText(p, f.Method)...),
		total(p, f.Method),
		step(p, "coverage", p.T("method.step.coverage.text")),
		step(p, "bounds", p.T("method.step.bounds.text")),
		step(p, "rank", rankText(p, f.Method)...),
		verified(p),
	}
}

// verified explains the score that counts what can be shown.
func verified(p *locale.Printer) Step {
	s := step(p, "verified", p.T("method.step.verified.text"), p.T("method.step.verified.cap"),
		p.T("method.step.verified.reading"), p.T("method.step.verified.time"), p.T("method.step.verified.pages"))
	s.Table = [][2]string{{p.T("method.step.verified.answer"), p.T("method.step.verified.most")}}
	for _, line := range []struct {
		key string
		cap float64
	}{
		{"verified", assessment.CapVerified},
		{"document", assessment.CapDocument},
		{"words", assessment.CapText},
		{"bare", assessment.CapBare},
		{"questioned", assessment.CapQuestioned},
	} {
		s.Table = append(s.Table, [2]string{p.T("method.step.verified.row." + line.key), p.T("method.step.verified.points", "Points", line.cap)})
	}
	return s
}

// comparison explains how results are held against each other.
func comparison(p *locale.Printer) []Step {
	return []Step{
		step(p, "group", p.T("method.step.group.text")),
		step(p, "change", p.T("method.step.change.text")),
		step(p, "gap", p.T("method.step.gap.text"), p.T("method.step.gap.apart", "Months", perception.MaxMonthsApart)),
	}
}

// Reference names the literature the formulas come from.
func Reference(p *locale.Printer) Step {
	return step(p, "reference", p.T("method.step.reference.text"))
}

func step(p *locale.Printer, key string, text ...string) Step {
	s := Step{Key: key, Title: p.T("method.step." + key + ".title"), Text: text}
	if formula := "method.step." + key + ".formula"; p.Has(formula) {
		s.Formula = p.T(formula)
	}
	return s
}

func statesText(p *locale.Printer, m framework.Method) []string {
	counted := "method.step.states.coverage"
	if m.Missing == framework.Zero {
		counted = "method.step.states.counted"
	}
	return []string{p.T("method.step.states.text"), p.T(counted)}
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

func total(p *locale.Printer, m framework.Method) Step {
	aggregation := string(m.Aggregation)
	s := Step{
		Key:     "total",
		Title:   p.T("method.step.total.title"),
		Text:    []string{p.T("method.step.total." + aggregation)},
		Formula: p.T("method.step.total.formula." + aggregation),
	}
	if m.MinIndexWeight > 0 {
		s.Text = append(s.Text, p.T("method.step.total.weight", "Share", p.Share(m.MinIndexWeight)))
	}
	return s
}

func rankText(p *locale.Printer, m framework.Method) []string {
	text := []string{p.T("method.step.rank.text", "Coverage", p.Share(m.MinCoverage), "NotApplicable", p.Share(m.MaxNotApplicable))}
	if m.MaxAgeMonths > 0 {
		text = append(text, p.T("method.step.rank.age", "Months", m.MaxAgeMonths))
	}
	return append(text, p.T("method.step.rank.ties"))
}
