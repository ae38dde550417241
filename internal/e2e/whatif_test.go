package e2e

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestWhatIfUpdatesAtOnce types a weight: ranking, notice and key figures
// follow without a new page, the address reproduces them, and a fault is named
// while what was typed stays.
func TestWhatIfUpdatesAtOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	tab := newTab(t)
	act(t, tab.ctx, "open the ranking", chromedp.Navigate(s.URL+"/ranking?lang=en"))
	mean := text(t, tab.ctx, "#figures")
	act(t, tab.ctx, "give schools no weight",
		chromedp.Click(chromedp.CSS(".mh-terms > summary")),
		chromedp.SendKeys(chromedp.CSS("#w-school"), kb.End+kb.Backspace+"0"),
		chromedp.WaitVisible(chromedp.CSS("#results .alert-warning")),
	)
	if notice := text(t, tab.ctx, "#results .alert-warning"); !strings.Contains(notice, "Digital schools weighs 0 instead of 1") {
		t.Errorf("the notice says %q", notice)
	}
	after := text(t, tab.ctx, "#figures")
	if after == mean {
		t.Errorf("the key figures stay at %q", mean)
	}
	first := text(t, tab.ctx, ".mh-ranking tbody .mh-name a")
	where := ask(t, tab.ctx, "read the address", chromedp.Location())
	address, err := url.Parse(where)
	if err != nil || address.RawQuery != "w-school=0" {
		t.Fatalf("the address is %s", where)
	}
	other := newTab(t)
	act(t, other.ctx, "open the address elsewhere", chromedp.Navigate(where+"&lang=en"))
	if got := text(t, other.ctx, ".mh-ranking tbody .mh-name a"); got != first {
		t.Errorf("the address gives %s first, the page %s", got, first)
	}
	act(t, tab.ctx, "type nonsense",
		chromedp.SendKeys(chromedp.CSS("#w-school"), kb.End+"x"),
		chromedp.WaitVisible(chromedp.CSS(`#results .alert-error a[href="#w-school"]`)),
	)
	if typed := ask(t, tab.ctx, "read the field", chromedp.Value(chromedp.CSS("#w-school"))); typed != "0x" {
		t.Errorf("the field holds %q", typed)
	}
}
