package pages

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// addedOptions is how many options a form for exact shares can add at a time.
const addedOptions = 3

// sharesPrefix begins the names of the fields with shares; the option's key follows.
const sharesPrefix = "shares/"

// typedShares reads the form for exact shares. Fields are named by the places
// at which package survey tells problems.
func typedShares(form url.Values) survey.Typed {
	typed := survey.Typed{
		Question:  form.Get("question"),
		Shares:    make(map[string]string),
		Title:     form.Get("source/title"),
		Publisher: form.Get("source/publisher"),
		Year:      form.Get("source/year"),
		Address:   form.Get("source/url"),
		Comment:   form.Get("comment"),
	}
	typed.Seen, _ = strconv.ParseInt(form.Get("seen"), 10, 64)
	for name := range form {
		if option, ok := strings.CutPrefix(name, sharesPrefix); ok {
			typed.Shares[option] = form.Get(name)
		}
	}
	for i := range addedOptions {
		typed.Added = append(typed.Added, survey.TypedOption{
			Text:    survey.Text{DA: form.Get(addedField(i, "text/da")), EN: form.Get(addedField(i, "text/en"))},
			Reading: form.Get(addedField(i, "reading")),
			Share:   form.Get(addedField(i, "share/percent")),
		})
	}
	return typed.Clean()
}

func addedField(i int, name string) string { return fmt.Sprintf("added[%d]/%s", i+1, name) }

// knownShares fills the form with exact shares that are known already, so that
// one of them can be corrected; otherwise it is empty.
func knownShares(l view.Look, wave survey.Wave, q survey.Question) survey.Typed {
	typed := survey.Typed{Shares: make(map[string]string)}
	if !exactlyKnown(q) {
		return typed
	}
	for _, o := range q.Options {
		typed.Shares[o.Key] = l.Exact(*o.Share.Percent)
	}
	source := wave.Source
	if q.Source != nil {
		source = *q.Source
	}
	typed.Title, typed.Publisher, typed.Address = source.Title, source.Publisher, source.URL
	if source.Year != 0 {
		typed.Year = strconv.Itoa(source.Year)
	}
	return typed
}

// exactlyKnown reports whether every share of a question stands in its source.
func exactlyKnown(q survey.Question) bool {
	return !slices.ContainsFunc(q.Options, func(o survey.Option) bool {
		return o.Share.Basis != survey.Stated || o.Share.Percent == nil
	})
}

// sharesForms are the forms of a wave's questions. What was typed and refused
// stands in the form of its question.
func sharesForms(l view.Look, page surveyPage) []view.SharesForm {
	latest := page.versions[0]
	var forms []view.SharesForm
	for i, q := range latest.Wave.Questions {
		b := formBuilder{l: l, id: "q" + strconv.Itoa(i+1), question: q, typed: knownShares(l, latest.Wave, q)}
		if page.typed != nil && page.typed.Question == q.Key {
			b.typed, b.problems = *page.typed, page.faults
		}
		form := b.form()
		form.Action = waveAddress(latest.Wave.Key)
		form.Seen = strconv.FormatInt(latest.Number, 10)
		if len(latest.Wave.Questions) > 1 {
			form.Text = q.Text.In(l.Code())
		}
		forms = append(forms, form)
	}
	return forms
}

// formBuilder makes the form of one question.
type formBuilder struct {
	l        view.Look
	id       string
	question survey.Question
	typed    survey.Typed
	problems fault.Problems

	// summary gathers what is wrong in the order of the fields.
	summary view.FieldErrors
	told    []string
}

func (b *formBuilder) form() view.SharesForm {
	l := b.l
	form := view.SharesForm{
		ID:         b.id,
		Question:   b.question.Key,
		Title:      l.T("surveys.form.title"),
		SharesHint: l.T("surveys.form.shares_hint"),
		AddedOpen:  len(b.typed.Added) > 0,
	}
	if exactlyKnown(b.question) {
		form.Title = l.T("surveys.form.title_again")
	}
	if b.question.Multiple {
		form.SharesHint = l.T("surveys.form.shares_hint_multiple")
	}
	form.Shares = b.shares()
	form.SharesError = b.sumError(form.Shares)
	for i := range addedOptions {
		form.Added = append(form.Added, b.added(i))
	}
	form.Source = []view.Field{
		b.field("source/title", "surveys.form.source_title", b.typed.Title),
		b.optional("source/publisher", "surveys.form.source_publisher", b.typed.Publisher),
		b.optional("source/year", "surveys.form.source_year", b.typed.Year),
		b.optional("source/url", "surveys.form.source_url", b.typed.Address),
	}
	form.Source[0].Hint = l.T("surveys.form.source_title_hint")
	form.Source[2].InputMode = "numeric"
	form.Source[3].Type = "url"
	form.Comment = b.optional("comment", "surveys.form.comment", b.typed.Comment)
	form.Comment.Hint = l.T("surveys.form.comment_hint")
	form.Comment.Limit = survey.MaxComment
	b.rest()
	form.Faults = b.summary
	return form
}

