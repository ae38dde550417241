package pages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/intake"
	"modenhed/internal/sheet"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// acceptedFiles are the kinds of files that can be read.
const acceptedFiles = ".csv,.txt,.tsv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func uploadModel(l view.Look, in *surveyImport, s *benchmark.Snapshot, problems fault.Problems) view.ImportUpload {
	wave := in.latest.Wave
	m := view.ImportUpload{
		Answers:    view.Field{Name: fieldAnswers, Label: l.T("imports.upload.answers_file"), Accept: acceptedFiles},
		Population: view.Field{Name: fieldPopulation, Label: l.T("imports.upload.population_file"), Accept: acceptedFiles, Optional: true},
	}
	hint := l.T("imports.upload.file_hint", "Megabytes", strconv.FormatInt(sheet.DefaultLimits().Bytes>>20, 10))
	m.Answers.Hint, m.Population.Hint = hint, hint
	guide := intake.NewGuide(wave, s.Directory, s.Seats().AllParties(), nil)
	for _, item := range guide.Items() {
		m.Needs = append(m.Needs, itemNeed(l, item))
	}
	m.PopulationText = l.T("imports.upload.population_seats")
	if wave.Design != nil && len(wave.Design.Rake) > 0 {
		m.Population.Optional = false
		m.PopulationText = l.T("imports.upload.population_needed", "Columns", strings.Join(wave.Design.Rake, ", "))
	}
	for _, field := range []*view.Field{&m.Answers, &m.Population} {
		field.Error = fileFault(l, problems, field.Name)
		if field.Error != "" {
			m.Faults = append(m.Faults, view.FieldError{ID: field.Name, Text: field.Label + ": " + field.Error})
		}
	}
	m.Rows = rowFaultsOf(l, problems, func(field string) string {
		if field == fieldPopulation {
			return l.T("imports.upload.population_file")
		}
		return l.T("imports.upload.answers_file")
	})
	return m
}

// itemNeed says what a column is for.
func itemNeed(l view.Look, item intake.Item) string {
	switch {
	case item.Required:
		return l.T("imports.upload.needed", "Item", itemName(l, item))
	}
	return l.T("imports.upload.possible", "Item", itemName(l, item))
}

// itemName is how people call an item.
func itemName(l view.Look, item intake.Item) string {
	switch item.Kind {
	case intake.Municipality:
		return l.T("imports.item.municipality")
	case intake.Party:
		return l.T("imports.item.party")
	case intake.Answer:
		return l.T("imports.item.question", "Text", item.Text.In(l.Code()))
	}
	if item.Key == intake.RegionTrait {
		return l.T("imports.item.region")
	}
	return l.T("imports.item.trait", "Name", item.Key)
}

// fileFault says at a file's field what is wrong with it: the fault itself, or
// that there are some in its rows.
func fileFault(l view.Look, problems fault.Problems, field string) string {
	rows := 0
	for _, p := range problems {
		switch {
		case p.Field != field:
		case p.Row == 0:
			return problemText(l, p)
		default:
			rows++
		}
	}
	if rows == 0 {
		return ""
	}
	return l.N("imports.faults.in_rows", rows)
}

// rowFaultsOf lists what is wrong in rows; name says what a field is called.
func rowFaultsOf(l view.Look, problems fault.Problems, name func(field string) string) view.RowFaults {
	var faults view.RowFaults
	type place struct{ column, text string }
	at, rows := make(map[place]int), [][]int{}
	count, left := 0, 0
	for _, p := range problems {
		if p.Row == 0 {
			continue
		}
		count++
		here := place{name(p.Field), problemText(l, p)}
		i, known := at[here]
		switch {
		case known:
			rows[i] = append(rows[i], p.Row)
		case len(rows) < mostFaultsListed:
			at[here] = len(rows)
			rows = append(rows, []int{p.Row})
			faults.Rows = append(faults.Rows, view.RowFault{Column: here.column, Text: here.text})
		default:
			left++
		}
	}
	if count == 0 {
		return faults
	}
	for i := range rows {
		faults.Rows[i].Row = rowRanges(l, rows[i])
	}
	faults.Title = l.N("imports.faults.title", count)
	if left > 0 {
		faults.Rest = l.N("imports.faults.rest", left)
	}
	return faults
}

// rowRanges lists rows, those in a line as a range, as "3, 7–9".
func rowRanges(l view.Look, rows []int) string {
	const most = 20
	var parts []string
	for i := 0; i < len(rows); {
		end := i
		for end+1 < len(rows) && rows[end+1] <= rows[end]+1 {
			end++
		}
		part := strconv.Itoa(rows[i])
		if rows[end] > rows[i] {
			part = l.Range(part, strconv.Itoa(rows[end]))
		}
		parts = append(parts, part)
		if i = end + 1; len(parts) == most && i < len(rows) {
			parts = append(parts, l.N("imports.faults.more_rows", len(rows)-i))
			break
		}
	}
	return strings.Join(parts, ", ")
}

func mappingModel(l view.Look, in *surveyImport, problems fault.Problems) view.ImportMapping {
	m := view.ImportMapping{
		File: l.N("imports.preview.file", len(in.table.Rows), "Name", in.answers.name, "Columns", len(in.table.Header)),
		Rows: rowFaultsOf(l, problems, func(field string) string { return field }),
	}
	m.Header = in.table.Header
	for _, row := range in.table.Rows[:min(len(in.table.Rows), previewRows)] {
		m.Preview = append(m.Preview, row.Cells)
	}
	for i, f := range in.guide.Find(in.table, in.mapping) {
		c := columnModel(l, in, i, f)
		for _, p := range problems {
			if p.Row == 0 && p.Field == f.Item.Key {
				c.Field.Error = columnFault(l, p, f.Item)
				m.Faults = append(m.Faults, view.FieldError{ID: c.Field.ID, Text: c.Field.Error})
			}
		}
		m.Columns = append(m.Columns, c)
	}
	m.Faults = append(m.Faults, elsewhere(l, problems, in.guide.Items())...)
	return m
}

