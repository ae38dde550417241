package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/round"
	"modenhed/internal/web/webtest"
)

// openRound opens a measuring round.
func openRound(t *testing.T, site *webtest.Site) {
	t.Helper()
	rounds := &round.Service{Store: site.Store, Readers: site.Keeper, Zone: time.UTC, Now: time.Now}
	_, err := rounds.Open(t.Context(), account.Console(), round.New{Key: "2026", Title: framework.Text{DA: "Målerunde 2026", EN: "Round 2026"}})
	if err != nil {
		t.Fatal(err)
	}
}

// aYearOld records an answer before the round.
func aYearOld(t *testing.T, site *webtest.Site, key string, change func(*assessment.Status)) {
	t.Helper()
	recordAs(t, site, key, func(s *assessment.Status) {
		s.RecordedAt = time.Now().AddDate(-1, 0, -5)
		s.Evidence.Text = "Strategi"
		change(s)
	})
}

func same(*assessment.Status) {}

// confirmations are what the form of a page would confirm.
func confirmations(page *webtest.Answer) (list []string) {
	for _, field := range page.Find(`.mh-confirm-many input[name="confirm"]`).EachIter() {
		list = append(list, field.AttrOr("value", ""))
	}
	return list
}

func TestAnOpenRoundSaysWhatIsLeft(t *testing.T) {
	t.Parallel()
	for lang, words := range map[string][]string{
		"da": {"Målerunde 2026 er åben", "0 af 36 svar er klar", "1 mangler i runden", "For et år siden"},
		"en": {"Round 2026 is open", "0 of 36 answers are ready", "1 missing in the round", "A year ago"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			site := webtest.New(t)
			aYearOld(t, site, "rpa.strategy", same)
			editor := site.SignedIn(account.Editor)
			if page := editor.Get("/report"); page.Find(".mh-round").Length() != 0 {
				t.Error("the page tells of a round that there is not")
			}
			openRound(t, site)
			page := editor.Get("/report?lang=" + lang)
			page.WantText(".mh-round h2", words[0])
			if got := page.Text(".mh-round"); !strings.Contains(got, words[1]) {
				t.Errorf("the round says %q", got)
			}
			if got := page.Text("tbody tr:first-child"); !strings.Contains(got, words[2]) {
				t.Errorf("the area says %q", got)
			}
			area := editor.Get("/report/rpa?lang=" + lang)
			if got := area.Text(question("rpa.strategy") + " .mh-before"); !strings.Contains(got, words[3]) {
				t.Errorf("the earlier answer is %q", got)
			}
		})
	}
}

func TestLastYearsAnswerStandsBesideAnotherOne(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	aYearOld(t, site, "rpa.strategy", same)
	before := question("rpa.strategy") + " .mh-before"
	if page := editor.Get("/report/rpa"); page.Find(before).Length() != 0 {
		t.Error("an answer that has not changed is compared with itself")
	}
	editor.Post(questionPath("rpa.strategy"), url.Values{"value": {"4"}, "evidence_text": {"Ny"}, "seen": {"1"}}).WantStatus(http.StatusSeeOther)
	if got := editor.Get("/report/rpa?lang=da").Text(before + " strong"); !strings.HasPrefix(got, "Niveau 2") {
		t.Errorf("the earlier answer is %q", got)
	}
}

func TestOneAnswerIsConfirmedInOneClick(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	aYearOld(t, site, "rpa.strategy", func(s *assessment.Status) { s.Comment, s.Evidence.Link = "Husk", "https://example.test/a" })
	page := editor.Get("/report/rpa")
	if page.Find(question("rpa.strategy")+" .mh-confirm button").Length() != 1 || page.Find(question("rpa.processes")+" .mh-confirm").Length() != 0 {
		t.Fatal("confirming is not offered where there is an answer, and only there")
	}
	if got := page.Text(".mh-confirm-many > p"); !strings.Contains(got, "kan I bekræfte det her") {
		t.Errorf("one answer is spoken of as several: %q", got)
	}
	for range 2 {
		to := editor.Post(questionPath("rpa.strategy")+"/confirm", url.Values{"seen": {"1"}}).WantStatus(http.StatusSeeOther).Header.Get("Location")
		if !strings.HasPrefix(to, "/report/rpa?passed=") || !strings.HasSuffix(to, "#rpa.processes") {
			t.Errorf("confirming leads to %q", to)
		}
	}
	history := statuses(t, site)
	if len(history) != 2 {
		t.Fatalf("%d statuses, want 2: a confirmation sent twice is one", len(history))
	}
	first, second := history[0], history[1]
	if second.Answer != first.Answer || !second.Evidence.Equal(first.Evidence) || second.Comment != first.Comment || second.Revision != 2 {
		t.Errorf("the confirmation says something else: %+v", second)
	}
	if page := editor.Get("/report/rpa"); page.Find(question("rpa.strategy")+" .mh-confirm").Length() != 0 {
		t.Error("an answer of today asks to be confirmed")
	}
}

