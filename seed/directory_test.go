package seed_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const merger = "2027-01-01"

func TestMunicipalitiesAreUnique(t *testing.T) {
	t.Parallel()
	rows := rowsOf(t, "municipalities.csv")
	for _, columns := range [][]string{{"code"}, {"name"}, {"short_name"}, {"lat", "lon"}, {"tile_col", "tile_row"}} {
		wantUnique(t, "municipalities.csv", rows, columns...)
	}
}

func TestMunicipalitiesAreWithinBounds(t *testing.T) {
	t.Parallel()
	for _, row := range rowsOf(t, "municipalities.csv") {
		if code := row.int(t, "code"); code < 101 || code > 860 {
			t.Errorf("code %d is not a municipality’s", code)
		}
		if n := len([]rune(row["short_name"])); n < 3 || n > 4 {
			t.Errorf("short name %q of %s has %d letters", row["short_name"], row["name"], n)
		}
		if first := []rune(row["name"])[0]; []rune(row["short_name"])[0] != first {
			t.Errorf("short name %q of %s begins with another letter", row["short_name"], row["name"])
		}
		if col, line := row.int(t, "tile_col"), row.int(t, "tile_row"); col < 0 || col > 20 || line < 0 || line > 13 {
			t.Errorf("%s stands at tile %d, %d outside the map", row["name"], col, line)
		}
		lat, lon := row.decimal(t, "lat"), row.decimal(t, "lon")
		if lat < 54.5 || lat > 57.8 || lon < 8 || lon > 15.3 {
			t.Errorf("%s lies at %g, %g outside Denmark", row["name"], lat, lon)
		}
	}
}

func TestPopulation(t *testing.T) {
	t.Parallel()
	sum := 0
	rows := rowsOf(t, "municipalities.csv")
	for _, row := range rows {
		sum += row.int(t, "population")
	}
	if want := 6_025_511; sum != want {
		t.Errorf("the populations sum to %d, want %d", sum, want)
	}
	if diff := cmp.Diff(map[string]int{"2026": 98}, tally(rows, "population_year")); diff != "" {
		t.Errorf("population years (-want +got):\n%s", diff)
	}
}

func TestCouncilSeatsAreDocumentedOrEmpty(t *testing.T) {
	t.Parallel()
	rows := rowsOf(t, "municipalities.csv")
	for _, row := range rows {
		if (row["council_seats"] == "") != (row["council_seats_source"] == "") {
			t.Errorf("%s has %q seats with source %q", row["name"], row["council_seats"], row["council_seats_source"])
		}
		if row["council_seats"] == "" {
			continue
		}
		seats := row.int(t, "council_seats")
		if seats%2 == 0 || seats < 9 || seats > 31 && row["name"] != "København" {
			t.Errorf("%s has %d seats, want an odd number from 9 to 31", row["name"], seats)
		}
	}
	want := map[string]int{
		"documented 2025": 47, "documented_before_election 2025": 10,
		"documented 2021": 22, "documented 2017": 2, "": 17,
	}
	if diff := cmp.Diff(want, tally(rows, "council_seats_source")); diff != "" {
		t.Errorf("sources of council seats (-want +got):\n%s", diff)
	}
}

