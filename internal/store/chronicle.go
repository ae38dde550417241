package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/framework"
	"modenhed/internal/history"
	"modenhed/internal/municipality"
)

// chronicle is where entries of one kind of the history come from: rows of a
// table e, in SQL that both databases read alike.
type chronicle struct {
	kind history.Kind
	// from is the table with what is joined to it; a is the account of who did it.
	from string
	// where restricts the rows; empty for all.
	where string
	// at and id order the rows; e.recorded_at and e.id when empty.
	at, id string
	// What an entry is about. One that is empty is about none, and is left out
	// when a filter asks for one.
	municipality, indicator string
	step, subject, channel  string
	// owner is the address of an account to which something was done.
	owner string
	// columns are what fill makes parts of.
	columns []string
	fill    func(e *history.Entry, c cells)
}

// HistoryEntries returns entries of the history; see [history.Store]. Each kind
// is read by its own index, and the newest of all are kept.
func (s *Store) HistoryEntries(ctx context.Context, q history.Query) ([]history.Entry, error) {
	var entries []history.Entry
	for _, c := range chronicles() {
		if !slices.Contains(q.Kinds, c.kind) {
			continue
		}
		more, err := s.chronicleEntries(ctx, c, q)
		if err != nil {
			return nil, fmt.Errorf("read %s entries: %w", c.kind, err)
		}
		entries = append(entries, more...)
	}
	slices.SortFunc(entries, func(a, b history.Entry) int { return b.Compare(a.Place) })
	return entries[:min(len(entries), q.Limit)], nil
}

func rankOf(kind history.Kind) int { return slices.Index(history.Kinds(), kind) }

func (s *Store) chronicleEntries(ctx context.Context, c chronicle, q history.Query) ([]history.Entry, error) {
	if q.Municipality != 0 && c.municipality == "" || q.Indicator != "" && c.indicator == "" {
		return nil, nil
	}
	statement, arguments := c.statement(q)
	rows, err := s.reader.QueryContext(ctx, statement, arguments...)
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	var entries []history.Entry
	for rows.Next() {
		e, err := c.scan(rows)
		if err != nil {
			return nil, translate(err)
		}
		entries = append(entries, e)
	}
	return entries, translate(rows.Err())
}

// statement writes the query of one kind.
func (c chronicle) statement(q history.Query) (string, []any) {
	at, id := cmp.Or(c.at, "e.recorded_at"), cmp.Or(c.id, "e.id")
	w := conditions{}
	if c.where != "" {
		w.add(c.where)
	}
	if q.After != nil {
		w.add("("+at+" < ? OR "+at+" = ? AND "+id+" < ?)", moment(q.After.At), moment(q.After.At), c.below(*q.After))
		w.add(at+" <= ?", moment(q.After.At)) // lets the index begin here
	}
	if q.Municipality != 0 {
		w.add(c.municipality+" = ?", int(q.Municipality))
	}
	if q.Indicator != "" {
		w.add(c.indicator+" = ?", string(q.Indicator))
	}
	if !q.From.IsZero() {
		w.add(at+" >= ?", moment(q.From))
	}
	if !q.Until.IsZero() {
		w.add(at+" < ?", moment(q.Until))
	}
	c.person(&w, q)
	text := "SELECT " + strings.Join(append(c.common(at, id), c.columns...), ", ") + " FROM " + c.from
	if len(w.texts) > 0 {
		text += " WHERE " + strings.Join(w.texts, " AND ")
	}
	return text + " ORDER BY " + at + " DESC, " + id + " DESC LIMIT " + w.parameter(q.Limit), w.arguments
}

// person restricts the rows to those that somebody did or that were done to
// somebody's account.
func (c chronicle) person(w *conditions, q history.Query) {
	if q.Person == "" {
		return
	}
	escaped := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(q.Person))
	pattern := "%" + escaped + "%"
	const like = ` LIKE ? ESCAPE '\'`
	switch {
	case q.Staff != 0:
		w.add("lower(a.email)"+like+" AND a.municipality = ?", pattern, int(q.Staff))
	case c.owner != "":
		w.add("(lower(a.email)"+like+" OR lower("+c.owner+")"+like+")", pattern, pattern)
	default:
		w.add("lower(a.email)"+like, pattern)
	}
}

// below bounds the numbers of rows recorded at the very time of a place.
func (c chronicle) below(place history.Place) int64 {
	switch mine, its := rankOf(c.kind), rankOf(place.Kind); {
	case mine < its:
		return math.MaxInt64
	case mine > its:
		return 0
	}
	return place.Number
}

func (c chronicle) common(at, id string) []string {
	text := func(expression string) string { return cmp.Or(expression, "''") }
	return []string{
		at, id, text(c.step), cmp.Or(c.municipality, "0"), text(c.indicator), text(c.subject), text(c.channel),
		"a.email", "a.role", "a.municipality",
	}
}

// scan reads one row.
func (c chronicle) scan(rows *sql.Rows) (history.Entry, error) {
	e := history.Entry{Place: history.Place{Kind: c.kind}}
	var (
		at          int64
		code, own   sql.NullInt64
		email, role sql.NullString
		values      = make(cells, len(c.columns))
		indicator   string
	)
	into := []any{&at, &e.Number, &e.Step, &code, &indicator, &e.Subject, &e.Channel, &email, &role, &own}
	for i := range values {
		into = append(into, &values[i])
	}
	if err := rows.Scan(into...); err != nil {
		return history.Entry{}, fmt.Errorf("scan an entry: %w", err)
	}
	e.At, e.Municipality, e.Indicator = instant(at), municipality.Code(code.Int64), framework.IndicatorKey(indicator)
	e.Who = history.Person{Email: email.String, Role: account.Role(role.String), Municipality: municipality.Code(own.Int64)}
	c.fill(&e, values)
	return e, nil
}

// conditions are what rows must fulfil, with numbered parameters.
type conditions struct {
	texts     []string
	arguments []any
}

// add adds a condition whose question marks stand for the arguments.
func (w *conditions) add(text string, arguments ...any) {
	for _, argument := range arguments {
		text = strings.Replace(text, "?", w.parameter(argument), 1)
	}
	w.texts = append(w.texts, text)
}

func (w *conditions) parameter(argument any) string {
	w.arguments = append(w.arguments, argument)
	return fmt.Sprintf("$%d", len(w.arguments))
}

// cells are the values of a row as a driver gives them.
type cells []any

func (c cells) text(i int) string {
	switch v := c[i].(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}

func (c cells) number(i int) (x float64, ok bool) {
	switch v := c[i].(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

func (c cells) null(i int) bool { return c[i] == nil }

// yes returns a part that says yes or no.
func (c cells) yes(i int) string {
	if c[i] == true || c[i] == int64(1) {
		return "yes"
	}
	return "no"
}
