package pages

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"modenhed/internal/fault"
	"modenhed/internal/fieldwork"
	"modenhed/internal/municipality"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// Guesses bounds how many links that lead nowhere somebody may try.
type Guesses interface {
	MayTry(v *Visit) bool
	Missed(v *Visit)
}

// AnswerForm shows the form to the holder of a link. To open it uses nothing up,
// because programs that look for malware open links too.
func (h *Handlers) AnswerForm(v *Visit) error {
	form, err := h.form(v)
	if err != nil {
		return h.noWay(v, err)
	}
	return write(v, http.StatusOK, view.AnswerPage(v.Look, h.answerModel(v.Look, form, v.Param("token"), nil, nil)))
}

// SendAnswer takes the form and uses the link up.
func (h *Handlers) SendAnswer(v *Visit) error {
	form, err := h.form(v)
	if err != nil {
		return h.noWay(v, err)
	}
	answers := make(map[string]string)
	for _, q := range form.Wave.Questions {
		answers[q.Key] = v.FormValue(q.Key)
	}
	err = h.Fieldworks.Answer(v.Request().Context(), v.Param("token"), answers)
	if problems := problemsOf(err); fault.KindOf(err) == fault.Invalid && len(problems) > 0 {
		return write(v, http.StatusUnprocessableEntity, view.AnswerPage(v.Look, h.answerModel(v.Look, form, v.Param("token"), answers, problems)))
	}
	if err != nil {
		return h.noWay(v, err)
	}
	return v.Redirect(http.StatusSeeOther, "/answer?lang="+v.Look.Code())
}

// Answered thanks whoever has answered. It looks the same to everybody.
func (h *Handlers) Answered(v *Visit) error {
	return write(v, http.StatusOK, view.AnsweredPage(v.Look, v.Request().URL.Path))
}

// form returns what the link leads to; whoever has tried too many that lead
// nowhere is told to wait. A good link always leads to its form: a whole town hall
// may share one network address with a mail scanner that opens used links.
func (h *Handlers) form(v *Visit) (*fieldwork.Form, error) {
	form, err := h.Fieldworks.Form(v.Request().Context(), v.Param("token"))
	if fault.KindOf(err) != fault.NotFound {
		return form, err
	}
	if !h.Guesses.MayTry(v) {
		return nil, fault.New(fault.TooMany, "answer.wait")
	}
	h.Guesses.Missed(v)
	return nil, err
}

// noWay answers, always alike, a link that leads nowhere.
func (h *Handlers) noWay(v *Visit, err error) error {
	switch fault.KindOf(err) {
	case fault.NotFound:
		return write(v, http.StatusNotFound, view.NoAnswerPage(v.Look, v.Look.T("answer.closed.title"), v.Look.T("answer.closed.text")))
	case fault.TooMany:
		return write(v, http.StatusTooManyRequests, view.NoAnswerPage(v.Look, v.Look.T("answer.closed.title"), v.Look.T("answer.wait")))
	}
	return fmt.Errorf("answer a survey: %w", err)
}

// FieldworkForm shows the form to those who run a survey, as the invited will see it.
func (h *Handlers) FieldworkForm(v *Visit) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	status, err := h.Fieldworks.Status(v.Request().Context(), v.Actor, key)
	if err != nil {
		return err
	}
	form := &fieldwork.Form{Wave: status.Version.Wave, KeptUntil: status.KeptUntil}
	form.Fieldwork.Terms = fieldwork.TermsOf(form.Wave)
	if status.Fieldwork != nil {
		form.Fieldwork = *status.Fieldwork
	}
	m := h.answerModel(v.Look, form, "", nil, nil)
	m.Preview = fieldworkAddress(key)
	for _, label := range append([]string{v.Look.T("answer.kept.municipality"), v.Look.T("answer.kept.party")}, form.Wave.Design.Columns()...) {
		m.Kept = append(m.Kept, view.Fact{Label: label, Value: "…"})
	}
	return write(v, http.StatusOK, view.AnswerPage(v.Look, m))
}

// answerModel is the form with what was chosen.
func (h *Handlers) answerModel(l view.Look, form *fieldwork.Form, token string, chosen map[string]string, problems fault.Problems) view.Answer {
	lang := l.Code()
	m := view.Answer{
		Action:    "/answer/" + token + "?lang=" + lang,
		Title:     form.Wave.Title.In(lang),
		Other:     "?lang=" + otherLang(lang),
		Kept:      h.keptWords(l, form),
		Demo:      h.Demo,
		Minimum:   form.Fieldwork.Terms.Minimum,
		Invented:  form.Wave.Invented,
		PrivacyOf: "/privacy?lang=" + lang,
	}
	if !form.Fieldwork.ClosesAt.IsZero() && form.Fieldwork.State == fieldwork.Open {
		m.Closes = l.Date(form.Fieldwork.ClosesAt.Add(-1))
	}
	if !form.KeptUntil.IsZero() {
		m.KeptUntil = l.Date(form.KeptUntil)
	}
	for i, q := range form.Wave.Questions {
		m.Questions = append(m.Questions, answerQuestion(l, i, q, chosen[q.Key], problems))
	}
	for _, q := range m.Questions {
		if q.Fault != "" {
			m.Faults = append(m.Faults, view.FieldError{ID: q.ID + "-1", Text: l.T("answer.missing", "N", q.Number)})
		}
	}
	return m
}

func answerQuestion(l view.Look, i int, q survey.Question, chosen string, problems fault.Problems) view.AnswerQuestion {
	m := view.AnswerQuestion{ID: "q" + strconv.Itoa(i+1), Number: i + 1, Name: q.Key, Text: q.Text.In(l.Code())}
	for n, o := range q.Options {
		m.Options = append(m.Options, view.AnswerOption{
			ID: m.ID + "-" + strconv.Itoa(n+1), Value: o.Key, Text: o.Text.In(l.Code()), Chosen: o.Key == chosen,
		})
	}
	for _, p := range problems {
		if p.Field == q.Key {
			m.Fault = message(l, p.Message)
		}
	}
	return m
}

// keptWords say what is kept of the reader beside the answers.
func (h *Handlers) keptWords(l view.Look, form *fieldwork.Form) []view.Fact {
	if form.Contact.Municipality == 0 {
		return nil
	}
	s := h.Snapshots.Current()
	place, party := strconv.Itoa(form.Contact.Municipality), form.Contact.Party
	if m, ok := s.Directory.Lookup(municipality.Code(form.Contact.Municipality)); ok {
		place = m.Name
	}
	facts := []view.Fact{
		{Label: l.T("answer.kept.municipality"), Value: place},
		{Label: l.T("answer.kept.party"), Value: s.Seats().PartyName(party, l.Code())},
	}
	for i, column := range form.Fieldwork.Columns {
		if i < len(form.Contact.Values) && form.Contact.Values[i] != "" {
			facts = append(facts, view.Fact{Label: column, Value: form.Contact.Values[i]})
		}
	}
	return facts
}

func otherLang(lang string) string {
	if lang == "da" {
		return "en"
	}
	return "da"
}

func fieldworkAddress(key string) string { return "/surveys/" + url.PathEscape(key) + "/fieldwork" }
