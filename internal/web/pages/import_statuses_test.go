package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/web/webtest"
)

const statusesPage = "/import/statuses"

func sendList(b *webtest.Browser, csv string, pairs ...string) *webtest.Answer {
	form := url.Values{"do": {"upload"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.Upload(statusesPage, form, "file", "svar.csv", csv)
}

func TestAnalystsImportManyMunicipalities(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	list := "Kommune;Nøgle;Svar;Dokumentation;Link til dokumentation;Kilde\n" +
		"Odense;rpa.strategy;3;Sendt ind;;\nAarhus;rpa.strategy;2;Fundet;https://example.test/a;desk research\n751;rpa.processes;?;;;kommunen\nOdense;rpa.quality;;;;\n"
	page := sendList(analyst, list).WantStatus(http.StatusOK)
	if got := page.Find("#changes-heading ~ table tbody tr").Length(); got != 3 {
		t.Fatalf("%d changes shown, want 3", got)
	}
	for range 2 {
		confirm(analyst, page).WantStatus(http.StatusSeeOther)
	}
	all, err := site.Store.Statuses(t.Context(), 0)
	if err != nil || len(all) != 3 {
		t.Fatalf("%d statuses, %v, want 3", len(all), err)
	}
	for _, s := range all {
		if s.Channel != assessment.ChannelImport || s.Author == 0 || (s.Source == assessment.Desk) != (s.Evidence.Link != "") {
			t.Errorf("recorded %+v", s)
		}
	}
	again := sendList(analyst, list).WantStatus(http.StatusOK)
	if again.Find("#confirm").Length() != 0 || !strings.Contains(again.Text(".alert-info"), "ændrer ikke noget") {
		t.Error("the same list again changes something")
	}
}

// What a municipality said itself is replaced when that was confirmed, and a
// finding against it becomes a question.
func TestOwnAnswersAreNotReplacedByMistake(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	for _, key := range []string{"rpa.strategy", "rpa.quality"} {
		editor.Post("/report/rpa/"+key, url.Values{"state": {"reported"}, "value": {"1"}, "seen": {"0"}}).WantStatus(http.StatusSeeOther)
	}
	analyst := site.SignedIn(account.Analyst)
	page := sendList(analyst, "municipality,indicator,value,evidence_link,source,comment\nOdense,rpa.strategy,3,,self,\n461,rpa.quality,4,https://example.test,desk,Se side 4\n").
		WantStatus(http.StatusOK)
	notes := page.Text(".mh-note")
	if !strings.Contains(notes, "Erstatter kommunens eget svar") || !strings.Contains(notes, "bliver et spørgsmål") {
		t.Errorf("the page says %q", notes)
	}
	refused := confirm(analyst, page).WantStatus(http.StatusUnprocessableEntity)
	if refused.Find("#replace-error").Length() != 1 || len(statusesOf(t, site, "rpa.strategy")) != 1 {
		t.Error("an own answer can be replaced without saying so")
	}
	confirm(analyst, refused, "replace", "yes").WantLocation(statusesPage + "?recorded=2&questions=1")
	if got := statusesOf(t, site, "rpa.strategy"); len(got) != 2 || got[1].Answer.Value != 3 || got[1].Source != assessment.Self {
		t.Errorf("recorded %+v", got)
	}
	entries, err := site.Store.EntriesOf(t.Context(), webtest.Odense)
	if err != nil || len(entries) != 1 || entries[0].Comment != "Se side 4" || entries[0].Finding == 0 {
		t.Errorf("questions %+v, %v", entries, err)
	}
}

// A list says nothing of files: that an answer loses them with it is shown before.
func TestAListShowsTheFilesThatItTakesOff(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	recordFiles(t, site, "rpa.strategy", 1, keptFile(t, site, webtest.Odense, "plan.pdf", false))
	page := sendList(site.SignedIn(account.Analyst), "kommune;nøgle;svar\nOdense;rpa.strategy;3\n").WantStatus(http.StatusOK)
	if got := page.Find("#changes-heading ~ table tbody tr").Text(); !strings.Contains(got, "plan.pdf") {
		t.Errorf("the change says %q", got)
	}
}

func TestFaultyListsSayWhere(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	for name, c := range map[string]struct{ list, want string }{
		"no column":     {"kommune;svar\nOdense;3\n", "Nøgle"},
		"two of one":    {"kommune;nøgle;svar;value\nOdense;rpa.strategy;3;3\n", "mere end én kolonne"},
		"nowhere":       {"kommune;nøgle;svar\nNarnia;rpa.strategy;3\n", "Narnia"},
		"desk and bare": {"kommune;nøgle;svar;kilde\nOdense;rpa.strategy;3;desk\n", "Indsæt et link"},
		"twice":         {"kommune;nøgle;svar\nOdense;rpa.strategy;3\n461;rpa.strategy;4\n", "allerede besvaret i række 2"},
		"changed since": {"kommune;nøgle;svar;version\nOdense;rpa.strategy;3;4\n", "Versionen i rækken findes ikke"},
	} {
		page := sendList(analyst, c.list).WantStatus(http.StatusUnprocessableEntity)
		if got := page.Text("main"); !strings.Contains(got, c.want) || page.Find("#confirm").Length() != 0 {
			t.Errorf("%s: the page does not say %q", name, c.want)
		}
	}
	site.SignedIn(account.Editor).Get(statusesPage).WantStatus(http.StatusForbidden)
	sendList(site.SignedIn(account.Editor), "kommune;nøgle;svar\nOdense;rpa.strategy;3\n").WantStatus(http.StatusForbidden)
}

// A template that was filled in is read again.
func TestTemplatesAreUnderstood(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	analyst := site.SignedIn(account.Analyst)
	csv := analyst.Get("/import/statuses/template.csv?code=461").WantStatus(http.StatusOK).Body
	page := sendList(analyst, strings.Replace(csv, "461;rpa.strategy;", "461;rpa.strategy;4", 1)).WantStatus(http.StatusOK)
	if got := page.Find("#changes-heading ~ table tbody tr").Length(); got != 1 {
		t.Errorf("CSV: %d changes, want 1", got)
	}
	list := analyst.Get("/import/statuses/template.xlsx?lang=da&code=461&code=751").WantStatus(http.StatusOK).Body
	file, err := excelize.OpenReader(strings.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := file.GetRows(file.GetSheetName(0))
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil || len(rows) != 1+2*36 {
		t.Fatalf("%d rows, %v, want 72 below the headings", len(rows), err)
	}
	page = sendList(analyst, filledIn(t, list, "Svar/rpa.strategy", 2)).WantStatus(http.StatusOK)
	if got := page.Find("#changes-heading ~ table tbody tr").Length(); got != 1 {
		t.Errorf("Excel: %d changes, want 1", got)
	}
	analyst.Get("/import/statuses/template.xlsx?code=999").WantStatus(http.StatusNotFound)
}
