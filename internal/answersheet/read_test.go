package answersheet_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
)

// kinds is a small framework with every type.
func kinds(t testing.TB) *framework.Framework {
	t.Helper()
	f, err := framework.Parse("kinds.yaml", []byte(`key: kinds
version: 2
areas:
  - key: a
    indicators:
      - {key: level, type: level}
      - {key: share, type: percent, low: 0, high: 100}
      - {key: count, type: number, low: 0, high: 10, min: 0, max: 5000}
      - {key: days, type: days, low: 10, high: 0, not_applicable: false}
      - {key: said, type: yesno}
`))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// cell is a cell of a hand-made sheet: a number, a text, or XML as it is.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return "<c/>"
	case int, float64:
		return fmt.Sprintf("<c><v>%v</v></c>", v)
	}
	text := fmt.Sprint(v)
	if strings.HasPrefix(text, "<c") {
		return text
	}
	return `<c t="inlineStr"><is><t>` + text + `</t></is></c>`
}

func row(cells ...any) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(cell(c))
	}
	return "<row>" + b.String() + "</row>"
}

// sheets is a workbook as Google Sheets saves one: rich texts, styles by
// number, a second sheet before ours, and a thousand rows without anything.
func sheets(t testing.TB, rows ...string) []byte {
	t.Helper()
	return packed(t, map[string]string{
		"[Content_Types].xml":        `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"xl/workbook.xml":            `<workbook xmlns:r="urn:r"><sheets><sheet name="Noter" sheetId="2" r:id="n"/><sheet name="Svar" sheetId="1" r:id="x"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="x" Target="worksheets/sheet1.xml"/><Relationship Id="n" Target="worksheets/sheet2.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml":   "<worksheet><sheetData>" + strings.Join(rows, "") + strings.Repeat("<row/>", 1000) + "</sheetData></worksheet>",
		"xl/worksheets/sheet2.xml":   "<worksheet><sheetData>" + row("hej") + "</sheetData></worksheet>",
	})
}

var headings = row("Spørgsmål", "Nøgle", "Svar", "Begrundelse", "Dokumentation", "Link til dokumentation", "Dokumentation offentlig", "Intern kommentar", "Version", "Vores egen kolonne")

func mark(f *framework.Framework) string { return row("Arkets kendetegn", owner(f).Marker()) }

func TestAnswersAreUnderstoodAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	f := kinds(t)
	g := guide(t, f, locale.Danish)
	reported := func(v float64) assessment.Answer { return assessment.Answer{State: assessment.Reported, Value: v} }
	state := func(s assessment.State) assessment.Answer { return assessment.Answer{State: s} }
	for _, c := range []struct {
		indicator string
		typed     any
		want      assessment.Answer
	}{
		{"level", 3, reported(3)},
		{"level", "3", reported(3)},
		{"level", "3 – I brug", reported(3)},
		{"level", "Niveau 0", reported(0)},
		{"level", " Ved  ikke ", state(assessment.DontKnow)},
		{"level", "?", state(assessment.DontKnow)},
		{"level", "Don’t know", state(assessment.DontKnow)},
		{"level", "don't know", state(assessment.DontKnow)},
		{"level", "TRÆK TILBAGE", state(assessment.NotAnswered)},
		{"level", "withdraw", state(assessment.NotAnswered)},
		{"share", 45.5, reported(45.5)},
		{"share", `<c s="1"><v>0.45500000000000002</v></c>`, reported(45.5)},
		{"share", "45,5 %", reported(45.5)},
		{"share", "45%", reported(45)},
		{"count", 1.234, reported(1.234)},
		{"count", 1234, reported(1234)},
		{"count", "12,5", reported(12.5)},
		{"days", 7, reported(7)},
		{"said", "Ja", reported(1)},
		{"said", "no", reported(0)},
		{"said", `<c t="b"><v>1</v></c>`, reported(1)},
	} {
		data := sheets(t, mark(f), headings, row("", c.indicator, c.typed, "", "", "", "", "", 0))
		read, err := answersheet.ReadWorkbook(data, g.Words, owner(f))
		if err != nil {
			t.Fatal(err)
		}
		entries, problems := g.Read(read)
		if len(problems) > 0 || len(entries) != 1 || entries[0].Report.Answer != c.want {
			t.Errorf("%s: %v is read as %+v, %v, want %+v", c.indicator, c.typed, entries, problemKeys(problems), c.want)
		}
	}
}

