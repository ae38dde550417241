package pages

import (
	"slices"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// widestShown is how many of the widest differences are listed first.
const widestShown = 5

// choosingModel helps to choose: with examples, or with the peers of the one
// municipality that is chosen already.
func choosingModel(l view.Look, s *benchmark.Snapshot, choice compareChoice) view.Compare {
	m := view.Compare{Form: choice.form(l, s, nil), Nobody: s.Empty()}
	if len(choice.typed) == 0 {
		m.Examples = compareExamples(l, s)
		return m
	}
	unit, _ := s.Unit(choice.typed[0].code)
	found := nearestModel(l, s, unit)
	for i, row := range found.Rows {
		code, _ := municipality.ParseCode(row.Code)
		found.Rows[i].Link = view.Link{
			Href: compareAddress([]municipality.Code{unit.Code, code}),
			Text: l.T("compare.suggest.these", "Name", unit.Name, "Other", row.Name),
		}
	}
	m.Peers = &found
	return m
}

// refusedModel is a choice with faults, as it was typed.
func refusedModel(l view.Look, s *benchmark.Snapshot, choice compareChoice, faults view.FieldErrors) view.Compare {
	return view.Compare{Form: choice.form(l, s, faults), Nobody: s.Empty()}
}

// comparedModel is a comparison and what leads on from it.
func comparedModel(l view.Look, s *benchmark.Snapshot, choice compareChoice, c *benchmark.Comparison) view.Compare {
	m := view.Compare{
		Form:        choice.form(l, s, nil),
		Nobody:      s.Empty(),
		Result:      compareResult(l, s, c),
		Suggestions: compareSuggestions(l, s, c),
	}
	m.Form.Folded = true
	return m
}

func compareResult(l view.Look, s *benchmark.Snapshot, c *benchmark.Comparison) *view.CompareResult {
	r := &view.CompareResult{
		ScoreColumn:  l.T("basis.name." + string(s.Basis)),
		BesideColumn: l.T("basis.name." + string(s.Beside().Basis)),
		Score:        scoreWords(l, c),
		Rule:         l.T("compare.areas.rule", "Points", benchmark.MarkedDifference),
		Spread:       []view.CompareSpread{{Title: l.ScoreTitle(), Strip: strip(c.Score)}},
	}
	for i := range c.Units {
		r.Units = append(r.Units, comparedUnit(l, s, c, i))
		if c.Units[i].Place.Rank > 0 {
			r.Drawn = append(r.Drawn, i)
		}
	}
	for i := range c.Areas {
		area := &c.Areas[i]
		r.Areas = append(r.Areas, comparedArea(l, s, area))
		r.Spread = append(r.Spread, view.CompareSpread{Title: area.Area.Title.In(l.Code()), Strip: strip(area.ComparedRow)})
	}
	for _, indicator := range c.Widest(widestShown) {
		r.Widest = append(r.Widest, widestRow(l, c, indicator))
	}
	if len(c.Unranked) > 0 {
		r.Unranked = nameList(l, unitNames(c.Unranked))
		r.NotDrawn = l.T("compare.areas.not_drawn", "Names", r.Unranked)
	}
	r.Chart = compareChart(l, s, c, r.Drawn)
	return r
}

func comparedUnit(l view.Look, s *benchmark.Snapshot, c *benchmark.Comparison, i int) view.ComparedUnit {
	u := c.Units[i]
	beside, _ := s.Beside().Unit(u.Code)
	m := view.ComparedUnit{
		Beside:     view.Points(beside.Card.Score),
		BesideRank: view.Rank{Number: beside.Place.Rank, Tied: beside.Place.Tied},
		Code:       u.Code.String(),
		Name:       u.Name,
		About:      aboutUnit(l, u),
		Score:      view.Points(u.Card.Score),
		Mark:       markOf(&c.Score, i),
		Rank:       view.Rank{Number: u.Place.Rank, Tied: u.Place.Tied},
		RankedOf:   s.Overview().Country.Ranked,
		Coverage:   l.Coverage(u.Card.Coverage),
		Reason:     reason(l, u.Unit),
	}
	if p := u.InGroup; p.Value.OK {
		m.Percentile = l.Decimal(p.Value.Value, 0)
		m.Among = l.N("compare.overall.among", p.Of, "Lower", l.Int(p.Lower))
		if p.Equal > 0 {
			m.Among += l.N("compare.overall.equal", p.Equal)
		}
	}
	return m
}

func aboutUnit(l view.Look, u benchmark.ComparedUnit) string {
	parts := []string{u.Region.Name.In(l.Code()), u.Group.Name.In(l.Code())}
	if u.Population > 0 {
		parts = append(parts, l.N("compare.overall.residents", u.Population, "Population", l.Int(u.Population)))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, " · ")
}

// scoreWords say how far apart the overall scores are; empty when fewer than
// two are ranked.
func scoreWords(l view.Look, c *benchmark.Comparison) string {
	if !c.Score.Difference.OK {
		return ""
	}
	key := "compare.overall.difference"
	if c.Score.Marked() {
		key = "compare.overall.difference_marked"
	}
	return l.T(key, "Points", l.Score(c.Score.Difference.Value), "Limit", benchmark.MarkedDifference)
}

func markOf(row *benchmark.ComparedRow, i int) view.Mark {
	switch {
	case slices.Contains(row.Highest, i):
		return view.Highest
	case slices.Contains(row.Lowest, i):
		return view.Lowest
	}
	return view.NoMark
}

func markedPoints(row *benchmark.ComparedRow) []view.MarkedPoints {
	list := make([]view.MarkedPoints, len(row.Points))
	for i, points := range row.Points {
		list[i] = view.MarkedPoints{Points: view.Points(points), Mark: markOf(row, i)}
	}
	return list
}

func strip(row benchmark.ComparedRow) view.Strip {
	shown := view.Strip{Quartiles: quartiles(row.Country)}
	for _, points := range row.Points {
		shown.Marks = append(shown.Marks, view.Points(points))
	}
	return shown
}

func comparedArea(l view.Look, s *benchmark.Snapshot, a *benchmark.ComparedArea) view.ComparedArea {
	m := view.ComparedArea{
		Key:        string(a.Area.Key),
		Title:      a.Area.Title.In(l.Code()),
		Points:     markedPoints(&a.ComparedRow),
		Difference: view.Points(a.Difference),
		Marked:     a.Marked(),
	}
	marked := 0
	for i := range a.Indicators {
		indicator := &a.Indicators[i]
		if indicator.Marked() {
			marked++
		}
		m.Indicators = append(m.Indicators, comparedAnswers(l, s, indicator))
	}
	m.Count = l.N("compare.answers.marked", marked, "Of", l.Int(len(a.Indicators)))
	return m
}

func comparedAnswers(l view.Look, s *benchmark.Snapshot, i *benchmark.ComparedIndicator) view.ComparedAnswers {
	m := view.ComparedAnswers{
		Key:        string(i.Indicator.Key),
		Title:      i.Indicator.Title.In(l.Code()),
		Difference: view.Points(i.Difference),
		Marked:     i.Marked(),
	}
	points := markedPoints(&i.ComparedRow)
	for n, answer := range i.Answers {
		m.Answers = append(m.Answers, comparedAnswer(l, s, i, answer, points[n]))
	}
	return m
}

func comparedAnswer(l view.Look, s *benchmark.Snapshot, i *benchmark.ComparedIndicator, answer benchmark.Answer, points view.MarkedPoints) view.ComparedAnswer {
	state := answer.State()
	m := view.ComparedAnswer{
		Value:        l.T("profile.state.not_answered"),
		Missing:      state == assessment.NotAnswered || state == assessment.DontKnow || answer.Stale,
		Aside:        state == assessment.NotApplicable,
		MarkedPoints: points,
	}
	if answer.Status != nil {
		m.Value = answerWords(l, i.Indicator, answer.Status.Answer)
	}
	if answer.Stale {
		m.Note = l.T("profile.value.stale", "Months", s.Framework.Method.MaxAgeMonths)
	}
	return m
}

// widestRow names who is highest and lowest, each with the answer.
func widestRow(l view.Look, c *benchmark.Comparison, i benchmark.ComparedIndicator) view.WidestRow {
	said := func(numbers []int) []string {
		var list []string
		for _, n := range numbers {
			value := answerWords(l, i.Indicator, i.Answers[n].Status.Answer)
			list = append(list, l.T("compare.widest.said", "Name", c.Units[n].Name, "Value", value))
		}
		return list
	}
	return view.WidestRow{
		Title:      i.Indicator.Title.In(l.Code()),
		Area:       i.Top.Title.In(l.Code()),
		Highest:    said(i.Highest),
		Lowest:     said(i.Lowest),
		Difference: l.Score(i.Difference.Value),
	}
}

// compareChart draws those that are ranked.
func compareChart(l view.Look, s *benchmark.Snapshot, c *benchmark.Comparison, drawn []int) radar {
	names := make([]string, len(drawn))
	for i, n := range drawn {
		names[i] = c.Units[n].Name
	}
	chart := radar{Lang: l.Code(), Description: l.T("compare.areas.chart", "Names", nameList(l, names))}
	for i := range s.Framework.Areas {
		short := shortArea(l, s.Framework.Areas[i])
		chart.Axes = append(chart.Axes, chartAxis{Name: short, Short: short})
	}
	for i, n := range drawn {
		series := chartSeries{Name: names[i], Kind: view.UnitKind(n)}
		for _, area := range c.Areas {
			series.Values = append(series.Values, figure(view.Points(area.Points[n])))
		}
		chart.Series = append(chart.Series, series)
	}
	return chart
}

func unitNames(units []*benchmark.Unit) []string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.Name
	}
	return names
}
