package verification

import (
	"context"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/municipality"
)

// Imported is what came of an import.
type Imported struct {
	Statuses []assessment.Status
	// Questions counts the findings of the desk that contradict a municipality's
	// own answer and were put to it as questions.
	Questions int
}

// Import records answers and findings of many municipalities, all of them or
// none. A finding that contradicts a municipality's own answer becomes a
// question to it, with the finding's comment, in the same transaction. The
// faults are those of [assessment.Service.ReportAll]. What is sent twice is
// recorded once.
func (s *Service) Import(ctx context.Context, actor account.Actor, reports []assessment.Report) (Imported, error) {
	if !account.MayImportStatuses(actor) {
		return Imported{}, fault.New(fault.Forbidden, "assessment.may_not_report")
	}
	desk := *s.Reports
	asking := &importStore{Store: desk.Store, findings: s.Store, author: actor.ID}
	desk.Store = asking
	statuses, err := desk.ReportAll(ctx, actor, reports)
	if err != nil {
		return Imported{}, err
	}
	s.publish(ctx, asking.asked...)
	s.tell(ctx, actor, asking.municipalities(statuses)...)
	return Imported{Statuses: statuses, Questions: len(asking.asked)}, nil
}

// importStore records statuses together with the questions that they become.
type importStore struct {
	assessment.Store
	findings Store
	author   account.ID
	// asked are the questions that were recorded.
	asked []Entry
}

// AppendStatuses records the statuses of an import.
func (i *importStore) AppendStatuses(ctx context.Context, statuses []assessment.Status) ([]assessment.Status, error) {
	recorded, asked, err := i.findings.AppendFindings(ctx, statuses, func(found, own assessment.Status) (Entry, bool) {
		return Entry{Comment: found.Comment, Author: i.author}, Contradicts(found.Answer, own.Answer)
	})
	i.asked = asked
	return recorded, err
}

// municipalities are those of the findings that became questions.
func (i *importStore) municipalities(statuses []assessment.Status) []municipality.Code {
	of := make(map[assessment.StatusID]municipality.Code, len(statuses))
	for _, status := range statuses {
		of[status.ID] = status.Municipality
	}
	var codes []municipality.Code
	for _, e := range i.asked {
		codes = append(codes, of[e.Finding])
	}
	return codes
}
