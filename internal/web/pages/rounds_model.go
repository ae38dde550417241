package pages

import (
	"slices"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// hashShown is how many characters of a hash a list shows.
const hashShown = 12

// roundTones are the tones of the states' badges.
var roundTones = map[round.State]view.AlertKind{
	round.Open: view.AlertInfo, round.Review: view.AlertWarning, round.Published: view.AlertSuccess,
}

func roundsModel(l view.Look, page roundsPage) view.Rounds {
	m := view.Rounds{Faults: fieldErrors(l, page.problems.Err())}
	current := ""
	for _, r := range page.rounds {
		line := roundLine(l, r)
		if r.State == round.Review && !page.publishAt.IsZero() {
			line.Planned = l.T("rounds.planned_at", "Time", l.DateTime(page.publishAt))
		}
		m.Lines = append(m.Lines, line)
		if r.State != round.Published {
			current = r.Title.In(l.Code())
		}
	}
	switch {
	case page.conflict != nil:
		m.Notices = []view.Notice{{Kind: view.AlertError, Heading: l.T("rounds.changed.title"), Text: l.T("rounds.changed.another", "Title", current)}}
	case current != "":
		m.Waiting = l.T("rounds.open.waiting", "Title", current)
		return m
	}
	m.Form = openForm(l, *page.typed, m.Faults)
	return m
}

func roundLine(l view.Look, r round.Round) view.RoundLine {
	line := view.RoundLine{
		Href:   roundAddress(r.Key),
		Title:  r.Title.In(l.Code()),
		State:  roundState(l, r),
		Opened: l.T("rounds.opened_on", "Date", l.Date(r.OpenedAt)),
	}
	if !r.Cutoff.IsZero() {
		line.Cutoff = l.DateTime(r.Cutoff)
	}
	if r.State == round.Published {
		line.Published, line.Hash = l.Date(r.PublishedAt), r.Hash[:hashShown]
		line.RankingHref, line.ArchiveHref = roundRankingAddress(r.Key), archiveAddress(r.Key)
	}
	return line
}

func roundState(l view.Look, r round.Round) view.RoundState {
	return view.RoundState{Text: l.T("rounds.state." + string(r.State)), Tone: roundTones[r.State]}
}

func openForm(l view.Look, typed round.New, faults view.FieldErrors) *view.RoundForm {
	field := func(name, label, hint, value string) view.Field {
		return view.Field{Name: name, Label: l.T(label), Hint: l.T(hint), Value: value, Error: faults.Of(name)}
	}
	return &view.RoundForm{
		Key:     field(round.FieldKey, "rounds.open.key", "rounds.open.key_hint", string(typed.Key)),
		TitleDA: field(round.FieldTitleDA, "rounds.open.title_da", "rounds.open.title_da_hint", typed.Title.DA),
		TitleEN: field(round.FieldTitleEN, "rounds.open.title_en", "rounds.open.title_en_hint", typed.Title.EN),
	}
}

// roundPage is what a round's page is made from.
type roundPage struct {
	round round.Round
	// content and register are those of a published round.
	content  *round.Content
	register []round.Correction
	// framework names areas and indicators.
	framework *framework.Framework
	// plan is that of a round in review, if planned. standings are for those who
	// may read all replies in a review, replies the same of a published round;
	// tally and remarks are what everybody reads of it.
	plan      round.Plan
	planned   bool
	standings *round.Standings
	replies   []round.Reply
	tally     round.Tally
	remarks   []round.Reply
	// names are the municipalities'.
	names map[municipality.Code]string
	// runs means that the visitor may run rounds; csrf, steps and plans are for them.
	runs  bool
	csrf  string
	steps []round.Event
	plans []round.Plan
	// done is what the visitor has just done, changed that somebody else was first.
	done    string
	changed bool
	// typed is a correction and planning a plan that could not be saved, with
	// its problems.
	typed    *correctionTyped
	planning *round.Planning
	problems fault.Problems
}

func roundModel(l view.Look, page roundPage) view.RoundPage {
	r := page.round
	m := view.RoundPage{Notices: roundNotices(l, page), State: roundState(l, r), Facts: roundFacts(l, page), Replies: reviewReplies(l, page)}
	if page.runs {
		m.Steps = roundSteps(l, page.steps, page.plans)
		switch r.State {
		case round.Open:
			m.CloseHref = roundAddress(r.Key) + "/close"
		case round.Review:
			m.PublishHref = roundAddress(r.Key) + "/publish"
			m.Planning = planningForm(l, page)
			m.Reopen = &view.RoundStepForm{Action: roundAddress(r.Key) + "/reopen", CSRF: page.csrf, Seen: number(r.Latest)}
		}
	}
	if page.content == nil {
		return m
	}
	method := page.content.Method
	m.Facts = append(m.Facts, view.Fact{
		Label: l.T("rounds.fact.framework"), Value: l.T("rounds.framework", "Key", method.Framework, "Version", method.Version),
	})
	content := roundContent(l, page.content, page.framework)
	m.Content, m.Replies = &content, publishedReplies(l, page)
	m.RankingHref, m.ArchiveHref, m.ArchiveName = roundRankingAddress(r.Key), archiveAddress(r.Key), archiveName(r.Key)
	names := contentNames(page.content)
	for _, c := range page.register {
		if c.Round == r.Key {
			m.Corrections = append(m.Corrections, correctionLine(l, c, names, page.framework))
		}
	}
	if page.runs {
		m.Correct = correctionForm(l, page)
	}
	return m
}

func roundNotices(l view.Look, page roundPage) []view.Notice {
	if page.changed {
		return []view.Notice{{Kind: view.AlertError, Heading: l.T("rounds.changed.title"), Text: l.T("rounds.changed.step")}}
	}
	switch page.done {
	case "opened", "invited", "closed", "reopened", "published", "corrected", "planned", "withdrawn":
		if page.runs {
			return []view.Notice{{Kind: view.AlertSuccess, Heading: l.T("rounds.done." + page.done), Text: l.T("rounds.next." + page.done)}}
		}
	}
	return nil
}

func roundFacts(l view.Look, page roundPage) []view.Fact {
	r := page.round
	facts := []view.Fact{{Label: l.T("rounds.fact.opened"), Value: l.DateTime(r.OpenedAt)}}
	add := func(label string, t time.Time) {
		if !t.IsZero() {
			facts = append(facts, view.Fact{Label: l.T(label), Value: l.DateTime(t)})
		}
	}
	add("rounds.fact.closed", r.ClosedAt)
	add("rounds.column.cutoff", r.Cutoff)
	if page.planned {
		add("rounds.fact.reply_by", page.plan.ReplyBy)
		add("rounds.fact.publish_at", page.plan.PublishAt)
	}
	add("rounds.column.published", r.PublishedAt)
	return facts
}

// roundSteps are the steps and plans of a round, newest first.
func roundSteps(l view.Look, events []round.Event, plans []round.Plan) []view.RoundStep {
	type entry struct {
		at   time.Time
		step view.RoundStep
	}
	var entries []entry
	add := func(at time.Time, text, author string) {
		step := view.RoundStep{Machine: at.Format(time.RFC3339), When: l.DateTime(at), Text: text, By: l.T("rounds.steps.console")}
		if author != "" {
			step.By = l.T("rounds.steps.by", "Name", author)
		}
		entries = append(entries, entry{at, step})
	}
	for _, e := range events {
		text := l.T("rounds.step." + string(e.Kind))
		if e.Kind == round.EventClosed {
			text = l.T("rounds.step_closed", "Cutoff", l.DateTime(e.Cutoff))
		}
		add(e.RecordedAt, text, e.AuthorName)
	}
	for _, p := range plans {
		text := l.T("rounds.step_plan_withdrawn")
		if !p.Withdrawn() {
			text = l.T("rounds.step_planned", "PublishAt", l.DateTime(p.PublishAt), "ReplyBy", l.DateTime(p.ReplyBy))
		}
		add(p.RecordedAt, text, p.AuthorName)
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return a.at.Compare(b.at) })
	steps := make([]view.RoundStep, len(entries))
	for i, e := range entries {
		steps[len(entries)-1-i] = e.step
	}
	return steps
}

