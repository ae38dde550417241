package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/web/webtest"
)

// typing sends what is being typed, as the script does.
func typing(b *webtest.Browser, key string, fields url.Values) *webtest.Answer {
	return b.Post(questionPath(key)+"/draft", fields, "X-Draft", "1")
}

func TestDraftsComeBack(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, other := site.SignedIn(account.Editor), colleague(t, site, "b@example.test", webtest.Odense)
	const key = "rpa.processes"
	typing(editor, key, url.Values{"value": {"1.234 eller så"}, "seen": {"0"}, "evidence_public": {"yes"},
		"comment": {"Spørg <b>Bo</b>\nom tallet"}, "unknown": {"x"}}).WantStatus(http.StatusNoContent)
	if len(statuses(t, site)) != 0 {
		t.Error("a draft was recorded as an answer")
	}
	draft := question(key) + " .alert-warning .alert-text"
	for b, words := range map[*webtest.Browser]string{editor: "er en kladde, gemt kl.", other: "er en kladde af " + webtest.Email(account.Editor) + ", gemt kl."} {
		page := b.Get("/report/rpa?lang=da")
		if got := page.Text(draft); !strings.Contains(got, words) {
			t.Errorf("the draft's note is %q, want %q in it", got, words)
		}
		form := page.Find(question(key) + " form[data-draft]")
		value, _ := form.Find(`[name="value"]`).Attr("value")
		comment := form.Find(`[name="comment"]`).Text()
		if value != "1.234 eller så" || comment != "Spørg <b>Bo</b>\nom tallet" || form.Find(`[name="evidence_public"][checked]`).Length() != 1 {
			t.Errorf("the draft came back as %q and %q", value, comment)
		}
		if form.Find("details[open]").Length() != 1 {
			t.Error("the draft's comment is folded away")
		}
		page.WantText(question(key)+" .mh-now .mh-state-missing", "Ikke besvaret")
	}
	if overview := editor.Get("/report"); !strings.Contains(overview.Text("tbody tr:first-child"), "1 kladde") {
		t.Error("the overview does not tell of the draft")
	}

	editor.Post(questionPath(key), url.Values{"value": {"12"}, "seen": {"0"}}).WantStatus(http.StatusSeeOther)
	if page := editor.Get("/report/rpa"); page.Find(draft).Length() != 0 {
		t.Error("the draft outlived the answer")
	}
}

func TestDraftsAreDiscardedAndBounded(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	const key = "rpa.strategy"
	editor.Post(questionPath(key)+"/draft", url.Values{"value": {"3"}, "seen": {"0"}}).WantLocation("/report/rpa#rpa.strategy")
	page := editor.Get("/report/rpa?lang=en")
	action, _ := page.Find(question(key) + " .alert-warning form").Attr("action")
	if page.Find(`[id="rpa.strategy-3"][checked]`).Length() != 1 || action == "" {
		t.Fatal("the draft did not come back")
	}
	editor.Post(action, nil).WantLocation("/report/rpa#rpa.strategy")
	if page := editor.Get("/report/rpa"); page.Find(question(key)+" input[checked], "+question(key)+" .alert-warning").Length() != 0 {
		t.Error("a discarded draft came back")
	}

	typing(editor, key, url.Values{"comment": {strings.Repeat("å", assessment.MaxDraftSize)}}).WantStatus(http.StatusUnprocessableEntity)
	typing(editor, "rpa.none", url.Values{"comment": {"x"}}).WantStatus(http.StatusNotFound)
	site.Browser().Post(questionPath(key)+"/draft", url.Values{"comment": {"x"}}, "X-Draft", "1").WantStatus(http.StatusSeeOther)
	if page := editor.Get("/report/rpa"); page.Find(question(key)+" .alert-warning").Length() != 0 {
		t.Error("a refused draft came back")
	}
}

func TestADraftThatSaysWhatIsSavedIsNone(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	for key, fields := range map[string]url.Values{
		"rpa.strategy":              {"value": {"3"}, "comment": {"en\r\nto"}},
		"rpa.processes":             {"state": {"dont_know"}, "value": {"12"}, "reason": {"skjult"}},
		"shared_it.portfolio_share": {"state": {"reported"}, "value": {"12,5"}},
	} {
		fields.Set("seen", "0")
		editor.Post(questionPath(key), fields).WantStatus(http.StatusSeeOther)
		fields.Set("seen", "1")
		typing(editor, key, fields).WantStatus(http.StatusNoContent)
		area, _, _ := strings.Cut(key, ".")
		if page := editor.Get("/report/" + area + "?lang=da"); page.Find(question(key)+" .alert-warning").Length() != 0 {
			t.Errorf("%s: a draft is shown that says what is saved", key)
		}
	}
}

