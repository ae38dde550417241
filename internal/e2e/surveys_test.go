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
// reads them in place of the words; then another corrects them on a phone.
func TestAnalystEntersExactShares(t *testing.T) {
	s := serve(t, "--demo")
	tab := newTab(t)
	signIn(t, tab.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	for _, visit := range []struct {
		lang                         string
		width                        int64
		harvested, wrong, right      string
		saved, perception, wordsGone string
	}{
		{"da", 1280, "56,9", "40", "34", "Gemt kl.", "56,9 %", "de fleste"},
		{"en", 390, "57.5", "60", "33.4", "Saved at", "57.5%", "read as 50–70"},
	} {
		enter := func(field, value string) chromedp.Action[chromedp.Void] {
			return chromedp.SetValue(chromedp.CSS(field), value)
		}
		check := func(name string) {
			t.Helper()
			tab.check(t, "/surveys/de-2017")
			picture(t, tab.ctx, "shares-"+name+"-"+visit.lang)
		}
		// A page that says 422 is an error to the console.
		ignore422 := func() { tab.complaints.take() }
		act(t, tab.ctx, "type shares that do not sum to 100",
			size(visit.width),
			chromedp.Navigate(s.URL+address("/surveys/de-2017", visit.lang)),
			enter(harvestedField, visit.harvested), enter(potentialField, visit.wrong),
			enter("#q1-source-title", "Analysenotat nr. 46, figur 1"), enter("#q1-source-year", "2017"), enter("#q1-comment", "Aflæst"),
			chromedp.Click(chromedp.CSS(saveShares)),
			chromedp.WaitVisible(chromedp.CSS(`[data-module="error-summary"]`)),
		)
		ignore422()
		check("wrong")
		if got := ask(t, tab.ctx, "read the field", chromedp.Value(chromedp.CSS(harvestedField))); got != visit.harvested {
			t.Errorf("the field holds %q, want what was typed, %q", got, visit.harvested)
		}
		act(t, tab.ctx, "put it right",
			enter(potentialField, visit.right),
			chromedp.Click(chromedp.CSS("details.mh-more:has(#q1-added-1-text-da) > summary")),
			enter("#q1-added-1-text-da", "Ved ikke ("+visit.lang+")"), enter("#q1-added-1-text-en", "Don’t know ("+visit.lang+")"),
			enter("#q1-added-1-share-percent", "9.1"), enter("#q1-added-1-reading", "dontknow"),
			chromedp.Click(chromedp.CSS(saveShares)),
			chromedp.WaitVisible(chromedp.CSS(".alert-success")),
		)
		check("saved")
		if got := text(t, tab.ctx, ".alert-success"); !strings.Contains(got, visit.saved) {
			t.Errorf("the page says %q, want it to say %q", got, visit.saved)
		}
		act(t, tab.ctx, "read what everybody reads", chromedp.Navigate(s.URL+address("/perception", visit.lang)))
		body := strings.ReplaceAll(text(t, tab.ctx, "main"), "\u00a0", " ")
		if !strings.Contains(body, visit.perception) || !strings.Contains(body, "figur 1") || strings.Contains(body, visit.wordsGone) {
			t.Errorf("the page does not show %s with its source in place of %q", visit.perception, visit.wordsGone)
		}
		check("perception")
	}
}
