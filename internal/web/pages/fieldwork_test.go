package pages_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/survey"
	"modenhed/internal/web/webtest"
)

// asked is a wave whose answers are to be collected.
func asked() survey.Wave {
	return survey.Wave{
		Key: "asked", Kind: survey.FromResponses, Fieldwork: "2026-03", Purpose: survey.Gap,
		Title:      survey.Text{DA: "Undersøgelse 2026", EN: "Survey 2026"},
		Population: survey.Text{DA: "Kommunalpolitikere", EN: "Municipal politicians"},
		Design:     &survey.Design{Election: 2025},
		Source:     survey.Source{Title: "Egen undersøgelse"},
		Questions: []survey.Question{{
			Key: "gains", Text: survey.Text{DA: "Er gevinsterne hentet?", EN: "Are the gains harvested?"},
			Options: []survey.Option{
				{Key: "harvested", Reading: survey.Harvested, Text: survey.Text{DA: "Ja", EN: "Yes"}},
				{Key: "potential", Reading: survey.Potential, Text: survey.Text{DA: "Nej", EN: "No"}},
			},
		}},
	}
}

// collector is an analyst's browser on a site with the wave.
type collector struct {
	*webtest.Browser
	t    *testing.T
	site *webtest.Site
}

const base = "/surveys/asked/fieldwork"

func newCollector(t *testing.T) *collector {
	t.Helper()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	who, _, err := site.Store.Credentials(t.Context(), webtest.Email(account.Analyst))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := site.Store.RecordWave(t.Context(), survey.Version{Wave: asked(), Origin: survey.FromForm, Author: who.ID}, 0); err != nil {
		t.Fatal(err)
	}
	return &collector{Browser: analyst, t: t, site: site}
}

// upload sends a list of contacts.
func (c *collector) upload(list string) *webtest.Answer {
	c.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"csrf": c.CSRF()} {
		if err := form.WriteField(name, value); err != nil {
			c.t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("contacts", "list.csv")
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := file.Write([]byte(list)); err != nil {
		c.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		c.t.Fatal(err)
	}
	return c.Do(http.MethodPost, base+"/contacts", &body, "Content-Type", form.FormDataContentType())
}

// open uploads 12 people of each of two parties in Odense and opens with the
// letter that the page suggests.
func (c *collector) open() {
	c.t.Helper()
	list := "kommune,parti,email\n"
	for i := range 24 {
		list += fmt.Sprintf("461,%s,p%02d@raad.example\n", []string{"A", "V"}[i%2], i)
	}
	c.upload(list).WantLocation(base + "?done=uploaded")
	page := c.Get(base).WantStatus(http.StatusOK)
	c.Post(base+"/open", letter(page)).WantLocation(base + "?done=opened")
}

// letter is the form of a page as it stands.
func letter(page *webtest.Answer) url.Values {
	values := url.Values{}
	for _, name := range []string{"closes", "minimum", "subject_da", "subject_en"} {
		value, _ := page.Find(`form[action$="/open"] input[name="` + name + `"]`).Attr("value")
		values.Set(name, value)
	}
	for _, name := range []string{"body_da", "body_en"} {
		values.Set(name, page.Find(`form[action$="/open"] textarea[name="`+name+`"]`).Text())
	}
	return values
}

// links downloads the list of links.
func (c *collector) links() []string {
	c.t.Helper()
	answer := c.Post(base+"/links", nil).WantStatus(http.StatusOK)
	if !strings.HasPrefix(answer.Header.Get("Content-Disposition"), "attachment") || !strings.Contains(answer.Header.Get("Cache-Control"), "no-store") {
		c.t.Errorf("the list comes with %v", answer.Header)
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(answer.Body, "\ufeff")))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil {
		c.t.Fatal(err)
	}
	var paths []string
	for _, row := range rows[1:] {
		paths = append(paths, strings.TrimPrefix(row[1], c.site.URL))
	}
	return paths
}

