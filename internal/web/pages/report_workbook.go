package pages

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
	"modenhed/internal/workbook"
)

const (
	reportWorkbook     = "/report/workbook"
	reportWorkbookFile = "/report/workbook.xlsx"
)

// DownloadQuestionnaire answers with the workbook that the municipality fills in.
func (h *Handlers) DownloadQuestionnaire(v *Visit) error {
	own, err := h.ownAnswers(v)
	if err != nil {
		return err
	}
	s := v.Snapshot
	unit, found := s.Unit(v.Actor.Municipality)
	if !found {
		return fault.New(fault.NotFound, "municipalities.unknown")
	}
	q := workbook.Questionnaire{
		Name: unit.Name, Owner: ownerOf(v), Framework: s.Framework, At: s.AsOf, Version: h.Version,
		Own: make(map[framework.IndicatorKey]assessment.Status), Counting: make(map[framework.IndicatorKey]assessment.Status),
	}
	for _, status := range own {
		// The history is newest first.
		kept := q.Own
		if status.Source == assessment.Desk {
			kept = q.Counting
		}
		if _, later := kept[status.Indicator]; !later {
			kept[status.Indicator] = status
		}
	}
	var content bytes.Buffer
	if err := workbook.WriteQuestionnaire(v.Request().Context(), &content, v.Look.Printer, q); err != nil {
		return fmt.Errorf("write the workbook of %s: %w", unit.Code, err)
	}
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", workbook.QuestionnaireName(v.Look.Printer, q)))
	return v.Blob(http.StatusOK, workbookType, content.Bytes())
}

// ownAnswers are all statuses of the visitor's municipality, newest first.
func (h *Handlers) ownAnswers(v *Visit) ([]assessment.Status, error) {
	return h.Reports.History(v.Request().Context(), v.Actor, v.Actor.Municipality)
}

func ownerOf(v *Visit) answersheet.Owner {
	f := v.Snapshot.Framework
	return answersheet.Owner{Municipality: v.Actor.Municipality, Framework: f.Key, Version: f.Version}
}

// ReportWorkbook offers the workbook and asks for it again.
func (h *Handlers) ReportWorkbook(v *Visit) error {
	var notices []view.Notice
	if n, err := strconv.Atoi(v.QueryParam(recordedMany)); err == nil && n >= 0 {
		notice := view.Notice{Kind: view.AlertSuccess, Text: v.Look.N("sheetimport.recorded", n), Link: view.Link{Href: "/report", Text: v.Look.T("sheetimport.to_report")}}
		if n == 0 {
			notice.Kind, notice.Text = view.AlertInfo, v.Look.T("sheetimport.recorded_none")
		}
		notices = append(notices, notice)
	}
	return h.showReportUpload(v, http.StatusOK, notices, nil)
}

// showReportUpload asks for the workbook, with what was wrong with the one sent.
func (h *Handlers) showReportUpload(v *Visit, status int, notices []view.Notice, refused error) error {
	l := v.Look
	m := view.SheetUpload{
		Notices: notices, Action: reportWorkbook, CSRF: v.CSRF,
		File: view.Field{
			Name: fieldFile, Label: l.T("sheetimport.own.file"), Accept: ".xlsx",
			Hint: l.T("sheetimport.own.hint", "Megabytes", answersheet.UploadLimits().Bytes>>20),
		},
		Templates: []view.Link{{Href: reportWorkbookFile, Text: l.T("sheetimport.own.download")}},
		Steps:     []string{l.T("sheetimport.own.step.fetch"), l.T("sheetimport.own.step.fill"), l.T("sheetimport.own.step.send")},
	}
	m.Faults, m.Rows = headingFaults(l, fieldFile, refused)
	m.File.Error = m.Faults.Of(fieldFile)
	return showStatus(v, status, h.reportWorkbookPage(v), view.SheetUploadBody(l, m))
}

func (h *Handlers) reportWorkbookPage(v *Visit) view.Page {
	l := v.Look
	p := h.page(v, l.T("sheetimport.own.title"), l.T("sheetimport.own.lead"))
	p.Kicker = h.userName(v)
	p.Crumbs = []view.Link{{Href: "/report", Text: l.T("report.title")}, {Text: p.Title}}
	p.Address = reportWorkbook
	return p
}