// elsewhere are problems of the whole file.
func elsewhere(l view.Look, problems fault.Problems, items []intake.Item) (list view.FieldErrors) {
	for _, p := range problems {
		ofItem := slices.ContainsFunc(items, func(i intake.Item) bool { return i.Key == p.Field })
		if p.Row == 0 && !ofItem {
			list = append(list, view.FieldError{Text: problemText(l, p)})
		}
	}
	return list
}

// columnFault names a missing column by what people call it.
func columnFault(l view.Look, p fault.Problem, item intake.Item) string {
	if p.Message.Key == "intake.column_missing" {
		return l.T("imports.columns.missing", "Item", itemName(l, item))
	}
	return problemText(l, p)
}

// columnModel is the choice of a column with what stands in it.
func columnModel(l view.Look, in *surveyImport, at int, f intake.Finding) view.ImportColumn {
	c := view.ImportColumn{Field: view.Field{
		Name: columnField(at), ID: "column-" + strconv.Itoa(at), Label: itemName(l, f.Item), Optional: !f.Item.Required,
	}}
	c.Choices = []view.Choice{{Text: l.T("imports.columns.none"), Selected: f.Column == ""}}
	if f.Item.Required {
		c.Choices[0].Text = l.T("imports.columns.choose")
	}
	if in.guide.Derivable(f.Item) {
		c.Choices = append(c.Choices, view.Choice{
			Value: intake.FromDirectory, Text: l.T("imports.columns.derived"), Selected: f.Column == intake.FromDirectory,
		})
	}
	for _, name := range in.table.Header {
		c.Choices = append(c.Choices, view.Choice{Value: name, Text: name, Selected: name == f.Column})
	}
	if f.Column != "" && f.Column != intake.FromDirectory {
		describeValues(l, in, f, &c)
	}
	return c
}

// describeValues says how the values of a column are understood, and asks about
// the others.
func describeValues(l view.Look, in *surveyImport, f intake.Finding, c *view.ImportColumn) {
	known, open := 0, 0
	for _, v := range f.Values {
		if v.Known && !v.Chosen {
			known++
			if len(c.Understood) < valuesListed {
				c.Understood = append(c.Understood, view.Fact{Label: v.Text, Value: meaningName(l, in, f.Item, v.Key)})
			}
			continue
		}
		open++
		if len(c.Open) < mostChoiceListed {
			c.Open = append(c.Open, openValue(l, in, f.Item, v, fmt.Sprintf("%s-%d", c.Field.ID, open)))
		}
	}
	c.Summary = l.N("imports.columns.summary", len(f.Values), "Known", known)
	if f.Empty > 0 {
		c.Summary += " " + l.N("imports.columns.empty", f.Empty)
	}
	if rest := known - len(c.Understood); rest > 0 {
		c.More = l.N("imports.columns.more", rest)
	}
	if rest := open - len(c.Open); rest > 0 {
		c.OpenMore = l.N("imports.columns.open_more", rest)
	}
}

// meaningName is how people call what a value means.
func meaningName(l view.Look, in *surveyImport, item intake.Item, key string) string {
	for _, w := range meanings(in, item) {
		if w.Key == key {
			return w.Name.In(l.Code())
		}
	}
	return key
}

// meanings are what the values of an item may mean.
func meanings(in *surveyImport, item intake.Item) []intake.Word {
	if item.Kind != intake.Municipality {
		return in.guide.Words(item.Key)
	}
	return in.guide.Councils()
}

func openValue(l view.Look, in *surveyImport, item intake.Item, v intake.Value, id string) view.ImportValue {
	value := view.ImportValue{Field: view.Field{
		Name: meansField(item.Key, v.Text), ID: id,
		Label: l.T("imports.columns.value", "Value", excerptOf(v.Text), "Row", v.Line),
	}}
	value.Choices = []view.Choice{{Text: l.T("imports.columns.undecided"), Selected: !v.Known}}
	if !item.Complete {
		text := l.T("imports.columns.no_answer")
		if item.Kind != intake.Answer {
			text = l.T("imports.columns.unknown")
		}
		value.Choices = append(value.Choices, view.Choice{Value: meansPrefix, Text: text, Selected: v.Known && v.Key == ""})
	}
	for _, w := range meanings(in, item) {
		name := w.Name.In(l.Code())
		if item.Kind == intake.Party && w.Key != name {
			name = w.Key + " – " + name
		}
		value.Choices = append(value.Choices, view.Choice{Value: meansPrefix + w.Key, Text: name, Selected: v.Known && v.Key == w.Key})
	}
	return value
}

// excerptOf shortens a value for a label.
func excerptOf(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// partyName is a party with its letter, as "A – Socialdemokratiet".
func partyName(l view.Look, s *benchmark.Snapshot, letter string) string {
	name := s.Seats().PartyName(letter, l.Code())
	if name == letter || letter == "OTH" {
		return name
	}
	return letter + " – " + name
}

// optionName is the wording of an option.
func optionName(l view.Look, q survey.Question, key string) string {
	for _, o := range q.Options {
		if o.Key == key {
			return o.Text.In(l.Code())
		}
	}
	return key
}
