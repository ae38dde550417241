package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

func TestSetUpOpensTheFirstAccount(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	token, needed, err := site.Accounts.NewSetupToken(t.Context())
	if err != nil || !needed {
		t.Fatalf("token: needed %v, %v", needed, err)
	}
	b := site.Browser()
	b.Get("/setup/"+token).WantStatus(http.StatusOK).WantText("h1", "Opret den første bruger")

	faulty := b.Post("/setup/"+token, url.Values{"email": {"chief"}, "password": {"short"}})
	faulty.WantStatus(http.StatusUnprocessableEntity).WantText("#error-summary-heading", "Der er 2 felter at rette")
	if got, _ := faulty.Find("#email").Attr("value"); got != "chief" {
		t.Errorf("the address became %q", got)
	}

	empty := b.Post("/setup/"+token, url.Values{}).WantStatus(http.StatusUnprocessableEntity)
	empty.WantText("#error-summary-heading", "Der er 2 felter at rette")
	if n := empty.Find(".alert-error li").Length(); n != 2 {
		t.Errorf("the empty form has %d faults, want one per field", n)
	}
	// A password can be wrong in two ways at once; it is still one field.
	twice := b.Post("/setup/"+token, url.Values{"email": {"a@b.dk"}, "password": {"a@b.dk"}}).WantStatus(http.StatusUnprocessableEntity)
	twice.WantText("#error-summary-heading", "Der er 1 felt at rette")
	if n := twice.Find(".alert-error li").Length(); n != 2 {
		t.Errorf("a short password like the address has %d faults, want 2", n)
	}

	good := url.Values{"email": {"chief@example.test"}, "password": {webtest.Password}}
	b.Post("/setup/"+token, good).WantLocation("/")
	b.Get("/method").WantText(".portal-user .user", "chief@example.test")

	accounts, err := site.Accounts.List(t.Context(), account.Console())
	if err != nil || len(accounts) != 1 || accounts[0].Role != account.Administrator {
		t.Fatalf("accounts = %+v, %v", accounts, err)
	}
	other := site.Browser()
	other.Get("/setup/"+token).WantStatus(http.StatusNotFound).WantText("h1", "Linket virker ikke mere")
	other.Post("/setup/"+token, url.Values{"email": {"second@example.test"}, "password": {webtest.Password}}).WantStatus(http.StatusNotFound)
}

func TestSetUpNeedsTheNewestToken(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	old, _, err := site.Accounts.NewSetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	newer, _, err := site.Accounts.NewSetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := site.Browser()
	for token, status := range map[string]int{old: http.StatusNotFound, "guess": http.StatusNotFound, newer: http.StatusOK} {
		b.Get("/setup/" + token).WantStatus(status)
	}
}

func TestSetUpBesideAnAccountNamesTheCommand(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	token, _, err := site.Accounts.NewSetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	added := account.New{Email: "added@example.test", Role: account.Administrator, Password: webtest.Password}
	if _, err := site.Accounts.Add(t.Context(), account.Console(), added); err != nil {
		t.Fatal(err)
	}
	for lang, said := range map[string]string{"da": "Der er allerede brugere", "en": "There are already users"} {
		b := site.Browser()
		address := "/setup/" + token + "?lang=" + lang
		form := url.Values{"email": {"chief@example.test"}, "password": {webtest.Password}}
		for _, page := range []*webtest.Answer{b.Get(address), b.Post(address, form)} {
			text := page.WantStatus(http.StatusNotFound).Text("main")
			if !strings.Contains(text, said) || !strings.Contains(text, "modenhed user add") {
				t.Errorf("in %s the page reads %q", lang, text)
			}
		}
	}
}
