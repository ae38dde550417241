package pages

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/fieldwork"
	"modenhed/internal/intake"
	"modenhed/internal/opinion"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// showResponses shows a survey of single answers.
func (h *Handlers) showResponses(v *Visit, page surveyPage) error {
	l := v.Look
	latest := page.versions[0]
	wave := latest.Wave
	p := h.page(v, wave.Title.In(l.Code()), l.T("surveys.responses.lead"))
	p.Crumbs = []view.Link{{Href: "/surveys", Text: l.T("surveys.title")}}
	p.Address = waveAddress(wave.Key)
	m := view.ResponsesSurvey{
		Notices:  responsesNotices(l, v, page),
		FileHref: waveAddress(wave.Key) + "/wave.yaml",
		Design:   designFacts(l, v.Snapshot, wave),
		Versions: surveyVersions(l, page.versions),
	}
	o, answered := v.Snapshot.Opinion(wave.Key)
	collecting, err := h.collecting(v, wave.Key, answered)
	if err != nil {
		return err
	}
	p.Actions = responsesActions(l, wave, o, answered, collecting)
	m.State, m.StateText = responsesState(l, o, answered)
	if collecting {
		m.State, m.StateText = l.T("surveys.state.collecting"), l.T("surveys.state.collecting_text")
	}
	if answered && o.Report != nil {
		wave = o.Report.Fill(wave)
		m.Figures, m.Answered = responsesFigures(l, o.Report), true
	}
	m.Wave = waveBlock(l, v.Snapshot, wave)
	return showStatus(v, http.StatusOK, p, view.ResponsesSurveyBody(l, m))
}

// collecting says whether answers to a survey without any are being collected.
func (h *Handlers) collecting(v *Visit, key string, answered bool) (bool, error) {
	if answered {
		return false, nil
	}
	status, err := h.Fieldworks.Status(v.Request().Context(), v.Actor, key)
	if err != nil {
		return false, err
	}
	f := status.Fieldwork
	return f != nil && (f.State == fieldwork.Open || f.State == fieldwork.Stopped), nil
}

// responsesActions lead on from a survey: to its figures once there are some,
// and to collecting or importing answers as long as that can be done.
func responsesActions(l view.Look, wave survey.Wave, o benchmark.Opinion, answered, collecting bool) []view.Action {
	var actions []view.Action
	add := func(href, text string) {
		actions = append(actions, view.Action{Link: view.Link{Href: href, Text: l.T(text)}})
	}
	if answered && o.Report != nil {
		add(beliefAddress(wave), "surveys.responses.figures")
	}
	if !collecting {
		add(importAddress(wave.Key), "surveys.responses.import")
	}
	if !answered {
		add(waveAddress(wave.Key)+"/fieldwork", "surveys.responses.collect")
	}
	add(waveAddress(wave.Key)+"/edit", "surveys.responses.edit")
	return actions
}

// responsesNotices tell what the visitor has just done.
func responsesNotices(l view.Look, v *Visit, page surveyPage) []view.Notice {
	latest := page.versions[0]
	number := strconv.FormatInt(latest.Number, 10)
	switch number {
	case v.QueryParam("imported"):
		return []view.Notice{{
			Kind: view.AlertSuccess, Heading: l.T("imports.done.title", "Time", l.Clock(latest.Wave.RecordedAt)),
			Text: l.T("imports.done.text"), Link: view.Link{Href: beliefAddress(latest.Wave), Text: l.T("surveys.saved.link")},
		}}
	case v.QueryParam("saved"):
		text := l.T("surveys.responses.saved")
		if len(page.versions) == 1 {
			text = l.T("surveys.responses.created")
		}
		return []view.Notice{{Kind: view.AlertSuccess, Heading: l.T("surveys.saved.title", "Time", l.Clock(latest.Wave.RecordedAt)), Text: text}}
	}
	return nil
}

// beliefAddress is where everybody reads the figures of a survey.
func beliefAddress(wave survey.Wave) string {
	if wave.Purpose != survey.Gap {
		return "/perception"
	}
	return "/perception/" + url.PathEscape(wave.Key)
}

// responsesState says how far a survey of single answers has come.
func responsesState(l view.Look, o benchmark.Opinion, answered bool) (state, text string) {
	switch {
	case !answered:
		return l.T("surveys.state.empty"), l.T("surveys.state.empty_text")
	case o.Report == nil && o.Erased:
		return l.T("surveys.state.erased"), l.T("surveys.state.erased_unshown")
	case o.Report == nil:
		return l.T("surveys.state.refused"), refusalText(l, o.Refused)
	case o.Erased:
		return l.T("surveys.state.erased"), l.T("surveys.state.erased_text")
	}
	return l.T("surveys.state.answered"), ""
}

// refusalText joins the reasons why answers cannot be shown.
func refusalText(l view.Look, err error) string {
	var reasons []string
	for _, p := range problemsOf(intake.Refusal(err)) {
		reasons = append(reasons, problemText(l, p))
	}
	if len(reasons) == 0 {
		return l.T("surveys.state.refused_text")
	}
	return strings.Join(reasons, " ")
}

func responsesFigures(l view.Look, r *opinion.Report) []view.Figure {
	return []view.Figure{
		{Label: l.T("imports.check.respondents_all"), Value: l.Int(r.Respondents), Words: l.T("imports.check.of", "People", l.Short(r.People))},
		{Label: l.T("imports.check.rate"), Value: l.Share(r.ResponseRate())},
		{Label: l.T("imports.check.margin"), Value: "±" + l.Score(100*r.Margin.Weighted), Words: l.T("imports.check.points")},
	}
}

// designFacts say how a survey is weighted and shown.
func designFacts(l view.Look, s *benchmark.Snapshot, wave survey.Wave) []view.Fact {
	var d survey.Design
	if wave.Design != nil {
		d = *wave.Design
	}
	election := l.T("surveys.design.election_latest")
	if d.Election != 0 {
		election = strconv.Itoa(d.Election)
	}
	facts := []view.Fact{
		{Label: l.T("surveys.design.key"), Value: wave.Key},
		{Label: l.T("surveys.design.minimum"), Value: l.N("surveys.design.minimum_value", d.Least())},
		{Label: l.T("surveys.design.election"), Value: election},
	}
	if until, ok := wave.KeptUntil(s.AsOf.Location()); ok {
		facts = append(facts, view.Fact{Label: l.T("surveys.design.kept"), Value: l.Date(until.Add(-time.Second))})
	}
	add := func(label string, values []string) {
		if len(values) > 0 {
			facts = append(facts, view.Fact{Label: label, Value: strings.Join(values, ", ")})
		}
	}
	add(l.T("surveys.design.rake"), columnNames(l, d.Rake))
	add(l.T("surveys.design.by"), columnNames(l, d.By))
	var merges []string
	for _, m := range d.Merge {
		merges = append(merges, l.T("surveys.design.merge_value", "From", partyName(l, s, m.From), "Into", partyName(l, s, m.Into)))
	}
	add(l.T("surveys.design.merge"), merges)
	if d.Trim != nil {
		add(l.T("surveys.design.trim"), []string{l.Range(l.Exact(d.Trim.Low), l.Exact(d.Trim.High))})
	}
	return facts
}

func columnNames(l view.Look, columns []string) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = columnName(l, column)
	}
	return names
}