// roundContent describes frozen content. Areas have the names of the framework
// of today, or their keys where it no longer has them.
func roundContent(l view.Look, content *round.Content, f *framework.Framework) view.RoundContent {
	s := content.Summary()
	m := view.RoundContent{Hash: content.SHA256(), Figures: []view.Figure{
		{Label: l.T("rounds.figures.ranked"), Value: l.Int(s.Ranked), Words: l.T("rounds.figures.of_units", "N", l.Int(s.Units))},
		{Label: l.T("rounds.figures.mean"), Value: pointsOr(l, s.Score), Words: l.T("rounds.figures.of_hundred")},
		{Label: l.T("rounds.figures.coverage"), Value: coverageOr(l, s.Coverage), Words: l.T("rounds.figures.mean_of", "N", l.Int(s.Coverage.N))},
		{Label: l.T("rounds.figures.answering"), Value: l.Int(s.Answering), Words: l.T("rounds.figures.of_units", "N", l.Int(s.Units))},
	}}
	titles := areaTitles(l, f.Areas, make(map[string]view.RoundArea), false)
	for _, a := range s.Areas {
		area, known := titles[a.Key]
		if !known {
			area.Title = a.Key
		}
		area.Mean = view.Points(a.Mean)
		m.Areas = append(m.Areas, area)
	}
	for _, u := range content.Unranked() {
		line := view.UnrankedUnit{Name: u.Name, Coverage: l.Missing(), Why: l.T("standing." + u.Standing)}
		if u.Coverage.OK {
			line.Coverage = l.T("ranking.coverage", "Share", l.Coverage(u.Coverage.Value))
		}
		m.Unranked = append(m.Unranked, line)
	}
	locale.SortNames(m.Unranked, func(u view.UnrankedUnit) string { return u.Name })
	return m
}

func areaTitles(l view.Look, areas []framework.Area, into map[string]view.RoundArea, below bool) map[string]view.RoundArea {
	for i := range areas {
		into[string(areas[i].Key)] = view.RoundArea{Title: areas[i].Title.In(l.Code()), Below: below}
		areaTitles(l, areas[i].Areas, into, true)
	}
	return into
}

func pointsOr(l view.Look, s benchmark.Spread) string { return l.ScoreOr(s.Mean.Value, s.Mean.OK) }

func coverageOr(l view.Look, s benchmark.Spread) string {
	if !s.Mean.OK {
		return l.Missing()
	}
	return l.Coverage(s.Mean.Value)
}
