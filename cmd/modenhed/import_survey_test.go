package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/store"
)

const importedWave = `key: belief-2026
title: {da: Kommunalpolitikere 2026, en: Councillors 2026}
kind: responses
fieldwork: 2026-09
population: {da: Alle, en: All}
purpose: gap
source: {title: Egen undersøgelse}
design:
  minimum: 8
questions:
  - key: gains
    text: {da: Hvad passer bedst?, en: Which fits best?}
    options:
      - {key: all, text: {da: Alle gevinster er hentet, en: All gains are harvested}, reading: harvested}
      - {key: more, text: {da: Der er mere at hente, en: There is more}, reading: potential}
`

// rowsOfAnswers makes respondents of all parties of 2025, as many of each.
func rowsOfAnswers(each int) [][]string {
	rows := [][]string{{"Kommune", "Parti", "Svar"}}
	for _, party := range []string{"A", "Venstre", "C", "SF", "O", "I", "Æ", "Ø", "B", "S", "Å", "M", "Lokalliste"} {
		for i := range each {
			answer := "Alle gevinster er hentet"
			if i%3 == 0 {
				answer = "MORE"
			}
			rows = append(rows, []string{"Odense", party, answer})
		}
	}
	return rows
}

func csvOf(rows [][]string) string {
	var out strings.Builder
	for _, row := range rows {
		fmt.Fprintln(&out, strings.Join(row, ";"))
	}
	return out.String()
}

func imported(t *testing.T, db string) (waves int, answered bool) {
	t.Helper()
	s, err := store.Open(context.Background(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	versions, err := s.WaveVersions(context.Background(), "belief-2026")
	if err != nil {
		t.Fatal(err)
	}
	states, err := s.AnswerStates(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	_, answered = states["belief-2026"]
	return len(versions), answered
}

func TestImportSurvey(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	run := func(args ...string) outcome {
		return call(t, "", append([]string{"import", "survey", "--db", db}, args...)...)
	}
	answers := write(t, "svar.csv", csvOf(rowsOfAnswers(8)))

	run(answers).want(t, statusFailed, "Import the survey as a YAML file first")
	wave := write(t, "wave.yaml", importedWave)
	run(wave).want(t, statusDone, "is saved")
	run(wave).want(t, statusDone, "already has the same content")
	run(write(t, "w.yml", strings.Replace(importedWave, "minimum: 8", "minimum: 7", 1))).want(t, statusFailed, "can only be raised")
	run(write(t, "w.yaml", strings.Replace(importedWave, "purpose: gap", "purpose: fun", 1))).want(t, statusFailed, "row 6, column purpose")
	if n, answered := imported(t, db); n != 1 || answered {
		t.Fatalf("%d versions, answered %v", n, answered)
	}

	// All parties have answered but one, which has to be merged first.
	missing := strings.Replace(csvOf(rowsOfAnswers(8)), ";S;", ";A;", -1)
	run(write(t, "svar.csv", missing)).want(t, statusFailed, "S has 12 in the population, but nobody answered")
	run(answers, "--wave", "none").want(t, statusFailed, "no such survey")
	run(answers, "--wave", "de-2017").want(t, statusFailed, "published shares")
	if n, answered := imported(t, db); n != 1 || answered {
		t.Fatalf("after refusals: %d versions, answered %v", n, answered)
	}
	run(answers).want(t, statusDone, "Answers from 104 are recorded for belief-2026. Response rate: 4.3% of 2,432.")
	if n, answered := imported(t, db); n != 2 || !answered {
		t.Fatalf("%d versions, answered %v", n, answered)
	}
	few := strings.Replace(csvOf(rowsOfAnswers(8)), "A;MORE", "A;all", 1)
	run(write(t, "svar.csv", few)).want(t, statusFailed, "Fewer than 8")
}

func TestImportSurveyReadsExcelAndMapsColumns(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	call(t, "", "import", "survey", "--db", db, write(t, "wave.yaml", importedWave)).want(t, statusDone, "")
	f := excelize.NewFile()
	for i, row := range rowsOfAnswers(8) {
		if i == 0 {
			row = []string{"a", "b", "c"}
		}
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", i+3), &row); err != nil {
			t.Fatal(err)
		}
	}
	var book bytes.Buffer
	if err := f.Write(&book); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "svar.xlsx")
	if err := os.WriteFile(name, book.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	population := write(t, "population.csv", "party,count\nA,599\nV,521\nC,343\nF,248\nO,152\nI,125\nÆ,123\nØ,111\nB,97\nS,12\nÅ,7\nM,6\nOTH,106\n")
	args := []string{"import", "survey", "--db", db, name, "--wave", "belief-2026", "--population", population}
	call(t, "", append(args, "--map", "a=municipality", "--map", "b=party")...).want(t, statusFailed, "Choose the column that holds gains")
	call(t, "", append(args, "--map", "a=municipality", "--map", "b=party", "--map", "c=gains")...).want(t, statusDone, "of 2,450.")
}

func TestImportSurveyTellsEveryRow(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	call(t, "", "import", "survey", "--db", db, write(t, "wave.yaml", importedWave)).want(t, statusDone, "")
	answers := write(t, "svar.csv", "Kommune;Parti;Svar\nOdense;A;all\nUdense;;maybe\n;Q;\n")
	population := write(t, "population.csv", "party;seats\nA;x\n")
	got := call(t, "", "import", "survey", "--db", db, answers, "--population", population)
	want := []string{
		population + ": row 2, column seats: ", answers + ": row 3, column Kommune: ", answers + ": row 3, column Parti: ",
		answers + ": row 3, column Svar: ", answers + ": row 4, column Parti: ",
	}
	lines := strings.Split(strings.TrimSpace(got.err), "\n")
	if got.status != statusFailed || got.out != "" || len(lines) != len(want) {
		t.Fatalf("status %d, %d lines:\n%s", got.status, len(lines), got.err)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, "modenhed: "+want[i]) {
			t.Errorf("line %d is %q, want %q …", i+1, line, want[i])
		}
	}
}

func TestImportSurveyIsCalledRightly(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	call(t, "", "import", "survey", "--db", db, write(t, "wave.yaml", importedWave)).want(t, statusDone, "")
	second := strings.Replace(importedWave, "belief-2026", "belief-2027", 1)
	call(t, "", "import", "survey", "--db", db, write(t, "wave.yaml", second)).want(t, statusDone, "")
	answers := write(t, "svar.csv", csvOf(rowsOfAnswers(8)))
	for text, args := range map[string][]string{
		"file":                     nil,
		"belief-2026, belief-2027": {answers},
		"COLUMN=NAME":              {answers, "--wave", "belief-2026", "--map", "gains"},
		"‘age’":                    {answers, "--wave", "belief-2026", "--map", "Svar=age"},
		"--population":             {write(t, "wave.yaml", importedWave), "--population", answers},
		"survey":                   {},
	} {
		full := append([]string{"import", "survey", "--db", db}, args...)
		if text == "survey" {
			full = []string{"import"}
		}
		call(t, "", full...).want(t, statusUsage, text)
	}
	call(t, "", "import", "survey", "--db", db, "none.csv").want(t, statusFailed, "none.csv: ")
}
