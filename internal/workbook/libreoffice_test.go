package workbook_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
)

// LibreOffice's filters for one CSV file per sheet, in UTF-8 with commas.
const (
	// asShown writes figures as their cells show them.
	asShown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
	// asStored writes figures in full and puts every text in quotes.
	asStored = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
)

// libreOffice converts a workbook and returns its sheets as CSV.
func libreOffice(t *testing.T, content []byte, filter string) map[string]string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("MODENHED_CI") == "1" {
			t.Fatal("soffice is missing: apt-get install libreoffice-calc-nogui")
		}
		t.Skip("soffice is missing; to run this test: apt-get install libreoffice-calc-nogui")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "book.xlsx")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--headless", "--convert-to", filter, "--outdir", dir, file)
	command.Env = append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("convert by LibreOffice: %v\n%s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "book-*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("LibreOffice wrote no sheets: %v", err)
	}
	sheets := make(map[string]string)
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sheet := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), "book-"), ".csv")
		sheets[sheet] = string(bytes.TrimPrefix(data, []byte("\ufeff")))
	}
	return sheets
}

func records(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestLibreOfficeReadsTheFiguresOfThePages compares what LibreOffice shows with
// what pages show, to the last digit.
func TestLibreOfficeReadsTheFiguresOfThePages(t *testing.T) {
	t.Parallel()
	s, p := country(t), printer(t, locale.English)
	sheets := libreOffice(t, written(t, s, locale.English), asShown)
	if len(sheets) != 14 {
		t.Errorf("%d sheets", len(sheets))
	}
	checkPollsInLibreOffice(t, s, p, sheets)
	rows := records(t, sheets["Ranking"])
	column := make(map[string]int)
	for i, heading := range rows[0] {
		column[heading] = i
	}
	drawn, groups, unit := drawnOf(t, s)
	listing := s.List(benchmark.Query{}).Rows
	if len(rows) != len(listing)+1 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, want := range listing {
		row := rows[i+1]
		cells := map[string]string{
			"Municipality code": want.Code.String(), "Municipality": want.Name,
			"Overall score": shownScore(p, want.Card.Score.Value, want.Card.Score.OK),
			"Lower bound":   shownScore(p, want.Card.Lower.Value, want.Card.Lower.OK),
			"Population":    p.Int(want.Population),
			"Rank group":    "", "Rank interval, from": "", "Rank interval, to": "", "In the top 10 (% of draws)": "",
		}
		if interval, ok := drawn.Interval(unit[want.Code]); ok {
			top, _ := drawn.ShareWithin(unit[want.Code], 10)
			cells["Rank group"] = p.Int(groups[unit[want.Code]])
			cells["Rank interval, from"], cells["Rank interval, to"] = p.Int(interval.Low), p.Int(interval.High)
			cells["In the top 10 (% of draws)"] = p.Score(top * 100)
		}
		for a := range s.Framework.Areas {
			index, _ := s.AreaIndex(s.Framework.Areas[a].Key)
			result := want.Card.Areas[index].Score
			cells[s.Framework.Areas[a].Title.EN] = shownScore(p, result.Value, result.OK)
		}
		for heading, text := range cells {
			if got := row[column[heading]]; got != text {
				t.Errorf("%s: %s is shown as %q, on the page as %q", want.Name, heading, got, text)
			}
		}
	}
}

func shownScore(p *locale.Printer, x float64, ok bool) string {
	if !ok {
		return ""
	}
	return p.Score(x)
}

func TestLibreOfficeLeavesTextAlone(t *testing.T) {
	t.Parallel()
	sheets := libreOffice(t, written(t, hostileSnapshot(t), locale.English), asStored)
	if !strings.Contains(sheets["Ranking"], `1,"No","461","Odense",1,1,1,1,1,100,"Region of Southern Denmark"`) {
		t.Error("the municipality code is not text, or the rank is not a number")
	}
	answers := records(t, sheets["Answers"])
	found := make(map[string]bool)
	for _, row := range answers {
		for _, cell := range row {
			found[cell] = true
		}
	}
	for _, text := range []string{`=HYPERLINK("http://evil.test","a")`, "-cmd|' /C calc'!A0", "@SUM(A1)", "+SUM(A1)", "@x", "=u"} {
		if !found[text] {
			t.Errorf("%q has become something else", text)
		}
	}
	for name, text := range sheets {
		if strings.Contains(text, "#NAME?") || strings.Contains(text, "Err:") || strings.Contains(text, "#VALUE!") {
			t.Errorf("%s holds the error of a formula", name)
		}
	}
}
