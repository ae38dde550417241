package pages

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/intake"
	"modenhed/internal/opinion"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// importCheck makes the page with what would be recorded.
type importCheck struct {
	l        view.Look
	in       *surveyImport
	snapshot *benchmark.Snapshot
	merges   opinion.Merges
	// report is nil where nothing can be estimated.
	report *opinion.Report
	// refused is why the batch cannot be recorded, nil when it can.
	refused error
}

func (c importCheck) model() view.ImportCheck {
	m := view.ImportCheck{Ready: c.refused == nil && c.report != nil}
	if c.in.population.name != "" {
		m.Notices = append(m.Notices, view.Notice{Kind: view.AlertInfo, Text: c.l.T("imports.check.population", "Name", c.in.population.name)})
	}
	if fault.KindOf(c.refused) == fault.Conflict {
		m.Notices = append(m.Notices, view.Notice{Kind: view.AlertError, Heading: c.l.T("surveys.changed.title"), Text: c.l.T("imports.check.changed")})
		m.Ready = c.report != nil
	} else {
		m.Refusals = c.refusals()
	}
	if c.report != nil {
		c.describe(&m)
	}
	m.Merges = c.mergeFields()
	return m
}

// refusals say why the answers cannot be recorded.
func (c importCheck) refusals() (list []string) {
	var known *fault.Error
	if c.refused == nil || !errors.As(intake.Refusal(c.refused), &known) {
		return nil
	}
	for _, p := range known.Problems {
		if label, ok := p.Message.Args["Label"].(string); ok {
			args := make(map[string]any, len(p.Message.Args))
			for name, value := range p.Message.Args {
				args[name] = value
			}
			args["Label"] = partyName(c.l, c.snapshot, label)
			p.Message.Args = args
		}
		list = append(list, problemText(c.l, p))
	}
	if len(list) == 0 {
		list = append(list, message(c.l, known.Message))
	}
	return list
}

func (c importCheck) describe(m *view.ImportCheck) {
	l, r := c.l, c.report
	m.Figures = []view.Figure{
		{Label: l.T("imports.check.respondents_all"), Value: l.Int(r.Respondents), Words: l.T("imports.check.of", "People", l.Short(r.People))},
		{Label: l.T("imports.check.rate"), Value: l.Share(r.ResponseRate())},
		{Label: l.T("imports.check.margin"), Value: "±" + l.Score(100*r.Margin.Weighted), Words: l.T("imports.check.points")},
		{Label: l.T("imports.check.minimum"), Value: l.Int(r.Minimum), Words: l.T("imports.check.answers")},
	}
	for _, p := range r.Parties {
		m.Parties = append(m.Parties, c.party(p))
		if p.Respondents == nil {
			m.Hidden = l.T("imports.check.weights_hidden", "Least", r.Minimum)
		}
	}
	for _, q := range c.in.latest.Wave.Questions {
		if figures, ok := r.Question(q.Key); ok {
			m.Shares = append(m.Shares, c.shares(q, figures.Total))
			m.Withheld = append(m.Withheld, c.withheld(q, figures)...)
		}
	}
	if line := c.councils(); line != "" {
		m.Withheld = append(m.Withheld, line)
	}
	if _, answered := c.snapshot.Opinion(c.in.latest.Wave.Key); answered {
		m.Replaces = l.T("imports.check.replaces")
	}
}

func (c importCheck) party(p opinion.Stratum) view.ImportParty {
	line := view.ImportParty{
		Name: partyName(c.l, c.snapshot, p.Key), People: c.l.Short(p.People),
		Respondents: c.l.T("imports.check.left_out"), Weight: c.l.T("imports.check.left_out"),
	}
	if p.Respondents != nil {
		line.Respondents = c.l.Int(*p.Respondents)
	}
	if p.Relative != nil {
		line.Weight = c.l.Decimal(*p.Relative, 2)
	}
	if len(p.From) > 0 {
		var parts []string
		for _, letter := range p.From {
			parts = append(parts, partyName(c.l, c.snapshot, letter))
		}
		line.Parts = c.l.T("imports.check.with", "Parties", strings.Join(parts, ", "))
	}
	return line
}

// shares are the national figures of a question.
func (c importCheck) shares(q survey.Question, total opinion.Group) view.ImportShares {
	l := c.l
	out := view.ImportShares{Text: q.Text.In(l.Code())}
	if !total.Shown {
		out.None = l.T("imports.check.not_shown", "Least", c.report.Minimum)
		return out
	}
	for _, s := range total.Options {
		row := view.ImportShare{Text: optionName(l, q, s.Key), Share: l.Share(s.Value), Interval: l.Missing()}
		if s.Low != nil && s.High != nil {
			row.Interval = l.Range(l.Short(100**s.Low), l.Share(*s.High))
		}
		out.Rows = append(out.Rows, row)
	}
	if total.Mean != nil {
		out.Mean = l.T("imports.check.mean", "Mean", l.Decimal(total.Mean.Value, 2))
	}
	return out
}

// withheld says how many groups readers will see no figures of.
func (c importCheck) withheld(q survey.Question, figures *opinion.Question) (lines []string) {
	for _, b := range figures.By {
		shown := 0
		for _, g := range b.Groups {
			if g.Shown {
				shown++
			}
		}
		if b.Few+b.Others == 0 || len(b.Groups) == 0 {
			continue
		}
		line := c.l.T("imports.check.withheld_by", "Column", c.columnName(b.Column), "Shown", shown, "All", len(b.Groups),
			"Few", b.Few, "Least", c.report.Minimum, "Others", b.Others)
		if len(c.in.latest.Wave.Questions) > 1 {
			line = q.Text.In(c.l.Code()) + " " + line
		}
		lines = append(lines, line)
	}
	return lines
}

// columnName is how people call what figures are shown by.
func (c importCheck) columnName(column string) string {
	switch column {
	case opinion.ByRegion, opinion.ByGroup, opinion.BySize, opinion.ByParty:
		return c.l.T("imports.check.by." + column)
	}
	return column
}

// councils says how many councils get an estimate, empty where none is made.
func (c importCheck) councils() string {
	if c.report.Councils == nil {
		return ""
	}
	harvested := c.report.Councils.Readings[survey.Harvested]
	if harvested == nil {
		return ""
	}
	without := harvested.Count(smallarea.NoFigure)
	return c.l.T("imports.check.councils", "Shown", len(harvested.Councils)-without, "Without", without)
}

// mergeFields ask about parties that should not be weighted for themselves.
func (c importCheck) mergeFields() (fields []view.ImportMerge) {
	l := c.l
	for i, s := range c.merges.Small {
		number := strconv.Itoa(i)
		field := view.Field{Name: fieldMerge + number, ID: "merge-" + number}
		field.Label = l.N("imports.check.merge", s.Respondents, "Party", partyName(l, c.snapshot, s.Label), "People", l.Short(s.People))
		chosen := c.in.into[s.Label]
		choices := []view.Choice{{Text: l.T("imports.check.merge_none"), Selected: chosen == ""}}
		for _, label := range c.merges.Labels {
			if label == s.Label || slices.Contains(s.Parts, label) {
				continue
			}
			text := partyName(l, c.snapshot, label)
			if label == s.Into {
				text = l.T("imports.check.merge_suggested", "Party", text)
			}
			choices = append(choices, view.Choice{Value: label, Text: text, Selected: chosen == label})
		}
		fields = append(fields, view.ImportMerge{Field: field, Choices: choices, Label: view.Hidden{Name: fieldMergeLabel + number, Value: s.Label}})
	}
	return fields
}
