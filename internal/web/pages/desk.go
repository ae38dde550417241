package pages

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/evidence"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/verification"
	"modenhed/internal/web/view"
)

// savedFinding is the parameter that says what became of a finding just saved.
const savedFinding = "saved"

// Desk lists public evidence and what became of it.
func (h *Handlers) Desk(v *Visit) error {
	m := deskModel(v.Look, v.Snapshot, readDeskQuery(v.QueryParams()))
	return show(v, h.page(v, v.Look.T("desk.title"), v.Look.T("desk.lead")), view.DeskBody(v.Look, m))
}

// DeskMunicipality lists the indicators of one municipality.
func (h *Handlers) DeskMunicipality(v *Visit) error {
	unit, err := h.deskUnit(v)
	if err != nil {
		return err
	}
	l := v.Look
	p := h.page(v, l.T("desk.municipality_title", "Name", unit.Name), l.T("desk.municipality_lead"))
	p.Crumbs = []view.Link{{Href: "/desk", Text: l.T("desk.title")}, {Text: unit.Name}}
	p.Address = deskAddress(unit.Code)
	m := deskMunicipalityModel(l, v.Snapshot, unit)
	m.Notices = deskNotices(v, unit)
	return show(v, p, view.DeskMunicipalityBody(l, m))
}

// DeskForm takes a finding, filled in from a fact when the address names one.
func (h *Handlers) DeskForm(v *Visit) error {
	f, err := h.finding(v, v.QueryParam("fact"))
	if err != nil {
		return err
	}
	f.typed = f.begin(v.Look)
	return h.showFinding(v, http.StatusOK, f)
}

// SaveFinding records a finding.
func (h *Handlers) SaveFinding(v *Visit) error {
	f, err := h.finding(v, v.FormValue("fact"))
	if err != nil {
		return err
	}
	form := v.Request().PostFormValue
	f.typed, f.comment = readTyped(form), form(verification.FieldQuestion)
	report, problems := f.typed.report(f.place, v.Look.Code())
	if form(fieldAction) == doWithdraw {
		report, problems = f.typed.withdrawal(f.place), nil
	}
	if len(problems) > 0 {
		f.problems = problems
		return h.showFinding(v, http.StatusUnprocessableEntity, f)
	}
	report.Municipality, report.Source = f.unit.Code, assessment.Desk
	found, err := h.Verdicts.ReportFinding(v.Request().Context(), v.Actor, report, f.question(v.Look))
	if err != nil {
		return h.findingRefused(v, f, err)
	}
	address := deskAddress(f.unit.Code) + "?" + savedFinding + "=" + strconv.FormatInt(int64(found.Status.ID), 10)
	if found.Question != nil {
		address += "&asked=1"
	}
	return v.Redirect(http.StatusSeeOther, address)
}

// findingRefused shows why a finding was not recorded, or returns the error
// when the form cannot put it right.
func (h *Handlers) findingRefused(v *Visit, f *finding, err error) error {
	var changed *assessment.Changed
	if errors.As(err, &changed) {
		f.changed, f.typed.seen = &changed.Current, changed.Current.Revision
		return h.showFinding(v, http.StatusConflict, f)
	}
	f.problems = problemsOf(err)
	if fault.KindOf(err) != fault.Invalid || len(f.problems) == 0 {
		return err
	}
	return h.showFinding(v, http.StatusUnprocessableEntity, f)
}

func (h *Handlers) showFinding(v *Visit, status int, f *finding) error {
	l := v.Look
	p := h.page(v, l.T("desk.finding_title", "Name", f.unit.Name), l.T("desk.finding_lead"))
	p.Crumbs = []view.Link{
		{Href: "/desk", Text: l.T("desk.title")}, {Href: deskAddress(f.unit.Code), Text: f.unit.Name},
		{Text: f.place.Indicator.Title.In(l.Code())},
	}
	p.Address = findingAddress(f.unit.Code, f.place.Indicator.Key, f.factKey())
	m := f.model(l)
	m.CSRF = v.CSRF
	return showStatus(v, status, p, view.DeskFindingBody(l, m))
}

// finding is what the form of one finding is made from.
type finding struct {
	unit  *benchmark.Unit
	place framework.Place
	// fact fills the form, nil for none.
	fact   *evidence.Item
	voices benchmark.Voices
	typed  typedAnswer
	// comment is the question to the municipality as it was typed.
	comment  string
	problems fault.Problems
	// changed is a colleague's finding that came first, nil for none.
	changed *assessment.Status
	places  []framework.Place
}

// finding gathers what the address names.
func (h *Handlers) finding(v *Visit, fact string) (*finding, error) {
	unit, err := h.deskUnit(v)
	if err != nil {
		return nil, err
	}
	key, err := url.PathUnescape(v.Param("indicator"))
	place, found := v.Snapshot.Framework.Indicator(framework.IndicatorKey(key))
	if err != nil || !found {
		return nil, fault.New(fault.NotFound, "desk.unknown")
	}
	f := &finding{unit: unit, place: place, places: v.Snapshot.Places, voices: v.Snapshot.Voices(unit.Code)[place.Indicator.Key]}
	items := v.Snapshot.PublicEvidence(unit, place.Top.Key)
	for i := range items {
		if items[i].Key() == fact {
			f.fact = &items[i]
		}
	}
	return f, nil
}

func (h *Handlers) deskUnit(v *Visit) (*benchmark.Unit, error) {
	code, err := municipality.ParseCode(v.Param("code"))
	if err == nil {
		if unit, found := v.Snapshot.Unit(code); found {
			return unit, nil
		}
	}
	return nil, fault.New(fault.NotFound, "municipalities.unknown")
}

// question is what the municipality is asked when the finding contradicts its
// answer: in Danish, which municipalities read, unless the analyst wrote it.
func (f *finding) question(l view.Look) string {
	if f.comment != "" {
		return f.comment
	}
	return l.In("da").T("desk.question_missing", "Link", f.typed.evidenceLink)
}

func (f *finding) factKey() string {
	if f.fact == nil {
		return ""
	}
	return f.fact.Key()
}

func deskAddress(code municipality.Code) string { return "/desk/" + code.String() }

func findingAddress(code municipality.Code, indicator framework.IndicatorKey, fact string) string {
	address := deskAddress(code) + "/" + url.PathEscape(string(indicator))
	if fact != "" {
		address += "?fact=" + fact
	}
	return address
}
