package pages_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

// ownerOf is the account that a page's forms are made for.
func ownerOf(t *testing.T, b *webtest.Browser) string {
	t.Helper()
	id := b.Get("/report/rpa").Find(`form[data-draft] input[name="account"]`).First().AttrOr("value", "")
	if _, err := strconv.Atoi(id); err != nil {
		t.Fatalf("the form belongs to %q", id)
	}
	return id
}

// lateAnswer is a form that was filled in and sent after the session ended.
func lateAnswer(owner string) url.Values {
	return url.Values{"value": {"4"}, "evidence_text": {"Skrevet før frokost"}, "comment": {"Hemmeligt"}, "seen": {"0"}, "account": {owner}}
}

func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	owner := ownerOf(t, site.SignedIn(account.Editor))
	for name, path := range map[string]string{"saving": questionPath("rpa.strategy"), "a draft": questionPath("rpa.strategy") + "/draft"} {
		t.Run(name, func(t *testing.T) {
			b := site.Browser()
			page := b.Post(path+"?lang=da", lateAnswer(owner)).WantStatus(http.StatusUnauthorized)
			page.WantText("#kept .alert-heading", "I er blevet logget af, men intet er tabt")
			page.WantNone("Hemmeligt")
			kept := page.Find(`input[name="kept"]`).AttrOr("value", "")
			again := b.Post("/login", url.Values{"email": {webtest.Email(account.Editor)}, "password": {"wrong"}, "kept": {kept}}).WantStatus(http.StatusUnprocessableEntity)
			if again.Find(`input[name="kept"]`).AttrOr("value", "") != kept {
				t.Fatal("a wrong password loses what was typed")
			}
			b.Post("/login", url.Values{"email": {webtest.Email(account.Editor)}, "password": {webtest.Password}, "kept": {kept}}).
				WantLocation("/report/rpa#rpa.strategy")
			form := b.Get("/report/rpa").Find(question("rpa.strategy") + " form[data-draft]")
			if form.Find(`[name="comment"]`).Text() != "Hemmeligt" || form.Find(`[value="4"][checked]`).Length() != 1 {
				t.Error("the form does not hold what was typed")
			}
			if len(statuses(t, site)) != 0 {
				t.Error("an answer was recorded")
			}
		})
	}
}

// A form of a stranger is not kept in memory whole, however many fields it has.
func TestAStrangersFormHasFewFields(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	values := lateAnswer(ownerOf(t, site.SignedIn(account.Editor)))
	site.Browser().Upload(questionPath("rpa.strategy"), values).WantStatus(http.StatusUnauthorized)
	for i := range 200 {
		values.Set("x"+strconv.Itoa(i), "")
	}
	to := site.Browser().Upload(questionPath("rpa.strategy"), values).WantStatus(http.StatusSeeOther)
	if !strings.HasPrefix(to.Header.Get("Location"), "/login?") {
		t.Errorf("led to %q", to.Header.Get("Location"))
	}
}

func TestWhatWasTypedIsNotForAnotherAccount(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	owner := ownerOf(t, site.SignedIn(account.Editor))
	colleague(t, site, "b@example.test", webtest.Odense)
	b := site.Browser()
	kept := b.Post(questionPath("rpa.strategy"), lateAnswer(owner)).Find(`input[name="kept"]`).AttrOr("value", "")
	to := b.Post("/login", url.Values{"email": {"b@example.test"}, "password": {webtest.Password}, "kept": {kept}}).WantStatus(http.StatusSeeOther)
	if strings.Contains(to.Header.Get("Location"), "rpa") {
		t.Errorf("another account is led to %q", to.Header.Get("Location"))
	}
	b.Get("/report/rpa").WantNone("Hemmeligt", "Skrevet før frokost")
	for name, junk := range map[string]string{"no code": "???", "no text": "bm90aGluZw=="} {
		b := site.Browser()
		b.Post("/login", url.Values{"email": {"b@example.test"}, "password": {webtest.Password}, "kept": {junk}}).WantStatus(http.StatusSeeOther)
		_ = name
	}
}

