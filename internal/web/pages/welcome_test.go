package pages_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

// newcomer opens an account whose holder has never been here, and signs in.
func newcomer(t *testing.T, site *webtest.Site, n account.New) (*webtest.Browser, *webtest.Answer) {
	t.Helper()
	n.Password = webtest.Password
	if _, err := site.Accounts.Add(t.Context(), account.Console(), n); err != nil {
		t.Fatal(err)
	}
	b := site.Browser()
	return b, login(b, n.Email, n.Password, "")
}

func TestTheFirstSignInWalksThrough(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for name, c := range map[string]struct {
		person account.New
		steps  int
		leads  string
	}{
		"an editor":        {account.New{Email: "new@odense.test", Role: account.Editor, Municipality: webtest.Odense}, 4, "/report"},
		"an analyst":       {account.New{Email: "new@analyst.test", Role: account.Analyst}, 4, "/"},
		"an administrator": {account.New{Email: "new@admin.test", Role: account.Administrator}, 3, "/"},
	} {
		b, first := newcomer(t, site, c.person)
		first.WantLocation("/welcome")
		page := b.Get("/welcome").WantStatus(http.StatusOK)
		if got := page.Find(".mh-welcome > li").Length(); got != c.steps {
			t.Errorf("%s is led through %d steps, want %d", name, got, c.steps)
		}
		page.Find(".mh-welcome a").Each(func(_ int, link *goquery.Selection) {
			b.Get(link.AttrOr("href", "")).WantStatus(http.StatusOK)
		})
		// Who has not finished is welcomed again.
		login(site.Browser(), c.person.Email, webtest.Password, "").WantLocation("/welcome")
		b.Post("/welcome", url.Values{}).WantLocation(c.leads)
		login(site.Browser(), c.person.Email, webtest.Password, "").WantLocation(c.leads)
	}
}

// A colleague who was sent a question gets to the question.
func TestALinkToAQuestionComesBeforeTheWalk(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b, _ := newcomer(t, site, account.New{Email: "new@odense.test", Role: account.Editor, Municipality: webtest.Odense})
	login(site.Browser(), "new@odense.test", webtest.Password, "/report/rpa").WantLocation("/report/rpa")
	b.Get("/welcome").WantStatus(http.StatusOK)
	b.Post("/welcome", url.Values{"next": {"https://evil.example/"}}).WantLocation("/report")
}

func TestPagesOfTheFlowHaveAGuide(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for address, role := range map[string]account.Role{
		"/report":     account.Editor,
		"/report/rpa": account.Editor,
		"/rounds":     account.Administrator,
		"/surveys":    account.Analyst,
		"/desk":       account.Analyst,
		"/verify":     account.Analyst,
	} {
		for _, lang := range []string{"da", "en"} {
			page := site.SignedIn(role).Get(address + "?lang=" + lang).WantStatus(http.StatusOK)
			if got := page.Find("details.mh-guide li").Length(); got < 3 {
				t.Errorf("%s in %s has a guide of %d steps", address, lang, got)
			}
		}
	}
}

func TestAGuideForThoseWhoRunRoundsIsForNobodyElse(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for _, role := range []account.Role{account.Public, account.Editor, account.Analyst} {
		if n := site.SignedIn(role).Get("/rounds").WantStatus(http.StatusOK).Find(".mh-guide").Length(); n != 0 {
			t.Errorf("%q is told how to run rounds", role)
		}
	}
}

func TestTheGlossaryExplainsEveryWordInBothLanguages(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	da, en := site.Browser().Get("/glossary?lang=da"), site.Browser().Get("/glossary?lang=en")
	for _, page := range []*webtest.Answer{da, en} {
		if terms, texts := page.Find("dl dt").Length(), page.Find("dl dd").Length(); terms < 25 || terms != texts {
			t.Errorf("%d words with %d texts", terms, texts)
		}
	}
	da.WantText("#verified .mh-glossary-other", "På engelsk: Verified score")
	en.WantText("#verified .mh-glossary-other", "In Danish: Verificeret score")
}
