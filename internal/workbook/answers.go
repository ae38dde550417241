package workbook

import (
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
)

// answerRow is one municipality's answer to one indicator.
type answerRow struct {
	unit *benchmark.Unit
	// indicator indexes the snapshot's places.
	indicator int
}

func (r answerRow) answer() benchmark.Answer { return r.unit.Answers[r.indicator] }

// given reports whether there is a status that says something.
func (r answerRow) given() bool { return r.answer().State() != assessment.NotAnswered }

// answers lists every municipality's answer to every indicator, with the states
// kept apart, the points and what is public of the evidence.
func (c content) answers() sheet[answerRow] {
	columns := placeColumns(c, func(row answerRow) *benchmark.Unit { return row.unit })
	frozen := len(columns)
	columns = append(columns, c.questionColumns()...)
	columns = append(columns, c.answerColumns()...)
	columns = append(columns, c.verificationColumns()...)
	columns = append(columns, c.evidenceColumns()...)
	rows := make([]answerRow, 0, len(c.s.Units)*len(c.s.Places))
	for u := range c.s.Units {
		for i := range c.s.Places {
			rows = append(rows, answerRow{unit: c.s.Units[u], indicator: i})
		}
	}
	return sheet[answerRow]{
		name: c.p.T("workbook.sheet.answers"), table: "Answers",
		columns: columns, rows: rows, frozen: frozen,
	}
}

// words are what is said of an indicator, once for all municipalities.
type words struct{ area, key, title, kind, unit string }

func (c content) words() []words {
	out := make([]words, len(c.s.Places))
	for i, place := range c.s.Places {
		out[i] = words{
			area:  titleOf(c.p, place.Top.Title, string(place.Top.Key)),
			key:   string(place.Indicator.Key),
			title: titleOf(c.p, place.Indicator.Title, string(place.Indicator.Key)),
			kind:  c.p.T("method.type." + string(place.Indicator.Type)),
			unit:  unitOf(c.p, place.Indicator),
		}
	}
	return out
}

func (c content) questionColumns() []column[answerRow] {
	words := c.words()
	return []column[answerRow]{
		{heading: c.column("area"), width: 44, value: func(row answerRow) any { return words[row.indicator].area }},
		{heading: c.column("key"), width: 28, value: func(row answerRow) any { return words[row.indicator].key }},
		{heading: c.column("indicator"), width: 46, value: func(row answerRow) any { return words[row.indicator].title }},
		{heading: c.column("type"), width: 12, value: func(row answerRow) any { return words[row.indicator].kind }},
	}
}

func (c content) answerColumns() []column[answerRow] {
	words := c.words()
	return []column[answerRow]{
		{heading: c.column("state"), width: 14, value: func(row answerRow) any {
			return c.state(row.answer(), c.s.Places[row.indicator].Indicator)
		}},
		{heading: c.column("value"), look: figure, width: 10, value: func(row answerRow) any {
			if row.answer().State() != assessment.Reported {
				return nil
			}
			return row.answer().Status.Answer.Value
		}},
		{heading: c.column("unit"), width: 22, value: func(row answerRow) any { return words[row.indicator].unit }},
		{heading: c.column("points"), look: tenths, width: 10, value: func(row answerRow) any {
			return points(row.unit.Card.Indicators[row.indicator].Score)
		}},
		{heading: c.column("share"), look: tenths, width: 16, value: func(row answerRow) any {
			if !row.unit.Card.Score.OK {
				return nil
			}
			return percent(row.unit.Card.Indicators[row.indicator].Share)
		}},
		{heading: c.column("stale"), width: 12, value: func(row answerRow) any {
			if !row.given() {
				return nil
			}
			return yesNo(c.p, row.answer().Stale)
		}},
	}
}

// evidenceColumns say who vouches for an answer and what everybody may read.
func (c content) evidenceColumns() []column[answerRow] {
	public := func(row answerRow) assessment.Evidence {
		if !row.given() || !row.answer().Status.Evidence.Public {
			return assessment.Evidence{}
		}
		return row.answer().Status.Evidence
	}
	return []column[answerRow]{
		{heading: c.column("source"), width: 26, value: func(row answerRow) any {
			if !row.given() {
				return nil
			}
			return c.p.T("profile.source." + string(row.answer().Status.Source))
		}},
		{heading: c.column("date"), look: date, width: 13, value: func(row answerRow) any {
			if !row.given() {
				return nil
			}
			return day(row.answer().Status.RecordedAt.In(c.s.AsOf.Location()))
		}},
		{heading: c.column("evidence"), width: 50, value: func(row answerRow) any { return public(row).Text }},
		{heading: c.column("link"), width: 40, value: func(row answerRow) any { return public(row).Link }},
		{heading: c.column("files"), width: 40, value: func(row answerRow) any { return publicFileNames(row) }},
	}
}

// publicFileNames are the names of the files that everybody may read, a line each.
func publicFileNames(row answerRow) string {
	if !row.given() {
		return ""
	}
	var names []string
	for _, file := range row.answer().Status.Evidence.PublicFiles() {
		names = append(names, file.Name)
	}
	return strings.Join(names, "\n")
}

// state is a word for each of the five states. An answer that is too old keeps
// the state it was given in.
func (c content) state(a benchmark.Answer, indicator *framework.Indicator) string {
	switch {
	case a.State() != assessment.Reported:
		return c.p.T("profile.state." + string(a.State()))
	case a.Status.Answer.None(indicator):
		return c.p.T("workbook.state.none")
	}
	return c.p.T("workbook.state.reported")
}
