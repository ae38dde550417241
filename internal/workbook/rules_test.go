package workbook_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/locale"
	"modenhed/internal/workbook"
)

// everyWorkbook are workbooks of every kind that the rules must hold for.
func everyWorkbook(t *testing.T) map[string][]byte {
	t.Helper()
	return map[string][]byte{
		"invented country, Danish":  written(t, country(t), locale.Danish),
		"invented country, English": written(t, country(t), locale.English),
		"no statuses, Danish":       written(t, snapshot(t, seedDocuments(t)), locale.Danish),
		"movements, Danish":         writtenWith(t, country(t), locale.Danish, workbook.Options{Since: sinceYear(t)}),
		"own terms, Danish":         written(t, ownTerms(t), locale.Danish),
		"own terms, English":        written(t, ownTerms(t), locale.English),
		"a round, Danish":           writtenWith(t, yearBefore(t), locale.Danish, workbook.Options{Round: publishedRound(yearBefore(t))}),
		"hostile text":              written(t, hostileSnapshot(t), locale.English),
		"scores, Danish":            scores(t, locale.Danish),
		"scores, English":           scores(t, locale.English),
	}
}

func TestEveryWorkbookFollowsTheRules(t *testing.T) {
	t.Parallel()
	for name, content := range everyWorkbook(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, sheets := parts(t, content), plainCells(t, content)
			checkParts(t, files)
			checkTables(t, sheets, files)
			for _, sheet := range sheets {
				checkHeadings(t, sheet)
				checkCells(t, sheet)
			}
		})
	}
}

func checkHeadings(t *testing.T, sheet plainSheet) {
	t.Helper()
	if n := len(utf16.Encode([]rune(sheet.name))); n > 31 {
		t.Errorf("sheet name %q has %d characters, Excel allows 31", sheet.name, n)
	}
	seen := make(map[string]bool)
	for i, heading := range sheet.headings() {
		if strings.TrimSpace(heading) != heading || heading == "" || seen[strings.ToLower(heading)] {
			t.Errorf("%s: heading %d is %q", sheet.name, i+1, heading)
		}
		seen[strings.ToLower(heading)] = true
	}
	if sheet.frozenRows != 1 || sheet.frozenColumns < 1 {
		t.Errorf("%s: %d rows and %d columns are frozen, want the headings and the first columns", sheet.name, sheet.frozenRows, sheet.frozenColumns)
	}
	if sheet.merged != 0 {
		t.Errorf("%s has merged cells", sheet.name)
	}
}

// checkCells checks that texts of digits stand below a code heading alone.
func checkCells(t *testing.T, sheet plainSheet) {
	t.Helper()
	digits := regexp.MustCompile(`^\s*[-+]?\d+([.,]\d+)?\s*$`)
	for r, row := range sheet.rows[1:] {
		for c, value := range row {
			heading := strings.ToLower(fmt.Sprint(sheet.rows[0][c]))
			isCode := strings.Contains(heading, "kode") || strings.Contains(heading, "code")
			if text, ok := value.(string); ok && !isCode && digits.MatchString(text) {
				t.Errorf("%s: row %d, %q holds the figure %q as text", sheet.name, r+2, heading, text)
			}
			if _, ok := value.(float64); ok && isCode {
				t.Errorf("%s: row %d, %q holds a code as a number", sheet.name, r+2, heading)
			}
		}
	}
}

type tablePart struct {
	ID         int    `xml:"id,attr"`
	Name       string `xml:"name,attr"`
	Display    string `xml:"displayName,attr"`
	Ref        string `xml:"ref,attr"`
	AutoFilter struct {
		Ref string `xml:"ref,attr"`
	} `xml:"autoFilter"`
	Columns struct {
		Count  int `xml:"count,attr"`
		Column []struct {
			ID   int    `xml:"id,attr"`
			Name string `xml:"name,attr"`
		} `xml:"tableColumn"`
	} `xml:"tableColumns"`
}

// checkTables checks what Excel would otherwise repair: names and ids used
// once, a range that is the sheet's, columns named as their heading cells.
func checkTables(t *testing.T, sheets []plainSheet, files map[string][]byte) {
	t.Helper()
	ids, names := make(map[int]bool), make(map[string]bool)
	for i, sheet := range sheets {
		table := tableOf(t, files, i+1)
		if ids[table.ID] || names[strings.ToLower(table.Name)] || table.Name != table.Display {
			t.Errorf("%s: table %d %q %q is not unique", sheet.name, table.ID, table.Name, table.Display)
		}
		ids[table.ID], names[strings.ToLower(table.Name)] = true, true
		checkTable(t, sheet, table)
	}
}

// tableOf returns the only table of a sheet by way of its relationships.
func tableOf(t *testing.T, files map[string][]byte, sheet int) tablePart {
	t.Helper()
	var relationships struct {
		All []struct {
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	unmarshal(t, files[fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", sheet)], &relationships)
	if len(relationships.All) != 1 {
		t.Fatalf("sheet %d has %d relationships, want its table alone", sheet, len(relationships.All))
	}
	var table tablePart
	unmarshal(t, files["xl/"+strings.TrimPrefix(relationships.All[0].Target, "../")], &table)
	return table
}

func checkTable(t *testing.T, sheet plainSheet, table tablePart) {
	t.Helper()
	headings := sheet.headings()
	last, err := excelize.CoordinatesToCellName(len(headings), max(len(sheet.rows), 2))
	if err != nil {
		t.Fatal(err)
	}
	if want := "A1:" + last; table.Ref != want || table.AutoFilter.Ref != want {
		t.Errorf("%s: table covers %s and filters %s, want %s", sheet.name, table.Ref, table.AutoFilter.Ref, want)
	}
	if table.Columns.Count != len(headings) || len(table.Columns.Column) != len(headings) {
		t.Fatalf("%s: table has %d columns, want %d", sheet.name, table.Columns.Count, len(headings))
	}
	for i, column := range table.Columns.Column {
		if column.ID != i+1 || column.Name != headings[i] {
			t.Errorf("%s: table column %d is %d %q, want %q", sheet.name, i+1, column.ID, column.Name, headings[i])
		}
	}
}

// checkParts reads every part as XML to its end; no sheet may hold a formula,
// and colours have the eight digits that Excel wants.
func checkParts(t *testing.T, files map[string][]byte) {
	t.Helper()
	colour := regexp.MustCompile(`^[0-9A-F]{8}$`)
	for part, data := range files {
		decoder := xml.NewDecoder(bytes.NewReader(data))
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if start.Name.Local == "f" {
				t.Errorf("%s holds a formula", part)
			}
			for _, attribute := range start.Attr {
				if attribute.Name.Local == "rgb" && !colour.MatchString(attribute.Value) {
					t.Errorf("%s: %s has the colour %q", part, start.Name.Local, attribute.Value)
				}
			}
		}
	}
}

func TestTheSameSnapshotGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	// Two snapshots of the same facts have the same content, each its own stamp.
	first, again := written(t, makeFewAnswers(t), locale.Danish), written(t, makeFewAnswers(t), locale.Danish)
	if !bytes.Equal(first, again) {
		t.Error("two workbooks of the same content differ")
	}
	if !bytes.Equal(scores(t, locale.Danish), scores(t, locale.Danish)) {
		t.Error("two workbooks of the same result differ")
	}
}

func TestACancelledContextWritesNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var b bytes.Buffer
	err := workbook.WriteBenchmark(ctx, &b, country(t), printer(t, locale.Danish), workbook.Options{})
	if err == nil || b.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, b.Len())
	}
}
