package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/reference"
	"modenhed/internal/web/webtest"
	"modenhed/seed"
)

const surveyPath = "/surveys/de-2017"

// plain joins white space, no-break spaces among it.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

// sharesForm is the form of a survey's page with exact shares in it.
func sharesForm(t *testing.T, b *webtest.Browser) url.Values {
	t.Helper()
	page := b.Get(surveyPath + "?lang=da").WantStatus(http.StatusOK)
	seen, _ := page.Find(`input[name="seen"]`).Attr("value")
	question, _ := page.Find(`input[name="question"]`).Attr("value")
	return url.Values{
		"seen": {seen}, "question": {question},
		"shares/harvested": {"56,9"}, "shares/potential": {"34"},
		"added[1]/text/da": {"Ved ikke"}, "added[1]/text/en": {"Don’t know"},
		"added[1]/reading": {"dontknow"}, "added[1]/share/percent": {"9,1 %"},
		"source/title": {"Figur 1 i notatet"}, "source/publisher": {"Dansk Erhverv"}, "source/year": {"2017"},
		"source/url": {"https://example.org/figur-1"}, "comment": {"Aflæst af figuren"},
	}
}

// save sends the form and returns the page it leads to.
func save(t *testing.T, b *webtest.Browser, form url.Values) *webtest.Answer {
	t.Helper()
	answer := b.Post(surveyPath, form).WantStatus(http.StatusSeeOther)
	return b.Get(answer.Header.Get("Location") + "&lang=da").WantStatus(http.StatusOK)
}

func TestSurveysAreForAnalystsAndAdministrators(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for role, want := range map[account.Role]int{
		account.Public: http.StatusSeeOther, account.Editor: http.StatusForbidden,
		account.Analyst: http.StatusOK, account.Administrator: http.StatusOK,
	} {
		b := site.SignedIn(role)
		for _, path := range []string{"/surveys", surveyPath} {
			b.Get(path).WantStatus(want)
		}
		if want != http.StatusOK {
			b.Post(surveyPath, url.Values{"question": {"digital_gains"}}).WantStatus(want)
		}
	}
	if got := site.SignedIn(account.Analyst).Get("/surveys/none").Status; got != http.StatusNotFound {
		t.Errorf("an unknown survey gives %d", got)
	}
}

func TestSurveysSayHowTheyAreKnown(t *testing.T) {
	t.Parallel()
	analyst := webtest.New(t).SignedIn(account.Analyst)
	page := analyst.Get("/surveys?lang=da").WantStatus(http.StatusOK)
	row := plain(page.Find(`section:has(#gap-heading) tbody tr`).Text())
	for _, want := range []string{"kommunalpolitikere, juni 2017", "Kun ord, læst som et interval", "Indtast præcise andele"} {
		if !strings.Contains(row, want) {
			t.Errorf("the row %q does not say %q", row, want)
		}
	}
	if n := page.Find(`section:has(#context-heading) tbody tr`).Length(); n != 12 {
		t.Errorf("%d context surveys, want 12", n)
	}
	background := analyst.Get("/surveys/kl-vt-2017").WantStatus(http.StatusOK)
	if background.Find(`form[action^="/surveys"]`).Length() != 0 {
		t.Error("a context survey has a form")
	}
	analyst.Post("/surveys/kl-vt-2017", url.Values{"question": {"x"}}).WantStatus(http.StatusUnprocessableEntity)
}

func TestAnalystEntersExactShares(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	analyst.Get("/perception?lang=da").WantStatus(http.StatusOK)
	page := save(t, analyst, sharesForm(t, analyst))
	if got := page.Text(".alert-success"); !strings.Contains(got, "Gemt kl. ") {
		t.Errorf("the page says %q, not when it was saved", got)
	}
	versions := page.Find(".mh-timeline li")
	newest, oldest := plain(versions.First().Text()), plain(versions.Last().Text())
	if versions.Length() != 2 || !strings.Contains(newest, "Indtastet af analyst@example.test Gælder nu") ||
		!strings.Contains(newest, "Figur 1 i notatet, 2017") || !strings.Contains(newest, "Aflæst af figuren") {
		t.Errorf("%d versions, the newest is %q", versions.Length(), newest)
	}
	if !strings.Contains(oldest, "Fulgte med programmet") || !strings.Contains(oldest, "de fleste, læst som 50–70 %") {
		t.Errorf("the oldest version is %q", oldest)
	}
	if got, _ := page.Find("#q1-shares-harvested").Attr("value"); got != "56,9" {
		t.Errorf("the form is filled with %q", got)
	}
	list := plain(analyst.Get("/surveys?lang=da").Find(`section:has(#gap-heading) tbody tr`).Text())
	if !strings.Contains(list, "Præcise tal") || !strings.Contains(list, "Ret andelene") {
		t.Errorf("the list says %q", list)
	}
	expectExact(t, site.Browser())

	// Another start with the same seed brings nothing back.
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := site.Store.AppendDocuments(t.Context(), documents); err != nil || n != 0 {
		t.Errorf("the seed brought %d documents, %v", n, err)
	}
	if err := site.Keeper.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectExact(t, site.Browser())
}

