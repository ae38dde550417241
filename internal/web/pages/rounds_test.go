package pages_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/round"
	"modenhed/internal/web/webtest"
)

// openForm is a form that opens a round.
func openForm() url.Values {
	return url.Values{"key": {"2026"}, "title_da": {"Målerunde 2026"}, "title_en": {"Round 2026"}}
}

// hidden is a value that the page's form carries unseen.
func hidden(page *webtest.Answer, name string) string {
	return page.Find(fmt.Sprintf(`main input[type="hidden"][name="%s"]`, name)).First().AttrOr("value", "")
}

// openedRound opens a round through the form.
func openedRound(t *testing.T, b *webtest.Browser) {
	t.Helper()
	b.Post("/rounds", openForm()).WantLocation("/rounds/2026?done=opened")
}

func closedRound(t *testing.T, b *webtest.Browser) {
	t.Helper()
	openedRound(t, b)
	page := b.Get("/rounds/2026/close").WantStatus(http.StatusOK)
	b.Post("/rounds/2026/close", url.Values{"seen": {hidden(page, "seen")}}).WantLocation("/rounds/2026?done=closed")
}

// publishedRound takes a round through its life and returns its hash.
func publishedRound(t *testing.T, b *webtest.Browser) string {
	t.Helper()
	closedRound(t, b)
	page := b.Get("/rounds/2026/publish?lang=en").WantStatus(http.StatusOK)
	hash := hidden(page, "hash")
	b.Post("/rounds/2026/publish", url.Values{"seen": {hidden(page, "seen")}, "hash": {hash}}).WantLocation("/rounds/2026?done=published")
	return hash
}

// wantTexts fails the test unless the elements hold all texts.
func wantTexts(t *testing.T, page *webtest.Answer, selector string, texts ...string) {
	t.Helper()
	got := plain(page.Find(selector).Text())
	for _, text := range texts {
		if !strings.Contains(got, text) {
			t.Errorf("%s does not say %q: %s", selector, text, got)
		}
	}
}

func TestWithoutRoundsThePageSaysWhatTheyAre(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	page := site.Browser().Get("/rounds?lang=da").WantStatus(http.StatusOK)
	wantTexts(t, page, "main .mh-empty", "Der er ingen målerunder endnu", "foreløbige")
	if page.Find(`main form`).Length() != 0 {
		t.Error("the public is offered a form")
	}
	wantTexts(t, site.Browser().Get("/corrections?lang=da"), "main .mh-empty", "Der er ingen rettelser")
	if site.SignedIn(account.Analyst).Get("/rounds").Find(`main form`).Length() != 0 {
		t.Error("an analyst is offered a form")
	}
	if site.SignedIn(account.Administrator).Get("/rounds").Find(`form[action="/rounds"]`).Length() != 1 {
		t.Error("an administrator is offered no form")
	}
	for _, path := range []string{"/rounds/none", "/export/round/none"} {
		site.Browser().Get(path).WantStatus(http.StatusNotFound)
	}
}

// The life of a round through its forms, and what the public sees of each state.
func TestAdministratorRunsARound(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	boss, reader := site.SignedIn(account.Administrator), site.Browser()
	openedRound(t, boss)
	wantTexts(t, reader.Get("/rounds?lang=en"), "main table", "Round 2026", "Open")
	wantTexts(t, reader.Get("/rounds/2026?lang=en"), "main", "The round is open", "Opened")
	reader.Get("/export/round/2026").WantStatus(http.StatusNotFound)

	closing := boss.Get("/rounds/2026/close?lang=en").WantStatus(http.StatusOK)
	overview := site.Keeper.Current().Overview()
	wantTexts(t, closing, ".mh-figures", fmt.Sprintf("%d of 98", overview.Country.Ranked))
	boss.Post("/rounds/2026/close", url.Values{"seen": {hidden(closing, "seen")}}).WantLocation("/rounds/2026?done=closed")
	boss.Get("/rounds/2026/close").WantLocation("/rounds/2026")
	wantTexts(t, reader.Get("/rounds/2026?lang=en"), "main", "In review", "Cut-off")

	preview := boss.Get("/rounds/2026/publish?lang=en").WantStatus(http.StatusOK)
	hash := hidden(preview, "hash")
	wantTexts(t, preview, "main", fmt.Sprintf("%d of 98", overview.Country.Ranked), hash, "This cannot be undone",
		fmt.Sprintf("%d municipalities not ranked", 98-overview.Country.Ranked))
	boss.Post("/rounds/2026/publish", url.Values{"seen": {hidden(preview, "seen")}, "hash": {hash}}).WantLocation("/rounds/2026?done=published")

	page := reader.Get("/rounds/2026?lang=en").WantStatus(http.StatusOK)
	page.WantText("#hash", hash)
	wantTexts(t, page, "main", "Published", "modenhed verify modenhed-round-2026.zip", "There are no corrections",
		fmt.Sprintf("%.1f of 100", overview.Country.Score.Mean.Value))
	page.WantNone(webtest.Email(account.Administrator), "<form method=\"post\" action=\"/rounds")
	for _, href := range []string{"/ranking?round=2026", "/export/round/2026"} {
		if page.Find(fmt.Sprintf(`main a[href="%s"]`, href)).Length() != 1 {
			t.Errorf("no link to %s", href)
		}
	}
	wantTexts(t, reader.Get("/rounds?lang=en"), "main table", "Published", hash[:12])
	wantTexts(t, boss.Get("/rounds/2026?lang=en&done=published"), "main", "The round is published", "by "+webtest.Email(account.Administrator))
	expectFile(t, reader, hash)
}

