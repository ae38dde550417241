package workbook

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// rowWriter writes rows one after the other. Its cells are used again for
// every row, so that a row costs no memory of its own.
type rowWriter struct {
	stream *excelize.StreamWriter
	styles *styles
	cells  []excelize.Cell
	// values point into cells; nil leaves a cell out.
	values []any
	widths []float64
	row    int
	// height is the number of lines that the coming row needs.
	height int
}

func newRowWriter(stream *excelize.StreamWriter, s *styles, widths []float64) *rowWriter {
	return &rowWriter{
		stream: stream, styles: s, widths: widths,
		cells: make([]excelize.Cell, len(widths)), values: make([]any, len(widths)),
	}
}

// set fills a cell of the coming row; columns count from 0.
func (w *rowWriter) set(column int, l look, value any) {
	if own, ok := value.(cell); ok {
		l, value = own.look, own.value
	}
	if value == nil || value == "" {
		w.values[column] = nil
		return
	}
	w.cells[column] = excelize.Cell{StyleID: w.styles.of(l, value), Value: value}
	w.values[column] = &w.cells[column]
	if text, ok := value.(string); ok && l == lines {
		w.height = max(w.height, linesOf(text, w.widths[column]*slack))
	}
}

// next writes the row, as high as its text over several lines needs: not every
// program makes room for it by itself.
func (w *rowWriter) next() error {
	height := 0.0
	if w.height > 1 {
		height = min(lineHeight*float64(w.height), excelize.MaxRowHeight)
	}
	return w.nextOfHeight(height)
}

// nextOfHeight writes the row with a height in points, 0 for the usual one.
func (w *rowWriter) nextOfHeight(height float64) error {
	w.row++
	w.height = 0
	return w.stream.SetRow(at(1, w.row), w.values, excelize.RowOpts{Height: height})
}

const (
	// lineHeight is the height of one line, in points.
	lineHeight = 15
	// slack is the part of a column's width that text surely has.
	slack = 0.95
)

// linesOf estimates how many lines text takes in a column that has room for so
// many characters.
func linesOf(text string, room float64) int {
	width := max(1, int(room))
	count := 0
	for paragraph := range strings.SplitSeq(text, "\n") {
		count += 1 + breaksOf(paragraph, width)
	}
	return count
}

// breaksOf counts the line breaks in a paragraph; words longer than a line are cut.
func breaksOf(paragraph string, width int) int {
	breaks, used := 0, 0
	for word := range strings.FieldsSeq(paragraph) {
		length := utf8.RuneCountInString(word)
		if used > 0 {
			if used+1+length <= width {
				used += 1 + length
				continue
			}
			breaks++
		}
		breaks += (length - 1) / width
		used = (length-1)%width + 1
	}
	return breaks
}

// addSheet adds a sheet with all its rows to the end of a book.
func addSheet[T any](ctx context.Context, b *book, s sheet[T]) error {
	f := frameOf(s)
	if err := b.addSheet(f.name); err != nil {
		return fmt.Errorf("add sheet %s: %w", f.name, err)
	}
	if err := writeSheet(ctx, b, s, f); err != nil {
		return fmt.Errorf("write sheet %s: %w", f.name, err)
	}
	return nil
}

func writeSheet[T any](ctx context.Context, b *book, s sheet[T], f frame) error {
	if err := f.set(b); err != nil {
		return err
	}
	w, err := f.begin(b)
	if err != nil {
		return err
	}
	for _, row := range s.rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := range s.columns {
			w.set(i, s.columns[i].look, s.columns[i].value(row))
		}
		if err := w.next(); err != nil {
			return err
		}
	}
	return f.end(w)
}
