package e2e

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// askedWave is a survey whose answers are to be collected.
const askedWave = `key: proeve
title: {da: Prøveundersøgelse, en: Trial survey}
kind: responses
design: {election: 2025}
fieldwork: "2026-03"
population: {da: Kommunalpolitikere, en: Municipal politicians}
purpose: gap
source: {title: Prøve}
questions:
  - key: gains
    text: {da: Er gevinsterne hentet?, en: Are the gains harvested?}
    options:
      - {key: harvested, reading: harvested, text: {da: "Ja, næsten alle", en: "Yes, nearly all"}}
      - {key: potential, reading: potential, text: {da: "Nej, der er mere", en: "No, there is more"}}
`

const fieldworkPage = "/surveys/proeve/fieldwork"

// An analyst uploads a list, opens, and downloads the links; politicians answer,
// one of them on a phone that runs no script; the survey is closed and has figures.
func TestAnswersAreCollected(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	wave, list := filepath.Join(s.Folder, "wave.yaml"), filepath.Join(s.Folder, "list.csv")
	people := "kommune;parti;email\n"
	for i := range 14 {
		people += fmt.Sprintf("Odense;%s;p%02d@raad.example\n", []string{"A", "Venstre"}[i%2], i)
	}
	for name, content := range map[string]string{wave: askedWave, list: people} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	imported := exec.Command(program, "import", "survey", wave, "--db", filepath.Join(s.Folder, "modenhed-demo.db"))
	if output, err := imported.CombinedOutput(); err != nil {
		t.Fatalf("import the wave: %v\n%s", err, output)
	}
	tab := newTab(t)
	signIn(t, tab.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	act(t, tab.ctx, "upload the list", size(1280), chromedp.Navigate(s.URL+fieldworkPage),
		chromedp.SetUploadFiles(chromedp.CSS("#contacts"), []string{list}),
		chromedp.Click(chromedp.CSS("#upload-contacts")), chromedp.WaitVisible(chromedp.CSS("#send-letter")))
	tab.check(t, fieldworkPage)
	picture(t, tab.ctx, "fieldwork-draft")
	act(t, tab.ctx, "open", chromedp.Click(chromedp.CSS("#send-letter")), chromedp.WaitVisible(chromedp.CSS("#make-links")))
	links := mergeLinks(t, tab, s)
	answerOnPhone(t, tab, links[0])
	for i, link := range links[1:12] {
		sendAnswer(t, link, []string{"harvested", "potential"}[i%2])
	}
	act(t, tab.ctx, "look how many have answered", size(390), chromedp.Navigate(s.URL+address(fieldworkPage, "en")))
	tab.check(t, fieldworkPage)
	picture(t, tab.ctx, "fieldwork-open")
	if got := text(t, tab.ctx, ".mh-figures"); !strings.Contains(got, "12") {
		t.Errorf("the page shows %q, want 12 answers", got)
	}
	act(t, tab.ctx, "see what closing does", chromedp.Navigate(s.URL+address(fieldworkPage+"/close", "da")))
	tab.check(t, fieldworkPage+"/close")
	picture(t, tab.ctx, "fieldwork-close")
	act(t, tab.ctx, "close", chromedp.Click(chromedp.CSS("#close-fieldwork")), chromedp.WaitVisible(chromedp.CSS(".alert-success")))
	act(t, tab.ctx, "try a link afterwards", chromedp.Navigate(address(links[13], "da")))
	tab.complaints.take()
	if got := text(t, tab.ctx, "h1"); got != "Linket kan ikke bruges" {
		t.Errorf("the link of somebody who has not answered leads to %q", got)
	}
}

// mergeLinks downloads the links with the browser's session.
func mergeLinks(t *testing.T, tab *browserTab, s *server) []string {
	t.Helper()
	csrf := ask(t, tab.ctx, "read the token", chromedp.Value(chromedp.CSS(`main input[name="csrf"]`)))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+fieldworkPage+"/links",
		strings.NewReader(url.Values{"csrf": {csrf}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, cookie := range cookies(t, tab.ctx) {
		request.AddCookie(cookie)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	in := csv.NewReader(response.Body)
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil || len(rows) != 15 {
		t.Fatalf("%d rows of links, %v, want 15", len(rows), err)
	}
	var links []string
	for _, row := range rows[1:] {
		links = append(links, row[1])
	}
	return links
}

// answerOnPhone answers without a script, first forgetting to choose.
func answerOnPhone(t *testing.T, tab *browserTab, link string) {
	t.Helper()
	act(t, tab.ctx, "open the form", size(390), chromedp.Navigate(address(link, "en")))
	tab.check(t, "/answer/…")
	picture(t, tab.ctx, "fieldwork-form")
	act(t, tab.ctx, "send nothing", scriptsOff(), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(chromedp.CSS(".mh-fault")))
	tab.complaints.take()
	picture(t, tab.ctx, "fieldwork-form-fault")
	act(t, tab.ctx, "answer", chromedp.Click(chromedp.CSS(`label[for="q1-2"]`)), chromedp.Click(chromedp.CSS("button")))
	act(t, tab.ctx, "read the thanks", chromedp.WaitVisible(chromedp.CSS("main > p > a")))
	if got := text(t, tab.ctx, "h1"); got != "Thank you for your answer" {
		t.Errorf("after the answer the page says %q", got)
	}
	act(t, tab.ctx, "scripts on", scriptsOn())
}

func sendAnswer(t *testing.T, link, option string) {
	t.Helper()
	response, err := http.PostForm(link, url.Values{"gains": {option}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		t.Errorf("an answer leads to %d", response.StatusCode)
	}
}