func TestFaultsNameTheirCells(t *testing.T) {
	t.Parallel()
	f := kinds(t)
	lines, problems := compared(t, f, sheets(t, mark(f), headings,
		row("", "level", "meget", "", "", "", "måske", "", 0),
		row("", "share", 145, "", "", "intranettet", "", "", 0),
		row("", "count", "1.234", "", "", "", "", "", 0),
		row("", "days", "ikke relevant", "", "", "", "", "", "x"),
		row("", "said", nil, "", "tekst", "", "", "", 0),
		row("", "ukendt", 1, "", "", "", "", "", 0),
		row("", "", 1),
		row("", "count", `<c s="2"><v>46349</v></c>`, "", "", "", "", "", 7),
	), nil)
	want := []string{
		"3 G (Dokumentation offentlig) answersheet.public_unknown", "3 C (Svar) answersheet.answer_unknown",
		"5 C (Svar) assessment.value_thousands",
		"6 I (Version) answersheet.revision_unknown",
		"8 B (Nøgle) assessment.indicator_unknown",
		"9 I (Version) answersheet.revision_unknown", "9 B (Nøgle) answersheet.indicator_missing",
		"10 C (Svar) answersheet.answer_unknown",
		"4 C (Svar) assessment.percent_range", "4 F (Link til dokumentation) assessment.link_invalid",
		"7 C (Svar) answersheet.text_without_answer",
	}
	if diff := cmp.Diff(want, problemKeys(problems)); diff != "" || len(lines) != 0 {
		t.Errorf("%d lines (-want +got):\n%s", len(lines), diff)
	}
}

func TestAnotherWorkbookIsRefused(t *testing.T) {
	t.Parallel()
	f := kinds(t)
	words := answersheet.NewWords(printer(t, locale.Danish))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"another municipality": {sheets(t, row("", "modenhed-answers 1 751 kinds 2"), headings), "0  answersheet.other_municipality"},
		"another version":      {sheets(t, row("", "modenhed-answers 1 461 kinds 1"), headings), "0  answersheet.other_framework"},
		"another framework":    {sheets(t, row("", "modenhed-answers 1 461 egen 2"), headings), "0  answersheet.other_framework"},
		"another layout":       {sheets(t, row("", "modenhed-answers 9 461 kinds 2"), headings), "0  answersheet.other_layout"},
		"nobody's":             {sheets(t, headings, row("", "level", 3)), "0  answersheet.not_ours"},
		"without headings":     {sheets(t, mark(f), row("", "level", 3)), "0  answersheet.no_headings"},
		"without rows":         {sheets(t, mark(f), headings), "0  answersheet.no_rows"},
		"a column renamed":     {sheets(t, mark(f), strings.Replace(headings, "Version", "Udgave", 1), row("", "level", 3)), "2  answersheet.column_missing"},
		"a column twice":       {sheets(t, mark(f), strings.Replace(headings, "Vores egen kolonne", "SVAR", 1), row("", "level", 3)), "2 J (SVAR) table.repeated_column"},
		"CSV":                  {[]byte("a;b\n"), "0  answersheet.no_workbook"},
		"with a password":      {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "0  sheet.locked"},
		"an archive":           {packed(t, map[string]string{"a": "b"}), "0  sheet.not_workbook"},
		"a bomb":               {sheets(t, mark(f), headings, strings.Repeat(" ", 13<<20)), "0  sheet.too_large"},
		"a million rows":       {sheets(t, mark(f), headings, strings.Repeat("<row><c><v>1</v></c></row>", 400_000)), "0  table.too_many_rows"},
	} {
		if _, err := answersheet.ReadWorkbook(c.data, words, owner(f)); err == nil || strings.Join(keys(err), "|") != c.want {
			t.Errorf("%s: %v, want %s", name, keys(err), c.want)
		}
	}
}

