package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

// Who may use each route, said a second time: a change of the table in
// routes.go that is not meant here fails.
const (
	everyone   = "everyone"
	signedIn   = "signed in"
	plainProbe = "plain"
)

var allowed = map[string]string{
	"GET /":                                         everyone,
	"GET /ranking":                                  everyone,
	"GET /municipalities":                           everyone,
	"GET /municipalities/:code":                     everyone,
	"GET /municipalities/:code/next":                everyone,
	"GET /compare":                                  everyone,
	"GET /areas/:key":                               everyone,
	"GET /perception":                               everyone,
	"GET /perception/:wave":                         everyone,
	"GET /perception/:wave/quadrants":               everyone,
	"GET /export/perception.csv":                    everyone,
	"GET /robustness":                               "analyst, administrator",
	"GET /method":                                   everyone,
	"GET /glossary":                                 everyone,
	"GET /welcome":                                  signedIn,
	"POST /welcome":                                 signedIn,
	"GET /report":                                   "editor",
	"GET /report/preview":                           "editor",
	"POST /report/preview":                          "editor",
	"GET /report/:area":                             "editor",
	"GET /report/workbook":                          "editor",
	"GET /report/workbook.xlsx":                     "editor",
	"POST /report/workbook":                         "editor",
	"POST /report/:area/:indicator":                 "editor",
	"POST /report/:area/:indicator/draft":           "editor",
	"POST /report/:area/:indicator/draft/discard":   "editor",
	"GET /desk":                                     "analyst",
	"GET /desk/:code":                               "analyst",
	"GET /desk/:code/:indicator":                    "analyst",
	"POST /desk/:code/:indicator":                   "analyst",
	"GET /report/targets":                           "editor",
	"GET /report/targets.csv":                       "editor",
	"GET /report/:area/:indicator/target":           "editor",
	"POST /report/:area/:indicator/target":          "editor",
	"POST /report":                                  "editor",
	"GET /report/print":                             "editor",
	"GET /report/checklist":                         "editor",
	"POST /report/:area":                            "editor",
	"GET /report/:area/:indicator":                  "editor",
	"POST /report/:area/:indicator/confirm":         "editor",
	"POST /report/:area/:indicator/target/withdraw": "editor",
	"GET /targets":                                  "analyst, administrator",
	"GET /targets.csv":                              "analyst, administrator",
	"GET /evidence/:code/:hash/:name":               everyone,
	"GET /report/history":                           "editor",
	"GET /report/history.csv":                       "editor",
	"GET /report/history.xlsx":                      "editor",
	"GET /history":                                  "analyst, administrator",
	"GET /history.csv":                              "analyst, administrator",
	"GET /history.xlsx":                             "analyst, administrator",
	"GET /surveys":                                  "analyst, administrator",
	"GET /surveys/:key":                             "analyst, administrator",
	"POST /surveys/:key":                            "analyst, administrator",
	"GET /surveys/:key/fieldwork":                   "analyst, administrator",
	"POST /surveys/:key/fieldwork/contacts":         "analyst, administrator",
	"POST /surveys/:key/fieldwork/open":             "analyst, administrator",
	"POST /surveys/:key/fieldwork/test":             "analyst, administrator",
	"POST /surveys/:key/fieldwork/discard":          "analyst, administrator",
	"GET /surveys/:key/fieldwork/form":              "analyst, administrator",
	"POST /surveys/:key/fieldwork/links":            "analyst, administrator",
	"POST /surveys/:key/fieldwork/remind":           "analyst, administrator",
	"POST /surveys/:key/fieldwork/retry":            "analyst, administrator",
	"POST /surveys/:key/fieldwork/change":           "analyst, administrator",
	"GET /surveys/:key/fieldwork/close":             "analyst, administrator",
	"POST /surveys/:key/fieldwork/close":            "analyst, administrator",
	"GET /surveys/:key/fieldwork/cancel":            "analyst, administrator",
	"POST /surveys/:key/fieldwork/cancel":           "analyst, administrator",
	"GET /answer":                                   everyone,
	"GET /answer/:token":                            everyone,
	"POST /answer/:token":                           everyone,
	"GET /privacy":                                  everyone,
	"GET /surveys/seats":                            "analyst, administrator",
	"POST /surveys/seats":                           "analyst, administrator",
	"GET /surveys/new":                              "analyst, administrator",
	"POST /surveys/new":                             "analyst, administrator",
	"GET /surveys/:key/edit":                        "analyst, administrator",
	"POST /surveys/:key/edit":                       "analyst, administrator",
	"GET /surveys/:key/wave.yaml":                   "analyst, administrator",
	"GET /surveys/:key/import":                      "analyst, administrator",
	"POST /surveys/:key/import":                     "analyst, administrator",
	"GET /export/benchmark.xlsx":                    everyone,
	"GET /export/round/:key":                        everyone,
	"GET /rounds":                                   everyone,
	"POST /rounds":                                  "administrator",
	"GET /rounds/:key":                              everyone,
	"GET /rounds/:key/close":                        "administrator",
	"POST /rounds/:key/close":                       "administrator",
	"POST /rounds/:key/reopen":                      "administrator",
	"GET /rounds/:key/publish":                      "administrator",
	"POST /rounds/:key/publish":                     "administrator",
	"POST /rounds/:key/plan":                        "administrator",
	"POST /rounds/:key/plan/withdraw":               "administrator",
	"GET /rounds/:key/preview/:code":                "analyst, administrator",
	"POST /rounds/:key/corrections":                 "administrator",
	"GET /corrections":                              everyone,
	"GET /login":                                    everyone,
	"POST /login":                                   everyone,
	"POST /logout":                                  signedIn,
	"GET /setup/:token":                             everyone,
	"POST /setup/:token":                            everyone,
	"GET /invite/:token":                            everyone,
	"POST /invite/:token":                           everyone,
	"GET /admin/people":                             "administrator",
	"POST /admin/people":                            "administrator",
	"POST /admin/people/send":                       "administrator",
	"POST /admin/people/contacts":                   "administrator",
	"POST /admin/people/contacts/confirm":           "administrator",
	"POST /admin/people/:id/close":                  "administrator",
	"POST /admin/people/:id/reopen":                 "administrator",
	"POST /admin/people/:id/link":                   "administrator",
	"POST /admin/people/:id/send":                   "administrator",
	"GET /healthz":                                  plainProbe,
	"GET /readyz":                                   plainProbe,
	"GET /assets/*":                                 plainProbe,
	"GET /rounds/:key/board":                        "analyst, administrator",
	"GET /rounds/:key/board.csv":                    "analyst, administrator",
	"GET /rounds/:key/remind":                       "analyst, administrator",
	"POST /rounds/:key/remind":                      "analyst, administrator",
	"GET /rounds/:key/letters":                      "analyst, administrator",
	"POST /rounds/:key/letters/retry":               "analyst, administrator",
	"POST /rounds/:key/letters/settle":              "analyst, administrator",
	"POST /rounds/:key/letters/links":               "administrator",
	"POST /rounds/:key/invite":                      "administrator",
	"POST /report/:area/:indicator/reply":           "editor",
	"GET /verify":                                   "analyst, administrator",
	"POST /verify":                                  "analyst, administrator",
	"GET /verify/:code/:indicator":                  "analyst, administrator",
	"POST /verify/:code/:indicator/verdict":         "analyst, administrator",

	"GET /import/statuses":               "analyst, administrator",
	"GET /import/statuses/template.xlsx": "analyst, administrator",
	"GET /import/statuses/template.csv":  "analyst, administrator",
	"POST /import/statuses":              "analyst, administrator",
}

