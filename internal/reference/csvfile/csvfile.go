// Package csvfile reads the CSV files of reference data row by row and notes
// everything that is wrong with them, each fault at its file, row and column.
// It knows the form of the files, not what they say.
package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/jszwec/csvutil"

	"modenhed/internal/fault"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// Each calls do for every well-formed row of a comma-separated UTF-8 file whose
// first row holds the column names. T is a struct of string fields with csv
// tags: a column of T that the file lacks, and a column of the file that T
// lacks, are problems. A byte-order mark is accepted, a malformed row is
// noted and skipped.
func Each[T any](file string, content []byte, problems *fault.Problems, do func(Row, T)) {
	whole := Row{File: file, problems: problems}
	content = bytes.TrimPrefix(content, byteOrderMark)
	if !utf8.Valid(content) {
		whole.Problem("", "reference.csv.encoding")
		return
	}
	reader := &positioned{csv: csv.NewReader(bytes.NewReader(content))}
	reader.csv.FieldsPerRecord = -1
	decoder, err := csvutil.NewDecoder(reader)
	if err != nil {
		whole.noteHeaderError(err)
		return
	}
	if !whole.checkHeader(decoder.Header(), columnsOf[T]()) {
		return
	}
	for {
		var value T
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return
		}
		row := Row{File: file, Line: reader.line, problems: problems}
		if err != nil {
			row.noteRowError(err, len(decoder.Record()), len(decoder.Header()))
			continue
		}
		do(row, value)
	}
}

func columnsOf[T any]() []string {
	var value T
	columns, err := csvutil.Header(value, "csv")
	if err != nil {
		panic("csvfile: row type must be a struct: " + err.Error())
	}
	return columns
}

// positioned remembers the line on which the last record began.
type positioned struct {
	csv  *csv.Reader
	line int
}

// Read implements csvutil.Reader.
func (p *positioned) Read() ([]string, error) {
	record, err := p.csv.Read()
	var malformed *csv.ParseError
	switch {
	case errors.As(err, &malformed):
		p.line = malformed.StartLine
	case err == nil:
		p.line, _ = p.csv.FieldPos(0)
	}
	return record, err
}