// Three versions of a question: as the file was made, as it is now, and as the
// file says.
func TestWhatComesOfARow(t *testing.T) {
	t.Parallel()
	f := kinds(t)
	status := func(revision int, value float64) assessment.Status {
		return assessment.Status{
			Municipality: odense, Indicator: "level", Revision: revision, Source: assessment.Self,
			Answer: assessment.Answer{State: assessment.Reported, Value: value},
		}
	}
	history := []assessment.Status{status(1, 1), status(2, 2)}
	for name, c := range map[string]struct {
		value, seen any
		want        answersheet.Outcome
	}{
		"untouched":                             {2, 2, answersheet.Unchanged},
		"changed":                               {3, 2, answersheet.Changes},
		"emptied":                               {nil, 2, answersheet.Left},
		"untouched while another answered":      {1, 1, answersheet.Left},
		"changed to what another answered":      {2, 1, answersheet.Unchanged},
		"changed while another answered":        {3, 1, answersheet.Clash},
		"answered first while another answered": {3, 0, answersheet.Clash},
		"withdrawn":                             {"træk tilbage", 2, answersheet.Changes},
	} {
		lines, problems := compared(t, f, sheets(t, mark(f), headings, row("", "level", c.value, "", "", "", "", "", c.seen)), history)
		if len(problems) > 0 || len(lines) != 1 || lines[0].Outcome != c.want {
			t.Errorf("%s: %+v, %v, want outcome %d", name, lines, problemKeys(problems), c.want)
		}
	}
	_, problems := compared(t, f, sheets(t, mark(f), headings, row("", "level", 3, "", "", "", "", "", 3)), history)
	if got := problemKeys(problems); len(got) != 1 || !strings.HasSuffix(got[0], "revision_not_there") {
		t.Errorf("a version from nowhere: %v", got)
	}
}

// Files stay with an answer that a workbook changes: it cannot hold them.
func TestFilesStayWithTheirAnswer(t *testing.T) {
	t.Parallel()
	f := kinds(t)
	file := assessment.File{Hash: strings.Repeat("a", 64), Name: "plan.pdf", Type: "application/pdf", Size: 3}
	history := []assessment.Status{{
		Municipality: odense, Indicator: "level", Revision: 1, Source: assessment.Self,
		Answer: assessment.Answer{State: assessment.Reported, Value: 4}, Evidence: assessment.Evidence{Files: []assessment.File{file}},
	}}
	lines, problems := compared(t, f, sheets(t, mark(f), headings, row("", "level", 5, "", "", "", "", "", 1)), history)
	if len(problems) > 0 || len(lines) != 1 || !cmp.Equal(lines[0].Report.Evidence.Files, history[0].Evidence.Files) {
		t.Errorf("%+v, %v, want the file kept, and as evidence for level 5", lines, problemKeys(problems))
	}
}

func TestAListTakesSourcesAndNames(t *testing.T) {
	t.Parallel()
	words := answersheet.NewWords(printer(t, locale.English))
	for name, c := range map[string]struct{ csv, want string }{
		"empty":       {"", "0  table.empty"},
		"no headings": {"a;b\n1;2\n", "1  answersheet.column_missing|1  answersheet.column_missing|1  answersheet.column_missing"},
		"no rows":     {"municipality;indicator;value\n", "0  answersheet.no_rows"},
	} {
		_, err := answersheet.ReadList([]byte(c.csv), words, answersheet.UploadLimits())
		if err == nil || strings.Join(keys(err), "|") != c.want {
			t.Errorf("%s: %v, want %s", name, keys(err), c.want)
		}
	}
}

// FuzzWorkbook holds that whatever stands in the rows gives answers that can be
// recorded, or faults that name a row.
func FuzzWorkbook(f *testing.F) {
	f.Add(row("", "level", 3, "", "", "", "", "", 0))
	f.Add(row("", "share", `<c s="1"><v>0.45</v></c>`, "fordi", "=1+1", "https://x.test", "ja", "k", 1))
	f.Add(row("", "count", "1e400", "", "", "", "", "", -1) + row("", "count", 5))
	kinds := kinds(f)
	g := guide(f, kinds, locale.Danish)
	f.Fuzz(func(t *testing.T, rows string) {
		read, err := answersheet.ReadWorkbook(sheets(t, mark(kinds), headings, rows), g.Words, owner(kinds))
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		entries, problems := g.Read(read)
		lines, more := read.Compare(entries, answersheet.NewHistories(nil))
		for _, p := range append(problems, more...) {
			if p.Row < 1 || p.Message.Key == "" {
				t.Fatalf("a fault without row: %+v", p)
			}
		}
		for _, l := range lines {
			if l.Outcome != answersheet.Changes {
				continue
			}
			if faults := assessment.Check(l.Place, l.Report); len(faults) > 0 {
				t.Fatalf("row %d cannot be recorded: %v", l.Row.Line, problemKeys(faults))
			}
		}
	})
}
