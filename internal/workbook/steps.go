package workbook

import (
	"strings"

	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/method"
)

// partRows put the whole method in words, part by part.
func partRows(p *locale.Printer, f *framework.Framework) []methodRow {
	var rows []methodRow
	for _, part := range method.Parts(p, f) {
		t := &topic{p: p, name: part.Title}
		t.steps(part.Steps...)
		if part.Key == method.Comparing {
			t.readings()
		}
		rows = append(rows, t.rows...)
	}
	return rows
}

// readings say what must be known to read the perception gap.
func (t *topic) readings() {
	for _, key := range []string{"scales", "range", "margin", "bias"} {
		t.add(methodRow{item: t.p.T("perceived.reading.title"), text: t.p.T("perceived.reading." + key)})
	}
}

// steps adds steps, each with its formula last.
func (t *topic) steps(steps ...method.Step) {
	for _, s := range steps {
		text := strings.Join(s.Text, "\n")
		for _, line := range s.Table {
			text += "\n" + line[0] + ": " + line[1]
		}
		if s.Formula != "" {
			text += "\n" + s.Formula
		}
		t.add(methodRow{item: s.Title, text: text})
	}
}

// workRows list the literature.
func workRows(p *locale.Printer) []methodRow {
	t := &topic{p: p, name: p.T("method.literature")}
	for _, w := range method.Literature(p) {
		t.add(methodRow{item: w.Use, text: w.Title, link: w.Address})
	}
	return t.rows
}
