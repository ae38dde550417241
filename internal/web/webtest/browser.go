package webtest

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
)

// Browser visits a site: it keeps cookies and the token of the last page, and
// follows no redirects.
type Browser struct {
	site   *Site
	client *http.Client
	csrf   string
}

// Browser returns a browser of the public.
func (s *Site) Browser() *Browser {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	s.must("make a cookie jar", err)
	client := &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		// Compressed answers come as they are.
		Transport: &http.Transport{DisableCompression: true},
	}
	s.t.Cleanup(client.CloseIdleConnections)
	return &Browser{site: s, client: client}
}

// SignedIn returns a browser of somebody signed in with a role; of the public
// for the public's. The editor is Odense's.
func (s *Site) SignedIn(role account.Role) *Browser {
	s.t.Helper()
	b := s.Browser()
	if role == account.Public {
		return b
	}
	s.account(role)
	b.SignIn(Email(role), Password)
	return b
}

// SignIn signs in through the form and fetches the token of the session.
func (b *Browser) SignIn(email, password string) {
	b.site.t.Helper()
	answer := b.Post("/login", url.Values{"email": {email}, "password": {password}})
	answer.WantStatus(http.StatusSeeOther)
	b.Get("/login?next=/method").WantStatus(http.StatusSeeOther)
	b.Get("/method").WantStatus(http.StatusOK)
	if b.csrf == "" {
		b.site.t.Fatal("no token on the page of somebody signed in")
	}
}

// CSRF returns the token of the last page that had one.
func (b *Browser) CSRF() string { return b.csrf }

// Get asks for a path; pairs are names and values of headers.
func (b *Browser) Get(path string, pairs ...string) *Answer {
	b.site.t.Helper()
	return b.Do(http.MethodGet, path, nil, pairs...)
}

// Htmx asks for a path as htmx does.
func (b *Browser) Htmx(path string) *Answer {
	b.site.t.Helper()
	return b.Get(path, "HX-Request", "true")
}

// Post sends a form with the session's token, unless the values have another.
func (b *Browser) Post(path string, values url.Values, pairs ...string) *Answer {
	b.site.t.Helper()
	form := url.Values{"csrf": {b.csrf}}
	for name, list := range values {
		form[name] = list
	}
	if form.Get("csrf") == "" {
		form.Del("csrf")
	}
	pairs = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, pairs...)
	return b.Do(http.MethodPost, path, strings.NewReader(form.Encode()), pairs...)
}

// Do sends a request; pairs are names and values of headers.
func (b *Browser) Do(method, path string, body io.Reader, pairs ...string) *Answer {
	t := b.site.t
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, b.site.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		request.Header.Set(pairs[i], pairs[i+1])
	}
	response, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer := &Answer{Status: response.StatusCode, Header: response.Header, Body: string(content), what: method + " " + path, t: t}
	if strings.Contains(response.Header.Get("Content-Type"), "html") && strings.Contains(answer.Body, `name="csrf"`) {
		if token, ok := answer.Document().Find(`input[name="csrf"]`).Attr("value"); ok {
			b.csrf = token
		}
	}
	return answer
}

// Cookies returns what the browser holds for the site.
func (b *Browser) Cookies() []*http.Cookie {
	address, err := url.Parse(b.site.URL)
	b.site.must("parse the site's address", err)
	return b.client.Jar.Cookies(address)
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   string

	what     string
	t        testing.TB
	document *goquery.Document
}

// WantStatus ends the test when the status is another.
func (a *Answer) WantStatus(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s = %d, want %d\n%s", a.what, a.Status, status, a.excerpt())
	}
	return a
}

func (a *Answer) excerpt() string {
	if len(a.Body) > 2000 {
		return a.Body[:2000]
	}
	return a.Body
}

// WantLocation ends the test unless the answer leads to a path.
func (a *Answer) WantLocation(path string) *Answer {
	a.t.Helper()
	a.WantStatus(http.StatusSeeOther)
	if got := a.Header.Get("Location"); got != path {
		a.t.Fatalf("%s leads to %q, want %q", a.what, got, path)
	}
	return a
}

// Document returns the page, parsed.
func (a *Answer) Document() *goquery.Document {
	a.t.Helper()
	if a.document == nil {
		document, err := goquery.NewDocumentFromReader(strings.NewReader(a.Body))
		if err != nil {
			a.t.Fatalf("%s: parse the page: %v", a.what, err)
		}
		a.document = document
	}
	return a.document
}

// Find returns the elements that match a selector.
func (a *Answer) Find(selector string) *goquery.Selection {
	a.t.Helper()
	return a.Document().Find(selector)
}

// Text returns the text of the elements that match, with white space joined.
func (a *Answer) Text(selector string) string {
	a.t.Helper()
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
}

// WantText fails the test unless exactly this text is in the one element that matches.
func (a *Answer) WantText(selector, want string) *Answer {
	a.t.Helper()
	found := a.Find(selector)
	if found.Length() != 1 {
		a.t.Errorf("%s has %d elements %s, want 1", a.what, found.Length(), selector)
		return a
	}
	if got := a.Text(selector); got != want {
		a.t.Errorf("%s: %s reads %q, want %q", a.what, selector, got, want)
	}
	return a
}

// WantNone fails the test when the page holds one of the texts.
func (a *Answer) WantNone(texts ...string) *Answer {
	a.t.Helper()
	for _, text := range texts {
		if strings.Contains(a.Body, text) {
			a.t.Errorf("%s holds %q", a.what, text)
		}
	}
	return a
}
