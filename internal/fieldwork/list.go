package fieldwork

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/sheet"
	"modenhed/internal/survey"
	"modenhed/internal/table"
)

// MaxContacts is the largest number of people invited to a wave.
const MaxContacts = 10_000

// The columns of a list of contacts, beside those of the wave's design.
const (
	columnEmail    = "email"
	columnLanguage = "language"
)

// headings are what the columns may be called, folded.
var headings = map[string][]string{
	survey.ColumnMunicipality: {"municipality", "kommune", "kommunekode", "code", "municipality code"},
	survey.ColumnParty:        {"party", "parti", "partibogstav", "liste", "list", "party letter"},
	columnEmail:               {"email", "e-mail", "mail", "mailadresse", "e-mailadresse", "email address", "e-mail address"},
	columnLanguage:            {"language", "sprog", "lang"},
}

// languages are what a cell with a language may say, folded.
var languages = map[string]string{
	"": "", "da": "da", "dk": "da", "dansk": "da", "danish": "da", "en": "en", "engelsk": "en", "english": "en",
}

// maxValue is the longest value of a further column.
const maxValue = 100

// ReadContacts reads a list of contacts (CSV or Excel): a column for municipality (code
// or name), party (list letter or name) and e-mail, and for the columns of the
// wave's design; one for the language may be there. The error is an Invalid
// fault with every problem of every row.
func ReadContacts(r io.Reader, w survey.Wave, of Register) ([]Contact, error) {
	limits := sheet.DefaultLimits()
	limits.Rows = MaxContacts
	t, problems, err := sheet.ReadFrom(r, limits)
	if err != nil {
		return nil, fmt.Errorf("read the contacts: %w", err)
	}
	l := newLister(t, w, of, problems)
	if l.found(t) {
		l.read(t)
	}
	if err := l.problems.Err(); err != nil {
		return nil, err
	}
	return l.contacts, nil
}

// lister reads the rows of a list.
type lister struct {
	wave     survey.Wave
	register Register
	// further are the columns of the wave's design.
	further  []string
	columns  table.Columns
	problems fault.Problems
	contacts []Contact
	// seen has the line of each address.
	seen map[string]int
}

func newLister(t *table.Table, w survey.Wave, of Register, problems fault.Problems) *lister {
	further := w.Design.Columns()
	names := maps.Clone(headings)
	for _, column := range further {
		names[column] = append(slices.Clone(names[column]), table.Fold(column))
	}
	return &lister{
		wave: w, register: of, further: further, columns: table.FindColumns(t, names), problems: problems,
		seen: make(map[string]int),
	}
}

// found reports whether all columns are there, and notes those that are not.
func (l *lister) found(t *table.Table) bool {
	missing := l.columns.Missing(slices.Concat([]string{survey.ColumnMunicipality, survey.ColumnParty, columnEmail}, l.further)...)
	for _, column := range missing {
		l.problems.AddRow(t.HeaderLine, column, "fieldwork.column_missing", "Column", column)
	}
	return len(missing) == 0
}

func (l *lister) read(t *table.Table) {
	for _, row := range t.Rows {
		l.add(row)
	}
	if len(t.Rows) == 0 && len(l.problems) == 0 {
		l.problems.Add("", "fieldwork.nobody")
	}
}

// note notes a problem at a cell.
func (l *lister) note(row table.Row, column, key string, pairs ...any) {
	l.columns.Note(&l.problems, row, column, key, pairs...)
}

func (l *lister) add(row table.Row) {
	c := Contact{Values: make([]string, len(l.further))}
	if m, ok := l.register.Directory.Find(l.columns.Text(row, survey.ColumnMunicipality)); ok {
		c.Municipality = int(m.Code)
	} else {
		l.note(row, survey.ColumnMunicipality, "fieldwork.municipality_unknown")
	}
	var ok bool
	if c.Party, ok = l.register.party(l.columns.Text(row, survey.ColumnParty), l.wave); !ok {
		var letters []string
		for _, p := range l.register.Parties(l.wave) {
			letters = append(letters, p.Letter)
		}
		l.note(row, survey.ColumnParty, "fieldwork.party_unknown", "Parties", strings.Join(letters, ", "), "Year", l.register.Election(l.wave))
	}
	if c.Lang, ok = languages[table.Fold(l.columns.Text(row, columnLanguage))]; !ok {
		l.note(row, columnLanguage, "fieldwork.language_unknown")
	}
	c.Email = l.email(row)
	for i, column := range l.further {
		c.Values[i] = l.value(row, column)
	}
	l.contacts = append(l.contacts, c)
}

func (l *lister) email(row table.Row) string {
	email, ok := account.ListedEmail(l.columns.Text(row, columnEmail))
	switch {
	case !ok:
		l.note(row, columnEmail, "fieldwork.email_form")
	case l.seen[email] > 0:
		l.note(row, columnEmail, "fieldwork.email_twice", "First", l.seen[email])
	default:
		l.seen[email] = row.Line
	}
	return email
}

func (l *lister) value(row table.Row, column string) string {
	value := l.columns.Text(row, column)
	switch {
	case value == "" && l.wave.Design != nil && slices.Contains(l.wave.Design.Rake, column):
		l.note(row, column, "fieldwork.value_missing")
	case len([]rune(value)) > maxValue || !printable(value, false):
		l.note(row, column, "fieldwork.value_form", "Max", maxValue)
	}
	return value
}
