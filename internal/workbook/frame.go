package workbook

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// frame is a sheet without its rows.
type frame struct {
	name, table string
	headings    []string
	prompts     []string
	widths      []float64
	looks       []look
	paints      []paint
	upright     []bool
	rows        int
	frozen      int
}

func frameOf[T any](s sheet[T]) frame {
	f := frame{name: s.name, table: s.table, headings: headings(s.columns), rows: len(s.rows), frozen: s.frozen}
	for _, c := range s.columns {
		f.prompts = append(f.prompts, c.prompt)
		f.widths = append(f.widths, widthOf(c))
		f.looks = append(f.looks, c.look)
		f.paints = append(f.paints, c.paint)
		f.upright = append(f.upright, c.upright)
	}
	return f
}

// widthOf is a column's width, or more where a word of the heading needs it.
func widthOf[T any](c column[T]) float64 {
	width := c.width
	if c.upright {
		return width
	}
	for word := range strings.FieldsSeq(c.heading) {
		width = max(width, math.Ceil(bold*float64(utf8.RuneCountInString(word)))+1)
	}
	return width
}

// bold is how much wider than others the letters of headings are.
const bold = 1.1

// lastRow is the last row of the table, which has at least one below the headings.
func (f frame) lastRow() int { return max(f.rows, 1) + 1 }

// area is the whole table, for example A1:D99.
func (f frame) area() string { return "A1:" + at(len(f.headings), f.lastRow()) }

// below is a column without its heading; columns count from 0.
func (f frame) below(column int) string {
	return at(column+1, 2) + ":" + at(column+1, f.lastRow())
}

// at names a cell; columns and rows count from 1 and stay within Excel's limits.
func at(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row)
	return name
}

// set prepares an empty sheet. It comes before the first row is written.
func (f frame) set(b *book) error {
	steps := []func() error{
		func() error { return b.file.SetSheetDimension(f.name, f.area()) },
		func() error { return b.file.SetSheetProps(f.name, b.sheetProps()) },
		func() error { return f.setPrint(b) },
		func() error { return f.setColours(b) },
		func() error { return f.setPrompts(b) },
		func() error { return f.setCodes(b) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// setPrint prints a sheet one landscape page wide, with the headings on each
// page: on A4 while the text stays at two thirds of its size, else on A3. Only a
// table so wide that its text would be smaller than a third there takes more
// pages, with the columns that stay in view on each.
func (f frame) setPrint(b *book) error {
	const paperA3, paperA4, onA3, onA4 = 8, 9, 640, 220
	size, landscape, tall := paperA4, "landscape", 0
	if f.totalWidth() > onA4 {
		size = paperA3
	}
	across := max(1, int(math.Ceil(f.totalWidth()/onA3)))
	err := b.file.SetPageLayout(f.name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &landscape, FitToWidth: &across, FitToHeight: &tall,
	})
	if err != nil {
		return err
	}
	if err := b.file.SetHeaderFooter(f.name, b.headerFooter()); err != nil {
		return err
	}
	sheet := "'" + strings.ReplaceAll(f.name, "'", "''") + "'!"
	titles := sheet + "$1:$1"
	if f.frozen > 0 && across > 1 {
		last, _ := excelize.ColumnNumberToName(f.frozen)
		titles = sheet + "$A:$" + last + "," + titles
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: f.name})
}

func (f frame) totalWidth() float64 {
	total := 0.0
	for _, width := range f.widths {
		total += width
	}
	return total
}

func (f frame) setColours(b *book) error {
	for i, p := range f.paints {
		if p == unpainted {
			continue
		}
		if err := b.file.SetConditionalFormat(f.name, f.below(i), b.styles.paints(p, b.bands)); err != nil {
			return err
		}
	}
	return nil
}

// setPrompts shows what a heading stands for when it is selected.
func (f frame) setPrompts(b *book) error {
	const longestTitle, longestText = 32, 255
	for i, prompt := range f.prompts {
		if prompt == "" {
			continue
		}
		validation := excelize.NewDataValidation(true)
		validation.Sqref = at(i+1, 1)
		validation.SetInput(shorten(f.headings[i], longestTitle), shorten(prompt, longestText))
		if err := b.file.AddDataValidation(f.name, validation); err != nil {
			return err
		}
	}
	return nil
}

// setCodes keeps Excel from marking codes as numbers stored as text.
func (f frame) setCodes(b *book) error {
	for i, l := range f.looks {
		if l != code {
			continue
		}
		if err := b.file.AddIgnoredErrors(f.name, f.below(i), excelize.IgnoredErrorsNumberStoredAsText); err != nil {
			return err
		}
	}
	return nil
}

// begin opens the stream of rows and writes the headings.
func (f frame) begin(b *book) (*rowWriter, error) {
	stream, err := b.file.NewStreamWriter(f.name)
	if err != nil {
		return nil, err
	}
	for i, width := range f.widths {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	if err := stream.SetPanes(f.panes()); err != nil {
		return nil, err
	}
	w := newRowWriter(stream, b.styles, f.widths)
	for i, text := range f.headings {
		w.set(i, f.headingLook(i), text)
	}
	return w, w.nextOfHeight(f.headingHeight())
}

func (f frame) headingLook(column int) look {
	switch l := f.looks[column]; {
	case f.upright[column]:
		return uprightHeading
	case l == plain || l == lines || l == code:
		return heading
	}
	return figureHeading
}

func (f frame) panes() *excelize.Panes {
	panes := &excelize.Panes{Freeze: true, XSplit: f.frozen, YSplit: 1, TopLeftCell: at(f.frozen+1, 2), ActivePane: "bottomRight"}
	if f.frozen == 0 {
		panes.ActivePane = "bottomLeft"
	}
	panes.Selection = []excelize.Selection{{SQRef: panes.TopLeftCell, ActiveCell: panes.TopLeftCell, Pane: panes.ActivePane}}
	return panes
}

// headingHeight makes room for the tallest heading, in points.
func (f frame) headingHeight() float64 {
	const button, upright, margin, most = 1, 6.5, 6, 200
	// Below the last line there is room for the filter buttons.
	height := 2.0 * lineHeight
	for i, text := range f.headings {
		if f.upright[i] {
			height = max(height, upright*float64(utf8.RuneCountInString(text)+button))
			continue
		}
		height = max(height, lineHeight*float64(linesOf(text, (f.widths[i]-button)/bold)))
	}
	return min(height+margin, most)
}

// end turns the rows into a table and closes the stream.
func (f frame) end(w *rowWriter) error {
	stripes := false
	err := w.stream.AddTable(&excelize.Table{
		Range: f.area(), Name: f.table, StyleName: "TableStyleLight1", ShowRowStripes: &stripes,
	})
	if err != nil {
		return fmt.Errorf("make the table: %w", err)
	}
	return w.stream.Flush()
}
