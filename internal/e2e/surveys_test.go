package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The wave of 2017 has two answers that are known in words.
const (
	harvestedField = "#q1-shares-harvested"
	potentialField = "#q1-shares-potential"
	saveShares     = "#q1-save"
)

// An analyst enters the exact shares, first wrong, then right, and everybody
// reads them in place of the words; then they are corrected on a phone.
func TestAnalystEntersExactShares(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	tab := newTab(t)
	signIn(t, tab.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	enterShares(t, tab, s.URL, entry{
		lang: "da", width: 1280, harvested: "58,2", wrong: "40", right: "32,7", added: "9,1",
		saved: "Gemt kl.", public: "58,2 %",
	})
	enterShares(t, tab, s.URL, entry{
		lang: "en", width: 390, harvested: "59.4", wrong: "60", right: "31.5",
		saved: "Saved at", public: "59.4%",
	})
}

// entry is what the analyst types, and what it leads to.
type entry struct {
	lang  string
	width int64
	// wrong and right are the second share, at the first and at the second try;
	// added is that of a third answer, empty when it is there already.
	harvested, wrong, right, added string
	// saved is what the page says then, public how everybody reads the share.
	saved, public string
}

func enterShares(t *testing.T, tab *browserTab, url string, e entry) {
	t.Helper()
	enter := func(field, value string) chromedp.Action[chromedp.Void] {
		return chromedp.SetValue(chromedp.CSS(field), value)
	}
	look := func(name string) {
		t.Helper()
		tab.check(t, "/surveys/de-2017")
		picture(t, tab.ctx, "shares-"+name+"-"+e.lang)
	}
	act(t, tab.ctx, "type shares that do not sum to 100",
		size(e.width), chromedp.Navigate(url+address("/surveys/de-2017", e.lang)),
		enter(harvestedField, e.harvested), enter(potentialField, e.wrong),
		enter("#q1-source-title", "Analysenotat nr. 46, figur 1"), enter("#q1-source-year", "2017"), enter("#q1-comment", "Aflæst"),
		chromedp.Click(chromedp.CSS(saveShares)), chromedp.WaitVisible(chromedp.CSS(`[data-module="error-summary"]`)),
	)
	// A page that answers 422 is an error to the console.
	tab.complaints.take()
	look("wrong")
	if got := ask(t, tab.ctx, "read the field", chromedp.Value(chromedp.CSS(harvestedField))); got != e.harvested {
		t.Errorf("the field holds %q, want what was typed, %q", got, e.harvested)
	}
	if e.added != "" {
		act(t, tab.ctx, "add an answer", chromedp.Click(chromedp.CSS("details:has(#q1-added-1-text-da) > summary")),
			enter("#q1-added-1-text-da", "Ved ikke"), enter("#q1-added-1-text-en", "Don’t know"),
			enter("#q1-added-1-reading", "dontknow"), enter("#q1-added-1-share-percent", e.added))
	}
	act(t, tab.ctx, "put it right", enter(potentialField, e.right),
		chromedp.Click(chromedp.CSS(saveShares)), chromedp.WaitVisible(chromedp.CSS(".alert-success")))
	look("saved")
	if got := text(t, tab.ctx, ".alert-success"); !strings.Contains(got, e.saved) {
		t.Errorf("the page says %q, want it to say %q", got, e.saved)
	}
	act(t, tab.ctx, "read what everybody reads", chromedp.Navigate(url+address("/perception/de-2017", e.lang)))
	body := strings.ReplaceAll(text(t, tab.ctx, "main"), "\u00a0", " ")
	if !strings.Contains(body, e.public) || !strings.Contains(body, "figur 1") || strings.Contains(body, "50–70") {
		t.Errorf("the page does not show %s with its source in place of the range", e.public)
	}
	look("perception")
}