// UploadQuestionnaire shows what a workbook would change, or records it when
// that was seen and confirmed.
func (h *Handlers) UploadQuestionnaire(v *Visit) error {
	form, err := readSheetForm(v)
	if err != nil {
		return err
	}
	words := answersheet.NewWords(v.Look.Printer)
	read, err := form.read(func(data []byte) (*answersheet.Sheet, error) {
		return answersheet.ReadWorkbook(data, words, ownerOf(v))
	})
	if fault.KindOf(err) == fault.Invalid {
		return h.showReportUpload(v, http.StatusUnprocessableEntity, nil, err)
	}
	if err != nil {
		return err
	}
	g := answersheet.Guide{
		Words: words, Framework: v.Snapshot.Framework, Lang: v.Look.Code(), Channel: assessment.ChannelWorkbook,
		Municipality: v.Actor.Municipality, Source: assessment.Self,
	}
	p := &preview{look: v.Look, sheet: read, values: form.values}
	if err := p.take(g, h.historyFor(v)); err != nil {
		return err
	}
	if form.do != doConfirm || len(p.problems) > 0 {
		return h.showReportPreview(v, p, nil)
	}
	return h.recordWorkbook(v, p, g)
}

// recordWorkbook records what was confirmed, or shows again what stands in the way.
func (h *Handlers) recordWorkbook(v *Visit, p *preview, g answersheet.Guide) error {
	lines := p.chosen()
	if len(p.refused) > 0 {
		return h.showReportPreview(v, p, nil)
	}
	_, err := h.Reports.ReportAll(v.Request().Context(), v.Actor, reportsOf(lines))
	switch fault.KindOf(err) {
	case fault.Conflict:
		if readErr := p.again(g, h.historyFor(v)); readErr != nil {
			return errors.Join(err, readErr)
		}
		return h.showReportPreview(v, p, err)
	case fault.Invalid:
		p.blame(lines, problemsOf(err))
		return h.showReportPreview(v, p, nil)
	}
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, reportWorkbook+"?"+recordedMany+"="+strconv.Itoa(len(lines)))
}

// showReportPreview shows what the workbook would change.
func (h *Handlers) showReportPreview(v *Visit, p *preview, conflict error) error {
	l := v.Look
	m, err := p.model(reportWorkbook, v.CSRF, view.Link{Href: reportWorkbook, Text: l.T("sheetimport.another")})
	if err != nil {
		return err
	}
	status := http.StatusOK
	switch {
	case conflict != nil:
		status = http.StatusConflict
		m.Notices = append(m.Notices, view.Notice{Kind: view.AlertWarning, Heading: l.T("sheetimport.changed.title"), Text: l.T("sheetimport.changed.text")})
	case len(m.Faults) > 0 || len(p.problems) > 0:
		status = http.StatusUnprocessableEntity
	}
	box, confirmable := p.confirmBox()
	changes := p.count(answersheet.Changes) + p.count(answersheet.Clash)
	if len(p.problems) == 0 {
		if confirmable {
			m.Boxes = append(m.Boxes, box)
		}
		if changes == 0 {
			m.Notices = append(m.Notices, view.Notice{Kind: view.AlertInfo, Text: l.T("sheetimport.no_change")})
		}
		m.Ready, m.Button = changes > 0 || confirmable, l.T("sheetimport.record")
	}
	page := h.reportWorkbookPage(v)
	page.Title, page.Lead = l.T("sheetimport.preview.title"), l.T("sheetimport.preview.lead")
	if len(p.problems) > 0 {
		page.Title, m.Other.Text = l.T("sheetimport.preview.faulty"), l.T("sheetimport.corrected")
	}
	page.Crumbs[1] = view.Link{Href: reportWorkbook, Text: l.T("sheetimport.own.title")}
	page.Crumbs = append(page.Crumbs, view.Link{Text: page.Title})
	return showStatus(v, status, page, view.SheetPreviewBody(l, m))
}
