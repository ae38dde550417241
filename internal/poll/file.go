package poll

import (
	"errors"
	"io"
	"slices"
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/table"
)

// file is a table whose problems are being collected.
type file struct {
	*table.Table
	problems fault.Problems
	// leftOut tells that some rows could not be read.
	leftOut bool
}

// open reads a table; an error is one that leaves nothing to check.
func open(r io.Reader) (*file, error) {
	t, err := table.Read(r, limits())
	if t == nil {
		return nil, err
	}
	f := &file{Table: t}
	var known *fault.Error
	if errors.As(err, &known) {
		f.problems, f.leftOut = slices.Clone(known.Problems), true
	}
	return f, nil
}

// need returns where a column stands; one that is missing is a problem.
func (f *file) need(name string) (position int, ok bool) {
	position, ok = f.Column(name)
	if !ok {
		f.problems.Add("", "poll.no_column", "Name", table.Excerpt(name), "Columns", f.columns())
	}
	return position, ok
}

// columns lists the columns that there are.
func (f *file) columns() string { return strings.Join(f.Header, ", ") }

// err returns all problems in the order of rows.
func (f *file) err() error {
	slices.SortStableFunc(f.problems, func(a, b fault.Problem) int { return a.Row - b.Row })
	return f.problems.Err()
}
