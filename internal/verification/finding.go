package verification

import (
	"context"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
)

// Found is a recorded finding of the desk.
type Found struct {
	Status assessment.Status
	// Question is the entry that asks the municipality about the difference, nil
	// when the finding does not contradict its own answer.
	Question *Entry
}

// ReportFinding records what an analyst has found in public evidence. A
// finding that contradicts the municipality's own answer does not count; it
// becomes a question to the municipality, with the comment, in the same
// transaction. The faults are those of [assessment.Service.Report], and an
// Invalid one for the comment. What is sent twice is recorded once.
func (s *Service) ReportFinding(ctx context.Context, actor account.Actor, r assessment.Report, comment string) (Found, error) {
	if r.Source != assessment.Desk || !account.MayReportFromDesk(actor) {
		return Found{}, fault.New(fault.Forbidden, "assessment.may_not_report")
	}
	comment = assessment.CleanText(comment)
	var p fault.Problems
	assessment.CheckText(&p, FieldQuestion, comment, MaxComment)
	if err := p.Err(); err != nil {
		return Found{}, err
	}
	desk := *s.Reports
	asking := &askingStore{Store: desk.Store, findings: s.Store, entry: Entry{Comment: comment, Author: actor.ID}}
	desk.Store = asking
	status, err := desk.Report(ctx, actor, r)
	if err != nil {
		return Found{}, err
	}
	found := Found{Status: status}
	if asking.asked.ID != 0 {
		found.Question = &asking.asked
		s.publish(ctx, asking.asked)
		s.tell(ctx, actor, r.Municipality)
	}
	return found, nil
}

// FieldQuestion is the field of the comment that goes with a finding.
const FieldQuestion = "question"

// askingStore records one finding of the desk together with the question that
// it becomes.
type askingStore struct {
	assessment.Store
	findings Store
	entry    Entry
	// asked is the question that was recorded; its number is 0 for none.
	asked Entry
}

// AppendStatuses records the one status that a report becomes.
func (a *askingStore) AppendStatuses(ctx context.Context, statuses []assessment.Status) ([]assessment.Status, error) {
	found, asked, err := a.findings.AppendFinding(ctx, statuses[0], func(own assessment.Status) (Entry, bool) {
		return a.entry, Contradicts(statuses[0].Answer, own.Answer)
	})
	if err != nil {
		return nil, err
	}
	a.asked = asked
	return []assessment.Status{found}, nil
}

// Contradicts reports whether what the desk found differs from what a
// municipality says. A finding withdrawn, or that nothing can be found,
// contradicts nobody.
func Contradicts(found, own assessment.Answer) bool {
	return (found.State == assessment.Reported || found.State == assessment.NotApplicable) && found != own
}
