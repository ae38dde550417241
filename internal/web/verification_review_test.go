package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/web/webtest"
)

// A change after the cut-off counts in the round when an analyst accepts it.
func TestALateChangeIsAcceptedIntoTheRound(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := boss{site.SignedIn(account.Administrator), t}
	editor, analyst := site.SignedIn(account.Editor), site.SignedIn(account.Analyst)
	report := func(level, seen string) {
		t.Helper()
		editor.Post("/report/rpa/rpa.strategy", url.Values{"value": {level}, "seen": {seen}, "do": {"save"}}).WantStatus(http.StatusSeeOther)
	}
	report("2", "0")
	b.open("2026")
	b.closeRound("2026")
	if n := analyst.Get("/verify?kind=late").Find("tbody tr").Length(); n != 0 {
		t.Errorf("%d late changes at the cut-off", n)
	}
	report("4", "1")
	page := analyst.Get("/verify/461/rpa.strategy").WantStatus(http.StatusOK)
	if n := page.Find("#do-accepted").Length(); n != 1 || !strings.Contains(page.Text(".mh-marks"), "Efter skæringstidspunktet") {
		t.Fatalf("%d buttons to accept, marks %q", n, page.Text(".mh-marks"))
	}
	form := url.Values{"do": {"accepted"}}
	for _, field := range page.Find(".mh-verify-form input[type=hidden]").EachIter() {
		form.Set(field.AttrOr("name", ""), field.AttrOr("value", ""))
	}
	for range 2 {
		analyst.Post("/verify/461/rpa.strategy/verdict", form).WantStatus(http.StatusSeeOther)
	}
	entries, err := site.Store.EntriesOf(t.Context(), webtest.Odense)
	if err != nil || len(entries) != 1 || entries[0].Kind != assessment.VerdictAccepted {
		t.Errorf("entries = %+v, %v, want one that accepts", entries, err)
	}
	if n := analyst.Get("/verify?kind=late").Find("tbody tr").Length(); n != 0 {
		t.Errorf("%d late changes after it was accepted", n)
	}
	if n := analyst.Get("/verify?kind=changed").Find("tbody tr").Length(); n != 1 {
		t.Errorf("%d answers wait for a verdict, want the accepted one", n)
	}
	site.Browser().Get("/verify").WantLocation("/login?next=%2Fverify")
	editor.Get("/verify").WantStatus(http.StatusForbidden)
}
