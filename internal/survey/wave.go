// Package survey holds what was asked of whom and what was answered: waves,
// questions and options. A published share is kept with its basis and is never
// made more exact than its source.
package survey

import "time"

// Text is wording in both languages.
type Text struct {
	DA string `yaml:"da"`
	EN string `yaml:"en"`
}

// In returns the text in a language, "da" or "en"; an empty text falls back to the other.
func (t Text) In(lang string) string {
	if lang == "en" && t.EN != "" || t.DA == "" {
		return t.EN
	}
	return t.DA
}

// Kind is how a wave's figures come about.
type Kind string

// The kinds.
const (
	// Aggregate waves are known by their published shares only; the zero value.
	Aggregate Kind = ""
	// FromResponses waves are estimated from one row per respondent.
	FromResponses Kind = "responses"
)

// Purpose is what a wave is used for.
type Purpose string

// The purposes.
const (
	// Gap waves ask politicians whether the gains are harvested and are held against measured maturity.
	Gap Purpose = "gap"
	// Context waves stand beside as comparison only.
	Context Purpose = "context"
)

// Reading is what choosing an option says about the gains.
type Reading string

// The readings; empty means none.
const (
	Harvested Reading = "harvested"
	Potential Reading = "potential"
	DontKnow  Reading = "dontknow"
)

// Basis is how exactly a published share is known.
type Basis string

// The bases.
const (
	// Stated shares stand as a figure in the source.
	Stated Basis = "stated"
	// Derived shares are computed from stated ones.
	Derived Basis = "derived"
	// Rounded shares come from words for a figure, such as "one in four".
	Rounded Basis = "rounded"
	// Words shares are only words, such as "most", read as a range.
	Words Basis = "words"
	// Estimated shares are computed from responses; no file states them.
	Estimated Basis = "estimated"
)

// Share is a published share with its basis. Percentages run from 0 to 100.
type Share struct {
	Basis Basis `yaml:"basis"`
	// Percent is defined unless Basis is Words.
	Percent *float64 `yaml:"percent,omitempty"`
	// Low and High are the range the words are read as; Basis Words only.
	Low  *float64 `yaml:"low,omitempty"`
	High *float64 `yaml:"high,omitempty"`
	// Words are the source's own words, where it has no figure.
	Words Text `yaml:"words,omitempty"`
	Note  Text `yaml:"note,omitempty"`
}

// Range returns the smallest and largest share the source supports, in
// percent; ok is false when it supports none.
func (s Share) Range() (low, high float64, ok bool) {
	switch {
	case s.Percent != nil:
		return *s.Percent, *s.Percent, true
	case s.Low != nil && s.High != nil:
		return *s.Low, *s.High, true
	}
	return 0, 0, false
}

// Option is one answer of a question.
type Option struct {
	Key     string  `yaml:"key"`
	Text    Text    `yaml:"text"`
	Reading Reading `yaml:"reading,omitempty"`
	// Score places the option on the scale of an ordinal question; nil means
	// that it is not on it, as "don't know" is not.
	Score *float64 `yaml:"score,omitempty"`
	// Share is published; the zero value in a wave of kind FromResponses.
	Share Share `yaml:"share,omitempty"`
}

// Question is one question of a wave.
type Question struct {
	Key  string `yaml:"key"`
	Text Text   `yaml:"text"`
	// Multiple means that several options could be chosen, so shares need not sum to 100.
	Multiple bool `yaml:"multiple,omitempty"`
	// Area is the framework area the question concerns; empty when none.
	Area string `yaml:"area,omitempty"`
	// Source is where the shares come from when it is not the wave's source.
	Source  *Source  `yaml:"source,omitempty"`
	Options []Option `yaml:"options"`
}

// Source is where a wave's figures were published.
type Source struct {
	Title     string `yaml:"title"`
	Publisher string `yaml:"publisher,omitempty"`
	Year      int    `yaml:"year,omitempty"`
	URL       string `yaml:"url,omitempty"`
}

// Wave is one survey at one time. A corrected wave is a new record with the same
// Key and a later RecordedAt.
type Wave struct {
	Key   string `yaml:"key"`
	Title Text   `yaml:"title"`
	// Kind says whether the figures are published shares or estimates; the
	// latter has no Respondents, ResponseRate, MarginOfError and Shares of its own.
	Kind Kind `yaml:"kind,omitempty"`
	// Design says how a wave of kind FromResponses is estimated.
	Design *Design `yaml:"design,omitempty"`
	// Fieldwork is the time of the answers: "2017-06" or "2022".
	Fieldwork     string `yaml:"fieldwork"`
	FieldworkNote Text   `yaml:"fieldwork_note,omitempty"`
	Population    Text   `yaml:"population"`
	// Respondents is the number of answers, 0 when unknown.
	Respondents int `yaml:"respondents,omitempty"`
	// ResponseRate is in percent, nil when unknown.
	ResponseRate *float64 `yaml:"response_rate_percent,omitempty"`
	Mode         Text     `yaml:"mode,omitempty"`
	Weighting    Text     `yaml:"weighting,omitempty"`
	Purpose      Purpose  `yaml:"purpose"`
	// MarginOfError is the stated maximum sampling error in percentage points at 95 %, nil when unknown.
	MarginOfError *float64   `yaml:"margin_of_error_points,omitempty"`
	Method        Text       `yaml:"method,omitempty"`
	Source        Source     `yaml:"source"`
	Questions     []Question `yaml:"questions"`
	// Invented marks the wave of a demo database.
	Invented   bool      `yaml:"invented,omitempty"`
	RecordedAt time.Time `yaml:"-"`
}
