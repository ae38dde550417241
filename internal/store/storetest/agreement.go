package storetest

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/sample"
)

// The database refuses what the code refuses, and takes what the code takes:
// any report is either checked without problems and recorded, or neither.
func testAgreement(t *testing.T, d *database) {
	s := d.seeded(t)
	editor := Editor(t, s)
	revisions := make(map[assessment.Key]map[assessment.Source]int)
	rapid.Check(t, func(rt *rapid.T) {
		report := drawReport(rt)
		problems := assessment.Check(sample.Place(report.Indicator), report)
		key := assessment.Key{Municipality: report.Municipality, Indicator: report.Indicator}
		if revisions[key] == nil {
			revisions[key] = make(map[assessment.Source]int)
		}
		status := statusOf(report, revisions[key][report.Source]+1, editor.ID)
		_, err := s.AppendStatuses(t.Context(), statuses(status))
		if (err == nil) != (len(problems) == 0) {
			rt.Fatalf("the code finds %v, the database %v, in %+v", problems.Err(), err, report)
		}
		if err == nil {
			revisions[key][report.Source]++
		}
	})
}

// drawReport draws a clean report: each part is mostly one that may be allowed,
// and now and then one at the wrong side of an edge.
func drawReport(t *rapid.T) assessment.Report {
	text := func(label string, limit int) string {
		return draw(t, label, []string{"", "", "", "kort", "æ\nø\tå", strings.Repeat("å", limit)},
			[]string{strings.Repeat("å", limit+1), "a\x02b", "a\x7fb"})
	}
	r := assessment.Report{
		Municipality: sample.Odense,
		Indicator: rapid.SampledFrom([]framework.IndicatorKey{
			sample.Level, sample.Percent, sample.Number, sample.Days, sample.YesNo, sample.Always,
		}).Draw(t, "indicator"),
		Answer: assessment.Answer{
			State: draw(t, "state", []assessment.State{
				assessment.Reported, assessment.NotAnswered, assessment.DontKnow, assessment.NotApplicable,
			}, []assessment.State{"none"}),
			Value: draw(t, "value", []float64{0, 1, 2, 3, 4, 5},
				[]float64{-1, -0.1, 0.1, 0.5, 6, 33.3, 33.33, 99.9, 100, 100.1, 500, 501, 1e18}),
		},
		Comment: text("comment", assessment.MaxComment),
		Evidence: assessment.Evidence{
			Text:   text("evidence", assessment.MaxEvidenceText),
			Public: rapid.Bool().Draw(t, "public"),
			Link: draw(t, "link", []string{"", "https://example.test/a?b=c#d", "http://example.test"}, []string{
				"https://", "ftp://example.test", "javascript:alert(1)", "example.test", "https://example.test/a b",
				"https://example.test/\n", "https://example.test/" + strings.Repeat("a", assessment.MaxEvidenceLink),
			}),
		},
		Source:  draw(t, "source", []assessment.Source{assessment.Self, assessment.Desk}, []assessment.Source{"press"}),
		Channel: draw(t, "channel", []assessment.Channel{assessment.ChannelForm, assessment.ChannelAPI}, []assessment.Channel{"mail"}),
	}
	if (r.Answer.State == assessment.NotApplicable) != (rapid.IntRange(0, 9).Draw(t, "stray reason") == 0) {
		r.Reason = text("reason", assessment.MaxReason)
	}
	return r
}

func draw[T any](t *rapid.T, label string, usual, edges []T) T {
	if rapid.IntRange(0, 14).Draw(t, label+" at an edge") == 0 {
		return rapid.SampledFrom(edges).Draw(t, label)
	}
	return rapid.SampledFrom(usual).Draw(t, label)
}

func statusOf(r assessment.Report, revision int, author account.ID) assessment.Status {
	return with(func(s *assessment.Status) {
		s.Indicator, s.Revision, s.Answer, s.Reason = r.Indicator, revision, r.Answer, r.Reason
		s.Evidence, s.Comment, s.Source, s.Channel, s.Author = r.Evidence, r.Comment, r.Source, r.Channel, author
	})
}
