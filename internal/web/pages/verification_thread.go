package pages

import (
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/verification"
	"modenhed/internal/web/view"
)

// threadLines tell a thread, oldest first. Names of analysts are told to analysts alone.
func threadLines(l view.Look, indicator *framework.Indicator, thread verification.Thread, names bool) []view.ThreadLine {
	lines := make([]view.ThreadLine, 0, len(thread.Moments))
	for _, m := range thread.Moments {
		line := view.ThreadLine{Machine: m.At.UTC().Format(time.RFC3339), When: l.DateTime(m.At)}
		if m.Status != nil {
			statusLine(l, indicator, m.Status, &line)
		} else {
			entryLine(l, indicator, thread, *m.Entry, names, &line)
		}
		lines = append(lines, line)
	}
	return lines
}

func statusLine(l view.Look, indicator *framework.Indicator, status *assessment.Status, line *view.ThreadLine) {
	line.What = l.T("verification.thread.answer", "Answer", answerWords(l, indicator, status.Answer))
	line.Details = statusDetails(l, *status)
	switch {
	case status.Source == assessment.Desk:
		line.What = l.T("verification.thread.found", "Answer", answerWords(l, indicator, status.Answer))
		line.Who = l.T("profile.source.desk")
	case status.AuthorName != "":
		line.Who = l.T("report.event.by", "Name", status.AuthorName)
	default:
		line.Who = l.T("report.event.by_nobody")
	}
}

func entryLine(l view.Look, indicator *framework.Indicator, thread verification.Thread, e verification.Entry, names bool, line *view.ThreadLine) {
	badge := entryBadge(l, e.Kind)
	line.What, line.Tone = badge.Text, badge.Tone
	line.Text = entryText(l, indicator, thread, e)
	switch {
	case e.CarriedFrom != 0:
		line.Text, line.Who = "", l.T("verification.thread.carried")
	case e.Kind == assessment.VerdictReplied || names:
		line.Who = e.AuthorName
	default:
		line.Who = l.T("verification.thread.analysts")
	}
}

func entryBadge(l view.Look, kind assessment.VerdictKind) view.Badge {
	tone := view.AlertInfo
	switch kind {
	case assessment.VerdictVerified:
		tone = view.AlertSuccess
	case assessment.VerdictQuestioned:
		tone = view.AlertWarning
	}
	return view.Badge{Text: l.T("verification.entry." + string(kind)), Tone: tone}
}

// entryText is what was said. A question that comes from a finding and says no
// more is told in standard words.
func entryText(l view.Look, indicator *framework.Indicator, thread verification.Thread, e verification.Entry) string {
	found := thread.Finding(e.Finding)
	if e.Comment != "" || found == nil {
		return e.Comment
	}
	return l.T("verification.thread.contradiction", "Answer", answerWords(l, indicator, found.Answer))
}

// statusDetails are what was reported beside the answer.
func statusDetails(l view.Look, status assessment.Status) []view.ReportLine {
	e := status.Evidence
	lines := []view.ReportLine{
		{Label: l.T("report.version.reason"), Text: status.Reason},
		{Label: l.T("report.version.evidence"), Text: e.Text},
		{Label: l.T("report.version.link"), Text: e.Link, Link: webLink(e.Link)},
	}
	if files := fileLinks(l, status.Municipality, e.Files); len(files) > 0 {
		lines = append(lines, view.ReportLine{Label: l.T("report.version.files"), Text: fileNames(l, e.Files), Files: files})
	}
	lines = append(lines, view.ReportLine{Label: l.T("report.version.comment"), Text: status.Comment})
	var filled []view.ReportLine
	for _, line := range lines {
		if line.Text != "" {
			filled = append(filled, line)
		}
	}
	return filled
}
