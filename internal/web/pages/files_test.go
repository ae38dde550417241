package pages_test

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/attachment"
	"modenhed/internal/municipality"
	"modenhed/internal/web/webtest"
)

// pdfOf is the content of a PDF file that says something.
func pdfOf(text string) string { return "%PDF-1.7\n" + text + "\n%%EOF\n" }

// keptFile has a municipality keep a PDF file.
func keptFile(t *testing.T, site *webtest.Site, code municipality.Code, name string, public bool) assessment.File {
	t.Helper()
	content := []byte(pdfOf(name))
	file, err := attachment.Inspect(name, content)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := site.Store.KeepFile(t.Context(), code, file, content, attachment.MaxTotal); err != nil {
		t.Fatal(err)
	}
	file.Public = public
	return file
}

func fileURL(code municipality.Code, file assessment.File) string {
	return fmt.Sprintf("/evidence/%s/%s/%s", code, file.Hash, url.PathEscape(file.Name))
}

// recordFiles records an answer of Odense that rests on files.
func recordFiles(t *testing.T, site *webtest.Site, key string, revision int, files ...assessment.File) {
	t.Helper()
	recordAs(t, site, key, func(s *assessment.Status) { s.Revision, s.Evidence.Files = revision, files })
}

func TestWhoMayFetchAFile(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	public := keptFile(t, site, webtest.Odense, "Åben & 100 % klar.pdf", true)
	internal := keptFile(t, site, webtest.Odense, "Intern.pdf", false)
	draft := keptFile(t, site, webtest.Odense, "Kladde.pdf", false)
	superseded := keptFile(t, site, webtest.Odense, "Gammel.pdf", true)
	recordFiles(t, site, "rpa.strategy", 1, superseded)
	recordFiles(t, site, "rpa.strategy", 2, public, internal)
	unknown := public
	unknown.Hash = strings.Repeat("0", 64)

	visitors := map[string]*webtest.Browser{
		"stranger": site.Browser(), "editor": site.SignedIn(account.Editor),
		"neighbour": colleague(t, site, "n@example.test", norddjurs),
		"analyst":   site.SignedIn(account.Analyst), "administrator": site.SignedIn(account.Administrator),
	}
	for _, c := range []struct {
		name    string
		address string
		may     string
	}{
		{"public", fileURL(webtest.Odense, public), "stranger editor neighbour analyst administrator"},
		{"internal", fileURL(webtest.Odense, internal), "editor analyst administrator"},
		{"superseded", fileURL(webtest.Odense, superseded), "editor analyst administrator"},
		{"draft", fileURL(webtest.Odense, draft), "editor"},
		{"unknown", fileURL(webtest.Odense, unknown), ""},
		{"under another municipality", fileURL(norddjurs, public), ""},
		{"under no municipality", "/evidence/999/" + public.Hash + "/a.pdf", ""},
		{"hostile", "/evidence/461/..%2F..%2Fetc%2Fpasswd/%00", ""},
	} {
		for who, b := range visitors {
			want := http.StatusNotFound
			if strings.Contains(c.may, who) {
				want = http.StatusOK
			}
			if got := b.Get(c.address).Status; got != want {
				t.Errorf("%s file by %s: status %d, want %d", c.name, who, got, want)
			}
		}
	}
}

func TestFilesAreSavedAndNeverShown(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	file := keptFile(t, site, webtest.Odense, "Blå \"æske\"; <b>100 %.pdf", true)
	recordFiles(t, site, "rpa.strategy", 1, file)
	answer := site.Browser().Get(fileURL(webtest.Odense, file)).WantStatus(http.StatusOK)
	if answer.Body != pdfOf(`Blå "æske"; <b>100 %.pdf`) {
		t.Errorf("the file holds %q", answer.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache",
		"ETag": `"` + file.Hash + `"`, "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
		"Content-Encoding": "",
	} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	disposition := answer.Header.Get("Content-Disposition")
	kind, parameters, err := mime.ParseMediaType(disposition)
	if err != nil || kind != "attachment" || !strings.Contains(disposition, "filename*=UTF-8''Bl%C3%A5") {
		t.Errorf("Content-Disposition = %q, %v, %v", disposition, parameters, err)
	}
	again := site.Browser().Get(fileURL(webtest.Odense, file), "If-None-Match", `"`+file.Hash+`"`)
	if again.Status != http.StatusNotModified || again.Body != "" {
		t.Errorf("a file that is known: status %d, %d bytes", again.Status, len(again.Body))
	}
	if got := site.SignedIn(account.Editor).Get(fileURL(webtest.Odense, file)).Header.Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("for who is signed in Cache-Control = %q", got)
	}
}

