package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

// wantSaid reports a text that none of the elements says.
func wantSaid(t *testing.T, page *webtest.Answer, selector, words string) {
	t.Helper()
	if got := page.Find(selector).Text(); !strings.Contains(got, words) {
		t.Errorf("%s says %q, want %q in it", selector, got, words)
	}
}

// firstFact is the address that makes a finding of the first fact on a page.
func firstFact(t *testing.T, page *webtest.Answer) string {
	t.Helper()
	var address string
	page.Find(`a[href*="fact="]`).EachWithBreak(func(_ int, link *goquery.Selection) bool {
		address = link.AttrOr("href", "")
		return false
	})
	if address == "" {
		t.Fatal("no fact can be used")
	}
	return address
}

func TestAFactBecomesAFindingInTwoClicks(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.SignedIn(account.Analyst)
	address := firstFact(t, b.Get("/desk?municipality=461&area=rpa"))
	form := b.Get(address).WantStatus(http.StatusOK)
	filled := form.Form(`form[action^="/desk/461/"]`)
	if filled.Get("evidence_link") == "" || filled.Get("evidence_text") == "" || filled.Get("value") == "" || filled.Get("evidence_public") != "yes" {
		t.Fatalf("the form is filled in with %v", filled)
	}
	path, _, _ := strings.Cut(address, "?")
	saved := b.Post(path, filled).WantStatus(http.StatusSeeOther)
	wantSaid(t, b.Get(saved.Header.Get("Location")), ".alert-success", "tæller, indtil kommunen selv svarer")
	// It shows on the municipality's page with its source, and the fact counts as used.
	wantSaid(t, site.Browser().Get("/municipalities/461"), "main", "Fundet i offentlige kilder")
	used := b.Get("/desk?municipality=461&use=used")
	used.WantText("#count", "1 fund")
	wantSaid(t, used, "tbody", "Brugt")
}

func TestAFindingThatContradictsBecomesAQuestion(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	editor.Get("/report/rpa")
	editor.Post("/report/rpa/rpa.citizens", url.Values{"value": {"1"}, "seen": {"0"}}).WantStatus(http.StatusSeeOther)
	b := site.SignedIn(account.Analyst)
	wantSaid(t, b.Get("/desk/461/rpa.citizens"), "main", "Niveau 1")
	finding := url.Values{"value": {"4"}, "seen": {"0"}, "evidence_link": {"https://example.test/referat"}, "evidence_text": {"Referat"}}
	saved := b.Post("/desk/461/rpa.citizens", finding).WantStatus(http.StatusSeeOther)
	wantSaid(t, b.Get(saved.Header.Get("Location")), ".alert-success", "sendt til kommunen som spørgsmål")
	if got := site.Keeper.Current().Voices(webtest.Odense)["rpa.citizens"]; got.Own == nil || got.Desk == nil || got.Desk.Answer.Value != 4 {
		t.Errorf("both voices are %+v", got)
	}
	unit, _ := site.Keeper.Current().Unit(webtest.Odense)
	for i, place := range site.Keeper.Current().Places {
		if place.Indicator.Key == "rpa.citizens" && unit.Answers[i].Status.Answer.Value != 1 {
			t.Error("the finding counts beside the municipality's own answer")
		}
	}
}

func TestAFindingNeedsALink(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.SignedIn(account.Analyst)
	b.Get("/desk/461/rpa.citizens")
	refused := b.Post("/desk/461/rpa.citizens", url.Values{"value": {"2"}, "seen": {"0"}, "evidence_text": {"Set i avisen"}})
	wantSaid(t, refused.WantStatus(http.StatusUnprocessableEntity), ".alert-error", "link")
	kept := refused.Form(`form[action="/desk/461/rpa.citizens"]`)
	if kept.Get("value") != "2" || kept.Get("evidence_text") != "Set i avisen" {
		t.Errorf("the form keeps %v", kept)
	}
	if site.Keeper.Current().Newest() != 0 {
		t.Error("something was recorded")
	}
}

func TestTwoAnalystsAtOneFinding(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.SignedIn(account.Analyst)
	b.Get("/desk/461/rpa.citizens")
	send := func(level string) *webtest.Answer {
		return b.Post("/desk/461/rpa.citizens", url.Values{"value": {level}, "seen": {"0"}, "evidence_link": {"https://example.test/a"}})
	}
	send("2").WantStatus(http.StatusSeeOther)
	send("2").WantStatus(http.StatusSeeOther) // sent twice
	second := send("3").WantStatus(http.StatusConflict)
	wantSaid(t, second, ".alert-warning", "Niveau 2")
	again := second.Form(`form[action="/desk/461/rpa.citizens"]`)
	b.Post("/desk/461/rpa.citizens", again).WantStatus(http.StatusSeeOther)
	again.Set("seen", "2")
	again.Set("do", "withdraw")
	withdrawn := b.Post("/desk/461/rpa.citizens", again).WantStatus(http.StatusSeeOther)
	wantSaid(t, b.Get(withdrawn.Header.Get("Location")), ".alert-success", "trukket tilbage")
}

func TestNobodyElseReportsFromTheDesk(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for _, role := range []account.Role{account.Editor, account.Administrator} {
		site.SignedIn(role).Get("/desk").WantStatus(http.StatusForbidden)
	}
	site.Browser().Get("/desk").WantLocation("/login?next=%2Fdesk")
	b := site.SignedIn(account.Analyst)
	for _, address := range []string{"/desk/999", "/desk/x", "/desk/461/rpa.nothing"} {
		b.Get(address).WantStatus(http.StatusNotFound)
	}
}