// expectFile downloads the round and verifies it.
func expectFile(t *testing.T, reader *webtest.Browser, hash string) {
	t.Helper()
	file := reader.Get("/export/round/2026").WantStatus(http.StatusOK)
	if got := file.Header.Get("Content-Disposition"); got != `attachment; filename="modenhed-round-2026.zip"` {
		t.Errorf("Content-Disposition = %q", got)
	}
	report, err := round.Verify(strings.NewReader(file.Body), int64(len(file.Body)))
	if err != nil || report.SHA256 != hash || report.Difference != nil {
		t.Errorf("verified %+v, %v, want %s", report, err, hash)
	}
}

func TestAFaultyRoundIsNotOpened(t *testing.T) {
	t.Parallel()
	boss := webtest.New(t).SignedIn(account.Administrator)
	boss.Get("/rounds?lang=da").WantStatus(http.StatusOK)
	form := url.Values{"key": {"20 26"}, "title_da": {"Målerunde <b>"}, "title_en": {" "}}
	page := boss.Post("/rounds", form).WantStatus(http.StatusUnprocessableEntity)
	wantTexts(t, page, `[data-module="error-summary"]`, "Der er 2 felter at rette", "Brug kun små bogstaver", "Skriv målerundens navn på engelsk")
	expectTyped(t, page, form)
	for _, id := range []string{"key", "title_en"} {
		if page.Find("#"+id).AttrOr("aria-invalid", "") != "true" || page.Find("#"+id+"-error").Length() != 1 {
			t.Errorf("the field %s does not say what is wrong", id)
		}
	}
	stale := openForm()
	stale.Set("csrf", "stale")
	boss.Post("/rounds", stale).WantStatus(http.StatusForbidden)
}

func TestTheSecondAdministratorSeesTheFirstsRound(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	first, second := site.SignedIn(account.Administrator), site.SignedIn(account.Administrator)
	openedRound(t, first)
	form := openForm()
	form.Set("key", "2027")
	page := second.Post("/rounds?lang=en", form).WantStatus(http.StatusConflict)
	wantTexts(t, page, "main", "Something has happened in the meantime", "Round 2026")
	expectTyped(t, page, form)

	answer := second.Post("/rounds/2026/close?lang=en", url.Values{"seen": {"77"}}).WantStatus(http.StatusConflict)
	wantTexts(t, answer, "main", "Somebody else has changed the round", "Open")
	answer = second.Post("/rounds/2026/publish?lang=en", url.Values{"seen": {"1"}}).WantStatus(http.StatusConflict)
	wantTexts(t, answer, "main", "Somebody else has changed the round", "End reporting")
}

func TestAFaultyCutoffIsToldAtItsField(t *testing.T) {
	t.Parallel()
	boss := webtest.New(t).SignedIn(account.Administrator)
	openedRound(t, boss)
	seen := hidden(boss.Get("/rounds/2026/close?lang=en"), "seen")
	for typed, want := range map[string]string{"i morgen": "Write a day", "31.12.2999": "cannot lie in the future"} {
		form := url.Values{"seen": {seen}, "cutoff": {typed}}
		page := boss.Post("/rounds/2026/close", form).WantStatus(http.StatusUnprocessableEntity)
		expectTyped(t, page, form)
		wantTexts(t, page, "#cutoff-error", want)
	}
	boss.Post("/rounds/2026/close", url.Values{"seen": {seen}, "cutoff": {"1.2.2026 kl. 12.00"}}).WantStatus(http.StatusSeeOther)
	wantTexts(t, boss.Get("/rounds/2026?lang=da"), "main", "1. februar 2026 kl. 12.00")
}

