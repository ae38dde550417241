package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"modenhed/internal/account"
	letters "modenhed/internal/letter"
	"modenhed/internal/web/webtest"
)

// uploadContacts sends a list of contacts.
func uploadContacts(b *webtest.Browser, list string) *webtest.Answer {
	return b.Upload("/admin/people/contacts", nil, "contacts", "kontakter.csv", list)
}

// imported takes a list of contacts in.
func imported(t *testing.T, b *webtest.Browser, list string) {
	t.Helper()
	page := uploadContacts(b, list).WantStatus(http.StatusOK)
	b.Post("/admin/people/contacts/confirm", url.Values{"list": {hidden(page, "list")}}).WantLocation("/admin/people?done=imported&state=invited")
}

// personAction returns the address of what can be done to somebody.
func personAction(t *testing.T, b *webtest.Browser, email, action string) string {
	t.Helper()
	page := b.Get("/admin/people?lang=en&q=" + url.QueryEscape(email)).WantStatus(http.StatusOK)
	address, ok := page.Find(`main form[action$="/` + action + `"]`).First().Attr("action")
	if !ok {
		t.Fatalf("%s cannot be done to %s", action, email)
	}
	return address
}

// linkOf makes a link for somebody and returns its path.
func linkOf(t *testing.T, b *webtest.Browser, email string) string {
	t.Helper()
	page := b.Post(personAction(t, b, email, "link"), nil).WantStatus(http.StatusOK)
	_, path, _ := strings.Cut(page.Find("#made-link").Text(), "/invite/")
	if path == "" {
		t.Fatal("no link is shown")
	}
	return "/invite/" + path
}

// The life of an account, from the administrator's form to the first sign-in.
func TestSomebodyIsLetInAndKeptOut(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	boss := site.SignedIn(account.Administrator)
	form := url.Values{"email": {"Ole@Odense.test"}, "role": {"editor"}, "municipality": {"461"}, "language": {"en"}}
	boss.Post("/admin/people", form).WantStatus(http.StatusSeeOther)
	boss.Post("/admin/people", form).WantStatus(http.StatusSeeOther)
	page := boss.Get("/admin/people?q=odense&lang=en").WantStatus(http.StatusOK)
	wantTexts(t, page, "main table", "ole@odense.test", "Invited", "Odense")

	first := linkOf(t, boss, "ole@odense.test")
	link := linkOf(t, boss, "ole@odense.test")
	guest := site.Browser()
	wantTexts(t, guest.Get(first+"?lang=en").WantStatus(http.StatusNotFound), "main", "used or replaced by a newer one")
	wantTexts(t, guest.Get(link+"?lang=da").WantStatus(http.StatusOK), "main", "Vælg din adgangskode", "ole@odense.test", "Odense")
	wantTexts(t, guest.Post(link, url.Values{"password": {"kort"}}).WantStatus(http.StatusUnprocessableEntity), "#password-error", "12")
	guest.Post(link, url.Values{"password": {"korrekt hest batteri"}}).WantStatus(http.StatusSeeOther)
	guest.Get("/report").WantStatus(http.StatusOK)
	used := site.Browser().Get(link + "?lang=en").WantStatus(http.StatusNotFound)
	wantTexts(t, used, "main", "used or replaced")
	if used.Find(`main a[href="/login"]`).Length() != 1 {
		t.Error("who has used a link is not led to sign in")
	}
	wantTexts(t, boss.Get("/admin/people?q=ole&lang=en"), "main table", "Active")

	closing := personAction(t, boss, "ole@odense.test", "close")
	for range 2 {
		boss.Post(closing, nil).WantLocation("/admin/people?done=closed")
	}
	guest.Get("/report").WantStatus(http.StatusSeeOther)
	boss.Post(personAction(t, boss, "ole@odense.test", "reopen"), nil).WantLocation("/admin/people?done=reopened")
	if strings.Contains(site.Log.String(), strings.TrimPrefix(link, "/invite/")) {
		t.Error("the log holds a token")
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	boss := webtest.New(t).SignedIn(account.Administrator)
	page := boss.Post(personAction(t, boss, webtest.Email(account.Administrator), "close")+"?lang=en", nil).WantStatus(http.StatusConflict)
	wantTexts(t, page, "main", "The last open administrator cannot be closed")
	boss.Get("/admin/people").WantStatus(http.StatusOK)
	boss.Post("/admin/people/999999/close", nil).WantStatus(http.StatusNotFound)
	boss.Post("/admin/people/x/close", nil).WantStatus(http.StatusNotFound)
}

func TestAFaultyPersonIsNotAdded(t *testing.T) {
	t.Parallel()
	boss := webtest.New(t).SignedIn(account.Administrator)
	form := url.Values{"email": {"ole"}, "role": {"editor"}, "municipality": {""}, "language": {"en"}}
	page := boss.Post("/admin/people?lang=da", form).WantStatus(http.StatusUnprocessableEntity)
	expectTyped(t, page, url.Values{"email": {"ole"}})
	for _, id := range []string{"email", "municipality"} {
		if page.Find("#"+id+"-error").Length() != 1 {
			t.Errorf("%s does not say what is wrong", id)
		}
	}
	taken := url.Values{"email": {webtest.Email(account.Administrator)}, "role": {"analyst"}, "municipality": {""}, "language": {"da"}}
	wantTexts(t, boss.Post("/admin/people?lang=en", taken).WantStatus(http.StatusUnprocessableEntity), "#email-error", "already")
}

func TestALinkExpires(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	site := webtest.New(t, webtest.WithClock(func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }))
	boss := site.SignedIn(account.Administrator)
	imported(t, boss, "kommune;mail\n461;ole@odense.test\n")
	link := linkOf(t, boss, "ole@odense.test")
	ahead.Store(int64(15 * 24 * time.Hour))
	wantTexts(t, site.Browser().Get(link+"?lang=en").WantStatus(http.StatusNotFound), "main", "14 days and has expired")
}

