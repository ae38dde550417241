package web_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/web/webtest"
)

// answer lets three municipalities answer everything: level, and numbers at
// shares of their scale that differ between the three.
func answer(t *testing.T, site *webtest.Site, revision int, level float64) {
	t.Helper()
	accounts, err := site.Accounts.List(t.Context(), account.Console())
	if err != nil || len(accounts) == 0 {
		t.Fatalf("accounts: %v, %v", accounts, err)
	}
	f := site.Keeper.Framework()
	var statuses []assessment.Status
	for i, code := range answering {
		for _, place := range f.Places() {
			scale := place.Indicator.Scale
			value := math.Round(scale.Low + (level/6+float64(i)/17)*(scale.High-scale.Low))
			switch place.Indicator.Type {
			case framework.Level:
				value = level
			case framework.YesNo:
				value = 1
			}
			statuses = append(statuses, assessment.Status{
				Municipality: code, Framework: f.Key, FrameworkVersion: f.Version, Indicator: place.Indicator.Key, Revision: revision,
				Answer: assessment.Answer{State: assessment.Reported, Value: value},
				Source: assessment.Self, Channel: assessment.ChannelForm, Author: accounts[0].ID,
			})
		}
	}
	recorded, err := site.Store.AppendStatuses(t.Context(), statuses)
	if err != nil {
		t.Fatal(err)
	}
	if err := site.Keeper.Publish(t.Context(), recorded); err != nil {
		t.Fatal(err)
	}
}

var answering = []municipality.Code{461, 751, 730}

// boss runs rounds through the forms.
type boss struct {
	*webtest.Browser
	t *testing.T
}

func (b boss) open(key string) {
	b.t.Helper()
	b.Post("/rounds", url.Values{"key": {key}, "title_da": {"Målerunde " + key}, "title_en": {"Round " + key}}).
		WantLocation("/rounds/" + key + "?done=opened")
}

// step takes a step with what the page of the form says.
func (b boss) step(key, form, step, done string) {
	b.t.Helper()
	page := b.Get("/rounds/" + key + form).WantStatus(http.StatusOK)
	values := url.Values{}
	for _, name := range []string{"seen", "hash"} {
		if value, ok := page.Find(`main input[name="` + name + `"]`).First().Attr("value"); ok {
			values.Set(name, value)
		}
	}
	b.Post("/rounds/"+key+"/"+step, values).WantLocation("/rounds/" + key + "?done=" + done)
}

func (b boss) closeRound(key string)   { b.t.Helper(); b.step(key, "/close", "close", "closed") }
func (b boss) reopenRound(key string)  { b.t.Helper(); b.step(key, "", "reopen", "reopened") }
func (b boss) publishRound(key string) { b.t.Helper(); b.step(key, "/publish", "publish", "published") }

// review is a site with round 2026 in review, whose figures are the secret.
type review struct {
	*webtest.Site
	boss   boss
	secret []figure
	t      *testing.T
}

// inReview begins a review. When published is true, round 2025 has been
// published before with other figures.
func inReview(t *testing.T, published bool) review {
	t.Helper()
	site := webtest.New(t)
	b := boss{site.SignedIn(account.Administrator), t}
	answer(t, site, 1, 2)
	if published {
		b.open("2025")
		b.closeRound("2025")
		b.publishRound("2025")
	}
	answer(t, site, 2, 4)
	r := review{site, b, secretOf(site), t}
	b.open("2026")
	// The public has seen the provisional figures, and answers are ready-made.
	for _, address := range publicAddresses(site, "") {
		site.Browser().Get(address)
		site.Browser().Htmx(address)
	}
	if !r.tells(site.Browser().Get("/ranking")) {
		t.Fatal("while the round is open, the public does not see provisional figures")
	}
	b.closeRound("2026")
	return r
}

