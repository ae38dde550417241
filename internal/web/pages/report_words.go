package pages

import (
	"strings"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// index returns where an indicator stands in cards and answers; every place of
// the snapshot has one.
func (r *reporting) index(place framework.Place) int {
	for i, p := range r.snapshot.Places {
		if p.Indicator.Key == place.Indicator.Key {
			return i
		}
	}
	return 0
}

// counting is the answer that the results rest on.
func (r *reporting) counting(place framework.Place) benchmark.Answer {
	return r.unit.Answers[r.index(place)]
}

// points are what the answer that counts gives.
func (r *reporting) points(place framework.Place) view.Points {
	return view.Points(r.unit.Card.Indicators[r.index(place)].Score)
}

// when is the time of day for today and the date with it for other days.
func (r *reporting) when(t time.Time) string {
	if r.look.Date(t) == r.look.Date(r.snapshot.AsOf) {
		return r.look.Clock(t)
	}
	return r.look.DateTime(t)
}

// savedWords say beside the form that an answer was just saved.
func (r *reporting) savedWords(status assessment.Status) string {
	key := "report.saved.here"
	if status.Answer.State == assessment.NotAnswered {
		key = "report.saved.withdrawn"
	}
	return r.look.T(key, "When", r.when(status.RecordedAt))
}

// savedQuestion says elsewhere which answer was just saved.
func (r *reporting) savedQuestion(status assessment.Status) string {
	return r.look.T("report.saved.elsewhere", "Title", r.title(status.Indicator), "When", r.when(status.RecordedAt))
}

func (r *reporting) title(key framework.IndicatorKey) string {
	if place, found := r.snapshot.Framework.Indicator(key); found {
		return place.Indicator.Title.In(r.look.Code())
	}
	return r.look.T("profile.history.removed")
}

// savedBy says when and by whom an answer was saved.
func (r *reporting) savedBy(status assessment.Status) string {
	if status.AuthorName == "" {
		return r.look.T("report.saved.by_nobody", "When", r.look.DateTime(status.RecordedAt))
	}
	return r.look.T("report.saved.by", "When", r.look.DateTime(status.RecordedAt), "Name", status.AuthorName)
}

// events tells what was saved, newest first. With titles it is a list over
// many questions; without, it is one question's and goes into detail.
func (r *reporting) events(statuses []assessment.Status, titles bool) []view.ReportEvent {
	events := make([]view.ReportEvent, 0, len(statuses))
	for i, status := range statuses {
		place, known := r.snapshot.Framework.Indicator(status.Indicator)
		e := view.ReportEvent{
			Machine: status.RecordedAt.UTC().Format(time.RFC3339),
			When:    r.look.DateTime(status.RecordedAt),
			What:    r.eventWords(place.Indicator, status, before(statuses[i+1:], status)),
			Who:     r.who(status),
		}
		if titles {
			e.Title = r.title(status.Indicator)
			if known {
				e.Href = questionAddress(place, "", 0)
			}
		} else {
			e.Details = r.details(status)
		}
		events = append(events, e)
	}
	return events
}

// before returns the status that one superseded, nil for the first; older are
// those after it in the list.
func before(older []assessment.Status, status assessment.Status) *assessment.Status {
	for i := range older {
		if s := &older[i]; s.Indicator == status.Indicator && s.Source == status.Source {
			return s
		}
	}
	return nil
}

func (r *reporting) eventWords(indicator *framework.Indicator, status assessment.Status, before *assessment.Status) string {
	l := r.look
	after := answerWords(l, indicator, status.Answer)
	switch {
	case status.Answer.State == assessment.NotAnswered:
		return l.T("report.event.withdrawn")
	case before == nil || before.Answer.State == assessment.NotAnswered:
		return l.T("report.event.answered", "After", after)
	case before.Answer == status.Answer && !before.Evidence.Equal(status.Evidence):
		return l.T("report.event.evidence", "After", after)
	case before.Answer == status.Answer && (before.Comment != status.Comment || before.Reason != status.Reason):
		return l.T("report.event.words", "After", after)
	case before.Answer == status.Answer:
		return l.T("report.event.confirmed", "After", after)
	}
	return l.T("report.event.changed", "Before", answerWords(l, indicator, before.Answer), "After", after)
}

// who vouches for a status. Who works at the desk is not the municipality's to know.
func (r *reporting) who(status assessment.Status) string {
	switch {
	case status.Source == assessment.Desk:
		return r.look.T("profile.source.desk")
	case status.AuthorName != "":
		return r.look.T("report.event.by", "Name", status.AuthorName)
	}
	return r.look.T("report.event.by_nobody")
}

// details are what was saved beside the answer.
func (r *reporting) details(status assessment.Status) []view.ReportLine {
	var lines []view.ReportLine
	for _, line := range r.lineOf(status.Reason, status.Evidence, status.Comment, !status.Evidence.Empty()) {
		if line.Text != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// lineOf are the texts beside an answer, always in the same order; on request
// they say who may see the evidence.
func (r *reporting) lineOf(reason string, evidence assessment.Evidence, comment string, visibility bool) []view.ReportLine {
	l := r.look
	public := ""
	if visibility && (evidence.Text != "" || evidence.Link != "") {
		public = l.T("report.version.internal")
		if evidence.Public {
			public = l.T("report.version.public")
		}
	}
	return []view.ReportLine{
		{Label: l.T("report.version.reason"), Text: reason},
		{Label: l.T("report.version.evidence"), Text: evidence.Text},
		{Label: l.T("report.version.link"), Text: evidence.Link, Link: webLink(evidence.Link)},
		{Label: l.T("report.version.visible"), Text: public},
		{Label: l.T("report.version.files"), Text: fileNames(l, evidence.Files), Files: fileLinks(l, r.unit.Code, evidence.Files)},
		{Label: l.T("report.version.comment"), Text: comment},
	}
}

func webLink(s string) string {
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return ""
}

// conflict sets the answer that was sent beside the one that was saved meanwhile.
func (r *reporting) conflict(place framework.Place, c *assessment.Changed) *view.ReportConflict {
	l := r.look
	mine, theirs := c.Attempt, c.Current
	answer := func(a assessment.Answer) []view.ReportLine {
		return []view.ReportLine{{Label: l.T("report.version.answer"), Text: answerWords(l, place.Indicator, a)}}
	}
	if theirs.Revision == 0 {
		theirs.Answer.State = assessment.NotAnswered
	}
	conflict := &view.ReportConflict{
		Title:      r.conflictTitle(c),
		Text:       l.T("report.conflict.text"),
		Keep:       l.T("report.conflict.keep"),
		Form:       l.T("report.conflict.form"),
		OwnTitle:   l.T("report.conflict.own"),
		TheirTitle: l.T("report.conflict.theirs", "When", r.when(theirs.RecordedAt), "Name", theirs.AuthorName),
	}
	if theirs.AuthorName == "" {
		conflict.TheirTitle = l.T("report.conflict.theirs_nobody", "When", r.when(theirs.RecordedAt))
	}
	visibility := !mine.Evidence.Empty() && !theirs.Evidence.Empty()
	own := append(answer(mine.Answer), r.lineOf(mine.Reason, mine.Evidence, mine.Comment, visibility)...)
	their := append(answer(theirs.Answer), r.lineOf(theirs.Reason, theirs.Evidence, theirs.Comment, visibility)...)
	conflict.Own, conflict.Theirs = r.sideBySide(own, their)
	return conflict
}

// sideBySide marks where two versions differ and leaves out what neither has.
func (r *reporting) sideBySide(own, their []view.ReportLine) (left, right []view.ReportLine) {
	for i := range own {
		if own[i].Text == "" && their[i].Text == "" {
			continue
		}
		own[i].Differs = own[i].Text != their[i].Text
		their[i].Differs = own[i].Differs
		left, right = append(left, orMissing(r.look, own[i])), append(right, orMissing(r.look, their[i]))
	}
	return left, right
}

// conflictTitle says who was first: a colleague, or the same person in another window.
func (r *reporting) conflictTitle(c *assessment.Changed) string {
	if c.Current.Author == r.actor.ID {
		return r.look.T("report.conflict.title_self")
	}
	return r.look.T("report.conflict.title")
}

func orMissing(l view.Look, line view.ReportLine) view.ReportLine {
	if line.Text == "" {
		line.Text = l.T("report.version.nothing")
	}
	return line
}

// figureHint says what may be typed and what it gives.
func figureHint(l view.Look, indicator *framework.Indicator) string {
	return strings.TrimSpace(figureRule(l, indicator) + " " + scaleWords(l, indicator))
}

func figureRule(l view.Look, indicator *framework.Indicator) string {
	low, high := indicator.Min, indicator.Max
	switch {
	case indicator.Type == framework.Percent:
		return l.T("report.rule.percent")
	case indicator.Type == framework.Days:
		return l.T("report.rule.days")
	case low != nil && high != nil:
		return l.T("report.rule.between", "Low", l.Exact(*low), "High", l.Exact(*high))
	case low != nil:
		return l.T("report.rule.least", "Low", l.Exact(*low))
	case high != nil:
		return l.T("report.rule.most", "High", l.Exact(*high))
	}
	return l.T("report.rule.any")
}

func figureUnit(l view.Look, indicator *framework.Indicator) string {
	switch indicator.Type {
	case framework.Percent:
		return "%"
	case framework.Days:
		return l.T("report.unit.days")
	}
	return indicator.Unit.In(l.Code())
}

// inputMode picks the keyboard of a phone.
func inputMode(indicator *framework.Indicator) string {
	if indicator.Type == framework.Days {
		return "numeric"
	}
	return "decimal"
}
