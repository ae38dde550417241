package workbook_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"modenhed/internal/locale"
	"modenhed/internal/workbook"
)

// eachRow hands over n rows, newest first.
func eachRow(n int) func(func(workbook.HistoryRow) error) error {
	return func(take func(workbook.HistoryRow) error) error {
		for i := range n {
			row := workbook.HistoryRow{
				At: now.Add(-time.Duration(i) * time.Hour), Kind: "Target", Step: "set", Code: "461", Municipality: "Odense",
				Indicator: "rpa.strategy", Before: "Owner: x", After: fmt.Sprintf("=HYPERLINK(%d)\nsecond line", i), Who: "+45@example.test",
			}
			if err := take(row); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestHistoryIsTextFromTheFirstRowToTheLast(t *testing.T) {
	t.Parallel()
	const rows = 1200
	var out bytes.Buffer
	p := printer(t, locale.English)
	if err := workbook.WriteHistory(t.Context(), &out, p, rows, eachRow(rows), workbook.Options{}); err != nil {
		t.Fatal(err)
	}
	f := open(t, out.Bytes())
	g := read(t, f, "History")
	if g.rows != rows {
		t.Fatalf("%d rows, want %d", g.rows, rows)
	}
	for _, row := range []int{0, rows - 1} {
		if got, want := g.cell("After", row), fmt.Sprintf("=HYPERLINK(%d)\nsecond line", row); got != want {
			t.Errorf("row %d holds %q, want %q", row, got, want)
		}
		if formula, err := f.GetCellFormula("History", fmt.Sprintf("J%d", row+2)); err != nil || formula != "" {
			t.Errorf("row %d has the formula %q, %v", row, formula, err)
		}
	}
	if got := g.cell("Who", 0); got != "+45@example.test" {
		t.Errorf("who is %q", got)
	}
}

func TestHistoryOfFewerRowsThanWereCounted(t *testing.T) {
	t.Parallel()
	p := printer(t, locale.Danish)
	for _, c := range []struct{ counted, there, want int }{{5, 3, 3}, {3, 5, 3}, {0, 0, 0}} {
		var out bytes.Buffer
		if err := workbook.WriteHistory(t.Context(), &out, p, c.counted, eachRow(c.there), workbook.Options{}); err != nil {
			t.Fatal(err)
		}
		if g := read(t, open(t, out.Bytes()), "Historik"); g.rows != c.want {
			t.Errorf("%d of %d: %d rows", c.there, c.counted, g.rows)
		}
	}
	broken := errors.New("broken")
	var out bytes.Buffer
	err := workbook.WriteHistory(t.Context(), &out, p, 1, func(func(workbook.HistoryRow) error) error { return broken }, workbook.Options{})
	if !errors.Is(err, broken) || out.Len() > 0 {
		t.Errorf("%d bytes of a broken history, %v", out.Len(), err)
	}
}
