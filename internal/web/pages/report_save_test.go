package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/web/webtest"
)

// formatted writes a score with one decimal.
func formatted(x float64) string { return fmt.Sprintf("%.1f", x) }

// statuses are what the database holds.
func statuses(t *testing.T, site *webtest.Site) []assessment.Status {
	t.Helper()
	all, err := site.Store.Statuses(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAnswersAreSavedAndCount(t *testing.T) {
	t.Parallel()
	now := time.Now()
	site := webtest.New(t, webtest.WithClock(func() time.Time { return now }))
	editor := site.SignedIn(account.Editor)
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key    string
		fields url.Values
		want   assessment.Answer
		words  string
		points string
	}{
		{"rpa.strategy", url.Values{"value": {"4"}}, answerOf(4), "Niveau 4: Udbredt", "80 point"},
		{"rpa.breadth", url.Values{"value": {"0"}}, answerOf(0), "Niveau 0: Ikke påbegyndt", "0 point"},
		{"rpa.processes", url.Values{"value": {"10"}}, answerOf(10), "10 processer i drift", "25 point"},
		{"shared_it.portfolio_share", url.Values{"state": {"reported"}, "value": {"12,5 %"}}, answerOf(12.5), "12,5 %", "20,8 point"},
		{"broadband.case_days", url.Values{"value": {"35"}}, answerOf(35), "35 dage", "50 point"},
		{"it_security.exercise", url.Values{"value": {"yes"}}, answerOf(1), "Ja", "100 point"},
		{"broadband.single_contact", url.Values{"value": {"no"}}, answerOf(0), "Nej", "0 point"},
	} {
		c.fields.Set("seen", "0")
		answer := editor.Post(questionPath(c.key), c.fields).WantStatus(http.StatusSeeOther)
		status := reported(t, site, webtest.Odense, c.key)
		if status == nil || status.Answer != c.want || status.Source != assessment.Self || status.Channel != assessment.ChannelForm {
			t.Fatalf("%s: recorded %+v, want %+v", c.key, status, c.want)
		}
		area, _, _ := strings.Cut(c.key, ".")
		answer.WantLocation(fmt.Sprintf("/report/%s?saved=%d#%s", area, status.ID, c.key))
		page := editor.Get(strings.Replace(answer.Header.Get("Location"), "#", "&lang=da#", 1)).WantStatus(http.StatusOK)
		page.WantText(question(c.key)+" .mh-now strong", c.words)
		page.WantText(question(c.key)+" .mh-now .mh-nowrap", "· "+c.points)
		page.WantText(question(c.key)+" .mh-save .mh-saved", "Gemt kl. "+now.In(zone).Format("15.04"))
		if saved := page.Text(question(c.key) + " .mh-now .mh-sub"); !strings.Contains(saved, webtest.Email(account.Editor)) {
			t.Errorf("%s: %q does not say who saved it", c.key, saved)
		}
		if seen, _ := page.Find(question(c.key) + ` input[name="seen"]`).Attr("value"); seen != "1" {
			t.Errorf("%s: the form has seen revision %q", c.key, seen)
		}
	}
	if got := len(statuses(t, site)); got != 7 {
		t.Errorf("%d statuses, want 7", got)
	}
	page := editor.Get("/report/broadband")
	if value, _ := page.Find(`[id="broadband.case_days-value"]`).Attr("value"); value != "35" {
		t.Errorf("the figure comes back as %q", value)
	}
	if page.Find(`[id="broadband.single_contact-no"][checked]`).Length() != 1 {
		t.Error("the choice does not come back")
	}
}

func answerOf(v float64) assessment.Answer {
	return assessment.Answer{State: assessment.Reported, Value: v}
}

func TestWhatIsInternalStaysInternal(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	editor.Post(questionPath("rpa.strategy"), url.Values{"value": {"3"}, "seen": {"0"}, "evidence_text": {"skjult bilag"},
		"evidence_link": {"https://skjult.example"}, "comment": {"skjult kommentar"}}).WantStatus(http.StatusSeeOther)
	site.Browser().Get("/municipalities/461").WantStatus(http.StatusOK).
		WantNone("skjult bilag", "https://skjult.example", "skjult kommentar", webtest.Email(account.Editor))
	editor.Post(questionPath("rpa.strategy"), url.Values{"value": {"3"}, "seen": {"1"}, "evidence_text": {"åbent bilag"},
		"evidence_public": {"yes"}, "comment": {"skjult kommentar"}}).WantStatus(http.StatusSeeOther)
	page := site.Browser().Get("/municipalities/461").WantNone("skjult")
	if !strings.Contains(page.Body, "åbent bilag") {
		t.Error("public evidence is not shown")
	}
	history := editor.Get("/report/rpa").Text(question("rpa.strategy") + " .mh-timeline")
	for _, want := range []string{"skjult bilag", "åbent bilag", "skjult kommentar", "dokumentationen ændret"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history %q does not say %q", history, want)
		}
	}
}

func TestGoingOnLeadsThroughAllAreas(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	for _, c := range []struct{ key, value, want string }{
		{"rpa.strategy", "1", "/report/rpa?passed=1#rpa.processes"},
		{"rpa.citizens", "1", "/report/shared_it?passed=2#shared_it.procurement"},
		{"broadband.single_contact", "yes", "/report?passed=3"},
	} {
		answer := editor.Post(questionPath(c.key), url.Values{"value": {c.value}, "seen": {"0"}, "do": {"next"}}).WantLocation(c.want)
		page := editor.Get(answer.Header.Get("Location")).WantStatus(http.StatusOK)
		if !strings.Contains(page.Text(".mh-saved, .alert-success"), "er gemt kl.") {
			t.Errorf("after %s nothing says that it was saved", c.key)
		}
	}
}

