package pages

import (
	"strconv"
	"time"

	"modenhed/internal/fault"
	"modenhed/internal/fieldwork"
	"modenhed/internal/web/view"
)

// fieldworkFigures are the invited and the answers, as far as they may be shown.
func fieldworkFigures(v *Visit, s *fieldwork.Status) *view.FieldworkFigures {
	l, p := v.Look, s.Progress
	draft := s.Fieldwork.State == fieldwork.Draft
	m := &view.FieldworkFigures{Draft: draft}
	if s.Fieldwork.State == fieldwork.Closed {
		return nil
	}
	m.Figures = append(m.Figures, view.Figure{Label: l.T("fieldwork.figure.invited"), Value: l.Int(p.Invited)})
	if draft {
		m.Figures = append(m.Figures, view.Figure{Label: l.T("fieldwork.figure.seats"), Value: l.Int(p.Outlook.People)})
	} else {
		m.Figures = append(m.Figures, answeredFigures(l, s)...)
		m.Notes = outlookNotes(l, p)
	}
	m.Tables = []view.FieldworkTable{
		fieldworkTable(l, l.T("fieldwork.table.party"), l.T("fieldwork.column.party"), p.Parties),
		fieldworkTable(l, l.T("fieldwork.table.region"), l.T("fieldwork.column.region"), p.Regions),
	}
	if draft {
		m.Notes = append(m.Notes, l.T("fieldwork.preview.note"))
	} else if p.Withheld > 0 {
		m.Notes = append(m.Notes, l.N("fieldwork.withheld", p.Withheld, "Minimum", l.Int(p.Minimum)))
	}
	return m
}

func answeredFigures(l view.Look, s *fieldwork.Status) []view.Figure {
	p := s.Progress
	answered := view.Figure{Label: l.T("fieldwork.figure.answered"), Value: l.T("fieldwork.fewer", "Minimum", l.Int(p.Minimum))}
	rate := view.Figure{Label: l.T("fieldwork.figure.rate"), Value: l.Missing()}
	if p.Answered.Shown {
		answered.Value = l.Int(p.Answered.N)
		rate.Value = share(l, p.Answered.N, p.Invited)
	}
	figures := []view.Figure{answered, rate}
	if s.Fieldwork.State == fieldwork.Open && !s.Due {
		days := int(time.Until(s.Fieldwork.ClosesAt)/(24*time.Hour)) + 1
		figures = append(figures, view.Figure{Label: l.T("fieldwork.figure.left"), Value: l.Int(days), Words: l.N("fieldwork.days", days)})
	}
	return figures
}

// share is a response rate in percent.
func share(l view.Look, n, of int) string {
	if of == 0 {
		return l.Missing()
	}
	return l.Coverage(float64(n) / float64(of))
}

// outlookNotes say how precise the result would be if it stopped now.
func outlookNotes(l view.Look, p fieldwork.Progress) []string {
	o := p.Outlook
	if !o.Margin.Plain.OK {
		return []string{l.T("fieldwork.outlook.none", "Minimum", l.Int(p.Minimum))}
	}
	points := func(x float64) string { return l.Score(100 * x) }
	notes := []string{l.T("fieldwork.outlook.plain", "Points", points(o.Margin.Plain.Value))}
	if o.Margin.Finite.OK {
		notes[0] = l.T("fieldwork.outlook.finite", "Points", points(o.Margin.Plain.Value), "Finite", points(o.Margin.Finite.Value), "People", l.Int(o.People))
	}
	if o.Weighted.OK {
		notes = append(notes, l.T("fieldwork.outlook.weighted", "Kish", l.Decimal(o.Kish.Value, 2), "Points", points(o.Weighted.Value)))
	} else {
		notes = append(notes, l.T("fieldwork.outlook.unweighted"))
	}
	return append(notes, l.T("fieldwork.outlook.nonresponse"))
}

func fieldworkTable(l view.Look, caption, head string, lines []fieldwork.Line) view.FieldworkTable {
	t := view.FieldworkTable{Caption: caption, Head: head}
	for _, line := range lines {
		t.Rows = append(t.Rows, fieldworkRow(l, line))
	}
	return t
}

func fieldworkRow(l view.Look, line fieldwork.Line) view.FieldworkRow {
	row := view.FieldworkRow{Name: line.Name.In(l.Code()), Seats: l.Int(line.Seats), Invited: l.Int(line.Invited)}
	if row.Name == "" {
		row.Name = l.T("fieldwork.no_region")
	}
	switch {
	case line.Seats == 0:
		row.Seats = l.T("fieldwork.seats_unknown")
	case line.SeatsPartly:
		row.Seats = l.T("fieldwork.seats_partly", "N", l.Int(line.Seats))
	}
	switch {
	case line.Answered.Shown:
		row.Answered, row.Rate = l.Int(line.Answered.N), share(l, line.Answered.N, line.Invited)
	case line.Invited == 0:
		row.Words = l.Missing()
	case line.Nobody:
		row.Words = l.T("fieldwork.nobody_yet")
	default:
		row.Words = l.T("fieldwork.not_shown")
	}
	return row
}

// closingModel says what closing would do.
func (h *Handlers) closingModel(v *Visit, p *fieldwork.Prospect, refused error) view.Closing {
	l, f := v.Look, p.Fieldwork
	m := view.Closing{
		Address: fieldworkAddress(f.Wave), CSRF: v.CSRF, Seen: strconv.FormatInt(p.Version.Number, 10), Margins: p.NeedsMargins,
		Deleted: []string{l.T("fieldwork.close.deletes_contacts"), l.T("fieldwork.close.deletes_ballots")},
	}
	if p.TooFew {
		m.Blocked = l.T("fieldwork.close.too_few", "Minimum", l.Int(f.Terms.Minimum))
		m.Deleted = []string{l.T("fieldwork.close.deletes_later")}
		return m
	}
	m.Published = []string{
		l.T("fieldwork.close.publishes", "N", l.Int(p.Progress.Answered.N)),
		l.T("fieldwork.close.publishes_minimum", "Minimum", l.Int(f.Terms.Minimum)),
	}
	if !p.KeptUntil.IsZero() {
		m.Published = append(m.Published, l.T("fieldwork.close.publishes_kept", "Date", l.Date(p.KeptUntil)))
	}
	problems := problemsOf(refused)
	for _, missing := range p.Missing {
		m.Merges = append(m.Merges, mergeField(v, missing, p.With, problems))
	}
	for _, problem := range problems {
		m.Faults = append(m.Faults, view.FieldError{ID: elementID(problem.Field), Text: problemText(l, problem)})
	}
	for _, problem := range problemsOf(p.Refused) {
		m.Refused = append(m.Refused, problemText(l, problem))
	}
	return m
}

// mergeField asks which party one without answers is weighted with.
func mergeField(v *Visit, missing fieldwork.Missing, with []string, problems fault.Problems) view.MergeField {
	l, seats := v.Look, v.Snapshot.Seats()
	name := mergePrefix + missing.Party
	f := view.MergeField{Field: view.Field{
		Name: name, ID: elementID(name), Label: seats.PartyName(missing.Party, l.Code()), Hint: l.N("fieldwork.merge.seats", missing.Seats),
	}}
	for _, p := range problems {
		if p.Field == name {
			f.Field.Error = problemText(l, p)
		}
	}
	for _, letter := range with {
		f.Choices = append(f.Choices, view.Choice{Value: letter, Text: seats.PartyName(letter, l.Code()), Selected: letter == missing.Into})
	}
	return f
}
