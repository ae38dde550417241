package workbook

import "slices"

// Where Statistics Denmark publishes what the directory rests on.
const (
	groupsAddress     = "https://www.dst.dk/da/Statistik/dokumentation/nomenklaturer/kommunegrupper"
	populationAddress = "https://www.statbank.dk/FOLK1A"
)

// method is everything on the method sheet of a benchmark.
func (c content) method() []methodRow {
	f := c.s.Framework
	return slices.Concat(
		c.ownRows(),
		c.figureRows(),
		c.guideRows(),
		frameworkRows(c.p, f),
		partRows(c.p, f),
		thresholdRows(c.p, f),
		bandRows(c.p),
		stateRows(c.p),
		weightRows(c.p, f),
		c.sourceRows(),
		workRows(c.p),
	)
}

// figureRows say what figures these are and as of when.
func (c content) figureRows() []methodRow {
	t := newTopic(c.p, "figures")
	if c.invented {
		t.add(methodRow{item: c.p.T("workbook.invented.notice"), text: c.p.T("workbook.invented.text")})
	}
	t.rows = append(t.rows, c.timeRows()...)
	country := c.s.Overview().Country
	t.add(methodRow{item: c.p.T("workbook.figures.units"), value: country.Units})
	t.add(methodRow{item: c.p.T("workbook.figures.ranked"), value: country.Ranked})
	t.add(methodRow{item: c.p.T("workbook.figures.mean"), value: scoreCell(points(country.Score.Mean)), unit: c.p.T("workbook.unit.points")})
	t.add(methodRow{item: c.p.T("workbook.figures.median"), value: scoreCell(points(country.Score.Median)), unit: c.p.T("workbook.unit.points")})
	if !c.ownTerms() {
		t.add(methodRow{item: c.p.T("workbook.figures.since"), value: cell{serial(c.s.ChangeSince()), moment}, text: c.p.T("workbook.figures.since_text")})
		t.add(c.movedFigures())
	}
	if c.opts.Version != "" {
		t.add(methodRow{item: c.p.T("workbook.figures.program"), text: "modenhed " + c.opts.Version})
	}
	if c.opts.Address != "" {
		t.add(methodRow{item: c.p.T("workbook.figures.address"), link: c.opts.Address})
	}
	return t.rows
}

// timeRows say which time the figures are of, and whether they can change.
func (c content) timeRows() []methodRow {
	t := newTopic(c.p, "figures")
	asOf := cell{serial(c.s.AsOf), moment}
	switch r := c.opts.Round; {
	case r != nil:
		t.add(methodRow{
			item: c.p.T("workbook.round.item"), value: cell{serial(r.PublishedAt.In(c.s.AsOf.Location())), moment},
			text: c.p.T("workbook.round.text", "Title", r.Title.In(c.p.Code()), "Key", string(r.Key)),
		})
		t.add(methodRow{item: c.p.T("workbook.round.sha256"), text: r.Hash + "\n" + c.p.T("workbook.round.verify", "Key", string(r.Key))})
		t.add(methodRow{item: c.p.T("workbook.round.cutoff"), value: asOf, text: c.p.T("workbook.figures.as_of_text")})
	case c.s.Earlier:
		t.add(methodRow{item: c.p.T("workbook.earlier.item"), value: asOf, text: c.p.T("workbook.earlier.text")})
	default:
		t.add(methodRow{item: c.p.T("workbook.figures.as_of"), value: asOf, text: c.p.T("workbook.figures.as_of_text")})
		t.add(methodRow{item: c.p.T("workbook.figures.provisional"), text: c.p.T("workbook.provisional")})
	}
	t.add(c.basisRow())
	return t.rows
}

// scoreCell shows a score as scores are shown elsewhere.
func scoreCell(value any) any {
	if value == nil {
		return nil
	}
	return cell{value, tenths}
}

// guideRows say what each sheet holds.
func (c content) guideRows() []methodRow {
	t := newTopic(c.p, "sheets")
	sheets := slices.Concat([]string{"ranking", "movements", "areas", "indicators", "answers", "perception"}, c.pollSheetKeys(), []string{"questions"})
	for _, key := range sheets {
		if key == "movements" && c.ownTerms() {
			continue
		}
		t.add(methodRow{item: c.sheetName(key), text: c.p.T("workbook.guide." + key)})
	}
	return t.rows
}

// sourceRows say where everything comes from and on what terms.
func (c content) sourceRows() []methodRow {
	t := newTopic(c.p, "sources")
	add := func(key, terms, link string) {
		t.add(methodRow{
			item: c.p.T("method.sources." + key),
			text: c.p.T("method.sources."+key+"_source", "Year", count(c.populationYear())) + ". " + c.p.T("method.sources."+terms) + ".",
			link: link,
		})
	}
	if source := c.s.Framework.Source; source.Title != "" {
		t.add(methodRow{
			item: titleOf(c.p, c.s.Framework.Title, c.s.Framework.Key), value: positive(source.Year),
			text: sourceText(source.Publisher, source.Title) + ". " + c.p.T("method.sources.quoted") + ".",
		})
	}
	add("directory", "free", groupsAddress)
	add("population", "free", populationAddress)
	for _, wave := range c.s.Waves {
		t.add(methodRow{
			item: wave.Title.In(c.p.Code()), value: positive(wave.Source.Year),
			text: sourceText(wave.Source.Publisher, wave.Source.Title) + ". " + c.p.T("method.sources.quoted") + ".",
			link: wave.Source.URL,
		})
	}
	return t.rows
}

func (c content) populationYear() int {
	year := 0
	for i := range c.s.Units {
		year = max(year, c.s.Units[i].PopulationYear)
	}
	return year
}
