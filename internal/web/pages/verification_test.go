package pages_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	letters "modenhed/internal/letter"
	"modenhed/internal/verification"
	"modenhed/internal/web/webtest"
)

const verifyStrategy = "/verify/461/rpa.strategy"

// verdictForm is a decision about the latest status of the strategy, with last
// as the latest entry that was seen.
func verdictForm(t *testing.T, site *webtest.Site, do, comment string, last int) url.Values {
	t.Helper()
	status := reported(t, site, webtest.Odense, "rpa.strategy")
	return url.Values{
		"do": {do}, "comment": {comment}, "status": {strconv.Itoa(int(status.ID))}, "last": {strconv.Itoa(last)},
	}
}

// said are the entries on answers of Odense.
func said(t *testing.T, site *webtest.Site) []verification.Entry {
	t.Helper()
	entries, err := site.Store.EntriesOf(t.Context(), webtest.Odense)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// answerStrategy has the editor of Odense answer the question about strategy.
func answerStrategy(t *testing.T, editor *webtest.Browser, level, seen string) {
	t.Helper()
	editor.Post(questionPath("rpa.strategy"), url.Values{"value": {level}, "seen": {seen}, "do": {"save"}}).WantStatus(http.StatusSeeOther)
}

// wantIn fails unless what a selector finds holds a text.
func wantIn(t *testing.T, a *webtest.Answer, selector, want string) *webtest.Answer {
	t.Helper()
	found := a.Find(selector)
	if found.Length() == 0 || !strings.Contains(found.Text(), want) {
		t.Errorf("%s reads %q, want %q in it", selector, found.Text(), want)
	}
	return a
}

func TestAQuestionGoesToTheMunicipalityAndComesBack(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, analyst := site.SignedIn(account.Editor), site.SignedIn(account.Analyst)
	answerStrategy(t, editor, "4", "0")

	wantIn(t, wantIn(t, analyst.Get("/verify"), "h2#count", "1 svar venter"), "tbody th a", "Strategi og styring af automatisering")
	wantIn(t, analyst.Get("/verify"), "nav [aria-current]", "Verificering (1)")
	wantIn(t, wantIn(t, analyst.Get(verifyStrategy), ".mh-facts", "Niveau 4: Udbredt"), ".mh-verify-chosen", "Udbredt")
	analyst.Post(verifyStrategy+"/verdict", verdictForm(t, site, "questioned", "Hvor mange <b>forvaltninger</b>?", 0)).WantLocation("/verify?done=questioned&was=461.rpa.strategy")
	wantIn(t, wantIn(t, analyst.Get("/verify?done=questioned&was=461.rpa.strategy"), ".alert-success", "Spørgsmålet er sendt til kommunen."), ".mh-empty", "Der er ingen svar at gennemgå")

	wantIn(t, editor.Get("/report"), "section[aria-labelledby=asked-heading]", "Hvor mange <b>forvaltninger</b>?")
	page := wantIn(t, editor.Get("/report/rpa"), "#rpa\\.strategy-thread .mh-panel", "Hvor mange <b>forvaltninger</b>?")
	page.WantNone("analyst@")
	reply := url.Values{}
	for _, field := range page.Find("#rpa\\.strategy-thread input[type=hidden]").EachIter() {
		reply.Set(field.AttrOr("name", ""), field.AttrOr("value", ""))
	}
	reply.Set("comment", "Alle seks.")
	for range 2 { // sent twice, recorded once
		editor.Post(questionPath("rpa.strategy")+"/reply", reply).WantStatus(http.StatusSeeOther)
	}
	wantIn(t, editor.Get("/report/rpa"), "#rpa\\.strategy-thread", "I har svaret. Nu ser de, der spurgte, på det.")
	wantIn(t, editor.Get("/report"), "section[aria-labelledby=asked-heading] .badge", "I har svaret")
	wantIn(t, analyst.Get("/verify"), "tbody .badge", "Kommunen har svaret")

	answerStrategy(t, editor, "3", "1")
	if open := editor.Get("/report").Find("section[aria-labelledby=asked-heading]").Length(); open != 0 {
		t.Error("a revised answer is still asked about")
	}
	wantIn(t, analyst.Get("/verify"), "tbody .mh-marks", "Rettet efter spørgsmål")
	wantIn(t, analyst.Get(verifyStrategy), ".mh-timeline", "Alle seks.")
	analyst.Post(verifyStrategy+"/verdict", verdictForm(t, site, "verified", "", 0)).WantStatus(http.StatusSeeOther)
	done := analyst.Get(verifyStrategy)
	wantIn(t, done, "#decide-heading", "Svaret er verificeret")
	if done.Find("#do-verified").Length() != 0 || done.Find("#do-questioned").Length() != 1 {
		t.Error("a verified answer can be verified again, or not be asked about")
	}
	wantIn(t, editor.Get("/report/rpa"), "#rpa\\.strategy-thread .badge-success", "Verificeret")
	var kinds []assessment.VerdictKind
	for _, e := range said(t, site) {
		kinds = append(kinds, e.Kind)
	}
	if len(kinds) != 3 {
		t.Errorf("entries = %v, want a question, a reply and a verdict", kinds)
	}
	site.Browser().Get("/municipalities/461").WantStatus(http.StatusOK).WantNone("Hvor mange", "Alle seks")
}

// The question stands among the round's letters, for somebody to send.
func TestAQuestionInARoundBringsALetter(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	openRound(t, site)
	answerStrategy(t, site.SignedIn(account.Editor), "4", "0")
	analyst := site.SignedIn(account.Analyst)
	analyst.Get(verifyStrategy)
	analyst.Post(verifyStrategy+"/verdict", verdictForm(t, site, "verified", "", 0)).WantStatus(http.StatusSeeOther)
	questions := func() int {
		list, err := site.Letters.Letters(t.Context(), account.Console(), "2026")
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, l := range list {
			if l.Kind == letters.Question {
				n++
			}
		}
		return n
	}
	if n := questions(); n != 0 {
		t.Errorf("a verified answer brings %d letters", n)
	}
	last := int(said(t, site)[0].ID)
	analyst.Post(verifyStrategy+"/verdict", verdictForm(t, site, "questioned", "Hvordan?", last)).WantStatus(http.StatusSeeOther)
	if n := questions(); n != 1 {
		t.Errorf("a question brings %d letters, want 1", n)
	}
	wantIn(t, analyst.Get("/rounds/2026/letters"), "main", webtest.Email(account.Editor))
}

func TestAFaultyDecisionKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, analyst := site.SignedIn(account.Editor), site.SignedIn(account.Analyst)
	answerStrategy(t, editor, "4", "0")
	wantIn(t, analyst.Post(verifyStrategy+"/verdict", verdictForm(t, site, "questioned", " ", 0)).WantStatus(http.StatusUnprocessableEntity), "#comment-error", "Skriv, hvad kommunen skal svare på.")
	long := strings.Repeat("å", 2001)
	wantIn(t, analyst.Post(verifyStrategy+"/verdict", verdictForm(t, site, "verified", long, 0)).WantStatus(http.StatusUnprocessableEntity), "textarea", long)
	wantIn(t, analyst.Post(verifyStrategy+"/verdict", verdictForm(t, site, "guess", "x", 0)).WantStatus(http.StatusUnprocessableEntity), "textarea", "x")
	old := verdictForm(t, site, "questioned", "Er det sandt?", 0)
	answerStrategy(t, editor, "2", "1")
	wantIn(t, wantIn(t, wantIn(t, analyst.Post(verifyStrategy+"/verdict", old).WantStatus(http.StatusConflict), "textarea", "Er det sandt?"), ".mh-facts", "Niveau 2: Pilot"), ".alert-warning", "Der er sket noget nyt")
	if n := len(said(t, site)); n != 0 {
		t.Errorf("%d entries, want none", n)
	}
	for _, path := range []string{"/verify/461/rpa.unknown", "/verify/999/rpa.strategy", "/verify/x/rpa.strategy"} {
		analyst.Get(path).WantStatus(http.StatusNotFound)
	}
	wantIn(t, analyst.Get("/verify/461/rpa.breadth").WantStatus(http.StatusOK), ".mh-facts", "Ikke besvaret")
}

func TestAFaultyReplyKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, analyst := site.SignedIn(account.Editor), site.SignedIn(account.Analyst)
	answerStrategy(t, editor, "4", "0")
	analyst.Post(verifyStrategy+"/verdict", verdictForm(t, site, "questioned", "Hvor?", 0)).WantStatus(http.StatusSeeOther)
	reply := questionPath("rpa.strategy") + "/reply"
	wantIn(t, editor.Post(reply, verdictForm(t, site, "", "", 1)).WantStatus(http.StatusUnprocessableEntity), "#rpa\\.strategy-thread .form-error", "Skriv jeres svar.")
	long := strings.Repeat("å", 2001)
	wantIn(t, editor.Post(reply, verdictForm(t, site, "", long, 1)).WantStatus(http.StatusUnprocessableEntity), "#rpa\\.strategy-thread textarea", long)
	sent := verdictForm(t, site, "", "Her", 1)
	answerStrategy(t, editor, "3", "1")
	wantIn(t, editor.Post(reply, sent).WantStatus(http.StatusConflict), "#rpa\\.strategy-thread", "Jeres svar blev ikke sendt: Her")
	other := colleague(t, site, "editor@norddjurs.test", norddjurs)
	other.Post(reply, sent).WantStatus(http.StatusNotFound)
	if n := len(said(t, site)); n != 1 {
		t.Errorf("%d entries, want the question alone", n)
	}
}

