package pages

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
	"modenhed/internal/web/view"
)

// nextSteps are the best steps as a municipality's own page shows them; empty
// when nothing is reported.
func nextSteps(v *Visit, s *benchmark.Snapshot, p *benchmark.Profile) (view.NextSteps, error) {
	a, err := newAdviser(v, s, p.Code)
	if err != nil || !a.reported() {
		return view.NextSteps{}, err
	}
	m := view.NextSteps{
		Text: a.say("text"),
		More: view.Link{Href: adviceAddress(a.unit), Text: v.Look.T("advice.more")},
	}
	steps := a.advice.Steps
	switch {
	case len(steps) == 0:
		m.Text = a.say("full")
	case a.unit.Place.Rank == 0:
		m.Note = a.say("no_rank")
	}
	for _, step := range steps[:min(bestSteps, len(steps))] {
		shown := a.step(step)
		for i, teacher := range step.Teachers {
			shown.Teachers[i].Facts = a.facts(teacher, step.Place.Top)
		}
		m.Steps = append(m.Steps, shown)
	}
	return m, nil
}

// page is the page of all steps, with the path to a goal.
func (a *adviser) page(goal chosenGoal) (view.Advice, error) {
	m := view.Advice{Name: a.unit.Name, How: a.how()}
	path, err := a.reach(goal.Goal)
	if err != nil {
		return m, err
	}
	if !a.reported() {
		m.Empty = a.empty(path)
		return m, nil
	}
	if a.unit.Place.Rank == 0 {
		m.Unranked = a.unranked(path)
	} else {
		m.Reach = a.form(goal)
		if goal.asked && len(goal.faults) == 0 {
			m.Path = a.path(path)
		}
	}
	for _, step := range a.advice.Steps {
		m.Steps = append(m.Steps, a.step(step))
	}
	if len(m.Steps) == 0 {
		m.Full = a.say("full")
	}
	m.GapsText = a.say("no_gaps")
	for _, gap := range a.advice.Gaps {
		m.Gaps = append(m.Gaps, a.gap(gap))
		m.GapsText = a.say("gaps")
	}
	return m, nil
}

// reach asks for the path to a goal. Without a goal it asks for the first
// place, which tells what a municipality without a rank lacks.
func (a *adviser) reach(goal improvement.Goal) (improvement.Path, error) {
	if goal == (improvement.Goal{}) {
		if a.unit.Place.Rank > 0 {
			return improvement.Path{}, nil
		}
		goal.Rank = 1
	}
	path, _, err := a.snapshot.Reach(a.unit.Code, goal)
	return path, err
}

func (a *adviser) empty(path improvement.Path) *view.AdviceEmpty {
	l := a.look
	m := &view.AdviceEmpty{Text: a.say("empty")}
	if n := len(path.Lacking); n > 0 {
		m.Text += " " + a.say("empty_lacking", "N", l.Int(n))
	}
	if a.own {
		m.Action = view.Link{Href: "/report", Text: l.T("profile.empty.report")}
	}
	return m
}

func (a *adviser) unranked(path improvement.Path) *view.AdviceUnranked {
	m := &view.AdviceUnranked{Reason: reason(a.look, a.unit), Text: a.say("lacking_none")}
	for _, indicator := range path.Lacking {
		m.Lacking = append(m.Lacking, a.question(a.snapshot.Places[indicator]))
	}
	if n := len(m.Lacking); n > 0 {
		m.Text = a.look.N(a.voiced("lacking"), n, "Name", a.unit.Name)
	}
	return m
}

func (a *adviser) question(place framework.Place) view.AdviceQuestion {
	q := view.AdviceQuestion{Area: place.Top.Title.In(a.look.Code()), Title: place.Indicator.Title.In(a.look.Code())}
	if a.own && !a.snapshot.Earlier {
		q.Href = questionAddress(place, "", 0)
	}
	return q
}

// answer writes a value with what the framework says of the level.
func (a *adviser) answer(indicator *framework.Indicator, value float64) view.AnswerWords {
	words := view.AnswerWords{Value: valueWords(a.look, indicator, value)}
	if level := int(value); indicator.Type == framework.Level && level >= 0 && level < len(indicator.Levels) {
		words.Text = indicator.Levels[level].In(a.look.Code())
	}
	return words
}

func (a *adviser) step(step benchmark.Advised) view.AdviceStep {
	m := view.AdviceStep{
		AdviceQuestion: a.question(step.Place),
		Now:            a.answer(step.Place.Indicator, step.From),
		Next:           a.answer(step.Place.Indicator, step.To),
		Effect:         a.effect(step.Step),
		Gain:           shownGain(step.Before.Score, step.After.Score),
		Score:          view.Points(step.After.Score),
		Rank:           view.Rank{Number: step.After.Rank, Tied: step.After.Tied},
	}
	var names []string
	for _, t := range step.Teachers {
		names = append(names, t.Name)
		m.Teachers = append(m.Teachers, a.teacher(step.Place.Indicator, t))
	}
	m.Names = nameList(a.look, names)
	return m
}

// shownGain is the gain as the rounded scores give it, so that what is shown adds up.
func shownGain(before, after scoring.Points) view.Points {
	if !before.OK || !after.OK {
		return view.Points{}
	}
	return view.Points{Value: round1(after.Value) - round1(before.Value), OK: true}
}

// effect says what a step gives.
func (a *adviser) effect(step improvement.Step) string {
	gain := shownGain(step.Before.Score, step.After.Score)
	if !gain.OK {
		return a.look.T("advice.effect.none")
	}
	key := "advice.effect.moved"
	switch {
	case step.Before.Rank == 0 || step.After.Rank == 0:
		key = "advice.effect.unranked"
	case step.Places == 0:
		key = "advice.effect.stays"
	}
	return a.look.T(key, "Gain", a.look.Signed(gain.Value), "Score", a.look.Score(step.After.Score.Value),
		"Before", a.outcomePlace(step.Before), "After", a.outcomePlace(step.After))
}

func (a *adviser) outcomePlace(o improvement.Outcome) string { return a.place(o.Rank, o.Tied) }

func (a *adviser) teacher(indicator *framework.Indicator, t benchmark.Teacher) view.Teacher {
	m := view.Teacher{Code: t.Code.String(), Name: t.Name, Reason: a.reasons[t.Code]}
	if status := t.Answer.Status; status != nil {
		m.Value = answerWords(a.look, indicator, status.Answer)
		if status.Evidence.Public {
			m.EvidenceText, m.EvidenceLink = status.Evidence.Text, status.Evidence.Link
		}
		m.Files = fileLinks(a.look, status.Municipality, status.Evidence.PublicFiles())
	}
	return m
}

// facts are what public sources tell that a teacher has done itself in an area.
func (a *adviser) facts(t benchmark.Teacher, area *framework.Area) []view.EvidenceItem {
	report, ok := a.snapshot.Area(area.Key)
	if !ok {
		return nil
	}
	var items []evidence.Item
	for _, item := range report.Evidence {
		if item.Municipality == t.Code && item.Kind == evidence.Own {
			items = append(items, item)
		}
	}
	return evidenceItems(a.look, a.snapshot, items, false)
}

func (a *adviser) how() []string {
	l := a.look
	list := []string{l.T("advice.how.step"), l.T("advice.how.others")}
	if !a.snapshot.Model().Independent() {
		list = append(list, l.T("advice.how.scale"))
	}
	return append(list, l.T("advice.how.greedy"), l.T("advice.how.tied"), l.T("advice.how.effort"), l.T("advice.how.teachers"))
}
