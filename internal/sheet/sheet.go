// Package sheet reads tables from files that other people made: CSV as package
// table takes it, or the first visible sheet of an Excel workbook (.xlsx). It
// reads values only, keeps nothing on disk, and holds a workbook to limits on
// what it unpacks to. It knows nothing of what the columns mean.
package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
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

// Read reads the table in a file. Errors are as for [table.Read]; rows are
// counted as the file counts them.
func Read(data []byte, limits Limits) (*table.Table, error) {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return table.Read(bytes.NewReader(data), limits.Limits)
	}
	var problems fault.Problems
	if int64(len(data)) > limits.Bytes {
		problems.Add("", "table.too_large", "Megabytes", limits.Bytes>>20)
		return nil, problems.Err()
	}
	rows, err := readWorkbook(data, limits)
	switch {
	case errors.Is(err, errUnpacked):
		problems.Add("", "sheet.too_large", "Megabytes", limits.Unpacked>>20)
	case errors.Is(err, errWide):
		problems.Add("", "table.too_many_columns", "Columns", limits.Columns)
	case err != nil:
		problems.Add("", "sheet.not_workbook")
	}
	if len(problems) > 0 {
		return nil, &fault.Error{Kind: fault.Invalid, Message: fault.Text("fault.invalid"), Problems: problems, Err: err}
	}
	return table.FromRows(rows, limits.Limits)
}

var (
	errUnpacked = errors.New("unpacks to too much")
	errWide     = errors.New("too many columns")
)

// readWorkbook reads the rows of the first visible sheet, one more than allowed
// at most.
func readWorkbook(data []byte, limits Limits) ([]table.Row, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("open the workbook: %w", err)
	}
	w := &workbook{files: make(map[string]*zip.File), left: limits.Unpacked}
	for _, f := range archive.File {
		w.files[f.Name] = f
	}
	name, err := w.firstSheet()
	if err != nil {
		return nil, err
	}
	texts, err := w.sharedTexts()
	if err != nil {
		return nil, err
	}
	part, err := w.open(name)
	if err != nil {
		return nil, err
	}
	// What is left over of the part is of no use, and neither is an error in it.
	defer func() { _ = part.Close() }()
	return readRows(part, texts, limits.Limits)
}

// workbook is the parts of a workbook.
type workbook struct {
	files map[string]*zip.File
	// left is how many bytes may still be unpacked.
	left int64
}

func (w *workbook) open(name string) (io.ReadCloser, error) {
	file, ok := w.files[name]
	if !ok {
		return nil, fmt.Errorf("part %s: missing", name)
	}
	part, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", name, err)
	}
	return &counted{ReadCloser: part, left: &w.left}, nil
}

// counted is a part of the archive that counts what it unpacks to.
type counted struct {
	io.ReadCloser
	left *int64
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if *c.left -= int64(n); *c.left < 0 {
		return 0, errUnpacked
	}
	return n, err
}
