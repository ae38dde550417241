package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"modenhed/internal/table"
)

// maxLine is the last row of a sheet.
const maxLine = 1 << 20

// readRows reads the rows of a sheet, one more than allowed at most.
func readRows(part io.Reader, texts []string, limits table.Limits) ([]table.Row, error) {
	r := rowReader{decoder: xml.NewDecoder(part), texts: texts, columns: limits.Columns}
	var rows []table.Row
	for line := 0; len(rows) <= limits.Rows+1; {
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
			rows = append(rows, table.Row{Line: line, Cells: cells})
		}
	}
	return rows, nil
}

type rowReader struct {
	decoder *xml.Decoder
	texts   []string
	// columns is how many columns are allowed.
	columns int
}

// row reads the cells of a row whose start was read, up to the last with text.
func (r *rowReader) row() ([]string, error) {
	var cells []string
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
			text, err := r.cell(attribute(token, "t"))
			if err != nil {
				return nil, err
			}
			next = at + 1
			if text == "" {
				continue
			}
			if at >= r.columns {
				return nil, errWide
			}
			for len(cells) <= at {
				cells = append(cells, "")
			}
			cells[at] = text
		}
	}
}

// cell reads a cell of a kind whose start was read.
func (r *rowReader) cell(kind string) (text string, err error) {
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return r.value(kind, text)
		case xml.StartElement:
			switch token.Name.Local {
			case "v":
				text, err = r.plain()
			case "is":
				text, err = richText(r.decoder)
			default:
				err = r.decoder.Skip()
			}
			if err != nil {
				return "", err
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
func (r *rowReader) value(kind, raw string) (string, error) {
	switch kind {
	case "s":
		at, err := strconv.Atoi(raw)
		if err != nil || at < 0 || at >= len(r.texts) {
			return "", fmt.Errorf("text %q is not there", raw)
		}
		return r.texts[at], nil
	case "", "n":
		return number(raw), nil
	}
	return raw, nil
}

// number writes a number with as few digits as it has: Excel keeps 1.1 as
// 1.1000000000000001.
func number(raw string) string {
	x, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return raw
	}
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
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
