package pages

import (
	"strconv"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// The fields of a question's form beside those that assessment names.
const (
	fieldPublic = "evidence_public"
	fieldSeen   = "seen"
	// fieldDraftSeen tells the draft that a form was made from.
	fieldDraftSeen = "draft_seen"
	// FieldAccount is whose form it is, so that nobody else gets what is in it.
	FieldAccount = "account"
	// fieldAlone is set where the question stands on its own page.
	fieldAlone = "alone"
	// fieldAction says what a button does with the form.
	fieldAction = "do"
)

// What a form sends for the answers that are no figures.
const (
	typedYes  = "yes"
	typedNo   = "no"
	publicYes = "yes"
)

// typedAnswer is a question's form as it was filled in.
type typedAnswer struct {
	// value is a level, yes or no, or a figure as typed; state is empty when nothing was chosen.
	value string
	state assessment.State

	reason, evidenceText, evidenceLink, comment string

	public bool
	files  fileSlots
	seen   int
}

// readTyped reads the fields of a form or draft. Where answers are chosen and
// not typed, the choices without a value come in the field of the value.
func readTyped(field func(name string) string) typedAnswer {
	t := typedAnswer{
		value:        field(assessment.FieldValue),
		state:        assessment.State(field(assessment.FieldState)),
		reason:       field(assessment.FieldReason),
		evidenceText: field(assessment.FieldEvidenceText),
		evidenceLink: field(assessment.FieldEvidenceLink),
		comment:      field(assessment.FieldComment),
		public:       field(fieldPublic) == publicYes,
	}
	// What is not a number was not seen.
	t.seen, _ = strconv.Atoi(field(fieldSeen))
	switch chosen := assessment.State(t.value); chosen {
	case assessment.DontKnow, assessment.NotApplicable:
		t.value, t.state = "", chosen
	}
	if t.state == "" && t.value != "" {
		t.state = assessment.Reported
	}
	return t
}

func typedInDraft(d assessment.Draft) typedAnswer {
	t := readTyped(func(name string) string { return d.Values[name] })
	t.files = slotsOf(d.Files)
	return t
}

// draftFields are what a draft keeps of a form.
func draftFields(field func(name string) string) map[string]string {
	names := []string{assessment.FieldValue, assessment.FieldState, assessment.FieldReason, assessment.FieldEvidenceText,
		assessment.FieldEvidenceLink, assessment.FieldComment, fieldPublic, fieldSeen}
	values := make(map[string]string)
	for _, name := range names {
		if value := field(name); value != "" {
			values[name] = value
		}
	}
	return values
}

// typedOf fills the form in from a status; nil is an empty form.
func typedOf(l view.Look, indicator *framework.Indicator, status *assessment.Status) typedAnswer {
	if status == nil {
		return typedAnswer{}
	}
	t := typedAnswer{
		reason:       status.Reason,
		evidenceText: status.Evidence.Text,
		evidenceLink: status.Evidence.Link,
		comment:      status.Comment,
		public:       status.Evidence.Public,
		files:        slotsOf(status.Evidence.Files),
		seen:         status.Revision,
	}
	if status.Answer.State == assessment.NotAnswered {
		return t
	}
	t.state = status.Answer.State
	if t.state == assessment.Reported {
		t.value = typedValue(l, indicator, status.Answer.Value)
	}
	return t
}

// typedValue writes a value as a person would type it.
func typedValue(l view.Look, indicator *framework.Indicator, value float64) string {
	if indicator.Type == framework.YesNo {
		if value != 0 {
			return typedYes
		}
		return typedNo
	}
	text := strconv.FormatFloat(value, 'f', -1, 64)
	if l.Code() == "da" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// sameAs reports whether two forms say the same, whatever they were made from.
func (t typedAnswer) sameAs(other typedAnswer) bool {
	t.seen, other.seen = 0, 0
	return t.meant() == other.meant()
}

// meant leaves out what the chosen answer has no room for: the figure beside
// "don't know" and the reason beside anything but "not applicable", whose
// fields the page then hides. Line ends are those that are kept.
func (t typedAnswer) meant() typedAnswer {
	if t.state != assessment.Reported {
		t.value = ""
	}
	if t.state != assessment.NotApplicable {
		t.reason = ""
	}
	t.reason, t.comment, t.evidenceText = plainLines(t.reason), plainLines(t.comment), plainLines(t.evidenceText)
	return t
}

func plainLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// report turns the form into a report of a municipality's own. The problems are
// all there are when the value cannot be read, and none when it can: the
// service finds the others.
func (t typedAnswer) report(place framework.Place, lang string) (assessment.Report, fault.Problems) {
	t = t.meant()
	r := assessment.Report{
		Indicator: place.Indicator.Key,
		Answer:    assessment.Answer{State: t.state},
		Reason:    t.reason,
		Evidence:  assessment.Evidence{Text: t.evidenceText, Link: t.evidenceLink, Public: t.public, Files: t.files.list()},
		Comment:   t.comment,
		Source:    assessment.Self,
		Channel:   assessment.ChannelForm,
		Seen:      t.seen,
	}
	var problems fault.Problems
	switch t.state {
	case "":
		problems.Add(assessment.FieldValue, missingKey(place.Indicator))
	case assessment.Reported:
		r.Answer.Value, problems = assessment.ParseValue(place.Indicator, t.value, lang)
	}
	if len(problems) == 0 {
		return r, nil
	}
	rest := r
	rest.Answer = assessment.Answer{State: assessment.DontKnow}
	return r, append(problems, assessment.Check(place, rest.Clean())...)
}

// missingKey is what somebody reads who chose nothing.
func missingKey(indicator *framework.Indicator) string {
	if hasFigure(indicator) {
		return "assessment.value_missing"
	}
	return "assessment.state_unknown"
}

// hasFigure reports whether the answer is typed rather than chosen.
func hasFigure(indicator *framework.Indicator) bool {
	return indicator.Type != framework.Level && indicator.Type != framework.YesNo
}

// withdrawal is the report that takes the answer back.
func (t typedAnswer) withdrawal(place framework.Place) assessment.Report {
	return assessment.Report{
		Indicator: place.Indicator.Key,
		Answer:    assessment.Answer{State: assessment.NotAnswered},
		Comment:   t.comment,
		Source:    assessment.Self,
		Channel:   assessment.ChannelForm,
		Seen:      t.seen,
	}
}
