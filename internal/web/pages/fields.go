package pages

import (
	"errors"

	"modenhed/internal/fault"
	"modenhed/internal/web/view"
)

// fieldErrors translates what is wrong with an input. Fields are taken to have
// the ID they are named by; a fault of the whole input has none. It returns
// nil when the error says nothing about the input.
func fieldErrors(l view.Look, err error) view.FieldErrors {
	var known *fault.Error
	if !errors.As(err, &known) {
		return nil
	}
	list := make(view.FieldErrors, 0, len(known.Problems))
	for _, p := range known.Problems {
		list = append(list, view.FieldError{ID: p.Field, Text: message(l, p.Message)})
	}
	return list
}

// faultsOf lists what is wrong with fields that are named by their ID.
func faultsOf(fields ...view.Field) view.FieldErrors {
	var list view.FieldErrors
	for _, field := range fields {
		if field.Error != "" {
			list = append(list, view.FieldError{ID: field.Name, Text: field.Error})
		}
	}
	return list
}

// message translates a message for people.
func message(l view.Look, m fault.Message) string { return l.Format(m.Key, m.Args) }
