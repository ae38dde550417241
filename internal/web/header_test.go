package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

func TestEveryAnswerIsGuarded(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for _, path := range []string{"/", "/ranking", "/login", "/nothing", "/healthz", "/assets/x", "/setup/x"} {
		answer := site.Browser().Get(path)
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
				"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security":    "",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", path, name, got, want)
			}
		}
		if answer.Header.Get("Permissions-Policy") == "" || answer.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s: headers = %v", path, answer.Header)
		}
	}
}

func TestPagesKeepWithinThePolicy(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	inline := regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|javascript:|<style`)
	for _, path := range []string{"/", "/ranking", "/municipalities", "/municipalities/461", "/areas/rpa", "/perception", "/method", "/login", "/nothing"} {
		answer := site.Browser().Get(path)
		if found := inline.FindString(answer.Body); found != "" {
			t.Errorf("%s holds %q", path, found)
		}
		for _, script := range answer.Find("script").EachIter() {
			_, external := script.Attr("src")
			if kind, _ := script.Attr("type"); !external && kind != "application/json" {
				t.Errorf("%s has a script of its own", path)
			}
		}
		if got := answer.Find("h1").Length(); got != 1 {
			t.Errorf("%s has %d headings of the first level", path, got)
		}
	}
}

func TestOnlyWhatEverybodyGetsIsKept(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	public, editor := site.Browser(), site.SignedIn(account.Editor)
	for _, c := range []struct {
		browser    *webtest.Browser
		path, want string
	}{
		{public, "/ranking", "no-cache"},
		{public, "/login", "private, no-store"},
		{public, "/nothing", "private, no-store"},
		{editor, "/ranking", "private, no-store"},
	} {
		answer := c.browser.Get(c.path)
		if got := answer.Header.Get("Cache-Control"); got != c.want {
			t.Errorf("%s: Cache-Control = %q, want %q", c.path, got, c.want)
		}
		if got := answer.Header.Get("Vary"); got != "HX-Request, Accept-Encoding, Accept-Language, Cookie" {
			t.Errorf("%s: Vary = %q", c.path, got)
		}
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	cases := []struct{ name, path, accept, cookie, want string }{
		{"Danish unless told otherwise", "/method", "", "", "da"},
		{"the browser's", "/method", "en-GB,en;q=0.9", "", "en"},
		{"the next best", "/method", "fi, en;q=0.4, da;q=0.5", "", "da"},
		{"another", "/method", "fr", "", "da"},
		{"what cannot be read", "/method", strings.Repeat("x-", 400), "", "da"},
		{"chosen before", "/method", "da", "modenhed_lang=en", "en"},
		{"chosen now", "/method?lang=da", "en", "modenhed_lang=en", "da"},
		{"chosen badly", "/method?lang=xx", "en", "", "en"},
		{"a cookie gone bad", "/method", "en", "modenhed_lang=xx", "en"},
	}
	for _, c := range cases {
		answer := site.Browser().Get(c.path, "Accept-Language", c.accept, "Cookie", c.cookie)
		lang, _ := answer.Find("html").Attr("lang")
		if lang != c.want || answer.Header.Get("Content-Language") != c.want {
			t.Errorf("%s: lang %q, Content-Language %q, want %q", c.name, lang, answer.Header.Get("Content-Language"), c.want)
		}
	}
}

func TestAChosenLanguageIsRemembered(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Browser()
	b.Get("/method?lang=en")
	if lang, _ := b.Get("/ranking").Find("html").Attr("lang"); lang != "en" {
		t.Errorf("the next page is in %q", lang)
	}
}

func TestTheSwitchOfLanguageKeepsTheQuestion(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	for path, want := range map[string]string{
		"/ranking?region=hovedstaden&q=%C3%B8": "/ranking?lang=en&q=%C3%B8&region=hovedstaden",
		"/ranking?evil=%22%3E&sort=name":       "/ranking?lang=en&sort=name",
		"/method":                              "/method?lang=en",
		"/nothing":                             "/nothing?lang=en",
		"//elsewhere.example/x":                "/?lang=en",
	} {
		links := site.Browser().Get(path).Find(`.portal-user a[hreflang="en"]`)
		if got, _ := links.Attr("href"); got != want {
			t.Errorf("%s: switch leads to %q, want %q", path, got, want)
		}
	}
}

func TestHeadOnly(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Browser()
	for _, path := range []string{"/ranking", "/login", "/healthz", "/nothing"} {
		whole, head := b.Get(path), b.Do(http.MethodHead, path, nil)
		if head.Status != whole.Status || head.Body != "" || head.Header.Get("Content-Length") != whole.Header.Get("Content-Length") {
			t.Errorf("HEAD %s = %d with %d bytes, length %s; GET %d, length %s", path, head.Status, len(head.Body),
				head.Header.Get("Content-Length"), whole.Status, whole.Header.Get("Content-Length"))
		}
	}
}
