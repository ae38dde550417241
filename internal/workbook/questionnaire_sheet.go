package workbook

import (
	"context"
	"strings"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/locale"
)

// form writes sheets for people to write in.
type form struct {
	*book
	title, note, head, locked, small int
	// typed and chosen are cells that can be changed: texts, and answers.
	typed, inert, chosen int
	row                  int
}

const (
	lockedFill = "#EEF2F5"
	edgeColour = "#C3CCD3"
)

func newForm(b *book) (*form, error) {
	f := &form{book: b}
	edges := make([]excelize.Border, 0, 4)
	for _, side := range []string{"left", "top", "right", "bottom"} {
		edges = append(edges, excelize.Border{Type: side, Color: edgeColour, Style: 1})
	}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	wrapped := func(horizontal string) *excelize.Alignment {
		return &excelize.Alignment{Vertical: "top", Horizontal: horizontal, WrapText: true}
	}
	font := func(size float64, bold bool, colour string) *excelize.Font {
		return &excelize.Font{Family: fontName, Size: size, Bold: bold, Color: colour}
	}
	open := &excelize.Protection{Locked: false}
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&f.title, excelize.Style{Font: font(16, true, primaryColour)}},
		{&f.note, excelize.Style{Font: font(11, false, ink), Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&f.head, excelize.Style{Font: font(11, true, paper), Fill: fill(primaryColour), Alignment: wrapped("left"), Border: edges}},
		{&f.locked, excelize.Style{Font: font(11, false, ink), Fill: fill(lockedFill), Alignment: wrapped("left"), Border: edges}},
		{&f.small, excelize.Style{Font: font(9, false, "#5B6770"), Fill: fill(lockedFill), Alignment: wrapped("left"), Border: edges}},
		{&f.typed, excelize.Style{Font: font(11, false, ink), Alignment: wrapped("left"), Border: edges, Protection: open, NumFmt: 49}},
		{&f.chosen, excelize.Style{Font: font(12, true, ink), Alignment: wrapped("center"), Border: edges, Protection: open}},
	} {
		id, err := f.file.NewStyle(&s.style)
		if err != nil {
			return nil, err
		}
		*s.id = id
	}
	f.inert = addQuotePrefix(f.file, f.typed)
	return f, nil
}

// formColumn is a column of the sheet of answers.
type formColumn struct {
	heading string
	width   float64
	style   int
	value   func(question) any
}

func (f *form) columns() []formColumn {
	p := f.p
	named := func(key string) string { return p.T("answersheet.column." + key) }
	own := func(get func(*assessment.Status) any) func(question) any {
		return func(q question) any {
			if q.own == nil {
				return nil
			}
			return get(q.own)
		}
	}
	return []formColumn{
		{p.T("questionnaire.column.area"), 16, f.small, func(q question) any { return titleOf(p, q.place.Top.Title, string(q.place.Top.Key)) }},
		{p.T("questionnaire.column.question"), 48, f.locked, func(q question) any { return asked(p, q.place.Indicator) }},
		{p.T("questionnaire.column.allowed"), 64, f.locked, func(q question) any { return allowed(p, q.place.Indicator) }},
		{p.T("questionnaire.column.last"), 18, f.locked, func(q question) any { return lastAnswer(p, q.place.Indicator, q.counts) }},
		{named(answersheet.ColumnValue), 15, f.chosen, func(q question) any {
			if q.own == nil {
				return nil
			}
			return answerValue(p, q.place.Indicator, q.own.Answer)
		}},
		{named(answersheet.ColumnReason), 26, f.typed, own(func(s *assessment.Status) any { return s.Reason })},
		{named(answersheet.ColumnText), 40, f.typed, own(func(s *assessment.Status) any { return s.Evidence.Text })},
		{named(answersheet.ColumnLink), 28, f.typed, own(func(s *assessment.Status) any { return s.Evidence.Link })},
		{named(answersheet.ColumnPublic), 15, f.typed, own(func(s *assessment.Status) any { return f.public(s.Evidence) })},
		{named(answersheet.ColumnComment), 30, f.typed, own(func(s *assessment.Status) any { return s.Comment })},
		{named(answersheet.ColumnIndicator), 20, f.small, func(q question) any { return string(q.place.Indicator.Key) }},
		{named(answersheet.ColumnRevision), 9, f.small, func(q question) any {
			if q.own == nil {
				return 0
			}
			return q.own.Revision
		}},
	}
}