func TestGuessingLinksIsSlowedDown(t *testing.T) {
	t.Parallel()
	guest := webtest.New(t).Browser()
	status := 0
	for range 70 {
		status = guest.Get("/invite/abcdefghijklmnopqrstuvwxyz").Status
	}
	if status != http.StatusTooManyRequests {
		t.Errorf("status = %d after 70 wrong links, want 429", status)
	}
}

func TestAListOfContactsIsShownAndTakenInWhole(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	boss := site.SignedIn(account.Administrator)
	faulty := uploadContacts(boss, "kommune;mail;sprog\nAtlantis;a@b.test;da\n461;x;da\n461;ok@odense.test;xx\n").WantStatus(http.StatusUnprocessableEntity)
	wantTexts(t, faulty, `[data-module="error-summary"]`, "3 fejl i filens rækker", "Intet er gemt")
	wantTexts(t, faulty, `section[aria-labelledby="row-faults-heading"] table`, "Atlantis", "xx", "kommune", "mail", "sprog")
	uploadContacts(boss, "").WantStatus(http.StatusUnprocessableEntity)
	boss.Post("/admin/people/contacts/confirm", url.Values{"list": {"municipality;email\n461;x\n"}}).WantStatus(http.StatusUnprocessableEntity)
	if people, err := site.Accounts.People(t.Context(), account.Console()); err != nil || len(people) != 1 {
		t.Fatalf("%d people, %v, want the administrator alone", len(people), err)
	}
	list := "kommune;mail;sprog\n461;ole@odense.test;en\nAarhus;bo@aarhus.test;\n"
	page := uploadContacts(boss, list).WantStatus(http.StatusOK)
	wantTexts(t, page, "main table", "ole@odense.test", "Aarhus")
	for range 2 {
		boss.Post("/admin/people/contacts/confirm", url.Values{"list": {hidden(page, "list")}}).WantStatus(http.StatusSeeOther)
	}
	wantTexts(t, boss.Get("/admin/people?state=invited&lang=en"), "main", "2 people", "bo@aarhus.test")
}

// The language that somebody chooses while signed in is kept, and used where a
// browser knows of none.
func TestTheChosenLanguageIsKept(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	boss := site.SignedIn(account.Administrator)
	boss.Get("/rounds?lang=en").WantStatus(http.StatusOK)
	people, err := site.Accounts.People(t.Context(), account.Console())
	if err != nil || people[0].Language != "en" {
		t.Errorf("people = %+v, %v", people, err)
	}
	other := site.SignedIn(account.Administrator)
	wantTexts(t, other.Get("/rounds"), "h1", "Rounds")
	wantTexts(t, other.Get("/rounds?lang=da"), "h1", "Målerunder")
}

