package pages

import (
	"net/http"
	"net/url"
	"strconv"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// ReportPrint shows all questions with their answers as a sheet to pass
// around, or those of one area.
func (h *Handlers) ReportPrint(v *Visit) error {
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	l := v.Look
	p := h.page(v, l.T("reporting.print.title"), l.T("reporting.print.lead", "Name", r.unit.Name, "Date", l.Date(r.snapshot.AsOf)))
	p.Kicker = h.userName(v)
	p.Crumbs = []view.Link{{Href: "/report", Text: l.T("report.title")}, {Text: p.Title}}
	p.Address = "/report/print"
	var areas []*framework.Area
	if key := v.QueryParam("area"); key != "" {
		area, err := r.area(key)
		if err != nil {
			return err
		}
		areas = append(areas, area)
		p.Address += "?area=" + url.QueryEscape(key)
	} else {
		for i := range r.snapshot.Framework.Areas {
			areas = append(areas, &r.snapshot.Framework.Areas[i])
		}
	}
	return showStatus(v, http.StatusOK, p, view.ReportSheetBody(l, r.sheet(areas)))
}

func (r *reporting) sheet(areas []*framework.Area) []view.SheetArea {
	list := make([]view.SheetArea, 0, len(areas))
	for _, area := range areas {
		a := view.SheetArea{Key: string(area.Key), Title: area.Title.In(r.look.Code())}
		for i, place := range r.places(area) {
			a.Questions = append(a.Questions, r.sheetQuestion(i+1, place))
		}
		list = append(list, a)
	}
	return list
}

func (r *reporting) sheetQuestion(number int, place framework.Place) view.SheetQuestion {
	l, indicator := r.look, place.Indicator
	own := r.answered(indicator.Key)
	q := view.SheetQuestion{
		Number: strconv.Itoa(number) + ". ", Title: indicator.Title.In(l.Code()),
		Text: indicator.Question.In(l.Code()), Help: indicator.Help.In(l.Code()), Now: r.now(place),
	}
	q.Now.BeforeLabel, q.Now.Before = r.before(place)
	typed := typedOf(l, indicator, own)
	q.Choices = append(choices(l, indicator, typed), otherChoices(l, indicator, typed)...)
	if hasFigure(indicator) {
		q.Figure, q.Unit = typed.value, figureUnit(l, indicator)
		q.Choices = q.Choices[1:]
	}
	if own != nil {
		q.Lines = r.details(*own)
	}
	return q
}

// ReportChecklist lists what to have at hand, by who usually knows.
func (h *Handlers) ReportChecklist(v *Visit) error {
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	l := v.Look
	t := r.count(r.snapshot.Places)
	p := h.page(v, l.T("reporting.checklist.title"), l.T("reporting.checklist.lead", "N", t.of, "Minutes", reportMinutes, "Prepared", preparedMinutes))
	p.Kicker = h.userName(v)
	p.Crumbs = []view.Link{{Href: "/report", Text: l.T("report.title")}, {Text: p.Title}}
	p.Address = "/report/checklist"
	return showStatus(v, http.StatusOK, p, view.ReportChecklistBody(l, r.checklist()))
}

// checklist sorts the questions by department, figures first; questions of
// whom nobody in particular is known stand under their area.
func (r *reporting) checklist() []view.ChecklistGroup {
	l := r.look
	var groups []view.ChecklistGroup
	at := make(map[string]int)
	add := func(title string, item view.ChecklistItem, figure bool) {
		i, found := at[title]
		if !found {
			i = len(groups)
			at[title] = i
			groups = append(groups, view.ChecklistGroup{ID: "department-" + strconv.Itoa(i+1), Title: title})
		}
		if figure {
			groups[i].Figures = append(groups[i].Figures, item)
			return
		}
		groups[i].Others = append(groups[i].Others, item)
	}
	for _, name := range departments() {
		for _, place := range r.snapshot.Places {
			if departmentOf(place.Indicator.Key) == name {
				add(l.T("reporting.department."+string(name)), r.checklistItem(place), hasFigure(place.Indicator))
			}
		}
	}
	for _, place := range r.snapshot.Places {
		if departmentOf(place.Indicator.Key) == "" {
			add(place.Top.Title.In(l.Code()), r.checklistItem(place), hasFigure(place.Indicator))
		}
	}
	return groups
}

func (r *reporting) checklistItem(place framework.Place) view.ChecklistItem {
	l, indicator := r.look, place.Indicator
	item := view.ChecklistItem{
		Link: view.Link{Href: formAddress(place), Text: indicator.Title.In(l.Code())},
		Text: indicator.Question.In(l.Code()), Unit: figureUnit(l, indicator),
	}
	if own := r.answered(indicator.Key); own != nil && own.Answer.State != assessment.NotAnswered {
		item.Latest = l.T("reporting.checklist.latest", "Answer", answerWords(l, indicator, own.Answer), "Date", l.Date(own.RecordedAt))
	}
	return item
}
