package pages

import (
	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/web/view"
)

// model is the page; action is where the form is sent, other where another
// file is chosen.
func (p *preview) model(action, csrf string, other view.Link) (view.SheetPreview, error) {
	l := p.look
	m := view.SheetPreview{
		Carried: view.ImportCarried{Action: action, CSRF: csrf}, Other: other,
		Rows: rowFaultsOf(l, answersheet.ByRow(p.problems), func(field string) string { return field }),
	}
	m.Rows.Advice = l.T("sheetimport.faults_advice")
	carried, err := carrySheet(p.sheet)
	if err != nil {
		return m, err
	}
	for _, problem := range p.problems {
		if problem.Row == 0 {
			m.Faults = append(m.Faults, view.FieldError{Text: problemText(l, problem)})
		}
	}
	m.Figures = []view.Figure{
		{Label: l.T("sheetimport.figure.changes"), Value: l.Int(p.count(answersheet.Changes))},
		{Label: l.T("sheetimport.figure.clashes"), Value: l.Int(p.count(answersheet.Clash))},
		{Label: l.T("sheetimport.figure.unchanged"), Value: l.Int(p.count(answersheet.Unchanged))},
		{Label: l.T("sheetimport.figure.left"), Value: l.Int(p.count(answersheet.Left))},
	}
	for _, line := range p.lines {
		p.list(&m, line)
	}
	if rest := p.count(answersheet.Changes) - len(m.Changes); rest > 0 {
		m.More = l.N("sheetimport.changes.more", rest)
	}
	if len(p.problems) > 0 {
		return m, nil
	}
	m.Carried.Hidden = []view.Hidden{{Name: fieldSheet, Value: carried}}
	return m, nil
}

// list adds a line to the changes or to the questions to decide on.
func (p *preview) list(m *view.SheetPreview, line answersheet.Line) {
	switch line.Outcome {
	case answersheet.Changes:
		if len(m.Changes) < mostChangesListed {
			m.Changes = append(m.Changes, p.change(line, false))
		}
	case answersheet.Clash:
		name := choiceField(line)
		clash := view.SheetClash{
			SheetChange: p.change(line, true), Name: name, Chosen: p.values.Get(name), Error: p.refused[name],
			Mine: p.look.T("sheetimport.clashes.mine"), Theirs: p.look.T("sheetimport.clashes.withdrawn"),
		}
		if line.Latest != nil {
			clash.Theirs = theirAnswer(p.look, *line.Latest)
		}
		if clash.Error != "" {
			m.Faults = append(m.Faults, view.FieldError{ID: name, Text: clash.Error})
			clash.Error = p.look.T("sheetimport.clashes.choose")
		}
		m.Clashes = append(m.Clashes, clash)
	}
}

// theirAnswer names the answer that was recorded meanwhile.
func theirAnswer(l view.Look, latest assessment.Status) string {
	when := l.DateTime(latest.RecordedAt)
	if latest.AuthorName == "" {
		return l.T("sheetimport.clashes.theirs_nobody", "When", when)
	}
	return l.T("sheetimport.clashes.theirs", "When", when, "Name", latest.AuthorName)
}

