package pages_test

import (
	"archive/zip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

const workbookAddress = "/export/benchmark.xlsx?lang=en"

// publishedIn publishes the round 2026 and returns its hash.
func publishedIn(t *testing.T, boss *webtest.Browser) string {
	t.Helper()
	openedRound(t, boss)
	closing := boss.Get("/rounds/2026/close")
	boss.Post("/rounds/2026/close", url.Values{"seen": {hidden(closing, "seen")}}).WantLocation("/rounds/2026?done=closed")
	preview := boss.Get("/rounds/2026/publish")
	hash := hidden(preview, "hash")
	boss.Post("/rounds/2026/publish", url.Values{"seen": {hidden(preview, "seen")}, "hash": {hash}}).WantLocation("/rounds/2026?done=published")
	return hash
}

// wantWorkbook downloads a workbook and returns its bytes and the text of its sheets.
func wantWorkbook(t *testing.T, reader *webtest.Browser, address, name string) (content, text string) {
	t.Helper()
	file := reader.Get(address).WantStatus(http.StatusOK)
	if got, want := file.Header.Get("Content-Disposition"), fmt.Sprintf("attachment; filename=%q", name); got != want {
		t.Errorf("%s: Content-Disposition = %q, want %q", address, got, want)
	}
	archive, err := zip.NewReader(strings.NewReader(file.Body), int64(len(file.Body)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			continue
		}
		reader, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&b, reader); err != nil {
			t.Fatal(err)
		}
	}
	return file.Body, b.String()
}

func TestTheWorkbookOfARoundIsTheSameForEver(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	hash := publishedIn(t, site.SignedIn(account.Administrator))
	const name = "modenhed-benchmark-round-2026.xlsx"
	before, text := wantWorkbook(t, site.Browser(), workbookAddress+"&round=2026", name)
	if !strings.Contains(text, hash) || !strings.Contains(text, "A year earlier.") {
		t.Error("the workbook does not hold the round's hash and what movements count from")
	}
	raiseEverything(t, site)
	if after, _ := wantWorkbook(t, site.Browser(), workbookAddress+"&round=2026", name); after != before {
		t.Error("later answers changed the workbook of a round")
	}
	_, now := wantWorkbook(t, site.Browser(), workbookAddress, "modenhed-benchmark-"+site.Keeper.Current().AsOf.Format(time.DateOnly)+".xlsx")
	if !strings.Contains(now, "Provisional figures") || !strings.Contains(now, "The cut-off of the round") {
		t.Error("the newest workbook does not count movements from the round")
	}
}

func TestTheWorkbookOfADaySaysSo(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	day := time.Now().AddDate(0, -2, 0).Format(time.DateOnly)
	_, text := wantWorkbook(t, site.Browser(), workbookAddress+"&as_of="+day, "modenhed-benchmark-as-of-"+day+".xlsx")
	if !strings.Contains(text, "Earlier figures, as of") {
		t.Error("the workbook does not say that it is of an earlier time")
	}
}
