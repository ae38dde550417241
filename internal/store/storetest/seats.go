package storetest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/municipality"
	"modenhed/internal/reference"
)

// Councils that people enter are recorded one version after the other, and
// what is entered builds on what was.
func testCouncils(t *testing.T, d *database) {
	s := d.seeded(t)
	author := Editor(t, s)
	first := municipality.CouncilSeats{Year: 2021, Municipality: 461, Letter: "A", Seats: 12}
	second := municipality.CouncilSeats{Year: 2021, Municipality: 751, Letter: "V", Seats: 9}
	for i, add := range []municipality.CouncilSeats{first, second} {
		_, err := s.RecordCouncils(t.Context(), author.ID, func(before []municipality.CouncilSeats) []municipality.CouncilSeats {
			if len(before) != i {
				t.Errorf("before entry %d there are %v", i, before)
			}
			return append(before, add)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	documents, err := s.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(documents, func(d reference.Document) bool { return d.Key == reference.ImportedSeatsKey })
	if at < 0 || documents[at].RecordedAt.IsZero() || documents[at].Origin != reference.OriginImport {
		t.Fatalf("the councils entered are document %d", at)
	}
	got, err := documents[at].ImportedSeats()
	if diff := cmp.Diff([]municipality.CouncilSeats{first, second}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
