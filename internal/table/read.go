package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"modenhed/internal/fault"
)

// Read reads a whole table. The first line with text is the header; the
// separator is the one that stands most often in it outside quotes, or the one
// a line "sep=;" before it names.
//
// An error is a *fault.Error with every problem. When only rows are at fault,
// the table is returned beside the error without them, so that the caller can
// check the others too and report everything together; it must not be used
// otherwise.
func Read(r io.Reader, limits Limits) (*Table, error) {
	data, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return nil, fmt.Errorf("read table: %w", err)
	}
	var problems fault.Problems
	if int64(len(data)) > limits.Bytes {
		problems.Add("", "table.too_large", "Megabytes", limits.Bytes>>20)
		return nil, problems.Err()
	}
	text, ok := decode(data, &problems)
	if !ok {
		return nil, problems.Err()
	}
	t := parse(text, limits, &problems)
	return t, problems.Err()
}

// decode returns the text of a file in UTF-8, without byte-order mark.
func decode(data []byte, problems *fault.Problems) (text []byte, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		problems.Add("", "table.workbook")
		return nil, false
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")), bytes.IndexByte(data, 0) >= 0:
		problems.Add("", "table.not_utf8")
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if line := invalidLine(data); line > 0 {
		problems.AddRow(line, "", "table.not_utf8")
		return nil, false
	}
	if bytes.IndexByte(data, '\n') < 0 {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	return data, true
}

// invalidLine returns the first line that is not UTF-8, 0 when all are.
func invalidLine(data []byte) int {
	if utf8.Valid(data) {
		return 0
	}
	line := 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		data = data[size:]
	}
	return line
}

const separators = ";\t,"

// separator returns the separator of a text and how many lines come before the header.
func separator(text []byte) (separator rune, skip int) {
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		name, value, isName := strings.Cut(strings.ToLower(strings.TrimRight(string(line), "\r")), "=")
		if isName && name == "sep" && len(value) == 1 && strings.Contains(separators, value) {
			return rune(value[0]), skip + 1
		}
		if len(bytes.Trim(line, " \t\r")) > 0 {
			break
		}
		text = rest
		skip++
	}
	return mostFrequent(text), skip
}

// mostFrequent counts the separators outside quotes up to the end of the header.
func mostFrequent(text []byte) rune {
	counts := make([]int, len(separators))
	quoted := false
	for _, c := range text {
		if c == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if c == '\n' {
			break
		}
		if i := strings.IndexByte(separators, c); i >= 0 {
			counts[i]++
		}
	}
	best := slices.Max(counts)
	if best == 0 {
		return ','
	}
	return rune(separators[slices.Index(counts, best)])
}

func parse(text []byte, limits Limits, problems *fault.Problems) *Table {
	comma, skip := separator(text)
	for range skip {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	p := rowReader{limits: limits, problems: problems, skip: skip, csv: csv.NewReader(bytes.NewReader(text))}
	p.csv.Comma = comma
	p.csv.FieldsPerRecord = -1
	t := &Table{}
	for {
		row, more := p.next()
		if !more {
			break
		}
		switch {
		case isBlank(row.Cells):
		case t.Header == nil:
			t.Header, t.HeaderLine = trimEmpty(row.Cells, 0), row.Line
			if !p.header(t) {
				return nil
			}
		case len(t.Rows) == limits.Rows:
			problems.AddRow(row.Line, "", "table.too_many_rows", "Rows", limits.Rows)
			return t
		default:
			p.add(t, row)
		}
	}
	if t.Header == nil && len(*problems) == 0 {
		problems.Add("", "table.empty")
	}
	if t.Header == nil {
		return nil
	}
	return t
}

type rowReader struct {
	limits   Limits
	problems *fault.Problems
	// skip is the number of lines cut off before csv.
	skip int
	csv  *csv.Reader
}

// next returns the next row that can be read; the others are noted.
func (p *rowReader) next() (row Row, more bool) {
	for {
		cells, err := p.csv.Read()
		var bad *csv.ParseError
		switch {
		case err == nil:
			line, _ := p.csv.FieldPos(0)
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			return Row{Line: line + p.skip, Cells: cells}, true
		case errors.As(err, &bad):
			p.problems.AddRow(bad.StartLine+p.skip, "", "table.bad_quotes")
		default:
			return Row{}, false
		}
	}
}

func (p *rowReader) header(t *Table) (ok bool) {
	if len(t.Header) > p.limits.Columns {
		p.problems.AddRow(t.HeaderLine, "", "table.too_many_columns", "Columns", p.limits.Columns)
		return false
	}
	before := len(*p.problems)
	headerProblems(t.Header, t.HeaderLine, p.problems)
	return len(*p.problems) == before
}

// add appends a row that has as many cells as the header. Cells without text
// beyond the last column are what spreadsheets leave behind.
func (p *rowReader) add(t *Table, row Row) {
	row.Cells = trimEmpty(row.Cells, len(t.Header))
	if n := len(row.Cells); n != len(t.Header) {
		key := "table.too_few_cells"
		if n > len(t.Header) {
			key = "table.too_many_cells"
			if p.csv != nil && p.csv.Comma == ',' {
				key = "table.too_many_cells_comma"
			}
		}
		p.problems.AddRow(row.Line, "", key, "Cells", n, "Columns", len(t.Header))
		return
	}
	t.Rows = append(t.Rows, row)
}

func isBlank(cells []string) bool { return len(trimEmpty(cells, 0)) == 0 }

// trimEmpty cuts empty cells off the end, down to a number of cells.
func trimEmpty(cells []string, least int) []string {
	for len(cells) > least && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}