func TestSeveralAreVerifiedAtOnce(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, analyst := site.SignedIn(account.Editor), site.SignedIn(account.Analyst)
	answerStrategy(t, editor, "4", "0")
	editor.Post(questionPath("rpa.breadth"), url.Values{"value": {"2"}, "seen": {"0"}}).WantStatus(http.StatusSeeOther)
	boxes := func() url.Values {
		values := url.Values{"sort": {"impact"}}
		for _, box := range analyst.Get("/verify").Find("input[name=item]").EachIter() {
			values.Add("item", box.AttrOr("value", ""))
		}
		return values
	}
	none := analyst.Post("/verify", url.Values{}).WantStatus(http.StatusUnprocessableEntity)
	wantIn(t, none, ".alert-error", "Vælg mindst ét svar.")
	if href, _ := none.Find(".alert-error a").Attr("href"); href == "" || none.Find(".mh-verify-box "+href).Length() != 1 {
		t.Errorf("the fault leads to %q", href)
	}
	analyst.Post("/verify", url.Values{"item": {"461 rpa.strategy"}}).WantStatus(http.StatusNotFound)
	old := boxes()
	answerStrategy(t, editor, "3", "1")
	conflict := wantIn(t, analyst.Post("/verify", old).WantStatus(http.StatusConflict), ".alert-warning", "Odense: Strategi og styring af automatisering")
	if n := conflict.Find("input[name=item]:checked").Length(); n != 1 || len(said(t, site)) != 0 {
		t.Errorf("%d boxes are still ticked, %d entries; want the one that has not changed, and none", n, len(said(t, site)))
	}
	chosen := boxes()
	for range 2 {
		analyst.Post("/verify", chosen).WantLocation("/verify?done=2&sort=impact")
	}
	if n := len(said(t, site)); n != 2 {
		t.Errorf("%d entries, want 2", n)
	}
	wantIn(t, analyst.Get("/verify?done=2"), ".alert-success", "2 svar er verificeret.")
}

func TestTheQueueIsPickedFromAndTurned(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	rows := func(query string) int {
		return analyst.Get("/verify" + query).WantStatus(http.StatusOK).Find("tbody tr").Length()
	}
	if n := rows(""); n != 50 {
		t.Errorf("%d rows on a page, want 50", n)
	}
	if n := rows("?page=2&sort=impact"); n != 50 {
		t.Errorf("%d rows on the second page, want 50", n)
	}
	if n := rows("?municipality=461&area=rpa"); n == 0 || n > 6 {
		t.Errorf("%d rows of one municipality in one area", n)
	}
	if n := rows("?lacking=yes&municipality=461"); n == 0 || n > 36 {
		t.Errorf("%d rows lack evidence", n)
	}
	rows("?page=9999&kind=nothing&municipality=x&area=none&sort=best")
	first := analyst.Get("/verify?sort=impact").Find("tbody th a").First().AttrOr("href", "")
	page := analyst.Get(first).WantStatus(http.StatusOK)
	next := page.Find("nav a[rel=next]").AttrOr("href", "")
	if next == "" || !strings.Contains(next, "sort=impact") {
		t.Fatalf("%s leads on to %q", first, next)
	}
	form := url.Values{}
	for _, field := range page.Find(".mh-verify-form input[type=hidden]").EachIter() {
		form.Set(field.AttrOr("name", ""), field.AttrOr("value", ""))
	}
	form.Set("do", "verified")
	path, _, _ := strings.Cut(first, "?")
	decided := analyst.Post(path+"/verdict", form).WantStatus(http.StatusSeeOther).Header.Get("Location")
	wanted, _, _ := strings.Cut(next, "?")
	if got, _, _ := strings.Cut(decided, "?"); got != wanted || !strings.Contains(decided, "sort=impact") {
		t.Errorf("after the decision comes %s, want %s", decided, wanted)
	}
	wantIn(t, analyst.Get(decided), ".alert-success", "Svaret er verificeret.")
}
