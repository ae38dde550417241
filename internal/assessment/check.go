package assessment

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

// The fields that problems name.
const (
	FieldIndicator    = "indicator"
	FieldState        = "state"
	FieldValue        = "value"
	FieldReason       = "reason"
	FieldEvidenceText = "evidence_text"
	FieldEvidenceLink = "evidence_link"
	FieldFiles        = "files"
	FieldComment      = "comment"
	FieldSource       = "source"
	FieldChannel      = "channel"
)

// Check returns everything that is wrong with a report about the indicator at
// a place, nothing when it may be recorded. It expects a report as
// [Report.Clean] returns it and refuses what is not clean.
func Check(place framework.Place, r Report) fault.Problems {
	var p fault.Problems
	checkAnswer(&p, place.Indicator, r.Answer)
	checkReason(&p, r)
	checkEvidence(&p, place, r)
	checkText(&p, FieldComment, r.Comment, MaxComment)
	checkOrigin(&p, r)
	return p
}

func checkAnswer(p *fault.Problems, i *framework.Indicator, a Answer) {
	switch a.State {
	case NotAnswered, DontKnow:
	case NotApplicable:
		if !i.NotApplicable {
			p.Add(FieldState, "assessment.not_applicable_refused")
		}
	case Reported:
		checkValue(p, i, a.Value)
	default:
		p.Add(FieldState, "assessment.state_unknown")
	}
}

func checkValue(p *fault.Problems, i *framework.Indicator, v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		p.Add(FieldValue, "assessment.value_not_finite")
		return
	}
	switch i.Type {
	case framework.Level:
		if !whole(v) || v < 0 || v > framework.MaxLevel {
			p.Add(FieldValue, "assessment.level_range", "Max", framework.MaxLevel)
		}
	case framework.Percent:
		checkPercent(p, v)
	case framework.Number:
		checkBounds(p, i, v)
	case framework.Days:
		if !whole(v) || v < 0 {
			p.Add(FieldValue, "assessment.days_range")
		}
	case framework.YesNo:
		if v != 0 && v != 1 {
			p.Add(FieldValue, "assessment.yesno_range")
		}
	default:
		p.Add(FieldValue, "assessment.type_unknown")
	}
}

func checkPercent(p *fault.Problems, v float64) {
	if v < 0 || v > 100 {
		p.Add(FieldValue, "assessment.percent_range")
	}
	if decimals(v) > 1 {
		p.Add(FieldValue, "assessment.percent_decimals")
	}
}

func checkBounds(p *fault.Problems, i *framework.Indicator, v float64) {
	if i.Min != nil && v < *i.Min {
		p.Add(FieldValue, "assessment.number_min", "Min", *i.Min)
	}
	if i.Max != nil && v > *i.Max {
		p.Add(FieldValue, "assessment.number_max", "Max", *i.Max)
	}
}

func whole(v float64) bool { return v == math.Trunc(v) }

// decimals counts the decimals of the shortest text that reads back as v.
func decimals(v float64) int {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	return len(fraction)
}

func checkReason(p *fault.Problems, r Report) {
	switch {
	case r.Answer.State == NotApplicable && r.Reason == "":
		p.Add(FieldReason, "assessment.reason_missing")
	case r.Answer.State != NotApplicable && r.Reason != "":
		p.Add(FieldReason, "assessment.reason_unexpected")
	}
	checkText(p, FieldReason, r.Reason, MaxReason)
}

func checkEvidence(p *fault.Problems, place framework.Place, r Report) {
	switch {
	case r.Source == Desk && r.Answer.State != NotAnswered:
		if r.Evidence.Link == "" {
			p.Add(FieldEvidenceLink, "assessment.desk_link_missing")
		}
	case r.Evidence.Empty() && EvidenceAdvice(place, r.Answer) == Required:
		p.Add(FieldEvidenceText, "assessment.evidence_missing")
	}
	checkText(p, FieldEvidenceText, r.Evidence.Text, MaxEvidenceText)
	checkLink(p, r.Evidence.Link)
	checkFiles(p, r.Evidence.Files)
}

// checkFiles leaves to the store whether the files are there.
func checkFiles(p *fault.Problems, files []File) {
	if len(files) > MaxFiles {
		p.Add(FieldFiles, "assessment.files_many", "Max", MaxFiles)
	}
	for i, file := range files {
		if !validName(file.Name) {
			p.Add(FieldFiles, "assessment.file_name")
		}
		if slices.ContainsFunc(files[:i], func(f File) bool { return f.Hash == file.Hash }) {
			p.Add(FieldFiles, "assessment.file_twice", "Name", file.Name)
		}
	}
}

// validName reports whether a file's name is one line without path.
func validName(name string) bool {
	return name != "" && utf8.RuneCountInString(name) <= MaxFileName && readable(name, false) && !strings.ContainsAny(name, `/\`)
}

func checkLink(p *fault.Problems, link string) {
	if link == "" {
		return
	}
	if utf8.RuneCountInString(link) > MaxEvidenceLink {
		p.Add(FieldEvidenceLink, "assessment.text_too_long", "Max", MaxEvidenceLink)
	}
	if !webAddress(link) {
		p.Add(FieldEvidenceLink, "assessment.link_invalid")
	}
}

// webAddress reports whether s is an absolute http or https address without
// spaces and control characters.
func webAddress(s string) bool {
	if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && u.Hostname() != "" && u.User == nil && readable(s, false) && !strings.ContainsFunc(s, unicode.IsSpace)
}

func checkText(p *fault.Problems, field, s string, limit int) {
	if utf8.RuneCountInString(s) > limit {
		p.Add(field, "assessment.text_too_long", "Max", limit)
	}
	if !readable(s, true) {
		p.Add(field, "assessment.text_control_characters")
	}
}

// readable reports whether s is valid UTF-8 without control characters, which
// would break lines, files or the reading direction where the text is shown.
func readable(s string, lines bool) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		switch {
		case lines && (r == '\n' || r == '\t'):
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f':
			return false
		}
	}
	return true
}

func checkOrigin(p *fault.Problems, r Report) {
	switch r.Source {
	case Self, Desk:
	default:
		p.Add(FieldSource, "assessment.source_unknown")
	}
	switch r.Channel {
	case ChannelForm, ChannelWorkbook, ChannelImport, ChannelAPI, ChannelDemo:
	default:
		p.Add(FieldChannel, "assessment.channel_unknown")
	}
}

// Advice is how much evidence an answer should carry.
type Advice uint8

// The advice, rising.
const (
	// None: the answer needs no evidence.
	None Advice = iota
	// Asked: evidence is asked for, and the answer is taken without it.
	Asked
	// Required: without evidence the answer is refused.
	Required
)

// askedFrom is the number of points from which evidence is asked for; level 3 is worth as much.
const askedFrom = 60

// EvidenceAdvice says what evidence a municipality's answer should carry:
// required at the highest level, asked for from 60 points. On a scale that
// depends on the other units it is never asked for. A finding from the desk
// always needs a link; see [Check].
func EvidenceAdvice(place framework.Place, a Answer) Advice {
	i := place.Indicator
	switch {
	case a.State != Reported:
		return None
	case i.Type == framework.Level && a.Value == framework.MaxLevel:
		return Required
	case i.Scale.Kind == framework.MinMax || i.Scale.Low == i.Scale.High:
		return None
	case 100*(a.Value-i.Scale.Low)/(i.Scale.High-i.Scale.Low) >= askedFrom-framework.Slack:
		return Asked
	}
	return None
}
