package pages_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/sheet"
	"modenhed/internal/target"
	"modenhed/internal/web/webtest"
)

// told gives Odense two answers, one with a comment that a spreadsheet could
// take for a formula, and Aarhus a target.
func told(t *testing.T) *webtest.Site {
	t.Helper()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	for i, level := range []string{"2", "3"} {
		form := url.Values{"value": {level}, "comment": {"=1+1"}, "do": {"save"}, "seen": {string(rune('0' + i))}}
		editor.Post("/report/rpa/rpa.strategy", form).WantStatus(http.StatusSeeOther)
	}
	aim := target.Target{Municipality: 751, Indicator: "rpa.quality", Value: 5, Due: "2090-01-31", Owner: "=cmd"}
	if _, err := site.Store.AppendTarget(t.Context(), aim, 0); err != nil {
		t.Fatal(err)
	}
	return site
}

func TestTheHistoryTellsWhatWasThereBeforeAndAfter(t *testing.T) {
	t.Parallel()
	site := told(t)
	page := site.SignedIn(account.Administrator).Get("/history?kind=answer&lang=da").WantStatus(http.StatusOK)
	rows := page.Find("tbody tr")
	if rows.Length() != 2 {
		t.Fatalf("%d rows", rows.Length())
	}
	first := plain(rows.First().Text())
	for _, want := range []string{"Kommunens svar · ændret", "Odense", "Niveau 2: Pilot", "Niveau 3: I drift", "editor@example.test"} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is without %q", first, want)
		}
	}
	english := plain(site.SignedIn(account.Administrator).Get("/history?kind=answer&lang=en").Find("tbody tr").Last().Text())
	if !strings.Contains(english, "answered") || !strings.Contains(english, "Comment: After: =1+1") {
		t.Errorf("in English %q", english)
	}
}

func TestWhoReadsWhichHistory(t *testing.T) {
	t.Parallel()
	site := told(t)
	all := site.SignedIn(account.Administrator).Get("/history?lang=da").Body
	if !strings.Contains(all, "logget ind") || !strings.Contains(all, "Aarhus") {
		t.Error("the administrator does not see signing in or Aarhus")
	}
	analyst := site.SignedIn(account.Analyst)
	for _, path := range []string{"/history?lang=da", "/history?kind=account&lang=da", "/history.csv?kind=account"} {
		if strings.Contains(analyst.Get(path).WantStatus(http.StatusOK).Body, "logget ind") {
			t.Errorf("an analyst sees signing in on %s", path)
		}
	}
	editor := site.SignedIn(account.Editor)
	for _, path := range []string{"/report/history?municipality=751&lang=da", "/report/history.csv?municipality=751", "/report/history?kind=account"} {
		body := editor.Get(path).WantStatus(http.StatusOK).Body
		if strings.Contains(body, "=cmd") || strings.Contains(body, "logget ind") || strings.Contains(body, "administrator@") {
			t.Errorf("an editor sees too much on %s", path)
		}
	}
	if own := editor.Get("/report/history?lang=da"); strings.Contains(own.Text("tbody"), "Odense") {
		t.Error("the own history names its municipality in every row")
	}
	for _, path := range []string{"/history", "/history.csv", "/history.xlsx"} {
		editor.Get(path).WantStatus(http.StatusForbidden)
		site.Browser().Get(path).WantStatus(http.StatusSeeOther)
	}
}

func TestAFilterOfTheHistory(t *testing.T) {
	t.Parallel()
	site := told(t)
	b := site.SignedIn(account.Analyst)
	count := func(query string) int {
		return b.Get("/history?" + query).WantStatus(http.StatusOK).Find("tbody tr").Length()
	}
	for query, want := range map[string]int{
		"municipality=751": 1, "municipality=461": 2, "indicator=rpa.strategy": 2, "kind=target": 1, "person=editor": 2,
		"person=nobody": 0, "from=1.1.2091": 0, "to=1.1.2001": 0, "kind=nonsense": 0, "municipality=461&kind=target": 0,
		"municipality=461&after=garbage": 2, "municipality=461&after=0-answer-1": 0,
	} {
		if got := count(query); got != want {
			t.Errorf("%s: %d entries, want %d", query, got, want)
		}
	}
	page := b.Get("/history?from=engang&to=31.4.2026&lang=da").WantStatus(http.StatusUnprocessableEntity)
	if got, _ := page.Find("#from").Attr("value"); got != "engang" || page.Text("#to-error") == "" || page.Text("#from-error") == "" {
		t.Errorf("a faulty filter keeps %q", got)
	}
	if page.Text("#to-error") == page.Text("#from-error") {
		t.Errorf("both faults read %q", page.Text("#to-error"))
	}
	b.Get("/history?from=2.1.2026&to=1.1.2026").WantStatus(http.StatusUnprocessableEntity)
	b.Get("/history.csv?from=engang").WantStatus(http.StatusUnprocessableEntity)
}

func TestTheHistoryGoesOnPageByPage(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	b := site.SignedIn(account.Analyst)
	first := b.Get("/history?kind=answer&municipality=461")
	older, found := first.Find("#older").Attr("href")
	if !found || first.Find("tbody tr").Length() != 50 {
		t.Fatalf("%d entries, older: %v", first.Find("tbody tr").Length(), found)
	}
	second := b.Get(older).WantStatus(http.StatusOK)
	if second.Find("tbody tr").Length() == 0 || second.Find("tbody tr").First().Text() == first.Find("tbody tr").First().Text() {
		t.Error("the second page does not go on")
	}
}

func TestTheHistoryAsFiles(t *testing.T) {
	t.Parallel()
	site := told(t)
	b := site.SignedIn(account.Analyst)
	answer := b.Get("/history.csv?municipality=461&lang=da").WantStatus(http.StatusOK)
	rows, err := csv.NewReader(strings.NewReader(answer.Body)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := rows[1]; got[1] != "answer" || got[3] != "ændret" || got[4] != "461" || got[9] != "Svar: Niveau 2: Pilot" || got[10] != "Svar: Niveau 3: I drift" {
		t.Errorf("the first row is %q", got)
	}
	all := b.Get("/history.xlsx?municipality=751&lang=da").WantStatus(http.StatusOK)
	if got := all.Header.Get("Content-Type"); !strings.Contains(got, "spreadsheetml") {
		t.Errorf("the workbook is %q", got)
	}
	read, err := sheet.Read([]byte(all.Body), sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, row := range read.Rows {
		text.WriteString(strings.Join(row.Cells, "|") + "\n")
	}
	if !strings.Contains(text.String(), "Aarhus") || !strings.Contains(text.String(), "Ansvarlig: =cmd") || len(read.Rows) != 1 {
		t.Errorf("the workbook reads %q", text.String())
	}
	if bytes.Contains([]byte(all.Body), []byte("<f>")) {
		t.Error("the workbook has a formula")
	}
}
