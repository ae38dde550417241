package pages

import (
	"strconv"

	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

const (
	// recentReports is how many saves are shown unfolded.
	recentReports = 8
	// reportMinutes and preparedMinutes are how long the first time takes,
	// without and with the figures at hand.
	reportMinutes, preparedMinutes = 25, 10
)

// overview builds the page over all areas.
func (r *reporting) overview() view.Report {
	t := r.count(r.snapshot.Places)
	m := view.Report{
		Figures:    r.figures(t),
		Next:       r.nextStep(t),
		Areas:      r.areas(nil),
		Targets:    r.targets.note(),
		Asked:      r.questionsAsked(),
		PublicHref: "/municipalities/" + r.unit.Code.String(),
		Empty:      len(r.history) == 0,
		Round:      r.roundProgress(r.snapshot.Places),
		Notes:      r.notes(r.snapshot.Places),
		Confirm:    r.confirmForm(r.snapshot.Places, "/report", "all"),
		Checklist:  view.Link{Href: "/report/checklist", Text: r.look.T("reporting.checklist.link")},
	}
	if r.saved != nil {
		m.Saved = r.savedQuestion(*r.saved)
	}
	events := r.events(r.history, true)
	m.Recent = events[:min(recentReports, len(events))]
	m.Older = events[len(m.Recent):]
	return m
}

// notes are what stands above a page: what was confirmed, or why nothing was.
func (r *reporting) notes(places []framework.Place) view.ReportNotes {
	return view.ReportNotes{Confirmed: r.confirmNote(places), Overtaken: r.overtakenEvents(), Warning: r.warning}
}

func (r *reporting) figures(t tally) []view.Figure {
	l := r.look
	score := view.Points(r.unit.Card.Score)
	result := view.Figure{Label: l.T("report.figure.score"), Value: l.ScoreOr(score.Value, score.OK), Words: l.T("report.figure.no_score")}
	if score.OK {
		result.Words = l.T("report.figure.of_hundred", "Band", view.BandOf(score).Name(l))
	}
	rank := view.Figure{Label: l.T("report.figure.rank"), Value: l.Missing(), Words: reason(l, r.unit)}
	if r.unit.Place.Rank > 0 {
		ranked := r.snapshot.Overview().Country.Ranked
		rank.Value, rank.Words = l.Int(r.unit.Place.Rank), l.T("report.figure.of_ranked", "N", l.Int(ranked))
	}
	return []view.Figure{
		{Label: l.T("report.figure.answered"), Value: l.Int(t.answered), Words: l.T("report.figure.of", "N", l.Int(t.of))},
		{Label: l.T("report.figure.lacking"), Value: l.Int(t.lacking), Words: l.N("report.figure.answers", t.lacking)},
		result,
		rank,
	}
}

// nextStep is where an editor is led: to the first question that waits for an
// answer, then to the first answer that should carry evidence.
func (r *reporting) nextStep(t tally) view.ReportNext {
	l := r.look
	if place, found := r.first(r.missing); found {
		step := r.stepTo(place)
		switch {
		case len(r.history) == 0:
			step.Heading, step.Button = l.T("report.next.start"), l.T("report.next.begin")
			step.Text = l.T("report.next.start_text", "N", t.of, "Areas", len(r.snapshot.Framework.Areas),
				"Minutes", reportMinutes, "Prepared", preparedMinutes)
		case r.answered(place.Indicator.Key) != nil:
			step.Heading, step.Button = l.T("report.next.outdated"), l.T("report.next.confirm")
			step.Text = l.N("report.next.outdated_text", t.outdated, "Months", r.snapshot.Framework.Method.MaxAgeMonths)
		default:
			step.Heading, step.Button = l.T("report.next.unanswered"), l.T("report.next.answer")
		}
		return step
	}
	if place, found := r.first(r.waiting); found {
		step := r.stepTo(place)
		step.Heading, step.Button = l.T("reporting.next.round"), l.T("reporting.next.look")
		step.Text = l.N("reporting.next.round_text", t.waiting)
		return step
	}
	if place, found := r.first(r.lacking); found {
		step := r.stepTo(place)
		step.Heading, step.Button = l.T("report.next.lacking"), l.T("report.next.evidence")
		step.Text = l.N("report.next.lacking_text", t.lacking)
		return step
	}
	return view.ReportNext{
		Heading: l.T("report.next.done"), Text: l.T("report.next.done_text"),
		Button: l.T("report.public"), Href: "/municipalities/" + r.unit.Code.String(),
	}
}

func (r *reporting) first(wanted func(framework.Place) bool) (place framework.Place, found bool) {
	for _, place := range r.snapshot.Places {
		if wanted(place) {
			return place, true
		}
	}
	return framework.Place{}, false
}

func (r *reporting) stepTo(place framework.Place) view.ReportNext {
	return view.ReportNext{
		Kicker:   r.kicker(place),
		Question: place.Indicator.Question.In(r.look.Code()),
		Href:     questionAddress(place, "", 0),
	}
}

// kicker says where a question stands within its area.
func (r *reporting) kicker(place framework.Place) string {
	places := r.places(place.Top)
	number := 1
	for places[number-1].Indicator != place.Indicator {
		number++
	}
	return r.look.T("report.kicker", "Area", shortArea(r.look, *place.Top),
		"Number", strconv.Itoa(number), "Of", strconv.Itoa(len(places)))
}

// areas says how far the municipality is in each area; current is the page's own, nil for none.
func (r *reporting) areas(current *framework.Area) []view.ReportArea {
	l := r.look
	var rows []view.ReportArea
	for i := range r.snapshot.Framework.Areas {
		area := &r.snapshot.Framework.Areas[i]
		t := r.count(r.places(area))
		index, _ := r.snapshot.AreaIndex(area.Key)
		rows = append(rows, view.ReportArea{
			Number:   i + 1,
			Href:     areaAddress(area),
			Title:    area.Title.In(l.Code()),
			Answered: l.T("report.answered", "N", l.Int(t.answered), "Of", l.Int(t.of)),
			Share:    t.share(),
			Notes:    tallyNotes(l, t),
			Score:    view.Points(r.unit.Card.Areas[index].Score),
			Done:     t.answered == t.of && t.waiting == 0,
			Current:  current != nil && current.Key == area.Key,
		})
	}
	return rows
}

// tallyNotes says what there is left to do, and what nobody knows.
func tallyNotes(l view.Look, t tally) []string {
	var notes []string
	for _, n := range []struct {
		count int
		key   string
	}{
		{t.unanswered, "report.note.unanswered"}, {t.outdated, "report.note.outdated"}, {t.waiting, "reporting.note.waiting"}, {t.lacking, "report.note.lacking"},
		{t.dontKnow, "report.note.dont_know"}, {t.drafts, "report.note.drafts"},
	} {
		if n.count > 0 {
			notes = append(notes, l.N(n.key, n.count))
		}
	}
	return notes
}

// page builds a page with some questions of an area.
func (r *reporting) page(area *framework.Area, places []framework.Place) view.ReportPage {
	l := r.look
	m := view.ReportPage{
		Why: area.Why.In(l.Code()), Steps: r.steps(area), Round: r.roundProgress(r.places(area)), Notes: r.notes(places),
	}
	m.Evidence = evidenceItems(l, r.snapshot, r.snapshot.PublicEvidence(r.unit, area.Key), false)
	for i := range m.Evidence {
		m.Evidence[i].Area = ""
	}
	areas := r.snapshot.Framework.Areas
	for i := range areas {
		if areas[i].Key != area.Key {
			continue
		}
		if i > 0 {
			m.Previous = view.Link{Href: areaAddress(&areas[i-1]), Text: areas[i-1].Title.In(l.Code())}
		}
		if i+1 < len(areas) {
			m.Following = view.Link{Href: areaAddress(&areas[i+1]), Text: areas[i+1].Title.In(l.Code())}
		}
	}
	for _, place := range places {
		q := r.question(place)
		m.Questions = append(m.Questions, q)
		m.Faults = append(m.Faults, q.Faults...)
	}
	return m
}

func (r *reporting) steps(area *framework.Area) view.ReportSteps {
	l := r.look
	t := r.count(r.snapshot.Places)
	s := view.ReportSteps{
		Title:    l.T("report.steps.title"),
		Progress: l.T("report.answered", "N", l.Int(t.answered), "Of", l.Int(t.of)),
		Share:    t.share(),
		Areas:    r.areas(area),
	}
	for _, a := range s.Areas {
		if a.Current {
			s.Place = l.T("report.steps.place", "Number", a.Number, "Of", len(s.Areas))
		}
	}
	return s
}
