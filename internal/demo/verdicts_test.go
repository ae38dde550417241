package demo_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"modenhed/internal/assessment"
	"modenhed/internal/demo"
	"modenhed/internal/verification"
)

// judge gives statuses the invented verdicts, as a database would.
func judge(c country) []verification.Entry {
	entries := demo.Verdicts(c.statuses, now, authors())
	for i := range entries {
		entries[i].ID = assessment.VerdictID(i + 1)
		s := &c.statuses[entries[i].Status-1]
		s.Verdicts = append(s.Verdicts, entries[i].Verdict())
	}
	return entries
}

func TestAboutHalfIsVerifiedAndAFewAreQuestioned(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	judge(c)
	at := assessment.AsOf{Time: now}
	stands := make(map[assessment.Verification]int)
	counting, ownQuestions, answeredQuestions := 0, 0, 0
	for _, s := range assessment.Current(c.statuses, at) {
		if s.Answer.State != assessment.Reported {
			continue
		}
		counting++
		v := s.Verification(at)
		stands[v]++
		if v == assessment.Questioned {
			if s.Municipality == odense {
				ownQuestions++
			}
			if s.Verdicts[len(s.Verdicts)-1].Kind == assessment.VerdictReplied {
				answeredQuestions++
			}
		}
	}
	share := float64(stands[assessment.Verified]) / float64(counting)
	if share < 0.4 || share > 0.65 {
		t.Errorf("%.2f of the answers are verified", share)
	}
	if q := float64(stands[assessment.Questioned]) / float64(counting); q < 0.005 || q > 0.05 {
		t.Errorf("%.3f of the answers are questioned", q)
	}
	if ownQuestions == 0 || answeredQuestions == 0 {
		t.Errorf("%d questions to Odense, %d answered questions", ownQuestions, answeredQuestions)
	}
}

func TestVerdictsCouldHaveBeenSaid(t *testing.T) {
	t.Parallel()
	c := invent(t, now, now)
	entries := judge(c)
	if !slices.IsSortedFunc(entries, func(a, b verification.Entry) int { return a.RecordedAt.Compare(b.RecordedAt) }) {
		t.Error("the verdicts are not in order of time")
	}
	by := authors()
	for _, e := range entries {
		s := c.statuses[e.Status-1]
		if !e.RecordedAt.After(s.RecordedAt) || !e.RecordedAt.Before(now) {
			t.Fatalf("a verdict of %v on a status of %v", e.RecordedAt, s.RecordedAt)
		}
		asks := e.Kind == assessment.VerdictQuestioned || e.Kind == assessment.VerdictReplied
		if asks != strings.HasPrefix(e.Comment, "Opdigtet: ") {
			t.Fatalf("a verdict %s says %q", e.Kind, e.Comment)
		}
		author := by.Analyst
		if e.Kind == assessment.VerdictReplied {
			author = by.Administrator
			if s.Municipality == odense {
				author = by.Editor
			}
		}
		if cmp.Compare(e.Author, author.ID) != 0 {
			t.Fatalf("a verdict %s on an answer of %s is by %d", e.Kind, s.Municipality, e.Author)
		}
	}
	for i := range c.statuses {
		kinds := c.statuses[i].Verdicts
		for n, v := range kinds {
			if v.Kind == assessment.VerdictReplied && (n == 0 || kinds[n-1].Kind != assessment.VerdictQuestioned) {
				t.Fatalf("a reply without a question on status %d", i+1)
			}
		}
	}
	real := slices.Clone(c.statuses)
	for i := range real {
		real[i].Channel = assessment.ChannelForm
	}
	if n := len(demo.Verdicts(real, now, by)); n > 0 {
		t.Errorf("%d verdicts are invented on statuses that are not", n)
	}
}
