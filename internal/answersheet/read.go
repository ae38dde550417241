package answersheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/table"
)

// Guide is what is needed to read the rows of a sheet.
type Guide struct {
	Words     *Words
	Framework *framework.Framework
	// Lang is the language that numbers in texts are written in.
	Lang    string
	Channel assessment.Channel
	// Municipality is the one that all rows are about, 0 when each row names
	// its own; Directory knows those.
	Municipality municipality.Code
	Directory    *municipality.Directory
	// Source is that of rows that name none.
	Source assessment.Source
}

// Entry is a row that was understood.
type Entry struct {
	Row   Row
	Place framework.Place
	// Report is what the row says; it is clean.
	Report assessment.Report
	// Says is false for an empty answer, which leaves everything as it is.
	Says bool
	// Seen is the revision that the row was made with; Dated is false where the
	// file does not say.
	Seen  int
	Dated bool
	// Doubt means that a share below one per cent was typed as a plain number:
	// it may be meant as a part of one.
	Doubt bool
}

// Read understands the rows of a sheet. Problems name row and column; rows with
// problems have no entry. What is understood is checked by [Sheet.Compare].
func (g Guide) Read(s *Sheet) ([]Entry, fault.Problems) {
	var all fault.Problems
	entries := make([]Entry, 0, len(s.Rows))
	first := make(map[voice]int, len(s.Rows))
	for _, row := range s.Rows {
		e, problems := g.entry(row)
		if len(problems) == 0 {
			if line, repeated := first[e.voice()]; repeated {
				problems.Add(ColumnIndicator, "answersheet.repeated_row", "Line", line)
			} else {
				first[e.voice()] = row.Line
			}
		}
		for _, p := range problems {
			p.Row, p.Field = row.Line, s.Name(p.Field)
			all = append(all, p)
		}
		if len(problems) == 0 {
			entries = append(entries, e)
		}
	}
	return entries, all
}

// voice is one source on one question of one municipality.
type voice struct {
	assessment.Key
	source assessment.Source
}

func (e Entry) voice() voice {
	return voice{assessment.Key{Municipality: e.Report.Municipality, Indicator: e.Report.Indicator}, e.Report.Source}
}

// entry understands one row.
func (g Guide) entry(row Row) (Entry, fault.Problems) {
	var p fault.Problems
	e := Entry{Row: row}
	r := assessment.Report{
		Channel: g.Channel, Municipality: g.municipality(&p, row), Source: g.source(&p, row),
		Reason: row.text(ColumnReason), Comment: row.text(ColumnComment),
		Evidence: assessment.Evidence{
			Text: row.text(ColumnText), Link: row.text(ColumnLink), Public: g.public(&p, row),
		},
	}
	e.Seen, e.Dated = g.revision(&p, row)
	key := row.text(ColumnIndicator)
	place, known := g.Framework.Indicator(framework.IndicatorKey(key))
	switch {
	case key == "":
		p.Add(ColumnIndicator, "answersheet.indicator_missing")
	case !known:
		p.Add(ColumnIndicator, "assessment.indicator_unknown", "Indicator", table.Excerpt(key))
	}
	if !known {
		return e, p
	}
	e.Place, r.Indicator = place, place.Indicator.Key
	answer, says, problems := g.Words.answer(place.Indicator, row.Cells[ColumnValue], g.Lang)
	p = append(p, problems...)
	r.Answer, e.Says = answer, says
	if says && answer.State == assessment.NotAnswered {
		r.Reason, r.Evidence = "", assessment.Evidence{}
	}
	e.Report = r.Clean()
	e.Doubt = doubtful(place.Indicator, row.Cells[ColumnValue], answer)
	if len(problems) > 0 {
		// What stands beside a faulty answer is checked all the same.
		rest := e.Report
		rest.Answer, rest.Reason = assessment.Answer{State: assessment.DontKnow}, ""
		p = append(p, assessment.Check(place, rest)...)
	}
	return e, p
}

func (g Guide) municipality(p *fault.Problems, row Row) municipality.Code {
	if g.Municipality != 0 {
		return g.Municipality
	}
	text := row.text(ColumnMunicipality)
	if text == "" {
		p.Add(ColumnMunicipality, "answersheet.municipality_missing")
		return 0
	}
	if m, known := g.Directory.Find(text); known {
		return m.Code
	}
	p.Add(ColumnMunicipality, "answersheet.municipality_unknown", "Text", table.Excerpt(text))
	return 0
}

func (g Guide) source(p *fault.Problems, row Row) assessment.Source {
	text := row.text(ColumnSource)
	if text == "" {
		return g.Source
	}
	source, known := g.Words.sources[table.Fold(text)]
	if !known {
		p.Add(ColumnSource, "answersheet.source_unknown", "Text", table.Excerpt(text))
		return g.Source
	}
	return source
}

func (g Guide) public(p *fault.Problems, row Row) bool {
	text := table.Fold(row.text(ColumnPublic))
	switch {
	case text == "" || g.Words.no[text]:
		return false
	case g.Words.yes[text]:
		return true
	}
	p.Add(ColumnPublic, "answersheet.public_unknown", "Text", table.Excerpt(text))
	return false
}

func (g Guide) revision(p *fault.Problems, row Row) (revision int, dated bool) {
	text := row.text(ColumnRevision)
	if text == "" && g.Channel != assessment.ChannelWorkbook {
		return 0, false
	}
	revision, err := strconv.Atoi(text)
	if err != nil || revision < 0 {
		p.Add(ColumnRevision, "answersheet.revision_unknown", "Text", table.Excerpt(text))
		return 0, false
	}
	return revision, true
}

// described is a level with its description, as "3 – In use".
var described = regexp.MustCompile(`^(?:[nN]iveau |[lL]evel )?([0-9])(?:\s*[-–—:.]\s*\D.*)?$`)

// answer reads an answer; says is false when nothing stands there.
func (w *Words) answer(i *framework.Indicator, c Cell, lang string) (a assessment.Answer, says bool, p fault.Problems) {
	text := table.Fold(c.Text)
	if text == "" {
		return assessment.Answer{State: assessment.NotAnswered}, false, nil
	}
	if state, known := w.states[text]; known {
		return assessment.Answer{State: state}, true, nil
	}
	typed := c.Text
	switch i.Type {
	case framework.Level:
		if found := described.FindStringSubmatch(strings.Join(strings.Fields(typed), " ")); found != nil {
			typed = found[1]
		}
	case framework.Number:
		if strings.HasPrefix(i.Unit.DA, "%") {
			typed = strings.TrimSpace(strings.TrimSuffix(typed, "%"))
		}
	}
	a.State = assessment.Reported
	if number := strings.TrimSuffix(typed, "%"); c.Number && (number == typed || i.Type == framework.Percent) {
		if x, err := strconv.ParseFloat(number, 64); err == nil && i.Type != framework.YesNo {
			a.Value = x
			return a, true, nil
		}
	}
	a.Value, p = assessment.ParseValue(i, typed, lang)
	for n := range p {
		if key := p[n].Message.Key; key == "assessment.value_not_a_number" || key == "assessment.yesno_range" {
			p[n].Message.Key = "answersheet.answer_unknown"
			p[n].Message.Args = map[string]any{"Typed": table.Excerpt(c.Text)}
		}
	}
	return a, true, p
}

// doubtful reports whether a share may have been meant as a part of one.
func doubtful(i *framework.Indicator, c Cell, a assessment.Answer) bool {
	return i.Type == framework.Percent && a.State == assessment.Reported && c.Number &&
		!strings.HasSuffix(c.Text, "%") && a.Value > 0 && math.Abs(a.Value) < 1
}
