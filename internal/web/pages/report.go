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
	l := v.Look
	p := h.figurePage(v, r.snapshot, l.T("report.title"), l.T("report.lead", "Name", r.unit.Name))
	p.Address = "/report"
	p.Actions = []view.Action{{
		Link: view.Link{Href: reportWorkbook, Text: l.T("sheetimport.own.title")},
		Icon: "download",
	}, {
		Link: view.Link{Href: "/municipalities/" + r.unit.Code.String(), Text: l.T("report.public")},
		Icon: "visibility",
	}}
	m := r.overview()
	if m.Preview, err = h.previewNotice(v); err != nil {
		return err
	}
	return show(v, p, view.ReportBody(l, m))
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

// showArea answers with an area's page.
func (h *Handlers) showArea(v *Visit, r *reporting, area *framework.Area, status int) error {
	l := v.Look
	m := r.page(area)
	p := h.page(v, area.Title.In(l.Code()), l.T("report.area.lead"))
	p.Kicker = h.userName(v) + " · " + m.Steps.Place
	p.Crumbs = []view.Link{{Href: "/report", Text: l.T("report.title")}, {Text: p.Title}}
	p.Address = areaAddress(area)
	return showStatus(v, status, p, view.ReportAreaBody(l, m))
}

func areaAddress(area *framework.Area) string { return "/report/" + url.PathEscape(string(area.Key)) }

// formAddress is where the answer to a question is sent.
func formAddress(place framework.Place) string {
	return areaAddress(place.Top) + "/" + url.PathEscape(string(place.Indicator.Key))
}

// questionAddress leads to a question. With a status it tells the page, by the
// parameter, what was just saved.
func questionAddress(place framework.Place, parameter string, saved assessment.StatusID) string {
	address := areaAddress(place.Top)
	if saved != 0 {
		address += "?" + parameter + "=" + strconv.FormatInt(int64(saved), 10)
	}
	return address + "#" + string(place.Indicator.Key)
}

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
