package pages

import (
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// waveForm makes the form of a survey; it gathers what is wrong in the order of
// the fields.
type waveForm struct {
	formBuilder
	page wavePage
}

func waveFormModel(l view.Look, s *benchmark.Snapshot, page wavePage) view.WaveForm {
	w := &waveForm{formBuilder: formBuilder{l: l, id: "w", problems: page.faults}, page: page}
	t := page.typed
	m := view.WaveForm{Seen: strconv.FormatInt(t.Seen, 10), Notices: w.notices()}
	if page.latest != nil {
		m.Answered = page.latest.Answers != nil
		if t.Seen == 0 || page.changed {
			m.Seen = strconv.FormatInt(page.latest.Number, 10)
		}
	} else {
		m.Copy, m.From = w.copies(), page.from
	}
	m.File = w.field(fieldWaveFile, "waveform.file.field", "")
	m.File.Accept, m.File.Optional = ".yaml,.yml,.json", true
	w.names(&m, t)
	m.QuestionsError = w.together("questions", "add-question")
	for i, q := range t.Questions {
		m.Questions = append(m.Questions, w.questionForm(i, q))
	}
	w.design(&m, s, t)
	w.source(&m, t)
	m.Comment = w.optional("comment", "surveys.form.comment", t.Comment)
	m.Comment.Hint, m.Comment.Limit = l.T("surveys.form.comment_hint"), survey.MaxComment
	m.Rows = rowFaultsOf(l, w.inRows(), func(field string) string { return field })
	w.rest()
	m.Faults = w.summary
	return m
}

// questionRows is the height of a question's text in lines.
const questionRows = 3

// inRows are the problems of a file, which are told in a table of their own.
func (w *waveForm) inRows() (rows fault.Problems) {
	for _, p := range w.problems {
		if p.Row > 0 {
			rows = append(rows, p)
			w.told = append(w.told, p.Field)
		}
	}
	return rows
}

func (w *waveForm) notices() []view.Notice {
	if !w.page.changed {
		return nil
	}
	latest := w.page.latest.Version
	return []view.Notice{{
		Kind: view.AlertError, Heading: w.l.T("surveys.changed.title"),
		Text: w.l.T("waveform.changed", "When", w.l.DateTime(latest.Wave.RecordedAt), "By", versionBy(w.l, latest)),
		Link: view.Link{Href: waveAddress(latest.Wave.Key), Text: w.l.T("waveform.changed_link")},
	}}
}

// copies choose what a new survey begins with.
func (w *waveForm) copies() view.WaveFormChoice {
	c := view.WaveFormChoice{Field: view.Field{Name: "from", ID: "from", Label: w.l.T("waveform.copy.label"), Hint: w.l.T("waveform.copy.hint")}}
	c.Choices = []view.Choice{{Value: "none", Text: w.l.T("waveform.copy.nothing"), Selected: w.page.from == "none"}}
	for _, wave := range slices.Backward(w.page.waves) {
		if wave.Wave.Purpose != survey.Gap && w.page.from != wave.Wave.Key && wave.Wave.Kind != survey.FromResponses {
			continue
		}
		c.Choices = append(c.Choices, view.Choice{
			Value: wave.Wave.Key, Text: wave.Wave.Title.In(w.l.Code()), Selected: w.page.from == wave.Wave.Key,
		})
	}
	return c
}

func (w *waveForm) names(m *view.WaveForm, t survey.TypedWave) {
	l := w.l
	names := []view.Field{
		w.field("title/da", "waveform.names.title_da", t.Title.DA),
		w.field("title/en", "waveform.names.title_en", t.Title.EN),
		w.field("fieldwork", "waveform.names.fieldwork", t.Fieldwork),
		w.field("population/da", "waveform.names.population_da", t.Population.DA),
		w.field("population/en", "waveform.names.population_en", t.Population.EN),
		w.optional("mode/da", "waveform.names.mode_da", t.Mode.DA),
		w.optional("mode/en", "waveform.names.mode_en", t.Mode.EN),
	}
	names[2].Hint = l.T("waveform.names.fieldwork_hint")
	names[3].Hint = l.T("waveform.names.population_hint")
	names[5].Hint = l.T("waveform.names.mode_hint")
	m.Names = [][]view.Field{names[:2], names[2:3], names[3:5], names[5:]}
	m.Purpose.Field = w.field("purpose", "waveform.purpose.label", "")
	for _, purpose := range []survey.Purpose{survey.Gap, survey.Context} {
		m.Purpose.Choices = append(m.Purpose.Choices, view.Choice{
			Value: string(purpose), Text: l.T("waveform.purpose." + string(purpose)), Selected: t.Purpose == string(purpose),
		})
	}
	if w.page.latest != nil {
		return
	}
	key := w.optional("key", "surveys.design.key", t.Key)
	key.Hint = l.T("waveform.names.key_hint")
	m.Key = &key
}

// together returns what is wrong with several fields together; the summary
// leads to an element.
func (w *waveForm) together(field, id string) string {
	text := w.errorAt(field)
	if text != "" {
		w.summary = append(w.summary, view.FieldError{ID: id, Text: text})
	}
	return text
}

func (w *waveForm) questionForm(i int, q survey.TypedQuestion) view.WaveFormQuestion {
	l := w.l
	number := strconv.Itoa(i + 1)
	f := view.WaveFormQuestion{
		ID: "question-" + number, Legend: l.T("waveform.questions.legend", "N", number),
		Key: view.Hidden{Name: questionField(i, "key"), Value: q.Key},
		DA:  w.field(questionField(i, "text/da"), "waveform.questions.da", q.Text.DA),
		EN:  w.field(questionField(i, "text/en"), "waveform.questions.en", q.Text.EN),
		Add: doAddOption + number, Remove: doRemoveQuestion + number,
	}
	if w.mustStay(q.Key) {
		f.Remove = ""
	}
	f.DA.Rows, f.EN.Rows = questionRows, questionRows
	var faults []string
	for _, path := range []string{"key", "options", "multiple"} {
		if text := w.together(questionField(i, path), f.ID); text != "" {
			faults = append(faults, text)
		}
	}
	f.Error = strings.Join(faults, " ")
	for k, o := range q.Options {
		f.Options = append(f.Options, w.optionForm(i, k, o))
	}
	return f
}

// mustStay reports whether somebody may have answered what has a key.
func (w *waveForm) mustStay(key string) bool {
	return key != "" && w.page.latest != nil && w.page.latest.Answers != nil
}

func (w *waveForm) optionForm(i, k int, o survey.TypedAnswer) view.WaveFormOption {
	l := w.l
	f := view.WaveFormOption{
		Legend:  l.T("waveform.option.legend", "N", k+1),
		Key:     view.Hidden{Name: optionField(i, k, "key"), Value: o.Key},
		DA:      w.field(optionField(i, k, "text/da"), "waveform.option.da", o.Text.DA),
		EN:      w.field(optionField(i, k, "text/en"), "waveform.option.en", o.Text.EN),
		Reading: w.field(optionField(i, k, "reading"), "surveys.form.added.reading", ""),
		Score:   w.optional(optionField(i, k, "score"), "waveform.option.score", o.Score),
		Remove:  doRemoveOption + strconv.Itoa(i+1) + "/" + strconv.Itoa(k+1),
	}
	f.Score.InputMode = "decimal"
	if w.mustStay(o.Key) {
		f.Remove = ""
	}
	if text := w.errorAt(optionField(i, k, "key")); text != "" {
		f.DA.Error = text
		w.summary = append(w.summary, view.FieldError{ID: f.DA.ID, Text: text})
	}
	f.Readings = []view.Choice{{Text: l.T("surveys.form.added.no_reading"), Selected: o.Reading == ""}}
	for _, reading := range []survey.Reading{survey.Harvested, survey.Potential, survey.DontKnow} {
		f.Readings = append(f.Readings, view.Choice{
			Value: string(reading), Text: l.T("surveys.reading." + string(reading)), Selected: o.Reading == string(reading),
		})
	}
	return f
}

func (w *waveForm) design(m *view.WaveForm, s *benchmark.Snapshot, t survey.TypedWave) {
	l := w.l
	m.Election.Field = w.field("design/election", "surveys.design.election", t.Election)
	m.Election.Field.Hint = l.T("waveform.design.election_hint")
	m.Election.Choices = []view.Choice{{Text: l.T("surveys.design.election_latest"), Selected: t.Election == ""}}
	years := s.Seats().Years()
	for _, year := range years {
		text := strconv.Itoa(year)
		m.Election.Choices = append(m.Election.Choices, view.Choice{Value: text, Text: text, Selected: t.Election == text})
	}
	if n, err := strconv.Atoi(t.Election); t.Election != "" && (err != nil || !slices.Contains(years, n)) {
		m.Election.Choices = append(m.Election.Choices, view.Choice{Value: t.Election, Text: t.Election, Selected: true})
	}
	fields := []view.Field{
		w.optional("design/minimum", "surveys.design.minimum", t.Minimum),
		w.optional("design/keep_months", "waveform.design.keep", t.KeepMonths),
		w.optional("design/people", "waveform.design.people", t.People),
		w.optional("design/rake", "surveys.design.rake", t.Rake),
		w.optional("design/by", "surveys.design.by", t.By),
	}
	hints := []string{"waveform.design.minimum_hint", "waveform.design.keep_hint", "waveform.design.people_hint", "waveform.design.rake_hint", "waveform.design.by_hint"}
	for i := range fields {
		fields[i].Hint = l.T(hints[i], "Least", survey.LeastShown, "Months", survey.DefaultKeepMonths)
	}
	for i := range 3 {
		fields[i].InputMode = "numeric"
	}
	m.Design = [][]view.Field{fields[:2], fields[2:3], fields[3:]}
	m.Merge = w.optional("design/merge", "surveys.design.merge", t.Merge)
	m.Merge.Hint = l.T("waveform.design.merge_hint")
	m.Trim = []view.Field{
		w.field("design/trim", "waveform.design.trim_low", t.TrimLow),
		w.field("design/trim/high", "waveform.design.trim_high", t.TrimHigh),
	}
	for i := range m.Trim {
		m.Trim[i].InputMode = "decimal"
	}
}

func (w *waveForm) source(m *view.WaveForm, t survey.TypedWave) {
	fields := []view.Field{
		w.field("source/title", "surveys.form.source_title", t.Source.Title),
		w.optional("source/publisher", "surveys.form.source_publisher", t.Source.Publisher),
		w.optional("source/year", "surveys.form.source_year", t.Year),
		w.optional("source/url", "surveys.form.source_url", t.Source.URL),
	}
	fields[2].InputMode = "numeric"
	fields[3].Type = "url"
	m.Source = [][]view.Field{fields[:2], fields[2:]}
}