// expectExact checks what the public reads after the shares were entered.
func expectExact(t *testing.T, b *webtest.Browser) {
	t.Helper()
	page := b.Get("/perception?lang=da").WantStatus(http.StatusOK)
	text := plain(page.Find(".mh-wave").Text())
	for _, want := range []string{"56,9 %", "34,0 %", "9,1 %", "Ved ikke", "Oplyst i kilden", "Dansk Erhverv: Figur 1 i notatet, 2017"} {
		if !strings.Contains(text, want) {
			t.Errorf("the survey does not say %q: %s", want, text)
		}
	}
	if page.Find(`a[href="https://example.org/figur-1"]`).Length() != 1 {
		t.Error("the source is not linked")
	}
	page.WantNone("de fleste", "50–70", "analyst@example.test", "Aflæst af figuren")
	b.Get("/?lang=da").WantStatus(http.StatusOK).WantNone("de fleste", "50–70")
}

func TestSharesThatDoNotSumAreRefused(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	form := sharesForm(t, analyst)
	form.Set("shares/potential", "33,25")
	page := analyst.Post(surveyPath+"?lang=da", form).WantStatus(http.StatusUnprocessableEntity)
	summary := page.Text(`[data-module="error-summary"]`)
	if !strings.Contains(summary, "Der er 1 felt at rette") || !strings.Contains(summary, "99,3 %.") {
		t.Errorf("the summary says %q", summary)
	}
	if got := page.Find(`[data-module="error-summary"] a`).AttrOr("href", ""); got != "#q1-shares-harvested" {
		t.Errorf("the summary leads to %q", got)
	}
	expectTyped(t, page, form)
	if page.Find("details[open] #q1-added-1-text-da").Length() != 1 {
		t.Error("the option typed is folded away")
	}
	if versions, _ := site.Store.WaveVersions(t.Context(), "de-2017"); len(versions) != 1 {
		t.Errorf("%d versions after a refusal", len(versions))
	}
	if text := plain(site.Browser().Get("/perception?lang=da").Find(".mh-wave").Text()); !strings.Contains(text, "læst som 50–70 %") {
		t.Error("the range is gone")
	}
}

// expectTyped checks that every field still holds what was sent.
func expectTyped(t *testing.T, page *webtest.Answer, form url.Values) {
	t.Helper()
	for name := range form {
		if name == "seen" {
			continue
		}
		field := page.Find(fmt.Sprintf(`[name="%s"]`, name))
		got := field.AttrOr("value", "")
		switch {
		case field.Is("textarea"):
			got = strings.TrimSpace(field.Text())
		case field.Is("select"):
			got = field.Find("option[selected]").AttrOr("value", "")
		}
		if got != form.Get(name) {
			t.Errorf("%s holds %q, want %q", name, got, form.Get(name))
		}
	}
}

func TestEveryFaultIsToldAtItsField(t *testing.T) {
	t.Parallel()
	analyst := webtest.New(t).SignedIn(account.Analyst)
	form := sharesForm(t, analyst)
	for name, value := range map[string]string{
		"shares/harvested": "de fleste", "shares/potential": "", "added[1]/text/en": "", "added[1]/share/percent": "120",
		"source/title": " ", "source/year": "i år", "source/url": "figur 1",
	} {
		form.Set(name, value)
	}
	page := analyst.Post(surveyPath+"?lang=en", form).WantStatus(http.StatusUnprocessableEntity)
	var told []string
	for _, link := range page.Find(`[data-module="error-summary"] a`).EachIter() {
		id := strings.TrimPrefix(link.AttrOr("href", ""), "#")
		told = append(told, id)
		field := page.Find(fmt.Sprintf(`[id="%s"]`, id))
		if field.AttrOr("aria-invalid", "") != "true" || page.Find(fmt.Sprintf(`[id="%s-error"]`, id)).Length() != 1 {
			t.Errorf("the field %s does not say what is wrong", id)
		}
	}
	want := "q1-shares-harvested q1-shares-potential q1-added-1-text-en q1-added-1-share-percent q1-source-title q1-source-year q1-source-url"
	if got := strings.Join(told, " "); got != want {
		t.Errorf("faults are told at\n%s, want\n%s", got, want)
	}
	page.WantNone("Skriv andelen", "survey.", "surveys.")
}

func TestTheSecondAnalystSeesBoth(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	first, second := site.SignedIn(account.Analyst), site.SignedIn(account.Administrator)
	form := sharesForm(t, second)
	save(t, first, sharesForm(t, first))
	form.Set("shares/harvested", "57,9")
	form.Set("shares/potential", "33")
	page := second.Post(surveyPath+"?lang=da", form).WantStatus(http.StatusConflict)
	if got := page.Text("main .alert-error:has(.alert-heading)"); !strings.Contains(got, "En anden har rettet undersøgelsen i mellemtiden") || !strings.Contains(got, "analyst@example.test") {
		t.Errorf("the page says %q", got)
	}
	if now := plain(page.Find("section:has(#now-heading)").Text()); !strings.Contains(now, "56,9 %") {
		t.Errorf("what stands now is not shown: %s", now)
	}
	expectTyped(t, page, form)
	again := url.Values{}
	for name := range form {
		again.Set(name, form.Get(name))
	}
	// The option added is the first writer's by now, and the page asks for its share.
	for name := range form {
		if strings.HasPrefix(name, "added[") {
			again.Del(name)
		}
	}
	again.Set("shares/dont_know", "9,1")
	again.Set("seen", page.Find(`input[name="seen"]`).AttrOr("value", ""))
	if got := save(t, second, again).Text("section:has(#now-heading)"); !strings.Contains(plain(got), "57,9 %") {
		t.Errorf("the second save is not shown: %s", got)
	}
}
