package pages_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

const importPath = "/surveys/belief/import"

// parties2025 are those with seats of their own in 2025.
var parties2025 = []string{"A", "V", "C", "F", "O", "I", "Æ", "Ø", "B", "S", "Å", "M", "OTH"}

// answersFile has each respondents of every party but those left out.
func answersFile(each int, without ...string) string {
	var file strings.Builder
	fmt.Fprintln(&file, "Kommune;Parti;Svar")
	for _, party := range parties2025 {
		n := each
		for _, left := range without {
			if left == party {
				n = 0
			}
		}
		for i := range n {
			fmt.Fprintf(&file, "%s;%s;%s\n", []string{"Odense", "751"}[i%2], party, []string{"harvested", "harvested", "potential"}[i%3])
		}
	}
	return file.String()
}

// step sends the form of the page before with a button.
func step(t *testing.T, b *webtest.Browser, page *webtest.Answer, button string, change ...string) *webtest.Answer {
	t.Helper()
	form := page.Form(`main form[method="post"]`)
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return b.Upload(importPath+"?lang=da", press(form, button))
}

func upload(b *webtest.Browser, files ...string) *webtest.Answer {
	return b.Upload(importPath+"?lang=da", url.Values{"do": {"upload"}}, files...)
}

func TestAnswersAreImportedInThreeSteps(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	newWave(t, analyst)
	analyst.Get(importPath).WantStatus(http.StatusOK)
	mapping := upload(analyst, "answers", "svar.csv", answersFile(8)).WantStatus(http.StatusOK)
	if got := mapping.Text("section:has(#preview-heading)"); !strings.Contains(got, "svar.csv har 104 svarpersoner og 3 kolonner.") {
		t.Errorf("the page says %q", got)
	}
	if n := mapping.Find("section:has(#preview-heading) tbody tr").Length(); n != 5 {
		t.Errorf("%d rows of the file are shown, want 5", n)
	}
	if got := mapping.Text(".mh-import-column:has(#column-1) dl"); !strings.Contains(got, "ÆDanmarksdemokraterne") {
		t.Errorf("parties are understood as %q", got)
	}
	check := step(t, analyst, mapping, "check").WantStatus(http.StatusOK)
	for _, want := range []string{"104 af 2.432", "4,3 %", "A – Socialdemokratiet", "Alle eller næsten alle digitale gevinster er hentet"} {
		if got := plain(check.Text("main")); !strings.Contains(got, want) {
			t.Errorf("the page does not say %q: %s", want, got)
		}
	}
	check.WantNone("Odense", "751") // nothing of single respondents
	if _, ok := site.Keeper.Current().Opinion("belief"); ok {
		t.Fatal("recorded before it was confirmed")
	}
	done := step(t, analyst, check, "confirm").WantStatus(http.StatusSeeOther)
	page := analyst.Get(done.Header.Get("Location") + "&lang=da").WantStatus(http.StatusOK)
	if got := page.Text("main"); !strings.Contains(got, "Svarene er registreret kl.") || !strings.Contains(plain(got), "104 af 2.432") || !strings.Contains(got, "Importeret af analyst@example.test") {
		t.Errorf("the survey's page says %q", got)
	}
	o, ok := site.Keeper.Current().Opinion("belief")
	if !ok || o.Report == nil || o.Report.Respondents != 104 {
		t.Fatalf("recorded %+v", o)
	}
	list := plain(analyst.Get("/surveys?lang=da").Find("section:has(#gap-heading) tbody tr").First().Text())
	if !strings.Contains(list, "104") || !strings.Contains(list, "Svarene er registreret") || !strings.Contains(list, "Se tallene") {
		t.Errorf("the list says %q", list)
	}
}

