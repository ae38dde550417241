package pages

import (
	"slices"
	"strings"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

func surveysModel(l view.Look, s *benchmark.Snapshot, waves []survey.Latest) view.Surveys {
	var m view.Surveys
	for _, w := range slices.Backward(waves) {
		line := surveyLine(l, s, w)
		if w.Wave.Purpose == survey.Gap {
			m.Gap = append(m.Gap, line)
		} else {
			m.Context = append(m.Context, line)
		}
	}
	return m
}

func surveyLine(l view.Look, s *benchmark.Snapshot, w survey.Latest) view.SurveyLine {
	wave := w.Wave
	line := view.SurveyLine{
		Href:      waveAddress(wave.Key),
		Title:     wave.Title.In(l.Code()),
		Kind:      l.T("surveys.kind.aggregate"),
		Fieldwork: l.YearMonth(wave.Fieldwork),
		Source:    sharesSource(wave),
		Invented:  wave.Invented,
	}
	if wave.Respondents > 0 {
		line.Respondents = l.Int(wave.Respondents)
	}
	if wave.Kind == survey.FromResponses {
		responsesLine(l, s, w, &line)
		return line
	}
	line.Known = knownWords(l, wave)
	if wave.Purpose == survey.Gap {
		line.Action = view.Link{Href: line.Href + "#enter", Text: l.T("surveys.enter")}
		if allExactlyKnown(wave) {
			line.Action.Text = l.T("surveys.correct")
		}
	}
	return line
}

// responsesLine fills in what is known of a survey of single answers.
func responsesLine(l view.Look, s *benchmark.Snapshot, w survey.Latest, line *view.SurveyLine) {
	line.Kind = l.T("surveys.kind.responses")
	o, shown := s.Opinion(w.Wave.Key)
	state, _ := responsesState(l, o, shown)
	line.Known = []string{state}
	if shown && o.Report != nil {
		line.Respondents = l.Int(o.Report.Respondents)
		line.Action = view.Link{Href: beliefAddress(w.Wave), Text: l.T("surveys.responses.figures")}
	}
	if w.Answers == nil {
		line.Action = view.Link{Href: importAddress(w.Wave.Key), Text: l.T("surveys.responses.import")}
	}
}

func allExactlyKnown(wave survey.Wave) bool {
	return !slices.ContainsFunc(wave.Questions, func(q survey.Question) bool { return !exactlyKnown(q) })
}

// surveyLead says what there is to do on a survey's page.
func surveyLead(l view.Look, wave survey.Wave) string {
	switch {
	case wave.Purpose != survey.Gap:
		return l.T("surveys.context.lead")
	case allExactlyKnown(wave):
		return l.T("surveys.gap.lead_exact")
	}
	return l.T("surveys.gap.lead")
}

// knownWords say how exactly a wave's shares are known, best first.
func knownWords(l view.Look, wave survey.Wave) []string {
	found := make(map[survey.Basis]bool)
	for _, q := range wave.Questions {
		for _, o := range q.Options {
			found[o.Share.Basis] = true
		}
	}
	var words []string
	for _, basis := range []survey.Basis{survey.Stated, survey.Derived, survey.Rounded, survey.Words} {
		if found[basis] {
			words = append(words, l.T("surveys.known."+string(basis)))
		}
	}
	return words
}

func surveyModel(l view.Look, s *benchmark.Snapshot, page surveyPage) view.Survey {
	wave := page.versions[0].Wave
	m := view.Survey{
		Notices:  surveyNotices(l, page),
		Wave:     waveBlock(l, s, wave),
		Versions: surveyVersions(l, page.versions),
	}
	if wave.Purpose == survey.Gap {
		m.Forms = sharesForms(l, page)
	}
	return m
}

func surveyNotices(l view.Look, page surveyPage) []view.Notice {
	latest := page.versions[0]
	var notices []view.Notice
	if page.saved == latest.Number && latest.Origin == survey.FromForm {
		notices = append(notices, view.Notice{
			Kind:    view.AlertSuccess,
			Heading: l.T("surveys.saved.title", "Time", l.Clock(latest.Wave.RecordedAt)),
			Text:    l.T("surveys.saved.text"),
			Link:    view.Link{Href: "/perception", Text: l.T("surveys.saved.link")},
		})
	}
	if page.changed {
		notices = append(notices, view.Notice{
			Kind:    view.AlertError,
			Heading: l.T("surveys.changed.title"),
			Text:    l.T("surveys.changed.text", "When", l.DateTime(latest.Wave.RecordedAt), "By", versionBy(l, latest)),
		})
	}
	entered := slices.ContainsFunc(page.versions, func(v survey.Version) bool { return v.Origin == survey.FromForm })
	if entered && latest.Origin == survey.FromSeed {
		notices = append(notices, view.Notice{
			Kind: view.AlertWarning, Heading: l.T("surveys.reseeded.title"), Text: l.T("surveys.reseeded.text"),
		})
	}
	return notices
}

func surveyVersions(l view.Look, versions []survey.Version) []view.SurveyVersion {
	var rows []view.SurveyVersion
	for i, v := range versions {
		row := view.SurveyVersion{
			Machine: v.Wave.RecordedAt.Format(time.RFC3339),
			When:    l.DateTime(v.Wave.RecordedAt),
			By:      versionBy(l, v),
			Current: i == 0,
			Comment: v.Comment,
		}
		// With one version only, it is what the page shows anyway.
		if len(versions) > 1 && v.Wave.Kind != survey.FromResponses {
			row.Shares, row.Source = versionShares(l, v.Wave), sharesSource(v.Wave)
		}
		rows = append(rows, row)
	}
	return rows
}

// versionShares lists what a version says.
func versionShares(l view.Look, wave survey.Wave) []view.Fact {
	var shares []view.Fact
	for _, q := range wave.Questions {
		percent := percentOf(l, q)
		for _, o := range q.Options {
			shares = append(shares, view.Fact{Label: o.Text.In(l.Code()), Value: shareWords(l, o.Share, percent)})
		}
	}
	return shares
}

// sharesSource names where a wave's shares stand.
func sharesSource(wave survey.Wave) string {
	var titles []string
	for _, q := range wave.Questions {
		source := wave.Source
		if q.Source != nil {
			source = *q.Source
		}
		if title := sourceTitle(source); !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	return strings.Join(titles, "; ")
}

func versionBy(l view.Look, v survey.Version) string {
	if v.Origin == survey.FromImport && v.AuthorName != "" {
		return l.T("surveys.origin.import_by", "Name", v.AuthorName)
	}
	return l.T("surveys.origin."+string(v.Origin), "Name", v.AuthorName)
}
