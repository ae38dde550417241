package pages

import (
	"net/url"
	"slices"

	"modenhed/internal/benchmark"
	"modenhed/internal/opinion"
	"modenhed/internal/perception"
	"modenhed/internal/web/view"
)

// ParamBy chooses the column that beliefs are shown by.
const ParamBy = "by"

// placeSetOf returns the column asked for, or the first; nil when there are none.
func placeSetOf(b *benchmark.Beliefs, asked string) *benchmark.PlaceSet {
	if len(b.By) == 0 {
		return nil
	}
	i := slices.IndexFunc(b.By, func(p benchmark.PlaceSet) bool { return p.Column == asked })
	return &b.By[max(i, 0)]
}

// beliefTable is belief beside maturity by one column; address is the page that
// the choice of columns leads to.
func beliefTable(v *Visit, b *benchmark.Beliefs, set *benchmark.PlaceSet, address string) *view.BeliefTable {
	l := v.Look
	name := columnName(l, set.Column)
	t := &view.BeliefTable{
		Caption: l.T("belief.table.caption", "Column", name, "When", l.YearMonth(b.Wave.Fieldwork), "Date", l.Date(v.Snapshot.AsOf)),
		Heading: name,
		Local:   set.Local(),
	}
	for i, other := range b.By {
		href := address
		if i > 0 {
			href += "?" + url.Values{ParamBy: {other.Column}}.Encode()
		}
		t.Choices = append(t.Choices, view.ChoiceLink{
			Link:    view.Link{Href: href + "#places-heading", Text: columnName(l, other.Column)},
			Current: other.Column == set.Column,
		})
	}
	t.Rows = append(t.Rows, view.BeliefRow{
		Name: l.T("belief.country"), National: true, Answered: answeredWords(l, b.Harvested),
		Harvested: beliefCell(l, b.Harvested), Potential: beliefCell(l, b.Potential),
		Measured: maturityCell(l, b.Country), Distance: distanceOf(l, b.National, 0),
	})
	for i := range set.Places {
		t.Rows = append(t.Rows, placeRow(l, set, &set.Places[i]))
	}
	t.Notes = placeNotes(l, b, set)
	t.Chart = dumbbellChart(v, b, set)
	return t
}

func answeredWords(l view.Look, b *perception.Belief) string {
	if b == nil || b.Answered == 0 {
		return l.Missing()
	}
	return l.Int(b.Answered)
}

func placeRow(l view.Look, set *benchmark.PlaceSet, p *benchmark.BeliefPlace) view.BeliefRow {
	row := view.BeliefRow{
		Name:      beliefPlaceName(l, set.Column, p.Key, p.Name.In(l.Code())),
		Answered:  l.T("belief.withheld.cell"),
		Harvested: beliefCell(l, p.Harvested), Potential: beliefCell(l, p.Potential),
		Measured: maturityCell(l, p.Measured), Distance: distanceOf(l, p.Distance, p.Answered),
	}
	if p.Shown {
		row.Answered = l.Int(p.Answered)
	}
	return row
}

// placeNotes are what to know when reading the table.
func placeNotes(l view.Look, b *benchmark.Beliefs, set *benchmark.PlaceSet) []string {
	notes := []string{contrastSentence(l, set)}
	if words := withheldSentence(l, set, b.Report.Minimum); words != "" {
		notes = append(notes, words)
	}
	if set.Column == opinion.ByParty {
		notes = append(notes, l.T("belief.note.party"))
	} else if !set.Local() {
		notes = append(notes, l.T("belief.note.own_column"))
	}
	if b.National.Why == perception.TooFarApart {
		notes = append(notes, l.T("belief.note.too_far_apart", "Months", perception.MaxMonthsApart))
	}
	notes = append(notes, l.T("belief.note.intervals"))
	if b.Report != nil {
		notes = append(notes, l.T("belief.note.rounded"))
	}
	return notes
}

