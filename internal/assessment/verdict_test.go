package assessment_test

import (
	"testing"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/sample"
)

// judged is a sample status with verdicts an hour apart, the first an hour
// after it was recorded.
func judged(evidence assessment.Evidence, kinds ...assessment.VerdictKind) *assessment.Status {
	s := sample.Status()
	s.Evidence = evidence
	for i, kind := range kinds {
		s.Verdicts = append(s.Verdicts, assessment.Verdict{
			ID: assessment.VerdictID(i + 1), Kind: kind, At: s.RecordedAt.Add(time.Duration(i+1) * time.Hour),
		})
	}
	return &s
}

func TestStrengthOfEvidenceCapsTheVerifiedScore(t *testing.T) {
	t.Parallel()
	const verified, questioned, accepted, replied = assessment.VerdictVerified, assessment.VerdictQuestioned,
		assessment.VerdictAccepted, assessment.VerdictReplied
	text := assessment.Evidence{Text: "Referat"}
	link := assessment.Evidence{Link: "https://example.test"}
	file := assessment.Evidence{Files: []assessment.File{{Hash: "0", Name: "a.pdf"}}}
	start := sample.Status().RecordedAt
	for name, c := range map[string]struct {
		status *assessment.Status
		at     assessment.AsOf
		want   float64
	}{
		"nothing":                   {judged(assessment.Evidence{}), assessment.AsOf{}, 20},
		"text":                      {judged(text), assessment.AsOf{}, 40},
		"link":                      {judged(link), assessment.AsOf{}, 60},
		"file":                      {judged(file), assessment.AsOf{}, 60},
		"accepted":                  {judged(text, accepted), assessment.AsOf{}, 40},
		"verified":                  {judged(assessment.Evidence{}, verified), assessment.AsOf{}, 100},
		"questioned":                {judged(link, questioned), assessment.AsOf{}, 20},
		"questioned and replied":    {judged(link, questioned, replied), assessment.AsOf{}, 20},
		"verified after all":        {judged(link, questioned, replied, verified), assessment.AsOf{}, 100},
		"questioned later":          {judged(link, verified, questioned), assessment.AsOf{}, 20},
		"before the verdict":        {judged(link, verified), assessment.AsOf{Time: start}, 60},
		"by the time":               {judged(link, verified), assessment.AsOf{Time: start.Add(time.Hour)}, 100},
		"before the second":         {judged(link, verified, questioned), assessment.AsOf{Time: start.Add(time.Hour)}, 100},
		"by number":                 {judged(link, verified, questioned), assessment.AsOf{Verdict: 1}, 100},
		"in the review of a round":  {judged(link, verified), assessment.AsOf{Time: start, Reviewed: start.Add(time.Hour)}, 100},
		"after the review":          {judged(link, verified), assessment.AsOf{Time: start, Reviewed: start.Add(time.Minute)}, 60},
		"committed after a freeze":  {judged(link, verified, questioned), assessment.AsOf{Time: start, Reviewed: start.Add(2 * time.Hour), Verdict: 1}, 100},
		"accepted, then questioned": {judged(link, accepted, questioned), assessment.AsOf{}, 20},
	} {
		if got := c.status.Cap(c.at); got != c.want {
			t.Errorf("%s: cap = %v, want %v", name, got, c.want)
		}
	}
}

func TestLateChangesCountWhenTheyAreAccepted(t *testing.T) {
	t.Parallel()
	const verified, questioned, accepted, replied = assessment.VerdictVerified, assessment.VerdictQuestioned,
		assessment.VerdictAccepted, assessment.VerdictReplied
	start := sample.Status().RecordedAt
	cutoff := start.Add(-time.Hour)
	in := func(hours int) assessment.AsOf {
		return assessment.AsOf{Time: cutoff, Reviewed: start.Add(time.Duration(hours) * time.Hour)}
	}
	none := assessment.Evidence{}
	for name, c := range map[string]struct {
		status *assessment.Status
		at     assessment.AsOf
		want   bool
	}{
		"no verdict":               {judged(none), in(9), false},
		"accepted":                 {judged(none, accepted), in(9), true},
		"verified":                 {judged(none, verified), in(9), true},
		"questioned":               {judged(none, questioned), in(9), false},
		"accepted, questioned":     {judged(none, accepted, questioned), in(9), false},
		"replied to the question":  {judged(none, accepted, questioned, replied), in(9), false},
		"accepted too late":        {judged(none, accepted), in(0), false},
		"accepted, not in a round": {judged(none, accepted), assessment.AsOf{Time: cutoff}, false},
		"recorded after the end":   {judged(none, accepted), in(-2), false},
		"by the cut-off":           {judged(none), assessment.AsOf{Time: start, Reviewed: start.Add(time.Hour)}, true},
		"numbered too late":        {judged(none, questioned, accepted), assessment.AsOf{Time: cutoff, Reviewed: start.Add(9 * time.Hour), Verdict: 1}, false},
	} {
		if got := c.at.Includes(*c.status); got != c.want {
			t.Errorf("%s: includes = %v, want %v", name, got, c.want)
		}
	}
}
