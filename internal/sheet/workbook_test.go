package sheet_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/sheet"
	"modenhed/internal/table"
)

const types = `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`

// strict is a workbook as [sheet.Open] takes it, with more parts.
func strict(sheetData string, more ...string) map[string]string {
	files := around(sheetData)
	files["[Content_Types].xml"] = types
	for i := 0; i+1 < len(more); i += 2 {
		files[more[i]] = more[i+1]
	}
	return files
}

// Sheets writes rich texts, Excel its own escapes and formats, LibreOffice
// formats spelled out.
func TestCellsAreReadAsTheyAreShown(t *testing.T) {
	t.Parallel()
	styles := `<styleSheet><numFmts count="3"><numFmt numFmtId="164" formatCode="0.0\ %"/><numFmt numFmtId="165" formatCode="[$-406]d\.\ mmm"/>` +
		`<numFmt numFmtId="166" formatCode="0&quot; dage %&quot;"/></numFmts>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/></cellXfs></styleSheet>`
	data := parts(t, strict(`<row r="1">`+
		`<c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>fed</t></r><r><t xml:space="preserve"> skrift</t></r></is></c>`+
		`<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="str"><f>A1</f><v>a_x005F_x000D_b</v></c><c><f>1+1</f></c></row>`+
		`<row r="2"><c s="1"><v>0.45500000000000002</v></c><c s="2"><v>1</v></c><c s="3"><v>46349</v></c><c s="4"><v>46349.5</v></c>`+
		`<c s="5"><v>3</v></c><c s="6"><v>0.5</v></c><c s="99"><v>1.1000000000000001</v></c><c t="n"><v>1E3</v></c></row>`,
		"xl/styles.xml", styles, "xl/sharedStrings.xml", `<sst><si><t>linje 1_x000D_
linje 2</t></si></sst>`))
	book, err := sheet.Open(data, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.Rows(book.Names()[0])
	want := []sheet.Row{
		{Line: 1, Cells: []sheet.Cell{{Text: "linje 1\r\nlinje 2"}, {Text: "fed skrift"}, {Text: "1"}, {Text: "#REF!"}, {Text: "a_x000D_b"}, {Text: "=1+1"}}},
		{Line: 2, Cells: []sheet.Cell{
			{Text: "45.5%", Number: true}, {Text: "100%", Number: true}, {Text: "2026-11-23"}, {Text: "2026-11-23 12:00"},
			{Text: "3", Number: true}, {Text: "0.5"}, {Text: "1.1", Number: true}, {Text: "1000", Number: true},
		}},
	}
	if diff := cmp.Diff(want, rows); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := book.Rows("another"); key(err) != "sheet.not_workbook" {
		t.Errorf("a sheet that is not there: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	few := sheet.Limits{Limits: table.Limits{Bytes: 1 << 20, Rows: 2, Columns: 3}, Unpacked: 20_000}
	cell := `<row><c><v>1</v></c></row>`
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"CSV":              {[]byte("a;b\n"), "sheet.not_workbook"},
		"with a password":  {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), "sheet.locked"},
		"with macros":      {parts(t, strict(cell, "xl/vbaProject.bin", "x")), "sheet.macros"},
		"macros by type":   {parts(t, strict(cell, "[Content_Types].xml", strings.Replace(types, "officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled", 1))), "sheet.macros"},
		"other files":      {parts(t, strict(cell, "xl/externalLinks/externalLink1.xml", "<x/>")), "sheet.outside"},
		"without types":    {parts(t, around(cell)), "sheet.not_workbook"},
		"a document type":  {parts(t, strict(cell, "xl/sharedStrings.xml", `<!DOCTYPE s [<!ENTITY a "aaaa">]><sst/>`)), "sheet.not_workbook"},
		"deep":             {parts(t, strict(cell, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si>", 200))), "sheet.not_workbook"},
		"many texts":       {parts(t, strict(cell, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", 10)+"</sst>")), "sheet.too_large"},
		"a bomb":           {parts(t, strict(cell, "xl/sharedStrings.xml", strings.Repeat(" ", 30_000))), "sheet.too_large"},
		"too large":        {append([]byte("PK\x03\x04"), make([]byte, 2<<20)...), "table.too_large"},
		"no visible sheet": {parts(t, strict(cell, "xl/workbook.xml", `<workbook xmlns:r="urn:r"><sheets><sheet name="a" state="hidden" r:id="x"/></sheets></workbook>`)), "sheet.not_workbook"},
	} {
		if _, err := sheet.Open(c.data, few); key(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	for name, c := range map[string]struct{ rows, want string }{
		"too long":       {strings.Repeat(cell, 5), "table.too_many_rows"},
		"too many blank": {strings.Repeat("<row/>", 1100), "table.too_many_rows"},
		"too wide":       {`<row><c r="D1"><v>1</v></c></row>`, "table.too_many_columns"},
		"broken":         {`<row><c>`, "sheet.not_workbook"},
		"an entity":      {`<row><c t="str"><v>&a;</v></c></row>`, "sheet.not_workbook"},
		"deep":           {"<row>" + strings.Repeat("<a>", 200), "sheet.not_workbook"},
	} {
		book, err := sheet.Open(parts(t, strict(c.rows)), few)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := book.Rows("a"); key(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// Little is packed into much more than its size: attributes and elements take
// many times their bytes in memory, and cells may all say one long text.
func TestFewBytesDoNotBecomeMany(t *testing.T) {
	t.Parallel()
	const many = 400_000
	text := strings.Repeat("a", 1<<20)
	long := `<row>` + strings.Repeat(`<c t="s"><v>0</v></c>`, 30) + `</row>`
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"attributes": {parts(t, strict("<row"+strings.Repeat(` a=""`, many)+"/>")), "sheet.not_workbook"},
		"sheets":     {parts(t, strict("", "xl/workbook.xml", "<workbook><sheets>"+strings.Repeat("<sheet/>", many)+"</sheets></workbook>")), "sheet.not_workbook"},
		"styles":     {parts(t, strict("", "xl/styles.xml", "<styleSheet><cellXfs>"+strings.Repeat("<xf/>", many)+"</cellXfs></styleSheet>")), "sheet.not_workbook"},
		"texts":      {parts(t, strict(long, "xl/sharedStrings.xml", "<sst><si><t>"+text[1:]+"</t></si></sst>")), "sheet.too_large"},
		"long text":  {parts(t, strict("<row><c t=\"str\"><v>"+text+"</v></c></row>")), "sheet.not_workbook"},
	} {
		book, err := sheet.Open(c.data, uploads())
		if err == nil {
			_, err = book.Rows("a")
		}
		if key(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// FuzzOpen holds that whatever is uploaded gives rows or a fault for people.
func FuzzOpen(f *testing.F) {
	f.Add(`<row r="2"><c r="A2" s="1" t="inlineStr"><is><t>a_x000D_</t></is></c></row>`, `<styleSheet><cellXfs><xf numFmtId="9"/></cellXfs></styleSheet>`)
	f.Add(`<row><c s="0"><v>1e300</v></c></row>`, `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>`)
	limits := sheet.Limits{Limits: table.Limits{Bytes: 1 << 20, Rows: 50, Columns: 10}, Unpacked: 1 << 20}
	f.Fuzz(func(t *testing.T, rows, styles string) {
		book, err := sheet.Open(parts(t, strict(rows, "xl/styles.xml", styles)), limits)
		if err == nil {
			var got []sheet.Row
			got, err = book.Rows("a")
			if len(got) > limits.Rows {
				t.Fatalf("%d rows", len(got))
			}
		}
		if err != nil && !strings.HasPrefix(key(err), "sheet.") && !strings.HasPrefix(key(err), "table.") {
			t.Fatalf("an error that is not for people: %v", err)
		}
	})
}

// hostile are files made to take memory or time.
func hostile(t testing.TB) map[string][]byte {
	t.Helper()
	const million = 1 << 20
	return map[string][]byte{
		"zip bomb":       parts(t, strict(`<row/>`, "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("a", 200<<20)+"</t></si></sst>")),
		"million rows":   parts(t, strict(strings.Repeat(`<row><c><v>1</v></c></row>`, million))),
		"empty rows":     parts(t, strict(strings.Repeat(`<row/>`, 2*million))),
		"million texts":  parts(t, strict(`<row/>`, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", 3*million)+"</sst>")),
		"deep":           parts(t, strict(strings.Repeat("<a>", 5*million))),
		"long attribute": parts(t, strict(`<row r="`+strings.Repeat("1", 60<<20)+`"/>`)),
	}
}

// uploads are the limits of the pages.
func uploads() sheet.Limits {
	return sheet.Limits{Limits: table.Limits{Bytes: 4 << 20, Rows: 20_000, Columns: 60}, Unpacked: 16 << 20}
}

// BenchmarkHostile measures how soon and with how much memory hostile files
// are refused.
func BenchmarkHostile(b *testing.B) {
	for name, data := range hostile(b) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				book, err := sheet.Open(data, uploads())
				if err == nil {
					_, _ = book.Rows("a")
				}
			}
		})
	}
}
