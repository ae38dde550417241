package assessment

import (
	"strings"

	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Limits on what may be typed, in characters.
const (
	MaxReason       = 500
	MaxEvidenceText = 2000
	MaxEvidenceLink = 2000
	MaxComment      = 2000
)

// Report is one answer on its way in: what becomes a [Status] when it passes [Check].
type Report struct {
	Municipality municipality.Code
	Indicator    framework.IndicatorKey
	// Answer with state NotAnswered withdraws the earlier answer.
	Answer Answer
	// Reason belongs to the state NotApplicable alone; with any other it is a fault.
	Reason   string
	Evidence Evidence
	Comment  string
	Source   Source
	Channel  Channel
	// Seen is the revision that the reporter had before them, 0 when there
	// was no status of this source.
	Seen int
}

// Clean returns the report as it is checked and kept: texts without space
// around them and with plain line ends, the scheme of the link in lower case,
// and no value where the state has none.
func (r Report) Clean() Report {
	if r.Answer.State != Reported {
		r.Answer.Value = 0
	}
	r.Answer.Value += 0 // turns -0 into 0
	r.Reason = cleanText(r.Reason)
	r.Comment = cleanText(r.Comment)
	r.Evidence.Text = cleanText(r.Evidence.Text)
	r.Evidence.Link = cleanLink(r.Evidence.Link)
	if r.Evidence.Text == "" && r.Evidence.Link == "" {
		r.Evidence.Public = false
	}
	return r
}

func cleanText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.ReplaceAll(s, "\r", "\n"))
}

func cleanLink(s string) string {
	s = strings.TrimSpace(s)
	if scheme, rest, found := strings.Cut(s, "://"); found {
		return strings.ToLower(scheme) + "://" + rest
	}
	return s
}

// status returns the report as the status that follows the revision seen.
func (r Report) status(f *framework.Framework) Status {
	return Status{
		Municipality:     r.Municipality,
		Indicator:        r.Indicator,
		Framework:        f.Key,
		FrameworkVersion: f.Version,
		Revision:         r.Seen + 1,
		Answer:           r.Answer,
		Reason:           r.Reason,
		Evidence:         r.Evidence,
		Comment:          r.Comment,
		Source:           r.Source,
		Channel:          r.Channel,
	}
}

// sameContent reports whether a status says exactly what the report says.
func (r Report) sameContent(s Status) bool {
	return s.Municipality == r.Municipality && s.Indicator == r.Indicator && s.Source == r.Source &&
		s.Answer == r.Answer && s.Reason == r.Reason && s.Evidence.Equal(r.Evidence) && s.Comment == r.Comment
}
