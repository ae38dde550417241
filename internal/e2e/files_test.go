package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// document writes a small PDF file.
func document(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte("%PDF-1.7\n"+name+"\n%%EOF\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// An editor attaches files to an answer, makes one public, and the public
// fetches it; with scripts and without.
func TestFilesAsEvidence(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	for i, scripts := range []bool{true, false} {
		tab := newTab(t)
		signIn(t, tab.ctx, s.URL, "editor@demo.test", "demo-modenhed")
		name := fmt.Sprintf("Strategi på æ %v.pdf", scripts)
		if !scripts {
			act(t, tab.ctx, "switch scripts off", scriptsOff())
		}
		attachAndSave(t, tab, s.URL, document(t, name), i+1, scripts)
		fetchAsPublic(t, s.URL, name)
	}
}

// attachAndSave attaches a file, the nth of the answer, is refused one that is no
// document, and saves.
func attachAndSave(t *testing.T, tab *browserTab, url, file string, nth int, scripts bool) {
	t.Helper()
	form := fmt.Sprintf(`section[id="%s"] form[data-draft]`, question)
	attach := func(what, path, then string) {
		t.Helper()
		steps := []chromedp.Action[chromedp.Void]{chromedp.SetUploadFiles(chromedp.CSS(form+` input[type="file"]`), []string{path})}
		if !scripts {
			steps = append(steps, chromedp.Click(chromedp.CSS(form+` button[value="attach"]`)))
		}
		act(t, tab.ctx, what, append(steps, chromedp.WaitVisible(chromedp.CSS(then)))...)
	}
	act(t, tab.ctx, "open the question", size(1280), chromedp.Navigate(url+"/report/rpa?lang=da"), chromedp.WaitVisible(chromedp.CSS(form)))
	now := fmt.Sprintf(`section[id="%s"] .mh-now`, question)
	before := text(t, tab.ctx, now)
	public := fmt.Sprintf(`%s .mh-files--own li:nth-child(%d) input + label`, form, nth)
	attach("attach a file", file, public)
	if after := text(t, tab.ctx, now); after != before {
		t.Errorf("a file that is attached saves the answer: it was %q and is %q", before, after)
	}
	bad := filepath.Join(t.TempDir(), "side.pdf")
	if err := os.WriteFile(bad, []byte("<html><script>alert(1)</script>"), 0o600); err != nil {
		t.Fatal(err)
	}
	attach("attach a page", bad, form+` .form-error .form-error-message`)
	if got := text(t, tab.ctx, form+` .form-error .form-error-message`); !strings.Contains(got, "side.pdf") {
		t.Errorf("the refusal says %q", got)
	}
	tab.complaints.take()
	if scripts {
		for _, width := range []int64{390, 1280} {
			act(t, tab.ctx, "set the width", size(width))
			picture(t, tab.ctx, fmt.Sprintf("files-%d", width))
			if found := append(violations(t, tab.ctx), overflow(t, tab.ctx)...); len(found) > 0 {
				t.Errorf("at %d: %s", width, strings.Join(found, "\n"))
			}
		}
	}
	saved := fmt.Sprintf(`section[id="%s"] .mh-saved`, question)
	act(t, tab.ctx, "save", chromedp.Click(chromedp.CSS(public)), chromedp.Click(chromedp.CSS(form+` .mh-save button[value="save"]`)),
		chromedp.WaitVisible(chromedp.CSS(saved)))
	if left := tab.complaints.take(); len(left) > 0 {
		t.Errorf("complaints: %q", left)
	}
}

// fetchAsPublic fetches a file from the public page of the municipality.
func fetchAsPublic(t *testing.T, url, name string) {
	t.Helper()
	tab := newTab(t)
	act(t, tab.ctx, "read the public page", chromedp.Navigate(url+"/municipalities/461?lang=da"), chromedp.WaitReady(chromedp.CSS("main .mh-files")))
	const link = `[...document.querySelectorAll('main .mh-files a')].find(a => a.textContent === %q)?.href ?? ''`
	href := ask(t, tab.ctx, "find the link", chromedp.Evaluate[string](fmt.Sprintf(link, name)))
	response, err := http.Get(href)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(content), name) {
		t.Errorf("%s: %d, %v, %q", href, response.StatusCode, err, content)
	}
}
