package pages

import (
	"strconv"

	"modenhed/internal/benchmark"
	"modenhed/internal/estimation"
	"modenhed/internal/framework"
	"modenhed/internal/perception"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// perceptionModel builds the page on the politicians' view.
func perceptionModel(v *Visit, analyst bool) view.Perception {
	l, s := v.Look, v.Snapshot
	report := s.Perception()
	m := view.Perception{
		Message:  []string{l.T("perceived.message.none")},
		Areas:    areaLines(l, report.Areas),
		Measured: l.T("perceived.measured.none"),
		Empty:    s.Empty(),
	}
	if report.Measured.OK {
		m.Measured = l.T("perceived.measured.mean", "Score", l.Score(report.Measured.Value),
			"Date", l.Date(s.AsOf), "N", l.Int(report.Spread.N))
		m.Spread = l.T("perceived.measured.spread", "Low", l.Score(report.Spread.Q1.Value), "High", l.Score(report.Spread.Q3.Value))
	}
	changes := s.WaveChanges()
	m.Changes = changeRows(l, changes)
	if b := s.NearestBeliefs(); b != nil {
		fillNearest(v, &m, b, changes)
	}
	for i, wave := range report.Waves {
		block := waveBlock(l, s, wave.Wave)
		if b, ok := s.Beliefs(wave.Wave.Key); ok {
			block.Gap, block.GapWords = gapBars(l, s, b), gapWords(l, b)
		}
		block.Margin = marginWords(l, s, wave)
		block.Href = "/perception/" + wave.Wave.Key
		block.Folded = i != report.Nearest || wave.Wave.Kind == survey.FromResponses
		if analyst {
			block.Edit = editLink(l, wave.Wave)
		}
		m.Waves = append(m.Waves, block)
	}
	for _, wave := range report.Context {
		m.Context = append(m.Context, waveBlock(l, s, wave))
	}
	return m
}

// editLink leads an analyst to where the figures of a survey come from.
func editLink(l view.Look, w survey.Wave) view.Link {
	text := l.T("perceived.enter_exact")
	if w.Kind == survey.FromResponses {
		text = l.T("belief.edit")
	}
	return view.Link{Href: "/surveys/" + w.Key, Text: text}
}

// fillNearest fills in what the wave nearest in time says by place.
func fillNearest(v *Visit, m *view.Perception, b *benchmark.Beliefs, changes []benchmark.WaveChange) {
	l := v.Look
	m.Message = []string{firstSentence(l, b)}
	for i := range changes {
		if changes[i].After.Key == b.Wave.Key {
			m.Message = appendWords(m.Message, changeSentence(l, &changes[i]))
		}
	}
	if b.Report == nil {
		return
	}
	set := placeSetOf(b, v.QueryParam(ParamBy))
	m.Places = beliefTable(v, b, set, "/perception")
	if len(m.Message) < 2 {
		m.Message = append(m.Message, contrastSentence(l, set))
	}
	m.Quadrants, m.NoQuadrants = quadrantCards(l, b), noQuadrants(l, b)
	m.QuadrantHref = "/perception/" + b.Wave.Key + "/quadrants"
	m.WaveHref, m.WaveTitle = "/perception/"+b.Wave.Key, b.Wave.Title.In(l.Code())
}

// perceivedBar draws the share who think the gains are harvested.
func perceivedBar(l view.Look, question survey.Question, label string, pairs ...any) view.ShareBar {
	bar := view.ShareBar{Label: l.T(label, pairs...), Words: l.T("perceived.share.unknown")}
	share, ok := perception.Perceived(question)
	if !ok {
		return bar
	}
	bar.Low, bar.High, bar.Known = share.Low, share.High, true
	bar.Words = readingWords(l, question, survey.Harvested, share.Low, share.High)
	return bar
}

// readingWords say the share of the options with a reading: that of the only
// one in its own words, the sum of several as a figure.
func readingWords(l view.Look, question survey.Question, reading survey.Reading, low, high float64) string {
	percent := percentOf(l, question)
	if options, _ := question.With(reading); len(options) == 1 {
		return shareWords(l, options[0].Share, percent)
	}
	return percentRange(l, low, high, percent)
}

// gapBars put belief and measurement on one scale.
func gapBars(l view.Look, s *benchmark.Snapshot, b *benchmark.Beliefs) []view.ShareBar {
	bars := []view.ShareBar{perceivedBar(l, b.Question, "perceived.share.harvested")}
	bars[0].Words = withInterval(l, bars[0].Words, b, b.Harvested)
	if share, ok := perception.Potential(b.Question); ok {
		bar := view.ShareBar{Label: l.T("perceived.share.potential"), Low: share.Low, High: share.High, Known: true}
		bar.Words = withInterval(l, readingWords(l, b.Question, survey.Potential, share.Low, share.High), b, b.Potential)
		bars = append(bars, bar)
	}
	return append(bars, measuredBar(l, s))
}

func waveBlock(l view.Look, s *benchmark.Snapshot, wave survey.Wave) view.WaveBlock {
	block := view.WaveBlock{
		Key:      wave.Key,
		Title:    wave.Title.In(l.Code()),
		Invented: wave.Invented,
		Facts:    waveFacts(l, wave),
		Method:   wave.Method.In(l.Code()),
		Source:   view.EvidenceItem{SourceTitle: sourceTitle(wave.Source), SourceURL: wave.Source.URL},
	}
	for _, q := range wave.Questions {
		block.Questions = append(block.Questions, questionBlock(l, s, q))
	}
	return block
}

func sourceTitle(source survey.Source) string {
	title := source.Title
	if source.Publisher != "" {
		title = source.Publisher + ": " + title
	}
	if source.Year != 0 {
		title += ", " + strconv.Itoa(source.Year)
	}
	return title
}

func waveFacts(l view.Look, wave survey.Wave) []view.Fact {
	unknown := l.T("perceived.fact.unknown")
	or := func(text string) string {
		if text == "" {
			return unknown
		}
		return text
	}
	fieldwork := l.YearMonth(wave.Fieldwork)
	if note := wave.FieldworkNote.In(l.Code()); note != "" {
		fieldwork += " (" + note + ")"
	}
	respondents, rate, margin := unknown, unknown, unknown
	if wave.Respondents > 0 {
		respondents = l.Int(wave.Respondents)
	}
	if wave.ResponseRate != nil {
		rate = l.Percent(*wave.ResponseRate)
	}
	if wave.MarginOfError != nil {
		margin = l.T("perceived.fact.margin_value", "Points", l.Short(*wave.MarginOfError))
	}
	facts := []view.Fact{
		{Label: l.T("perceived.fact.fieldwork"), Value: fieldwork},
		{Label: l.T("perceived.fact.population"), Value: or(wave.Population.In(l.Code()))},
		{Label: l.T("perceived.fact.respondents"), Value: respondents},
		{Label: l.T("perceived.fact.response_rate"), Value: rate},
		{Label: l.T("perceived.fact.mode"), Value: or(wave.Mode.In(l.Code()))},
		{Label: l.T("perceived.fact.weighting"), Value: or(wave.Weighting.In(l.Code()))},
		{Label: l.T("perceived.fact.margin"), Value: margin},
	}
	if wave.Kind == survey.FromResponses {
		facts = facts[:len(facts)-1] // the page says it by share
	}
	return facts
}

func questionBlock(l view.Look, s *benchmark.Snapshot, q survey.Question) view.QuestionBlock {
	block := view.QuestionBlock{Text: q.Text.In(l.Code()), Multiple: q.Multiple}
	if area, ok := s.Framework.Area(framework.AreaKey(q.Area)); ok {
		block.Area = view.Link{Href: "/areas/" + q.Area, Text: area.Title.In(l.Code())}
	}
	if q.Source != nil {
		block.Source = view.EvidenceItem{SourceTitle: sourceTitle(*q.Source), SourceURL: q.Source.URL}
	}
	percent := percentOf(l, q)
	for _, option := range q.Options {
		low, high, known := option.Share.Range()
		block.Rows = append(block.Rows, view.ShareRow{
			Text:  option.Text.In(l.Code()),
			Bar:   view.ShareBar{Words: shareWords(l, option.Share, percent), Low: low, High: high, Known: known},
			Basis: l.T("perceived.basis." + string(option.Share.Basis)),
			Note:  option.Share.Note.In(l.Code()),
		})
	}
	return block
}

// percentOf writes the shares of a question: as whole percentages when the
// source gives only such, else all with one decimal, so that those below each
// other are equally exact.
func percentOf(l view.Look, q survey.Question) func(float64) string {
	for _, o := range q.Options {
		if p := o.Share.Percent; p != nil && l.Percent(*p) == l.PercentTenths(*p) {
			return l.PercentTenths
		}
	}
	return l.Percent
}

// shareWords say a share as exactly as it is known.
func shareWords(l view.Look, share survey.Share, percent func(float64) string) string {
	low, high, known := share.Range()
	words := share.Words.In(l.Code())
	switch {
	case !known && words != "":
		return words
	case !known:
		return l.T("perceived.share.unknown")
	case share.Basis == survey.Words:
		return l.T("perceived.share.words", "Words", words, "Range", percentRange(l, low, high, l.Percent))
	case share.Basis == survey.Rounded && words != "":
		return l.T("perceived.share.rounded", "Words", words, "Share", percent(low))
	}
	return l.T("perceived.share.exact", "Share", percent(low))
}

func percentRange(l view.Look, low, high float64, percent func(float64) string) string {
	if low == high {
		return percent(low)
	}
	return l.Range(l.Short(low), l.Percent(high))
}

// marginWords say what the sampling error is and, where the source states it,
// how it comes about from the number of answers and council seats.
func marginWords(l view.Look, s *benchmark.Snapshot, wave benchmark.WaveGap) string {
	margin := wave.Gap.Margin
	if !margin.OK {
		return l.T("perceived.margin.unknown")
	}
	n := wave.Wave.Respondents
	if o, ok := s.Opinion(wave.Wave.Key); ok && o.Report != nil {
		m := o.Report.Margin
		return l.T("perceived.margin.estimated", "Plain", l.Score(100*m.Plain), "Finite", l.Score(100*m.Finite), "Weighted", l.Score(100*m.Weighted),
			"N", l.Int(n), "Population", l.Int(int(o.Report.People)))
	}
	words := l.T("perceived.margin.computed", "Points", l.Score(margin.Points), "N", l.Int(n))
	if margin.Stated {
		words = l.T("perceived.margin.stated", "Points", l.Short(margin.Points))
	}
	seats := s.SeatsBefore(wave.Wave)
	if n == 0 || seats == 0 {
		return words
	}
	most := estimation.MaxMarginOf(n, float64(seats))
	return words + " " + l.T("perceived.margin.check", "N", l.Int(n), "Population", l.Int(seats),
		"Plain", l.Score(100*most.Plain.Value), "Corrected", l.Score(100*most.Finite.Value))
}