func (f *form) public(e assessment.Evidence) any {
	switch {
	case e.Text == "" && e.Link == "":
		return nil
	case e.Public:
		return f.p.T("answersheet.word.yes")
	}
	return f.p.T("answersheet.word.no")
}

// The columns that have lists to choose from, counted from 1.
const (
	answerColumn = 5
	publicColumn = 9
)

// answers writes the sheet with the questions.
func (f *form) answers(ctx context.Context, q Questionnaire) error {
	name := f.p.T("answersheet.sheet")
	if err := f.addSheet(name); err != nil {
		return err
	}
	columns := f.columns()
	if err := f.above(name, q); err != nil {
		return err
	}
	head := f.row + 1
	if err := f.headings(name, columns); err != nil {
		return err
	}
	for _, one := range q.questions() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.question(name, columns, one); err != nil {
			return err
		}
	}
	return f.finish(name, columns, head)
}

// above writes the lines above the headings: whose workbook it is, what to do,
// and by what it is known.
func (f *form) above(name string, q Questionnaire) error {
	p := f.p
	for i, line := range []string{
		f.about.title,
		p.T("questionnaire.head.what", "Framework", q.Framework.Title.In(p.Code()), "Version", q.Framework.Version, "Date", p.DateTime(q.At)),
		p.T("questionnaire.head.how"),
		p.T("questionnaire.head.words", "Withdraw", answersheet.StateWord(p, assessment.NotAnswered)),
	} {
		style := f.note
		if i == 0 {
			style = f.title
		}
		if err := f.write(name, 1, style, line); err != nil {
			return err
		}
		f.row++
	}
	if err := f.write(name, 1, f.note, p.T("questionnaire.head.mark")); err != nil {
		return err
	}
	if err := f.write(name, 2, f.note, q.Owner.Marker()); err != nil {
		return err
	}
	f.row++
	return nil
}

// write fills a cell of the coming row.
func (f *form) write(name string, column, style int, value any) error {
	cell := at(column, f.row+1)
	if text, ok := value.(string); ok && style == f.typed && text != "" && strings.IndexByte("=+-@'", text[0]) >= 0 {
		style = f.inert
	}
	if err := f.file.SetCellStyle(name, cell, cell, style); err != nil {
		return err
	}
	if value == nil || value == "" {
		return nil
	}
	return f.file.SetCellValue(name, cell, value)
}

func (f *form) headings(name string, columns []formColumn) error {
	height := 0
	for i, c := range columns {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.file.SetColWidth(name, letter, letter, c.width); err != nil {
			return err
		}
		if err := f.write(name, i+1, f.head, c.heading); err != nil {
			return err
		}
		height = max(height, linesOf(c.heading, c.width/bold-1))
	}
	f.row++
	return f.file.SetRowHeight(name, f.row, float64(height)*lineHeight+4)
}

// question writes a row, as high as its texts need.
func (f *form) question(name string, columns []formColumn, one question) error {
	height := 2
	for i, c := range columns {
		value := c.value(one)
		if err := f.write(name, i+1, c.style, value); err != nil {
			return err
		}
		if text, ok := value.(string); ok {
			height = max(height, linesOf(text, c.width*slack))
		}
	}
	f.row++
	if err := f.file.SetRowHeight(name, f.row, min(float64(height)*lineHeight+4, excelize.MaxRowHeight)); err != nil {
		return err
	}
	v, err := validation(f.p, one.place.Indicator, at(answerColumn, f.row))
	if err != nil {
		return err
	}
	return f.file.AddDataValidation(name, v)
}

