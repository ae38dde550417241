package pages_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

const demoWave = "/perception/demo-2026"

func TestPerceptionSaysTheGapInTwoSentences(t *testing.T) {
	t.Parallel()
	b := webtest.New(t, webtest.WithDemo()).Browser()
	for lang, want := range map[string][]string{
		"da": {`^I \pL+ 2026 mente \d+,\d\s%.*95\s%-interval.*af 100 point for digital modenhed\.$`, `p [=<] 0,\d+\)\.$`},
		"en": {`^In \pL+ 2026, \d+\.\d%.*95% interval.*of 100 points for digital maturity on average\.$`, `p [=<] 0\.\d+\)\.$`},
	} {
		sentences := b.Get("/perception?lang=" + lang).WantStatus(http.StatusOK).Find(".alert-info .alert-text")
		if sentences.Length() != len(want) {
			t.Fatalf("%s: %d sentences, want %d", lang, sentences.Length(), len(want))
		}
		sentences.Each(func(i int, s *goquery.Selection) {
			if text := plain(s.Text()); !regexp.MustCompile(want[i]).MatchString(text) {
				t.Errorf("%s: %q", lang, text)
			}
		})
	}
}

// TestAFigureStandsBesideATableOfTheSame compares the data of the figure with
// the rows of the table, by every column that can be chosen.
func TestAFigureStandsBesideATableOfTheSame(t *testing.T) {
	t.Parallel()
	b := webtest.New(t, webtest.WithDemo()).Browser()
	choices := b.Get("/perception?lang=en").Find(".mh-choices a")
	if choices.Length() < 4 {
		t.Fatalf("%d columns to choose", choices.Length())
	}
	choices.Each(func(_ int, a *goquery.Selection) {
		href, _, _ := strings.Cut(a.AttrOr("href", ""), "#")
		page := b.Get(withLang(href)).WantStatus(http.StatusOK)
		var chart struct {
			Rows []struct {
				Name          string
				First, Second *float64
			}
		}
		if err := json.Unmarshal([]byte(page.Find("#places-data").Text()), &chart); err != nil {
			t.Fatal(err)
		}
		shown := make(map[string]string)
		withheld := 0
		page.Find(".mh-beliefs tbody tr").Each(func(_ int, tr *goquery.Selection) {
			name := plain(tr.Find("th").Text())
			if strings.Contains(tr.Text(), "Not shown") {
				withheld++
				return
			}
			shown[name] = plain(tr.Find("td").Eq(1).Text())
		})
		if len(chart.Rows) != len(shown) {
			t.Errorf("%s: %d rows drawn, %d in the table with figures", href, len(chart.Rows), len(shown))
		}
		for _, row := range chart.Rows {
			figure := strings.TrimSuffix(strings.Fields(shown[row.Name] + " -")[0], "%")
			if x, err := strconv.ParseFloat(figure, 64); err != nil || row.First == nil || x != *row.First {
				t.Errorf("%s: %s is drawn at %v, the table says %q", href, row.Name, row.First, shown[row.Name])
			}
		}
		said := strings.Contains(plain(page.Find("main").Text()), "not shown, because")
		if said != (withheld > 0) {
			t.Errorf("%s: %d withheld, said %t", href, withheld, said)
		}
	})
}

func withLang(href string) string {
	if strings.Contains(href, "?") {
		return href + "&lang=en"
	}
	return href + "?lang=en"
}

func TestAWaveSaysHowItWasMade(t *testing.T) {
	t.Parallel()
	b := webtest.New(t, webtest.WithDemo()).Browser()
	method := plain(b.Get(demoWave + "?lang=en").WantStatus(http.StatusOK).Find(`section[aria-labelledby="method-heading"]`).Text())
	for _, want := range []string{
		"Asked:", "a response rate of 13", "weighted by party", "The largest correction is", "where a weight of 1 means", "design effect",
		"that all weigh the same", "without, and", "fewer than 5 answers", "Non-response:", "Weighted together as", "by sex",
	} {
		if !strings.Contains(method, want) {
			t.Errorf("the method does not say %q", want)
		}
	}
	note := plain(b.Get("/perception/de-2017?lang=da").WantStatus(http.StatusOK).Find(`section[aria-labelledby="method-heading"]`).Text())
	for _, want := range []string{"±5,43", "±5,05", "±5,06", "±5,10", "1,018", "2.444", "Hvor notatets ±5 kommer fra", "Bortfald: 13"} {
		if !strings.Contains(note, want) {
			t.Errorf("the note’s method does not say %q", want)
		}
	}
}

