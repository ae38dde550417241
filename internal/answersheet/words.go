package answersheet

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"modenhed/internal/assessment"
	"modenhed/internal/locale"
	"modenhed/internal/table"
)

// Words are what people write in these tables, in both languages.
type Words struct {
	columns map[string]string
	// headings are what the columns are called in the reader's language.
	headings map[string]string
	states   map[string]assessment.State
	yes, no  map[string]bool
	sources  map[string]assessment.Source
	sheets   map[string]bool
}

// The words for answers that are no value, by the keys of their wording.
var stateKeys = map[assessment.State]string{
	assessment.NotAnswered:   "answersheet.word.withdraw",
	assessment.DontKnow:      "answersheet.word.dont_know",
	assessment.NotApplicable: "answersheet.word.not_applicable",
}

// NewWords collects the words of both languages that a printer knows.
func NewWords(p *locale.Printer) *Words {
	w := &Words{
		columns: make(map[string]string), headings: make(map[string]string), sheets: make(map[string]bool),
		states: map[string]assessment.State{
			"?": assessment.DontKnow, "n/a": assessment.NotApplicable, "na": assessment.NotApplicable,
			"not_answered": assessment.NotAnswered, "dont_know": assessment.DontKnow, "not_applicable": assessment.NotApplicable,
			"dont know": assessment.DontKnow, "træk svaret tilbage": assessment.NotAnswered,
		},
		yes:     map[string]bool{"1": true, "true": true, "sand": true, "x": true},
		no:      map[string]bool{"0": true, "false": true, "falsk": true},
		sources: map[string]assessment.Source{"self": assessment.Self, "desk": assessment.Desk},
	}
	for _, column := range Columns() {
		w.headings[column] = p.T("answersheet.column." + column)
	}
	for _, lang := range locale.Langs() {
		in := p.In(string(lang))
		for _, column := range Columns() {
			w.columns[bare(column)] = column
			w.columns[bare(in.T("answersheet.column."+column))] = column
		}
		for state, key := range stateKeys {
			w.states[table.Fold(in.T(key))] = state
		}
		w.yes[table.Fold(in.T("answersheet.word.public"))], w.no[table.Fold(in.T("answersheet.word.internal"))] = true, true
		w.yes[table.Fold(in.T("answersheet.word.yes"))], w.no[table.Fold(in.T("answersheet.word.no"))] = true, true
		w.sources[table.Fold(in.T("answersheet.word.self"))] = assessment.Self
		w.sources[table.Fold(in.T("answersheet.word.desk"))] = assessment.Desk
		w.sheets[table.Fold(in.T("answersheet.sheet"))] = true
	}
	return w
}

// StateWord returns what people write for an answer without value.
func StateWord(p *locale.Printer, state assessment.State) string { return p.T(stateKeys[state]) }

// bare is the letters and digits of a text in lower case.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, strings.ToLower(norm.NFC.String(text)))
}

// column returns the key of the column that a heading names.
func (w *Words) column(heading string) (key string, ok bool) {
	key, ok = w.columns[bare(heading)]
	return key, ok
}
