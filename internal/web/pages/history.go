package pages

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/history"
	"modenhed/internal/municipality"
	"modenhed/internal/target"
	"modenhed/internal/web/view"
)

// Histories tell what has happened.
type Histories interface {
	// Page and Each are those of [history.Service].
	Page(ctx context.Context, actor account.Actor, f history.Filter, after *history.Place, limit int) (history.Page, error)
	Each(ctx context.Context, actor account.Actor, f history.Filter, take func(history.Entry) error) error
}

// The parameters of the history. Those of targets serve too.
const (
	paramPerson = "person"
	paramKind   = "kind"
	paramFrom   = "from"
	paramTo     = "to"
	paramAfter  = "after"
)

const (
	allHistoryPath = "/history"
	ownHistoryPath = "/report/history"
	// historyEntries is how many entries a page shows.
	historyEntries = 50
	// maxPerson is the longest part of an address that is looked for.
	maxPerson = 254
)

// AllHistory shows analysts and administrators what has happened.
func (h *Handlers) AllHistory(v *Visit) error { return h.history(v, allHistoryPath) }

// OwnHistory shows an editor what has happened to the own municipality.
func (h *Handlers) OwnHistory(v *Visit) error { return h.history(v, ownHistoryPath) }

func (h *Handlers) history(v *Visit, path string) error {
	l := v.Look
	asked := readHistory(v)
	m := view.History{Action: path, Own: path == ownHistoryPath}
	status := http.StatusOK
	if len(asked.faults) > 0 {
		status = http.StatusUnprocessableEntity
		m.Faults = faultsAt(l, asked.faults)
	} else {
		page, err := h.Histories.Page(v.Request().Context(), v.Actor, asked.filter, asked.after, historyEntries)
		if err != nil {
			return err
		}
		h.fillHistory(v, path, asked, page, &m)
	}
	historyFields(v, asked, &m)
	title, lead := l.T("history.title"), l.T("history.lead")
	if m.Own {
		title, lead = l.T("history.own.title"), l.T("history.own.lead")
	}
	p := h.page(v, title, lead)
	p.Address = path
	if m.Own {
		p.Crumbs = []view.Link{{Href: "/report", Text: l.T("report.title")}, {Text: title}}
	}
	return showStatus(v, status, p, view.HistoryBody(l, m))
}

// fillHistory adds the entries and where to go on.
func (h *Handlers) fillHistory(v *Visit, path string, asked askedHistory, page history.Page, m *view.History) {
	w := historyWords{look: v.Look, snapshot: v.Snapshot, actor: v.Actor}
	for _, e := range page.Entries {
		entry := w.entry(e)
		if m.Own {
			entry.Municipality = ""
		}
		m.Entries = append(m.Entries, entry)
	}
	query := asked.query()
	m.CSV, m.Workbook = path+".csv"+questioned(query), path+".xlsx"+questioned(query)
	m.Filtered = len(query) > 0
	if asked.after != nil {
		m.Newest = path + questioned(query)
	}
	if page.Next != nil {
		query.Set(paramAfter, placeText(*page.Next))
		m.Older = path + questioned(query)
	}
}

