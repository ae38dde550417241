package pages_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/web/webtest"
	"modenhed/seed"
)

const norddjurs municipality.Code = 707

// colleague signs in another editor.
func colleague(t *testing.T, site *webtest.Site, email string, code municipality.Code) *webtest.Browser {
	t.Helper()
	_, err := site.Accounts.Add(context.Background(), account.Console(), account.New{
		Email: email, Role: account.Editor, Municipality: code, Password: webtest.Password,
	})
	if err != nil {
		t.Fatal(err)
	}
	b := site.Browser()
	b.SignIn(email, webtest.Password)
	return b
}

// question is the selector of a question's section.
func question(key string) string { return `section[id="` + key + `"]` }

// questionPath is where the answer to a question is sent.
func questionPath(key string) string {
	area, _, _ := strings.Cut(key, ".")
	return "/report/" + area + "/" + key
}

// reported is the status that counts for a question of a municipality.
func reported(t *testing.T, site *webtest.Site, code municipality.Code, key string) *assessment.Status {
	t.Helper()
	s := site.Keeper.Current()
	unit, ok := s.Unit(code)
	if !ok {
		t.Fatalf("no municipality %s", code)
	}
	for i, place := range s.Places {
		if string(place.Indicator.Key) == key {
			return unit.Answers[i].Status
		}
	}
	t.Fatalf("no question %s", key)
	return nil
}

