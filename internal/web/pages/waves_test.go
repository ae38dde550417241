package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/survey"
	"modenhed/internal/web/webtest"
)

// waveForm is the form that fills the page of a new survey, with what is missing.
func waveForm(t *testing.T, b *webtest.Browser) url.Values {
	t.Helper()
	form := b.Get("/surveys/new?lang=da").WantStatus(http.StatusOK).Form(`form[method="post"][action="/surveys/new"]`)
	for name, value := range map[string]string{
		"title/da": "Kommunalpolitikere 2025", "title/en": "Councillors 2025", "fieldwork": "2025-11", "key": "belief",
		"source/title": "Egen undersøgelse", "design/minimum": "6", "design/election": "2025",
	} {
		form.Set(name, value)
	}
	return form
}

// newWave makes a survey of single answers.
func newWave(t *testing.T, b *webtest.Browser) {
	t.Helper()
	b.Upload("/surveys/new", waveForm(t, b)).WantStatus(http.StatusSeeOther)
}

// press sends a form with a button.
func press(form url.Values, button string) url.Values {
	sent := url.Values{"do": {button}}
	for name, list := range form {
		sent[name] = list
	}
	return sent
}

func latestWave(t *testing.T, site *webtest.Site, key string) survey.Version {
	t.Helper()
	versions, err := site.Store.WaveVersions(t.Context(), key)
	if err != nil || len(versions) == 0 {
		t.Fatalf("survey %s: %v", key, err)
	}
	return versions[len(versions)-1]
}