func questioned(query url.Values) string {
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// askedHistory is what the address asks for.
type askedHistory struct {
	filter history.Filter
	after  *history.Place
	// from and to are days as they were typed.
	from, to string
	faults   fault.Problems
}

// readHistory reads the filter. What is not known matches nothing or is told as a fault.
func readHistory(v *Visit) askedHistory {
	text := func(name string) string { return strings.TrimSpace(v.QueryParam(name)) }
	asked := askedHistory{from: text(paramFrom), to: text(paramTo)}
	f := &asked.filter
	if code := text(paramMunicipality); code != "" {
		parsed, err := municipality.ParseCode(code)
		if err != nil {
			asked.faults.Add(paramMunicipality, "municipalities.unknown")
		}
		f.Municipality = parsed
	}
	f.Indicator = framework.IndicatorKey(text(paramIndicator))
	f.Kind = history.Kind(text(paramKind))
	if f.Person = text(paramPerson); len(f.Person) > maxPerson {
		asked.faults.Add(paramPerson, "assessment.text_too_long", "Max", maxPerson)
	}
	zone := v.Snapshot.AsOf.Location()
	if end, ok := readDay(asked.from, paramFrom, zone, &asked.faults); ok {
		f.From = end.AddDate(0, 0, -1)
	}
	if end, ok := readDay(asked.to, paramTo, zone, &asked.faults); ok {
		f.Until = end
	}
	if !f.From.IsZero() && !f.Until.IsZero() && !f.From.Before(f.Until) {
		asked.faults.Add(paramTo, "history.days_turned")
	}
	asked.after = readPlace(text(paramAfter))
	return asked
}

// readDay returns the first moment after a day.
func readDay(typed, field string, zone *time.Location, faults *fault.Problems) (end time.Time, ok bool) {
	if typed == "" {
		return time.Time{}, false
	}
	day, ok := target.ParseDay(typed)
	if !ok {
		faults.Add(field, "history."+field+"_form")
		return time.Time{}, false
	}
	return day.End(zone).Add(time.Microsecond), true
}

// query returns the address's query without the place.
func (a askedHistory) query() url.Values {
	query := url.Values{}
	set := func(name, value string) {
		if value != "" {
			query.Set(name, value)
		}
	}
	if a.filter.Municipality != 0 {
		set(paramMunicipality, a.filter.Municipality.String())
	}
	set(paramIndicator, string(a.filter.Indicator))
	set(paramKind, string(a.filter.Kind))
	set(paramPerson, a.filter.Person)
	set(paramFrom, a.from)
	set(paramTo, a.to)
	return query
}

// placeText writes a place for an address.
func placeText(p history.Place) string {
	return strconv.FormatInt(p.At.UnixMicro(), 10) + "-" + string(p.Kind) + "-" + strconv.FormatInt(p.Number, 10)
}

// readPlace reads a place from an address; one that nobody wrote is none.
func readPlace(text string) *history.Place {
	parts := strings.Split(text, "-")
	if len(parts) != 3 {
		return nil
	}
	at, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return nil
	}
	number, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return nil
	}
	return &history.Place{At: time.UnixMicro(at).UTC(), Kind: history.Kind(parts[1]), Number: number}
}

// historyFields are the filter's fields as they were filled in.
func historyFields(v *Visit, asked askedHistory, m *view.History) {
	l := v.Look
	if !m.Own {
		m.Municipalities = []view.Choice{{Text: l.T("history.filter.all")}}
		for _, unit := range v.Snapshot.Units {
			code := unit.Code.String()
			m.Municipalities = append(m.Municipalities, view.Choice{Value: code, Text: unit.Name, Selected: unit.Code == asked.filter.Municipality})
		}
	}
	m.Indicators = []view.Choice{{Text: l.T("history.filter.all")}}
	for _, place := range v.Snapshot.Places {
		key := place.Indicator.Key
		m.Indicators = append(m.Indicators, view.Choice{
			Value: string(key), Text: shortArea(l, *place.Top) + ": " + place.Indicator.Title.In(l.Code()), Selected: key == asked.filter.Indicator,
		})
	}
	m.Kinds = []view.Choice{{Text: l.T("history.filter.all")}}
	for _, kind := range history.KindsFor(v.Actor) {
		m.Kinds = append(m.Kinds, view.Choice{Value: string(kind), Text: l.T("history.kind." + string(kind)), Selected: kind == asked.filter.Kind})
	}
	field := func(name, value string) view.Field {
		return view.Field{Name: name, Value: value, Label: l.T("history.filter." + name), Error: joined(m.Faults, name)}
	}
	m.Person, m.From, m.To = field(paramPerson, asked.filter.Person), field(paramFrom, asked.from), field(paramTo, asked.to)
	m.From.Hint, m.To.Hint = l.T("history.filter.day_hint"), l.T("history.filter.day_hint")
}