func TestConfirmingAfterAChangeShowsBothAnswers(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, other := site.SignedIn(account.Editor), colleague(t, site, "b@example.test", webtest.Odense)
	aYearOld(t, site, "rpa.strategy", same)
	other.Post(questionPath("rpa.strategy"), url.Values{"value": {"3"}, "seen": {"1"}}).WantStatus(http.StatusSeeOther)
	page := editor.Post(questionPath("rpa.strategy")+"/confirm", url.Values{"seen": {"1"}, "alone": {"1"}}).WantStatus(http.StatusConflict)
	if page.Find(".mh-version").Length() != 2 || page.Find(".mh-question").Length() != 1 {
		t.Error("both versions are not shown on the question's own page")
	}
	form := page.Find(question("rpa.strategy") + " form[data-draft]")
	if form.Find(`input[name="value"][value="2"][checked]`).Length() != 1 || form.Find(`input[name="seen"]`).AttrOr("value", "") != "2" {
		t.Error("the form does not hold what was to be confirmed")
	}
}

func TestAnAreaIsConfirmedInOneClick(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	for _, key := range []string{"rpa.strategy", "rpa.breadth", "rpa.quality"} {
		aYearOld(t, site, key, same)
	}
	typing(editor, "rpa.quality", url.Values{"value": {"4"}, "seen": {"1"}}).WantStatus(http.StatusNoContent)
	openRound(t, site)

	page := editor.Get("/report/rpa?lang=da")
	list := confirmations(page)
	if strings.Join(list, ",") != "rpa.strategy 1,rpa.breadth 1" {
		t.Fatalf("the form would confirm %q", list)
	}
	if got := page.Text(".mh-confirm-many > p"); !strings.Contains(got, "bekræfte dem på én gang") {
		t.Errorf("the form says %q", got)
	}
	for range 2 {
		to := editor.Post("/report/rpa", url.Values{"confirm": list}).WantStatus(http.StatusSeeOther).Header.Get("Location")
		done := editor.Get(to)
		if got := done.Text("#confirmed h2"); !strings.HasPrefix(got, "2 svar er bekræftet kl.") {
			t.Errorf("the page says %q", got)
		}
		left := done.Text("#confirmed > .alert-body > ul")
		for _, words := range []string{"ikke besvaret", "har en kladde"} {
			if !strings.Contains(left, words) {
				t.Errorf("what was left is %q, without %q", left, words)
			}
		}
	}
	if n := len(statuses(t, site)); n != 5 {
		t.Errorf("%d statuses, want 5", n)
	}
	if got := editor.Get("/report").Text(".mh-round"); !strings.Contains(got, "2 af 36") {
		t.Errorf("the round says %q", got)
	}
	if rest := confirmations(editor.Get("/report/rpa")); len(rest) != 0 {
		t.Errorf("still to confirm: %q", rest)
	}
}