func TestASurveyLeadsToItsAnswersAndThenToItsFigures(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	newWave(t, analyst)
	const collect, figures = `a[href="/surveys/belief/fieldwork"]`, `a[href="/perception/belief"]`
	page := analyst.Get("/surveys/belief")
	if page.Find(collect).Length() == 0 || page.Find(figures).Length() != 0 {
		t.Error("without answers the page does not lead to collecting them, or leads to figures")
	}
	check := step(t, analyst, upload(analyst, "answers", "svar.csv", answersFile(8)), "check")
	step(t, analyst, check, "confirm").WantStatus(http.StatusSeeOther)
	page = analyst.Get("/surveys/belief")
	if page.Find(collect).Length() != 0 || page.Find(figures).Length() == 0 {
		t.Error("with answers the page still leads to collecting them, or does not lead to the figures")
	}
	analyst.Get("/perception/belief").WantStatus(http.StatusOK)
}

func TestACorrectionOfFewRespondentsIsRefused(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	newWave(t, analyst)
	first := step(t, analyst, upload(analyst, "answers", "svar.csv", answersFile(8)), "check")
	step(t, analyst, first, "confirm").WantStatus(http.StatusSeeOther)
	few := strings.Replace(answersFile(8), "A;harvested", "A;potential", 1)
	page := step(t, analyst, upload(analyst, "answers", "svar.csv", few), "check").WantStatus(http.StatusUnprocessableEntity)
	if got := page.Text(".alert-error"); !strings.Contains(got, "Færre end 6 svarpersoner") || page.Find("#confirm").Length() != 0 {
		t.Errorf("the page says %q", got)
	}
	same := step(t, analyst, upload(analyst, "answers", "svar.csv", answersFile(14)), "check").WantStatus(http.StatusOK)
	if got := same.Text("main"); !strings.Contains(got, "Undersøgelsen har svar i forvejen") {
		t.Error("the page does not say that answers are replaced")
	}
}

func TestUploadsThatCannotBeReadAreTold(t *testing.T) {
	t.Parallel()
	analyst := webtest.New(t).SignedIn(account.Analyst)
	newWave(t, analyst)
	for name, c := range map[string]struct {
		files []string
		want  string
	}{
		"no file":                 {nil, "Vælg en fil"},
		"an empty file":           {[]string{"answers", "a.csv", ""}, "Vælg en fil"},
		"a broken workbook":       {[]string{"answers", "a.xlsx", "PK\x03\x04x"}, "kan ikke læses som en Excel-projektmappe"},
		"another encoding":        {[]string{"answers", "a.csv", "parti;svar\n\xc6;x\n"}, "ikke gemt som UTF-8"},
		"rows too wide":           {[]string{"answers", "a.csv", "a;b\n1;2;3\n1;2;3;4\n"}, "2 fejl i filens rækker"},
		"too large":               {[]string{"answers", "a.csv", strings.Repeat("a;b\n", 5<<18)}, "højst fylde 4 MB"},
		"a population without it": {[]string{"answers", "a.csv", answersFile(8), "population", "p.csv", "a;b\n1;2\n"}, "mangler en kolonne for party"},
		"a population of words":   {[]string{"answers", "a.csv", answersFile(8), "population", "p.csv", "parti;antal\nA;mange\n"}, "ikke et antal"},
	} {
		page := upload(analyst, c.files...)
		if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("main"), c.want) || page.Find(`.form-error input[type="file"]`).Length() == 0 {
			t.Errorf("%s: %d, not %q at the field: %s", name, page.Status, c.want, page.Text(".alert-error"))
		}
	}
	lost := upload(analyst, "answers", "a.csv", answersFile(8)).Form(`main form[method="post"]`)
	lost.Set("carried/answers", "nonsense")
	analyst.Upload(importPath, press(lost, "check")).WantStatus(http.StatusUnprocessableEntity)
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	for range 64 {
		_, _ = w.Write(make([]byte, 1<<20))
	}
	_ = w.Close()
	lost.Set("carried/answers", base64.StdEncoding.EncodeToString(bomb.Bytes()))
	if page := analyst.Upload(importPath+"?lang=da", press(lost, "check")).WantStatus(http.StatusUnprocessableEntity); !strings.Contains(page.Text("main"), "højst fylde 4 MB") {
		t.Errorf("what unpacks to too much: %s", page.Text(".alert-error"))
	}
	analyst.Get("/surveys/de-2017/import").WantStatus(http.StatusUnprocessableEntity)
	analyst.Get("/surveys/none/import").WantStatus(http.StatusNotFound)
}

