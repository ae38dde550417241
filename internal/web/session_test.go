package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/web"
	"modenhed/internal/web/webtest"
)

// sessionCookie returns the cookie that a sign-in sets.
func sessionCookie(t *testing.T, answer *webtest.Answer) *http.Cookie {
	t.Helper()
	for _, line := range answer.Header.Values("Set-Cookie") {
		cookie, err := http.ParseSetCookie(line)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(cookie.Name, "modenhed_session") {
			return cookie
		}
	}
	t.Fatalf("no session cookie in %v", answer.Header.Values("Set-Cookie"))
	return nil
}

func signIn(b *webtest.Browser) *webtest.Answer {
	return b.Post("/login", url.Values{"email": {webtest.Email(account.Analyst)}, "password": {webtest.Password}})
}

func TestSessionCookie(t *testing.T) {
	t.Parallel()
	plain := webtest.New(t)
	plain.SignedIn(account.Analyst)
	cookie := sessionCookie(t, signIn(plain.Browser()))
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Secure || cookie.MaxAge != 0 {
		t.Errorf("cookie = %s", cookie)
	}
	if len(cookie.Value) < 40 {
		t.Errorf("token of %d characters", len(cookie.Value))
	}
	proxied := webtest.New(t, webtest.BehindProxy())
	answer := proxied.Browser().Get("/login")
	if answer.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no Strict-Transport-Security behind a proxy that speaks HTTPS")
	}
	if _, err := proxied.Accounts.Add(context.Background(), account.Console(), account.New{
		Email: webtest.Email(account.Analyst), Role: account.Analyst, Password: webtest.Password,
	}); err != nil {
		t.Fatal(err)
	}
	secure := sessionCookie(t, signIn(proxied.Browser()))
	if !secure.Secure || !strings.HasPrefix(secure.Name, "__Host-") {
		t.Errorf("cookie behind a proxy = %s", secure)
	}
}

func TestSigningInBeginsANewSession(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.SignedIn(account.Analyst)
	before, token := slices.Clone(b.Cookies()), b.CSRF()
	signIn(b).WantStatus(http.StatusSeeOther)
	b.Get("/method")
	if b.Cookies()[0].Value == before[0].Value || b.CSRF() == token {
		t.Error("the session or its token outlived a new sign-in")
	}
	old := site.Browser()
	if answer := old.Get("/method", "Cookie", before[0].String()); answer.Find(`form[action="/logout"]`).Length() != 0 {
		t.Error("the old session still signs in")
	}
}

func TestSigningOutEndsTheSession(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.SignedIn(account.Analyst)
	cookie := b.Cookies()[0].String()
	b.Post("/logout", nil).WantLocation("/")
	if len(b.Cookies()) != 0 {
		t.Errorf("cookies after signing out: %v", b.Cookies())
	}
	if answer := site.Browser().Get("/method", "Cookie", cookie); answer.Find(`form[action="/logout"]`).Length() != 0 {
		t.Error("the session lives on")
	}
}

func TestANewPasswordEndsSessions(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.SignedIn(account.Analyst)
	err := site.Accounts.SetPassword(context.Background(), account.Console(), webtest.Email(account.Analyst), "another long password")
	if err != nil {
		t.Fatal(err)
	}
	if answer := b.Get("/method").WantStatus(http.StatusOK); answer.Find(`form[action="/logout"]`).Length() != 0 {
		t.Error("the session survived a new password")
	}
}

func TestSessionsRunOut(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	site := webtest.New(t, webtest.WithClock(clock))
	b := site.SignedIn(account.Analyst)
	ahead.Store(int64(3 * time.Hour))
	if answer := b.Get("/method").WantStatus(http.StatusOK); answer.Find(`form[action="/logout"]`).Length() != 0 {
		t.Error("a session unused for three hours still signs in")
	}
}