func TestNothingIsConfirmedWhenSomethingChanged(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, other := site.SignedIn(account.Editor), colleague(t, site, "b@example.test", webtest.Odense)
	aYearOld(t, site, "rpa.strategy", same)
	aYearOld(t, site, "school.curriculum", same)
	list := confirmations(editor.Get("/report"))
	if len(list) != 2 {
		t.Fatalf("the form would confirm %q", list)
	}
	other.Post(questionPath("rpa.strategy"), url.Values{"value": {"1"}, "seen": {"1"}}).WantStatus(http.StatusSeeOther)
	page := editor.Post("/report?lang=da", url.Values{"confirm": list}).WantStatus(http.StatusConflict)
	if got := page.Text("#overtaken"); !strings.Contains(got, "Intet er bekræftet") || !strings.Contains(got, "b@example.test") || !strings.Contains(got, "Niveau 1") {
		t.Errorf("the page says %q", got)
	}
	if n := len(statuses(t, site)); n != 3 {
		t.Errorf("%d statuses, want 3", n)
	}
	fresh := confirmations(page)
	typing(other, "school.curriculum", url.Values{"value": {"5"}, "seen": {"1"}}).WantStatus(http.StatusNoContent)
	editor.Post("/report", url.Values{"confirm": fresh}).WantStatus(http.StatusConflict)
	for name, item := range map[string]string{"an unknown question": "x 1", "an unseen revision": "school.curriculum 7", "no number": "school.curriculum"} {
		editor.Post("/report", url.Values{"confirm": {item}}).WantStatus(http.StatusConflict)
		if n := len(statuses(t, site)); n != 3 {
			t.Errorf("%s: %d statuses, want 3", name, n)
		}
	}
	editor.Post("/report", nil).WantLocation("/report")
}

func TestOneQuestionStandsAlone(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	stranger := site.Browser()
	const path = "/report/rpa/rpa.strategy"
	stranger.Get(path).WantLocation("/login?next=" + url.QueryEscape(path))
	editor := site.SignedIn(account.Editor)
	page := editor.Get(path + "?lang=da").WantStatus(http.StatusOK)
	if page.Find(".mh-question").Length() != 1 {
		t.Error("the page has not exactly one question")
	}
	if got := page.Find("[data-copy]").AttrOr("data-copy", ""); got != site.URL+path {
		t.Errorf("the link to copy is %q", got)
	}
	mail := page.Find(`a[href^="mailto:"]`).AttrOr("href", "")
	if !strings.Contains(mail, url.QueryEscape(site.URL+path)) || !strings.Contains(mail, "Venlig%20hilsen") {
		t.Errorf("the letter is %q", mail)
	}
	answer := url.Values{"value": {"2"}, "seen": {"0"}, "alone": {"1"}, "do": {"next"}}
	to := editor.Post(path, answer).WantStatus(http.StatusSeeOther).Header.Get("Location")
	if !strings.HasPrefix(to, "/report/rpa/rpa.processes?passed=") {
		t.Errorf("going on leads to %q", to)
	}
	editor.Post(path, url.Values{"value": {"9"}, "seen": {"1"}, "alone": {"1"}}).WantStatus(http.StatusUnprocessableEntity)
	editor.Get("/report/rpa/nothing").WantStatus(http.StatusNotFound)
	editor.Get("/report/school/rpa.strategy").WantStatus(http.StatusNotFound)
}

func TestSheetsForPaper(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	aYearOld(t, site, "rpa.strategy", same)
	editor := site.SignedIn(account.Editor)
	for lang, words := range map[string]string{"da": "Alle spørgsmål og svar", "en": "All questions and answers"} {
		page := editor.Get("/report/print?lang=" + lang).WantStatus(http.StatusOK)
		page.WantText("h1", words)
		if n := page.Find(".mh-sheet-question").Length(); n != 36 {
			t.Errorf("%d questions on the sheet, want 36", n)
		}
		if n := page.Find(".mh-sheet-chosen").Length(); n != 1 {
			t.Errorf("%d answers are marked, want 1", n)
		}
		list := editor.Get("/report/checklist?lang=" + lang).WantStatus(http.StatusOK)
		if n := list.Find(".mh-checklist li").Length(); n != 36 {
			t.Errorf("%d questions on the list, want 36", n)
		}
		if n := list.Find(".mh-checklist .mh-sheet-blank").Length(); n != 11 {
			t.Errorf("%d figures on the list, want 11", n)
		}
	}
	if n := editor.Get("/report/print?area=school").Find(".mh-sheet-question").Length(); n != 5 {
		t.Errorf("%d questions of one area, want 5", n)
	}
	editor.Get("/report/print?area=x").WantStatus(http.StatusNotFound)
}