func TestRefusedAnswersComeBackAsTyped(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	for name, c := range map[string]struct {
		key    string
		fields url.Values
		want   map[string]string // the text at each element
	}{
		"nothing chosen": {"rpa.strategy", url.Values{}, map[string]string{"rpa.strategy-0": "Vælg et svar."}},
		"level outside":  {"rpa.strategy", url.Values{"value": {"6"}}, map[string]string{"rpa.strategy-0": "Niveauet skal være et helt tal fra 0 til 5."}},
		"level 5 without evidence": {"rpa.strategy", url.Values{"value": {"5"}, "comment": {"næsten"}},
			map[string]string{"rpa.strategy-evidence_text": "På det højeste niveau skal svaret dokumenteres. Skriv en kort tekst, indsæt et link, eller vedhæft en fil."}},
		"unknown state": {"rpa.processes", url.Values{"state": {"perhaps"}}, map[string]string{"rpa.processes-reported": "Vælg et svar."}},
		"no figure": {"rpa.processes", url.Values{"state": {"reported"}},
			map[string]string{"rpa.processes-value": "Skriv et svar, eller vælg ”Ved ikke”."}},
		"number below": {"rpa.processes", url.Values{"value": {"-1"}}, map[string]string{"rpa.processes-value": "Tallet må ikke være mindre end 0."}},
		"thousands":    {"rpa.processes", url.Values{"value": {"1.234"}}, map[string]string{"rpa.processes-value": "Skriv ”1.234” uden tusindtalsseparator, og brug komma foran decimaler."}},
		"percent twice wrong": {"shared_it.portfolio_share", url.Values{"value": {"101,25"}},
			map[string]string{"shared_it.portfolio_share-value": "Andelen skal ligge mellem 0 og 100 procent. Skriv andelen med højst én decimal."}},
		"half a day":         {"broadband.case_days", url.Values{"value": {"1,5"}}, map[string]string{"broadband.case_days-value": "Skriv et helt antal dage, 0 eller flere."}},
		"neither yes nor no": {"it_security.exercise", url.Values{"value": {"maybe"}}, map[string]string{"it_security.exercise-yes": "Svar ja eller nej."}},
		"no reason": {"broadband.tender", url.Values{"value": {"not_applicable"}},
			map[string]string{"broadband.tender-reason": "Skriv, hvorfor spørgsmålet ikke er relevant hos jer."}},
		"everything at once": {"rpa.processes", url.Values{"value": {"tolv"}, "evidence_link": {"www.example.org"},
			"evidence_text": {strings.Repeat("å", 2001)}, "comment": {strings.Repeat("b", 2001)}},
			map[string]string{
				"rpa.processes-value":         "”tolv” er ikke et tal.",
				"rpa.processes-evidence_link": "Linket skal være en hel webadresse, der begynder med http:// eller https://.",
				"rpa.processes-evidence_text": "Teksten er for lang. Der er plads til 2000 tegn.",
				"rpa.processes-comment":       "Teksten er for lang. Der er plads til 2000 tegn.",
			}},
	} {
		c.fields.Set("seen", "0")
		answer := editor.Post(questionPath(c.key)+"?lang=da", c.fields)
		if answer.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d, want 422", name, answer.Status)
			continue
		}
		got := make(map[string]string)
		answer.Find(`[data-module="error-summary"] a`).Each(func(_ int, link *goquery.Selection) {
			id := strings.TrimPrefix(link.AttrOr("href", ""), "#")
			got[id] = strings.TrimSpace(got[id] + " " + link.Text())
			if answer.Find(`[id="`+id+`"]`).Length() != 1 {
				t.Errorf("%s: the summary leads to %q, which is not there", name, id)
			}
		})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: summary (-want +got):\n%s", name, diff)
		}
		for _, text := range c.want {
			if !strings.Contains(answer.Text(question(c.key)+" .form-error-message"), text) {
				t.Errorf("%s: %q is not at its field", name, text)
			}
		}
		checkKept(t, name, answer, c.key, c.fields)
	}
	if all := statuses(t, site); len(all) != 0 {
		t.Errorf("%d refused answers were recorded", len(all))
	}
}

// checkKept wants the form to hold what was sent.
func checkKept(t *testing.T, name string, a *webtest.Answer, key string, sent url.Values) {
	t.Helper()
	form := a.Find(question(key) + " form[data-draft]")
	for field, values := range sent {
		var held []string
		form.Find(`[name="` + field + `"]`).Each(func(_ int, e *goquery.Selection) {
			switch kind := e.AttrOr("type", "text"); {
			case e.Is("textarea"):
				held = append(held, e.Text())
			case kind != "radio" && kind != "checkbox":
				held = append(held, e.AttrOr("value", ""))
			case e.Is("[checked]"):
				held = append(held, e.AttrOr("value", ""))
			}
		})
		known := form.Find(`[name="`+field+`"][type="radio"][value="`+values[0]+`"]`).Length() > 0 || form.Find(`[name="`+field+`"]:not([type="radio"])`).Length() > 0
		if known && !slices.Contains(held, values[0]) {
			t.Errorf("%s: %s holds %q, want %q", name, field, held, values[0])
		}
	}
}
