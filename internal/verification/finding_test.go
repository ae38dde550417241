package verification_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/sample"
)

func finding(level float64, seen int) assessment.Report {
	r := sample.Report()
	r.Source, r.Answer.Value, r.Evidence.Link, r.Seen = assessment.Desk, level, "https://example.test/referat", seen
	return r
}

func TestAFindingThatContradictsBecomesAQuestion(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	own := o.report(sample.Level, 4, 0)
	found, err := o.service.ReportFinding(t.Context(), o.analyst, finding(2, 0), "")
	if err != nil || found.Question == nil {
		t.Fatalf("report a finding: %+v, %v", found, err)
	}
	q := found.Question
	if q.Status != own.ID || q.Finding != found.Status.ID || q.Kind != assessment.VerdictQuestioned || q.Author != o.analyst.ID {
		t.Errorf("question = %+v", q)
	}
	thread := o.thread(o.editor)
	if thread.Current.ID != own.ID {
		t.Errorf("status %d counts, want the municipality's own", thread.Current.ID)
	}
	if open, replied := thread.Question(); open == nil || replied || thread.Finding(open.Finding).Evidence.Link == "" {
		t.Errorf("question for the editor = %+v, replied %v", open, replied)
	}
	if diff := cmp.Diff([]string{"self editor@example.test", "desk", "questioned"}, conversation(thread)); diff != "" {
		t.Errorf("thread (-want +got):\n%s", diff)
	}

	if _, err := o.service.ReportFinding(t.Context(), o.analyst, finding(2, 0), ""); err != nil || len(o.entries()) != 1 {
		t.Errorf("sent twice: %v, %d entries, want 1", err, len(o.entries()))
	}
	if _, err := o.service.ReportFinding(t.Context(), o.analyst, finding(3, 0), ""); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a finding without a look at the latest: %v, want a conflict", err)
	}
}

func TestAFindingThatAgreesAsksNothing(t *testing.T) {
	t.Parallel()
	withdrawn := sample.Report()
	withdrawn.Answer, withdrawn.Seen = assessment.Answer{State: assessment.NotAnswered}, 1
	unknown := finding(0, 0)
	unknown.Answer = assessment.Answer{State: assessment.DontKnow}
	for name, c := range map[string]struct {
		own     []assessment.Report
		found   assessment.Report
		answers bool
	}{
		"nothing of their own": {nil, finding(2, 0), false},
		"the same":             {[]assessment.Report{sample.Report()}, finding(2, 0), false},
		"nothing to be found":  {[]assessment.Report{sample.Report()}, unknown, false},
		"an answer withdrawn":  {[]assessment.Report{sample.Report(), withdrawn}, finding(4, 0), false},
		"another answer":       {[]assessment.Report{sample.Report()}, finding(3, 0), true},
	} {
		o := newOffice(t)
		for _, r := range c.own {
			if _, err := o.service.Reports.Report(t.Context(), o.editor, r); err != nil {
				t.Fatal(err)
			}
		}
		found, err := o.service.ReportFinding(t.Context(), o.analyst, c.found, "Jeg finder noget andet.")
		if err != nil || (found.Question != nil) != c.answers {
			t.Errorf("%s: question %v, %v", name, found.Question, err)
		}
	}
}

func TestOnlyAnalystsReportFindings(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if _, err := o.service.ReportFinding(t.Context(), o.editor, finding(2, 0), ""); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an editor: %v", err)
	}
	if _, err := o.service.ReportFinding(t.Context(), o.administrator, finding(2, 0), ""); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an administrator: %v", err)
	}
	if _, err := o.service.ReportFinding(t.Context(), o.analyst, sample.Report(), ""); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an own answer: %v", err)
	}
	bare := finding(2, 0)
	bare.Evidence.Link = ""
	if _, err := o.service.ReportFinding(t.Context(), o.analyst, bare, ""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without a link: %v", err)
	}
	if _, err := o.service.ReportFinding(t.Context(), o.analyst, finding(2, 0), "a\x00"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("with a comment nobody can read: %v", err)
	}
	if n := len(o.entries()); n != 0 {
		t.Errorf("%d entries", n)
	}
}
