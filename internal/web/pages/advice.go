package pages

import (
	"net/http"

	"modenhed/internal/account"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// bestSteps is how many steps a municipality's own page shows.
const bestSteps = 3

// Advice answers the page of what a municipality could do next, and of what a
// goal that the address names would take. A goal with faults comes back as it
// was typed.
func (h *Handlers) Advice(v *Visit) error {
	s := v.Snapshot
	code, err := municipality.ParseCode(v.Param("code"))
	if err != nil {
		return fault.New(fault.NotFound, "municipalities.unknown")
	}
	a, err := newAdviser(v, s, code)
	if err != nil {
		return err
	}
	goal := readGoal(v.Look, v.QueryParams(), s.Overview().Country.Ranked)
	m, err := a.page(goal)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if m.Reach != nil && len(goal.faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return showStatus(v, status, h.advicePage(v, a), view.AdviceBody(v.Look, m))
}

func (h *Handlers) advicePage(v *Visit, a *adviser) view.Page {
	l := v.Look
	p := h.figurePage(v, a.snapshot, l.T("advice.page_title", "Name", a.unit.Name), a.lead())
	p.Description = l.T("advice.summary", "Name", a.unit.Name)
	p.Crumbs = []view.Link{
		{Href: "/municipalities", Text: l.T("municipalities.title")},
		{Href: municipalityAddress(a.unit), Text: a.unit.Name},
	}
	if a.own {
		p.Actions = []view.Action{{Link: view.Link{Href: "/report", Text: l.T("profile.report")}, Icon: "edit"}}
	}
	return p
}

// adviser words the advice to one municipality: to itself when its own editor
// reads, about it otherwise.
type adviser struct {
	look     view.Look
	snapshot *benchmark.Snapshot
	unit     *benchmark.Unit
	advice   *benchmark.Advice
	own      bool
	// reasons say why others are comparable.
	reasons map[municipality.Code]string
}

func newAdviser(v *Visit, s *benchmark.Snapshot, code municipality.Code) (*adviser, error) {
	advice, ok, err := s.Advice(code)
	if err != nil {
		return nil, err
	}
	unit, known := s.Unit(code)
	if !ok || !known {
		return nil, fault.New(fault.NotFound, "municipalities.unknown")
	}
	a := &adviser{
		look: v.Look, snapshot: s, unit: unit, advice: advice,
		own:     account.MayReportFor(v.Actor, code),
		reasons: make(map[municipality.Code]string),
	}
	for _, peer := range s.PeersOf(code, len(s.Units)) {
		a.reasons[peer.Code] = matchWords(v.Look, peer)
	}
	return a, nil
}

func municipalityAddress(unit *benchmark.Unit) string { return "/municipalities/" + unit.Code.String() }

func adviceAddress(unit *benchmark.Unit) string { return municipalityAddress(unit) + "/next" }

// say words what is said differently to a municipality and about it.
func (a *adviser) say(key string, pairs ...any) string {
	return a.look.T(a.voiced(key), append(pairs, "Name", a.unit.Name)...)
}

func (a *adviser) voiced(key string) string {
	if a.own {
		return "advice.you." + key
	}
	return "advice.them." + key
}

// lead says where the municipality stands.
func (a *adviser) lead() string {
	l, score := a.look, a.unit.Card.Score
	switch {
	case !score.OK:
		return l.T("advice.lead_none")
	case a.unit.Place.Rank == 0:
		return l.T("advice.lead_unranked", "Score", l.Score(score.Value))
	}
	return l.T("advice.lead", "Score", l.Score(score.Value), "Rank", a.place(a.unit.Place.Rank, a.unit.Place.Tied),
		"N", l.Int(a.snapshot.Overview().Country.Ranked))
}

// place writes a rank as a sentence says it.
func (a *adviser) place(rank int, tied bool) string {
	switch {
	case rank == 0:
		return a.look.T("advice.place_none")
	case tied:
		return a.look.T("advice.place_tied", "Rank", a.look.Int(rank))
	}
	return a.look.T("advice.place", "Rank", a.look.Int(rank))
}

// reported means that at least one answer gives points, so that there is
// something to go on from.
func (a *adviser) reported() bool {
	for _, i := range a.unit.Card.Indicators {
		if i.Score.OK {
			return true
		}
	}
	return false
}
