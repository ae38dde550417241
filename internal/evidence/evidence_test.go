package evidence_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/evidence"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

const header = "code,area,year,fact_da,fact_en,kind,source_title,source_url\n"

const good = header +
	"101,rpa,2016,Var tidligt ude,Was early,own,Kommunen.dk,https://www.kommunen.dk/artikel\n" +
	"461,smart_city,,\"Stod som medlem, bl.a.\",Was a member,membership,Open Data DK,https://www.opendata.dk/\n" +
	"101,it_security,2023,Fik kritik,Was criticised,case,Datatilsynet,http://www.datatilsynet.dk/sag\n"

func TestParse(t *testing.T) {
	t.Parallel()
	items, err := evidence.Parse([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	want := []evidence.Item{
		{
			Municipality: 101, Area: "rpa", Year: 2016, Kind: evidence.Own,
			Fact:        framework.Text{DA: "Var tidligt ude", EN: "Was early"},
			SourceTitle: "Kommunen.dk", SourceURL: "https://www.kommunen.dk/artikel",
		},
		{
			Municipality: 461, Area: "smart_city", Kind: evidence.Membership,
			Fact:        framework.Text{DA: "Stod som medlem, bl.a.", EN: "Was a member"},
			SourceTitle: "Open Data DK", SourceURL: "https://www.opendata.dk/",
		},
		{
			Municipality: 101, Area: "it_security", Year: 2023, Kind: evidence.Case,
			Fact:        framework.Text{DA: "Fik kritik", EN: "Was criticised"},
			SourceTitle: "Datatilsynet", SourceURL: "http://www.datatilsynet.dk/sag",
		},
	}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Error(diff)
	}
	if got := evidence.Of(items, 101); len(got) != 2 || got[1].Kind != evidence.Case {
		t.Errorf("facts about 101: %v", got)
	}
	if got := evidence.In(items, "smart_city"); len(got) != 1 || got[0].Municipality != 461 {
		t.Errorf("facts in smart_city: %v", got)
	}
	if got := evidence.Of(items, 751); len(got) > 0 {
		t.Errorf("facts about 751: %v", got)
	}
}

func TestParseReportsEveryFaultyRow(t *testing.T) {
	t.Parallel()
	_, err := evidence.Parse([]byte(header +
		"0101,,twelve,,x,rumour,,javascript:alert(1)\n" +
		"101,rpa,2016,a,b,own,c,www.kommunen.dk\n"))
	var invalid *fault.Error
	if !errors.As(err, &invalid) {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range invalid.Problems {
		got = append(got, fmt.Sprintf("%s %d %s", p.Field, p.Row, p.Message.Key))
	}
	want := []string{
		"evidence.csv/code 2 municipality.code_form",
		"evidence.csv/area 2 reference.csv.required",
		"evidence.csv/year 2 reference.csv.integer",
		"evidence.csv/fact_da 2 reference.csv.required",
		"evidence.csv/kind 2 reference.evidence_kind",
		"evidence.csv/source_title 2 reference.csv.required",
		"evidence.csv/source_url 2 reference.address",
		"evidence.csv/source_url 3 reference.address",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(good)
	f.Add(header)
	f.Add("")
	f.Fuzz(func(t *testing.T, content string) {
		items, err := evidence.Parse([]byte(content))
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("want an Invalid error: %v", err)
		}
		for _, item := range items {
			if item.SourceURL == "" || item.Municipality == 0 || item.Fact.DA == "" {
				t.Errorf("incomplete fact: %+v", item)
			}
		}
	})
}