// roles are all that somebody can be.
var roles = []account.Role{account.Public, account.Editor, account.Analyst, account.Administrator}

// sample fills in the parameters of a path.
var sample = strings.NewReplacer(":code", "461", ":key", "rpa", ":token", "used", ":id", "999999", ":area", "rpa",
	":indicator", "rpa.strategy", ":wave", "kommunalpolitikere-2017", ":hash", strings.Repeat("0", 64), ":name", "a.pdf", "*", "x")

func TestEveryRouteIsKnown(t *testing.T) {
	t.Parallel()
	names := webtest.New(t).Server.RouteNames()
	for _, name := range names {
		if _, ok := allowed[name]; !ok {
			t.Errorf("%s is served, but nobody said here who may use it", name)
		}
	}
	for name := range allowed {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not served", name)
		}
	}
}

func TestTheTableItselfLetsInOnlyThoseMeant(t *testing.T) {
	t.Parallel()
	server := webtest.New(t).Server
	for name, who := range allowed {
		for _, role := range roles {
			if got, want := server.RouteAllows(name, role), mayUse(who, role); got != want {
				t.Errorf("%s by %q: the table says %v, want %v", name, role, got, want)
			}
		}
	}
}

func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	for _, role := range roles {
		site := webtest.New(t)
		for i, name := range site.Server.RouteNames() {
			// A site counts how often somebody signs in.
			if i > 0 && i%25 == 0 {
				site = webtest.New(t)
			}
			method, path, _ := strings.Cut(name, " ")
			b := site.SignedIn(role)
			var answer *webtest.Answer
			if method == http.MethodGet {
				answer = b.Get(sample.Replace(path))
			} else {
				answer = b.Post(sample.Replace(path), url.Values{})
			}
			if got, want := letIn(answer), mayUse(allowed[name], role); got != want {
				t.Errorf("%s by %q: let in %v, want %v (status %d)", name, role, got, want, answer.Status)
			}
			checkRefusal(t, name, role, answer)
		}
	}
}

