package pages

import (
	"errors"
	"net/http"
	"strconv"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
	"modenhed/internal/verification"
	"modenhed/internal/web/view"
)

const (
	importStatuses         = "/import/statuses"
	importStatusesWorkbook = "/import/statuses/template.xlsx"
	importStatusesCSV      = "/import/statuses/template.csv"
	// askedMany says, after an import, how many questions it became.
	askedMany = "questions"
)

// StatusImport offers a template for answers of many municipalities and asks
// for the file.
func (h *Handlers) StatusImport(v *Visit) error {
	var notices []view.Notice
	if n, err := strconv.Atoi(v.QueryParam(recordedMany)); err == nil && n >= 0 {
		notice := view.Notice{Kind: view.AlertSuccess, Text: v.Look.N("sheetimport.recorded", n)}
		if asked, err := strconv.Atoi(v.QueryParam(askedMany)); err == nil && asked > 0 {
			notice.Text += " " + v.Look.N("sheetimport.asked", asked)
		}
		if n == 0 {
			notice = view.Notice{Kind: view.AlertInfo, Text: v.Look.T("sheetimport.recorded_none")}
		}
		notices = append(notices, notice)
	}
	return h.showImportUpload(v, http.StatusOK, notices, assessment.Self, nil)
}

// showImportUpload asks for the file, with what was wrong with the one sent.
func (h *Handlers) showImportUpload(v *Visit, status int, notices []view.Notice, source assessment.Source, refused error) error {
	l := v.Look
	m := view.SheetUpload{
		Notices: notices, Action: importStatuses, CSRF: v.CSRF,
		File: view.Field{
			Name: fieldFile, Label: l.T("sheetimport.many.file"), Accept: ".xlsx,.csv,text/csv",
			Hint: l.T("sheetimport.many.hint", "Megabytes", answersheet.UploadLimits().Bytes>>20, "Rows", l.Int(answersheet.UploadLimits().Rows)),
		},
		Templates: []view.Link{
			{Href: importStatusesWorkbook, Text: l.T("sheetimport.many.template_xlsx")},
			{Href: importStatusesCSV, Text: l.T("sheetimport.many.template_csv")},
		},
		Steps: []string{l.T("sheetimport.many.step.rows"), l.T("sheetimport.many.step.empty"), l.T("sheetimport.many.step.send")},
	}
	for _, s := range []assessment.Source{assessment.Self, assessment.Desk} {
		m.Sources = append(m.Sources, view.Choice{Value: string(s), Text: l.T("sheetimport.source." + string(s)), Selected: s == source})
	}
	chosen := &view.SheetChosen{Action: importStatusesWorkbook}
	for _, one := range v.Snapshot.Directory.All() {
		chosen.Choices = append(chosen.Choices, view.Choice{Value: one.Code.String(), Text: one.Name})
	}
	m.Chosen = chosen
	for _, column := range answersheet.Columns() {
		m.Needs = append(m.Needs, view.SheetNeed{
			Key: column, Name: l.T("answersheet.column." + column), Text: l.T("sheetimport.needs." + column),
		})
	}
	m.Faults, m.Rows = headingFaults(l, fieldFile, refused)
	m.File.Error = m.Faults.Of(fieldFile)
	return showStatus(v, status, h.importStatusesPage(v), view.SheetUploadBody(l, m))
}

func (h *Handlers) importStatusesPage(v *Visit) view.Page {
	l := v.Look
	p := h.page(v, l.T("sheetimport.many.title"), l.T("sheetimport.many.lead"))
	p.Address = importStatuses
	return p
}

// ImportStatuses shows what a file would change, or records it when that was
// seen and confirmed.
func (h *Handlers) ImportStatuses(v *Visit) error {
	form, err := readSheetForm(v)
	if err != nil {
		return err
	}
	words := answersheet.NewWords(v.Look.Printer)
	source := assessment.Source(form.values.Get(fieldSource))
	if source != assessment.Desk {
		source = assessment.Self
	}
	read, err := form.read(func(data []byte) (*answersheet.Sheet, error) {
		return answersheet.ReadList(data, words, answersheet.UploadLimits())
	})
	if fault.KindOf(err) == fault.Invalid {
		return h.showImportUpload(v, http.StatusUnprocessableEntity, nil, source, err)
	}
	if err != nil {
		return err
	}
	g := answersheet.Guide{
		Words: words, Framework: v.Snapshot.Framework, Lang: v.Look.Code(), Channel: assessment.ChannelImport,
		Directory: v.Snapshot.Directory, Source: source,
	}
	p := &preview{look: v.Look, sheet: read, values: form.values, name: func(code municipality.Code) string {
		if m, ok := v.Snapshot.Directory.Lookup(code); ok {
			return m.Name
		}
		return code.String()
	}}
	if err := p.take(g, h.historyFor(v)); err != nil {
		return err
	}
	p.problems = append(p.problems, read.Refusals(v.Look.Printer, p.lines, true)...)
	if form.do != doConfirm || len(p.problems) > 0 {
		return h.showImportPreview(v, p, source, nil)
	}
	return h.recordImportedStatuses(v, p, g)
}

