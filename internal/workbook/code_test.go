package workbook_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/locale"
)

// TestCodesStayTextWhenEdited wants Excel's text format under every heading
// with "code": under another, typing a code again would make it a number.
func TestCodesStayTextWhenEdited(t *testing.T) {
	t.Parallel()
	const textFormat = 49
	f := open(t, written(t, fewAnswers(t), locale.English))
	found := 0
	for _, sheet := range f.GetSheetList() {
		g := read(t, f, sheet)
		for _, heading := range g.headings {
			if !strings.Contains(heading, "code") {
				continue
			}
			found++
			if got := numberFormat(t, f, sheet, g.at(heading, 0)); got != textFormat {
				t.Errorf("%s, %s: number format %d, want %d", sheet, heading, got, textFormat)
			}
		}
	}
	if found < 4 {
		t.Errorf("%d columns of codes, want one on each sheet of municipalities", found)
	}
}

func numberFormat(t *testing.T, f *excelize.File, sheet, cell string) int {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return style.NumFmt
}
