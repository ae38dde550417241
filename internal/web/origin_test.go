package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

func TestUnsafeRequestsNeedTheSessionsToken(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.Server.AddPost("/change", reply("changed"), account.Editor)
	b := site.SignedIn(account.Editor)
	other := site.SignedIn(account.Editor)
	cases := map[string]struct {
		form   url.Values
		header []string
		status int
	}{
		"the token in the form":      {nil, nil, http.StatusOK},
		"the token in the header":    {url.Values{"csrf": {""}}, []string{"X-CSRF-Token", b.CSRF()}, http.StatusOK},
		"no token":                   {url.Values{"csrf": {""}}, nil, http.StatusForbidden},
		"a wrong token":              {url.Values{"csrf": {"guess"}}, nil, http.StatusForbidden},
		"the token of other session": {url.Values{"csrf": {other.CSRF()}}, nil, http.StatusForbidden},
		"a wrong header":             {nil, []string{"X-CSRF-Token", "guess"}, http.StatusForbidden},
	}
	for name, c := range cases {
		if got := b.Post("/change", c.form, c.header...); got.Status != c.status {
			t.Errorf("%s: status %d, want %d", name, got.Status, c.status)
		}
	}
	if got := b.Do(http.MethodPost, "/change?csrf="+b.CSRF(), nil); got.Status != http.StatusForbidden {
		t.Errorf("a token in the address is taken: %d", got.Status)
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.Server.AddPost("/change", reply("changed"), account.Editor)
	b := site.SignedIn(account.Editor)
	cases := map[string]struct {
		header  []string
		allowed bool
	}{
		"same origin":         {[]string{"Sec-Fetch-Site", "same-origin"}, true},
		"typed by the person": {[]string{"Sec-Fetch-Site", "none"}, true},
		"own origin":          {[]string{"Origin", site.URL}, true},
		"cross-site":          {[]string{"Sec-Fetch-Site", "cross-site"}, false},
		"same site":           {[]string{"Sec-Fetch-Site", "same-site"}, false},
		"other origin":        {[]string{"Origin", "https://elsewhere.example"}, false},
		"opaque origin":       {[]string{"Origin", "null"}, false},
	}
	for name, c := range cases {
		for path, form := range map[string]url.Values{"/change": nil, "/login": {"email": {"a@example.test"}, "password": {"x"}}} {
			answer := b.Post(path, form, c.header...)
			if got := answer.Status != http.StatusForbidden; got != c.allowed {
				t.Errorf("%s to %s: allowed %v, want %v", name, path, got, c.allowed)
			}
		}
	}
}

func TestLargeBodiesAreRefused(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	body := url.Values{"email": {"a@example.test"}, "password": {strings.Repeat("x", 2<<20)}}
	answer := site.Browser().Post("/login", body)
	answer.WantStatus(http.StatusRequestEntityTooLarge)
	answer.WantText("h1", "Det var for meget på én gang")
}