func TestAFileIsPublicAsLongAsItsAnswerCounts(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	file := keptFile(t, site, webtest.Odense, "Strategi.pdf", true)
	recordAs(t, site, "rpa.strategy", func(s *assessment.Status) {
		s.Evidence.Files, s.RecordedAt = []assessment.File{file}, time.Now().AddDate(0, 0, -3)
	})
	recordAs(t, site, "rpa.strategy", func(s *assessment.Status) { s.Revision, s.RecordedAt = 2, time.Now().AddDate(0, 0, -1) })
	public, address := site.Browser(), fileURL(webtest.Odense, file)
	for query, want := range map[string]int{
		"": http.StatusNotFound,
		"?as_of=" + time.Now().AddDate(0, 0, -2).Format(time.DateOnly): http.StatusOK,
		"?as_of=" + time.Now().AddDate(0, 0, -9).Format(time.DateOnly): http.StatusNotFound,
		"?round=none": http.StatusNotFound,
	} {
		if got := public.Get(address + query).Status; got != want {
			t.Errorf("%q: status %d, want %d", query, got, want)
		}
	}
	then := time.Now().AddDate(0, 0, -2).Format(time.DateOnly)
	link := public.Get("/municipalities/461?as_of="+then).Find("a[download]").AttrOr("href", "")
	if link != address+"?as_of="+then {
		t.Errorf("the page of that day links %q", link)
	}
	public.Get(link).WantStatus(http.StatusOK)
}

func TestFilesAreWithheldDuringAReview(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	file := keptFile(t, site, webtest.Odense, "Strategi.pdf", true)
	recordFiles(t, site, "rpa.strategy", 1, file)
	public, administrator, address := site.Browser(), site.SignedIn(account.Administrator), fileURL(webtest.Odense, file)
	public.Get(address).WantStatus(http.StatusOK)
	closedRound(t, administrator)
	public.Get(address).WantStatus(http.StatusNotFound)
	administrator.Get(address).WantStatus(http.StatusOK)
	page := administrator.Get("/rounds/2026/publish")
	administrator.Post("/rounds/2026/publish", url.Values{"seen": {hidden(page, "seen")}, "hash": {hidden(page, "hash")}})
	public.Get(address).WantStatus(http.StatusOK)
	public.Get(address + "?round=2026").WantStatus(http.StatusOK)
}

func TestPagesNameThePublicFiles(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	public := keptFile(t, site, webtest.Odense, "Åben.pdf", true)
	internal := keptFile(t, site, webtest.Odense, "Lukket.pdf", false)
	recordFiles(t, site, "rpa.strategy", 1, public, internal)
	for _, b := range []*webtest.Browser{site.Browser(), site.SignedIn(account.Editor), site.SignedIn(account.Analyst)} {
		page := b.Get("/municipalities/461?lang=da").WantStatus(http.StatusOK)
		page.WantNone("Lukket.pdf", internal.Hash)
		link := page.Find(".mh-files a")
		if link.Text() != "Åben.pdf" || link.AttrOr("href", "") != fileURL(webtest.Odense, public) {
			t.Errorf("the page links %q to %q", link.Text(), link.AttrOr("href", ""))
		}
		if got := page.Text(".mh-files li"); !strings.Contains(got, "PDF, 1 kB") {
			t.Errorf("the file is said to be %q", got)
		}
	}
	history := site.SignedIn(account.Editor).Get("/report/rpa?lang=da")
	if got := plain(history.Text(question("rpa.strategy") + " .mh-timeline")); !strings.Contains(got, "Filer: Åben.pdf") || !strings.Contains(got, "Lukket.pdf PDF, 1 kB Intern") {
		t.Errorf("the history says %q", got)
	}
}
