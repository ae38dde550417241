package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// maxLine is the last row of a sheet.
const maxLine = 1 << 20

// blankRows is how many rows without text a sheet may have beyond the limit:
// Sheets writes a thousand to begin with.
const blankRows = 1000

// readRows reads the rows of a sheet, one more than allowed at most.
func readRows(part io.Reader, w *Workbook) ([]Row, error) {
	r := rowReader{decoder: newDecoder(part), book: w}
	var rows []Row
	blank := 0
	for line := 0; len(rows) <= w.limits.Rows+1; {
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the sheet: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		line++
		if said, err := strconv.Atoi(attribute(start, "r")); err == nil && said >= line && said <= maxLine {
			line = said
		}
		cells, err := r.row()
		if err != nil {
			return nil, fmt.Errorf("read row %d: %w", line, err)
		}
		if len(cells) > 0 {
			rows = append(rows, Row{Line: line, Cells: cells})
		} else if blank++; blank > w.limits.Rows+blankRows {
			return nil, errLong
		}
	}
	return rows, nil
}

type rowReader struct {
	decoder *xml.Decoder
	book    *Workbook
}

// row reads the cells of a row whose start was read, up to the last with text.
func (r *rowReader) row() ([]Cell, error) {
	var cells []Cell
	next := 0
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return cells, nil
		case xml.StartElement:
			if token.Name.Local != "c" {
				if err := r.decoder.Skip(); err != nil {
					return nil, err
				}
				continue
			}
			at := columnOf(attribute(token, "r"), next)
			cell, err := r.cell(attribute(token, "t"), r.format(attribute(token, "s")))
			if err != nil {
				return nil, err
			}
			next = at + 1
			if cell.Text == "" {
				continue
			}
			if at >= r.book.limits.Columns {
				return nil, errWide
			}
			for len(cells) <= at {
				cells = append(cells, Cell{})
			}
			cells[at] = cell
		}
	}
}

// format returns what a style makes of a number.
func (r *rowReader) format(style string) format {
	at, err := strconv.Atoi(style)
	if err != nil || at < 0 || at >= len(r.book.formats) {
		return plainFormat
	}
	return r.book.formats[at]
}

// cell reads a cell of a kind whose start was read. A formula that no program
// has worked out is its own text, so that it is not taken for an empty cell.
func (r *rowReader) cell(kind string, f format) (Cell, error) {
	text, formula := "", ""
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return Cell{}, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			if text == "" && formula != "" {
				return Cell{Text: "=" + formula}, nil
			}
			return r.value(kind, text, f)
		case xml.StartElement:
			switch token.Name.Local {
			case "v":
				text, err = r.plain()
			case "f":
				formula, err = r.plain()
			case "is":
				text, err = richText(r.decoder)
			default:
				err = r.decoder.Skip()
			}
			if err != nil {
				return Cell{}, err
			}
		}
	}
}

// plain returns the characters of an element whose start was read.
func (r *rowReader) plain() (string, error) {
	var text []byte
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return string(text), nil
		case xml.CharData:
			text = append(text, token...)
		case xml.StartElement:
			if err := r.decoder.Skip(); err != nil {
				return "", err
			}
		}
	}
}

// value returns what a cell says as people read it.
func (r *rowReader) value(kind, raw string, f format) (Cell, error) {
	switch kind {
	case "s":
		at, err := strconv.Atoi(raw)
		if err != nil || at < 0 || at >= len(r.book.texts) {
			return Cell{}, fmt.Errorf("text %q is not there", raw)
		}
		text := r.book.texts[at]
		if r.book.said -= int64(len(text)); r.book.said < 0 {
			return Cell{}, errUnpacked
		}
		return Cell{Text: text}, nil
	case "str":
		return Cell{Text: unescape(raw)}, nil
	case "", "n":
		return number(raw, f), nil
	}
	return Cell{Text: raw}, nil
}

// columnOf returns the column of a cell by its name, as 27 for "AB3", or the
// next one for a cell without name.
func columnOf(name string, next int) int {
	column := 0
	for _, c := range name {
		if c < 'A' || c > 'Z' || column > 1<<20 {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	if column == 0 {
		return next
	}
	return column - 1
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
