package workbook

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/locale"
	"modenhed/internal/scoring"
)

// book is a workbook under construction.
type book struct {
	file   *excelize.File
	p      *locale.Printer
	styles *styles
	bands  []string
	about  about
	sheets int
}

// about says what a workbook is, in its properties and at the edge of every page.
type about struct {
	title, subject string
	// notices are warnings on every page, a line each.
	notices []string
	// footer stands at the foot of every page.
	footer string
	// description is what the properties say about the content.
	description string
	// at is the time of the content; the zero time is left out.
	at      time.Time
	version string
}

func newBook(p *locale.Printer, a about) (*book, error) {
	b := &book{file: excelize.NewFile(), p: p, about: a}
	for band := scoring.Initial; band <= scoring.Leading; band++ {
		b.bands = append(b.bands, bandName(p, band))
	}
	var err error
	b.styles, err = newStyles(b.file, p.Lang())
	return b, err
}

// addSheet adds an empty sheet; the first takes the place of the one that a
// new file has.
func (b *book) addSheet(name string) error {
	b.sheets++
	if b.sheets == 1 {
		return b.file.SetSheetName(b.file.GetSheetName(0), name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

func (b *book) sheetProps() *excelize.SheetPropsOptions {
	colour, fit := primaryColour, true
	if len(b.about.notices) > 0 {
		colour = warningColour
	}
	// Unlike everywhere else, excelize wants the colour as the part has it.
	colour = "FF" + strings.TrimPrefix(colour, "#")
	return &excelize.SheetPropsOptions{FitToPage: &fit, TabColorRGB: &colour}
}

// headerFooter repeats title, warning and time on every printed page.
func (b *book) headerFooter() *excelize.HeaderFooterOptions {
	const most = 100
	text := func(s string) string { return strings.ReplaceAll(shorten(s, most), "&", "&&") }
	var notices []string
	for _, notice := range b.about.notices {
		notices = append(notices, text(notice))
	}
	return &excelize.HeaderFooterOptions{
		OddHeader: "&L" + text(b.about.title) + "&R" + strings.Join(notices, "\n"),
		OddFooter: "&L" + text(b.about.footer) + "&C&A&R&P / &N",
	}
}

// writeTo sets the properties and writes the package.
func (b *book) writeTo(w io.Writer) error {
	if err := b.setProperties(); err != nil {
		return fmt.Errorf("set the properties: %w", err)
	}
	parts := new(packer)
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts })
	if err := b.file.Write(io.Discard); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	if err := parts.writeTo(w); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

func (b *book) setProperties() error {
	// A new file claims to be made in 2006; without its properties it claims nothing.
	b.file.Pkg.Delete("docProps/core.xml")
	stamp := ""
	if !b.about.at.IsZero() {
		stamp = b.about.at.UTC().Format(time.RFC3339)
	}
	const program = "modenhed"
	err := b.file.SetDocProps(&excelize.DocProperties{
		Title:          b.about.title,
		Subject:        b.about.subject,
		Description:    b.about.description,
		Creator:        program,
		LastModifiedBy: program,
		Created:        stamp,
		Modified:       stamp,
		Language:       b.p.Code(),
		Version:        b.about.version,
	})
	if err != nil {
		return err
	}
	return b.file.SetAppProps(&excelize.AppProperties{Application: program})
}

// close frees what the book holds; files on disk when the book is large.
func (b *book) close() { _ = b.file.Close() }

// bandName is the name of a band, empty for none.
func bandName(p *locale.Printer, band scoring.Band) string {
	if band == scoring.NoBand {
		return ""
	}
	return p.T("score.band." + fmt.Sprint(uint8(band)))
}
