package pages

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// The parameters that ask for an earlier time, on every page with figures.
const (
	ParamAsOf  = "as_of"
	ParamRound = "round"
)

// Asks reports whether an address asks for an earlier time.
func Asks(values url.Values) bool { return values.Get(ParamAsOf) != "" || values.Get(ParamRound) != "" }

// See gives a visit the snapshot that its address asks for: that of a published
// round, or what had been recorded by a time. A round that is not published is
// not found; a time that cannot be read, or has not passed, is an Invalid fault,
// and one whose figures are withheld a Forbidden one.
func (h *Handlers) See(v *Visit, values url.Values) error {
	asked := url.Values{}
	var at assessment.AsOf
	switch key, text := values.Get(ParamRound), values.Get(ParamAsOf); {
	case key != "" && text != "":
		return fault.New(fault.Invalid, "layout.past.both")
	case key != "":
		r, err := h.publishedRound(v, round.Key(key))
		if err != nil {
			return err
		}
		v.Round = &r
		at = r.AsOf()
		asked.Set(ParamRound, key)
	case text != "":
		t, err := parseMoment(text, v.Snapshot.AsOf.Location())
		if err != nil {
			return err
		}
		if err := v.mayLookBackTo(t); err != nil {
			return err
		}
		at.Time = t
		asked.Set(ParamAsOf, text)
	}
	s, err := h.Snapshots.At(v.Request().Context(), at)
	if err != nil {
		return err
	}
	v.Snapshot = s
	v.Look.Past = asked.Encode()
	return nil
}

func (h *Handlers) publishedRound(v *Visit, key round.Key) (round.Round, error) {
	r, err := h.Rounds.Round(v.Request().Context(), key)
	if err != nil {
		return round.Round{}, fmt.Errorf("find round %s: %w", key, err)
	}
	if r.State != round.Published {
		return round.Round{}, fault.New(fault.NotFound, "layout.past.unpublished")
	}
	return r, nil
}

// parseMoment reads a time from an address; see [round.ParseMoment].
func parseMoment(text string, zone *time.Location) (time.Time, error) {
	t, err := round.ParseMoment(text, zone)
	if err != nil {
		return time.Time{}, fault.New(fault.Invalid, "layout.past.unreadable", "Text", truncate(text, maxSearch))
	}
	return t, nil
}

// pastOf says that the figures are of an earlier time; nil when they are not.
func pastOf(v *Visit, s *benchmark.Snapshot) *view.Past {
	if !s.Earlier || v.Snapshot.Withheld {
		return nil
	}
	l := v.Look
	p := &view.Past{Text: l.T("layout.past.text", "Time", l.DateTime(s.AsOf)), NowHref: presentAddress(v)}
	if r := v.Round; r != nil {
		p.Text = l.T("layout.past.round", "Title", r.Title.In(l.Code()), "Time", l.DateTime(s.AsOf))
		p.Round = &view.Link{Href: "/rounds/" + string(r.Key), Text: l.T("layout.past.round_more")}
	}
	return p
}

// presentAddress is the address without the question for an earlier time.
func presentAddress(v *Visit) string {
	address := *v.Request().URL
	query := address.Query()
	query.Del(ParamAsOf)
	query.Del(ParamRound)
	return (&url.URL{Path: address.Path, RawQuery: query.Encode()}).String()
}

// timeChoice is the form that asks for the page as of another day. The last
// full day is the last one that has an end to ask for.
func timeChoice(v *Visit, s *benchmark.Snapshot) *view.TimeChoice {
	address := v.Request().URL
	now := s.AsOf
	choice := &view.TimeChoice{Action: address.Path}
	switch {
	case v.Snapshot.Withheld:
		choice.Last = now.Add(time.Microsecond).AddDate(0, 0, -1).Format(time.DateOnly)
	case s.Earlier:
		choice.Day = s.AsOf.Format(time.DateOnly)
	default:
		choice.Last = now.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	query := address.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if name != ParamAsOf && name != ParamRound && name != "lang" {
			choice.Hidden = append(choice.Hidden, view.Hidden{Name: name, Value: query.Get(name)})
		}
	}
	return choice
}