// pressOf are the words around a chart that is saved.
func pressOf(v *Visit, b *benchmark.Beliefs, title, file string) view.Press {
	l := v.Look
	p := view.Press{Title: title, File: file}
	source := l.T("belief.press.source", "Source", sourceTitle(b.Wave.Source), "When", l.YearMonth(b.Wave.Fieldwork))
	if b.Report != nil {
		source = l.T("belief.press.source_n", "Source", sourceTitle(b.Wave.Source), "When", l.YearMonth(b.Wave.Fieldwork),
			"N", l.Int(b.Report.Respondents), "Of", l.Int(int(b.Report.People)))
	}
	measured := "belief.press.measured"
	if v.Round == nil {
		measured = "belief.press.measured_provisional"
	}
	p.Lines = []string{source, l.T(measured, "Date", l.Date(v.Snapshot.AsOf))}
	if b.Wave.Invented || v.Snapshot.Invented() {
		p.Mark = l.T("belief.press.invented")
	}
	return p
}

// chartEnd is one end of a dumbbell.
type chartEnd struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Unit string `json:"unit"`
}

type dumbbell struct {
	Lang        string        `json:"lang"`
	Description string        `json:"description"`
	First       chartEnd      `json:"first"`
	Second      chartEnd      `json:"second"`
	Rows        []dumbbellRow `json:"rows"`
	Press       view.Press    `json:"press"`
}

type dumbbellRow struct {
	Name           string    `json:"name"`
	First          *float64  `json:"first"`
	FirstInterval  []float64 `json:"firstInterval,omitempty"`
	Second         *float64  `json:"second"`
	SecondInterval []float64 `json:"secondInterval,omitempty"`
}

// dumbbellChart draws the places with figures, the country first and then the
// largest distance first; nil when there are none.
func dumbbellChart(v *Visit, b *benchmark.Beliefs, set *benchmark.PlaceSet) any {
	l := v.Look
	if b.Harvested == nil {
		return nil
	}
	title := l.T("belief.chart.title", "Column", lowerFirst(columnName(l, set.Column)))
	chart := dumbbell{
		Lang: l.Code(), Description: l.T("belief.chart.words", "Column", columnName(l, set.Column)),
		First:  chartEnd{Name: l.T("belief.column.harvested"), Kind: "perceived", Unit: "%"},
		Second: chartEnd{Name: l.T("belief.column.measured"), Kind: "measured", Unit: l.T("belief.chart.points")},
		Press:  pressOf(v, b, title, l.T("belief.press.file_gap")+"-"+b.Wave.Key+"-"+set.Column),
	}
	chart.Press.Lines = append(chart.Press.Lines, l.T("belief.chart.caption"))
	places := slices.DeleteFunc(slices.Clone(set.Places), func(p benchmark.BeliefPlace) bool { return p.Harvested == nil })
	if len(places) == 0 {
		return nil
	}
	slices.SortStableFunc(places, func(a, b benchmark.BeliefPlace) int {
		switch x, y := abs(a.Distance.Points.Low), abs(b.Distance.Points.Low); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	apart := b.National.Why == perception.TooFarApart
	chart.Rows = append(chart.Rows, dumbbellRowOf(l.T("belief.country"), b.Harvested, b.Country, apart))
	for _, p := range places {
		chart.Rows = append(chart.Rows, dumbbellRowOf(beliefPlaceName(l, set.Column, p.Key, p.Name.In(l.Code())), p.Harvested, p.Measured, apart))
	}
	return chart
}

// dumbbellRowOf leaves the maturity out where it may not be held against the belief.
func dumbbellRowOf(name string, b *perception.Belief, m perception.Maturity, apart bool) dumbbellRow {
	row := dumbbellRow{Name: name}
	if b.Share.Exact() {
		row.First = pointerTo(round1(b.Share.Low))
	}
	if b.Confidence != nil {
		row.FirstInterval = []float64{round1(b.Confidence.Low), round1(b.Confidence.High)}
	}
	if m.Mean.OK && !apart {
		row.Second = pointerTo(round1(m.Mean.Points))
		row.SecondInterval = []float64{round1(m.Bounds.Low), round1(m.Bounds.High)}
	}
	return row
}

func pointerTo[T any](x T) *T { return &x }
