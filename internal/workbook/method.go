package workbook

import (
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/scoring"
)

// methodRow is one thing that readers must know of the figures.
type methodRow struct {
	topic, item string
	// value is a figure, nil when there is none.
	value any
	unit  string
	text  string
	link  string
}

func methodSheet(p *locale.Printer, rows []methodRow) sheet[methodRow] {
	heading := func(key string) string { return p.T("workbook.column." + key) }
	columns := []column[methodRow]{
		{heading: heading("topic"), width: 21, value: func(row methodRow) any { return row.topic }},
		{heading: heading("item"), width: 40, look: lines, value: func(row methodRow) any { return row.item }},
		{heading: heading("value"), width: 17, look: figure, value: func(row methodRow) any { return row.value }},
		{heading: heading("unit"), width: 10, value: func(row methodRow) any { return row.unit }},
		{heading: heading("explanation"), width: 84, look: lines, value: func(row methodRow) any { return row.text }},
	}
	if slices.ContainsFunc(rows, func(row methodRow) bool { return row.link != "" }) {
		columns = append(columns, column[methodRow]{heading: heading("link"), width: 50, look: lines, value: func(row methodRow) any { return row.link }})
	}
	return sheet[methodRow]{name: p.T("workbook.sheet.method"), table: "Method", columns: columns, rows: rows, frozen: 2}
}

// topic writes rows under one topic.
type topic struct {
	p    *locale.Printer
	name string
	rows []methodRow
}

func newTopic(p *locale.Printer, key string) *topic {
	return &topic{p: p, name: p.T("workbook.topic." + key)}
}

func (t *topic) add(row methodRow) {
	row.topic = t.name
	t.rows = append(t.rows, row)
}

// frameworkRows say what is measured by which framework.
func frameworkRows(p *locale.Printer, f *framework.Framework) []methodRow {
	t := newTopic(p, "framework")
	t.add(methodRow{item: p.T("workbook.framework.title"), text: titleOf(p, f.Title, f.Key)})
	t.add(methodRow{item: p.T("workbook.framework.key"), text: f.Key})
	t.add(methodRow{item: p.T("workbook.framework.version"), value: f.Version})
	t.add(methodRow{item: p.T("workbook.framework.areas"), value: len(f.Areas)})
	t.add(methodRow{item: p.T("workbook.framework.indicators"), value: len(f.Places())})
	if f.Source.Title != "" {
		t.add(methodRow{item: p.T("workbook.framework.source"), value: positive(f.Source.Year), text: sourceText(f.Source.Publisher, f.Source.Title)})
	}
	return t.rows
}

// sourceText names a source by publisher and title.
func sourceText(publisher, title string) string {
	if publisher == "" {
		return title
	}
	return publisher + ": " + title
}

// thresholdRows are the parameters of the declared method.
func thresholdRows(p *locale.Printer, f *framework.Framework) []methodRow {
	t := newTopic(p, "thresholds")
	m := f.Method
	word := func(key string) methodRow {
		return methodRow{item: p.T("workbook.method." + key + ".title"), text: p.T("workbook.method." + key + ".text")}
	}
	share := func(key string, value float64) {
		row := word(key)
		row.value, row.unit = percent(value), "%"
		t.add(row)
	}
	t.add(methodRow{item: p.T("workbook.method.aggregation"), text: p.T("workbook.aggregation." + string(m.Aggregation))})
	t.add(methodRow{item: p.T("workbook.method.missing"), text: missingText(p, m.Missing)})
	share("min_area_coverage", m.MinAreaCoverage)
	share("min_index_weight", m.MinIndexWeight)
	share("min_coverage", m.MinCoverage)
	share("max_not_applicable", m.MaxNotApplicable)
	age := word("max_age_months")
	if m.MaxAgeMonths > 0 {
		age.value, age.unit = m.MaxAgeMonths, p.T("workbook.unit.months")
	} else {
		age.text = p.T("workbook.method.no_max_age")
	}
	t.add(age)
	return t.rows
}

func missingText(p *locale.Printer, rule framework.MissingRule) string {
	if rule == framework.Zero {
		return p.T("workbook.missing.counted")
	}
	return p.T("workbook.missing.left_out")
}

// bandRows are the bands with the score at which each begins.
func bandRows(p *locale.Printer) []methodRow {
	const width, top = 20, 100
	t := newTopic(p, "bands")
	for band := scoring.Initial; band <= scoring.Leading; band++ {
		low := int(band-scoring.Initial) * width
		key := "method.bands.from_to"
		if low+width == top {
			key = "method.bands.from"
		}
		t.add(methodRow{
			item: bandName(p, band), value: low, unit: p.T("workbook.unit.points"),
			text: p.T(key, "Low", low, "High", low+width),
		})
	}
	return t.rows
}

// stateRows say what each state of an answer means.
func stateRows(p *locale.Printer) []methodRow {
	t := newTopic(p, "states")
	for _, state := range []string{"not_answered", "dont_know", "not_applicable"} {
		t.add(methodRow{item: p.T("profile.state." + state), text: p.T("workbook.state_meaning." + state)})
	}
	for _, state := range []string{"none", "reported"} {
		t.add(methodRow{item: p.T("workbook.state." + state), text: p.T("workbook.state_meaning." + state)})
	}
	return t.rows
}

// weightRows are the areas with their weights, sub-areas under the areas above them.
func weightRows(p *locale.Printer, f *framework.Framework) []methodRow {
	t := newTopic(p, "weights")
	t.addAreas(f.Areas, nil)
	t.add(methodRow{item: p.T("workbook.weights.indicators"), text: p.T("workbook.weights.see", "Sheet", p.T("workbook.sheet.questions"))})
	return t.rows
}

func (t *topic) addAreas(areas []framework.Area, above []string) {
	for i := range areas {
		path := append(above[:len(above):len(above)], titleOf(t.p, areas[i].Title, string(areas[i].Key)))
		row := methodRow{item: strings.Join(path, " › "), value: round9(areas[i].Weight), text: areas[i].Why.In(t.p.Code())}
		if own := areas[i].Aggregation; own != "" {
			row.text = strings.TrimSpace(t.p.T("workbook.aggregation."+string(own)) + " " + row.text)
		}
		t.add(row)
		t.addAreas(areas[i].Areas, path)
	}
}

// count is a number in running text.
func count(n int) string { return strconv.Itoa(n) }
