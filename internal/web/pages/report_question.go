package pages

import (
	"strconv"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// question builds one question with its form.
func (r *reporting) question(place framework.Place) view.ReportQuestion {
	l, key := r.look, place.Indicator.Key
	action := formAddress(place)
	q := view.ReportQuestion{
		Key:           string(key),
		Kicker:        r.kicker(place) + " · " + place.Indicator.Title.In(l.Code()),
		Text:          place.Indicator.Question.In(l.Code()),
		Help:          place.Indicator.Help.In(l.Code()),
		Action:        action,
		DraftAction:   action + "/draft",
		DiscardAction: action + "/draft/discard",
		DraftKey:      strconv.FormatInt(int64(r.actor.ID), 10) + " " + r.unit.Code.String() + " " + string(key),
		DraftSeen:     draftToken(r.drafts[key]),
		CSRF:          r.csrf,
		Now:           r.now(place),
		Account:       strconv.FormatInt(int64(r.actor.ID), 10),
		Alone:         r.alone,
		Share:         r.shareLinks(place),
		Target:        r.targets.atQuestion(place),
		Thread:        r.thread(place),
		Withdrawable:  r.answered(key) != nil,
		History:       r.events(r.lines[key], false),
	}
	q.Now.BeforeLabel, q.Now.Before = r.before(place)
	typed := r.filled(place, &q)
	q.Seen = typed.seen
	q.Form = r.form(place, typed, &q)
	if q.Faults == nil && q.Conflict == nil && q.Draft == "" && r.lacking(place) {
		q.Advice = l.T("report.evidence.advice")
	}
	q.Confirm = r.confirmOne(place, &q)
	r.tellSaved(place, &q)
	return q
}

// filled returns what the form holds: what was sent and refused, else what
// somebody was typing, else what is saved. It notes which on the question.
func (r *reporting) filled(place framework.Place, q *view.ReportQuestion) typedAnswer {
	if sent := r.sent; sent != nil && sent.place.Indicator.Key == place.Indicator.Key {
		q.Faults = questionFaults(r.look, place, sent.faults)
		switch {
		case sent.changed != nil:
			q.Conflict = r.conflict(place, sent.changed)
		case sent.taken != nil:
			q.Conflict = r.draftConflict(place, sent.typed, sent.taken.Current)
			q.DraftSeen = draftToken(sent.taken.Current)
		}
		return sent.typed
	}
	own := r.own(place.Indicator.Key)
	if draft, found := r.draft(place); found {
		typed := typedInDraft(draft)
		q.Draft = r.draftWords(draft, own != nil && typed.seen < own.Revision)
		return typed
	}
	return typedOf(r.look, place.Indicator, own)
}

// tellSaved says at the question, and at the next one after going on, what was just saved.
func (r *reporting) tellSaved(place framework.Place, q *view.ReportQuestion) {
	if r.saved == nil || r.sent != nil {
		return
	}
	if r.saved.Indicator == place.Indicator.Key {
		q.Saved = r.savedWords(*r.saved)
		return
	}
	if next, found := r.next(r.saved.Indicator); r.wentOn && found && next.Indicator.Key == place.Indicator.Key {
		q.Before = r.savedQuestion(*r.saved)
	}
}

// questionFaults places problems at the elements of a question's form.
func questionFaults(l view.Look, place framework.Place, problems fault.Problems) view.FieldErrors {
	faults := make(view.FieldErrors, 0, len(problems))
	for _, p := range problems {
		faults = append(faults, view.FieldError{ID: elementOf(place, p.Field), Text: problemText(l, p)})
	}
	return faults
}

// elementOf returns the element of a field, that of the first choice for an
// answer that is chosen.
func elementOf(place framework.Place, field string) string {
	key := string(place.Indicator.Key)
	switch field {
	case assessment.FieldReason, assessment.FieldEvidenceText, assessment.FieldEvidenceLink, assessment.FieldFiles, assessment.FieldComment:
		return key + "-" + field
	case assessment.FieldValue:
		if hasFigure(place.Indicator) {
			return key + "-" + field
		}
		return firstChoice(place.Indicator)
	case assessment.FieldState:
		return firstChoice(place.Indicator)
	}
	return ""
}

func firstChoice(indicator *framework.Indicator) string {
	switch indicator.Type {
	case framework.Level:
		return choiceElement(indicator, "0")
	case framework.YesNo:
		return choiceElement(indicator, typedYes)
	}
	return choiceElement(indicator, string(assessment.Reported))
}

func choiceElement(indicator *framework.Indicator, value string) string {
	return string(indicator.Key) + "-" + value
}

// now says what counts at the moment: the own answer, or the desk's finding
// while there is none.
func (r *reporting) now(place framework.Place) view.ReportNow {
	l := r.look
	status := r.answered(place.Indicator.Key)
	counting := r.counting(place)
	now := view.ReportNow{Answer: l.T("profile.state.not_answered"), Missing: true}
	switch {
	case status != nil:
		now.Missing = status.Answer.State == assessment.DontKnow || r.stale(status)
		now.Saved = r.savedBy(*status)
		if r.stale(status) {
			now.Note = l.T("report.now.outdated", "Months", r.snapshot.Framework.Method.MaxAgeMonths)
		}
	case counting.Status != nil && counting.Status.Source == assessment.Desk && counting.State() != assessment.NotAnswered:
		status = counting.Status
		now.Missing = status.Answer.State == assessment.DontKnow || counting.Stale
		now.Note = l.T("report.now.desk")
	default:
		return now
	}
	now.Answer = answerWords(l, place.Indicator, status.Answer)
	now.Aside = status.Answer.State == assessment.NotApplicable
	if points := r.points(place); points.OK {
		now.Points = l.T("report.now.points", "Points", l.Short(points.Value))
	}
	return now
}

// typedField is a field of a question's form with what was typed.
func (r *reporting) typedField(place framework.Place, name, value string, limit int, q *view.ReportQuestion) view.Field {
	id := string(place.Indicator.Key) + "-" + name
	return view.Field{
		Name: name, ID: id, Value: value, Limit: limit, Error: joined(q.Faults, id),
		Label: r.look.T("report.field." + name), Hint: r.look.T("report.hint." + name),
	}
}

// joined is all that is wrong at an element.
func joined(faults view.FieldErrors, id string) string {
	var texts []string
	for _, f := range faults {
		if f.ID == id {
			texts = append(texts, f.Text)
		}
	}
	return strings.Join(texts, " ")
}

func (r *reporting) form(place framework.Place, typed typedAnswer, q *view.ReportQuestion) view.ReportForm {
	l, indicator := r.look, place.Indicator
	form := view.ReportForm{
		Legend:       l.T("report.legend." + string(indicator.Type)),
		Error:        joined(q.Faults, firstChoice(indicator)),
		Choices:      choices(l, indicator, typed),
		Others:       otherChoices(l, indicator, typed),
		EvidenceText: r.typedField(place, assessment.FieldEvidenceText, typed.evidenceText, assessment.MaxEvidenceText, q),
		EvidenceLink: r.typedField(place, assessment.FieldEvidenceLink, typed.evidenceLink, 0, q),
		Public:       r.typedField(place, fieldPublic, "", 0, q),
		Comment:      r.typedField(place, assessment.FieldComment, typed.comment, assessment.MaxComment, q),
		IsPublic:     typed.public,
		Files:        r.files(place, typed, q),
	}
	form.EvidenceText.Optional, form.EvidenceLink.Optional = true, true
	if indicator.Type == framework.Level {
		form.EvidenceText.Hint = l.T("report.hint.evidence_level")
	}
	if hasFigure(indicator) {
		field := r.typedField(place, assessment.FieldValue, typed.value, 0, q)
		field.Label, field.Hint = l.T("report.figure_label."+string(indicator.Type)), figureHint(l, indicator)
		field.Unit, field.InputMode, field.Autocomplete = figureUnit(l, indicator), inputMode(indicator), "off"
		form.Number = &field
	}
	if indicator.NotApplicable || typed.reason != "" {
		field := r.typedField(place, assessment.FieldReason, typed.reason, assessment.MaxReason, q)
		form.Reason = &field
	}
	return form
}

// choices are the answers with a value: six levels, yes and no, or that there is a figure.
func choices(l view.Look, indicator *framework.Indicator, typed typedAnswer) []view.ReportChoice {
	switch indicator.Type {
	case framework.Level:
		return levelChoices(l, indicator, typed)
	case framework.YesNo:
		return []view.ReportChoice{
			valueChoice(indicator, typedYes, l.T("profile.value.yes"), typed),
			valueChoice(indicator, typedNo, l.T("profile.value.no"), typed),
		}
	}
	return []view.ReportChoice{stateChoice(indicator, assessment.FieldState, assessment.Reported, l.T("report.choice.figure"), "", typed)}
}

func levelChoices(l view.Look, indicator *framework.Indicator, typed typedAnswer) []view.ReportChoice {
	list := make([]view.ReportChoice, 0, framework.MaxLevel+1)
	for level := range framework.MaxLevel + 1 {
		number := strconv.Itoa(level)
		c := valueChoice(indicator, number, l.T("level."+number), typed)
		c.Key, c.Class = number, "lv"+number
		if level < len(indicator.Levels) {
			c.Text = indicator.Levels[level].In(l.Code())
		}
		list = append(list, c)
	}
	return list
}

func valueChoice(indicator *framework.Indicator, value, title string, typed typedAnswer) view.ReportChoice {
	return view.ReportChoice{
		ID: choiceElement(indicator, value), Name: assessment.FieldValue, Value: value, Title: title,
		Selected: typed.state == assessment.Reported && typed.value == value,
	}
}

func stateChoice(indicator *framework.Indicator, name string, state assessment.State, title, text string, typed typedAnswer) view.ReportChoice {
	return view.ReportChoice{
		ID: choiceElement(indicator, string(state)), Name: name, Value: string(state), Title: title, Text: text,
		Selected: typed.state == state,
	}
}

// otherChoices are the answers without a value.
func otherChoices(l view.Look, indicator *framework.Indicator, typed typedAnswer) []view.ReportChoice {
	name := assessment.FieldValue
	if hasFigure(indicator) {
		name = assessment.FieldState
	}
	list := []view.ReportChoice{stateChoice(indicator, name, assessment.DontKnow, l.T("profile.state.dont_know"), l.T("report.choice.dont_know"), typed)}
	if indicator.NotApplicable {
		list = append(list, stateChoice(indicator, name, assessment.NotApplicable,
			l.T("profile.state.not_applicable"), l.T("report.choice.not_applicable"), typed))
	}
	return list
}