// questions are what can be asked of every address, in the hope of more.
func questions() []string {
	now := time.Now()
	return []string{
		"", "lang=en", "round=2026", "round=2025",
		"as_of=" + now.Format("2006-01-02"),
		"as_of=" + url.QueryEscape(now.Format(time.RFC3339Nano)),
		"as_of=" + url.QueryEscape(now.Add(-time.Second).Format(time.RFC3339Nano)),
		"since=2026", "since=" + url.QueryEscape(now.Format(time.RFC3339Nano)),
		"w-rpa=3&aggregation=geometric&coverage=10", "map=outlines", "view=list", "sort=rpa", "goal=rank&rank=1", "q=odense", "peers=751",
	}
}

// publicAddresses are all that everybody may ask for, with each question.
func publicAddresses(site *webtest.Site, questions ...string) []string {
	var addresses []string
	for _, name := range site.Server.RouteNames() {
		method, path, _ := strings.Cut(name, " ")
		if method != http.MethodGet || allowed[name] != everyone && allowed[name] != plainProbe {
			continue
		}
		if strings.Contains(path, "round") {
			path = strings.Replace(path, ":key", "2026", 1)
		}
		path = sample.Replace(path)
		for _, question := range questions {
			if path == "/compare" {
				question = "codes=461%2C751&" + question
			}
			addresses = append(addresses, path+"?"+question)
		}
	}
	return append(addresses, "/nowhere", "/municipalities/730", "/municipalities/999", "/compare?m1=461&m2=751")
}

// tells reports whether an answer holds the secret.
func (r review) tells(a *webtest.Answer) bool {
	r.t.Helper()
	text := readable(r.t, a)
	return slices.ContainsFunc(r.secret, func(f figure) bool { return f.in(text) })
}

// readable is the text of an answer; that of a workbook is what it packs.
func readable(t *testing.T, a *webtest.Answer) string {
	t.Helper()
	if !strings.HasPrefix(a.Body, "PK") {
		return a.Body
	}
	archive, err := zip.NewReader(strings.NewReader(a.Body), int64(len(a.Body)))
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	for _, file := range archive.File {
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&text, content); err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}

func TestThePublicSeesNothingOfWhatIsUnderReview(t *testing.T) {
	t.Parallel()
	for _, published := range []bool{true, false} {
		t.Run(fmt.Sprintf("a round published before: %v", published), func(t *testing.T) {
			t.Parallel()
			site := inReview(t, published)
			for _, address := range publicAddresses(site.Site, questions()...) {
				b := site.Browser()
				for how, answer := range map[string]*webtest.Answer{"the page": b.Get(address), "the part": b.Htmx(address)} {
					if answer.Status >= http.StatusInternalServerError {
						t.Errorf("%s of %s is answered with %d", how, address, answer.Status)
					}
					if site.tells(answer) {
						t.Errorf("%s of %s tells what is under review", how, address)
					}
				}
			}
		})
	}
}

func TestThePublicReadsWhichFiguresItSees(t *testing.T) {
	t.Parallel()
	site := inReview(t, true)
	for _, path := range []string{"/", "/ranking", "/municipalities", "/municipalities/461", "/municipalities/461/next", "/areas/rpa", "/compare?codes=461%2C751", "/perception"} {
		page := site.Browser().Get(path).WantStatus(http.StatusOK)
		page.WantText(".mh-past .alert-text", "Målerunden ”Målerunde 2026” er til gennemgang. "+
			"Indtil den er offentliggjort, vises tallene fra målerunden ”Målerunde 2025”. Om målerunden")
		if page.Find(".mh-provisional").Length() > 0 {
			t.Errorf("%s calls published figures provisional", path)
		}
	}
	if text := site.Browser().Get("/ranking").Text("main"); !strings.Contains(text, "Odense") {
		t.Error("the ranking has none of the published figures")
	}
	file := site.Browser().Get("/export/benchmark.xlsx").WantStatus(http.StatusOK)
	if site.tells(file) {
		t.Error("the workbook tells what is under review")
	}
	page := site.Browser().Get("/ranking?lang=en&as_of=" + url.QueryEscape(time.Now().Format(time.RFC3339Nano))).WantStatus(http.StatusForbidden)
	if text := page.Text("main"); !strings.Contains(text, "The round ‘Round 2026’ is in review. Until it is published, only figures recorded by") {
		t.Errorf("a later time is refused with %q", text)
	}
	site.Browser().Get("/ranking?round=2025").WantStatus(http.StatusOK)
	site.Browser().Get("/ranking?round=2026").WantStatus(http.StatusNotFound)
}