// finish chooses lists, panes, print and protection.
func (f *form) finish(name string, columns []formColumn, head int) error {
	yesNo := excelize.NewDataValidation(true)
	yesNo.Sqref = at(publicColumn, head+1) + ":" + at(publicColumn, f.row)
	if err := yesNo.SetDropList([]string{f.p.T("answersheet.word.yes"), f.p.T("answersheet.word.no")}); err != nil {
		return err
	}
	yesNo.SetInput(columns[publicColumn-1].heading, f.p.T("questionnaire.public"))
	if err := f.file.AddDataValidation(name, yesNo); err != nil {
		return err
	}
	const frozen = 2
	corner := at(frozen+1, head+1)
	steps := []error{
		f.file.SetPanes(name, &excelize.Panes{
			Freeze: true, XSplit: frozen, YSplit: head, TopLeftCell: corner, ActivePane: "bottomRight",
			Selection: []excelize.Selection{{SQRef: at(answerColumn, head+1), ActiveCell: at(answerColumn, head+1), Pane: "bottomRight"}},
		}),
		f.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", Scope: name, RefersTo: "'" + name + "'!$" + at(1, head)[1:] + ":$" + at(1, head)[1:],
		}),
		f.print(name, 8), // A3
		f.protect(name),
	}
	for _, err := range steps {
		if err != nil {
			return err
		}
	}
	return nil
}

// print prints a sheet one landscape page wide.
func (f *form) print(name string, paper int) error {
	landscape, across, tall := "landscape", 1, 0
	if err := f.file.SetSheetProps(name, f.sheetProps()); err != nil {
		return err
	}
	if err := f.file.SetHeaderFooter(name, f.headerFooter()); err != nil {
		return err
	}
	return f.file.SetPageLayout(name, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &landscape, FitToWidth: &across, FitToHeight: &tall,
	})
}

// protect keeps people from changing a locked cell by mistake; there is no
// password, and rows and columns can be made higher and wider.
func (f *form) protect(name string) error {
	return f.file.ProtectSheet(name, &excelize.SheetProtectionOptions{
		FormatColumns: true, FormatRows: true, SelectLockedCells: true, SelectUnlockedCells: true,
	})
}

// guide writes the sheet that says how to fill in the other, and what words mean.
func (f *form) guide(q Questionnaire) error {
	name := f.p.T("questionnaire.guide.sheet")
	if err := f.addSheet(name); err != nil {
		return err
	}
	f.row = 0
	const topic, text = 30, 100
	for i, width := range []float64{topic, text} {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.file.SetColWidth(name, letter, letter, width); err != nil {
			return err
		}
	}
	if err := f.write(name, 1, f.title, f.p.T("questionnaire.guide.title")); err != nil {
		return err
	}
	f.row++
	for _, line := range guideLines(f.p, q) {
		if err := f.write(name, 1, f.head, line[0]); err != nil {
			return err
		}
		if err := f.write(name, 2, f.locked, line[1]); err != nil {
			return err
		}
		f.row++
		if err := f.file.SetRowHeight(name, f.row, float64(linesOf(line[1], text*slack))*lineHeight+4); err != nil {
			return err
		}
	}
	if err := f.print(name, 9); err != nil { // A4
		return err
	}
	return f.protect(name)
}

// guideLines are topics with what there is to say of them.
func guideLines(p *locale.Printer, q Questionnaire) [][2]string {
	var lines [][2]string
	for _, topic := range []string{"steps", "answer", "empty", "dont_know", "not_applicable", "withdraw", "evidence", "evidence_public", "comment", "several", "sorting", "upload"} {
		lines = append(lines, [2]string{
			p.T("questionnaire.topic." + topic),
			p.T("questionnaire.guide.text."+topic,
				"Withdraw", answersheet.StateWord(p, assessment.NotAnswered),
				"DontKnow", answersheet.StateWord(p, assessment.DontKnow),
				"NotApplicable", answersheet.StateWord(p, assessment.NotApplicable),
				"Name", q.Name),
		})
	}
	return lines
}
