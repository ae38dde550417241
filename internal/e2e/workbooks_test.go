package e2e

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// downloaded returns what an address answers to somebody who is signed in.
func downloaded(t *testing.T, address string, cookies []*http.Cookie) []byte {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cookies {
		request.AddCookie(c)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("download: %v, %s", err, response.Status)
	}
	return content
}

// answersIn writes answers into a workbook by the key of the question and
// returns the name of the file.
func answersIn(t *testing.T, content []byte, answers map[string]any) string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	name := book.GetSheetName(0)
	rows, err := book.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	key, value := -1, -1
	for y, row := range rows {
		if key < 0 && strings.Contains(strings.Join(row, "|"), "|Nøgle") {
			key, value = column(t, row, "Nøgle"), column(t, row, "Svar")
			continue
		}
		if key < 0 || len(row) <= key {
			continue
		}
		if answer, wanted := answers[row[key]]; wanted {
			cell, err := excelize.CoordinatesToCellName(value+1, y+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := book.SetCellValue(name, cell, answer); err != nil {
				t.Fatal(err)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "svar.xlsx")
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// both checks the page that is open on a desk and on a phone. The check is a
// script, also of a page that was made without.
func both(t *testing.T, tab *browserTab, name string) {
	t.Helper()
	act(t, tab.ctx, "switch scripts on", scriptsOn())
	for _, width := range []int64{390, 1280} {
		act(t, tab.ctx, "set the width", size(width))
		tab.complaints.take()
		tab.check(t, name)
		picture(t, tab.ctx, name+"-"+map[int64]string{390: "390", 1280: "1280"}[width])
	}
}

// upload chooses a file and sends it.
func upload(t *testing.T, tab *browserTab, file, until string) {
	t.Helper()
	act(t, tab.ctx, "upload", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}),
		chromedp.Click(chromedp.CSS("#upload")), chromedp.WaitVisible(chromedp.CSS(until)))
}

// An editor sends the workbook in, sees what is wrong, what would change and
// what somebody else has answered, and confirms, all without scripts.
func TestAnEditorAnswersInExcelWithoutScripts(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	tab := newTab(t)
	signIn(t, tab.ctx, s.URL, "editor@demo.test", "demo-modenhed")
	content := downloaded(t, s.URL+"/report/workbook.xlsx?lang=da", cookies(t, tab.ctx))
	without := func() { act(t, tab.ctx, "switch scripts off", scriptsOff()) }
	open := func() {
		act(t, tab.ctx, "open the page", chromedp.Navigate(s.URL+"/report/workbook?lang=da"), chromedp.WaitVisible(chromedp.CSS("#upload")))
	}
	open()
	both(t, tab, "excel-upload")
	without()
	upload(t, tab, answersIn(t, content, map[string]any{"rpa.strategy": 9, "rpa.processes": "mange"}), "#row-faults-heading")
	both(t, tab, "excel-faults")
	without()
	open()
	file := answersIn(t, content, map[string]any{"rpa.strategy": 5, "rpa.processes": 33, "rpa.quality": "ved ikke"})
	upload(t, tab, file, "#confirm")
	both(t, tab, "excel-changes")
	without()
	act(t, tab.ctx, "confirm", chromedp.Click(chromedp.CSS("#confirm")), chromedp.WaitVisible(chromedp.CSS(".alert-success")))
	both(t, tab, "excel-done")
	without()
	if said := text(t, tab.ctx, ".alert-success"); !strings.Contains(said, "3 svar er gemt") {
		t.Errorf("the page says %q", said)
	}
	// The first workbook goes round still: its answers are older than those saved now.
	open()
	upload(t, tab, answersIn(t, content, map[string]any{"rpa.processes": 44}), "#clashes-heading")
	both(t, tab, "excel-clash")
	without()
	act(t, tab.ctx, "confirm undecided", chromedp.Click(chromedp.CSS("#confirm")), chromedp.WaitVisible(chromedp.CSS(`[data-module="error-summary"]`)))
	both(t, tab, "excel-undecided")
	without()
	act(t, tab.ctx, "decide", chromedp.Click(chromedp.CSS(`.mh-version input[value="mine"]`)), chromedp.Click(chromedp.CSS("#confirm")),
		chromedp.WaitVisible(chromedp.CSS(".alert-success")))
}

// An analyst imports answers of several municipalities.
func TestAnAnalystImportsAnswers(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	tab := newTab(t)
	signIn(t, tab.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	act(t, tab.ctx, "open the page", chromedp.Navigate(s.URL+"/import/statuses?lang=da"), chromedp.WaitVisible(chromedp.CSS("#upload")))
	both(t, tab, "import-statuses")
	file := filepath.Join(t.TempDir(), "svar.csv")
	list := "Kommune;Nøgle;Svar;Link til dokumentation;Kilde\nOdense;rpa.strategy;1;;\nAarhus;rpa.quality;0;https://example.test/referat;desk\n"
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	upload(t, tab, file, "#replace")
	both(t, tab, "import-statuses-changes")
	act(t, tab.ctx, "confirm", chromedp.Click(chromedp.CSS("#replace")), chromedp.Click(chromedp.CSS("#confirm")), chromedp.WaitVisible(chromedp.CSS(".alert-success")))
	both(t, tab, "import-statuses-done")
}
