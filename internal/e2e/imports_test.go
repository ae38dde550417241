package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// respondents is a file of answers as a survey tool writes it, with a word that
// nobody knows, a party without respondents and a column that nobody needs.
func respondents(t *testing.T) string {
	t.Helper()
	var file strings.Builder
	fmt.Fprintln(&file, "Dato;Kommune;Parti;Hvilket af følgende udsagn passer bedst på din holdning?")
	answers := []string{"Alle eller næsten alle digitale gevinster er hentet", "Der er et betydeligt potentiale for at hente flere digitale gevinster", "Ved ikke"}
	for i, party := range []string{"Socialdemokratiet", "V", "C", "SF", "O", "Liberal Alliance", "Æ", "Enhedslisten", "B", "S", "Å", "Borgernes Liste"} {
		for n := range 12 + i%3 {
			fmt.Fprintf(&file, "1. maj;%s;%s;%s\n", []string{"Odense", "751", "København"}[n%3], party, answers[(n+i)%5%3])
		}
	}
	name := filepath.Join(t.TempDir(), "svar.csv")
	if err := os.WriteFile(name, []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// choose picks the entry of a list by its value, without a script of the page.
func choose(selector, value string) chromedp.Action[chromedp.Void] {
	return chromedp.SetValue(chromedp.CSS(selector), value)
}

// An analyst describes a survey that asks the question of 2017 again, imports
// the answers, and reads the figures where everybody does, all without scripts.
func TestAnalystRunsASurveyWithoutScripts(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	tab := newTab(t)
	signIn(t, tab.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	act(t, tab.ctx, "switch scripts off", scriptsOff())
	newSurvey(t, tab, s.URL)
	importAnswers(t, tab, respondents(t))

	act(t, tab.ctx, "read what everybody reads", chromedp.Click(chromedp.CSS(`.alert-success a[href="/perception/councillors-2025"]`)),
		chromedp.WaitReady(chromedp.CSS(`main .mh-wave, main table`)))
	body := strings.ReplaceAll(text(t, tab.ctx, "main"), "\u00a0", " ")
	for _, want := range []string{"Kommunalpolitikere, november 2025", "156"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of the politicians' view does not say %q", want)
		}
	}
}

func newSurvey(t *testing.T, tab *browserTab, url string) {
	t.Helper()
	enter := func(field, value string) chromedp.Action[chromedp.Void] {
		return chromedp.SetValue(chromedp.CSS(field), value)
	}
	act(t, tab.ctx, "open the list", size(1280), chromedp.Navigate(url+address("/surveys", "da")))
	picture(t, tab.ctx, "surveys-list")
	act(t, tab.ctx, "begin a survey", chromedp.Navigate(url+"/surveys/new"), chromedp.WaitVisible(chromedp.CSS("#save")))
	picture(t, tab.ctx, "surveys-new")
	act(t, tab.ctx, "add an answer", chromedp.Click(chromedp.CSS("#question-1-add")), chromedp.WaitVisible(chromedp.CSS("#w-questions-1-options-3-text-da")))
	act(t, tab.ctx, "save too early", enter("#w-questions-1-options-3-text-da", "Ved ikke"), chromedp.Click(chromedp.CSS("#save")),
		chromedp.WaitVisible(chromedp.CSS(`[data-module="error-summary"]`)))
	tab.complaints.take()
	picture(t, tab.ctx, "surveys-new-wrong")
	act(t, tab.ctx, "save",
		enter("#w-title-da", "Kommunalpolitikere, november 2025"), enter("#w-title-en", "Councillors, November 2025"),
		enter("#w-fieldwork", "2025-11"), enter("#w-key", "councillors-2025"), enter("#w-source-title", "Egen undersøgelse"),
		enter("#w-questions-1-options-3-text-en", "Don’t know"), enter("#w-questions-1-options-3-reading", "dontknow"),
		choose("#w-design-election", "2025"),
		chromedp.Click(chromedp.CSS("#save")), chromedp.WaitVisible(chromedp.CSS(".alert-success")))
	picture(t, tab.ctx, "survey-empty")
}

func importAnswers(t *testing.T, tab *browserTab, file string) {
	t.Helper()
	act(t, tab.ctx, "open the import", chromedp.Click(chromedp.CSS(`.mh-actions a[href$="/import"]`)), chromedp.WaitVisible(chromedp.CSS("#upload")))
	picture(t, tab.ctx, "import-upload")
	act(t, tab.ctx, "upload", chromedp.SetUploadFiles(chromedp.CSS("#answers"), []string{file}),
		chromedp.Click(chromedp.CSS("#upload")), chromedp.WaitVisible(chromedp.CSS("#check")))
	picture(t, tab.ctx, "import-mapping")
	act(t, tab.ctx, "check what is not understood", chromedp.Click(chromedp.CSS("#check")), chromedp.WaitVisible(chromedp.CSS("#row-faults-heading")))
	tab.complaints.take()
	picture(t, tab.ctx, "import-mapping-wrong")
	act(t, tab.ctx, "decide, and check", choose("#column-1-1", "=OTH"), chromedp.Click(chromedp.CSS("#check")), chromedp.WaitVisible(chromedp.CSS("#merge")))
	tab.complaints.take()
	picture(t, tab.ctx, "import-check-refused")
	act(t, tab.ctx, "merge the party without answers", choose("#merge-0", "OTH"), chromedp.Click(chromedp.CSS("#merge")), chromedp.WaitVisible(chromedp.CSS("#confirm")))
	picture(t, tab.ctx, "import-check")
	act(t, tab.ctx, "look on a phone", size(390))
	picture(t, tab.ctx, "import-check-390")
	act(t, tab.ctx, "record", size(1280), chromedp.Click(chromedp.CSS("#confirm")), chromedp.WaitVisible(chromedp.CSS(".alert-success")))
	picture(t, tab.ctx, "survey-answered")
}