// recordImportedStatuses records what was confirmed, or shows again what stands in the way.
func (h *Handlers) recordImportedStatuses(v *Visit, p *preview, g answersheet.Guide) error {
	lines := p.chosen()
	if p.replaced() > 0 && p.values.Get(fieldReplace) != ticked {
		p.refused[fieldReplace] = v.Look.T("sheetimport.replace_missing")
		return h.showImportPreview(v, p, g.Source, nil)
	}
	made := verification.Imported{}
	var err error
	if len(lines) > 0 {
		made, err = h.Verdicts.Import(v.Request().Context(), v.Actor, reportsOf(lines))
	}
	switch fault.KindOf(err) {
	case fault.Conflict:
		if readErr := p.again(g, h.historyFor(v)); readErr != nil {
			return errors.Join(err, readErr)
		}
		p.problems = append(p.problems, p.sheet.Refusals(v.Look.Printer, p.lines, true)...)
		return h.showImportPreview(v, p, g.Source, err)
	case fault.Invalid:
		p.blame(lines, problemsOf(err))
		return h.showImportPreview(v, p, g.Source, nil)
	}
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, importStatuses+"?"+recordedMany+"="+strconv.Itoa(len(lines))+"&"+askedMany+"="+strconv.Itoa(made.Questions))
}

// replaced counts the answers that municipalities gave themselves and that
// would be replaced.
func (p *preview) replaced() int {
	n := 0
	for _, l := range p.lines {
		if l.ReplacesOwn() {
			n++
		}
	}
	return n
}

// showImportPreview shows what the file would change.
func (h *Handlers) showImportPreview(v *Visit, p *preview, source assessment.Source, conflict error) error {
	l := v.Look
	m, err := p.model(importStatuses, v.CSRF, view.Link{Href: importStatuses, Text: l.T("sheetimport.another")})
	if err != nil {
		return err
	}
	m.Carried.Hidden = append(m.Carried.Hidden, view.Hidden{Name: fieldSource, Value: string(source)})
	// What would be decided row by row for a municipality is a fault here.
	m.Clashes, m.Figures = nil, append(m.Figures[:1:1], m.Figures[2:]...)
	if n := p.replaced(); n > 0 {
		box := view.SheetBox{
			Field:   view.Field{Name: fieldReplace, Label: l.N("sheetimport.replace", n), Hint: l.T("sheetimport.replace_hint"), Error: p.refused[fieldReplace]},
			Checked: p.values.Get(fieldReplace) == ticked,
		}
		if box.Field.Error != "" {
			m.Faults = append(m.Faults, view.FieldError{ID: fieldReplace, Text: box.Field.Error})
		}
		m.Boxes = append(m.Boxes, box)
	}
	status := http.StatusOK
	switch {
	case conflict != nil:
		status = http.StatusConflict
		m.Notices = append(m.Notices, view.Notice{Kind: view.AlertWarning, Heading: l.T("sheetimport.changed.title"), Text: l.T("sheetimport.changed.text")})
	case len(m.Faults) > 0 || len(p.problems) > 0:
		status = http.StatusUnprocessableEntity
	}
	if len(p.problems) > 0 {
		m.Boxes = nil
	} else if m.Ready = p.count(answersheet.Changes) > 0; !m.Ready {
		m.Notices = append(m.Notices, view.Notice{Kind: view.AlertInfo, Text: l.T("sheetimport.no_change")})
	}
	m.Button = l.T("sheetimport.record")
	page := h.importStatusesPage(v)
	page.Title, page.Lead = l.T("sheetimport.preview.title"), l.T("sheetimport.preview.lead")
	if len(p.problems) > 0 {
		page.Title, m.Other.Text = l.T("sheetimport.preview.faulty"), l.T("sheetimport.corrected")
	}
	if len(p.problems) > 0 && p.count(answersheet.Changes) == 0 {
		m.Figures = nil
	}
	page.Crumbs = []view.Link{{Href: importStatuses, Text: l.T("sheetimport.many.title")}, {Text: page.Title}}
	return showStatus(v, status, page, view.SheetPreviewBody(l, m))
}
