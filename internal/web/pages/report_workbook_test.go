package pages_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/web/webtest"
)

const workbookPage = "/report/workbook"

// filled downloads the workbook and writes into it: pairs of "heading/indicator"
// and a value.
func filled(t *testing.T, b *webtest.Browser, pairs ...any) string {
	t.Helper()
	answer := b.Get("/report/workbook.xlsx?lang=da").WantStatus(http.StatusOK)
	return filledIn(t, answer.Body, pairs...)
}

func filledIn(t *testing.T, workbook string, pairs ...any) string {
	t.Helper()
	file, err := excelize.OpenReader(strings.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	name := file.GetSheetName(0)
	rows, err := file.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	cells := make(map[string]string)
	headings := make(map[int]string)
	for y, row := range rows {
		key := ""
		for x, text := range row {
			if len(headings) == 0 {
				break
			}
			if headings[x] == "Nøgle" {
				key = text
			}
		}
		for x, heading := range headings {
			cell, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				t.Fatal(err)
			}
			cells[heading+"/"+key] = cell
		}
		if len(headings) == 0 && strings.Contains(strings.Join(row, "|"), "Nøgle") {
			for x, text := range row {
				headings[x] = text
			}
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		cell, ok := cells[fmt.Sprint(pairs[i])]
		if !ok {
			t.Fatalf("no cell %v in %v", pairs[i], headings)
		}
		if err := file.SetCellValue(name, cell, pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// send uploads a workbook.
func send(b *webtest.Browser, workbook string) *webtest.Answer {
	return b.Upload(workbookPage, url.Values{"do": {"upload"}}, "file", "svar.xlsx", workbook)
}

// confirm sends the preview's form with the choices of pairs.
func confirm(b *webtest.Browser, page *webtest.Answer, pairs ...string) *webtest.Answer {
	form := page.Form("main form")
	form.Set("do", "confirm")
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.Upload(page.Find("main form").AttrOr("action", ""), form)
}

func statusesOf(t *testing.T, site *webtest.Site, key framework.IndicatorKey) []assessment.Status {
	t.Helper()
	all, err := site.Store.Statuses(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var list []assessment.Status
	for _, s := range all {
		if s.Indicator == key && s.Municipality == webtest.Odense {
			list = append(list, s)
		}
	}
	return list
}

// The whole way: nothing is stored before the confirmation, everything after
// it, and what is sent twice is recorded once.
func TestAWorkbookIsSeenBeforeItIsRecorded(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	editor.Get(workbookPage).WantStatus(http.StatusOK).WantText("h1", "Svar i Excel")
	book := filled(t, editor, "Svar/rpa.strategy", 3, "Svar/rpa.processes", 12, "Dokumentation/rpa.processes", "Optalt", "Svar/rpa.quality", "ved ikke")
	page := send(editor, book).WantStatus(http.StatusOK)
	if got := page.Find("#changes-heading ~ table tbody tr").Length(); got != 3 {
		t.Fatalf("%d changes shown, want 3", got)
	}
	if all, err := site.Store.Statuses(t.Context(), 0); err != nil || len(all) != 0 {
		t.Fatalf("%d statuses before the confirmation, %v", len(all), err)
	}
	confirm(editor, page).WantLocation(workbookPage + "?recorded=3")
	confirm(editor, page).WantLocation(workbookPage + "?recorded=3")
	all, err := site.Store.Statuses(t.Context(), 0)
	if err != nil || len(all) != 3 {
		t.Fatalf("%d statuses, %v, want 3", len(all), err)
	}
	for _, s := range all {
		if s.Channel != assessment.ChannelWorkbook || s.Source != assessment.Self || s.Author == 0 {
			t.Errorf("recorded %+v", s)
		}
	}
	editor.Get(workbookPage+"?recorded=3").WantText(".alert-success .alert-text", "3 svar er gemt. Se jeres svar")
	// The same file again: everything is as recorded, and can be confirmed once more.
	page = send(editor, book).WantStatus(http.StatusOK)
	if page.Find("#unchanged").Length() != 1 || page.Find("#changes-heading").Length() != 0 {
		t.Error("the second time it is not all unchanged")
	}
	for range 2 {
		confirm(editor, page, "unchanged", "yes").WantLocation(workbookPage + "?recorded=3")
	}
	if got := statusesOf(t, site, "rpa.strategy"); len(got) != 2 || got[1].Revision != 2 {
		t.Errorf("confirmed: %+v", got)
	}
}

func TestFaultyRowsAreAllShownAndNothingIsRecorded(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	page := send(editor, filled(t, editor, "Svar/rpa.strategy", 9, "Svar/rpa.processes", "mange", "Dokumentation/rpa.quality", "uden svar",
		"Link til dokumentation/rpa.breadth", "intranettet", "Svar/rpa.breadth", 2)).WantStatus(http.StatusUnprocessableEntity)
	rows := page.Text("#row-faults-heading") + page.Find("table").First().Text()
	for _, want := range []string{"4 fejl", "E (Svar)", "fra 0 til 5", "”mange”", "ville gå tabt", "H (Link til dokumentation)"} {
		if !strings.Contains(rows, want) {
			t.Errorf("the faults do not say %q:\n%s", want, rows)
		}
	}
	if page.Find("#confirm").Length() != 0 {
		t.Error("a faulty workbook can be confirmed")
	}
	page.WantText("h1", "Ret filen først")
	page.WantText("main a.button-primary", "Vælg den rettede fil")
	for name, file := range map[string]string{"nothing": "", "text": "a;b\n1;2\n", "a stranger's": "PK\x03\x04"} {
		if got := send(editor, file).WantStatus(http.StatusUnprocessableEntity); got.Find("#file-error").Length() != 1 {
			t.Errorf("%s: no fault at the field", name)
		}
	}
	// Of 4096 bytes each, so that the bound of 48 MB falls between two rows.
	long := strings.Repeat(`{}`+strings.Repeat(" ", 4094), 12_300)
	for _, sheet := range []string{"H4sI", carried(t, `{}`+strings.Repeat(`{}`, 20_001)), carried(t, `{}{"line":1`), carried(t, long)} {
		lost := editor.Upload(workbookPage, url.Values{"do": {"confirm"}, "sheet": {sheet}})
		if lost.WantStatus(http.StatusUnprocessableEntity); lost.Find("#file-error").Length() != 1 {
			t.Error("a preview that was cut off, or is none of ours, has no fault at the field")
		}
	}
}

// carried packs what a preview carries from the page to the confirmation.
func carried(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write([]byte(text))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// Somebody answered while the workbook circulated: touched rows are left to
// people, untouched ones leave the newer answer alone.
func TestNobodyIsOverwrittenByAWorkbook(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	book := filled(t, editor, "Svar/rpa.strategy", 3)
	editor.Post("/report/rpa/rpa.strategy", url.Values{"state": {"reported"}, "value": {"1"}, "seen": {"0"}}).WantStatus(http.StatusSeeOther)
	editor.Post("/report/rpa/rpa.processes", url.Values{"state": {"reported"}, "value": {"7"}, "seen": {"0"}}).WantStatus(http.StatusSeeOther)
	page := send(editor, book).WantStatus(http.StatusOK)
	if page.Find("fieldset .mh-version").Length() != 2 || page.Find("#changes-heading").Length() != 0 {
		t.Fatalf("want one question to decide and no change")
	}
	name := page.Find("fieldset input").First().AttrOr("name", "")
	undecided := confirm(editor, page).WantStatus(http.StatusUnprocessableEntity)
	if undecided.Find("#"+name+"-error").Length() != 1 {
		t.Error("no fault at the choice")
	}
	undecided.WantText("#"+name+"-error", "Fejl: Vælg, hvilket svar der skal gælde.")
	confirm(editor, page, name, "theirs").WantLocation(workbookPage + "?recorded=0")
	// One more answer comes in while the page is open.
	editor.Post("/report/rpa/rpa.strategy", url.Values{"state": {"reported"}, "value": {"2"}, "seen": {"1"}}).WantStatus(http.StatusSeeOther)
	again := confirm(editor, page, name, "mine").WantStatus(http.StatusConflict)
	if !strings.Contains(again.Text(".alert-warning"), "Nogen har svaret imens") {
		t.Error("the page does not say what happened")
	}
	confirm(editor, again, name, "mine").WantLocation(workbookPage + "?recorded=1")
	if got := statusesOf(t, site, "rpa.strategy"); len(got) != 3 || got[2].Answer.Value != 3 {
		t.Errorf("recorded %+v", got)
	}
	if got := statusesOf(t, site, "rpa.processes"); len(got) != 1 {
		t.Errorf("an untouched row was recorded: %+v", got)
	}
}

func TestAWorkbookBelongsToItsMunicipality(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	book := filledIn(t, editor.Get("/report/workbook.xlsx?lang=da").Body)
	file, err := excelize.OpenReader(strings.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if err := file.SetCellValue(file.GetSheetName(0), "B5", "modenhed-answers 1 751 dansk-erhverv-2017 1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	page := send(editor, out.String()).WantStatus(http.StatusUnprocessableEntity)
	if got := page.Text("#file-error"); !strings.Contains(got, "Celle B5") || !strings.Contains(got, "751") {
		t.Errorf("the page says %q", got)
	}
	for _, role := range []account.Role{account.Analyst, account.Administrator} {
		other := site.SignedIn(role)
		other.Get("/report/workbook.xlsx").WantStatus(http.StatusForbidden)
		send(other, book).WantStatus(http.StatusForbidden)
	}
}