// recordAs puts a status of Odense into the database, past the form.
func recordAs(t *testing.T, site *webtest.Site, key string, change func(*assessment.Status)) {
	t.Helper()
	status := assessment.Status{
		Municipality: webtest.Odense, Indicator: framework.IndicatorKey(key), Framework: "dansk-erhverv-2017", FrameworkVersion: 1,
		Revision: 1, Answer: assessment.Answer{State: assessment.Reported, Value: 2},
		Source: assessment.Self, Channel: assessment.ChannelImport, RecordedAt: time.Now(),
	}
	change(&status)
	if _, err := site.Store.AppendStatuses(t.Context(), []assessment.Status{status}); err != nil {
		t.Fatal(err)
	}
	if err := site.Keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// changeFramework has the database hold a later version of the seeded
// framework with a change at one place.
func changeFramework(t *testing.T, site *webtest.Site, place, old, new string) {
	t.Helper()
	documents, err := reference.FromSeed(seed.Files())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		changed := strings.Replace(string(d.Content), place, strings.Replace(place, old, new, 1), 1)
		if changed == string(d.Content) {
			continue
		}
		d.Content, d.RecordedAt = []byte(changed), time.Now()
		if _, err := site.Store.AppendDocuments(t.Context(), []reference.Document{d}); err != nil {
			t.Fatal(err)
		}
	}
	if err := site.Keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestReportingIsForEditors(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for role, want := range map[account.Role]int{
		account.Public: http.StatusSeeOther, account.Analyst: http.StatusForbidden,
		account.Administrator: http.StatusForbidden, account.Editor: http.StatusOK,
	} {
		b := site.SignedIn(role)
		for _, path := range []string{"/report", "/report/rpa"} {
			b.Get(path).WantStatus(want)
		}
		if role != account.Editor {
			b.Post(questionPath("rpa.strategy"), url.Values{"value": {"3"}, "seen": {"0"}}).WantStatus(want)
		}
	}
	stranger := site.Browser()
	stranger.Get("/report/rpa").WantLocation("/login?next=%2Freport%2Frpa")
	stranger.Post(questionPath("rpa.strategy"), url.Values{"value": {"3"}}, "Referer", site.URL+"/report/rpa").
		WantLocation("/login?next=%2Freport%2Frpa&unsaved=1")
	if status := reported(t, site, webtest.Odense, "rpa.strategy"); status != nil {
		t.Errorf("recorded %+v", status)
	}
}

func TestEditorsSeeAndChangeTheirOwnMunicipalityOnly(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	odense, elsewhere := site.SignedIn(account.Editor), colleague(t, site, "b@example.test", norddjurs)
	odense.Post(questionPath("rpa.strategy"), url.Values{"value": {"4"}, "seen": {"0"}, "comment": {"kun til Odense"}, "evidence_text": {"Odenses bilag"}}).
		WantStatus(http.StatusSeeOther)
	odense.Post(questionPath("rpa.quality")+"/draft", url.Values{"comment": {"Odenses kladde"}}, "X-Draft", "1").WantStatus(http.StatusNoContent)
	for _, path := range []string{"/report", "/report/rpa"} {
		elsewhere.Get(path).WantStatus(http.StatusOK).
			WantNone("kun til Odense", "Odenses bilag", "Odenses kladde", webtest.Email(account.Editor))
	}

	elsewhere.Post(questionPath("rpa.strategy"), url.Values{"value": {"1"}, "seen": {"0"}, "municipality": {"461"}}).WantStatus(http.StatusSeeOther)
	if status := reported(t, site, webtest.Odense, "rpa.strategy"); status == nil || status.Answer.Value != 4 {
		t.Errorf("Odense's answer is %+v", status)
	}
	if status := reported(t, site, norddjurs, "rpa.strategy"); status == nil || status.Answer.Value != 1 {
		t.Errorf("Norddjurs' answer is %+v", status)
	}
	elsewhere.Post(questionPath("rpa.quality")+"/draft/discard", nil).WantStatus(http.StatusSeeOther)
	if page := odense.Get("/report/rpa"); !strings.Contains(page.Body, "Odenses kladde") {
		t.Error("an editor elsewhere discarded Odense's draft")
	}
	odense.Get("/report/none").WantStatus(http.StatusNotFound)
	odense.Post("/report/rpa/rpa.none", nil).WantStatus(http.StatusNotFound)
	odense.Post("/report/school/rpa.strategy", url.Values{"value": {"1"}}).WantStatus(http.StatusNotFound)
}

func TestReportOverviewBeforeTheFirstAnswer(t *testing.T) {
	t.Parallel()
	editor := webtest.New(t).SignedIn(account.Editor)
	for lang, want := range map[string]struct{ heading, progress, note string }{
		"da": {"Kom godt i gang", "0 af 5 besvaret", "5 ubesvarede"},
		"en": {"Getting started", "0 of 5 answered", "5 unanswered"},
	} {
		page := editor.Get("/report?lang=" + lang).WantStatus(http.StatusOK)
		page.WantText("#next-heading", want.heading)
		if rows := page.Find("section:has(#areas-heading) tbody tr").Length(); rows != 7 {
			t.Errorf("%s: %d areas, want 7", lang, rows)
		}
		row := page.Text("section:has(#areas-heading) tbody tr:first-child")
		for _, text := range []string{want.progress, want.note} {
			if !strings.Contains(row, text) {
				t.Errorf("%s: the row %q does not say %q", lang, row, text)
			}
		}
		if href, _ := page.Find("#next-question").Attr("href"); href != "/report/rpa#rpa.strategy" {
			t.Errorf("%s: the next question is at %q", lang, href)
		}
		if strings.ContainsAny(page.Text(".mh-heat"), "0123456789") || page.Find("#changes-heading").Length() != 0 {
			t.Errorf("%s: a score or a change before there is one", lang)
		}
	}
}

func TestReportOverviewSaysHowFarAndWhatIsNext(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	editor := site.SignedIn(account.Editor)
	page := editor.Get("/report?lang=da").WantStatus(http.StatusOK)
	unit, _ := site.Keeper.Current().Unit(webtest.Odense)
	figures := page.Text(".mh-figures")
	for _, want := range []string{"af 36 spørgsmål", strings.Replace(strings.TrimRight(formatted(unit.Card.Score.Value), " "), ".", ",", 1), "rangerede kommuner"} {
		if !strings.Contains(figures, want) {
			t.Errorf("the figures %q do not say %q", figures, want)
		}
	}
	if page.Find(`a[href="/municipalities/461"]`).Length() == 0 {
		t.Error("no link to the public page")
	}
	if page.Find(".mh-timeline time[datetime]").Length() < 8 || !strings.Contains(page.Text(".mh-timeline"), webtest.Email(account.Editor)) {
		t.Error("what changed, when and by whom is not listed")
	}
	if menu := page.Text(`nav.nav [aria-current="page"]`); menu != "Min kommune" {
		t.Errorf("the menu marks %q", menu)
	}
}

func TestReportAreaIsAQuestionnaire(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	for _, area := range site.Keeper.Current().Framework.Areas {
		page := editor.Get("/report/" + string(area.Key) + "?lang=en").WantStatus(http.StatusOK)
		for _, indicator := range area.Indicators {
			form := page.Find(question(string(indicator.Key)) + ` form[data-draft]`)
			if form.Length() != 1 {
				t.Fatalf("%s has %d forms", indicator.Key, form.Length())
			}
			if action, _ := form.Attr("action"); action != questionPath(string(indicator.Key)) {
				t.Errorf("%s is sent to %q", indicator.Key, action)
			}
			if got, want := form.Find(`input[value="not_applicable"]`).Length() == 1, indicator.NotApplicable; got != want {
				t.Errorf("%s may be not applicable: %v, want %v", indicator.Key, got, want)
			}
			levels, figures := form.Find(".mh-key").Length(), form.Find(`input[type="text"][name="value"][inputmode]`).Length()
			switch indicator.Type {
			case framework.Level:
				if levels != framework.MaxLevel+1 {
					t.Errorf("%s has %d levels", indicator.Key, levels)
				}
			case framework.YesNo:
				if form.Find(`[name="value"][value="yes"], [name="value"][value="no"]`).Length() != 2 {
					t.Errorf("%s has no yes and no", indicator.Key)
				}
			default:
				if figures != 1 || levels != 0 {
					t.Errorf("%s has %d fields for a figure and %d levels", indicator.Key, figures, levels)
				}
			}
			if form.Find(`input[checked]`).Length() != 0 {
				t.Errorf("%s has an answer before anybody gave one", indicator.Key)
			}
		}
	}
	first := editor.Get("/report/rpa?lang=en")
	first.WantText(question("rpa.strategy")+` label[for="rpa.strategy-0"] .mh-level-name`, "Not started")
	first.WantText(question("rpa.processes")+` label[for="rpa.processes-not_applicable"] .mh-level-name`, "Not applicable")
	first.WantText(question("rpa.strategy")+" .mh-state-missing", "Not answered")
	first.WantText(".mh-head .mh-kicker", "Odense Municipality · Area 1 of 7")
	if hint := first.Text(`[id="rpa.processes-value-hint"]`); hint != "0 or more. 0 processes in operation gives 0 points, 40 processes in operation gives 100." {
		t.Errorf("the figure's hint is %q", hint)
	}
}