// Opening a round asks everybody, and the board follows how far they are.
func TestTheBoardOfARound(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	boss, analyst := site.SignedIn(account.Administrator), site.SignedIn(account.Analyst)
	imported(t, boss, "kommune;mail;sprog\n461;ole@odense.test;en\n461;eva@odense.test;\n751;bo@aarhus.test;da\n")
	openedRound(t, boss)
	page := boss.Get("/rounds/2026?lang=en").WantStatus(http.StatusOK)
	wantTexts(t, page, "main", "3 contacts invited to report", "3 contacts in 2 municipalities", "96 municipalities have no contact")
	site.Browser().Get("/rounds/2026?lang=en").WantNone("contacts invited", "/rounds/2026/board")

	board := analyst.Get("/rounds/2026/board?lang=en").WantStatus(http.StatusOK)
	wantTexts(t, board, "main table", "Not started", "0 of 36 answered", "No contact")
	if got := board.Find("#board").AttrOr("hx-get", ""); got != "/rounds/2026/board" {
		t.Errorf("the board refreshes from %q", got)
	}
	board.WantNone("ole@odense.test")
	part := analyst.Htmx("/rounds/2026/board?show=no_contacts&lang=en").WantStatus(http.StatusOK)
	if part.Find("header").Length() != 0 || part.Find("tbody tr").Length() != 96 {
		t.Errorf("the part has %d rows", part.Find("tbody tr").Length())
	}

	editor := site.SignedIn(account.Editor)
	editor.Get("/rounds/2026/board").WantStatus(http.StatusForbidden)
	editor.Get("/rounds/2026/letters").WantStatus(http.StatusForbidden)
	editor.Post(questionPath("rpa.strategy"), url.Values{"value": {"3"}, "seen": {"0"}}).WantStatus(http.StatusSeeOther)
	wantTexts(t, analyst.Get("/rounds/2026/board?show=started&lang=en"), "main", "1 municipality", "Odense", "1 of 36 answered", "Under way")
	file := analyst.Get("/rounds/2026/board.csv").WantStatus(http.StatusOK)
	if !strings.Contains(file.Body, "461;Odense;started;1;36;") || strings.Contains(file.Body, "@") {
		t.Errorf("file = %.400s", file.Body)
	}
}

func TestLettersToSendByHand(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	boss, analyst := site.SignedIn(account.Administrator), site.SignedIn(account.Analyst)
	site.SignedIn(account.Editor)
	imported(t, boss, "kommune;mail;sprog\n461;ole@odense.test;en\n")
	openedRound(t, boss)
	page := analyst.Get("/rounds/2026/letters?lang=en").WantStatus(http.StatusOK)
	wantTexts(t, page, "main", "ole@odense.test", webtest.Email(account.Editor), "Only administrators can make personal links", "Invitation in Danish")
	analyst.Post("/rounds/2026/letters/links", nil).WantStatus(http.StatusForbidden)
	if text := page.Find("#letter-1-body").Text(); !strings.Contains(text, "/report?lang=da") {
		t.Errorf("text = %s", text)
	}

	made := boss.Post("/rounds/2026/letters/links?lang=en", nil).WantStatus(http.StatusOK)
	link := made.Find("main code").Text()
	if !strings.Contains(made.Find(`a[href^="mailto:ole@odense.test"]`).AttrOr("href", ""), url.QueryEscape(link)) {
		t.Error("the mail program is not given the link")
	}
	_, path, _ := strings.Cut(link, "/invite/")
	site.Browser().Get("/invite/" + path).WantStatus(http.StatusOK)
	var numbers []string
	for _, form := range []string{"#settle-personal", "#letter-1-heading"} {
		scope := made.Find(form).Closest("section")
		numbers = append(numbers, scope.Find(`input[name="letter"]`).AttrOr("value", ""))
	}
	boss.Post("/rounds/2026/letters/settle", url.Values{"letter": numbers}).WantLocation("/rounds/2026/letters?done=settled")
	list, err := site.Store.Letters(t.Context(), "2026")
	if err != nil || len(list) != 2 || list[0].Waiting() || list[1].Waiting() {
		t.Errorf("letters = %+v, %v", list, err)
	}
	boss.Post("/rounds/2026/letters/retry", nil).WantStatus(http.StatusConflict)
	boss.Post("/rounds/2026/letters/settle", url.Values{"letter": {"x"}}).WantStatus(http.StatusUnprocessableEntity)
}