// letIn reports whether an answer comes from the handler rather than from the guard.
func letIn(a *webtest.Answer) bool {
	stranger := a.Status == http.StatusSeeOther && strings.HasPrefix(a.Header.Get("Location"), "/login")
	return !stranger && a.Status != http.StatusForbidden && a.Status != http.StatusUnauthorized
}

func mayUse(who string, role account.Role) bool {
	switch who {
	case everyone, plainProbe:
		return true
	case signedIn:
		return role != account.Public
	}
	return slices.Contains(strings.Split(who, ", "), string(role))
}

// checkRefusal wants strangers sent to sign in and others told that they may not.
func checkRefusal(t *testing.T, name string, role account.Role, a *webtest.Answer) {
	t.Helper()
	if mayUse(allowed[name], role) {
		return
	}
	want := http.StatusForbidden
	if role == account.Public {
		want = http.StatusSeeOther
	}
	if a.Status != want {
		t.Errorf("%s by %q is refused with %d, want %d", name, role, a.Status, want)
	}
}

func TestARouteWithoutAccessLetsNobodyIn(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.Server.AddUnspoken("/unspoken", reply("secret"))
	for _, role := range roles {
		answer := site.SignedIn(role).Get("/unspoken")
		if answer.Status == http.StatusOK || strings.Contains(answer.Body, "secret") {
			t.Errorf("%q got in", role)
		}
	}
}

func TestStrangersComeBackToWhatTheyAskedFor(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.Server.AddGet("/inner", reply("inner"), account.Editor)
	site.Server.AddPost("/inner", reply("done"), account.Editor)
	b := site.Browser()
	b.Get("/inner?a=1&b=%2F").WantLocation("/login?next=" + url.QueryEscape("/inner?a=1&b=%2F"))

	answer := b.Htmx("/inner").WantStatus(http.StatusUnauthorized)
	if got := answer.Header.Get("HX-Redirect"); got != "/login?next=%2Finner" {
		t.Errorf("htmx is sent to %q", got)
	}
}

func TestStrangersComeBackToThePageOfTheirForm(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	site.Server.AddPost("/done", reply("done"), account.Editor)
	const answer = "/report/rpa/rpa.quality"
	for name, c := range map[string]struct{ path, referer, next string }{
		"an answer":                      {answer, "", answer},
		"a draft":                        {answer + "/draft", "", answer},
		"shares":                         {"/surveys/dkpol-2017", "", "/surveys/dkpol-2017"},
		"no page above":                  {"/done", "", "/"},
		"the page it was sent from":      {"/done", site.URL + "/report/rpa?x=1", "/report/rpa?x=1"},
		"a faulty form":                  {"/report/rpa/a/draft", site.URL + "/report/rpa/a/draft", "/report/rpa/a"},
		"another site":                   {answer, "https://elsewhere.example/surveys", answer},
		"a host in the path of the page": {answer, site.URL + "//elsewhere.example/surveys", "/"},
		"an area with a slash":           {"/report/a%2Fb/x/draft", "", "/report/a%2Fb/x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := site.Browser().Post(c.path, url.Values{"value": {"3"}}, "Referer", c.referer)
			got.WantLocation("/login?next=" + url.QueryEscape(c.next) + "&unsaved=1")
		})
	}
	site.Browser().Post("/logout", nil).WantLocation("/login?next=%2F")
}

func TestLinksOfEveryPageLeadSomewhere(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for _, role := range roles {
		b := site.SignedIn(role)
		page := b.Get("/method").WantStatus(http.StatusOK)
		for _, link := range page.Find("header a[href], footer a[href]").EachIter() {
			href, _ := link.Attr("href")
			if answer := b.Get(href); !letIn(answer) || answer.Status >= http.StatusBadRequest {
				t.Errorf("%q finds a link to %s, which answers %d", role, href, answer.Status)
			}
		}
	}
}
