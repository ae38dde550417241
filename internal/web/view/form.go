package view

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Field is one field of a form as it is shown: with what was typed, and what
// is wrong with it.
type Field struct {
	// Name is what the form sends.
	Name string
	// ID is the element's; the name when empty. Forms with the same fields on
	// one page need it.
	ID          string
	Label, Hint string
	Value       string
	// Error is what to put right, empty when nothing is.
	Error    string
	Optional bool
	// Type is the input's type; text when empty.
	Type string
	// Autocomplete and InputMode are HTML's; left out when empty.
	Autocomplete, InputMode string
	// Unit follows a number.
	Unit string
	// Limit is the highest number of characters of a text, 0 for none.
	Limit int
	// Rows is the height of a text in lines.
	Rows int
	// Accept are the kinds of files of a field for a file.
	Accept string
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

func (f Field) inputType() string {
	if f.Type != "" {
		return f.Type
	}
	return "text"
}

func (f Field) rows() string { return strconv.Itoa(max(f.Rows, 3)) }

// describedBy lists the elements that explain the field.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.id()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.id()+"-error")
	}
	if f.Limit > 0 {
		ids = append(ids, f.id()+"-limit-message")
	}
	return strings.Join(ids, " ")
}

// groupClass is the class of the box around the field.
func (f Field) groupClass() string {
	class := "form-group"
	if f.Error != "" {
		class += " form-error"
	}
	if f.Limit > 0 {
		class += " form-limit"
	}
	return class
}

// remaining is how many characters may still be typed; negative when there are too many.
func (f Field) remaining() int { return f.Limit - utf8.RuneCountInString(f.Value) }

// limitText says how many characters are left.
func (f Field) limitText(l Look) string {
	// The script that counts while one types puts no separator in a number.
	if left := f.remaining(); left < 0 {
		return l.N("form.limit.over", -left, "N", strconv.Itoa(-left))
	}
	return l.N("form.limit.left", f.remaining(), "N", strconv.Itoa(f.remaining()))
}

// FieldError is what is wrong at one field.
type FieldError struct {
	// ID is the field's element; empty when the fault lies in no single field.
	ID, Text string
}

// FieldErrors are all that must be put right, in the order of the form.
type FieldErrors []FieldError

// fields counts the fields with something to put right; a fault that lies in no
// single field counts as one.
func (e FieldErrors) fields() int {
	n := 0
	for i, fault := range e {
		seen := func(f FieldError) bool { return f.ID == fault.ID }
		if fault.ID == "" || !slices.ContainsFunc(e[:i], seen) {
			n++
		}
	}
	return n
}

// Of returns what is wrong at the field with an ID, empty when nothing is.
func (e FieldErrors) Of(id string) string {
	for _, fault := range e {
		if fault.ID == id {
			return fault.Text
		}
	}
	return ""
}
