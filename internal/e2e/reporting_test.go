package e2e

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The keystroke-level model (Card, Moran and Newell): a key of an average
// typist, a mental preparation, pointing with a mouse and clicking.
const (
	perKey   = 280 * time.Millisecond
	perMind  = 1350 * time.Millisecond
	perClick = 1300 * time.Millisecond
)

// effort counts what a person does.
type effort struct{ keys, clicks, loads, minds int }

func (e effort) estimate() time.Duration {
	return time.Duration(e.keys)*perKey + time.Duration(e.clicks)*perClick + time.Duration(e.minds)*perMind
}

// hands are somebody at a browser, without a mouse unless they click.
type hands struct {
	t   *testing.T
	ctx context.Context
	effort
}

func (h *hands) press(keys string) {
	h.t.Helper()
	act(h.t, h.ctx, "press "+keys, chromedp.KeyEvent(keys))
	h.keys += len(keys)
}

// tab goes on until the focus is on an element that matches.
func (h *hands) tab(selector string) {
	h.t.Helper()
	for range 40 {
		if ask(h.t, h.ctx, "find the focus", chromedp.Evaluate[bool](fmt.Sprintf(`document.activeElement.matches(%q)`, selector))) {
			return
		}
		act(h.t, h.ctx, "press Tab", chromedp.KeyEvent(kb.Tab))
		h.keys++
	}
	h.t.Fatalf("40 times Tab do not lead to %s", selector)
}

func (h *hands) click(selector, until string) {
	h.t.Helper()
	act(h.t, h.ctx, "click "+selector, chromedp.Click(chromedp.CSS(selector)), chromedp.WaitReady(chromedp.CSS(until)))
	h.clicks++
	h.loads++
}

// answer fills in the question that has the focus and goes on to the next.
func (h *hands) answer(key string) {
	h.t.Helper()
	section := fmt.Sprintf(`section[id="%s"] `, key)
	figure := ask(h.t, h.ctx, "find the kind", chromedp.Evaluate[bool](fmt.Sprintf(`!!document.querySelector('%s .mh-with-figure')`, section)))
	h.minds++
	if figure {
		h.tab(section + `input.mh-number`)
		h.press("12")
	} else {
		h.tab(section + `input[type="radio"]`)
		if ask(h.t, h.ctx, "find the levels", chromedp.Evaluate[bool](fmt.Sprintf(`!!document.querySelector('%s input[value="2"]')`, section))) {
			h.press("2")
		} else {
			h.press(" ")
		}
	}
	h.press(kb.Enter)
	h.loads++
}

// addPerson opens an account in the database of a server.
func (s *server) addPerson(t *testing.T, email string, more ...string) {
	t.Helper()
	arguments := append([]string{"user", "add", "--db", filepath.Join(s.Folder, "modenhed.db"), "--email", email}, more...)
	command := exec.Command(program, arguments...)
	command.Stdin = strings.NewReader("a password for tests\n")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("add %s: %v\n%s", email, err, out)
	}
}

// TestAFirstReportByKeyboardAndARepeatByArea measures what a first-time user
// with the figures at hand does, by keyboard alone, and a year later a
// confirmation area by area.
func TestAFirstReportByKeyboardAndARepeatByArea(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.addPerson(t, "editor@example.test", "--role", "editor", "--municipality", "461")
	s.addPerson(t, "admin@example.test", "--role", "administrator")
	tab := newTab(t)
	signIn(t, tab.ctx, s.URL, "editor@example.test", "a password for tests")

	first := &hands{t: t, ctx: tab.ctx}
	act(t, tab.ctx, "open the overview", chromedp.Navigate(s.URL+"/report?lang=da"))
	first.tab("#next-question")
	first.press(kb.Enter)
	act(t, tab.ctx, "wait for the first question", chromedp.WaitReady(chromedp.CSS(`.mh-question`)))
	n := 0
	for ; n < 60; n++ {
		key := ask(t, tab.ctx, "read the address", chromedp.Evaluate[string](`location.hash.slice(1)`))
		if key == "" {
			break
		}
		if got := ask(t, tab.ctx, "find the focus", chromedp.Evaluate[string](`document.activeElement.id`)); got != key {
			t.Fatalf("the focus is on %q, want the question %s", got, key)
		}
		first.answer(key)
		act(t, tab.ctx, "wait until it is saved", chromedp.WaitReady(chromedp.CSS(fmt.Sprintf(`body:not(:has(section[id="%s"]:focus-within)) main`, key))))
	}
	if n != 36 {
		t.Errorf("%d questions, want 36", n)
	}
	if got := text(t, tab.ctx, ".mh-figures"); !strings.Contains(got, "36") {
		t.Errorf("the overview says %q", got)
	}
	t.Logf("first report: %d keys, %d pages, %s by the keystroke-level model", first.keys, first.loads, first.estimate().Round(time.Second))
	if first.estimate() > 10*time.Minute {
		t.Error("a first report takes more than ten minutes")
	}

	repeat := repeatByArea(t, s, tab)
	t.Logf("repeat: %d clicks, %d pages, %s by the keystroke-level model", repeat.clicks, repeat.loads, repeat.estimate().Round(time.Second))
	if repeat.estimate() > 5*time.Minute {
		t.Error("a repeat takes more than five minutes")
	}
	if c := tab.complaints.take(); len(c) > 0 {
		t.Errorf("console: %q", c)
	}
}

// repeatByArea opens a round and confirms every answer, area by area.
func repeatByArea(t *testing.T, s *server, editor *browserTab) *hands {
	t.Helper()
	admin := newTab(t)
	signIn(t, admin.ctx, s.URL, "admin@example.test", "a password for tests")
	act(t, admin.ctx, "open a round", chromedp.Navigate(s.URL+"/rounds?lang=da"),
		chromedp.SendKeys(chromedp.CSS(`[name="key"]`), "2027"), chromedp.SendKeys(chromedp.CSS(`[name="title_da"]`), "Målerunde 2027"),
		chromedp.SendKeys(chromedp.CSS(`[name="title_en"]`), "Round 2027"+kb.Enter), chromedp.WaitReady(chromedp.CSS(`a[href="/rounds/2027/close"]`)))
	h := &hands{t: t, ctx: editor.ctx}
	act(t, editor.ctx, "open the overview", chromedp.Navigate(s.URL+"/report?lang=da"), chromedp.WaitReady(chromedp.CSS(`.mh-round`)))
	h.click(`tbody tr:first-child th a`, `.mh-question`)
	for area := range 7 {
		h.minds++
		h.click(`#confirm-many`, `#confirmed`)
		if area < 6 {
			h.click(`.mh-ends a:last-child`, fmt.Sprintf(`.step-indicator li:nth-child(%d).current`, area+2))
		}
	}
	act(t, editor.ctx, "open the overview", chromedp.Navigate(s.URL+"/report?lang=da"))
	if got := text(t, editor.ctx, ".mh-round"); !strings.Contains(got, "36 af 36") {
		t.Errorf("the round says %q", got)
	}
	return h
}
