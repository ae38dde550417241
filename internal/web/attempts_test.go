package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/web"
	"modenhed/internal/web/webtest"
)

func TestTooManyAttemptsMustWait(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	site := webtest.New(t, webtest.WithClock(func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }))
	site.SignedIn(account.Analyst)
	b := site.Browser()
	try := func(email, password string) *webtest.Answer {
		return b.Post("/login", url.Values{"email": {email}, "password": {password}})
	}
	email := webtest.Email(account.Analyst)
	for range web.TriesPerEmail {
		try(email, "wrong").WantStatus(http.StatusUnprocessableEntity)
	}
	answer := try(" ANALYST@Example.test", webtest.Password).WantStatus(http.StatusTooManyRequests)
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err != nil || seconds < 1 || seconds > int(web.EmailEvery/time.Second)+1 {
		t.Errorf("Retry-After = %q", answer.Header.Get("Retry-After"))
	}
	if value, _ := answer.Find("#email").Attr("value"); value != " ANALYST@Example.test" {
		t.Errorf("the address became %q", value)
	}
	try("someone@else.test", "wrong").WantStatus(http.StatusUnprocessableEntity)

	ahead.Store(int64(web.EmailEvery + time.Second))
	try(email, webtest.Password).WantStatus(http.StatusSeeOther)
	for range web.TriesPerEmail {
		try(email, "wrong").WantStatus(http.StatusUnprocessableEntity)
	}
}

func TestOneAddressCannotTryManyAccounts(t *testing.T) {
	t.Parallel()
	// Accounts that hold no one: the count must not depend on hashing.
	site := webtest.New(t, webtest.WithParts(func(p *web.Parts) { p.Accounts = refusingAccounts{p.Accounts} }))
	b := site.Browser()
	for i := range web.TriesPerAddress {
		b.Post("/login", url.Values{"email": {fmt.Sprintf("a%d@example.test", i)}, "password": {"x"}}).
			WantStatus(http.StatusUnprocessableEntity)
	}
	b.Post("/login", url.Values{"email": {"last@example.test"}, "password": {"x"}}).WantStatus(http.StatusTooManyRequests)
}

func TestClientNetwork(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, remote string
		forwarded    []string
		proxied      bool
		want         string
	}{
		{"direct", "192.0.2.7:1234", nil, false, "192.0.2.7"},
		{"a header nobody vouches for", "192.0.2.7:1234", []string{"203.0.113.9"}, false, "192.0.2.7"},
		{"behind the proxy", "127.0.0.1:1234", []string{"203.0.113.9"}, true, "203.0.113.9"},
		{"only the proxy's own entry counts", "127.0.0.1:1", []string{"6.6.6.6, 203.0.113.9"}, true, "203.0.113.9"},
		{"the last of several headers", "127.0.0.1:1", []string{"6.6.6.6", "203.0.113.9"}, true, "203.0.113.9"},
		{"the network of an IPv6 address", "[2001:db8:1:2:3:4:5:6]:99", nil, false, "2001:db8:1:2::"},
		{"without a port", "pipe", nil, false, "pipe"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, "/login", nil)
			r.RemoteAddr = c.remote
			for _, value := range c.forwarded {
				r.Header.Add("X-Forwarded-For", value)
			}
			if got := web.ClientNetwork(r, c.proxied); got != c.want {
				t.Errorf("network = %q, want %q", got, c.want)
			}
		})
	}
}
