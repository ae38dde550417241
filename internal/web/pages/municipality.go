package pages

import (
	"net/http"
	"slices"

	"modenhed/internal/account"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// Municipality answers a municipality's page.
func (h *Handlers) Municipality(v *Visit) error {
	s := v.Snapshot
	l := v.Look
	code, err := municipality.ParseCode(v.Param("code"))
	if err != nil {
		return fault.New(fault.NotFound, "municipalities.unknown")
	}
	profile, ok := s.Profile(code)
	if !ok {
		return fault.New(fault.NotFound, "municipalities.unknown")
	}
	y := newYardstick(l, s, profile, v.QueryParam(ParamPeers))
	if asked := v.QueryParam(ParamPeers); y.kind == chosenSet && y.canonical() != asked {
		return v.Redirect(http.StatusSeeOther, string(l.To(profileAddress(code, y.canonical(), v.QueryParam(ParamSince)))))
	}
	m := municipalityModel(l, s, profile, v.Actor, y)
	m.Set = y.choice(l, s, v.QueryParam(ParamSince))
	if !m.Empty && s.Basis == benchmark.Claimed {
		if m.Moved, err = h.moved(v, profile.Unit, y.canonical()); err != nil {
			return err
		}
	}
	intervals, err := intervalFacts(l, s, profile.Unit)
	if err != nil {
		return err
	}
	m.Card.Facts = slices.Insert(m.Card.Facts, 1, intervals...)
	if s.Basis == benchmark.Claimed {
		if m.Next, err = nextSteps(v, s, profile); err != nil {
			return err
		}
	}
	if m.Remark, err = h.remarkOf(v, code); err != nil {
		return err
	}
	status := http.StatusOK
	if m.Faults = faultsOf(m.Set.Chosen, m.Moved.Form.Since); len(m.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return showStatus(v, status, h.profilePage(v, profile), view.MunicipalityBody(l, m))
}

// profilePage is the frame of a municipality's page.
func (h *Handlers) profilePage(v *Visit, profile *benchmark.Profile) view.Page {
	l := v.Look
	p := h.figurePage(v, v.Snapshot, profile.Name, profileLead(l, profile))
	p.Description = l.T("profile.summary", "Name", profile.Name)
	p.Crumbs = []view.Link{{Href: "/municipalities", Text: l.T("municipalities.title")}}
	p.Charts = true
	if account.MayReportFor(v.Actor, profile.Code) {
		p.Actions = []view.Action{{Link: view.Link{Href: "/report", Text: l.T("profile.report")}, Icon: "edit"}}
	}
	if account.MayReportFromDesk(v.Actor) {
		p.Actions = append(p.Actions, view.Action{Link: view.Link{Href: deskAddress(profile.Code), Text: l.T("desk.title")}, Icon: "edit"})
	}
	return p
}

func profileLead(l view.Look, p *benchmark.Profile) string {
	key := "profile.lead"
	if p.Group.Key == "" {
		key = "profile.lead_no_group"
	}
	return l.T(key, "Region", p.Region.Name.In(l.Code()), "Population", l.Int(p.Population), "Group", p.Group.Name.In(l.Code()))
}

// Area answers the page of one area.
func (h *Handlers) Area(v *Visit) error {
	s := v.Snapshot
	l := v.Look
	report, ok := s.Area(framework.AreaKey(v.Param("key")))
	if !ok {
		return fault.New(fault.NotFound, "area.unknown")
	}
	title := report.Area.Title.In(l.Code())
	p := h.figurePage(v, s, title, l.T("area.lead"))
	p.Description = l.T("area.summary", "Area", title)
	p.Crumbs = []view.Link{{Href: "/#areas-heading", Text: l.T("overview.areas.title")}}
	p.Charts = true
	return show(v, p, view.AreaBody(l, areaModel(l, s, report)))
}
