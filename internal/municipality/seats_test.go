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

func TestPartiesHaveNames(t *testing.T) {
	t.Parallel()
	files := seatFiles()
	files[municipality.FileParties] = []byte("letter,name_da,name_en,other_names\nA,Socialdemokratiet,Social Democrats,S-erne; Sossen\nX,Ny,New,\n")
	seats, err := municipality.ParseSeats(files)
	if err != nil {
		t.Fatal(err)
	}
	for letter, want := range map[string]string{"A": "Social Democrats", "X": "New", "V": "Venstre", "Q": "Q"} {
		if got := seats.PartyName(letter, "en"); got != want {
			t.Errorf("%s is called %q, want %q", letter, got, want)
		}
	}
	want := []municipality.Party{
		{Letter: "A", Name: municipality.Name{DA: "Socialdemokratiet", EN: "Social Democrats"}, Others: []string{"S-erne", "Sossen"}},
		{Letter: "X", Name: municipality.Name{DA: "Ny", EN: "New"}},
		{Letter: "OTH", Name: municipality.Name{DA: "Andre lister", EN: "Andre lister"}},
		{Letter: "V", Name: municipality.Name{DA: "Venstre", EN: "Venstre"}},
	}
	if diff := cmp.Diff(want, seats.AllParties()); diff != "" {
		t.Error(diff)
	}
	files[municipality.FileParties] = []byte("letter,name_da,name_en,other_names\nA,,x,\nA,y,z,\n")
	if _, err := municipality.ParseSeats(files); err == nil {
		t.Error("faulty names are read")
	}
}

func TestLaterCouncilsStandInPlaceOfOthers(t *testing.T) {
	t.Parallel()
	seats, err := municipality.ParseSeats(seatFiles())
	if err != nil {
		t.Fatal(err)
	}
	later := []municipality.CouncilSeats{
		{Year: 2021, Municipality: 461, Letter: "C", Seats: 15}, {Year: 2021, Municipality: 101, Letter: "A", Seats: 20},
	}
	got := seats.With(later)
	if diff := cmp.Diff(later[:1], got.Council(461)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]municipality.Code{101, 461}, got.Coverage(2021)); diff != "" {
		t.Error(diff)
	}
	if len(got.Coverage(2017)) != 2 || len(seats.Council(461)) != 2 {
		t.Error("other councils have changed")
	}
	file, err := municipality.MarshalCouncils(later)
	if err != nil {
		t.Fatal(err)
	}
	back, err := municipality.ParseCouncils(file)
	if diff := cmp.Diff([]municipality.CouncilSeats{later[1], later[0]}, back); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestAllCouncilsTogetherAreTheCountry(t *testing.T) {
	t.Parallel()
	directory := parse(t)
	var councils []municipality.CouncilSeats
	for i, m := range directory.All() {
		councils = append(councils, municipality.CouncilSeats{Year: 2029, Municipality: m.Code, Letter: "A", Seats: 10 + i},
			municipality.CouncilSeats{Year: 2029, Municipality: m.Code, Letter: "V", Seats: 1})
	}
	seats, err := municipality.ParseSeats(seatFiles())
	if err != nil {
		t.Fatal(err)
	}
	n := len(directory.All())
	whole := seats.With(councils).Completed(directory)
	if got := whole.Election(2029); len(got) != 2 || got[0].Letter != "A" || got[0].Party != "Socialdemokratiet" || got[1].Seats != n {
		t.Errorf("the country of 2029 is %+v", got)
	}
	if got := seats.With(councils[2:]).Completed(directory); got.Total(2029) != 0 {
		t.Error("a country without one council has figures")
	}
	if got := whole.Total(2017); got != 2430 {
		t.Errorf("the total of 2017 is %d", got)
	}
}
