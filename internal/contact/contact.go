// Package contact reads lists of the people in municipalities to whom letters
// go, and says what taking a list in would change. Those who are taken in get an
// editor's account and choose a password with a link.
package contact

import (
	"fmt"
	"io"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/sheet"
	"modenhed/internal/table"
)

// MaxContacts is the largest number of people in a list.
const MaxContacts = 2000

// The columns of a list.
const (
	columnMunicipality = "municipality"
	columnEmail        = "email"
	columnLanguage     = "language"
)

// columns are those of a list in order; the last need not be there.
func columns() []string { return []string{columnMunicipality, columnEmail, columnLanguage} }

// headings are what the columns may be called, folded.
var headings = map[string][]string{
	columnMunicipality: {"municipality", "kommune", "kommunekode", "kode", "code", "municipality code", "kommunenavn"},
	columnEmail:        {"email", "e-mail", "mail", "mailadresse", "e-mailadresse", "email address", "e-mail address"},
	columnLanguage:     {"language", "sprog", "lang"},
}

// languages are what a cell with a language may say, folded.
var languages = map[string]string{
	"": "", "da": "da", "dk": "da", "dansk": "da", "danish": "da", "en": "en", "engelsk": "en", "english": "en",
}

// Contact is one row of a list.
type Contact struct {
	// Line is where it stands in the file, counted from 1 with the header.
	Line         int
	Municipality municipality.Code
	Email        string
	// Language is "da" or "en", empty where the list says nothing.
	Language string
}

// Plan is what taking a list in would do.
type Plan struct {
	// New get an account, Known have the same one already and stay as they are.
	New, Known []Contact
}

// Read reads a list (CSV or Excel) and says what taking it in would do: a column
// for the municipality (code or name) and one for the e-mail address; one for the
// language may be there. The error is an Invalid fault with every problem of
// every row, among them addresses that belong to somebody else already.
func Read(r io.Reader, d *municipality.Directory, accounts []account.Account) (Plan, error) {
	limits := sheet.DefaultLimits()
	limits.Rows = MaxContacts
	t, problems, err := sheet.ReadFrom(r, limits)
	if err != nil {
		return Plan{}, fmt.Errorf("read the contacts: %w", err)
	}
	l := newLister(t, d, accounts, problems)
	if l.found(t) {
		l.read(t)
	}
	if err := l.problems.Err(); err != nil {
		return Plan{}, err
	}
	return l.plan, nil
}

// lister reads the rows of a list.
type lister struct {
	directory *municipality.Directory
	accounts  map[string]account.Account
	columns   table.Columns
	problems  fault.Problems
	plan      Plan
	// seen has the line of each address.
	seen map[string]int
}

func newLister(t *table.Table, d *municipality.Directory, accounts []account.Account, problems fault.Problems) *lister {
	l := &lister{
		directory: d, columns: table.FindColumns(t, headings), problems: problems,
		accounts: make(map[string]account.Account), seen: make(map[string]int),
	}
	for _, a := range accounts {
		l.accounts[account.NormalEmail(a.Email)] = a
	}
	return l
}

// found reports whether all needed columns are there, and notes those that are not.
func (l *lister) found(t *table.Table) bool {
	missing := l.columns.Missing(columnMunicipality, columnEmail)
	for _, column := range missing {
		l.problems.AddRow(t.HeaderLine, column, "people.list.column_missing", "Column", column)
	}
	return len(missing) == 0
}

func (l *lister) read(t *table.Table) {
	for _, row := range t.Rows {
		l.add(row)
	}
	if len(t.Rows) == 0 && len(l.problems) == 0 {
		l.problems.Add("", "people.list.nobody")
	}
}

// note notes a problem at a cell.
func (l *lister) note(row table.Row, column, key string, pairs ...any) {
	l.columns.Note(&l.problems, row, column, key, pairs...)
}

func (l *lister) add(row table.Row) {
	c := Contact{Line: row.Line}
	if m, ok := l.directory.Find(l.columns.Text(row, columnMunicipality)); ok {
		c.Municipality = m.Code
	} else {
		l.note(row, columnMunicipality, "people.list.municipality_unknown")
	}
	var ok bool
	if c.Language, ok = languages[table.Fold(l.columns.Text(row, columnLanguage))]; !ok {
		l.note(row, columnLanguage, "people.list.language_unknown")
	}
	c.Email = l.email(row)
	a, known := l.accounts[c.Email]
	switch {
	case !known:
		l.plan.New = append(l.plan.New, c)
	case a.State() == account.Closed:
		l.note(row, columnEmail, "people.list.closed")
	case a.Role != account.Editor:
		l.note(row, columnEmail, "people.list.other_role")
	case a.Municipality != c.Municipality:
		l.note(row, columnEmail, "people.list.other_municipality")
	default:
		l.plan.Known = append(l.plan.Known, c)
	}
}

func (l *lister) email(row table.Row) string {
	email, ok := account.ListedEmail(l.columns.Text(row, columnEmail))
	switch {
	case !ok:
		l.note(row, columnEmail, "people.list.email_form")
	case l.seen[email] > 0:
		l.note(row, columnEmail, "people.list.email_twice", "First", l.seen[email])
	default:
		l.seen[email] = row.Line
	}
	return email
}

// Accounts are the accounts that the new contacts of a plan get.
func (p Plan) Accounts() []account.New {
	list := make([]account.New, len(p.New))
	for i, c := range p.New {
		list[i] = account.New{Email: c.Email, Role: account.Editor, Municipality: c.Municipality, Language: c.Language}
	}
	return list
}

// Text writes the new contacts of a plan as a list that [Read] reads again.
func (p Plan) Text() string {
	var b strings.Builder
	b.WriteString(strings.Join(columns(), ";") + "\n")
	for _, c := range p.New {
		fmt.Fprintf(&b, "%s;%s;%s\n", c.Municipality, c.Email, c.Language)
	}
	return b.String()
}
