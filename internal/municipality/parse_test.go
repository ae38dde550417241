package municipality_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"modenhed/internal/fault"
	"modenhed/internal/municipality"
)

func TestParseReportsEveryFaultyRow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, old, new string
		want           []string
	}{
		"cells": {
			municipality.FileMunicipalities, "461,Odense,Ode,211000,2026,29,documented,55.368,10.426,9,9", "0461,,Ode,many,26,x,,12,10.4,-1,9",
			[]string{
				"municipalities.csv/code 3 municipality.code_form",
				"municipalities.csv/name 3 reference.csv.required",
				"municipalities.csv/population 3 reference.csv.integer",
				"municipalities.csv/population_year 3 reference.csv.integer",
				"municipalities.csv/council_seats 3 reference.csv.integer",
				"municipalities.csv/lat 3 reference.csv.decimal",
				"municipalities.csv/tile_col 3 reference.csv.integer",
			},
		},
		"repeated": {
			municipality.FileMunicipalities, "259,Køge,Køg,63000,2026,27,documented,55.460,12.090,16,11", "461,odense,Ode,63000,2026,27,documented,55.460,12.090,9,9",
			[]string{
				"municipalities.csv/code 6 reference.csv.repeated",
				"municipalities.csv/name 6 reference.csv.repeated",
				"municipalities.csv/short_name 6 reference.csv.repeated",
				"municipalities.csv/tile_col 6 reference.csv.repeated",
			},
		},
		"gap": {
			municipality.FileRegionMembership, "101,oestdanmark,2027-01-01,", "101,oestdanmark,2027-01-02,",
			[]string{"region_membership.csv 0 municipality.region_gap"},
		},
		"overlap": {
			municipality.FileRegionMembership, "492,syddanmark,2007-01-01,", "492,syddanmark,2007-01-01,\n492,midtjylland,2020-01-01,",
			[]string{"region_membership.csv 0 municipality.region_overlap"},
		},
		"no region": {
			municipality.FileRegionMembership, "492,syddanmark,2007-01-01,\n", "",
			[]string{"region_membership.csv 0 municipality.region_missing"},
		},
		"outlives its region": {
			municipality.FileRegionMembership, "259,sjaelland,2007-01-01,2026-12-31\n259,oestdanmark,2027-01-01,", "259,sjaelland,2007-01-01,",
			[]string{"region_membership.csv/region_key 4 municipality.region_not_valid"},
		},
		"unknown names": {
			municipality.FileRegionMembership, "751,midtjylland,2007-01-01,", "751,midtjylland,2007-01-01,\n999,skaane,1. januar,\n461,syddanmark,2007-01-01,2006-01-01",
			[]string{
				"region_membership.csv/municipality_code 9 municipality.unknown",
				"region_membership.csv/region_key 9 municipality.region_unknown",
				"region_membership.csv/valid_from 9 municipality.date_form",
				"region_membership.csv/valid_to 10 municipality.span_backwards",
			},
		},
		"groups": {
			municipality.FileGroupMembership, "101,size,large\n259,size,small", "101,size,huge\n259,colour,red\n751,size,small",
			[]string{
				"group_membership.csv/group_key 2 municipality.group_unknown",
				"group_membership.csv/scheme 3 municipality.scheme_unknown",
				"group_membership.csv/municipality_code 7 municipality.group_repeated",
				"group_membership.csv 0 municipality.group_missing",
			},
		},
		"columns": {
			municipality.FileGroups, "scheme,key,name_da,name_en,position", "scheme,key,name_da,name_en,rank",
			[]string{
				"groups.csv/position 1 reference.csv.column_missing",
				"groups.csv/rank 1 reference.csv.column_unknown",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := files()
			before := string(changed[test.file])
			after := strings.Replace(before, test.old, test.new, 1)
			if after == before {
				t.Fatal("the test changes nothing")
			}
			changed[test.file] = []byte(after)
			_, err := municipality.Parse(changed)
			got := problems(t, err)
			for _, want := range test.want {
				if !got[want] {
					t.Errorf("no problem %q among %v", want, got)
				}
			}
		})
	}
}

func TestParseNamesMissingFiles(t *testing.T) {
	t.Parallel()
	for _, name := range municipality.Files() {
		few := maps.Clone(files())
		delete(few, name)
		_, err := municipality.Parse(few)
		if want := name + " 0 reference.file_missing"; !problems(t, err)[want] {
			t.Errorf("without %s: %v", name, err)
		}
	}
	if _, err := municipality.Parse(nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without files: %v", err)
	}
}

// problems returns the problems of an Invalid error as "field row key".
func problems(t *testing.T, err error) map[string]bool {
	t.Helper()
	var invalid *fault.Error
	if !errors.As(err, &invalid) || invalid.Kind != fault.Invalid {
		t.Fatalf("got %v, want an Invalid error", err)
	}
	found := make(map[string]bool)
	for _, p := range invalid.Problems {
		found[fmt.Sprintf("%s %d %s", p.Field, p.Row, p.Message.Key)] = true
	}
	return found
}

func FuzzParse(f *testing.F) {
	for name, content := range files() {
		f.Add(name, string(content))
	}
	f.Fuzz(func(t *testing.T, name, content string) {
		changed := files()
		changed[name] = []byte(content)
		d, err := municipality.Parse(changed)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("want an Invalid error: %v", err)
			}
			return
		}
		for _, m := range d.All() {
			if found := d.Search(m.Name); len(found) == 0 {
				t.Errorf("%q does not find itself", m.Name)
			}
			for _, s := range d.Schemes() {
				if _, ok := d.GroupOf(m.Code, s.Key); !ok {
					t.Errorf("%s has no group in %s", m.Name, s.Key)
				}
			}
		}
	})
}
