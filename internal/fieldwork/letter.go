package fieldwork

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"modenhed/internal/fault"
	"modenhed/internal/survey"
)

// Placeholder stands in the text of a letter for the link.
const Placeholder = "{link}"

// The longest texts, in characters.
const (
	MaxSubject = 150
	MaxBody    = 5000
)

// Letter is the text that brings a link, in both languages. It is plain text.
type Letter struct {
	Subject, Body survey.Text
}

// The fields of a letter in a form.
const (
	FieldSubjectDA = "subject_da"
	FieldBodyDA    = "body_da"
	FieldSubjectEN = "subject_en"
	FieldBodyEN    = "body_en"
)

// clean returns the letter as it is kept: with plain line ends and no space around.
func (l Letter) clean() Letter {
	line := func(s string) string { return strings.TrimSpace(s) }
	lines := func(s string) string {
		return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
	}
	return Letter{
		Subject: survey.Text{DA: line(l.Subject.DA), EN: line(l.Subject.EN)},
		Body:    survey.Text{DA: lines(l.Body.DA), EN: lines(l.Body.EN)},
	}
}

func (l Letter) check(problems *fault.Problems) {
	checkSubject(problems, FieldSubjectDA, l.Subject.DA)
	checkBody(problems, FieldBodyDA, l.Body.DA)
	checkSubject(problems, FieldSubjectEN, l.Subject.EN)
	checkBody(problems, FieldBodyEN, l.Body.EN)
}

func checkSubject(problems *fault.Problems, field, text string) {
	switch {
	case text == "":
		problems.Add(field, "fieldwork.subject_missing")
	case utf8.RuneCountInString(text) > MaxSubject:
		problems.Add(field, "fieldwork.text_long", "Max", MaxSubject)
	case !printable(text, false):
		problems.Add(field, "fieldwork.text_control")
	}
}

func checkBody(problems *fault.Problems, field, text string) {
	switch {
	case utf8.RuneCountInString(text) > MaxBody:
		problems.Add(field, "fieldwork.text_long", "Max", MaxBody)
	case !printable(text, true):
		problems.Add(field, "fieldwork.text_control")
	case !strings.Contains(text, Placeholder):
		problems.Add(field, "fieldwork.no_link", "Placeholder", Placeholder)
	}
}

// printable reports whether a text has no control characters, which would break
// a mail or hide something in it.
func printable(s string, lines bool) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return !(lines && (r == '\n' || r == '\t')) && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
	})
}

// rule separates the two languages of a letter to somebody whose language is not known.
const rule = "\n\n– – –\n\n"

// For returns subject and text for somebody, with the link in place. Who has no
// language of their own gets the Danish text above the English.
func (l Letter) For(lang, link string) (subject, text string) {
	in := func(code string) string { return strings.ReplaceAll(l.Body.In(code), Placeholder, link+"?lang="+code) }
	if lang != "" {
		return l.Subject.In(lang), in(lang)
	}
	return l.Subject.DA, in("da") + rule + in("en")
}