func TestCodeSetsAgree(t *testing.T) {
	t.Parallel()
	want := set(rowsOf(t, "municipalities.csv"), "code")
	for _, file := range []string{"region_membership.csv", "group_membership.csv"} {
		if diff := cmp.Diff(want, set(rowsOf(t, file), "municipality_code")); diff != "" {
			t.Errorf("codes in %s (-municipalities.csv +%s):\n%s", file, file, diff)
		}
	}
	for _, file := range []string{"evidence.csv", "council_seats_by_party_municipality.csv"} {
		for code := range set(rowsOf(t, file), "code") {
			if !want[code] {
				t.Errorf("%s has code %s, which is no municipality", file, code)
			}
		}
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	var got []string
	for _, row := range rowsOf(t, "regions.csv") {
		got = append(got, strings.Join([]string{row["key"], row["code"], row["valid_from"], row["valid_to"]}, " "))
	}
	want := []string{
		"nordjylland 1081 2007-01-01 ",
		"midtjylland 1082 2007-01-01 ",
		"syddanmark 1083 2007-01-01 ",
		"hovedstaden 1084 2007-01-01 2026-12-31",
		"sjaelland 1085 2007-01-01 2026-12-31",
		"oestdanmark  2027-01-01 ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("regions (-want +got):\n%s", diff)
	}
}

func TestRegionSums(t *testing.T) {
	t.Parallel()
	tests := []struct {
		on   string
		want map[string]int
	}{
		{"2007-01-01", map[string]int{"hovedstaden": 29, "sjaelland": 17, "syddanmark": 22, "midtjylland": 19, "nordjylland": 11}},
		{"2026-12-31", map[string]int{"hovedstaden": 29, "sjaelland": 17, "syddanmark": 22, "midtjylland": 19, "nordjylland": 11}},
		{merger, map[string]int{"oestdanmark": 46, "syddanmark": 22, "midtjylland": 19, "nordjylland": 11}},
	}
	for _, test := range tests {
		var valid []record
		for _, row := range rowsOf(t, "region_membership.csv") {
			if row["valid_from"] <= test.on && (row["valid_to"] == "" || test.on <= row["valid_to"]) {
				valid = append(valid, row)
			}
		}
		if diff := cmp.Diff(test.want, tally(valid, "region_key")); diff != "" {
			t.Errorf("regions on %s (-want +got):\n%s", test.on, diff)
		}
	}
}

func TestRegionMembershipsHaveNeitherGapNorOverlap(t *testing.T) {
	t.Parallel()
	spans := make(map[string][]record)
	for _, row := range rowsOf(t, "region_membership.csv") {
		spans[row["municipality_code"]] = append(spans[row["municipality_code"]], row)
	}
	for code, rows := range spans {
		slices.SortFunc(rows, func(a, b record) int { return a.day(t, "valid_from").Compare(b.day(t, "valid_from")) })
		next := time.Date(2007, time.January, 1, 0, 0, 0, 0, time.UTC)
		for _, row := range rows {
			if from := row.day(t, "valid_from"); !from.Equal(next) {
				t.Errorf("%s is in %s from %s, want from %s", code, row["region_key"], from.Format(time.DateOnly), next.Format(time.DateOnly))
			}
			next = row.day(t, "valid_to").AddDate(0, 0, 1)
		}
		if last := rows[len(rows)-1]; last["valid_to"] != "" {
			t.Errorf("%s is in no region after %s", code, last["valid_to"])
		}
	}
}

// TestMembershipsLieWithinTheirRegion: nobody belongs to a region before it exists or after it ends.
func TestMembershipsLieWithinTheirRegion(t *testing.T) {
	t.Parallel()
	regions := make(map[string]record)
	for _, row := range rowsOf(t, "regions.csv") {
		regions[row["key"]] = row
	}
	for _, row := range rowsOf(t, "region_membership.csv") {
		region, ok := regions[row["region_key"]]
		if !ok || row["valid_from"] != region["valid_from"] || row["valid_to"] != region["valid_to"] {
			t.Errorf("%v does not match region %v", row, region)
		}
	}
}

func TestEveryMunicipalityHasOneGroupPerScheme(t *testing.T) {
	t.Parallel()
	known := make(map[string]bool)
	groups := rowsOf(t, "groups.csv")
	wantUnique(t, "groups.csv", groups, "scheme", "key")
	wantUnique(t, "groups.csv", groups, "scheme", "position")
	for _, row := range groups {
		known[row["scheme"]+" "+row["key"]] = true
	}
	schemes := set(rowsOf(t, "group_schemes.csv"), "key")
	if diff := cmp.Diff(schemes, set(groups, "scheme")); diff != "" {
		t.Errorf("schemes (-group_schemes.csv +groups.csv):\n%s", diff)
	}
	members := rowsOf(t, "group_membership.csv")
	wantUnique(t, "group_membership.csv", members, "municipality_code", "scheme")
	for _, row := range members {
		if !known[row["scheme"]+" "+row["group_key"]] {
			t.Errorf("%v names a group that does not exist", row)
		}
	}
}

func TestGroupSizes(t *testing.T) {
	t.Parallel()
	want := map[string]map[string]int{
		"dst_kommunegruppe_2018": {"hovedstad": 24, "storby": 3, "provinsby": 16, "opland": 24, "land": 31},
		"landsdel": {
			"byen_koebenhavn": 4, "koebenhavns_omegn": 13, "nordsjaelland": 11, "bornholm": 1, "oestsjaelland": 5,
			"vest_og_sydsjaelland": 12, "fyn": 10, "sydjylland": 12, "oestjylland": 11, "vestjylland": 8, "nordjylland": 11,
		},
		"size_class": {"lt20k": 9, "20k_50k": 49, "50k_100k": 31, "ge100k": 9},
	}
	got := make(map[string]map[string]int)
	for _, row := range rowsOf(t, "group_membership.csv") {
		if got[row["scheme"]] == nil {
			got[row["scheme"]] = make(map[string]int)
		}
		got[row["scheme"]][row["group_key"]]++
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("group sizes (-want +got):\n%s", diff)
	}
}

func TestSizeClassFollowsPopulation(t *testing.T) {
	t.Parallel()
	class := func(population int) string {
		switch {
		case population < 20_000:
			return "lt20k"
		case population < 50_000:
			return "20k_50k"
		case population < 100_000:
			return "50k_100k"
		}
		return "ge100k"
	}
	want := make(map[string]string)
	for _, row := range rowsOf(t, "municipalities.csv") {
		want[row["code"]] = class(row.int(t, "population"))
	}
	got := make(map[string]string)
	for _, row := range rowsOf(t, "group_membership.csv") {
		if row["scheme"] == "size_class" {
			got[row["municipality_code"]] = row["group_key"]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("size classes (-by population +in file):\n%s", diff)
	}
}
