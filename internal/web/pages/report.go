package pages

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// Reports records what a municipality says, and remembers what it is typing.
type Reports interface {
	// Report records an answer; see [assessment.Service.Report].
	Report(ctx context.Context, actor account.Actor, r assessment.Report) (assessment.Status, error)
	// ReportAll records many answers at once; see [assessment.Service.ReportAll].
	ReportAll(ctx context.Context, actor account.Actor, reports []assessment.Report) ([]assessment.Status, error)
	// History returns every status with its author, newest first.
	History(ctx context.Context, actor account.Actor, code municipality.Code) ([]assessment.Status, error)
	SaveDraft(ctx context.Context, actor account.Actor, d assessment.Draft) error
	Drafts(ctx context.Context, actor account.Actor, code municipality.Code) (map[framework.IndicatorKey]assessment.Draft, error)
	DeleteDraft(ctx context.Context, actor account.Actor, key assessment.Key) error
}

// The parameters that say, after a save, which status was just made: savedHere
// when the editor stays at the question, savedBefore when they went on.
const (
	savedHere   = "saved"
	savedBefore = "passed"
)

// Report shows an editor how far the municipality is.
func (h *Handlers) Report(v *Visit) error {
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	return h.showOverview(v, r, http.StatusOK)
}

// showOverview answers with the page over all areas.
func (h *Handlers) showOverview(v *Visit, r *reporting, status int) error {
	l := v.Look
	p := h.figurePage(v, r.snapshot, l.T("report.title"), l.T("report.lead", "Name", r.unit.Name))
	p.Address = "/report"
	p.Actions = []view.Action{
		{Link: view.Link{Href: "/report/print", Text: l.T("reporting.print.link")}, Icon: "print"},
		{Link: view.Link{Href: reportWorkbook, Text: l.T("sheetimport.own.title")}, Icon: "download"},
		{Link: view.Link{Href: "/municipalities/" + r.unit.Code.String(), Text: l.T("report.public")}, Icon: "visibility"},
	}
	m := r.overview()
	var err error
	if m.Preview, err = h.previewNotice(v); err != nil {
		return err
	}
	return showStatus(v, status, p, view.ReportBody(l, m))
}

// ReportArea shows the questions of one area with their forms.
func (h *Handlers) ReportArea(v *Visit) error {
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	area, err := r.area(v.Param("area"))
	if err != nil {
		return err
	}
	return h.showArea(v, r, area, http.StatusOK)
}

// ReportOne shows one question with its form, so that it can be passed on.
func (h *Handlers) ReportOne(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	r.alone = true
	return h.showPlace(v, r, place, http.StatusOK)
}

// showArea answers with an area's page.
func (h *Handlers) showArea(v *Visit, r *reporting, area *framework.Area, status int) error {
	m := r.page(area, r.places(area))
	m.Confirm = r.confirmForm(r.places(area), areaAddress(area), "area")
	p := h.reportPage(v, area, m)
	p.Crumbs = []view.Link{{Href: "/report", Text: v.Look.T("report.title")}, {Text: p.Title}}
	return showStatus(v, status, p, view.ReportAreaBody(v.Look, m))
}

// showPlace answers with the page that a question was sent from: its own or its area's.
func (h *Handlers) showPlace(v *Visit, r *reporting, place framework.Place, status int) error {
	if !r.alone {
		return h.showArea(v, r, place.Top, status)
	}
	l := v.Look
	m := r.page(place.Top, []framework.Place{place})
	m.Previous, m.Following = r.neighbours(place)
	p := h.reportPage(v, place.Top, m)
	p.Crumbs = []view.Link{
		{Href: "/report", Text: l.T("report.title")}, {Href: areaAddress(place.Top), Text: p.Title},
		{Text: place.Indicator.Title.In(l.Code())},
	}
	p.Address = formAddress(place)
	return showStatus(v, status, p, view.ReportAreaBody(l, m))
}

// reportPage is the frame of a page with questions of an area.
func (h *Handlers) reportPage(v *Visit, area *framework.Area, m view.ReportPage) view.Page {
	p := h.page(v, area.Title.In(v.Look.Code()), v.Look.T("report.area.lead"))
	p.Kicker = h.userName(v) + " · " + m.Steps.Place
	p.Address = areaAddress(area)
	p.Actions = []view.Action{{
		Link: view.Link{Href: "/report/print?area=" + url.QueryEscape(string(area.Key)), Text: v.Look.T("reporting.print.link_area")},
		Icon: "print",
	}}
	return p
}

func areaAddress(area *framework.Area) string { return "/report/" + url.PathEscape(string(area.Key)) }

// formAddress is where the answer to a question is sent, and where it stands alone.
func formAddress(place framework.Place) string {
	return areaAddress(place.Top) + "/" + url.PathEscape(string(place.Indicator.Key))
}

// questionAddress leads to a question among those of its area. With a status
// it tells the page, by the parameter, what was just saved.
func questionAddress(place framework.Place, parameter string, saved assessment.StatusID) string {
	return telling(areaAddress(place.Top), parameter, saved) + "#" + string(place.Indicator.Key)
}

// aloneAddress is [questionAddress] for the question's own page.
func aloneAddress(place framework.Place, parameter string, saved assessment.StatusID) string {
	return telling(formAddress(place), parameter, saved) + "#" + string(place.Indicator.Key)
}

func telling(address, parameter string, saved assessment.StatusID) string {
	if saved == 0 {
		return address
	}
	return address + "?" + parameter + "=" + strconv.FormatInt(int64(saved), 10)
}

// addressOf leads back to a question on the page that its form was sent from.
func addressOf(v *Visit, place framework.Place, parameter string, saved assessment.StatusID) string {
	if sentAlone(v) {
		return aloneAddress(place, parameter, saved)
	}
	return questionAddress(place, parameter, saved)
}

// sentAlone reports whether a form stood on the question's own page.
func sentAlone(v *Visit) bool { return v.Request().PostFormValue(fieldAlone) != "" }

// asked returns the question that the address names.
func (h *Handlers) asked(v *Visit) (framework.Place, error) {
	unknown := fault.New(fault.NotFound, "report.unknown")
	key, err := url.PathUnescape(v.Param("indicator"))
	if err != nil {
		return framework.Place{}, unknown
	}
	place, found := v.Snapshot.Framework.Indicator(framework.IndicatorKey(key))
	if !found || string(place.Top.Key) != v.Param("area") {
		return framework.Place{}, unknown
	}
	return place, nil
}
