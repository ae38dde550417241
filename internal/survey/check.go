package survey

import (
	"fmt"
	"math"
	"net/url"
	"strings"
	"unicode"

	"modenhed/internal/fault"
)

// SumSlack is how far, in percentage points, the shares of a question may miss
// 100 by rounding; the last digits allow for binary fractions.
const SumSlack = 0.5 + 1e-9

// Check reports everything that is wrong with the wave at once, as an Invalid
// error whose fields are paths such as "questions[1]/options[2]/share/percent".
func (w Wave) Check() error {
	var problems fault.Problems
	w.check(problems.Add)
	return problems.Err()
}

// noter notes a problem at a path.
type noter func(path, key string, pairs ...any)

func (w Wave) check(note noter) {
	checkKey(note, "key", w.Key)
	checkText(note, "title", w.Title)
	checkText(note, "population", w.Population)
	if strings.TrimSpace(w.Fieldwork) == "" {
		note("fieldwork", "survey.fieldwork_missing")
	} else if _, _, ok := w.Months(); !ok {
		note("fieldwork", "survey.fieldwork_form", "Value", excerpt(w.Fieldwork))
	}
	if w.Respondents < 0 {
		note("respondents", "survey.negative")
	}
	checkPercent(note, "response_rate_percent", w.ResponseRate)
	checkPercent(note, "margin_of_error_points", w.MarginOfError)
	if w.Purpose != Gap && w.Purpose != Context {
		note("purpose", "survey.purpose_unknown", "Value", excerpt(string(w.Purpose)))
	}
	checkSource(note, "source", w.Source)
	w.checkDesign(note)
	w.checkQuestions(note)
}

func (w Wave) checkQuestions(note noter) {
	if len(w.Questions) == 0 {
		note("questions", "survey.no_questions")
	}
	seen := make(map[string]bool)
	harvested := 0
	for i, q := range w.Questions {
		path := fmt.Sprintf("questions[%d]", i+1)
		checkKey(note, path+"/key", q.Key)
		if seen[q.Key] || w.Kind == FromResponses && (q.Key == ColumnMunicipality || q.Key == ColumnParty) {
			note(path+"/key", "survey.repeated_key", "Key", excerpt(q.Key))
		}
		seen[q.Key] = true
		q.check(note, path, w.Kind)
		if _, ok := q.With(Harvested); ok {
			harvested++
		}
	}
	if w.Purpose == Gap && len(w.Questions) > 0 && harvested != 1 {
		note("questions", "survey.gap_question")
	}
}

func (q Question) check(note noter, path string, kind Kind) {
	checkText(note, path+"/text", q.Text)
	if q.Source != nil {
		checkSource(note, path+"/source", *q.Source)
	}
	if len(q.Options) == 0 {
		note(path+"/options", "survey.no_options")
	}
	if kind == FromResponses && q.Multiple {
		note(path+"/multiple", "survey.multiple_of_responses")
	}
	seen := make(map[string]bool)
	least := 0.0
	for i, o := range q.Options {
		at := fmt.Sprintf("%s/options[%d]", path, i+1)
		checkKey(note, at+"/key", o.Key)
		if seen[o.Key] {
			note(at+"/key", "survey.repeated_key", "Key", excerpt(o.Key))
		}
		seen[o.Key] = true
		o.check(note, at, kind)
		low, _, _ := o.Share.Range()
		least += low
	}
	if !q.Multiple && least > 100+SumSlack {
		note(path+"/options", "survey.sum_over", "Sum", fmt.Sprintf("%.1f", least))
	}
}

func (o Option) check(note noter, path string, kind Kind) {
	checkText(note, path+"/text", o.Text)
	switch o.Reading {
	case "", Harvested, Potential, DontKnow:
	default:
		note(path+"/reading", "survey.reading_unknown", "Value", excerpt(string(o.Reading)))
	}
	if o.Score != nil && (math.IsNaN(*o.Score) || math.Abs(*o.Score) > maxScore) {
		note(path+"/score", "survey.score_range", "Most", maxScore)
	}
	if kind != FromResponses {
		o.Share.check(note, path+"/share")
	} else if o.Share != (Share{}) {
		note(path+"/share", "survey.share_of_responses")
	}
}

// maxScore is beyond every scale in use.
const maxScore = 1000

func (s Share) check(note noter, path string) {
	switch s.Basis {
	case Stated, Derived, Rounded:
		if s.Percent == nil {
			note(path+"/percent", "survey.percent_missing", "Basis", string(s.Basis))
		}
		if s.Low != nil || s.High != nil {
			note(path+"/low", "survey.range_not_words")
		}
	case Words:
		s.checkWords(note, path)
	default:
		note(path+"/basis", "survey.basis_unknown", "Value", excerpt(string(s.Basis)))
	}
	checkPercent(note, path+"/percent", s.Percent)
	checkPercent(note, path+"/low", s.Low)
	checkPercent(note, path+"/high", s.High)
}

func (s Share) checkWords(note noter, path string) {
	if s.Percent != nil {
		note(path+"/percent", "survey.percent_for_words")
	}
	checkText(note, path+"/words", s.Words)
	if s.Low == nil || s.High == nil || *s.Low > *s.High {
		note(path+"/low", "survey.words_range")
	}
}

func checkText(note noter, path string, t Text) {
	for _, in := range []struct{ lang, text string }{{"da", t.DA}, {"en", t.EN}} {
		if strings.TrimSpace(in.text) == "" {
			note(path+"/"+in.lang, "survey.text_missing")
		}
	}
}

func checkKey(note noter, path, key string) {
	notInKey := func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) || unicode.IsControl(r) }
	if key == "" || strings.ContainsFunc(key, notInKey) {
		note(path, "survey.key_form", "Value", excerpt(key))
	}
}

func checkPercent(note noter, path string, x *float64) {
	if x != nil && !(*x >= 0 && *x <= 100) {
		note(path, "survey.percent_range", "Value", fmt.Sprint(*x))
	}
}

func checkSource(note noter, path string, s Source) {
	if strings.TrimSpace(s.Title) == "" {
		note(path+"/title", "survey.source_missing")
	}
	if s.URL == "" {
		return
	}
	address, err := url.Parse(s.URL)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		note(path+"/url", "survey.source_address", "Value", excerpt(s.URL))
	}
}