func TestSecondWriterSeesBothAnswers(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	first, second := site.SignedIn(account.Editor), colleague(t, site, "b@example.test", webtest.Odense)
	const key = "rpa.strategy"
	first.Post(questionPath(key), url.Values{"value": {"4"}, "seen": {"0"}, "evidence_text": {"Referat fra maj"}}).WantStatus(http.StatusSeeOther)
	mine := url.Values{"value": {"2"}, "seen": {"0"}, "comment": {"kun en prøve"}}
	answer := second.Post(questionPath(key)+"?lang=da", mine).WantStatus(http.StatusConflict)

	versions := answer.Find(question(key) + " .mh-version")
	own, theirs := plain(versions.Eq(0).Text()), plain(versions.Eq(1).Text())
	for text, words := range map[string][]string{
		own:    {"Det, I har skrevet (ikke gemt)", "Niveau 2: Pilot", "kun en prøve", "DokumentationIkke udfyldt"},
		theirs: {"Gemt kl. ", "af " + webtest.Email(account.Editor), "Niveau 4: Udbredt", "Referat fra maj", "KommentarIkke udfyldt"},
	} {
		for _, want := range words {
			if !strings.Contains(text, want) {
				t.Errorf("the version %q does not say %q", text, want)
			}
		}
	}
	answer.WantText(question(key)+` [role="alert"] h3`, "En anden har gemt et nyt svar i mellemtiden")
	checkKept(t, "conflict", answer, key, url.Values{"value": {"2"}, "comment": {"kun en prøve"}, "seen": {"1"}})
	if status := reported(t, site, webtest.Odense, key); status.Answer.Value != 4 {
		t.Errorf("the first answer was overwritten: %+v", status)
	}

	keep, _ := answer.Find(`[id="rpa.strategy-keep"]`).Closest("form").Attr("action")
	second.Post(keep, nil).WantLocation("/report/rpa#rpa.strategy")
	mine.Set("seen", "1")
	second.Post(questionPath(key), mine).WantStatus(http.StatusSeeOther)
	status := reported(t, site, webtest.Odense, key)
	if status.Answer.Value != 2 || status.Revision != 2 {
		t.Errorf("the second answer on top is %+v", status)
	}
}

func TestTheSameSaveTwiceIsOneAnswer(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	fields := url.Values{"value": {"3"}, "seen": {"0"}}
	editor.Post(questionPath("rpa.strategy"), fields).WantLocation("/report/rpa?saved=1#rpa.strategy")
	editor.Post(questionPath("rpa.strategy"), fields).WantLocation("/report/rpa?saved=1#rpa.strategy")
	fields.Set("value", "1")
	answer := editor.Post(questionPath("rpa.strategy")+"?lang=en", fields).WantStatus(http.StatusConflict)
	answer.WantText(question("rpa.strategy")+` [role="alert"] h3`, "A new answer has been saved from another window in the meantime")
}

func TestADraftFromBeforeAColleaguesAnswerEndsInAConflict(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, other := site.SignedIn(account.Editor), colleague(t, site, "b@example.test", webtest.Odense)
	const key = "it_security.exercise"
	// An import leaves drafts alone.
	typing(editor, key, url.Values{"value": {"yes"}, "seen": {"0"}}).WantStatus(http.StatusNoContent)
	recordAs(t, site, key, func(s *assessment.Status) { s.Answer.Value = 0 })
	page := other.Get("/report/it_security?lang=da")
	if got := page.Text(question(key) + " .alert-warning"); !strings.Contains(got, "Svaret er blevet gemt igen") {
		t.Errorf("the draft's note is %q", got)
	}
	seen, _ := page.Find(question(key) + ` [name="seen"]`).Attr("value")
	other.Post(questionPath(key), url.Values{"value": {"yes"}, "seen": {seen}}).WantStatus(http.StatusConflict)
}

func TestHtmxGetsOneQuestion(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	const key = "rpa.strategy"
	post := func(fields url.Values) *webtest.Answer {
		return editor.Post(questionPath(key), fields, "HX-Request", "true")
	}

	refused := post(url.Values{"value": {"5"}, "seen": {"0"}}).WantStatus(http.StatusUnprocessableEntity)
	if refused.Find("h1, header").Length() != 0 || refused.Find(".mh-question").Length() != 1 {
		t.Error("a refused answer brings more than its question")
	}
	if first := refused.Find(question(key)).Children().First(); !first.Is(`[data-module="error-summary"]`) {
		t.Error("the question does not begin with the summary of faults")
	}

	saved := post(url.Values{"value": {"3"}, "seen": {"0"}, "evidence_text": {"Referat"}}).WantStatus(http.StatusOK)
	if !strings.HasPrefix(saved.Text("#live"), "Gemt kl. ") || saved.Find(question(key)+" .mh-saved").Length() != 1 {
		t.Errorf("the live text is %q", saved.Text("#live"))
	}
	for _, part := range []string{"#report-side", "#report-unfold"} {
		if got := saved.Text(part + `[hx-swap-oob="true"]`); !strings.Contains(got, "1 af 36 besvaret") {
			t.Errorf("%s reads %q", part, got)
		}
	}

	next := post(url.Values{"value": {"4"}, "seen": {"1"}, "do": {"next"}}).WantStatus(http.StatusNoContent)
	if got := next.Header.Get("HX-Redirect"); got != "/report/rpa?passed=2#rpa.processes" {
		t.Errorf("htmx goes on to %q", got)
	}
	if conflict := post(url.Values{"value": {"1"}, "seen": {"1"}}).WantStatus(http.StatusConflict); conflict.Find(".mh-version").Length() != 2 {
		t.Error("a conflict does not show both versions")
	}
}
