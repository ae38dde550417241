package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"modenhed/internal/fault"
	"modenhed/internal/sheet"
	"modenhed/internal/table"
)

// book is a workbook as Excel's own kind of program writes it.
func book(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(t testing.TB, f *excelize.File, name string, at string, cells ...any) {
	t.Helper()
	if err := f.SetSheetRow(name, at, &cells); err != nil {
		t.Fatal(err)
	}
}

// parts packs a workbook by hand.
func parts(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range files {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func around(sheetData string) map[string]string {
	return map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="urn:r"><sheets><sheet name="a" sheetId="1" r:id="x"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="x" Target="/xl/w.xml"/></Relationships>`,
		"xl/w.xml":                   `<worksheet><sheetData>` + sheetData + `</sheetData></worksheet>`,
	}
}

func TestReadTakesAWorkbook(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) {
		if _, err := f.NewSheet("Svar"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetVisible("Svar", true); err != nil {
			t.Fatal(err)
		}
		f.SetActiveSheet(1)
		if err := f.SetSheetVisible("Sheet1", false); err != nil {
			t.Fatal(err)
		}
		set(t, f, "Sheet1", "A1", "hidden")
		set(t, f, "Svar", "A2", "kommune", " parti ", "svar", "tal")
		set(t, f, "Svar", "A4", 461, "Ø", "Alle eller næsten alle", 1.1)
		set(t, f, "Svar", "A5", "Ærø", "A")
		set(t, f, "Svar", "A7", "=1+1", nil, true, 1234567890123.0)
	})
	got, err := sheet.Read(data, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := &table.Table{Header: []string{"kommune", "parti", "svar", "tal"}, HeaderLine: 2, Rows: []table.Row{
		{Line: 4, Cells: []string{"461", "Ø", "Alle eller næsten alle", "1.1"}},
		{Line: 5, Cells: []string{"Ærø", "A", "", ""}},
		{Line: 7, Cells: []string{"=1+1", "", "1", "1234567890123"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadTakesWhatOtherProgramsWrite(t *testing.T) {
	t.Parallel()
	files := around(`<row><c t="inlineStr"><is><t>a</t></is></c><c t="s"><v>0</v></c></row>` +
		`<row r="9"><c r="A9" t="str"><f>"x"&amp;"y"</f><v>xy</v></c><c r="B9"/><extra><c/></extra></row><row/>`)
	files["xl/sharedStrings.xml"] = `<sst><si><r><t>b</t></r><r><t> c</t></r><rPh><t>say</t></rPh></si></sst>`
	got, err := sheet.Read(parts(t, files), sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := &table.Table{Header: []string{"a", "b c"}, HeaderLine: 1, Rows: []table.Row{{Line: 9, Cells: []string{"xy", ""}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadTakesCSV(t *testing.T) {
	t.Parallel()
	got, err := sheet.Read([]byte("a;b\n1;2\n"), sheet.DefaultLimits())
	want := &table.Table{Header: []string{"a", "b"}, HeaderLine: 1, Rows: []table.Row{{Line: 2, Cells: []string{"1", "2"}}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func key(err error) string {
	var known *fault.Error
	if !errors.As(err, &known) || len(known.Problems) == 0 {
		return fmt.Sprint(err)
	}
	return known.Problems[0].Message.Key
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	few := sheet.Limits{Limits: table.Limits{Bytes: 1 << 20, Rows: 1, Columns: 2}, Unpacked: 4000}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"no workbook":       {[]byte("PK\x03\x04 and nothing else"), "sheet.not_workbook"},
		"another archive":   {parts(t, map[string]string{"a.txt": "a"}), "sheet.not_workbook"},
		"broken XML":        {parts(t, around(`<row><c><v>1</v></row>`)), "sheet.not_workbook"},
		"a text not there":  {parts(t, around(`<row><c t="s"><v>7</v></c></row>`)), "sheet.not_workbook"},
		"a bomb":            {parts(t, around(`<row><c><v>1</v></c></row>`+strings.Repeat(" ", 5000))), "sheet.too_large"},
		"too wide":          {parts(t, around(`<row><c r="XFD1"><v>1</v></c></row>`)), "table.too_many_columns"},
		"too long":          {parts(t, around(strings.Repeat(`<row><c><v>1</v></c></row>`, 3))), "table.too_many_rows"},
		"too large":         {append([]byte("PK\x03\x04"), make([]byte, 2<<20)...), "table.too_large"},
		"nothing":           {parts(t, around("")), "table.empty"},
		"no header":         {parts(t, around(`<row><c r="B1"><v>1</v></c></row>`)), "table.column_without_name"},
		"more than headers": {parts(t, around(`<row><c><v>1</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row>`)), "table.too_many_cells"},
		"CSV too large":     {make([]byte, 2<<20), "table.too_large"},
	} {
		if _, err := sheet.Read(c.data, few); key(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// FuzzRead holds that whatever is uploaded gives a table or a fault for people.
func FuzzRead(f *testing.F) {
	f.Add([]byte("a;b\n1;2\n"))
	f.Add(parts(f, around(`<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c></row><row><c><v>1e3</v></c></row>`)))
	f.Add(book(f, func(file *excelize.File) { set(f, file, "Sheet1", "A1", "kommune", "parti") }))
	limits := sheet.Limits{Limits: table.Limits{Bytes: 1 << 20, Rows: 50, Columns: 10}, Unpacked: 1 << 20}
	f.Fuzz(func(t *testing.T, data []byte) { checkRead(t, data, limits) })
}

// FuzzSheet is FuzzRead of what lies within the archive.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c></row><row><c><v>1e3</v></c></row>`)
	f.Add(`<row r="-1"><c r="ZZZZZZZZ1"><v>1</v></c><c t="s"><v>-1</v></c></row>`)
	limits := sheet.Limits{Limits: table.Limits{Bytes: 1 << 20, Rows: 50, Columns: 10}, Unpacked: 1 << 20}
	f.Fuzz(func(t *testing.T, rows string) { checkRead(t, parts(t, around(rows)), limits) })
}

func checkRead(t *testing.T, data []byte, limits sheet.Limits) {
	t.Helper()
	got, err := sheet.Read(data, limits)
	var known *fault.Error
	if err != nil && !errors.As(err, &known) {
		t.Fatalf("an error that is not for people: %v", err)
	}
	if got == nil {
		if err == nil {
			t.Fatal("neither a table nor an error")
		}
		return
	}
	last := got.HeaderLine
	for _, row := range got.Rows {
		if len(row.Cells) != len(got.Header) || row.Line <= last {
			t.Fatalf("row %+v after row %d under %q", row, last, got.Header)
		}
		last = row.Line
	}
}