func TestBeforeTheFirstPublicationThePublicReadsWhyThereAreNoFigures(t *testing.T) {
	t.Parallel()
	site := inReview(t, false)
	const notice = "The round ‘Round 2026’ is in review, and no round has been published yet. The figures are shown once it is published."
	for _, path := range []string{"/", "/ranking", "/municipalities", "/municipalities/461", "/municipalities/461/next", "/areas/rpa", "/compare?codes=461%2C751", "/perception"} {
		page := site.Browser().Get(path, "Accept-Language", "en").WantStatus(http.StatusOK)
		page.WantText(".mh-past .alert-text", notice+" About the round")
		if path == "/municipalities" {
			continue
		}
		if text := page.Text(".mh-empty"); !strings.Contains(text, "The figures are not shown yet") {
			t.Errorf("%s says %q", path, text)
		}
	}
	for _, path := range []string{"/export/benchmark.xlsx", "/export/perception.csv?wave=de-2017", "/ranking?as_of=2020-01-01"} {
		page := site.Browser().Get(path, "Accept-Language", "en").WantStatus(http.StatusForbidden)
		if text := page.Text("main"); !strings.Contains(text, notice) {
			t.Errorf("%s is refused with %q", path, text)
		}
	}
}

func TestThoseWhoWorkWithAReviewSeeIt(t *testing.T) {
	t.Parallel()
	site := inReview(t, true)
	for _, role := range []account.Role{account.Editor, account.Analyst, account.Administrator} {
		page := site.SignedIn(role).Get("/ranking?lang=en").WantStatus(http.StatusOK)
		if !site.tells(page) || page.Find(".mh-provisional").Length() != 1 {
			t.Errorf("%s does not see the provisional figures", role)
		}
		if text := page.Text(".mh-past"); !strings.Contains(text, "The figures here are provisional. Until the round is published, the public sees those of the round ‘Round 2025’ instead.") {
			t.Errorf("%s reads %q", role, text)
		}
	}
}

// bodies are the public's answers whose figures do not depend on when they are asked.
func bodies(site *webtest.Site) map[string]string {
	all := make(map[string]string)
	for _, path := range []string{"/", "/ranking", "/municipalities", "/municipalities/730/next", "/areas/rpa", "/compare?codes=461%2C751", "/perception"} {
		all[path] = site.Browser().Get(path).Body
	}
	return all
}

func TestAfterAReviewThePublicSeesTheNewestAgain(t *testing.T) {
	t.Parallel()
	site := inReview(t, true)
	b := site.boss
	during := bodies(site.Site)
	tag := site.Browser().Get("/ranking").Header.Get("ETag")
	b.reopenRound("2026")
	open := bodies(site.Site)
	if answer := site.Browser().Get("/ranking", "If-None-Match", tag).WantStatus(http.StatusOK); !site.tells(answer) {
		t.Error("after reopening the public does not see the newest figures")
	}
	b.closeRound("2026")
	for path, body := range bodies(site.Site) {
		if body != during[path] || body == open[path] {
			t.Errorf("%s is not what it was in the review before", path)
		}
	}
	b.publishRound("2026")
	for path, body := range bodies(site.Site) {
		if body == during[path] || strings.Contains(body, "Indtil den er offentliggjort") {
			t.Errorf("%s is still that of the review", path)
		}
	}
	for _, address := range []string{
		"/ranking", "/ranking?round=2026", "/municipalities/461", "/export/benchmark.xlsx", "/rounds/2026",
		"/ranking?as_of=" + url.QueryEscape(time.Now().Add(-time.Millisecond).Format(time.RFC3339Nano)),
	} {
		if answer := site.Browser().Get(address).WantStatus(http.StatusOK); !site.tells(answer) {
			t.Errorf("after publication %s does not tell the figures", address)
		}
	}
}