func TestAnswersAreCollectedFromListToFigures(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.Get(base).WantStatus(http.StatusOK)
	c.open()
	links := c.links()
	if len(links) != 24 {
		t.Fatalf("%d links, want 24", len(links))
	}
	for i, link := range links[:11] {
		phone := c.site.Browser()
		phone.Get(link).WantStatus(http.StatusOK)
		phone.Post(link, url.Values{"gains": {[]string{"harvested", "potential"}[i%2]}}).WantStatus(http.StatusSeeOther)
	}
	page := c.Get(base).WantStatus(http.StatusOK)
	if figures := page.Text(".mh-figures"); !strings.Contains(figures, "Har svaret11") {
		t.Errorf("the page shows %q", figures)
	}
	page.WantNone("harvested", "p00@raad.example")
	if again := c.links(); len(again) != 13 {
		t.Errorf("%d new links, want one for each of the 13 who have not answered", len(again))
	}
	c.Post(base+"/open", nil).WantStatus(http.StatusConflict)
	c.upload("kommune,parti,email\n461,A,x@raad.example\n").WantStatus(http.StatusConflict)

	closing := c.Get(base + "/close").WantStatus(http.StatusOK)
	choices := url.Values{"seen": {closing.Find(`input[name="seen"]`).AttrOr("value", "")}}
	missing := closing.Find(`select[name^="merge/"]`)
	if missing.Length() < 8 {
		t.Fatalf("%d parties without answers are asked for", missing.Length())
	}
	c.Post(base+"/close", choices).WantStatus(http.StatusUnprocessableEntity)
	if page := c.Get("/surveys/asked?lang=da"); !strings.Contains(page.Text("main"), "ved at blive indsamlet") || page.Find(`a[href$="/import"]`).Length() != 0 {
		t.Error("the survey's page does not say that answers are being collected, or leads to an import that is refused")
	}
	for _, field := range missing.EachIter() {
		choices.Set(field.AttrOr("name", ""), "A")
	}
	c.Post(base+"/close", choices).WantLocation(base + "?done=closed")
	opinion, ok := c.site.Keeper.Current().Opinion("asked")
	if !ok || opinion.Report == nil || opinion.Report.Respondents != 11 {
		t.Errorf("the wave shows %+v", opinion)
	}
	if c.Get(base).Find(`main a[href="/perception/asked"]`).Length() == 0 {
		t.Error("the closed survey does not lead to its figures")
	}
	c.site.Browser().Get(links[20]).WantStatus(http.StatusNotFound)
}

