package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser starts a Chromium that ends with the test.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := need(t, "chromium", "chromium", "chromium-browser", "google-chrome")
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "da-DK"),
		chromedp.WindowSize(1280, 900),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return ctx
}

// browserTab is an open tab and what its pages complain of.
type browserTab struct {
	ctx        context.Context
	complaints *complaints
}

func newTab(t *testing.T) *browserTab {
	t.Helper()
	ctx := browser(t)
	return &browserTab{ctx: ctx, complaints: listen(ctx)}
}

// scriptsOff makes the browser run no script of the pages, scriptsOn run them again.
func scriptsOff() chromedp.Action[chromedp.Void] { return scriptsDisabled(true) }
func scriptsOn() chromedp.Action[chromedp.Void]  { return scriptsDisabled(false) }

func scriptsDisabled(off bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		return err
	})
}

// complaints collects what a page writes to the console as errors, breaches of
// the content security policy among them.
type complaints struct {
	mu   sync.Mutex
	text []string
}

func (c *complaints) add(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text = append(c.text, text)
}

// take returns what was collected and starts afresh.
func (c *complaints) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.text
	c.text = nil
	return taken
}

func listen(ctx context.Context) *complaints {
	c := &complaints{}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == chromedp.ConsoleError {
				c.add(m.Text + " " + m.URL)
			}
		}
	}()
	return c
}

// patience is how long one step in the browser may take.
const patience = 30 * time.Second

func act(t *testing.T, ctx context.Context, what string, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// ask runs an action that returns something.
func ask[T any](t *testing.T, ctx context.Context, what string, action chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := chromedp.Run(ctx, action)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	return answer
}

// text returns the visible text of the first element that matches.
func text(t *testing.T, ctx context.Context, selector string) string {
	t.Helper()
	return strings.TrimSpace(ask(t, ctx, "read "+selector, chromedp.Text(chromedp.CSS(selector))))
}

// size sets the window to a width, as a device of that width would have it.
func size(width int64) chromedp.Action[chromedp.Void] {
	if width < 600 {
		return chromedp.EmulateViewport(width, 900, chromedp.EmulateMobile)
	}
	return chromedp.EmulateViewport(width, 900)
}

// violations runs axe on the page that is open and lists what it finds.
func violations(t *testing.T, ctx context.Context) []string {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join("..", "..", "assets", "testdata", "axe", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	const check = `axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}})
		.then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))))`
	act(t, ctx, "load axe", chromedp.Evaluate[chromedp.Void](string(axe)))
	found := ask(t, ctx, "run axe", chromedp.Evaluate[string](check, chromedp.EvalAwaitPromise))
	var list []string
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// overflow unfolds the page and lists visible elements that reach beyond the
// right edge of the window and are not inside a region that scrolls.
func overflow(t *testing.T, ctx context.Context) []string {
	t.Helper()
	const check = `(() => {
		document.querySelectorAll('main details').forEach(d => d.open = true);
		const scrolls = e => { for (; e; e = e.parentElement) if (/auto|scroll/.test(getComputedStyle(e).overflowX)) return e !== document.body && e !== document.documentElement; return false };
		return JSON.stringify([...document.querySelectorAll('main *, header *, footer *')].filter(e => {
			const r = e.getBoundingClientRect();
			return r.width > 0 && r.height > 0 && r.right > document.documentElement.clientWidth + 1 && e.checkVisibility() && !scrolls(e) && !e.closest('.sr-only, .mobile-drawer');
		}).slice(0, 5).map(e => e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + Math.round(e.getBoundingClientRect().right)))
	})()`
	found := ask(t, ctx, "measure", chromedp.Evaluate[string](check))
	var list []string
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// picture saves a screenshot when MODENHED_SHOTS names a folder, for people to look at.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	folder := os.Getenv("MODENHED_SHOTS")
	if folder == "" {
		return
	}
	image := ask(t, ctx, "take a picture", chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s.png", name)), image, 0o644); err != nil {
		t.Fatal(err)
	}
}

// signIn signs in through the page, as people do.
func signIn(t *testing.T, ctx context.Context, url, email, password string) {
	t.Helper()
	act(t, ctx, "sign in",
		chromedp.Navigate(url+"/login"),
		chromedp.SendKeys(chromedp.CSS(`input[name="email"]`), email),
		chromedp.SendKeys(chromedp.CSS(`input[name="password"]`), password+kb.Enter),
		chromedp.WaitReady(chromedp.CSS(`form[action="/logout"]`)),
	)
}

// cookies returns the browser's cookies, to go on with outside it.
func cookies(t *testing.T, ctx context.Context) []*http.Cookie {
	t.Helper()
	found := ask(t, ctx, "read the cookies", func(ctx context.Context, target *chromedp.Target) (network.GetCookiesResult, error) {
		return cdp.Call(ctx, target, network.GetCookies, network.GetCookiesParams{})
	})
	var list []*http.Cookie
	for _, c := range found.Cookies {
		list = append(list, &http.Cookie{Name: c.Name, Value: c.Value})
	}
	return list
}
