// Package sheet reads tables from files that other people made: CSV as package
// table takes it, or a sheet of an Excel workbook (.xlsx), whoever wrote it. It
// reads values only, keeps nothing on disk, and holds a workbook to limits on
// what it unpacks to. It knows nothing of what the columns mean.
package sheet

import (
	"bytes"
	"errors"
	"io"

	"modenhed/internal/fault"
	"modenhed/internal/table"
)

// Limits bound what is read.
type Limits struct {
	table.Limits
	// Unpacked is how many bytes the parts of a workbook that are read may unpack to.
	Unpacked int64
}

// DefaultLimits suit what staff upload: 4 MB that unpack to at most 64 MB,
// 50,000 rows and 100 columns.
func DefaultLimits() Limits {
	return Limits{Limits: table.Limits{Bytes: 4 << 20, Rows: 50_000, Columns: 100}, Unpacked: 64 << 20}
}

// Files begin so: archives, and what Excel makes of a workbook with a password
// or saves in its old format.
const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

// IsWorkbook reports whether a file is to be read as a workbook rather than as CSV.
func IsWorkbook(data []byte) bool {
	return bytes.HasPrefix(data, []byte(zipMagic)) || bytes.HasPrefix(data, []byte(oleMagic))
}

// Read reads the table in a file: CSV, or the first visible sheet of a
// workbook. Errors are as for [table.Read]; rows are counted as the file counts
// them.
func Read(data []byte, limits Limits) (*table.Table, error) {
	if !IsWorkbook(data) {
		return table.Read(bytes.NewReader(data), limits.Limits)
	}
	rows, err := readFirst(data, limits)
	if err != nil {
		return nil, limits.refuse(err)
	}
	plain := make([]table.Row, len(rows))
	for i, row := range rows {
		plain[i] = table.Row{Line: row.Line, Cells: row.Texts()}
	}
	return table.FromRows(plain, limits.Limits)
}

// ReadFrom is [Read] for a reader of lists that has more to say about the rows:
// what is wrong with them comes as problems beside the table. The error is what
// keeps the file from being read at all.
func ReadFrom(r io.Reader, limits Limits) (*table.Table, fault.Problems, error) {
	data, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return nil, nil, err
	}
	t, err := Read(data, limits)
	var known *fault.Error
	if t != nil && errors.As(err, &known) && len(known.Problems) > 0 {
		return t, known.Problems, nil
	}
	return t, nil, err
}

// readFirst reads the rows of the first visible sheet, one more than allowed at most.
func readFirst(data []byte, limits Limits) ([]Row, error) {
	w, err := unpack(data, limits)
	if err != nil {
		return nil, err
	}
	if len(w.sheets) == 0 {
		return nil, errNoSheet
	}
	return w.rows(w.sheets[0].part)
}

// Row is one row of a sheet that has text.
type Row struct {
	// Line is the row's number, counted from 1.
	Line int
	// Cells go up to the last with text.
	Cells []Cell
}

// Cell is what a cell says.
type Cell struct {
	// Text is what people read: a number with as many digits as it has and a
	// decimal point, a share as "45%", a date as "2026-11-23", yes and no as 1 and 0.
	Text string
	// Number means that Text is a number that the workbook holds as one, or a
	// share, so that there is no doubt about its decimal sign.
	Number bool
}

// Texts returns the cells without what they are.
func (r Row) Texts() []string {
	texts := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		texts[i] = c.Text
	}
	return texts
}

var (
	errPacked   = errors.New("too large")
	errUnpacked = errors.New("unpacks to too much")
	errWide     = errors.New("too many columns")
	errLong     = errors.New("too many rows")
	errNoSheet  = errors.New("no visible sheet")
	errLocked   = errors.New("encrypted, or of the old format")
	errMacros   = errors.New("has macros")
	errOutside  = errors.New("refers to other files")
)

// refuse says in words for people why a workbook is not read.
func (l Limits) refuse(err error) error {
	var problems fault.Problems
	switch {
	case errors.Is(err, errUnpacked):
		problems.Add("", "sheet.too_large", "Megabytes", max(1, l.Unpacked>>20))
	case errors.Is(err, errPacked):
		problems.Add("", "table.too_large", "Megabytes", max(1, l.Bytes>>20))
	case errors.Is(err, errWide):
		problems.Add("", "table.too_many_columns", "Columns", l.Columns)
	case errors.Is(err, errLong):
		problems.Add("", "table.too_many_rows", "Rows", l.Rows)
	case errors.Is(err, errLocked):
		problems.Add("", "sheet.locked")
	case errors.Is(err, errMacros):
		problems.Add("", "sheet.macros")
	case errors.Is(err, errOutside):
		problems.Add("", "sheet.outside")
	default:
		problems.Add("", "sheet.not_workbook")
	}
	return &fault.Error{Kind: fault.Invalid, Message: fault.Text("fault.invalid"), Problems: problems, Err: err}
}
