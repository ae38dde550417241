package pages

import (
	"errors"
	"strconv"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/fieldwork"
	"modenhed/internal/municipality"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// fieldworkLead says where a fieldwork is.
func fieldworkLead(s *fieldwork.Status) string {
	switch {
	case s.Fieldwork == nil:
		return "fieldwork.leads.none"
	case s.Due:
		return "fieldwork.leads.due"
	}
	return "fieldwork.leads." + string(s.Fieldwork.State)
}

func (h *Handlers) fieldworkModel(v *Visit, page fieldworkPage) view.Fieldwork {
	s := page.status
	m := view.Fieldwork{
		Address: fieldworkAddress(s.Version.Wave.Key), CSRF: v.CSRF,
		Notices: fieldworkNotices(v.Look, page), Terms: fieldworkTerms(v.Look, s),
	}
	for _, p := range page.problems {
		m.Faults = append(m.Faults, fieldworkFault(v.Look, p))
	}
	f := s.Fieldwork
	if f == nil {
		if !s.HasResponses {
			m.Upload = contactsForm(v.Look, s)
		}
		return m
	}
	m.Figures = fieldworkFigures(v, s)
	switch f.State {
	case fieldwork.Draft:
		m.Letter = openingForm(v.Look, page, m.Faults)
		m.Upload = contactsForm(v.Look, s)
	case fieldwork.Open:
		m.CanClose, m.CanCancel = true, true
		if !s.Due {
			h.openModel(v, page, &m)
		}
	case fieldwork.Stopped:
		m.CanClose, m.CanCancel = true, true
	case fieldwork.Closed:
		m.Next = view.Link{Href: waveAddress(f.Wave), Text: v.Look.T("fieldwork.closed.link")}
		if o, ok := v.Snapshot.Opinion(f.Wave); ok && o.Report != nil {
			m.Next = view.Link{Href: beliefAddress(s.Version.Wave), Text: v.Look.T("surveys.responses.figures")}
		}
	}
	return m
}

// openModel adds what can be done while answers come in.
func (h *Handlers) openModel(v *Visit, page fieldworkPage, m *view.Fieldwork) {
	l, s := v.Look, page.status
	m.Change = changeForm(l, page, m.Faults)
	if s.Fieldwork.Delivery == fieldwork.ByMail {
		m.Mail = mailBox(l, s)
		if !s.Mail.Running && s.CanMail {
			m.Letter = reminderForm(l, page, m.Faults)
		}
		return
	}
	m.Links, m.LinksButton = l.T("fieldwork.links.text"), l.T("fieldwork.links.button")
	if s.Fieldwork.Mailings > 0 {
		m.Links = l.T("fieldwork.links.again", "When", l.DateTime(s.Fieldwork.MailedAt))
		m.LinksButton = l.T("fieldwork.links.again_button")
	}
}

// fieldworkFault names the row and the column of a fault of a list.
func fieldworkFault(l view.Look, p fault.Problem) view.FieldError {
	text := problemText(l, p)
	if p.Row > 0 {
		text = l.T("fieldwork.row", "Row", l.Int(p.Row), "Column", p.Field, "Text", text)
		return view.FieldError{Text: text}
	}
	return view.FieldError{ID: p.Field, Text: text}
}

func fieldworkNotices(l view.Look, page fieldworkPage) []view.Notice {
	var list []view.Notice
	switch page.done {
	case "uploaded", "opened", "tested", "discarded", "changed", "reminded", "retried", "closed", "cancelled":
		list = append(list, view.Notice{Kind: view.AlertSuccess, Heading: l.T("fieldwork.done." + page.done), Text: l.T("fieldwork.next." + page.done)})
	}
	var known *fault.Error
	if errors.As(page.refused, &known) && len(known.Problems) == 0 {
		list = append(list, view.Notice{Kind: view.AlertError, Heading: l.T("fieldwork.refused"), Text: message(l, known.Message)})
	}
	if s := page.status; s.Fieldwork == nil && s.HasResponses {
		list = append(list, view.Notice{
			Kind: view.AlertInfo, Heading: l.T("fieldwork.answered.title"), Text: l.T("fieldwork.answered.text"),
			Link: view.Link{Href: waveAddress(s.Version.Wave.Key), Text: l.T("fieldwork.closed.link")},
		})
	}
	return list
}

func fieldworkTerms(l view.Look, s *fieldwork.Status) []view.Fact {
	terms := fieldwork.TermsOf(s.Version.Wave)
	var facts []view.Fact
	if f := s.Fieldwork; f != nil && f.State != fieldwork.Draft {
		terms = f.Terms
		if f.State == fieldwork.Open {
			facts = append(facts, view.Fact{Label: l.T("fieldwork.fact.closes"), Value: l.Date(f.ClosesAt.Add(-time.Second))})
		}
	}
	facts = append(facts,
		view.Fact{Label: l.T("fieldwork.fact.confidential"), Value: l.T("fieldwork.fact.confidential_text")},
		view.Fact{Label: l.T("fieldwork.fact.minimum"), Value: l.T("fieldwork.fact.minimum_text", "Minimum", l.Int(terms.Minimum))},
	)
	if !s.KeptUntil.IsZero() {
		facts = append(facts, view.Fact{Label: l.T("fieldwork.fact.kept"), Value: l.T("fieldwork.fact.kept_text", "Date", l.Date(s.KeptUntil))})
	}
	return facts
}

func contactsForm(l view.Look, s *fieldwork.Status) *view.ContactsForm {
	form := &view.ContactsForm{
		Again: s.Fieldwork != nil, Example: "kommune;parti;email;sprog",
		Columns: []view.Fact{
			{Label: "kommune / municipality", Value: l.T("fieldwork.contacts.municipality")},
			{Label: "parti / party", Value: l.T("fieldwork.contacts.party")},
			{Label: "email", Value: l.T("fieldwork.contacts.email")},
			{Label: "sprog / language", Value: l.T("fieldwork.contacts.language")},
		},
	}
	row := "461;A;anne@example.dk;da"
	for _, column := range s.Version.Wave.Design.Columns() {
		form.Columns = append(form.Columns, view.Fact{Label: column, Value: l.T("fieldwork.contacts.column")})
		form.Example, row = form.Example+";"+column, row+";…"
	}
	form.Example += "\n" + row
	return form
}

// formField is a field with what was typed and its fault.
func formField(l view.Look, name, label, value string, faults view.FieldErrors) view.Field {
	return view.Field{Name: name, Label: l.T(label), Value: value, Error: faults.Of(name)}
}

func letterFields(l view.Look, letter fieldwork.Letter, faults view.FieldErrors, f *view.LetterForm) {
	f.SubjectDA = formField(l, fieldwork.FieldSubjectDA, "fieldwork.letter.subject", letter.Subject.DA, faults)
	f.SubjectEN = formField(l, fieldwork.FieldSubjectEN, "fieldwork.letter.subject", letter.Subject.EN, faults)
	f.BodyDA = formField(l, fieldwork.FieldBodyDA, "fieldwork.letter.body", letter.Body.DA, faults)
	f.BodyEN = formField(l, fieldwork.FieldBodyEN, "fieldwork.letter.body", letter.Body.EN, faults)
	for _, body := range []*view.Field{&f.BodyDA, &f.BodyEN} {
		body.Hint = l.T("fieldwork.letter.hint", "Placeholder", fieldwork.Placeholder)
		body.Limit, body.Rows = fieldwork.MaxBody, 12
	}
}

// usualDays is how long a fieldwork is open unless another date is chosen.
const usualDays = 14

func openingForm(l view.Look, page fieldworkPage, faults view.FieldErrors) *view.LetterForm {
	s := page.status
	typed := fieldwork.Opening{Closes: l.Day(time.Now().AddDate(0, 0, usualDays)), Letter: usualLetter(l, s.Version.Wave)}
	if page.typed != nil {
		typed = *page.typed
	}
	f := &view.LetterForm{CanTest: s.CanMail, Text: l.T("fieldwork.open.by_list"), Button: l.T("fieldwork.open.button")}
	if s.CanMail {
		f.Text, f.Button = l.T("fieldwork.open.by_mail"), l.T("fieldwork.open.button_mail")
	}
	f.Closes, f.Minimum = timeFields(l, typed, fieldwork.TermsOf(s.Version.Wave).Minimum, faults)
	letterFields(l, typed.Letter, faults, f)
	return f
}

func timeFields(l view.Look, typed fieldwork.Opening, least int, faults view.FieldErrors) (closes, minimum view.Field) {
	closes = formField(l, fieldwork.FieldCloses, "fieldwork.open.closes", typed.Closes, faults)
	closes.Type, closes.Hint = "date", l.T("fieldwork.open.closes_hint")
	minimum = formField(l, fieldwork.FieldMinimum, "fieldwork.open.minimum", typed.Minimum, faults)
	minimum.Optional, minimum.InputMode = true, "numeric"
	minimum.Hint = l.T("fieldwork.open.minimum_hint", "Minimum", l.Int(least))
	return closes, minimum
}

func reminderForm(l view.Look, page fieldworkPage, faults view.FieldErrors) *view.LetterForm {
	f := &view.LetterForm{Reminder: true, CanTest: true, Text: l.T("fieldwork.remind.text"), Button: l.T("fieldwork.remind.button")}
	letter := usualReminder(l, page.status)
	if page.typed != nil && page.typed.Letter.Body.DA != "" {
		letter = page.typed.Letter
	}
	letterFields(l, letter, faults, f)
	return f
}

func changeForm(l view.Look, page fieldworkPage, faults view.FieldErrors) *view.ChangeForm {
	f := page.status.Fieldwork
	typed := fieldwork.Opening{Closes: l.Day(f.ClosesAt.Add(-time.Second))}
	if page.typed != nil && page.typed.Closes != "" {
		typed = *page.typed
	}
	form := &view.ChangeForm{}
	form.Closes, form.Minimum = timeFields(l, typed, f.Terms.Minimum, faults)
	return form
}

// usualLetter is an invitation to begin with, in both languages.
func usualLetter(l view.Look, w survey.Wave) fieldwork.Letter {
	return letterOf(l, "fieldwork.invitation.", w)
}

func usualReminder(l view.Look, s *fieldwork.Status) fieldwork.Letter {
	return letterOf(l, "fieldwork.reminder.", s.Version.Wave)
}

func letterOf(l view.Look, key string, w survey.Wave) fieldwork.Letter {
	in := func(code, part string) string {
		return l.In(code).T(key+part, "Title", w.Title.In(code), "Link", fieldwork.Placeholder)
	}
	return fieldwork.Letter{
		Subject: survey.Text{DA: in("da", "subject"), EN: in("en", "subject")},
		Body:    survey.Text{DA: in("da", "body"), EN: in("en", "body")},
	}
}

func mailBox(l view.Look, s *fieldwork.Status) *view.MailBox {
	m := s.Mail
	box := &view.MailBox{Title: l.T("fieldwork.mail.invitation"), CanRetry: len(m.Unreached) > 0 || m.Failed > 0 || m.FailedSome}
	if m.Number > 1 {
		box.Title = l.T("fieldwork.mail.reminder", "N", m.Number-1)
	}
	box.Lines = append(box.Lines, l.T("fieldwork.mail.started", "When", l.DateTime(m.StartedAt)))
	switch {
	case m.Number == 1:
		box.Lines = append(box.Lines, l.T("fieldwork.mail.sent", "Sent", l.Int(m.Sent), "All", l.Int(s.Fieldwork.Invited), "Pending", l.Int(m.Pending)))
	case m.Running && m.Shown:
		box.Lines = append(box.Lines, l.T("fieldwork.mail.pending", "Pending", l.Int(m.Pending)))
	case m.Running:
		box.Lines = append(box.Lines, l.T("fieldwork.mail.running"))
	default:
		box.Lines = append(box.Lines, l.T("fieldwork.mail.done"))
	}
	if m.Failed > 0 {
		box.Lines = append(box.Lines, l.T("fieldwork.mail.failed", "N", l.Int(m.Failed)))
	} else if m.FailedSome {
		box.Lines = append(box.Lines, l.T("fieldwork.mail.failed_some"))
	}
	box.Trouble = m.Trouble
	for _, f := range m.Unreached {
		box.Failures = append(box.Failures, view.Fact{Label: f.Email, Value: f.Reason})
	}
	return box
}

// placeName is the name of a municipality, or its code where it has none.
func placeName(s *benchmark.Snapshot, code int) string {
	if m, ok := s.Directory.Lookup(municipality.Code(code)); ok {
		return m.Name
	}
	return strconv.Itoa(code)
}