// change sets what is recorded beside what the row says, whole or where they differ.
func (p *preview) change(line answersheet.Line, whole bool) view.SheetChange {
	l := p.look
	c := view.SheetChange{
		Title: line.Place.Indicator.Title.In(l.Code()),
		Where: l.T("sheetimport.where", "Row", line.Row.Line, "Area", shortArea(l, *line.Place.Top)),
	}
	if p.name != nil {
		c.Where = l.T("sheetimport.where_many", "Row", line.Row.Line, "Municipality", p.name(line.Report.Municipality), "Area", shortArea(l, *line.Place.Top))
	}
	switch {
	case line.ReplacesOwn() && p.name != nil:
		c.Note = l.T("sheetimport.replaces_own")
	case line.Contradicts():
		c.Note = l.T("sheetimport.becomes_question", "Answer", answerWords(l, line.Place.Indicator, line.Own.Answer))
	case line.Report.Source == assessment.Desk:
		c.Note = l.T("sheetimport.from_desk")
	}
	if line.Doubt {
		c.Note = l.T("sheetimport.doubt", "Value", l.PercentExact(line.Report.Answer.Value), "Meant", l.PercentExact(100*line.Report.Answer.Value))
	}
	var latest assessment.Status
	if line.Latest != nil {
		latest = *line.Latest
	}
	if latest.Answer.State == "" {
		latest.Answer.State = assessment.NotAnswered
	}
	before := p.pieces(line, latest.Answer, latest.Reason, latest.Evidence, latest.Comment)
	after := p.pieces(line, line.Report.Answer, line.Report.Reason, line.Report.Evidence, line.Report.Comment)
	for i := range before {
		differs := before[i].Text != after[i].Text
		before[i].Differs, after[i].Differs = differs && whole, differs && whole
		if i > 0 && !differs && (!whole || before[i].Text == "") {
			continue
		}
		c.Before, c.After = appendPiece(l, c.Before, before[i]), appendPiece(l, c.After, after[i])
	}
	return c
}

// appendPiece adds a piece, said to be missing where it is empty. Who sees the
// evidence is not said where there is none.
func appendPiece(l view.Look, pieces []view.ReportLine, piece view.ReportLine) []view.ReportLine {
	if piece.Text == "" && piece.Label == l.T("report.version.visible") {
		return pieces
	}
	return append(pieces, orMissing(l, piece))
}

// pieces are an answer with what belongs to it, always in the same order.
func (p *preview) pieces(line answersheet.Line, a assessment.Answer, reason string, e assessment.Evidence, comment string) []view.ReportLine {
	l := p.look
	public := ""
	if e.Text+e.Link != "" {
		public = l.T("report.version.internal")
		if e.Public {
			public = l.T("report.version.public")
		}
	}
	return []view.ReportLine{
		{Label: l.T("report.version.answer"), Text: answerWords(l, line.Place.Indicator, a)},
		{Label: l.T("report.version.reason"), Text: reason},
		{Label: l.T("report.version.evidence"), Text: e.Text},
		{Label: l.T("report.version.link"), Text: e.Link, Link: webLink(e.Link)},
		{Label: l.T("report.version.visible"), Text: public},
		{Label: l.T("report.version.files"), Text: fileNames(l, e.Files)},
		{Label: l.T("report.version.comment"), Text: comment},
	}
}

// confirmBox offers to confirm what is unchanged, beside what changes or alone.
func (p *preview) confirmBox() (box view.SheetBox, any bool) {
	n := 0
	for _, l := range p.lines {
		if l.Outcome == answersheet.Unchanged && confirmable(l) {
			n++
		}
	}
	if n == 0 {
		return view.SheetBox{}, false
	}
	l, label := p.look, "sheetimport.confirm_unchanged"
	if p.count(answersheet.Changes)+p.count(answersheet.Clash) == 0 {
		label = "sheetimport.confirm_only"
	}
	return view.SheetBox{
		Field:   view.Field{Name: fieldConfirm, Label: l.N(label, n), Hint: l.T("sheetimport.confirm_unchanged_hint")},
		Checked: p.values.Get(fieldConfirm) == ticked,
	}, true
}

// headingFaults are what is wrong with a file as a whole, and with its headings.
func headingFaults(l view.Look, field string, err error) (view.FieldErrors, view.RowFaults) {
	problems := problemsOf(err)
	var whole view.FieldErrors
	for _, p := range problems {
		if p.Row == 0 {
			whole = append(whole, view.FieldError{ID: field, Text: problemText(l, p)})
		}
	}
	rows := rowFaultsOf(l, problems, func(column string) string { return column })
	rows.Advice = l.T("sheetimport.headings_advice")
	if len(whole) == 0 && len(rows.Rows) > 0 {
		whole = append(whole, view.FieldError{ID: field, Text: l.T("sheetimport.headings_faulty")})
	}
	return whole, rows
}