func (b *formBuilder) shares() []view.Field {
	fields := make([]view.Field, len(b.question.Options))
	for i, o := range b.question.Options {
		fields[i] = b.labelled(sharesPrefix+o.Key, o.Text.In(b.l.Code()), b.typed.Shares[o.Key])
		fields[i].Unit, fields[i].InputMode = "%", "decimal"
	}
	return fields
}

// sumError returns what is wrong with the shares together; the summary leads to
// the first of them.
func (b *formBuilder) sumError(shares []view.Field) string {
	text := b.errorAt("shares")
	if text != "" && len(shares) > 0 {
		b.summary = append(b.summary, view.FieldError{ID: shares[0].ID, Text: text})
	}
	return text
}

func (b *formBuilder) added(i int) view.AddedOption {
	l := b.l
	var typed survey.TypedOption
	if i < len(b.typed.Added) {
		typed = b.typed.Added[i]
	}
	option := view.AddedOption{
		Legend:  l.T("surveys.form.added.legend", "N", i+1),
		DA:      b.field(addedField(i, "text/da"), "surveys.form.added.da", typed.Text.DA),
		EN:      b.field(addedField(i, "text/en"), "surveys.form.added.en", typed.Text.EN),
		Reading: b.field(addedField(i, "reading"), "surveys.form.added.reading", typed.Reading),
		Share:   b.field(addedField(i, "share/percent"), "surveys.form.added.share", typed.Share),
	}
	option.Share.Unit, option.Share.InputMode = "%", "decimal"
	option.Readings = []view.Choice{{Text: l.T("surveys.form.added.no_reading")}}
	for _, reading := range []survey.Reading{survey.Harvested, survey.Potential, survey.DontKnow} {
		option.Readings = append(option.Readings, view.Choice{
			Value: string(reading), Text: l.T("surveys.reading." + string(reading)), Selected: typed.Reading == string(reading),
		})
	}
	return option
}

func (b *formBuilder) field(name, label, value string) view.Field {
	return b.labelled(name, b.l.T(label), value)
}

func (b *formBuilder) optional(name, label, value string) view.Field {
	f := b.field(name, label, value)
	f.Optional = true
	return f
}

// labelled makes a field and notes its fault for the summary, where the label
// says which field is meant.
func (b *formBuilder) labelled(name, label, value string) view.Field {
	f := view.Field{Name: name, ID: b.id + "-" + elementID(name), Label: label, Value: value, Error: b.errorAt(name)}
	if f.Error != "" {
		b.summary = append(b.summary, view.FieldError{ID: f.ID, Text: label + ": " + f.Error})
	}
	return f
}

// elementID turns the name of a field into an ID that style sheets and
// addresses need not escape.
func elementID(name string) string {
	return strings.NewReplacer("/", "-", "[", "-", "]", "").Replace(name)
}

// errorAt returns what is wrong at a field, empty when nothing is.
func (b *formBuilder) errorAt(field string) string {
	for _, p := range b.problems {
		if p.Field == field {
			b.told = append(b.told, field)
			return problemText(b.l, p)
		}
	}
	return ""
}

// rest adds to the summary what is wrong at no field of the form.
func (b *formBuilder) rest() {
	for _, p := range b.problems {
		if !slices.Contains(b.told, p.Field) {
			b.summary = append(b.summary, view.FieldError{Text: problemText(b.l, p)})
		}
	}
}

func problemsOf(err error) fault.Problems {
	var known *fault.Error
	if errors.As(err, &known) {
		return known.Problems
	}
	return nil
}

// problemText translates a problem, with its figures written as people write them.
func problemText(l view.Look, p fault.Problem) string {
	args := make(map[string]any, len(p.Message.Args))
	for name, value := range p.Message.Args {
		if x, ok := value.(float64); ok {
			value = l.Exact(x)
		}
		args[name] = value
	}
	return l.Format(p.Message.Key, args)
}
