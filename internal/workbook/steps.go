package workbook

import (
	"strings"

	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/method"
)

// stepRows put the formulas in words: how answers become scores and ranks.
func stepRows(p *locale.Printer, f *framework.Framework) []methodRow {
	t := newTopic(p, "steps")
	t.steps(method.Calculation(p, f)...)
	t.steps(method.Reference(p))
	return t.rows
}

// comparisonRows put in words how results are compared.
func comparisonRows(p *locale.Printer) []methodRow {
	t := newTopic(p, "steps")
	t.steps(method.Comparison(p)...)
	for _, key := range []string{"scales", "range", "margin", "bias"} {
		t.add(methodRow{item: p.T("perceived.reading.title"), text: p.T("perceived.reading." + key)})
	}
	return t.rows
}

// steps adds steps of the calculation, each with its formula last.
func (t *topic) steps(steps ...method.Step) {
	for _, s := range steps {
		text := strings.Join(s.Text, "\n")
		if s.Formula != "" {
			text += "\n" + s.Formula
		}
		t.add(methodRow{item: s.Title, text: text})
	}
}
