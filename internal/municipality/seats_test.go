package municipality_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/municipality"
)

func seatFiles() map[string][]byte {
	return map[string][]byte{
		municipality.FileSeats: []byte(`election_year,party_letter,party_name,seats
2017,OTH,Andre lister,900
2017,A,Socialdemokratiet,842
2017,V,Venstre,688
2013,A,Socialdemokratiet,773
`),
		municipality.FileCouncilSeats: []byte(`election_year,code,party_letter,seats
2021,461,A,10
2017,461,A,13
2021,461,V,5
2017,461,V,6
2017,751,A,14
`),
	}
}

func TestSeats(t *testing.T) {
	t.Parallel()
	seats, err := municipality.ParseSeats(seatFiles())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{2017, 2013}, seats.Years()); diff != "" {
		t.Error(diff)
	}
	if got := seats.Total(2017); got != 2430 {
		t.Errorf("total of 2017 is %d, want 2430", got)
	}
	if got := seats.Total(1999); got != 0 {
		t.Errorf("total of an unknown year is %d", got)
	}
	want := []municipality.PartySeats{
		{Year: 2017, Letter: "A", Party: "Socialdemokratiet", Seats: 842},
		{Year: 2017, Letter: "V", Party: "Venstre", Seats: 688},
		{Year: 2017, Letter: "OTH", Party: "Andre lister", Seats: 900},
	}
	if diff := cmp.Diff(want, seats.Election(2017)); diff != "" {
		t.Error(diff)
	}
	council := []municipality.CouncilSeats{
		{Year: 2021, Municipality: 461, Letter: "A", Seats: 10},
		{Year: 2021, Municipality: 461, Letter: "V", Seats: 5},
	}
	if diff := cmp.Diff(council, seats.Council(461)); diff != "" {
		t.Error(diff)
	}
	if got := seats.Council(101); len(got) > 0 {
		t.Errorf("an undocumented council has %v", got)
	}
}

func TestSeatsReportEveryFaultyRow(t *testing.T) {
	t.Parallel()
	files := seatFiles()
	files[municipality.FileSeats] = append(files[municipality.FileSeats], "2013,A,Socialdemokratiet,-1\n"...)
	files[municipality.FileCouncilSeats] = append(files[municipality.FileCouncilSeats], "year,0751,,x\n"...)
	_, err := municipality.ParseSeats(files)
	got := problems(t, err)
	for _, want := range []string{
		"council_seats_by_party.csv/party_letter 6 reference.csv.repeated",
		"council_seats_by_party.csv/seats 6 reference.csv.integer",
		"council_seats_by_party_municipality.csv/election_year 7 reference.csv.integer",
		"council_seats_by_party_municipality.csv/code 7 municipality.code_form",
		"council_seats_by_party_municipality.csv/party_letter 7 reference.csv.required",
		"council_seats_by_party_municipality.csv/seats 7 reference.csv.integer",
	} {
		if !got[want] {
			t.Errorf("no problem %q among %v", want, got)
		}
	}
	_, err = municipality.ParseSeats(nil)
	if !problems(t, err)["council_seats_by_party.csv 0 reference.file_missing"] {
		t.Errorf("missing files: %v", err)
	}
}