func TestANewSurveyAsksTheQuestionOf2017(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	form := waveForm(t, analyst)
	form.Set("comment", "til november")
	answer := analyst.Upload("/surveys/new", form).WantStatus(http.StatusSeeOther)
	if !strings.HasPrefix(answer.Header.Get("Location"), "/surveys/belief?saved=") {
		t.Fatalf("leads to %s", answer.Header.Get("Location"))
	}
	page := analyst.Get(answer.Header.Get("Location") + "&lang=da").WantStatus(http.StatusOK)
	for _, want := range []string{"Gemt kl.", "Ingen svar endnu", "Alle eller næsten alle digitale gevinster er hentet", "6 svar", "til november", "Indtastet af analyst@example.test"} {
		if !strings.Contains(page.Text("main"), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	v := latestWave(t, site, "belief")
	if v.Wave.Kind != survey.FromResponses || v.Wave.Questions[0].Options[0].Share != (survey.Share{}) || v.Comment != "til november" {
		t.Errorf("recorded %+v", v)
	}
	form.Del("key")
	if got := analyst.Upload("/surveys/new", form).WantStatus(http.StatusSeeOther).Header.Get("Location"); !strings.HasPrefix(got, "/surveys/politicians-2025-11?") {
		t.Errorf("a survey without a key leads to %s", got)
	}
	list := analyst.Get("/surveys?lang=da").WantStatus(http.StatusOK)
	if got := plain(list.Find("section:has(#gap-heading) tbody tr").First().Text()); !strings.HasPrefix(got, "Kommunalpolitikere 2025") ||
		!strings.Contains(got, "Svar fra enkeltpersoner") || !strings.Contains(got, "november 2025") || !strings.Contains(got, "Ingen svar endnu") {
		t.Errorf("the list says %q", got)
	}
}

func TestQuestionsAreAddedAndRemovedWithoutSaving(t *testing.T) {
	t.Parallel()
	analyst := webtest.New(t).SignedIn(account.Analyst)
	form := waveForm(t, analyst)
	shape := func(page *webtest.Answer) (counts []int) {
		for _, q := range page.Find(".mh-wave-question").EachIter() {
			counts = append(counts, q.Find(".mh-wave-option").Length())
		}
		return counts
	}
	for _, step := range []struct {
		button string
		want   []int
	}{
		{"add-option/1", []int{3}}, {"add-question", []int{3, 2}}, {"remove-option/1/2", []int{2, 2}}, {"add-option/2", []int{2, 3}},
		{"remove-question/1", []int{3}}, {"remove-question/9", []int{3}}, {"remove-option/1/x", []int{3}}, {"add-option/0", []int{3}},
	} {
		page := analyst.Upload("/surveys/new?lang=da", press(form, step.button)).WantStatus(http.StatusOK)
		if diff := cmp.Diff(step.want, shape(page)); diff != "" {
			t.Fatalf("after %s: %s", step.button, diff)
		}
		form = page.Form(`form[method="post"][action="/surveys/new"]`)
		if form.Get("title/da") != "Kommunalpolitikere 2025" || form.Get("design/election") != "2025" {
			t.Fatalf("after %s the form has lost what was typed: %v", step.button, form)
		}
	}
	if page := analyst.Get("/surveys/new?from=none"); shape(page)[0] != 2 || page.Form(`form[method="post"][action="/surveys/new"]`).Get("questions[1]/text/da") != "" {
		t.Error("a survey begun afresh has texts")
	}
}

func TestEveryFaultOfASurveyIsToldAtItsField(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	form := waveForm(t, analyst)
	for name, value := range map[string]string{
		"title/en": "", "fieldwork": "snart", "key": "seats", "source/url": "her", "source/year": "i år", "design/minimum": "4",
		"design/keep_months": "x", "design/rake": "party", "design/merge": "S", "design/trim": "2", "questions[1]/options[1]/reading": "",
		"questions[1]/options[2]/text/da": "", "questions[1]/options[2]/score": "høj",
	} {
		form.Set(name, value)
	}
	page := analyst.Upload("/surveys/new?lang=da", form).WantStatus(http.StatusUnprocessableEntity)
	for _, link := range page.Find(`[data-module="error-summary"] a`).EachIter() {
		id := link.AttrOr("href", "")
		if page.Find(id).Length() != 1 {
			t.Errorf("the summary leads to %s, which is not there", id)
		}
	}
	if n := page.Find(`[data-module="error-summary"] li`).Length(); n != 12 {
		t.Errorf("%d faults are told:\n%s", n, page.Text(`[data-module="error-summary"]`))
	}
	page.WantNone("surveys.", "waveform.")
	again := page.Form(`form[method="post"][action="/surveys/new"]`)
	for name := range form {
		if name != "csrf" && again.Get(name) != form.Get(name) {
			t.Errorf("%s holds %q, want %q", name, again.Get(name), form.Get(name))
		}
	}
	form = waveForm(t, analyst)
	form.Set("key", "de-2017")
	page = analyst.Upload("/surveys/new?lang=da", form).WantStatus(http.StatusUnprocessableEntity)
	if got := page.Text(`[data-module="error-summary"] li`); !strings.Contains(got, "slags") && !strings.Contains(got, "bruges allerede") {
		t.Errorf("a key that is taken: %q", got)
	}
}

func TestASurveyIsCorrectedAndKeepsItsPromises(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst, other := site.SignedIn(account.Analyst), site.SignedIn(account.Administrator)
	newWave(t, analyst)
	edit := func(b *webtest.Browser) url.Values {
		return b.Get("/surveys/belief/edit?lang=da").WantStatus(http.StatusOK).Form(`main form[method="post"]`)
	}
	mine, theirs := edit(analyst), edit(other)
	if mine.Has("key") {
		t.Error("the key can be changed")
	}
	mine.Set("title/da", "Rettet titel")
	analyst.Upload("/surveys/belief/edit", mine).WantStatus(http.StatusSeeOther)
	theirs.Set("title/da", "En anden titel")
	page := other.Upload("/surveys/belief/edit?lang=da", theirs).WantStatus(http.StatusConflict)
	if got := page.Text("main .alert-error"); !strings.Contains(got, "En anden har rettet") || !strings.Contains(got, "analyst@example.test") {
		t.Errorf("the second writer reads %q", got)
	}
	again := page.Form(`main form[method="post"]`)
	if again.Get("title/da") != "En anden titel" {
		t.Errorf("the form holds %q", again.Get("title/da"))
	}
	other.Upload("/surveys/belief/edit", again).WantStatus(http.StatusSeeOther)
	if v := latestWave(t, site, "belief"); v.Wave.Title.DA != "En anden titel" || v.AuthorName != "administrator@example.test" {
		t.Errorf("recorded %+v", v)
	}
	lower := edit(analyst)
	lower.Set("design/minimum", "5")
	page = analyst.Upload("/surveys/belief/edit?lang=en", lower).WantStatus(http.StatusUnprocessableEntity)
	if got := page.Text("#w-design-minimum-error"); !strings.Contains(got, "can only be raised") {
		t.Errorf("a lower minimum: %q", got)
	}
	analyst.Get("/surveys/none/edit").WantStatus(http.StatusNotFound)
	analyst.Get("/surveys/de-2017/edit").WantStatus(http.StatusUnprocessableEntity)
}

func TestASurveyGoesOutAndInAsAFile(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	newWave(t, analyst)
	file := analyst.Get("/surveys/belief/wave.yaml").WantStatus(http.StatusOK)
	if got := file.Header.Get("Content-Disposition"); got != `attachment; filename="belief.yaml"` {
		t.Errorf("the file is %s", got)
	}
	if _, err := survey.ParseWave([]byte(file.Body)); err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(file.Body, "Councillors 2025", "Members of councils", 1)
	form := analyst.Get("/surveys/belief/edit").Form(`main form[method="post"]`)
	page := analyst.Upload("/surveys/belief/edit?lang=da", press(form, "file"), "wave-file", "w.yaml", changed).WantStatus(http.StatusOK)
	read := page.Form(`main form[method="post"]`)
	if read.Get("title/en") != "Members of councils" || read.Get("seen") != form.Get("seen") {
		t.Errorf("the form holds %v", read)
	}
	if latestWave(t, site, "belief").Wave.Title.EN != "Councillors 2025" {
		t.Error("reading a file has saved it")
	}
	for name, c := range map[string]struct{ content, want string }{
		"nothing":        {"", "Vælg en fil"},
		"another survey": {strings.Replace(file.Body, "key: belief", "key: other", 1), "en anden undersøgelse: other"},
		"published":      {publishedWave(t, site), "Af denne undersøgelse kendes kun"},
		"a faulty file":  {strings.Replace(file.Body, "purpose: gap", "purpose: fun", 1), "purpose"},
	} {
		page := analyst.Upload("/surveys/belief/edit?lang=da", press(form, "file"), "wave-file", "w.yaml", c.content).WantStatus(http.StatusUnprocessableEntity)
		if got := page.Text("main"); !strings.Contains(got, c.want) || page.Find("#w-wave-file-error").Length() != 1 {
			t.Errorf("%s: the page does not say %q at the field", name, c.want)
		}
		if page.Form(`main form[method="post"]`).Get("title/en") != "Councillors 2025" {
			t.Errorf("%s: what was typed is gone", name)
		}
	}
}

func publishedWave(t *testing.T, site *webtest.Site) string {
	t.Helper()
	file, err := survey.WaveFile(latestWave(t, site, "de-2017").Wave)
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}
