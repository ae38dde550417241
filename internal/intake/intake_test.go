package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/intake"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/survey"
	"modenhed/internal/table"
	"modenhed/seed"
)

func wave(t testing.TB, design string) survey.Wave {
	t.Helper()
	w, err := survey.ParseWave([]byte(`key: belief-2026
title: {da: Kommunalpolitikere 2026, en: Councillors 2026}
kind: responses
fieldwork: 2026-09
population: {da: Alle, en: All}
purpose: gap
source: {title: Egen undersøgelse}
design: ` + design + `
questions:
  - key: gains
    text: {da: Hvad passer bedst?, en: Which fits best?}
    options:
      - {key: all, text: {da: Alle gevinster er hentet, en: All gains are harvested}, reading: harvested}
      - {key: more, text: {da: Der er mere at hente, en: There is more}, reading: potential}
      - {key: dk, text: {da: Ved ikke, en: Don’t know}, reading: dontknow}
  - key: agree
    text: {da: Hvor enig?, en: How far do you agree?}
    options:
      - {key: "1", text: {da: Enig, en: Agree}, score: 1}
      - {key: "-1", text: {da: Uenig, en: Disagree}, score: -1}
`))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// country is the seed's directory and parties.
func country(t testing.TB) *reference.Set {
	t.Helper()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	set, err := reference.Parse(documents)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func read(t testing.TB, text string) *table.Table {
	t.Helper()
	got, err := table.Read(strings.NewReader(text), table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func guide(t testing.TB, design string, margins *intake.Margins) *intake.Guide {
	t.Helper()
	set := country(t)
	return intake.NewGuide(wave(t, design), set.Directory, set.Seats.AllParties(), margins)
}

// told lists problems as "row column key".
func told(err error) []string {
	var known *fault.Error
	if !errors.As(err, &known) {
		return []string{fmt.Sprint(err)}
	}
	var list []string
	for _, p := range known.Problems {
		list = append(list, fmt.Sprint(p.Row, " ", p.Field, " ", p.Message.Key))
	}
	return list
}

func TestReadUnderstandsNames(t *testing.T) {
	t.Parallel()
	g := guide(t, "{by: [sex]}", nil)
	file := read(t, "Køn;Parti;Kommunenavn;hvad passer bedst?;How far do you agree?\n"+
		"Kvinde;a;Århus;Alle gevinster er hentet;Enig\n"+
		"Mand;Venstre;0461; DER ER  mere at hente;-1\n"+
		";Ø – Enhedslisten;Brønderslev kommune;don't know;\n"+
		"Mand;SF;Nordfyns;;1\n"+
		"Mand;Lokalliste;461 Odense;DK;disagree\n"+
		"Mand;radikale venstre;;more;agree\n")
	m := g.Guess(file.Header)
	want := map[string]string{
		"municipality": "Kommunenavn", "party": "Parti", "gains": "hvad passer bedst?", "agree": "How far do you agree?", "sex": "Køn",
	}
	if diff := cmp.Diff(want, m.Columns); diff != "" {
		t.Fatalf("columns (-want +guessed):\n%s", diff)
	}
	got, err := g.Read(file, m)
	if err != nil {
		t.Fatal(told(err))
	}
	rows := []survey.Response{
		{Municipality: 751, Party: "A", Values: []string{"Kvinde"}, Answers: []string{"all", "1"}},
		{Municipality: 461, Party: "V", Values: []string{"Mand"}, Answers: []string{"more", "-1"}},
		{Municipality: 810, Party: "Ø", Values: []string{""}, Answers: []string{"dk", ""}},
		{Municipality: 480, Party: "F", Values: []string{"Mand"}, Answers: []string{"", "1"}},
		{Municipality: 461, Party: "OTH", Values: []string{"Mand"}, Answers: []string{"dk", "-1"}},
		{Municipality: 0, Party: "B", Values: []string{"Mand"}, Answers: []string{"more", "1"}},
	}
	if diff := cmp.Diff(&survey.Responses{Columns: []string{"sex"}, Questions: []string{"gains", "agree"}, Rows: rows}, got); diff != "" {
		t.Error(diff)
	}
	if err := got.Check(wave(t, "{by: [sex]}")); err != nil {
		t.Error(told(err))
	}
}

func TestReadTellsEveryFaultAtOnce(t *testing.T) {
	t.Parallel()
	margins := population(t, "{rake: [sex]}", "party,sex,seats\nA,K,1\nA,M,1\n")
	g := guide(t, "{rake: [sex]}", margins)
	file := read(t, "kommune,parti,køn,gains,agree\nLangtborte,Q,x,maybe,2\n\n461,,,,\n999,A,k,all,1\n")
	_, err := g.Read(file, g.Guess(file.Header))
	want := []string{
		"2 kommune intake.unknown_municipality", "2 parti intake.unknown_party", "2 gains intake.unknown_option",
		"2 agree intake.unknown_option", "2 køn intake.unknown_value",
		"4 parti survey.party_missing", "4 køn survey.value_missing",
		"5 kommune intake.unknown_municipality",
	}
	if diff := cmp.Diff(want, told(err)); diff != "" {
		t.Error(diff)
	}
}

func TestReadTellsWhatIsWrongWithTheMapping(t *testing.T) {
	t.Parallel()
	g := guide(t, "{rake: [region]}", nil)
	file := read(t, "a,b\n1,2\n")
	_, err := g.Read(file, intake.Mapping{Columns: map[string]string{"party": "a", "gains": "a", "agree": "c", "region": intake.FromDirectory}})
	want := []string{"0 gains intake.column_twice", "0 agree intake.column_unknown", "0 region intake.region_without_municipality"}
	if diff := cmp.Diff(want, told(err)); diff != "" {
		t.Error(diff)
	}
	_, err = g.Read(read(t, "a,b\n"), intake.Mapping{})
	want = []string{"0 party intake.column_missing", "0 gains intake.column_missing", "0 agree intake.column_missing", "0 region intake.column_missing", "0  intake.no_rows"}
	if diff := cmp.Diff(want, told(err)); diff != "" {
		t.Error(diff)
	}
}

func TestSomebodyDecidesWhatNoWordFits(t *testing.T) {
	t.Parallel()
	g := guide(t, "{}", nil)
	file := read(t, "municipality,party,gains,agree\nGl. Odense,Byens Liste,?,9\n")
	m := g.Guess(file.Header)
	findings := g.Find(file, m)
	for i, name := range []string{"Gl. Odense", "Byens Liste", "?", "9"} {
		open := findings[i].Open()
		if len(open) != 1 || open[0].Text != name || open[0].Line != 2 || open[0].Known {
			t.Errorf("%s: %+v", name, open)
		}
	}
	m.Choices = map[string]map[string]string{
		"municipality": {"Gl. Odense": "461"}, "party": {"Byens Liste": "OTH"}, "gains": {"?": "dk"}, "agree": {"9": ""},
	}
	got, err := g.Read(file, m)
	if err != nil {
		t.Fatal(told(err))
	}
	want := []survey.Response{{Municipality: 461, Party: "OTH", Answers: []string{"dk", ""}}}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Error(diff)
	}
	if v := g.Find(file, m)[1].Values[0]; !v.Known || !v.Chosen || v.Key != "OTH" {
		t.Errorf("%+v", v)
	}
	// What is not allowed is not a choice.
	m.Choices = map[string]map[string]string{"municipality": {"Gl. Odense": "1"}, "party": {"Byens Liste": ""}, "gains": {"?": "x"}}
	if _, err := g.Read(file, m); len(told(err)) != 4 {
		t.Errorf("%q", told(err))
	}
}

func TestRegionsComeFromTheDirectory(t *testing.T) {
	t.Parallel()
	g := guide(t, "{rake: [region]}", nil)
	file := read(t, "kommune,parti,gains,agree\nOdense,A,all,1\n,A,all,1\n")
	m := g.Guess(file.Header)
	if m.Columns["region"] != intake.FromDirectory {
		t.Fatalf("%v", m.Columns)
	}
	_, err := g.Read(file, m)
	if diff := cmp.Diff([]string{"3 region intake.region_unknown"}, told(err)); diff != "" {
		t.Error(diff)
	}
	file.Rows = file.Rows[:1]
	got, err := g.Read(file, m)
	if err != nil || got.Rows[0].Values[0] != "syddanmark" {
		t.Errorf("%+v, %v", got, err)
	}
	named := read(t, "kommune,region,parti,gains,agree\nOdense,Region Syddanmark,A,all,1\nKøge,midtjylland,A,all,1\n")
	if got, err = g.Read(named, g.Guess(named.Header)); err != nil || got.Rows[0].Values[0] != "syddanmark" || got.Rows[1].Values[0] != "midtjylland" {
		t.Errorf("%+v, %v", got, told(err))
	}
}

func population(t testing.TB, design, text string) *intake.Margins {
	t.Helper()
	set := country(t)
	m, err := intake.ReadMargins(read(t, text), wave(t, design), set.Directory, set.Seats.AllParties())
	if err != nil {
		t.Fatal(told(err))
	}
	return m
}

func TestReadMargins(t *testing.T) {
	t.Parallel()
	m := population(t, "{rake: [region, sex]}", "Parti;Køn;Region;Antal;note\nVenstre;Kvinde;Region Syddanmark;12,5;x\nByens Liste;Mand;syddanmark;3;\n")
	want := "party,region,sex,seats\nV,syddanmark,Kvinde,12.5\nByens Liste,syddanmark,Mand,3\n"
	if string(m.File) != want || m.People != 15.5 {
		t.Errorf("%v people in\n%s, want\n%s", m.People, m.File, want)
	}
	g := guide(t, "{rake: [region, sex]}", m)
	file := read(t, "kommune,parti,køn,gains,agree\nOdense,byens liste,KVINDE,all,1\n")
	got, err := g.Read(file, g.Guess(file.Header))
	if err != nil {
		t.Fatal(told(err))
	}
	if diff := cmp.Diff([]survey.Response{{Municipality: 461, Party: "Byens Liste", Values: []string{"syddanmark", "Kvinde"}, Answers: []string{"all", "1"}}}, got.Rows); diff != "" {
		t.Error(diff)
	}
}

func TestReadMarginsTellsEveryFaultAtOnce(t *testing.T) {
	t.Parallel()
	set := country(t)
	for text, want := range map[string][]string{
		"party,sex\nA,K\n":                          {"0  intake.margins_column_missing"},
		"seats\n1\n":                                {"0  intake.margins_column_missing", "0  intake.margins_column_missing"},
		"party,sex,seats\n":                         {"0  intake.no_rows"},
		"party,sex,seats\nA,K,0\n":                  {"0  intake.margins_empty"},
		"party,sex,seats\n,K,many\nA,,-1\nA,K,1e99": {"2 party survey.value_missing", "2 seats intake.not_count", "3 sex survey.value_missing", "3 seats intake.not_count", "4 seats intake.not_count"},
	} {
		_, err := intake.ReadMargins(read(t, text), wave(t, "{rake: [sex]}"), set.Directory, set.Seats.AllParties())
		if diff := cmp.Diff(want, told(err)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestReadSeats(t *testing.T) {
	t.Parallel()
	set := country(t)
	got, err := intake.ReadSeats(read(t, "Valgår;Kommune;Parti;Mandater\n2021;Ærø;Socialdemokratiet;4\n2021;492;Lokalliste;2\n2021;492;OTH;1\n2021;492;V;0\n"), set.Directory, set.Seats.AllParties())
	want := []municipality.CouncilSeats{{Year: 2021, Municipality: 492, Letter: "A", Seats: 4}, {Year: 2021, Municipality: 492, Letter: "OTH", Seats: 3}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	_, err = intake.ReadSeats(read(t, "election_year,code,party_letter,seats\n21,999,Q,x\n2021,492,A,1\n2021,492,A,1\n"), set.Directory, set.Seats.AllParties())
	problems := []string{
		"2 election_year intake.not_year", "2 code intake.unknown_municipality", "2 party_letter intake.unknown_party",
		"2 seats intake.not_seats", "4 party_letter intake.party_twice",
	}
	if diff := cmp.Diff(problems, told(err)); diff != "" {
		t.Error(diff)
	}
}

// FuzzRead holds that whatever stands in a file and is chosen for it, what is
// read fits the wave, and every fault is told at a row or an item.
func FuzzRead(f *testing.F) {
	f.Add("kommune,parti,gains,agree\nOdense,A,all,1\n", "x", "dk")
	f.Add("municipality;party;svar\n461 Odense;Ø;;\n", "461 Odense", "461")
	g := guide(f, "{rake: [region], by: [sex]}", nil)
	w := wave(f, "{rake: [region], by: [sex]}")
	f.Fuzz(func(t *testing.T, text, cell, key string) {
		file, err := table.Read(strings.NewReader(text), table.Limits{Bytes: 1 << 16, Rows: 100, Columns: 20})
		if err != nil {
			return
		}
		m := g.Guess(file.Header)
		for _, item := range g.Items() {
			m.Choices[item.Key] = map[string]string{cell: key}
		}
		g.Find(file, m)
		got, err := g.Read(file, m)
		var known *fault.Error
		if err == nil {
			err = got.Check(w)
		} else if !errors.As(err, &known) || len(known.Problems) == 0 {
			t.Fatalf("an error that is not for people: %v", err)
		} else {
			err = nil
		}
		if err != nil {
			t.Fatalf("what was read does not fit: %v", err)
		}
	})
}