// TestEveryMunicipalityHasAQuadrantOrAReason counts all 98 once.
func TestEveryMunicipalityHasAQuadrantOrAReason(t *testing.T) {
	t.Parallel()
	page := webtest.New(t, webtest.WithDemo()).Browser().Get(demoWave + "/quadrants?lang=en").WantStatus(http.StatusOK)
	seen := make(map[string]int)
	placed := 0
	for _, key := range []string{"eager", "wanting", "blind", "content"} {
		page.Find("#" + key + " tbody th a").Each(func(_ int, a *goquery.Selection) {
			seen[a.Text()]++
			placed++
		})
	}
	page.Find(".mh-names a").Each(func(_ int, a *goquery.Selection) { seen[a.Text()]++ })
	if len(seen) != 98 {
		t.Errorf("%d municipalities, want 98", len(seen))
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%s stands %d times", name, n)
		}
	}
	var chart struct{ Points []struct{ Name string } }
	if err := json.Unmarshal([]byte(page.Find("#quadrant-data").Text()), &chart); err != nil || len(chart.Points) != placed {
		t.Errorf("%d points for %d in the tables: %v", len(chart.Points), placed, err)
	}
	text := plain(page.Find("main").Text())
	for _, want := range []string{"We do not know the party seats", "import the party seats", "differences beyond party", "Moved since the survey before"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestAWaveWithoutAnswersHasNoQuadrants(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Browser()
	if text := b.Get("/perception/de-2017/quadrants?lang=en").WantStatus(http.StatusOK).Text(".mh-empty"); !strings.Contains(text, "published shares for the whole country only") {
		t.Errorf("the page says %q", text)
	}
	b.Get("/perception/kl-vt-2017").WantStatus(http.StatusNotFound)
	b.Get("/perception/nothing/quadrants").WantStatus(http.StatusNotFound)
	b.Get("/export/perception.csv").WantStatus(http.StatusNotFound)
}

func TestPerceptionLooksBack(t *testing.T) {
	t.Parallel()
	b := webtest.New(t, webtest.WithDemo()).Browser()
	before := "as_of=2025-12-31"
	b.Get(demoWave + "?" + before).WantStatus(http.StatusNotFound)
	page := b.Get("/perception?by=size&" + before).WantStatus(http.StatusOK)
	page.WantNone("demo-2026")
	page.Find(`main .mh-choices a, main .mh-wave a[href^="/perception"]`).Each(func(_ int, a *goquery.Selection) {
		if href := a.AttrOr("href", ""); !strings.Contains(href, before) {
			t.Errorf("%s leaves the time", href)
		}
	})
}

func TestAMunicipalitySaysWhatItsCouncilProbablyThinks(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	quadrants := site.Browser().Get(demoWave + "/quadrants?lang=en")
	for basis, want := range map[string]string{"Party seats": "from the party seats alone", "Seats and own answers": "90% interval"} {
		found := false
		quadrants.Find("section tbody tr").EachWithBreak(func(_ int, tr *goquery.Selection) bool {
			if !strings.HasPrefix(plain(tr.Find("td").Eq(2).Text()), basis) {
				return true
			}
			found = true
			href := tr.Find("th a").AttrOr("href", "")
			text := plain(site.Browser().Get(href + "?lang=en").Find(`section[aria-labelledby="council-heading"]`).Text())
			if !strings.Contains(text, want) || !strings.Contains(text, "Placement") {
				t.Errorf("%s: %s", href, text)
			}
			return false
		})
		if !found {
			t.Errorf("nobody rests on %s", basis)
		}
	}
	unknown := quadrants.Find(`p:contains("We do not know the party seats")`)
	if unknown.Find("a").Length() != 0 {
		t.Error("everybody is led to the import of seats")
	}
	analyst := site.SignedIn(account.Analyst).Get(demoWave + "/quadrants?lang=en")
	if analyst.Find(`p:contains("We do not know the party seats") a[href="/surveys/seats"]`).Length() != 1 {
		t.Error("an analyst is not led to the import of seats")
	}
	href := unknown.NextFiltered(".mh-names").Find("a").First().AttrOr("href", "")
	text := plain(site.Browser().Get(href + "?lang=en").Find(`section[aria-labelledby="council-heading"]`).Text())
	if !strings.Contains(text, "There is no figure for this council.") || strings.Contains(text, "%") {
		t.Errorf("%s: %s", href, text)
	}
	if n := webtest.New(t).Browser().Get("/municipalities/461").Find("#council-heading").Length(); n != 0 {
		t.Error("a country without answers says what councils think")
	}
}

// TestPerceptionFileHoldsBackWhatThePagesDo reads the file as a program would.
func TestPerceptionFileHoldsBackWhatThePagesDo(t *testing.T) {
	t.Parallel()
	b := webtest.New(t, webtest.WithDemo()).Browser()
	answer := b.Get("/export/perception.csv?wave=demo-2026&lang=en").WantStatus(http.StatusOK)
	if got := answer.Header.Get("Content-Disposition"); got != `attachment; filename="perception-demo-2026.csv"` {
		t.Errorf("the file is called %s", got)
	}
	rows, err := csv.NewReader(strings.NewReader(answer.Body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := make(map[string]int)
	for i, name := range rows[0] {
		column[name] = i
	}
	notShown := b.Get(demoWave + "?lang=en&by=party").Find(".mh-beliefs tbody tr").FilterFunction(func(_ int, tr *goquery.Selection) bool {
		return strings.Contains(tr.Text(), "Not shown")
	}).Length()
	withheld, units := 0, 0
	for _, row := range rows[1:] {
		cell := func(name string) string { return row[column[name]] }
		for i, text := range row {
			if _, err := strconv.ParseFloat(text, 64); err != nil && text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
				t.Errorf("column %s holds a formula: %s", rows[0][i], text)
			}
		}
		if cell("note") == "withheld" {
			withheld++
			if cell("value")+cell("low")+cell("high")+cell("se")+cell("answered") != "" {
				t.Errorf("a withheld row has figures: %v", row)
			}
		}
		if cell("level") == "municipality" && cell("basis") == "party_seats" && cell("measure") == "harvested" && cell("low")+cell("answered") != "" {
			t.Errorf("the seats alone have an interval: %v", row)
		}
		if cell("measure") == "quadrant" {
			units++
		}
	}
	if parties := count(rows, column, "party", "withheld"); parties != 2*notShown || withheld < parties {
		t.Errorf("%d rows of parties withheld, the page withholds %d parties", parties, notShown)
	}
	if units != 98 {
		t.Errorf("%d municipalities", units)
	}
}

// count counts the rows of a level with a note.
func count(rows [][]string, column map[string]int, level, note string) int {
	n := 0
	for _, row := range rows {
		if row[column["level"]] == level && row[column["note"]] == note {
			n++
		}
	}
	return n
}
