package letter

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
	"modenhed/internal/round"
)

// Placeholder stands in the body of a letter for the link, which is a personal
// one for who has no password yet.
const Placeholder = "{link}"

// The longest texts, in characters.
const (
	MaxSubject = 150
	MaxBody    = 5000
)

// Text is what a letter says in both languages. It is plain text; the bodies
// have the [Placeholder].
type Text struct{ Subject, Body framework.Text }

// In returns subject and body in a language.
func (t Text) In(language string) (subject, body string) {
	return t.Subject.In(language), t.Body.In(language)
}

// The fields of a text in a form.
const (
	FieldSubjectDA = "subject_da"
	FieldBodyDA    = "body_da"
	FieldSubjectEN = "subject_en"
	FieldBodyEN    = "body_en"
)

// Clean returns the text as it is kept: with plain line ends and no space around.
func (t Text) Clean() Text {
	line := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	lines := func(s string) string {
		return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
	}
	return Text{
		Subject: framework.Text{DA: line(t.Subject.DA), EN: line(t.Subject.EN)},
		Body:    framework.Text{DA: lines(t.Body.DA), EN: lines(t.Body.EN)},
	}
}

// Check returns everything that keeps the text from being sent.
func (t Text) Check() fault.Problems {
	var p fault.Problems
	checkSubject(&p, FieldSubjectDA, t.Subject.DA)
	checkBody(&p, FieldBodyDA, t.Body.DA)
	checkSubject(&p, FieldSubjectEN, t.Subject.EN)
	checkBody(&p, FieldBodyEN, t.Body.EN)
	return p
}

func checkSubject(p *fault.Problems, field, text string) {
	switch n := utf8.RuneCountInString(text); {
	case text == "":
		p.Add(field, "letter.problem.subject_missing")
	case n > MaxSubject:
		p.Add(field, "letter.problem.long", "Max", MaxSubject, "Over", n-MaxSubject)
	case !printable(text):
		p.Add(field, "letter.problem.control")
	}
}

func checkBody(p *fault.Problems, field, text string) {
	switch n := utf8.RuneCountInString(text); {
	case n > MaxBody:
		p.Add(field, "letter.problem.long", "Max", MaxBody, "Over", n-MaxBody)
	case !printable(text):
		p.Add(field, "letter.problem.control")
	case !strings.Contains(text, Placeholder):
		p.Add(field, "letter.problem.no_link", "Placeholder", Placeholder)
	}
}

// printable reports whether a text has no control characters, which would break
// a mail or hide something in it.
func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
	})
}

// standard returns what letters of a kind say, about a round and until a time;
// both may be zero.
func standard(words *locale.Catalogue, kind Kind, r round.Round, until time.Time) Text {
	var t Text
	t.Subject.DA, t.Body.DA = standardIn(words.Printer(locale.Danish), kind, r, until)
	t.Subject.EN, t.Body.EN = standardIn(words.Printer(locale.English), kind, r, until)
	return t
}

func standardIn(p *locale.Printer, kind Kind, r round.Round, until time.Time) (subject, body string) {
	key := "letter." + string(kind)
	title := r.Title.In(p.Code())
	paragraphs := []string{p.T("letter.salutation"), p.T(key+".text", "Round", title)}
	if kind == Question && title == "" {
		paragraphs[1] = p.T("letter.question.outside")
	}
	if !until.IsZero() {
		paragraphs = append(paragraphs, p.T("letter.until", "Time", p.DateTime(until)))
	}
	paragraphs = append(paragraphs, Placeholder, p.T("letter.regards"))
	return p.T(key+".subject", "Round", title), strings.Join(paragraphs, "\n\n")
}

// linkNote is what follows the link: what the receiver does with it.
func linkNote(p *locale.Printer, invited bool, days int) string {
	if invited {
		return p.T("letter.link.invited", "Days", days)
	}
	return p.T("letter.link.signed_in")
}

// fill puts a link and what to do with it, if anything, into a body.
func fill(body, link, note string) string {
	before, after, found := strings.Cut(body, Placeholder)
	if !found {
		return body
	}
	if note != "" {
		note = "\n" + note
	}
	return before + link + note + strings.ReplaceAll(after, Placeholder, link)
}
