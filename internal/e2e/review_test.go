package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"modenhed/internal/demo"
)

// TestARoundIsReviewedAndPublishedAtItsMinute closes a round, has a municipality
// dispute its preview and revise an answer, an analyst accept that, and the
// running server publish all of it at the minute that was planned.
func TestARoundIsReviewedAndPublishedAtItsMinute(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	address := "/rounds/" + demo.Rounds(time.Now())[1].Key
	boss, analyst, editor := newTab(t), newTab(t), newTab(t)
	signIn(t, boss.ctx, s.URL, "admin@demo.test", demo.Password)
	signIn(t, analyst.ctx, s.URL, "analyst@demo.test", demo.Password)
	signIn(t, editor.ctx, s.URL, "editor@demo.test", demo.Password)
	act(t, boss.ctx, "close the round", chromedp.Navigate(s.URL+address+"/close?lang=da"),
		chromedp.Click(chromedp.CSS("#close-round")), chromedp.WaitVisible(chromedp.CSS("#plan-round")))
	boss.check(t, address)

	act(t, editor.ctx, "dispute the preview", chromedp.Navigate(s.URL+"/report/preview?lang=da"),
		chromedp.Click(chromedp.CSS(`label[for="reply-disputed"]`)), chromedp.SetValue(chromedp.CSS("#text"), "Tallet er forkert."),
		chromedp.Click(chromedp.CSS(`label[for="public"]`)), chromedp.Click(chromedp.CSS("#send-reply")),
		chromedp.WaitVisible(chromedp.CSS("#reply-section blockquote")))
	editor.check(t, "/report/preview")

	raise(t, editor.ctx, s.URL, 4)
	decide(t, analyst.ctx, s.URL+"/verify/461/"+question, "accepted", "Rettet efter aftale.")
	act(t, editor.ctx, "look at the preview again", chromedp.Navigate(s.URL+"/report/preview?lang=da"))
	if got := text(t, editor.ctx, "main"); !strings.Contains(got, "Resultatet er ændret siden jeres tilbagemelding") || !strings.Contains(got, "Godtaget, tæller med") {
		t.Errorf("after the accepted change the preview reads %.400q", got)
	}

	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	// The next whole minute that leaves time to send the form.
	minute := time.Now().Add(80 * time.Second).In(zone).Format("2.1.2006 kl. 15.04")
	act(t, boss.ctx, "plan the publication", chromedp.Navigate(s.URL+address+"?lang=da"),
		chromedp.SetValue(chromedp.CSS("#reply_by"), minute), chromedp.SetValue(chromedp.CSS("#publish_at"), minute),
		chromedp.Click(chromedp.CSS("#plan-round")), chromedp.WaitVisible(chromedp.CSS("#withdraw-plan")))
	if got := text(t, boss.ctx, "#replies"); !strings.Contains(got, "1 kommune er uenig: Odense") {
		t.Errorf("the administrator reads %.400q", got)
	}
	boss.check(t, address)
	awaitPublication(t, boss, s.URL+address)
	boss.check(t, address)
	act(t, analyst.ctx, "read the municipality's page", chromedp.Navigate(s.URL+"/municipalities/461?lang=da"))
	if got := text(t, analyst.ctx, `section[aria-labelledby="remark-heading"]`); !strings.Contains(got, "Tallet er forkert.") {
		t.Errorf("the remark reads %q", got)
	}
}

// awaitPublication looks at a round every second until the server has published it.
func awaitPublication(t *testing.T, tab *browserTab, address string) {
	t.Helper()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); <-tick.C {
		act(t, tab.ctx, "look at the round", chromedp.Navigate(address+"?lang=da"))
		if strings.Contains(text(t, tab.ctx, "main"), "Resultatet er offentliggjort og ligger fast") {
			return
		}
	}
	t.Fatal("the round was not published at its minute")
}
