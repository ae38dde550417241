package pages

import (
	"errors"
	"net/http"
	"strconv"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/target"
	"modenhed/internal/web/view"
)

// targetPage is what the page of one target is made from.
type targetPage struct {
	place framework.Place
	// typed is what was sent and refused, nil when nothing was.
	typed  *target.Typed
	faults fault.Problems
	// changed is set when somebody else was first.
	changed *target.Changed
}

func readTypedTarget(v *Visit, place framework.Place) target.Typed {
	form := v.Request().PostFormValue
	seen, err := strconv.ParseInt(form("seen"), 10, 64)
	if err != nil {
		seen = 0
	}
	return target.Typed{
		Municipality: v.Actor.Municipality, Indicator: place.Indicator.Key, Lang: v.Look.Code(), Seen: seen,
		Value: form(target.FieldValue), Due: form(target.FieldDue), Owner: form(target.FieldOwner),
	}
}

// targetAddress is the page of a target.
func targetAddress(place framework.Place) string { return formAddress(place) + "/target" }

// targetAnswer goes on after a target is recorded, or shows why it was not.
func (h *Handlers) targetAnswer(v *Visit, page targetPage, recorded target.Target, err error) error {
	switch {
	case err == nil:
		return v.Redirect(http.StatusSeeOther, targetAddress(page.place)+"?saved="+strconv.FormatInt(recorded.Number, 10))
	case errors.As(err, &page.changed):
		return h.showTarget(v, http.StatusConflict, page)
	}
	page.faults = problemsOf(err)
	if fault.KindOf(err) != fault.Invalid || len(page.faults) == 0 {
		return err
	}
	return h.showTarget(v, http.StatusUnprocessableEntity, page)
}

func (h *Handlers) showTarget(v *Visit, status int, page targetPage) error {
	set, err := h.targetSet(v, v.Actor.Municipality)
	if err != nil {
		return err
	}
	l, place := v.Look, page.place
	title := place.Indicator.Title.In(l.Code())
	p := h.page(v, l.T("targets.page.title"), place.Indicator.Question.In(l.Code()))
	p.Kicker = shortArea(l, *place.Top) + " · " + title
	p.Crumbs = []view.Link{
		{Href: "/report", Text: l.T("report.title")}, {Href: ownTargetsPath, Text: l.T("targets.title")}, {Text: title},
	}
	p.Address = targetAddress(place)
	return showStatus(v, status, p, view.TargetBody(l, set.page(v, page)))
}

// page builds the page of one target.
func (s *targetSet) page(v *Visit, page targetPage) view.TargetPage {
	l, place := s.look, page.place
	entries := s.entriesOf(s.unit.Code, place.Indicator.Key)
	m := view.TargetPage{
		CSRF: v.CSRF, Action: targetAddress(place), WithdrawAction: targetAddress(place) + "/withdraw",
		QuestionHref: questionAddress(place, "", 0), AllHref: ownTargetsPath,
		Faults: faultsAt(l, page.faults), Today: s.todayWords(place), History: s.entryEvents(place, entries),
	}
	if n := len(entries); n > 0 {
		m.Seen = entries[n-1].Number
		m.Saved = s.savedTarget(v, place, entries[n-1])
	}
	if line, found := s.lineOf(s.unit.Code, place.Indicator.Key); found {
		shown := s.view(line)
		m.Line = &shown
	}
	if page.changed != nil {
		m.Conflict = s.targetConflict(place, page.changed)
		m.Seen = page.changed.Current.Number
	}
	s.targetFields(&m, place, s.formValues(place, page))
	return m
}

// formValues are what the fields hold: what was sent, else the target that holds.
func (s *targetSet) formValues(place framework.Place, page targetPage) target.Typed {
	if page.typed != nil {
		return *page.typed
	}
	if page.changed != nil && !page.changed.Attempt.Withdrawn() {
		return s.typedOf(place, page.changed.Attempt)
	}
	if line, found := s.lineOf(s.unit.Code, place.Indicator.Key); found {
		return s.typedOf(place, line.goal.Target)
	}
	return target.Typed{}
}

