package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

// grid is a sheet read back: headings and the cells below them.
type grid struct {
	t        testing.TB
	file     *excelize.File
	sheet    string
	headings []string
	// rows counts the rows below the headings.
	rows int
}

func read(t testing.TB, f *excelize.File, sheet string) grid {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		t.Fatalf("sheet %s is empty", sheet)
	}
	return grid{t: t, file: f, sheet: sheet, headings: rows[0], rows: len(rows) - 1}
}

// cell returns the raw content below a heading; rows count from 0.
func (g grid) cell(heading string, row int) string {
	g.t.Helper()
	text, err := g.file.GetCellValue(g.sheet, g.at(heading, row), excelize.Options{RawCellValue: true})
	if err != nil {
		g.t.Fatal(err)
	}
	return text
}

// number returns a number cell; an empty cell or a text fails the test.
func (g grid) number(heading string, row int) float64 {
	g.t.Helper()
	if !g.isNumber(heading, row) {
		g.t.Fatalf("%s: row %d, %s holds %q, not a number", g.sheet, row, heading, g.cell(heading, row))
	}
	x, err := strconv.ParseFloat(g.cell(heading, row), 64)
	if err != nil {
		g.t.Fatal(err)
	}
	return x
}

func (g grid) isNumber(heading string, row int) bool {
	g.t.Helper()
	kind, err := g.file.GetCellType(g.sheet, g.at(heading, row))
	if err != nil {
		g.t.Fatal(err)
	}
	return g.cell(heading, row) != "" && (kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset)
}

// shown returns a cell as it is displayed.
func (g grid) shown(heading string, row int) string {
	g.t.Helper()
	text, err := g.file.GetCellValue(g.sheet, g.at(heading, row))
	if err != nil {
		g.t.Fatal(err)
	}
	return text
}

func (g grid) at(heading string, row int) string {
	g.t.Helper()
	column := slices.Index(g.headings, heading)
	if column < 0 {
		g.t.Fatalf("%s has no column %q but %q", g.sheet, heading, g.headings)
	}
	name, err := excelize.CoordinatesToCellName(column+1, row+2)
	if err != nil {
		g.t.Fatal(err)
	}
	return name
}

// find returns the first row in which the cell below a heading holds a text.
func (g grid) find(heading, text string) int {
	g.t.Helper()
	for row := range g.rows {
		if g.cell(heading, row) == text {
			return row
		}
	}
	g.t.Fatalf("%s: no row has %q below %q", g.sheet, text, heading)
	return 0
}

// parts unpacks a workbook.
func parts(t testing.TB, content []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string][]byte)
	for _, file := range archive.File {
		if _, repeated := out[file.Name]; repeated {
			t.Errorf("part %s is there twice", file.Name)
		}
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		out[file.Name], err = io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// plainSheet is a sheet as its part has it.
type plainSheet struct {
	name string
	// rows hold nil, texts and numbers, headings first.
	rows [][]any
	// frozenColumns and frozenRows stay in view.
	frozenColumns, frozenRows int
	merged                    int
}

func (s plainSheet) headings() []string {
	var out []string
	for _, value := range s.rows[0] {
		out = append(out, fmt.Sprint(value))
	}
	return out
}

type sheetPart struct {
	Pane struct {
		Columns int    `xml:"xSplit,attr"`
		Rows    int    `xml:"ySplit,attr"`
		State   string `xml:"state,attr"`
	} `xml:"sheetViews>sheetView>pane"`
	Rows []struct {
		Cells []struct {
			At     string `xml:"r,attr"`
			Type   string `xml:"t,attr"`
			Number string `xml:"v"`
			Text   string `xml:"is>t"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
	Merged []struct{} `xml:"mergeCells>mergeCell"`
}

// plainCells reads a workbook without excelize.
func plainCells(t testing.TB, content []byte) []plainSheet {
	t.Helper()
	files := parts(t, content)
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
	}
	unmarshal(t, files["xl/workbook.xml"], &book)
	var sheets []plainSheet
	for i, sheet := range book.Sheets {
		var part sheetPart
		unmarshal(t, files[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)], &part)
		plain := plainSheet{name: sheet.Name, rows: plainRows(t, part), merged: len(part.Merged)}
		if part.Pane.State == "frozen" {
			plain.frozenColumns, plain.frozenRows = part.Pane.Columns, part.Pane.Rows
		}
		sheets = append(sheets, plain)
	}
	return sheets
}

func plainRows(t testing.TB, sheet sheetPart) [][]any {
	t.Helper()
	var rows [][]any
	for _, row := range sheet.Rows {
		var values []any
		for _, cell := range row.Cells {
			column, _, err := excelize.CellNameToCoordinates(cell.At)
			if err != nil {
				t.Fatal(err)
			}
			for len(values) < column-1 {
				values = append(values, nil)
			}
			values = append(values, plainValue(t, cell.At, cell.Type, cell.Number, cell.Text))
		}
		rows = append(rows, values)
	}
	return rows
}

func plainValue(t testing.TB, at, kind, number, text string) any {
	t.Helper()
	if kind == "inlineStr" {
		return text
	}
	x, err := strconv.ParseFloat(number, 64)
	if err != nil || kind != "" {
		t.Fatalf("%s holds %q of type %q, neither text nor number", at, number, kind)
	}
	return x
}

func unmarshal(t testing.TB, data []byte, into any) {
	t.Helper()
	if err := xml.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}