func TestWhatIsNotUnderstoodIsDecidedOn(t *testing.T) {
	t.Parallel()
	analyst := webtest.New(t).SignedIn(account.Analyst)
	newWave(t, analyst)
	file := strings.ReplaceAll(answersFile(8), "OTH", "Byens \"Liste\"")
	file = strings.ReplaceAll(file, "Byens \"Liste\"", `"Byens ""Liste"""`)
	file = strings.Replace(file, "A;harvested", "A;tja", 1)
	mapping := upload(analyst, "answers", "a.csv", file).WantStatus(http.StatusOK)
	refused := step(t, analyst, mapping, "check").WantStatus(http.StatusUnprocessableEntity)
	if got := refused.Text("#row-faults-heading"); got != "9 fejl i filens rækker" {
		t.Errorf("the heading is %q", got)
	}
	if rows := refused.Text("section:has(#row-faults-heading) tbody"); !strings.Contains(rows, "98–105Parti") || !strings.Contains(rows, "2Svar") {
		t.Errorf("the rows are %q", rows)
	}
	party := refused.Find("#column-1-1").AttrOr("name", "")
	answer := refused.Find("#column-2-1").AttrOr("name", "")
	mapped := step(t, analyst, refused, "map", party, "=OTH", answer, "=").WantStatus(http.StatusOK)
	if got := mapped.Find("#column-1-1 option[selected]").AttrOr("value", ""); got != "=OTH" {
		t.Errorf("the choice is %q", got)
	}
	step(t, analyst, mapped, "check").WantStatus(http.StatusOK)
	// A column that is not chosen, and one chosen twice.
	wrong := step(t, analyst, mapping, "check", "column/1", "", "column/2", "Kommune", "column/0", "Kommune").WantStatus(http.StatusUnprocessableEntity)
	if got := wrong.Text(`[data-module="error-summary"]`); !strings.Contains(got, "Parti: Vælg den kolonne") || !strings.Contains(got, "mere end én ting") {
		t.Errorf("the summary says %q", got)
	}
	if wrong.Find(`#column-1[aria-invalid="true"]`).Length() != 1 {
		t.Error("the field does not say what is wrong")
	}
}

func TestPartiesAreMergedOnlyWhenChosen(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	newWave(t, analyst)
	file := answersFile(8, "M", "Å") + "Odense;Å;harvested\nOdense;K;potential\n"
	refused := step(t, analyst, upload(analyst, "answers", "a.csv", file), "check").WantStatus(http.StatusUnprocessableEntity)
	text := refused.Text(".alert-error")
	if !strings.Contains(text, "M – Moderaterne har 6 i populationen, men ingen har svaret") || !strings.Contains(text, "K – Kristendemokraterne har 1 svarpersoner") {
		t.Errorf("refused with %q", text)
	}
	if refused.Find("#confirm").Length() != 0 {
		t.Error("what is refused can be confirmed")
	}
	fields := make(map[string]string)
	for _, field := range refused.Find(`input[name^="merge-label/"]`).EachIter() {
		fields[field.AttrOr("value", "")] = strings.Replace(field.AttrOr("name", ""), "merge-label/", "merge/", 1)
	}
	if len(fields) != 3 || fields["M"] == "" || fields["Å"] == "" || fields["K"] == "" {
		t.Fatalf("merges are offered for %v", fields)
	}
	if got := refused.Find(`[name="`+fields["K"]+`"] option:contains("forslag")`).AttrOr("value", ""); got != "OTH" {
		t.Errorf("the suggestion for K is %q", got)
	}
	check := step(t, analyst, refused, "merge", fields["M"], "OTH", fields["K"], "OTH").WantStatus(http.StatusOK)
	if got := plain(check.Text("main")); !strings.Contains(got, "Tæller sammen: K – Kristendemokraterne, M – Moderaterne") && !strings.Contains(got, "Tæller sammen: M – Moderaterne, K – Kristendemokraterne") {
		t.Errorf("the page does not say what is merged: %s", got)
	}
	// Confirming with another choice shows the figures again first.
	step(t, analyst, check, "confirm", fields["Å"], "F").WantStatus(http.StatusOK)
	step(t, analyst, check, "confirm").WantStatus(http.StatusSeeOther)
	if got := latestWave(t, site, "belief").Wave.Design.Merge; len(got) != 2 {
		t.Errorf("recorded merges %v", got)
	}
}