// An address may hold what separates the parts of a link to a mail program.
func TestAnAddressAddsNothingToALetter(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	boss := site.SignedIn(account.Administrator)
	colleague(t, site, "ole&cc=eve+a@odense.test", webtest.Odense)
	openedRound(t, boss)
	link := boss.Get("/rounds/2026/letters").Find(`a[href^="mailto:?"]`).AttrOr("href", "")
	query, err := url.ParseQuery(strings.TrimPrefix(link, "mailto:?"))
	if err != nil || query.Has("cc") || query.Get("bcc") != "ole&cc=eve+a@odense.test" {
		t.Errorf("%.200s gives %v, %v", link, query["bcc"], err)
	}
}

func TestReminders(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	boss, analyst := site.SignedIn(account.Administrator), site.SignedIn(account.Analyst)
	imported(t, boss, "kommune;mail;sprog\n461;ole@odense.test;en\n751;bo@aarhus.test;da\n")
	openedRound(t, boss)
	page := analyst.Get("/rounds/2026/remind?lang=en").WantStatus(http.StatusOK)
	form := url.Values{"seen": {hidden(page, "seen")}, "whom": {"not_started"}}
	for _, name := range []string{"subject_da", "subject_en"} {
		form.Set(name, page.Find("#"+name).AttrOr("value", ""))
	}
	for _, name := range []string{"body_da", "body_en"} {
		form.Set(name, page.Find("#"+name).Text())
	}
	faulty := url.Values{}
	for name := range form {
		faulty.Set(name, form.Get(name))
	}
	faulty.Set("body_en", "No link")
	faulty.Set("subject_da", "")
	answer := analyst.Post("/rounds/2026/remind?lang=en", faulty).WantStatus(http.StatusUnprocessableEntity)
	wantTexts(t, answer, "#body_en-error", "{link}")
	if answer.Find("#subject_da-error").Length() != 1 || answer.Find("#body_en").Text() != "No link" {
		t.Error("the faults are not at their fields, or what was typed is gone")
	}
	form.Set("body_en", "Custom words {link}")
	for range 2 {
		analyst.Post("/rounds/2026/remind", form).WantLocation("/rounds/2026/board?done=reminded")
	}
	if n := reminders(t, site); n != 2 {
		t.Errorf("%d reminders after the form was sent twice, want 2", n)
	}
	// Somebody else's page is old by now; and less than a day later nobody is due.
	boss.Post("/rounds/2026/remind", form).WantStatus(http.StatusConflict)
	form.Set("seen", hidden(boss.Get("/rounds/2026/remind"), "seen"))
	wantTexts(t, boss.Post("/rounds/2026/remind?lang=en", form).WantStatus(http.StatusUnprocessableEntity), "#whom-error", "within the last 24 hours")
	settleAll(t, site)
	form.Set("again", "1")
	boss.Post("/rounds/2026/remind", form).WantStatus(http.StatusSeeOther)
	if n := reminders(t, site); n != 4 {
		t.Errorf("%d reminders after the second, want 4", n)
	}
	form.Set("whom", "everybody")
	form.Set("seen", hidden(boss.Get("/rounds/2026/remind"), "seen"))
	boss.Post("/rounds/2026/remind", form).WantStatus(http.StatusUnprocessableEntity)
}

// reminders counts those about round 2026.
func reminders(t *testing.T, site *webtest.Site) (n int) {
	t.Helper()
	list, err := site.Store.Letters(t.Context(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		if l.Kind == letters.Reminder {
			n++
		}
	}
	return n
}

// settleAll notes every letter about round 2026 as sent.
func settleAll(t *testing.T, site *webtest.Site) {
	t.Helper()
	list, err := site.Store.Letters(t.Context(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]letters.ID, len(list))
	for i, l := range list {
		ids[i] = l.ID
	}
	if err := site.Store.SettleByHand(t.Context(), ids, time.Now()); err != nil {
		t.Fatal(err)
	}
}
