package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// question is the question whose answer the story raises, in the demo's own municipality.
const question = "rpa.strategy"

// TestTheWholeStory is the product's purpose in one go: an editor raises an
// answer with evidence and sees the new score, the public ranking changes, the
// analyst finds the same score in the workbook, and the survey page holds it
// against what the politicians believe.
func TestTheWholeStory(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	public, editor := newTab(t), newTab(t)

	before := scoreInRanking(t, public.ctx, s.URL)
	measured := measuredMean(t, public.ctx, s.URL)

	signIn(t, editor.ctx, s.URL, "editor@demo.test", "demo-modenhed")
	raise(t, editor.ctx, s.URL, 5)
	raised := scoreInProfile(t, editor.ctx, s.URL)
	if raised <= before {
		t.Fatalf("the editor sees %v after raising the answer, %v before", raised, before)
	}

	if got := scoreInRanking(t, public.ctx, s.URL); got != raised {
		t.Errorf("the public ranking shows %v, the editor saw %v", got, raised)
	}
	if got := measuredMean(t, public.ctx, s.URL); got <= measured {
		t.Errorf("the measured mean is %v, it was %v before", got, measured)
	}
	analyst := newTab(t)
	signIn(t, analyst.ctx, s.URL, "analyst@demo.test", "demo-modenhed")
	if got := scoreInWorkbook(t, s.URL, cookies(t, analyst.ctx)); fmt.Sprintf("%.1f", got) != fmt.Sprintf("%.1f", raised) {
		t.Errorf("the workbook holds %v, the page shows %v", got, raised)
	}
}

// raise answers the question with a level and evidence.
func raise(t *testing.T, ctx context.Context, url string, level int) {
	t.Helper()
	form := fmt.Sprintf(`section[id="%s"] form[data-draft]`, question)
	act(t, ctx, "raise the answer",
		chromedp.Navigate(url+"/report/rpa?lang=da"),
		chromedp.Click(chromedp.CSS(fmt.Sprintf(`%s input[name="value"][value="%d"] + label`, form, level))),
		chromedp.SetValue(chromedp.CSS(form+` [name="evidence_text"]`), "Opgjort i den opdigtede årsrapport."),
		chromedp.SetValue(chromedp.CSS(form+` [name="evidence_link"]`), "https://www.example.org/aarsrapport"),
		chromedp.Click(chromedp.CSS(form+` button[value="save"]`)),
		chromedp.WaitVisible(chromedp.CSS(fmt.Sprintf(`section[id="%s"] .mh-saved`, question))),
	)
}

// scoreInRanking reads Odense's score from the public ranking.
func scoreInRanking(t *testing.T, ctx context.Context, url string) float64 {
	t.Helper()
	act(t, ctx, "open the ranking", chromedp.Navigate(url+"/ranking?lang=da&q=odense"))
	return danish(t, text(t, ctx, "tbody .mh-score-value"))
}

func scoreInProfile(t *testing.T, ctx context.Context, url string) float64 {
	t.Helper()
	act(t, ctx, "open the profile", chromedp.Navigate(url+"/municipalities/461?lang=da"))
	return danish(t, text(t, ctx, ".mh-scorecard-value strong"))
}

// measuredMean reads what the survey page holds the politicians' view against,
// and makes sure that it shows a gap.
func measuredMean(t *testing.T, ctx context.Context, url string) float64 {
	t.Helper()
	act(t, ctx, "open the survey page", chromedp.Navigate(url+"/perception?lang=da"))
	page := text(t, ctx, "main")
	if !strings.Contains(page, "Forskellen er +") {
		t.Error("the survey page shows no gap")
	}
	if !strings.Contains(page, "de fleste, læst som 50–70") {
		t.Error("the survey page does not show June 2017 as a range")
	}
	return s2f(t, exactMean(t, ctx))
}

// exactMean reads the mean from the length of the bar, which has more decimals
// than the words.
func exactMean(t *testing.T, ctx context.Context) string {
	t.Helper()
	const width = `document.querySelector('.mh-wave .mh-bar-fill').getAttribute('width').replace('%', '')`
	return ask(t, ctx, "measure the bar", chromedp.Evaluate[string](width))
}

func danish(t *testing.T, text string) float64 {
	t.Helper()
	return s2f(t, strings.ReplaceAll(text, ",", "."))
}

func s2f(t *testing.T, text string) float64 {
	t.Helper()
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// scoreInWorkbook downloads the benchmark and reads Odense's score from it.
func scoreInWorkbook(t *testing.T, url string, cookies []*http.Cookie) float64 {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, url+"/export/benchmark.xlsx?lang=da", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cookies {
		request.AddCookie(c)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("download: %v, %s", err, response.Status)
	}
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	name, score := column(t, rows[0], "Kommune"), column(t, rows[0], "Samlet score")
	for _, row := range rows[1:] {
		if row[name] == "Odense" {
			return s2f(t, row[score])
		}
	}
	t.Fatal("Odense is not in the workbook")
	return 0
}

func column(t *testing.T, header []string, name string) int {
	t.Helper()
	for i, cell := range header {
		if cell == name {
			return i
		}
	}
	t.Fatalf("no column %q in %q", name, header)
	return 0
}