func TestUseProlongsASessionNowAndThen(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	counting := &countingSessions{}
	site := webtest.New(t, webtest.WithClock(clock), webtest.WithParts(func(p *web.Parts) {
		counting.next = p.Sessions
		p.Sessions = counting
	}))
	b := site.SignedIn(account.Analyst)
	commits := counting.commits.Load()
	b.Get("/method")
	b.Get("/ranking")
	if got := counting.commits.Load() - commits; got != 0 {
		t.Errorf("%d writes for pages within a minute, want none", got)
	}
	ahead.Store(int64(web.SessionTouch + time.Second))
	b.Get("/method")
	b.Get("/ranking")
	if got := counting.commits.Load() - commits; got != 1 {
		t.Errorf("%d writes after a minute, want 1", got)
	}
}

func TestThePublicCostsNoLookAtTheDatabase(t *testing.T) {
	t.Parallel()
	counting := &countingSessions{}
	site := webtest.New(t, webtest.WithParts(func(p *web.Parts) {
		counting.next = p.Sessions
		p.Sessions = counting
		p.Accounts = noAccounts{p.Accounts, t}
	}))
	b := site.Browser()
	for _, path := range []string{"/", "/ranking", "/ranking?q=odense", "/municipalities/461", "/login", "/nothing"} {
		b.Get(path)
	}
	if counting.finds.Load() != 0 || counting.commits.Load() != 0 {
		t.Errorf("sessions were read %d and written %d times", counting.finds.Load(), counting.commits.Load())
	}
}

func TestAnUnknownTokenIsTakenBack(t *testing.T) {
	t.Parallel()
	answer := webtest.New(t).Browser().Get("/method", "Cookie", "modenhed_session=guess").WantStatus(http.StatusOK)
	if cookie := sessionCookie(t, answer); cookie.MaxAge >= 0 {
		t.Errorf("cookie = %s", cookie)
	}
}

func TestAFailingDatabaseIsNotASignOut(t *testing.T) {
	t.Parallel()
	counting := &countingSessions{}
	site := webtest.New(t, webtest.WithParts(func(p *web.Parts) {
		counting.next = p.Sessions
		p.Sessions = counting
	}))
	b := site.SignedIn(account.Analyst)
	counting.broken.Store(true)
	answer := b.Get("/method").WantStatus(http.StatusInternalServerError)
	answer.WantNone("disk on fire")
	if len(b.Cookies()) == 0 {
		t.Error("the cookie was taken back")
	}
	counting.broken.Store(false)
	b.Get("/method").WantStatus(http.StatusOK)
}

// countingSessions counts how often sessions are read and written.
type countingSessions struct {
	next interface {
		FindCtx(ctx context.Context, token string) ([]byte, bool, error)
		CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error
		DeleteCtx(ctx context.Context, token string) error
	}
	finds, commits atomic.Int64
	broken         atomic.Bool
}

func (c *countingSessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	c.finds.Add(1)
	if c.broken.Load() {
		return nil, false, errors.New("disk on fire")
	}
	return c.next.FindCtx(ctx, token)
}

func (c *countingSessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	c.commits.Add(1)
	return c.next.CommitCtx(ctx, token, data, expiry)
}

func (c *countingSessions) DeleteCtx(ctx context.Context, token string) error {
	return c.next.DeleteCtx(ctx, token)
}

func (c *countingSessions) Find(token string) ([]byte, bool, error) {
	return c.FindCtx(context.Background(), token)
}

func (c *countingSessions) Commit(token string, data []byte, expiry time.Time) error {
	return c.CommitCtx(context.Background(), token, data, expiry)
}

func (c *countingSessions) Delete(token string) error {
	return c.DeleteCtx(context.Background(), token)
}

// noAccounts fails the test when somebody is looked up.
type noAccounts struct {
	web.Accounts
	t *testing.T
}

func (n noAccounts) Actor(context.Context, account.ID) (account.Actor, error) {
	n.t.Error("an account was looked up")
	return account.Actor{}, nil
}
