package workbook_test

import (
	"context"
	"io"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/locale"
	"modenhed/internal/workbook"
)

// BenchmarkBenchmarkWorkbook writes the whole benchmark of the invented
// country: eight sheets, some 80,000 cells. It may cost at most 1.5 times
// BenchmarkBareExcelize.
func BenchmarkBenchmarkWorkbook(b *testing.B) {
	s, p := country(b), printer(b, locale.Danish)
	opts := workbook.Options{Since: sinceYear(b)}
	// Rank intervals and movements are computed once for a snapshot.
	writtenWith(b, s, locale.Danish, opts)
	b.ReportAllocs()
	for b.Loop() {
		if err := workbook.WriteBenchmark(context.Background(), io.Discard, s, p, opts); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareExcelize writes the same cells as plain values with excelize's
// stream writer, the fastest it has: no styles, tables, colours or widths.
func BenchmarkBareExcelize(b *testing.B) {
	opts := workbook.Options{Since: sinceYear(b)}
	sheets := plainCells(b, writtenWith(b, country(b), locale.Danish, opts))
	b.ReportAllocs()
	for b.Loop() {
		if err := writeBare(io.Discard, sheets); err != nil {
			b.Fatal(err)
		}
	}
}

func writeBare(w io.Writer, sheets []plainSheet) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for _, sheet := range sheets {
		if _, err := f.NewSheet(sheet.name); err != nil {
			return err
		}
		stream, err := f.NewStreamWriter(sheet.name)
		if err != nil {
			return err
		}
		for i, row := range sheet.rows {
			if err := stream.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
				return err
			}
		}
		if err := stream.Flush(); err != nil {
			return err
		}
	}
	return f.Write(w)
}
