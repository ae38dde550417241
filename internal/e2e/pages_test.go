package e2e

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// publicPages are read without signing in, on demo data and on an empty database alike.
var publicPages = []string{
	"/", "/?map=outlines", "/ranking", "/ranking?area=rpa&sort=name", "/ranking?q=nobody", "/ranking?view=exact", "/ranking?w-rpa=3&aggregation=geometric", "/ranking?w-rpa=much", "/ranking?basis=verified", "/municipalities/461?basis=verified", "/municipalities", "/municipalities/461",
	"/municipalities/461?peers=region&since=2026-01-31", "/municipalities/461?peers=751,851", "/municipalities/461?peers=nobody&since=never",
	"/municipalities/461/next", "/municipalities/751/next?goal=rank&rank=1", "/municipalities/461/next?goal=band&band=5",
	"/municipalities/461/next?goal=rank&rank=0", "/municipalities/201/next",
	"/compare", "/compare?codes=461", "/compare?codes=461,461", "/compare?codes=461,751", "/compare?codes=101,751,851,461,665,741",
	"/areas/broadband", "/areas/rpa?basis=verified", "/compare?codes=461,751&basis=verified", "/perception", "/perception/de-2017", "/perception/de-2017/quadrants", "/method", "/rounds", "/corrections", "/login", "/no-such-page",
}

// roundPages speak of the demo's published round.
var roundPages = []string{"/rounds/2025", "/ranking?round=2025", "/municipalities/461?round=2025", "/?round=2025"}

// refusedPages are answered with a status that the console reports.
var refusedPages = map[string]string{"/no-such-page": "404", "/ranking?w-rpa=much": "422", "/municipalities/461?peers=nobody&since=never": "422", "/compare?codes=461,461": "422", "/municipalities/461/next?goal=rank&rank=0": "422", "/robustness?kind=regions&region=syddanmark": "422"}

// checkPages opens every page in both languages, on a desk and on a phone. No
// page may break a rule of axe on either, write an error to the console (a breach
// of the content security policy is one) or reach beyond the right edge, which is
// at 320 pixels for some (WCAG 1.4.10).
func checkPages(t *testing.T, url, name string, pages []string, prepare func(*testing.T, *browserTab)) {
	t.Helper()
	tab := newTab(t)
	if prepare != nil {
		prepare(t, tab)
	}
	// A page is opened once in each language, on a phone and on a desk, judged by
	// axe there, and then made wider or narrower, as a window is.
	for _, view := range []struct {
		lang   string
		widths []int64
		judged int64
	}{{"da", []int64{320, 390, 1280}, 1280}, {"en", []int64{1280, 390}, 390}} {
		for _, page := range pages {
			t.Run(address(page, view.lang), func(t *testing.T) {
				tab.complaints.take()
				act(t, tab.ctx, "open the page", size(view.widths[0]), chromedp.Navigate(url+address(page, view.lang)))
				for _, width := range view.widths {
					t.Run(fmt.Sprint(width), func(t *testing.T) {
						act(t, tab.ctx, "set the width", size(width))
						if width == view.judged {
							tab.check(t, page)
						} else {
							tab.fits(t)
						}
						picture(t, tab.ctx, fmt.Sprintf("%s-%s-%s-%d", name, strings.NewReplacer("/", "_", "?", "_", "&", "_").Replace(page), view.lang, width))
					})
				}
			})
		}
	}
}

func address(page, lang string) string {
	if strings.Contains(page, "?") {
		return page + "&lang=" + lang
	}
	return page + "?lang=" + lang
}

// check reports what is wrong with the page that is open. A page that is
// refused on purpose says so in the console.
func (b *browserTab) check(t *testing.T, page string) {
	t.Helper()
	for _, v := range violations(t, b.ctx) {
		t.Errorf("axe: %s", v)
	}
	b.fits(t)
	for _, c := range b.complaints.take() {
		if status, refused := refusedPages[page]; !refused || !strings.Contains(c, status) {
			t.Errorf("console: %s", c)
		}
	}
}

// fits reports what reaches beyond the right edge.
func (b *browserTab) fits(t *testing.T) {
	t.Helper()
	for _, e := range overflow(t, b.ctx) {
		t.Errorf("beyond the right edge: %s", e)
	}
}

func TestPagesWithDemoData(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	checkPages(t, s.URL, "demo", append(roundPages, publicPages...), nil)
}

func TestPagesOfAnEmptyCountry(t *testing.T) {
	t.Parallel()
	s := serve(t)
	checkPages(t, s.URL, "empty", publicPages, nil)
}

func TestPagesOfAnEditor(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	checkPages(t, s.URL, "editor", []string{"/report", "/report/workbook", "/report/rpa", "/report/rpa/rpa.strategy", "/report/print", "/report/checklist", "/report/broadband", "/report/targets", "/report/rpa/rpa.strategy/target", "/report/history", "/municipalities/461", "/municipalities/461/next?rank=1"}, func(t *testing.T, tab *browserTab) {
		signIn(t, tab.ctx, s.URL, "editor@demo.test", "demo-modenhed")
	})
}

func TestPagesOfAnAnalyst(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	checkPages(t, s.URL, "analyst", []string{"/targets", "/targets?municipality=461", "/history", "/import/statuses", "/surveys", "/surveys/de-2017", "/surveys/demo-2026", "/surveys/demo-2026/edit", "/surveys/demo-2026/import", "/surveys/new", "/surveys/seats", "/perception", "/robustness", "/robustness?kind=top&n=30&unit=461", "/robustness?kind=regions&region=syddanmark"}, func(t *testing.T, tab *browserTab) {
		signIn(t, tab.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	})
}

// TestPagesWithoutScript reads the pages with JavaScript off: the table, the
// filter and the map are all there.
func TestPagesWithoutScript(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	tab := newTab(t)
	act(t, tab.ctx, "switch scripts off", scriptsOff())
	act(t, tab.ctx, "choose a region", chromedp.Navigate(s.URL+"/ranking?lang=da"),
		chromedp.SetValue(chromedp.CSS(`#region`), "nordjylland"), chromedp.Click(chromedp.CSS(`#show`)),
		chromedp.WaitReady(chromedp.CSS(`#region option[value="nordjylland"][selected]`)))
	if got := text(t, tab.ctx, "#count"); got != "11 kommuner" {
		t.Errorf("the filter shows %q, want 11 kommuner", got)
	}
	act(t, tab.ctx, "open a tile", chromedp.Navigate(s.URL+"/"), chromedp.Click(chromedp.CSS(`a.mh-tile[href="/municipalities/461"]`)),
		chromedp.WaitVisible(chromedp.CSS(`.mh-scorecard`)))
	if got := text(t, tab.ctx, "h1"); got != "Odense" {
		t.Errorf("the tile leads to %q", got)
	}
}

// TestPrintedPagesShowTheAnswers prints a municipality's page and finds an
// answer that the screen keeps folded.
func TestPrintedPagesShowTheAnswers(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	pdftotext := need(t, "poppler-utils", "pdftotext")
	tab := newTab(t)
	act(t, tab.ctx, "open the page", chromedp.Navigate(s.URL+"/municipalities/461?lang=da"))
	pdf := ask(t, tab.ctx, "print", chromedp.PrintToPDF())
	command := exec.Command(pdftotext, "-", "-")
	command.Stdin = bytes.NewReader(pdf)
	printed, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Odense", "Automatiserede processer i daglig drift", "Bidrag", "Udvikling"} {
		if !strings.Contains(strings.Join(strings.Fields(string(printed)), " "), want) {
			t.Errorf("the print does not say %q", want)
		}
	}
}
