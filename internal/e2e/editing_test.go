package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// inQuestion selects something in the question that all these tests answer.
func inQuestion(selector string) string {
	return fmt.Sprintf(`section[id="%s"] %s`, question, selector)
}

// answering chooses a level and writes why.
func answering(level int, text string) []chromedp.Action[chromedp.Void] {
	return []chromedp.Action[chromedp.Void]{
		chromedp.Click(chromedp.CSS(inQuestion(fmt.Sprintf(`input[name="value"][value="%d"] + label`, level)))),
		chromedp.SendKeys(chromedp.CSS(inQuestion(`[name="evidence_text"]`)), text),
	}
}

// editors starts a server without data and signs people of one municipality in,
// each in a browser of their own, at the question.
func editors(t *testing.T, names ...string) (*server, []*browserTab) {
	t.Helper()
	s := serve(t)
	var tabs []*browserTab
	for _, name := range names {
		s.addPerson(t, name+"@example.test", "--role", "editor", "--municipality", "461")
		tab := newTab(t)
		signIn(t, tab.ctx, s.URL, name+"@example.test", "a password for tests")
		act(t, tab.ctx, "open the question", size(1280), chromedp.Navigate(s.URL+"/report/rpa?lang=da"), chromedp.WaitVisible(chromedp.CSS(inQuestion("form[data-draft]"))))
		tabs = append(tabs, tab)
	}
	return s, tabs
}

// wantText fails the test unless an element of the question says something.
func (b *browserTab) wantText(t *testing.T, selector, want string) {
	t.Helper()
	if got := text(t, b.ctx, inQuestion(selector)); !strings.Contains(got, want) {
		t.Errorf("%s says %q, want %q", selector, got, want)
	}
}

// Two people answer the same question at once: the second is told of the first's
// draft while typing, sees both versions when saving after the first, and decides.
func TestTwoBrowsersAtOneQuestion(t *testing.T) {
	t.Parallel()
	_, tabs := editors(t, "anna", "bo")
	anna, bo := tabs[0], tabs[1]
	act(t, anna.ctx, "type first", answering(4, "Referat fra maj")...)
	act(t, anna.ctx, "wait for the draft", chromedp.WaitVisible(chromedp.CSS(inQuestion(".mh-draft-status:not(:empty)"))))
	anna.wantText(t, ".mh-draft-status", "Kladde gemt")

	act(t, bo.ctx, "type too", append(answering(2, "Kun en prøve"), chromedp.WaitVisible(chromedp.CSS(inQuestion("[data-draft-compare]"))))...)
	bo.wantText(t, ".mh-draft-status", "anna@example.test")
	bo.complaints.take()
	act(t, bo.ctx, "compare the drafts", chromedp.Click(chromedp.CSS(inQuestion("[data-draft-compare]"))), chromedp.WaitVisible(chromedp.CSS(inQuestion(".mh-versions"))))
	bo.complaints.take()
	bo.check(t, "/report/rpa")
	picture(t, bo.ctx, "two-drafts")
	bo.wantText(t, ".mh-version:first-child", "Kun en prøve")
	bo.wantText(t, ".mh-version:last-child", "Referat fra maj")

	act(t, anna.ctx, "save first", chromedp.Click(chromedp.CSS(inQuestion(`[name="do"][value="save"]`))), chromedp.WaitVisible(chromedp.CSS(inQuestion(".mh-saved"))))
	act(t, bo.ctx, "save second", chromedp.Click(chromedp.CSS(inQuestion(`.mh-save [name="do"][value="save"]`))),
		chromedp.WaitVisible(chromedp.CSS(inQuestion(`.mh-save button:not([name]):not([hidden])[id$="-save"]`))))
	bo.complaints.take()
	bo.check(t, "/report/rpa")
	picture(t, bo.ctx, "two-answers")
	bo.wantText(t, `[role="alert"] h3`, "En anden har gemt et nyt svar i mellemtiden")
	bo.wantText(t, ".mh-version:first-child", "Kun en prøve")
	bo.wantText(t, ".mh-version:last-child", "Referat fra maj")
	bo.wantText(t, ".mh-now", "4")
	act(t, bo.ctx, "decide for the own one", chromedp.Click(chromedp.CSS(inQuestion(`.mh-save button[id$="-save"]`))), chromedp.WaitVisible(chromedp.CSS(inQuestion(".mh-saved"))))
	bo.wantText(t, ".mh-now strong", "2")
	bo.wantText(t, "details.d-print-none:last-child > summary", "2")
}

// A session that ends while somebody types takes no word with it, with scripts
// and without.
func TestTypingSurvivesTheEndOfASession(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, tabs := editors(t, "anna")
			tab := tabs[0]
			if !scripts {
				act(t, tab.ctx, "switch scripts off", scriptsOff(), chromedp.Navigate(s.URL+"/report/rpa?lang=da"))
			}
			act(t, tab.ctx, "end the session and type", append([]chromedp.Action[chromedp.Void]{endSession()}, answering(3, "Nævnt i årsrapporten på side 12")...)...)
			act(t, tab.ctx, "save", chromedp.Click(chromedp.CSS(inQuestion(`.mh-save [name="do"][value="save"]`))), chromedp.WaitVisible(chromedp.CSS(`main input[name="password"]`)))
			act(t, tab.ctx, "sign in again", chromedp.SetValue(chromedp.CSS(`main input[name="email"]`), "anna@example.test"),
				chromedp.SendKeys(chromedp.CSS(`main input[name="password"]`), "a password for tests"+kb.Enter), chromedp.WaitVisible(chromedp.CSS(inQuestion("form[data-draft]"))))
			if got := ask(t, tab.ctx, "read the text", chromedp.Value(chromedp.CSS(inQuestion(`[name="evidence_text"]`)))); got != "Nævnt i årsrapporten på side 12" {
				t.Errorf("the text reads %q", got)
			}
			act(t, tab.ctx, "save again", chromedp.Click(chromedp.CSS(inQuestion(`.mh-save [name="do"][value="save"]`))), chromedp.WaitVisible(chromedp.CSS(inQuestion(".mh-saved"))))
			tab.wantText(t, ".mh-now strong", "3")
		})
	}
}
