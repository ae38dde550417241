package workbook_test

import (
	"bytes"
	"slices"
	"strconv"
	"testing"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
	"modenhed/internal/reference"
)

// hostileFramework has titles, units and keys that a spreadsheet could take for
// formulas, and titles that are alike.
const hostileFramework = `
key: hostile
version: 3
title: {da: "=1+1", en: "=1+1"}
areas:
  - key: "=a"
    title: {da: "+SUM(A1)", en: "+SUM(A1)"}
    why: {da: "@why", en: "@why"}
    indicators:
      - {key: "-x", type: number, low: 0, high: 10, unit: {da: "=u", en: "=u"}, title: {da: "@x", en: "@x"}, not_applicable: true}
      - {key: "plain", type: level, title: {da: "Overall score", en: "Overall score"}}
  - key: b
    title: {da: "Overall score", en: "Overall score"}
    indicators:
      - {key: "c", type: yesno, title: {da: "+SUM(A1)", en: "+SUM(A1)"}}
  - key: "@untitled"
    indicators:
      - {key: "d", type: percent, low: 0, high: 100}
`

func hostileSnapshot(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	return theHostile.snapshot(t, makeHostile)
}

var theHostile shared

func makeHostile(t testing.TB) *benchmark.Snapshot {
	t.Helper()
	documents := slices.DeleteFunc(seedDocuments(t), func(d reference.Document) bool {
		return d.Kind == reference.KindFramework || d.Kind == reference.KindEvidence
	})
	documents = append(documents, reference.Document{
		Kind: reference.KindFramework, Key: "hostile@3", Content: []byte(hostileFramework), Origin: reference.OriginImport,
	})
	statuses := []assessment.Status{
		status(odense, "-x", 7, now), status(odense, "plain", 3, now), status(odense, "c", 1, now), status(odense, "d", 50, now),
	}
	for i, text := range hostileTexts() {
		s := status(aarhus, "-x", float64(i), now)
		s.Revision = i + 1
		if i == len(hostileTexts())-1 {
			s.Evidence = assessment.Evidence{Text: text, Link: "https://example.test/=1", Public: true}
		}
		statuses = append(statuses, s)
	}
	first := &statuses[0]
	first.Evidence = assessment.Evidence{Text: `=HYPERLINK("http://evil.test","a")`, Link: "https://example.test/?a=1&b=<2>", Public: true}
	first.Evidence.Files = []assessment.File{{Name: "=1+1.pdf", Public: true}, {Name: "secret.pdf"}, {Name: "b.pdf", Public: true}}
	statuses[1].Evidence = assessment.Evidence{Text: "\t=1+1\r\nsecond line & <b>", Public: true}
	statuses[2].Evidence = assessment.Evidence{Text: "-cmd|' /C calc'!A0", Public: true}
	statuses[3].Evidence = assessment.Evidence{Text: "kept inside", Link: "https://example.test/secret"}
	return snapshot(t, documents, statuses...)
}

func hostileTexts() []string { return []string{"=1+1", "+SUM(A1:A9)", "-2+3", "@SUM(A1)"} }

func TestTextLikeFormulasStaysText(t *testing.T) {
	t.Parallel()
	content := written(t, hostileSnapshot(t), locale.English)
	f := open(t, content)
	answers := read(t, f, "Answers")
	odenseRow := answers.find("Municipality", "Odense")
	for row, want := range map[int]string{
		odenseRow:     `=HYPERLINK("http://evil.test","a")`,
		odenseRow + 1: "\t=1+1\r\nsecond line & <b>",
		odenseRow + 2: "-cmd|' /C calc'!A0",
	} {
		if got := answers.cell("Evidence", row); got != want {
			t.Errorf("evidence in row %d is %q, want %q", row, got, want)
		}
		checkQuoted(t, content, answers, "Evidence", row)
	}
	if got := answers.cell("Files", odenseRow); got != "=1+1.pdf\nb.pdf" {
		t.Errorf("files are %q", got)
	}
	checkQuoted(t, content, answers, "Files", odenseRow)
	checkQuoted(t, content, answers, "Area", odenseRow)
	checkQuoted(t, content, answers, "Indicator key", odenseRow)
	checkQuoted(t, content, answers, "Indicator", odenseRow)
	if got := read(t, f, "Ranking").headings; !slices.Contains(got, "+SUM(A1)") || !slices.Contains(got, "Overall score (2)") || !slices.Contains(got, "@untitled") {
		t.Errorf("headings are %q", got)
	}
}

// checkQuoted checks that the cell carries Excel's quote prefix, so that it
// stays text when somebody edits it.
func checkQuoted(t *testing.T, content []byte, g grid, heading string, row int) {
	t.Helper()
	id, err := g.file.GetCellStyle(g.sheet, g.at(heading, row))
	if err != nil {
		t.Fatal(err)
	}
	var sheet struct {
		Formats []struct {
			QuotePrefix string `xml:"quotePrefix,attr"`
		} `xml:"cellXfs>xf"`
	}
	unmarshal(t, parts(t, content)["xl/styles.xml"], &sheet)
	if quoted, _ := strconv.ParseBool(sheet.Formats[id].QuotePrefix); !quoted {
		t.Errorf("%s: row %d, %s has no quote prefix", g.sheet, row, heading)
	}
}

func TestOnlyPublicEvidenceIsWritten(t *testing.T) {
	t.Parallel()
	for part, data := range parts(t, written(t, hostileSnapshot(t), locale.English)) {
		if bytes.Contains(data, []byte("kept inside")) || bytes.Contains(data, []byte("secret")) {
			t.Errorf("%s holds internal evidence", part)
		}
	}
}
