package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"modenhed/internal/fault"
)

// fileError is a failure that has to do with one file of the user.
type fileError struct {
	name string
	err  error
}

// Error implements error.
func (e *fileError) Error() string { return e.name + ": " + e.err.Error() }

// Unwrap returns the cause.
func (e *fileError) Unwrap() error { return e.err }

// inFile says that an error has to do with a file; nil stays nil.
func inFile(name string, err error) error {
	if err == nil {
		return nil
	}
	return &fileError{name: name, err: err}
}

// report prints an error, one line for each fault, and returns the exit status.
func (p *program) report(err error) int {
	if err == nil {
		return statusDone
	}
	var usage *usageError
	if errors.As(err, &usage) {
		fmt.Fprintln(p.err, "modenhed: "+usage.text)
		return statusUsage
	}
	for _, line := range p.lines(err) {
		fmt.Fprintln(p.err, "modenhed: "+plainLine(line))
	}
	return statusFailed
}

// plainLine is a text as a terminal may show it: what stands in a file of other
// people's moves no cursor and begins no line.
func plainLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, text)
}

// lines says what is wrong, a line for each fault, of several files one after the other.
func (p *program) lines(err error) (all []string) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			for _, line := range p.lines(one) {
				if !slices.Contains(all, line) {
					all = append(all, line)
				}
			}
		}
		return all
	}
	var file *fileError
	prefix := ""
	if errors.As(err, &file) {
		prefix = file.name + ": "
	}
	var known *fault.Error
	switch {
	case errors.As(err, &known) && known.Kind != fault.Internal:
		return p.faultLines(prefix, known)
	case errors.Is(err, context.Canceled):
		return []string{p.words.T("command.failed.interrupted")}
	}
	if key := systemKey(err); key != "" && file != nil {
		return []string{prefix + p.words.T(key)}
	}
	return []string{p.words.T("command.failed.unexpected", "Detail", err.Error())}
}

// systemKey returns the wording of what the system says about a file.
func systemKey(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "command.failed.file_missing"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "command.failed.file_forbidden"
	case errors.Is(err, syscall.EISDIR):
		return "command.failed.file_directory"
	case errors.Is(err, syscall.ENOSPC):
		return "command.failed.disk_full"
	}
	return ""
}

func (p *program) faultLines(prefix string, known *fault.Error) []string {
	if len(known.Problems) == 0 {
		return []string{prefix + p.words.Format(known.Message.Key, known.Message.Args)}
	}
	lines := make([]string, 0, len(known.Problems))
	for _, problem := range known.Problems {
		lines = append(lines, prefix+p.place(problem)+p.words.Format(problem.Message.Key, problem.Message.Args))
	}
	return lines
}

// place says where in a file a problem is, empty for no place.
func (p *program) place(problem fault.Problem) string {
	switch {
	case problem.Row > 0 && problem.Field != "":
		return p.words.T("command.place.cell", "Row", problem.Row, "Column", problem.Field) + ": "
	case problem.Row > 0:
		return p.words.T("command.place.row", "Row", problem.Row) + ": "
	}
	return ""
}
