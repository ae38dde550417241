package seed_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSeatsByPartySumToTheStatedTotals(t *testing.T) {
	t.Parallel()
	rows := rowsOf(t, "council_seats_by_party.csv")
	wantUnique(t, "council_seats_by_party.csv", rows, "election_year", "party_letter")
	got := make(map[string]int)
	for _, row := range rows {
		got[row["election_year"]] += row.int(t, "seats")
	}
	want := map[string]int{"2013": 2444, "2017": 2432, "2021": 2436, "2025": 2432}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("seats by election (-stated +sum):\n%s", diff)
	}
}

func TestPartiesKeepTheirNames(t *testing.T) {
	t.Parallel()
	names := make(map[string]string)
	for _, row := range rowsOf(t, "council_seats_by_party.csv") {
		letter, name := row["party_letter"], row["party_name"]
		if known, ok := names[letter]; ok && known != name {
			t.Errorf("party %s is called %q and %q", letter, known, name)
		}
		names[letter] = name
	}
	for letter := range set(rowsOf(t, "council_seats_by_party_municipality.csv"), "party_letter") {
		if names[letter] == "" {
			t.Errorf("party %s has seats in a council and none in the country", letter)
		}
	}
}

// council is one council after one election.
type council struct{ year, code string }

func seatsByCouncil(t *testing.T) map[council]int {
	t.Helper()
	rows := rowsOf(t, "council_seats_by_party_municipality.csv")
	wantUnique(t, "council_seats_by_party_municipality.csv", rows, "election_year", "code", "party_letter")
	seats := make(map[council]int)
	for _, row := range rows {
		seats[council{row["election_year"], row["code"]}] += row.int(t, "seats")
	}
	return seats
}

func TestSeatsBySingleCouncil(t *testing.T) {
	t.Parallel()
	perYear := make(map[string]int)
	for c, seats := range seatsByCouncil(t) {
		perYear[c.year]++
		if seats < 9 || seats > 55 || seats%2 == 0 {
			t.Errorf("council %s of %s sums to %d seats", c.code, c.year, seats)
		}
	}
	want := map[string]int{"2017": 1, "2021": 36, "2025": 36}
	if diff := cmp.Diff(want, perYear); diff != "" {
		t.Errorf("councils by election (-want +got):\n%s", diff)
	}
}

func TestSeatsByPartySumToTheSizeOfTheCouncil(t *testing.T) {
	t.Parallel()
	sums := seatsByCouncil(t)
	for _, row := range rowsOf(t, "municipalities.csv") {
		for year, source := range map[string]string{"2025": "documented 2025", "2021": "documented 2021"} {
			sum, ok := sums[council{year, row["code"]}]
			if ok && row["council_seats_source"] == source && sum != row.int(t, "council_seats") {
				t.Errorf("%s: parties of %s sum to %d, the council has %s", row["name"], year, sum, row["council_seats"])
			}
		}
	}
}