func TestTheFormIsForItsHolderOnce(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.open()
	links := c.links()
	phone := c.site.Browser()
	for range 3 {
		phone.Do(http.MethodHead, links[0], nil).WantStatus(http.StatusOK)
		phone.Get(links[0] + "?lang=en").WantStatus(http.StatusOK)
	}
	form := phone.Get(links[0]).WantStatus(http.StatusOK)
	if len(form.Body) > 8000 || form.Find("script, img").Length() > 0 || form.Find(`input[type="radio"]`).Length() != 2 {
		t.Errorf("the form has %d bytes, scripts or pictures", len(form.Body))
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"} {
		if got := form.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	phone.Post(links[0], url.Values{"gains": {"other"}}).WantStatus(http.StatusUnprocessableEntity)
	// Browsers that keep back where a form comes from send this origin.
	phone.Post(links[0], url.Values{"gains": {"harvested"}}, "Origin", "null").WantStatus(http.StatusSeeOther)
	used := phone.Get(links[0]).WantStatus(http.StatusNotFound)
	unknown := phone.Get("/answer/" + strings.Repeat("a", 26)).WantStatus(http.StatusNotFound)
	again := phone.Post(links[0], url.Values{"gains": {"potential"}}).WantStatus(http.StatusNotFound)
	if used.Body != unknown.Body || used.Body != again.Body {
		t.Error("the page says whether a link has been used")
	}
	if cookies := phone.Cookies(); len(cookies) > 0 {
		t.Errorf("the form left cookies: %v", cookies)
	}
}

func TestAnswersLeaveNoTraceInTheLog(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.open()
	links := c.links()
	before := c.site.Log.String()
	phone := c.site.Browser()
	phone.Get(links[0])
	phone.Post(links[0], nil)
	phone.Post(links[0], url.Values{"gains": {"harvested"}})
	phone.Get(links[0])
	if after := c.site.Log.String(); after != before {
		t.Errorf("answering was logged: %s", strings.TrimPrefix(after, before))
	}
	// What fails is logged, without the address.
	if err := c.site.Store.Close(); err != nil {
		t.Fatal(err)
	}
	phone.Get(links[1], "User-Agent", "secret-agent").WantStatus(http.StatusInternalServerError)
	after := strings.TrimPrefix(c.site.Log.String(), before)
	token := regexp.MustCompile(`[a-z2-7]{26}`)
	if !strings.Contains(after, "path=/answer ") || token.MatchString(after) || strings.Contains(after, "127.0.0.1") || strings.Contains(after, "secret-agent") {
		t.Errorf("the log says %s", after)
	}
}

func TestGuessesAreBounded(t *testing.T) {
	t.Parallel()
	now := time.Now()
	site := webtest.New(t, webtest.WithClock(func() time.Time { return now }))
	b := site.Browser()
	refused := 0
	for i := range 70 {
		if b.Get(fmt.Sprintf("/answer/%026d", i)).Status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d of 70 guesses were refused, want 10", refused)
	}
}

// Many may share one address with somebody who guesses, or with a program that
// opens used links.
func TestAGoodLinkLeadsToItsFormWhoeverGuesses(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.open()
	link := c.links()[0]
	b := c.site.Browser()
	for i := range 70 {
		b.Get(fmt.Sprintf("/answer/%026d", i))
	}
	b.Get(fmt.Sprintf("/answer/%026d", 70)).WantStatus(http.StatusTooManyRequests)
	b.Get(link).WantStatus(http.StatusOK)
}

func TestCancellingDeletesEverything(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.open()
	link := c.links()[0]
	c.Get(base + "/cancel").WantStatus(http.StatusOK)
	c.Post(base+"/cancel", nil).WantLocation(base + "?done=cancelled")
	c.site.Browser().Get(link).WantStatus(http.StatusNotFound)
	if all, err := c.site.Store.Fieldworks(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("fieldworks: %v, %v", all, err)
	}
}

func TestFaultsOfAListAndOfALetterAreShownTogether(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	page := c.upload("kommune,parti,email\nOdensee,A,x\n461,X,y@raad.example\n").WantStatus(http.StatusUnprocessableEntity)
	if got := page.Find(`[data-module="error-summary"] li`).Length(); got != 3 {
		t.Errorf("%d faults, want 3", got)
	}
	c.upload("kommune,parti,email\n461,A,x@raad.example\n").WantLocation(base + "?done=uploaded")
	form := url.Values{"closes": {"2020-01-01"}, "minimum": {"3"}, "subject_da": {""}, "body_da": {"uden"}, "subject_en": {"x"}, "body_en": {"{link}"}}
	page = c.Post(base+"/open", form).WantStatus(http.StatusUnprocessableEntity)
	if got := page.Find(`[data-module="error-summary"] li`).Length(); got != 4 {
		t.Errorf("%d faults, want 4: %s", got, page.Text(`[data-module="error-summary"]`))
	}
	if got := page.Find(`textarea[name="body_da"]`).Text(); got != "uden" {
		t.Errorf("the form holds %q", got)
	}
	c.Post(base+"/discard", nil).WantLocation(base + "?done=discarded")
}

// The answers are confidential. A ballot of the only politician of a party in a
// council can be told from who it comes, so nothing may promise more.
func TestNothingPromisesMoreThanConfidentiality(t *testing.T) {
	t.Parallel()
	promise := regexp.MustCompile(`(?i)anonym`)
	files, err := fs.Glob(os.DirFS(filepath.Join("..", "..", "locale", "messages")), "*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join("..", "..", "locale", "messages", name))
		if err != nil {
			t.Fatal(err)
		}
		if found := promise.Find(content); found != nil {
			t.Errorf("%s says %q", name, found)
		}
	}
	for _, lang := range []string{"da", "en"} {
		page := webtest.New(t).Browser().Get("/privacy?lang=" + lang).WantStatus(http.StatusOK)
		word := map[string]string{"da": "fortrolig", "en": "confidential"}[lang]
		if !strings.Contains(page.Text("main"), word) {
			t.Errorf("the page on privacy does not say %s", word)
		}
	}
}
