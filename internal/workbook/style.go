package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/locale"
)

// look is how a cell is shown.
type look int

const (
	// plain is text on one line, lines is text over several.
	plain look = iota
	lines
	// headings stand over text, over figures, or upright over narrow columns.
	heading
	figureHeading
	uprightHeading
	// code is text of digits.
	code
	// figure is a number with as many decimals as it has.
	figure
	whole
	grouped
	tenths
	signedTenths
	signedWhole
	date
	moment
	lookCount
)

// paint is how the cells of a column are coloured.
type paint int

const (
	unpainted paint = iota
	// byScore is a colour scale from 0 to 100 points.
	byScore
	// byBand is the fill of the band that the cell names.
	byBand
)

const (
	fontName      = "Calibri"
	primaryColour = "#0B4F75"
	warningColour = "#B3500F"
	ink           = "#1A1A1A"
	paper         = "#FFFFFF"
	// The colour scale of scores; ink is readable on all of it.
	scaleLow    = "#FFFFFF"
	scaleMiddle = "#BFE9E2"
	scaleHigh   = "#459CAA"
)

// bandColours are fill and text of the bands, lowest first.
func bandColours() [][2]string {
	return [][2]string{
		{"#BFE9E2", ink},
		{"#86C5C6", ink},
		{"#459CAA", ink},
		{"#146FA1", paper},
		{"#00365D", paper},
	}
}

// styles are the style numbers of a workbook.
type styles struct {
	plain [lookCount]int
	// inert styles carry Excel's quote prefix: the cell stays text when edited.
	inert [lookCount]int
	bands []int
}

func newStyles(f *excelize.File, lang locale.Lang) (*styles, error) {
	s := new(styles)
	for l := range lookCount {
		id, err := f.NewStyle(styleOf(l, lang))
		if err != nil {
			return nil, fmt.Errorf("make a style: %w", err)
		}
		s.plain[l] = id
		s.inert[l] = addQuotePrefix(f, id)
	}
	for _, colours := range bandColours() {
		id, err := f.NewConditionalStyle(&excelize.Style{
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colours[0]}},
			Font: &excelize.Font{Color: colours[1]},
		})
		if err != nil {
			return nil, fmt.Errorf("make the style of a band: %w", err)
		}
		s.bands = append(s.bands, id)
	}
	return s, nil
}

// addQuotePrefix copies a style with the quote prefix, which excelize's own
// Style does not know.
func addQuotePrefix(f *excelize.File, id int) int {
	xfs := f.Styles.CellXfs
	prefixed, yes := xfs.Xf[id], true
	prefixed.QuotePrefix = &yes
	xfs.Xf = append(xfs.Xf, prefixed)
	xfs.Count = len(xfs.Xf)
	return len(xfs.Xf) - 1
}

// of returns the style for a cell.
func (s *styles) of(l look, value any) int {
	if text, ok := value.(string); ok && text != "" && strings.IndexByte("=+-@\t\r\n'", text[0]) >= 0 {
		return s.inert[l]
	}
	return s.plain[l]
}

func styleOf(l look, lang locale.Lang) *excelize.Style {
	// The indent keeps text apart from the figures to its left.
	style := &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}
	switch l {
	case heading, figureHeading, uprightHeading:
		return headingStyle(l)
	case lines:
		style.Alignment.WrapText = true
	case plain:
	case code:
		style.NumFmt = 49 // "@"
	default:
		style.Alignment.Horizontal, style.Alignment.Indent = "right", 0
		setNumberFormat(style, l, lang)
	}
	return style
}

// setNumberFormat says how figures and times are written. Excel itself writes
// the decimal comma where the reader's language has one.
func setNumberFormat(style *excelize.Style, l look, lang locale.Lang) {
	day := "d mmm yyyy"
	if lang == locale.Danish {
		day = "dd.mm.yyyy"
	}
	custom := ""
	switch l {
	case figure:
		style.NumFmt = 0 // "General"
	case whole:
		style.NumFmt = 1 // "0"
	case grouped:
		style.NumFmt = 3 // "#,##0"
	case tenths:
		custom = "0.0"
	case signedTenths:
		custom = "+0.0;-0.0;0.0"
	case signedWhole:
		custom = "+0;-0;0"
	case date:
		custom = day
	case moment:
		custom = day + " hh:mm"
	}
	if custom != "" {
		style.CustomNumFmt = &custom
	}
}

// headingStyle keeps away from the filter button in the lower right corner.
func headingStyle(l look) *excelize.Style {
	style := &excelize.Style{
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{primaryColour}},
		Font:      &excelize.Font{Bold: true, Family: fontName, Size: 11, Color: paper},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
	}
	switch l {
	case heading:
		style.Alignment.Horizontal, style.Alignment.Indent = "left", 1
	case figureHeading:
		style.Alignment.Horizontal = "right"
	case uprightHeading:
		style.Alignment.Horizontal, style.Alignment.TextRotation, style.Alignment.WrapText = "center", 90, false
	}
	return style
}

// paints returns the conditional formats of a column; bands are the names of
// the bands, lowest first.
func (s *styles) paints(p paint, bands []string) []excelize.ConditionalFormatOptions {
	switch p {
	case byScore:
		return []excelize.ConditionalFormatOptions{{
			Type: "3_color_scale", Criteria: "=",
			MinType: "num", MinValue: "0", MinColor: scaleLow,
			MidType: "num", MidValue: "50", MidColor: scaleMiddle,
			MaxType: "num", MaxValue: "100", MaxColor: scaleHigh,
		}}
	case byBand:
		var rules []excelize.ConditionalFormatOptions
		for i, name := range bands {
			rules = append(rules, excelize.ConditionalFormatOptions{
				Type: "cell", Criteria: "=", Value: `"` + name + `"`, Format: &s.bands[i],
			})
		}
		return rules
	}
	return nil
}
