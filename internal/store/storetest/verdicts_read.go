package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/round"
	"modenhed/internal/sample"
)

// Every way to read statuses brings their verdicts along, in rising order and
// each with its own status.
func testStatusesWithVerdicts(t *testing.T, d *database) {
	s := d.seeded(t)
	recorded := appended(t, s, sample.Status(), with(func(s *assessment.Status) { s.Indicator = sample.Always }),
		with(func(s *assessment.Status) { s.Municipality = sample.Norddjurs }))
	db := d.raw(t)
	for i, v := range []struct {
		status assessment.StatusID
		kind   assessment.VerdictKind
	}{
		{recorded[2].ID, assessment.VerdictVerified},
		{recorded[0].ID, assessment.VerdictQuestioned},
		{recorded[2].ID, assessment.VerdictQuestioned},
		{recorded[0].ID, assessment.VerdictReplied},
		{recorded[0].ID, assessment.VerdictAccepted},
	} {
		at := sample.Time().Add(time.Duration(i) * time.Hour)
		if _, err := db.Exec("INSERT INTO verdicts (id, status, kind, comment, recorded_at) VALUES ($1, $2, $3, $4, $5)",
			i+1, int64(v.status), string(v.kind), "Hvorfor?", at.UnixMicro()); err != nil {
			t.Fatal(err)
		}
		target := &recorded[v.status-1]
		target.Verdicts = append(target.Verdicts, assessment.Verdict{ID: assessment.VerdictID(i + 1), Kind: v.kind, At: at})
	}
	all, err := s.Statuses(t.Context(), 0)
	wantStatuses(t, "all", recorded, all, err)
	late, err := s.Statuses(t.Context(), recorded[1].ID)
	wantStatuses(t, "those after a number", recorded[2:], late, err)
	own, err := s.History(t.Context(), recorded[0].Municipality)
	wantStatuses(t, "a history", recorded[:2], own, err)
	latest, err := s.LatestStatus(t.Context(), recorded[0].Key(), assessment.Self)
	wantStatuses(t, "the latest", recorded[:1], statuses(latest), err)
	by, err := s.RecordedBy(t.Context(), recorded[0].RecordedAt, time.Time{}, round.Last{Status: recorded[1].ID, Document: 1 << 40})
	wantStatuses(t, "those of a round", recorded[:2], by.Statuses, err)

	judged, err := s.Verdicts(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	want := []assessment.Judged{
		{Status: recorded[0].ID, Verdict: recorded[0].Verdicts[1]},
		{Status: recorded[0].ID, Verdict: recorded[0].Verdicts[2]},
	}
	if diff := cmp.Diff(want, judged); diff != "" {
		t.Errorf("verdicts after a number (-want +got):\n%s", diff)
	}
}

func wantStatuses(t *testing.T, which string, want, got []assessment.Status, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i].AuthorName, got[i].Author = "", account.ID(0)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", which, diff)
	}
}