// typedOf writes a target as a person would type it.
func (s *targetSet) typedOf(place framework.Place, t target.Target) target.Typed {
	return target.Typed{Value: typedValue(s.look, place.Indicator, t.Value), Due: typedDay(t.Due), Owner: t.Owner}
}

func (s *targetSet) targetFields(m *view.TargetPage, place framework.Place, typed target.Typed) {
	l, indicator := s.look, place.Indicator
	m.Value = view.Field{Name: target.FieldValue, Value: typed.Value, Label: l.T("targets.form.value"), Error: joined(m.Faults, target.FieldValue)}
	switch indicator.Type {
	case framework.Level:
		for level := framework.MaxLevel; level >= 0; level-- {
			number := strconv.Itoa(level)
			text := l.T("profile.value.level", "Level", number, "Name", l.T("level."+number))
			m.Choices = append(m.Choices, view.Choice{Value: number, Text: text, Selected: typed.Value == number})
		}
	case framework.YesNo:
		m.Choices = []view.Choice{
			{Value: typedYes, Text: l.T("profile.value.yes"), Selected: typed.Value == typedYes},
			{Value: typedNo, Text: l.T("profile.value.no"), Selected: typed.Value == typedNo},
		}
	default:
		m.Value.Hint, m.Value.Unit = figureHint(l, indicator), figureUnit(l, indicator)
		m.Value.InputMode, m.Value.Autocomplete = inputMode(indicator), "off"
	}
	if len(m.Choices) > 0 {
		m.Choices = append([]view.Choice{{Text: l.T("targets.form.choose"), Selected: typed.Value == ""}}, m.Choices...)
	}
	m.Due = view.Field{
		Name: target.FieldDue, Value: typed.Due, Label: l.T("targets.form.due"), Hint: l.T("targets.form.due_hint"),
		Error: joined(m.Faults, target.FieldDue), Autocomplete: "off",
	}
	m.Owner = view.Field{
		Name: target.FieldOwner, Value: typed.Owner, Label: l.T("targets.form.owner"), Hint: l.T("targets.form.owner_hint"),
		Error: joined(m.Faults, target.FieldOwner), Optional: true,
	}
}

// faultsAt places problems at fields that are named by their ID,
// with figures written as people write them.
func faultsAt(l view.Look, problems fault.Problems) view.FieldErrors {
	faults := make(view.FieldErrors, 0, len(problems))
	for _, p := range problems {
		faults = append(faults, view.FieldError{ID: p.Field, Text: problemText(l, p)})
	}
	return faults
}

// targetConflict sets the target that was sent beside the one set meanwhile.
func (s *targetSet) targetConflict(place framework.Place, c *target.Changed) *view.ReportConflict {
	l := s.look
	own, theirs := s.targetLines(place, c.Attempt), s.targetLines(place, c.Current)
	for i := range own {
		own[i].Differs = own[i].Text != theirs[i].Text
		theirs[i].Differs = own[i].Differs
	}
	return &view.ReportConflict{
		Title:      l.T("targets.conflict.title"),
		OwnTitle:   l.T("targets.conflict.own"),
		TheirTitle: l.T("targets.conflict.theirs", "When", l.DateTime(c.Current.RecordedAt), "Name", c.Current.AuthorName),
		Own:        own, Theirs: theirs,
	}
}

// targetLines tell an entry in three lines.
func (s *targetSet) targetLines(place framework.Place, t target.Target) []view.ReportLine {
	l := s.look
	value, due, owner := l.T("targets.withdrawn"), l.Missing(), l.Missing()
	if !t.Withdrawn() {
		value, due = valueWords(l, place.Indicator, t.Value), s.dayWords(t.Due)
		if t.Owner != "" {
			owner = t.Owner
		}
	}
	return []view.ReportLine{
		{Label: l.T("targets.column.target"), Text: value},
		{Label: l.T("targets.column.due"), Text: due},
		{Label: l.T("targets.column.owner"), Text: owner},
	}
}