func TestAnImportFindsThatTheSurveyHasChanged(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst, other := site.SignedIn(account.Analyst), site.SignedIn(account.Administrator)
	newWave(t, analyst)
	check := step(t, analyst, upload(analyst, "answers", "a.csv", answersFile(8)), "check").WantStatus(http.StatusOK)
	form := other.Get("/surveys/belief/edit").Form(`main form[method="post"]`)
	form.Set("title/da", "Rettet")
	other.Upload("/surveys/belief/edit", form).WantStatus(http.StatusSeeOther)
	page := step(t, analyst, check, "confirm").WantStatus(http.StatusConflict)
	if got := page.Text(".alert-error"); !strings.Contains(got, "En anden har rettet undersøgelsen") {
		t.Errorf("the page says %q", got)
	}
	step(t, analyst, page, "confirm").WantStatus(http.StatusSeeOther)
	if v := latestWave(t, site, "belief"); v.Wave.Title.DA != "Rettet" {
		t.Errorf("recorded under %q", v.Wave.Title.DA)
	}
}

func TestAPopulationGivesTheWeights(t *testing.T) {
	t.Parallel()
	analyst := webtest.New(t).SignedIn(account.Analyst)
	form := waveForm(t, analyst)
	form.Set("design/rake", "region, køn")
	analyst.Upload("/surveys/new", form).WantStatus(http.StatusSeeOther)
	if got := analyst.Get(importPath + "?lang=da").Text("section:has(#population-heading)"); !strings.Contains(got, "vægtes også efter region, køn") {
		t.Errorf("the page says %q", got)
	}
	answers, population := "Kommune;Parti;Svar;Køn\n", "Parti;Region;Køn;Antal\n"
	for i := range 60 {
		place, region := "Odense", "Region Syddanmark"
		if i%2 == 0 {
			place, region = "Aarhus", "midtjylland"
		}
		sex := []string{"Kvinde", "Mand"}[i/2%2]
		party := []string{"A", "V", "C"}[i%3]
		answers += fmt.Sprintf("%s;%s;%s;%s\n", place, party, []string{"harvested", "potential"}[i/3%2], strings.ToUpper(sex))
		population += fmt.Sprintf("%s;%s;%s;%d\n", party, region, sex, 5+i%4)
	}
	missing := step(t, analyst, upload(analyst, "answers", "a.csv", answers), "check").WantStatus(http.StatusUnprocessableEntity)
	if got := missing.Text(".alert-error"); !strings.Contains(got, "Populationen efter") {
		t.Errorf("without a population: %q", got)
	}
	mapping := upload(analyst, "answers", "a.csv", answers, "population", "p.csv", population).WantStatus(http.StatusOK)
	if got := mapping.Find("#column-3 option[selected]").AttrOr("value", ""); got != "=municipality" {
		t.Errorf("the region comes from %q", got)
	}
	check := step(t, analyst, mapping, "check").WantStatus(http.StatusOK)
	if got := check.Text(".alert-info"); !strings.Contains(got, "p.csv") {
		t.Errorf("the page says %q", got)
	}
	step(t, analyst, check, "confirm").WantStatus(http.StatusSeeOther)
}

func TestNobodyElseImports(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	newWave(t, analyst)
	editor := site.SignedIn(account.Editor)
	editor.Upload(importPath, url.Values{"do": {"upload"}}, "answers", "a.csv", answersFile(8)).WantStatus(http.StatusForbidden)
	forged := url.Values{"do": {"upload"}, "csrf": {"another"}}
	analyst.Upload(importPath, forged, "answers", "a.csv", answersFile(8)).WantStatus(http.StatusForbidden)
}
