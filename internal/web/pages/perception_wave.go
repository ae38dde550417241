package pages

import (
	"modenhed/internal/account"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/opinion"
	"modenhed/internal/perception"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// Perception answers the page on what politicians believe beside what was measured.
func (h *Handlers) Perception(v *Visit) error {
	l := v.Look
	p := h.figurePage(v, v.Snapshot, l.T("perceived.title"), l.T("perceived.lead"))
	p.Description = l.T("perceived.summary")
	p.Charts = true
	return show(v, p, view.PerceptionBody(l, perceptionModel(v, account.MayEnterSurvey(v.Actor))))
}

// PerceptionWave answers the page of one wave.
func (h *Handlers) PerceptionWave(v *Visit) error {
	l, s := v.Look, v.Snapshot
	b, ok := s.Beliefs(v.Param("wave"))
	if !ok {
		return fault.New(fault.NotFound, "belief.unknown_wave")
	}
	p := h.figurePage(v, s, b.Wave.Title.In(l.Code()), b.Question.Text.In(l.Code()))
	p.Description = l.T("perceived.summary")
	p.Crumbs = []view.Link{{Href: "/perception", Text: l.T("perceived.title")}}
	p.Charts = true
	if account.MayEnterSurvey(v.Actor) {
		p.Actions = []view.Action{{Link: view.Link{Href: "/surveys/" + b.Wave.Key, Text: l.T("belief.edit")}, Icon: "edit"}}
	}
	return show(v, p, view.WaveBody(l, perceptionWave(v, b)))
}

func perceptionWave(v *Visit, b *benchmark.Beliefs) view.WavePage {
	l, s := v.Look, v.Snapshot
	m := view.WavePage{
		Message: []string{firstSentence(l, b)}, Invented: b.Wave.Invented,
		Facts: waveBlock(l, s, b.Wave), Method: methodBox(l, s, b), CSVHref: csvAddress(b.Wave.Key),
	}
	changes := s.WaveChanges()
	for i := range changes {
		if changes[i].After.Key == b.Wave.Key {
			m.Changes = changeRows(l, changes[i:i+1])
			m.Message = appendWords(m.Message, changeSentence(l, &changes[i]))
		}
	}
	if b.Report == nil {
		m.Block = &m.Facts
		m.Block.Gap, m.Block.GapWords = gapBars(l, s, b), gapWords(l, b)
		return m
	}
	set := placeSetOf(b, v.QueryParam(ParamBy))
	m.Places = beliefTable(v, b, set, "/perception/"+b.Wave.Key)
	if v.QueryParam(ParamBy) != "" || len(m.Message) < 2 {
		m.Message = append(m.Message[:1], contrastSentence(l, set))
	}
	for _, q := range b.Wave.Questions {
		if figures, ok := b.Report.Question(q.Key); ok {
			m.Questions = append(m.Questions, optionTable(l, q, figures))
		}
	}
	m.Quadrants, m.NoQuadrants = quadrantCards(l, b), noQuadrants(l, b)
	m.QuadrantHref = "/perception/" + b.Wave.Key + "/quadrants"
	if b.Erased {
		m.Kept = l.T("belief.erased")
	}
	return m
}

func appendWords(list []string, words string) []string {
	if words == "" {
		return list
	}
	return append(list, words)
}

// changeRows are the differences between waves, one per share.
func changeRows(l view.Look, changes []benchmark.WaveChange) []view.WaveChangeRow {
	var rows []view.WaveChangeRow
	for i := range changes {
		c := &changes[i]
		if c.Harvested != nil {
			rows = append(rows, changeRow(l, c, survey.Harvested, c.From, c.To, c.Harvested))
		}
		if c.Potential != nil {
			rows = append(rows, changeRow(l, c, survey.Potential, c.PotentialFrom, c.PotentialTo, c.Potential))
		}
	}
	return rows
}

func changeRow(l view.Look, c *benchmark.WaveChange, reading survey.Reading, from, to *perception.Belief, d *perception.Difference) view.WaveChangeRow {
	row := view.WaveChangeRow{
		Waves: l.T("belief.change.waves", "Before", l.YearMonth(c.Before.Fieldwork), "After", l.YearMonth(c.After.Fieldwork)),
		Share: readingName(l, reading), Before: beliefCell(l, from), After: beliefCell(l, to),
		Change:  view.BeliefCell{Value: l.Signed(d.Points.Low)},
		Verdict: l.T("belief.verdict." + string(d.Test.Verdict())),
	}
	if !d.Points.Exact() {
		row.Change.Value = l.T("belief.between", "Low", l.Signed(d.Points.Low), "High", l.Signed(d.Points.High))
	}
	if t := d.Test; t != nil {
		row.Change.Range = l.T("belief.between", "Low", l.Signed(t.Confidence.Low), "High", l.Signed(t.Confidence.High))
		row.Verdict += " (" + probability(l, t.P) + ")"
		if t.Assumed {
			row.Basis = l.T("belief.change.assumed")
		}
	}
	if c.Reworded {
		row.Basis = appendSentence(row.Basis, l.T("belief.change.reworded"))
	}
	return row
}

func appendSentence(text, more string) string {
	if text == "" {
		return more
	}
	return text + " " + more
}

// optionTable is a question with its national figures.
func optionTable(l view.Look, q survey.Question, figures *opinion.Question) view.OptionTable {
	t := view.OptionTable{Text: q.Text.In(l.Code()), Answered: l.N("belief.answered", figures.Total.Answered)}
	for _, option := range q.Options {
		for i := range figures.Total.Options {
			share := &figures.Total.Options[i]
			if share.Key == option.Key {
				t.Rows = append(t.Rows, optionRow(l, option, share, figures.Total.Answered))
			}
		}
	}
	if m := figures.Total.Mean; m != nil {
		t.Mean = l.T("belief.mean", "Mean", l.Decimal(m.Value, 2), "N", l.Int(m.Answered))
		if m.Low != nil && m.High != nil {
			t.Mean = l.T("belief.mean_interval", "Mean", l.Decimal(m.Value, 2), "N", l.Int(m.Answered),
				"Range", l.Range(l.Decimal(*m.Low, 2), l.Decimal(*m.High, 2)))
		}
	}
	return t
}

func optionRow(l view.Look, option survey.Option, share *opinion.Share, answered int) view.OptionRow {
	percent := 100 * share.Value
	number := beliefNumber(l, answered)
	row := view.OptionRow{
		Text: option.Text.In(l.Code()), Margin: l.Missing(), Effective: l.Missing(),
		Share: view.BeliefCell{Value: percentWith(l, number(percent))},
		Bar:   view.ShareBar{Low: percent, High: percent, Known: true},
	}
	if share.Low != nil && share.High != nil {
		row.Share.Range = l.Range(number(100**share.Low), percentWith(l, number(100**share.High)))
	}
	if share.Margin != nil {
		row.Margin = l.T("belief.margins.points", "Points", l.Score(100**share.Margin))
	}
	if share.Effective != nil {
		row.Effective = l.Decimal(*share.Effective, 0)
	}
	return row
}