func TestWhatWasTypedIsNotTakenFromAnotherSite(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	owner := ownerOf(t, site.SignedIn(account.Editor))
	answer := site.Browser().Post(questionPath("rpa.strategy"), lateAnswer(owner), "Sec-Fetch-Site", "cross-site")
	answer.WantStatus(http.StatusSeeOther)
}

func TestAFormOfTheLastSessionIsShownAgain(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, other := site.SignedIn(account.Editor), colleague(t, site, "b@example.test", webtest.Odense)
	form := lateAnswer(ownerOf(t, editor))
	form.Set("csrf", "of the last session")
	page := editor.Post(questionPath("rpa.strategy")+"?lang=da", form).WantStatus(http.StatusConflict)
	if !strings.Contains(page.Text("main"), "Det, I skrev, står her endnu") {
		t.Error("the page does not say why it is shown again")
	}
	if page.Find(question("rpa.strategy")+` [name="comment"]`).Text() != "Hemmeligt" || len(statuses(t, site)) != 0 {
		t.Error("the form is not as it was filled in, or was recorded")
	}
	other.Post(questionPath("rpa.strategy"), form).WantStatus(http.StatusForbidden).WantNone("Hemmeligt")
}

func TestAColleaguesDraftIsNotOverwritten(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor, other := site.SignedIn(account.Editor), colleague(t, site, "b@example.test", webtest.Odense)
	const key = "rpa.strategy"
	typing(other, key, url.Values{"value": {"3"}, "comment": {"Kollegaens"}, "seen": {"0"}}).WantStatus(http.StatusNoContent)
	mine := url.Values{"value": {"4"}, "comment": {"Mit"}, "seen": {"0"}, "draft_seen": {"0"}}
	if refused := typing(editor, key, mine).WantStatus(http.StatusConflict); !strings.Contains(refused.Body, "b@example.test") {
		t.Errorf("the script is told %q", refused.Body)
	}
	page := editor.Post(questionPath(key)+"/draft?lang=da", mine).WantStatus(http.StatusConflict)
	if got := page.Text(".mh-versions"); !strings.Contains(got, "Kollegaens") || !strings.Contains(got, "Mit") {
		t.Errorf("the versions are %q", got)
	}
	typing(other, key, url.Values{"value": {"3"}, "comment": {"Kollegaens igen"}, "seen": {"0"}}).WantStatus(http.StatusNoContent)
	mine.Set("draft_seen", page.Find(question(key)+` form[data-draft] [name="draft_seen"]`).AttrOr("value", ""))
	page = editor.Post(questionPath(key)+"/draft", mine).WantStatus(http.StatusConflict)
	if !strings.Contains(page.Text(".mh-versions"), "Kollegaens igen") {
		t.Error("a later change does not ask again")
	}
	mine.Set("draft_seen", page.Find(question(key)+` form[data-draft] [name="draft_seen"]`).AttrOr("value", ""))
	editor.Post(questionPath(key)+"/draft", mine).WantStatus(http.StatusSeeOther)
	other.Post(questionPath(key)+"/draft/discard", nil).WantStatus(http.StatusConflict)
	if got := other.Get("/report/rpa").Find(question(key) + ` [name="comment"]`).Text(); got != "Mit" {
		t.Errorf("the draft is %q", got)
	}
	// An answer made from a colleague's draft takes its place.
	seen := other.Get("/report/rpa").Find(question(key)+` form[data-draft] [name="draft_seen"]`).AttrOr("value", "")
	other.Post(questionPath(key), url.Values{"value": {"2"}, "seen": {"0"}, "draft_seen": {seen}}).WantStatus(http.StatusSeeOther)
	if editor.Get("/report/rpa").Find(question(key)+" .alert-warning").Length() != 0 {
		t.Error("the draft outlived the answer made from it")
	}
}
