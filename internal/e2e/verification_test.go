package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestAQuestionIsAskedAnsweredRevisedAndVerified is the conversation between an
// analyst and a municipality in two browsers, the municipality's without scripts.
func TestAQuestionIsAskedAnsweredRevisedAndVerified(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	analyst, editor := newTab(t), newTab(t)
	signIn(t, analyst.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	signIn(t, editor.ctx, s.URL, "editor@demo.test", "demo-modenhed")
	const item, thread = "/verify/461/" + question, `[id="` + question + `-thread"]`

	decide(t, analyst.ctx, s.URL+item, "questioned", "Hvilken forvaltning er det?")
	if got := text(t, analyst.ctx, ".alert-success .alert-heading"); got != "Spørgsmålet er sendt til kommunen." {
		t.Errorf("after the question: %q", got)
	}

	act(t, editor.ctx, "find the question", scriptsOff(), chromedp.Navigate(s.URL+"/report?lang=da"),
		chromedp.Click(chromedp.CSS(`section[aria-labelledby="asked-heading"] a[href$="`+question+`-thread"]`)),
		chromedp.WaitVisible(chromedp.CSS(thread+" textarea")))
	act(t, editor.ctx, "reply", chromedp.SetValue(chromedp.CSS(thread+" textarea"), "Beskæftigelsesforvaltningen."),
		chromedp.Click(chromedp.CSS(thread+" .mh-save button")), chromedp.WaitVisible(chromedp.CSS(thread+` p[role="status"]`)))

	act(t, analyst.ctx, "read the reply", chromedp.Navigate(s.URL+"/verify?lang=da&kind=replied&municipality=461"))
	if got := text(t, analyst.ctx, "tbody"); !strings.Contains(got, "Strategi og styring af automatisering") {
		t.Errorf("the queue holds %q", got)
	}
	act(t, editor.ctx, "look at the question with scripts", scriptsOn(), chromedp.Navigate(s.URL+"/report/rpa?lang=da"))
	editor.check(t, "/report/rpa")
	raise(t, editor.ctx, s.URL, 4)
	act(t, analyst.ctx, "open what was revised", chromedp.Navigate(s.URL+"/verify?lang=da&kind=revised&municipality=461"),
		chromedp.Click(chromedp.CSS(`tbody a[href*="`+question+`"]`)), chromedp.WaitVisible(chromedp.CSS("#do-verified")))
	analyst.check(t, item)
	if got := text(t, analyst.ctx, ".mh-timeline"); !strings.Contains(got, "Beskæftigelsesforvaltningen.") {
		t.Errorf("the thread reads %q", got)
	}
	act(t, analyst.ctx, "verify", chromedp.Click(chromedp.CSS("#do-verified")), chromedp.WaitVisible(chromedp.CSS(".alert-success")))
	if got := text(t, analyst.ctx, ".alert-success .alert-heading"); got != "Svaret er verificeret." {
		t.Errorf("after the verdict: %q", got)
	}
	act(t, editor.ctx, "see the verdict", chromedp.Navigate(s.URL+"/report/rpa?lang=da"))
	if got := text(t, editor.ctx, thread+" > p .badge"); got != "Verificeret" {
		t.Errorf("the editor reads %q", got)
	}
	for _, tab := range []*browserTab{analyst, editor} {
		for _, c := range tab.complaints.take() {
			t.Errorf("console: %s", c)
		}
	}
}

// decide opens an answer and sends a decision about it with the keyboard's own
// order: comment, then button.
func decide(t *testing.T, ctx context.Context, address, do, comment string) {
	t.Helper()
	act(t, ctx, "decide", chromedp.Navigate(address+"?lang=da"),
		chromedp.SetValue(chromedp.CSS("#comment"), comment),
		chromedp.Click(chromedp.CSS("#do-"+do)), chromedp.WaitVisible(chromedp.CSS(".alert-success")))
}

// A session that ends while an analyst writes takes no word with it.
func TestACommentSurvivesTheEndOfASession(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	tab := newTab(t)
	signIn(t, tab.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	const page, typed = "/verify/461/it_security.exercise", "Hvornår var den sidste øvelse?"
	act(t, tab.ctx, "write", chromedp.Navigate(s.URL+page+"?lang=da"), chromedp.SendKeys(chromedp.CSS("#comment"), typed))
	act(t, tab.ctx, "end the session and send", endSession(), chromedp.Click(chromedp.CSS("#do-questioned")),
		chromedp.WaitVisible(chromedp.CSS(`input[name="password"]`)))
	act(t, tab.ctx, "sign in again", chromedp.SetValue(chromedp.CSS(`input[name="email"]`), "analyst@demo.test"),
		chromedp.SetValue(chromedp.CSS(`input[name="password"]`), "demo-modenhed"),
		chromedp.Click(chromedp.CSS(`main button`)), chromedp.WaitVisible(chromedp.CSS("#comment")))
	if got := ask(t, tab.ctx, "read the comment", chromedp.Value(chromedp.CSS("#comment"))); got != typed {
		t.Errorf("the comment reads %q, want %q", got, typed)
	}
}

// endSession has the browser forget who is signed in.
func endSession() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.ClearBrowserCookies, cdp.Empty{})
		return err
	})
}

func TestPagesOfVerification(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	pages := []string{"/verify", "/verify?kind=asked&sort=evidence", "/verify?municipality=461&lacking=yes&page=2", "/verify?kind=late", "/verify/461/rpa.strategy", "/verify/461/it_security.exercise"}
	checkPages(t, s.URL, "verification", pages, func(t *testing.T, tab *browserTab) {
		signIn(t, tab.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	})
}
