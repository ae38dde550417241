package web_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/opinion"
	"modenhed/internal/survey"
	"modenhed/internal/web/webtest"
)

// secret is a word that stands in the answers of few respondents only.
const secret = "kendemaerke"

// TestSingleAnswersLeaveTheDatabaseNowhere records answers that can be recognised,
// corrects them, looks at every kind of page and file as a stranger and as staff,
// and again after the answers were erased.
func TestSingleAnswersLeaveTheDatabaseNowhere(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	staff := site.SignedIn(account.Administrator)
	waves := &survey.Service{Store: site.Store, Readers: site.Keeper, Estimator: site.Keeper, Log: slog.New(slog.NewTextHandler(site.Log, nil))}
	first := record(t, site, waves, answersOf(false), 0)
	record(t, site, waves, answersOf(true), first)
	before := site.Keeper.Current()
	shown, _ := before.Opinion("w")
	if shown.Report == nil || shown.Erased {
		t.Fatalf("the wave shows %+v", shown)
	}
	search(t, site.Browser(), "a stranger")
	search(t, staff, "staff")

	if n, err := waves.EraseExpired(t.Context(), time.Now().AddDate(30, 0, 0)); err != nil || n != 3 {
		t.Fatalf("erased %d, %v", n, err)
	}
	if err := site.Keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	erased, _ := site.Keeper.Current().Opinion("w")
	if !erased.Erased || !sameReport(t, shown.Report, erased.Report) {
		t.Errorf("after erasing the wave shows %+v", erased)
	}
	search(t, site.Browser(), "a stranger, after erasing")
	documents, err := site.Store.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if bytes.Contains(d.Content, []byte(secret)) {
			t.Errorf("the %s of %s still hold answers", d.Kind, d.Key)
		}
	}
	if strings.Contains(site.Log.String(), secret) {
		t.Error("the log holds answers")
	}
}

func sameReport(t *testing.T, a, b *opinion.Report) bool {
	t.Helper()
	first, err := a.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(first, second)
}

// record records answers and returns the number of the wave's version.
func record(t *testing.T, site *webtest.Site, waves *survey.Service, rows *survey.Responses, seen int64) int64 {
	t.Helper()
	wave := survey.Wave{
		Key: "w", Kind: survey.FromResponses, Title: survey.Text{DA: "Prøve", EN: "Trial"}, Purpose: survey.Gap,
		Fieldwork: time.Now().AddDate(0, -2, 0).Format("2006-01"), Population: survey.Text{DA: "Alle", EN: "All"},
		Source: survey.Source{Title: "Prøve"}, Design: &survey.Design{By: []string{"office"}, Election: 2025},
		Questions: []survey.Question{{Key: "gains", Text: survey.Text{DA: "Hentet?", EN: "Harvested?"}, Options: []survey.Option{
			{Key: "yes", Text: survey.Text{DA: "Ja", EN: "Yes"}, Reading: survey.Harvested},
			{Key: "no", Text: survey.Text{DA: "Nej", EN: "No"}, Reading: survey.Potential},
		}}},
	}
	actor, _, err := site.Store.Credentials(t.Context(), webtest.Email(account.Administrator))
	if err != nil {
		t.Fatal(err)
	}
	batch := survey.Batch{Version: survey.Version{Wave: wave, Origin: survey.FromImport}, Responses: rows}
	version, err := waves.Record(t.Context(), actor.Actor(), batch, seen)
	if err != nil {
		t.Fatal(err)
	}
	return version.Number
}

// answersOf are answers from four councils, of all parties, as given or all turned
// round. Every fortieth respondent can be recognised.
func answersOf(turned bool) *survey.Responses {
	rows := &survey.Responses{Columns: []string{"office"}, Questions: []string{"gains"}}
	parties := []string{"A", "V", "C", "F", "O", "I", "Æ", "Ø", "B", "S", "Å", "M", "OTH"}
	for i := range 130 {
		row := survey.Response{Municipality: []int{461, 101, 751, 851}[i%4], Party: parties[i%len(parties)], Values: []string{"member"}, Answers: []string{"yes"}}
		if (i%3 == 0) != turned {
			row.Answers[0] = "no"
		}
		if i%40 == 0 {
			row.Values[0] = fmt.Sprintf("%s-%d", secret, i)
		}
		rows.Rows = append(rows.Rows, row)
	}
	return rows
}

// search follows links from page to page, and looks for what few answered in
// all it finds: pages, tables, workbooks and archives, now and as of earlier.
func search(t *testing.T, b *webtest.Browser, who string) {
	t.Helper()
	queue := []string{
		"/", "/perception", "/surveys", "/surveys/w", "/export/benchmark.xlsx", "/export/ranking.csv", "/api/v1/openapi.json", "/api/v1/surveys",
		"/municipalities/461", "/perception?as_of=" + url.QueryEscape(time.Now().AddDate(0, 0, -1).Format("2006-01-02")),
	}
	const perShape, most = 2, 160
	seen, shapes, visited := make(map[string]bool), make(map[string]int), 0
	for len(queue) > 0 && visited < most {
		path := queue[0]
		queue = queue[1:]
		if shape := shapeOf(path); seen[path] || shapes[shape] >= perShape {
			continue
		} else {
			shapes[shape]++
		}
		seen[path] = true
		visited++
		answer := b.Get(path)
		for name, content := range unpacked(t, answer.Body) {
			if strings.Contains(content, secret) {
				t.Errorf("%s finds an answer in %s%s", who, path, name)
			}
		}
		queue = append(queue, linksOf(answer)...)
	}
	if visited < 20 {
		t.Errorf("%s saw %d addresses", who, visited)
	}
}

var number = regexp.MustCompile(`\d+|=[^&]*`)

// shapeOf is an address without its numbers and values.
func shapeOf(path string) string { return number.ReplaceAllString(path, "*") }

func linksOf(answer *webtest.Answer) (paths []string) {
	if !strings.HasPrefix(strings.TrimSpace(answer.Body), "<") {
		return nil
	}
	answer.Find("[href],[hx-get]").Each(func(_ int, tag *goquery.Selection) {
		for _, name := range []string{"href", "hx-get"} {
			path, _ := tag.Attr(name)
			if strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "/assets") && !strings.HasPrefix(path, "//") && !strings.HasPrefix(path, "/logout") {
				paths = append(paths, strings.SplitN(path, "#", 2)[0])
			}
		}
	})
	return paths
}

// unpacked returns the files in an archive or workbook by name, and anything else
// as it is.
func unpacked(t *testing.T, body string) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		return map[string]string{"": body}
	}
	files := make(map[string]string)
	for _, f := range archive.File {
		opened, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(opened)
		if err != nil {
			t.Fatal(err)
		}
		files[" "+f.Name] = string(content)
	}
	return files
}