// What has changed since the preview is shown again instead of published.
func TestOnlyWhatWasSeenIsPublished(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	boss := site.SignedIn(account.Administrator)
	closedRound(t, boss)
	page := boss.Get("/rounds/2026/publish?lang=en").WantStatus(http.StatusOK)
	seen, hash := hidden(page, "seen"), hidden(page, "hash")
	form := url.Values{"seen": {seen}, "hash": {strings.Repeat("0", 64)}}
	again := boss.Post("/rounds/2026/publish?lang=en", form).WantStatus(http.StatusConflict)
	wantTexts(t, again, "main", "The content is no longer what you saw", hash)

	boss.Post("/rounds/2026/reopen", url.Values{"seen": {seen}}).WantLocation("/rounds/2026?done=reopened")
	boss.Get("/rounds/2026/publish").WantLocation("/rounds/2026")
	boss.Post("/rounds/2026/publish", url.Values{"seen": {seen}, "hash": {hash}}).WantStatus(http.StatusConflict)
}

func TestARoundWithoutAnswersIsWarnedOf(t *testing.T) {
	t.Parallel()
	boss := webtest.New(t).SignedIn(account.Administrator)
	closedRound(t, boss)
	page := boss.Get("/rounds/2026/publish?lang=en").WantStatus(http.StatusOK)
	wantTexts(t, page, ".alert-warning", "No municipality is ranked")
	wantTexts(t, page, ".mh-figures", "0 of 98")
	form := url.Values{"seen": {hidden(page, "seen")}, "hash": {hidden(page, "hash")}}
	boss.Post("/rounds/2026/publish", form).WantStatus(http.StatusSeeOther)
	boss.Get("/rounds/2026").WantStatus(http.StatusOK)
	boss.Get("/export/round/2026").WantStatus(http.StatusOK)
}

func correctionOf() url.Values {
	return url.Values{
		"seen": {"0"}, "municipality": {"461"}, "indicator": {"rpa.processes"},
		"wrong_da": {"12 processer\r\n& <b>flere</b>"}, "right_da": {"21 processer"}, "wrong_en": {""}, "right_en": {""},
	}
}

func TestACorrectionIsPublicAndKeepsTheResult(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	boss, reader := site.SignedIn(account.Administrator), site.Browser()
	hash := publishedRound(t, boss)
	for range 2 {
		boss.Post("/rounds/2026/corrections", correctionOf()).WantLocation("/rounds/2026?done=corrected")
	}
	for _, path := range []string{"/rounds/2026?lang=da", "/corrections?lang=da"} {
		page := reader.Get(path).WantStatus(http.StatusOK)
		wantTexts(t, page, ".mh-timeline", "Odense", "12 processer & <b>flere</b>", "21 processer")
		if n := page.Find(".mh-timeline li").Length(); n != 1 {
			t.Errorf("%s lists %d corrections, want 1", path, n)
		}
		page.WantNone(webtest.Email(account.Administrator), "<b>flere")
	}
	english := reader.Get("/corrections?lang=en")
	if english.Find(`.mh-timeline dd[lang="da"]`).Length() != 2 {
		t.Error("Danish words on the English page are not marked")
	}
	if english.Find(`.mh-timeline a[href="/rounds/2026"]`).Length() != 1 {
		t.Error("the register does not lead to the round")
	}
	expectFile(t, reader, hash)

	second := correctionOf()
	second.Set("seen", "1")
	second.Set("municipality", "")
	second.Set("indicator", "")
	second.Set("wrong_en", "12 processes")
	second.Set("right_en", "21 processes")
	boss.Post("/rounds/2026/corrections", second).WantStatus(http.StatusSeeOther)
	page := reader.Get("/corrections?lang=en")
	if first := plain(page.Find(".mh-timeline li").First().Text()); !strings.Contains(first, "21 processes") {
		t.Errorf("the newest correction is not first: %s", first)
	}
}

func TestAFaultyCorrectionIsNotEntered(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	boss := site.SignedIn(account.Administrator)
	publishedRound(t, boss)
	form := correctionOf()
	form.Set("right_da", "")
	form.Set("wrong_en", "half")
	page := boss.Post("/rounds/2026/corrections?lang=da", form).WantStatus(http.StatusUnprocessableEntity)
	wantTexts(t, page, `[data-module="error-summary"]`, "Der er 2 felter at rette")
	form.Set("wrong_da", "12 processer\n& <b>flere</b>")
	expectTyped(t, page, form)
	if page.Find("details[open]#correct").Length() != 1 {
		t.Error("the form with faults is folded away")
	}
	for name, value := range map[string]string{"municipality": "999", "indicator": "none"} {
		form := correctionOf()
		form.Set(name, value)
		page := boss.Post("/rounds/2026/corrections?lang=da", form).WantStatus(http.StatusUnprocessableEntity)
		if page.Find("#"+name+"-error").Length() != 1 {
			t.Errorf("%s does not say what is wrong", name)
		}
	}
	boss.Post("/rounds/none/corrections", correctionOf()).WantStatus(http.StatusNotFound)
	if register, err := site.Store.Corrections(context.Background()); err != nil || len(register) != 0 {
		t.Errorf("register = %v, %v", register, err)
	}
}
