package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/demo"
	"modenhed/internal/web/webtest"
)

func login(b *webtest.Browser, email, password, next string) *webtest.Answer {
	return b.Post("/login", url.Values{"email": {email}, "password": {password}, "next": {next}})
}

func TestLoginPage(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	page := site.Browser().Get("/login?next=/report/rpa").WantStatus(http.StatusOK)
	page.WantText("h1", "Log ind")
	form := page.Find(`form[method="post"][action="/login"]`)
	if form.Length() != 1 || form.Find(`input[name="email"]`).Length() != 1 || form.Find(`input[type="password"][name="password"]`).Length() != 1 {
		t.Errorf("forms: %d", form.Length())
	}
	if got, _ := form.Find(`input[name="next"]`).Attr("value"); got != "/report/rpa" {
		t.Errorf("next = %q", got)
	}
	page.WantNone(demo.Password)
	if got := page.Text("main"); !strings.Contains(got, "den side, I var på vej til") {
		t.Errorf("on the way to a page it says %q", got)
	}
	site.Browser().Get("/login?lang=en").WantText("h1", "Sign in").WantNone("the page you were going to")
}

func TestLoginAfterAFormSaysThatNothingWasSaved(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.SignedIn(account.Editor)
	for lang, heading := range map[string]string{"da": "Intet blev gemt", "en": "Nothing was saved"} {
		b := site.Browser()
		to := b.Post("/report/rpa/rpa.quality?lang="+lang, url.Values{"value": {"3"}}).WantStatus(http.StatusSeeOther).Header.Get("Location")
		b.Get(to).WantText("#unsaved .alert-heading", heading)
		form := url.Values{"email": {webtest.Email(account.Editor)}, "password": {"wrong"}, "next": {"/report/rpa"}, "unsaved": {"1"}}
		again := b.Post("/login", form).WantStatus(http.StatusUnprocessableEntity)
		again.WantText("#unsaved .alert-heading", heading)
		if again.Find(`form input[name="unsaved"]`).Length() != 1 {
			t.Error("the next attempt will not say it")
		}
		form.Set("password", webtest.Password)
		b.Post("/login", form).WantLocation("/report/rpa")
	}
	if site.Browser().Get("/login?next=/report").Find("#unsaved").Length() != 0 {
		t.Error("the page says so without a form")
	}
}

func TestDemoShowsItsAccounts(t *testing.T) {
	t.Parallel()
	page := webtest.New(t, webtest.WithDemo()).Browser().Get("/login")
	shown := page.Text("main")
	for _, text := range []string{"admin@demo.test", "analyst@demo.test", "editor@demo.test", "demo-modenhed"} {
		if !strings.Contains(shown, text) {
			t.Errorf("the page does not show %s", text)
		}
	}
	if page.Find(".mh-demo-banner").Length() != 1 {
		t.Error("the page does not say that it is a demonstration")
	}
}

func TestSigningIn(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for _, role := range []account.Role{account.Editor, account.Analyst, account.Administrator} {
		site.SignedIn(role)
	}
	elsewhere := "/"
	cases := []struct {
		name  string
		role  account.Role
		next  string
		leads string
	}{
		{"an editor begins with the own municipality", account.Editor, "", "/report"},
		{"an analyst begins at the front", account.Analyst, "", "/"},
		{"an administrator begins at the front", account.Administrator, "", "/"},
		{"back to where it began", account.Editor, "/ranking?q=%C3%B8", "/ranking?q=%C3%B8"},
		{"not to another site", account.Analyst, "https://evil.example/", elsewhere},
		{"not to another host", account.Analyst, "//evil.example/", elsewhere},
		{"not by backslashes", account.Analyst, `/\evil.example/`, elsewhere},
		{"not by control characters", account.Analyst, "/\t/evil.example", elsewhere},
		{"not by a new line", account.Analyst, "/x\r\nSet-Cookie: a=b", elsewhere},
		{"not to a script", account.Analyst, "javascript:alert(1)", elsewhere},
		{"not back to signing in", account.Analyst, "/login?next=/login", elsewhere},
		{"not out again", account.Analyst, "/logout", elsewhere},
		{"not nowhere", account.Analyst, "ranking", elsewhere},
	}
	for _, c := range cases {
		answer := login(site.Browser(), webtest.Email(c.role), webtest.Password, c.next)
		if got := answer.WantStatus(http.StatusSeeOther).Header.Get("Location"); got != c.leads {
			t.Errorf("%s: leads to %q, want %q", c.name, got, c.leads)
		}
	}
}

func TestAScriptSignsInWithTwoFields(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.SignedIn(account.Analyst)
	b := site.Browser()
	b.Post("/login", url.Values{"email": {" Analyst@EXAMPLE.test "}, "password": {webtest.Password}}).WantLocation("/")
	page := b.Get("/method")
	page.WantText(".portal-user .user", webtest.Email(account.Analyst))
	b.Get("/login").WantLocation("/")
}

func TestTheHeaderNamesTheEditorsMunicipality(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).SignedIn(account.Editor)
	b.Get("/method?lang=da").WantText(".portal-user .user", "Odense Kommune")
	b.Get("/method?lang=en").WantText(".portal-user .user", "Odense Municipality")
}

func TestRefusedSignIns(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.SignedIn(account.Analyst)
	var texts []string
	for _, c := range []struct{ email, password string }{
		{webtest.Email(account.Analyst), "wrong"},
		{"nobody@example.test", webtest.Password},
	} {
		answer := login(site.Browser(), c.email, c.password, "/ranking").WantStatus(http.StatusUnprocessableEntity)
		if got, _ := answer.Find("#email").Attr("value"); got != c.email {
			t.Errorf("the address became %q, want %q", got, c.email)
		}
		if got, _ := answer.Find(`input[name="next"]`).Attr("value"); got != "/ranking" {
			t.Errorf("next became %q", got)
		}
		if _, kept := answer.Find("#password").Attr("value"); kept {
			t.Error("the password was sent back")
		}
		texts = append(texts, answer.Text(`[role="alert"]`))
	}
	if texts[0] != texts[1] || !strings.Contains(texts[0], "Mailadressen eller adgangskoden er forkert.") {
		t.Errorf("refusals tell accounts apart: %q", texts)
	}
}

func TestEmptyFieldsAreNamed(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	page := login(site.Browser(), "", "", "").WantStatus(http.StatusUnprocessableEntity)
	page.WantText("#error-summary-heading", "Der er 2 felter at rette")
	for _, id := range []string{"email", "password"} {
		if page.Find(`[role="alert"] a[href="#`+id+`"]`).Length() != 1 {
			t.Errorf("the summary does not lead to %s", id)
		}
		field := page.Find("#" + id)
		invalid, _ := field.Attr("aria-invalid")
		described, _ := field.Attr("aria-describedby")
		if invalid != "true" || described != id+"-error" || page.Find("#"+id+"-error").Length() != 1 {
			t.Errorf("%s: invalid %q, described by %q", id, invalid, described)
		}
	}
	login(site.Browser(), "a@example.test", "", "").WantStatus(http.StatusUnprocessableEntity).
		WantText("#error-summary-heading", "Der er 1 felt at rette")
}

func TestTypedTextIsNeverMarkup(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	evil := `"><script>alert(1)</script>`
	login(site.Browser(), evil, "x", "/ranking").WantNone("<script>alert")
	site.Browser().Get("/login?next=" + url.QueryEscape("/a"+evil)).WantNone("<script>alert")
	site.Browser().Get("/ranking?q=" + url.QueryEscape(evil)).WantNone("<script>alert")
}
