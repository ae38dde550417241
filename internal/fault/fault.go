// Package fault names the few kinds of failure that the outside reacts to and
// carries, as data, what a person must be told. Everything that is not a
// *fault.Error is an internal error: it is logged, and the person reads only
// that something went wrong. Texts are keys with arguments; package locale
// turns them into Danish or English where they are shown.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind is what the outside does with a failure.
type Kind uint8

const (
	// Internal is any failure that is not the caller's; it has no message for people.
	Internal Kind = iota
	// Invalid means that something in the input is not allowed; Problems say what.
	Invalid
	// Unauthenticated means that the caller must sign in first.
	Unauthenticated
	// Forbidden means that the caller is known and may not do this.
	Forbidden
	// NotFound means that the thing named does not exist for this caller.
	NotFound
	// Conflict means that somebody else changed the thing in the meantime.
	Conflict
	// TooMany means that the caller has tried too often and must wait.
	TooMany
)

// String returns the kind's name for logs.
func (k Kind) String() string {
	return [...]string{"internal", "invalid", "unauthenticated", "forbidden", "not found", "conflict", "too many"}[min(k, TooMany)]
}

// Message is a text for people before translation: a key of the locale files
// and named arguments.
type Message struct {
	Key  string
	Args map[string]any
}

// Text builds a message from a key and alternating argument names and values;
// a name without a value is left out.
func Text(key string, pairs ...any) Message {
	m := Message{Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if m.Args == nil {
			m.Args = make(map[string]any, len(pairs)/2)
		}
		m.Args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m
}

// Problem is one thing wrong with the input, at the place where it stands.
type Problem struct {
	// Field is the form field or column that holds the fault; empty when it concerns the whole input.
	Field string
	// Row is the line of a file, counted from 1 with the header; 0 outside files.
	Row     int
	Message Message
}

// Error is a failure of a known kind.
type Error struct {
	Kind     Kind
	Message  Message
	Problems []Problem
	// Err is the cause for the log; it is never shown to people.
	Err error
}

// New returns an error of a kind with a message built as by [Text].
func New(kind Kind, key string, pairs ...any) *Error {
	return &Error{Kind: kind, Message: Text(key, pairs...)}
}

// Error implements error; the text is for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.String())
	if e.Message.Key != "" {
		fmt.Fprintf(&b, ": %s", e.Message.Key)
	}
	for _, p := range e.Problems {
		b.WriteString("; ")
		if p.Row > 0 {
			fmt.Fprintf(&b, "row %d ", p.Row)
		}
		if p.Field != "" {
			fmt.Fprintf(&b, "%s: ", p.Field)
		}
		fmt.Fprintf(&b, "%s %v", p.Message.Key, p.Message.Args)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first *Error in err's chain, Internal if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Problems collects what is wrong with an input, so that all of it is reported at once.
type Problems []Problem

// Add notes a problem at a field; key and pairs are as for [Text].
func (p *Problems) Add(field, key string, pairs ...any) {
	*p = append(*p, Problem{Field: field, Message: Text(key, pairs...)})
}

// AddRow notes a problem in a row and column of a file.
func (p *Problems) AddRow(row int, field, key string, pairs ...any) {
	*p = append(*p, Problem{Field: field, Row: row, Message: Text(key, pairs...)})
}

// Err returns an Invalid error with all problems, or nil when there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: Text("fault.invalid"), Problems: p}
}
