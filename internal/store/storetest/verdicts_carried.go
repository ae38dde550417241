package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/sample"
	"modenhed/internal/verification"
)

// What was found of an answer holds when it is confirmed, and only then.
func testCarriedVerdicts(t *testing.T, d *database) {
	s := d.seeded(t)
	questioned := with(func(s *assessment.Status) { s.Indicator = sample.Days })
	appended(t, s, sample.Status(), questioned)
	given := []verification.Next{
		next(said(1, assessment.VerdictVerified, "Set"), 0), next(said(2, assessment.VerdictQuestioned, "Hvordan?"), 0),
	}
	if _, err := s.AppendVerdicts(t.Context(), given); err != nil {
		t.Fatal(err)
	}
	confirm := func(revision int, before assessment.Status, change func(*assessment.Status)) assessment.Status {
		before.Revision, before.Comment = revision, "Uændret"
		change(&before)
		return before
	}
	same := func(*assessment.Status) {}
	recorded, err := s.AppendStatuses(t.Context(), []assessment.Status{
		confirm(2, sample.Status(), same),
		confirm(2, questioned, same),
		confirm(3, sample.Status(), same),
		confirm(3, questioned, func(s *assessment.Status) { s.Answer.Value++ }),
		confirm(4, sample.Status(), func(s *assessment.Status) { s.Evidence.Text += "!" }),
	})
	if err != nil {
		t.Fatal(err)
	}
	var found []assessment.Verification
	for i := range recorded {
		found = append(found, recorded[i].Verification(assessment.AsOf{}))
	}
	want := []assessment.Verification{assessment.Verified, assessment.Questioned, assessment.Verified, assessment.Unverified, assessment.Unverified}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("verification (-want +got):\n%s", diff)
	}
	read, err := s.Statuses(t.Context(), 2)
	if diff := cmp.Diff(recorded, read); err != nil || diff != "" {
		t.Errorf("read: %v (-recorded +read):\n%s", err, diff)
	}
	carried := entries(t, s)[2:]
	for i, from := range []assessment.VerdictID{1, 2, 3} {
		if e := carried[i]; e.CarriedFrom != from || e.Comment != given[i%2].Comment || !e.RecordedAt.Equal(recorded[i].RecordedAt) {
			t.Errorf("entry %d is carried from %d with %q at %v, want from %d", e.ID, e.CarriedFrom, e.Comment, e.RecordedAt, from)
		}
	}
}
