package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/benchmark"
	"modenhed/internal/web/webtest"
)

// TestRankingShowsTheSnapshot compares every row with the snapshot: order,
// rank, ties, score, areas, and the reason of those without a rank.
func TestRankingShowsTheSnapshot(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	page := site.Browser().Get("/ranking?lang=en").WantStatus(http.StatusOK)
	rows := page.Find(".mh-ranking tbody tr:not(.mh-group-row)")
	listing := site.Keeper.Current().List(benchmark.Query{})
	if rows.Length() != len(listing.Rows) {
		t.Fatalf("%d rows, want %d", rows.Length(), len(listing.Rows))
	}
	rows.Each(func(i int, row *goquery.Selection) {
		want := listing.Rows[i]
		if name := row.Find(".mh-name a").Text(); name != want.Name {
			t.Errorf("row %d is %s, want %s", i, name, want.Name)
		}
		if score := row.Find(".mh-score-value").Text(); score != fmt.Sprintf("%.1f", want.Card.Score.Value) {
			t.Errorf("%s has score %s, want %.1f", want.Name, score, want.Card.Score.Value)
		}
		rank := strings.TrimSpace(row.Find(".mh-rank-number").Text())
		switch {
		case want.Place.Rank == 0 && (!strings.Contains(rank, "Not ranked") || row.Find(".mh-name .mh-sub").Length() != 2):
			t.Errorf("%s is not ranked; the page says %q and no reason", want.Name, rank)
		case want.Place.Tied && !strings.Contains(rank, fmt.Sprintf("=%d", want.Place.Rank)):
			t.Errorf("%s is tied at %d; the page says %q", want.Name, want.Place.Rank, rank)
		case want.Place.Rank > 0 && !want.Place.Tied && rank != fmt.Sprint(want.Place.Rank):
			t.Errorf("%s has rank %q, want %d", want.Name, rank, want.Place.Rank)
		}
	})
}

func TestRankingFiltersByItsAddress(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	for name, row := range map[string]struct {
		query, count, empty string
	}{
		"everything":     {"", "98 municipalities", ""},
		"region":         {"region=nordjylland", "11 municipalities", ""},
		"one by name":    {"q=%C3%A5rhus", "1 municipality", ""},
		"combined":       {"region=syddanmark&size=lt20k&group=land", "3 municipalities", ""},
		"nobody":         {"q=zzz", "0 municipalities", "Choose fewer filters"},
		"unknown region": {"region=skaane", "0 municipalities", "Region ‘skaane’ does not exist"},
		"unknown area":   {"area=nothing", "0 municipalities", "Area ‘nothing’ does not exist"},
		"hostile":        {"q=" + url.QueryEscape(`"><script>alert(1)</script>`), "0 municipalities", "Choose fewer filters"},
	} {
		t.Run(name, func(t *testing.T) {
			page := site.Browser().Get("/ranking?lang=en&" + row.query).WantStatus(http.StatusOK)
			page.WantText("#count", row.count)
			if row.empty != "" && !strings.Contains(page.Text("#results .mh-empty"), row.empty) {
				t.Errorf("the page says %q, want %q", page.Text("#results .mh-empty"), row.empty)
			}
			page.WantNone("<script>alert")
		})
	}
}

// TestAnUnknownOrderIsNamed asks the page and its part for an order that is not offered.
func TestAnUnknownOrderIsNamed(t *testing.T) {
	t.Parallel()
	b := webtest.New(t, webtest.WithDemo()).Browser()
	for query, want := range map[string]string{
		"sort=zzz":          "cannot be sorted by ‘zzz’",
		"sort=RPA":          "cannot be sorted by ‘RPA’",
		"sort=rpa&dir=down": "The direction ‘down’ does not exist",
		"sort=<b>&dir=asc":  "cannot be sorted by ‘<b>’",
	} {
		for name, page := range map[string]*webtest.Answer{
			"page": b.Get("/ranking?lang=en&" + query).WantStatus(http.StatusOK),
			"part": b.Htmx("/ranking?lang=en&" + query).WantStatus(http.StatusOK),
		} {
			if text := page.Text("body"); !strings.Contains(text, want) {
				t.Errorf("%s %s does not say %q", name, query, want)
			}
			if rows := page.Find(".mh-ranking tbody tr:not(.mh-group-row)").Length(); rows != 98 {
				t.Errorf("%s %s lists %d municipalities", name, query, rows)
			}
		}
	}
	for _, query := range []string{"", "sort=rank", "sort=rpa&dir=asc", "sort=&dir="} {
		if text := b.Get("/ranking?lang=en&" + query).Text("#results"); strings.Contains(text, "cannot be sorted") || strings.Contains(text, "direction") {
			t.Errorf("%s is taken for an unknown order", query)
		}
	}
}

// TestRankingGivesItsTableAlone is what htmx swaps in: no frame, and the count
// for screen readers.
func TestRankingGivesItsTableAlone(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	part := site.Browser().Htmx("/ranking?lang=en&region=nordjylland").WantStatus(http.StatusOK)
	part.WantNone("<html", "<header")
	part.WantText("#count", "11 municipalities")
	if live := part.Text("#live"); !strings.HasPrefix(live, "11 municipalities, ") {
		t.Errorf("screen readers hear %q", live)
	}
}

func TestSortingHeadsTurnAround(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	b := site.Browser()
	for path, want := range map[string]struct{ order, next string }{
		"/ranking?sort=change":                    {"descending", "/ranking?dir=asc&sort=change"},
		"/ranking?dir=asc&sort=change":            {"ascending", "/ranking?sort=change"},
		"/ranking?region=nordjylland&sort=change": {"descending", "/ranking?dir=asc&region=nordjylland&sort=change"},
	} {
		head := b.Get(path).Find("th.mh-move")
		if order, _ := head.Attr("aria-sort"); order != want.order {
			t.Errorf("%s is sorted %s, want %s", path, order, want.order)
		}
		if next, _ := head.Find("a").Attr("href"); next != want.next {
			t.Errorf("%s leads to %s, want %s", path, next, want.next)
		}
	}
}

// TestAMunicipalitysPageOpensTheScore adds the contributions up as a reader would.
func TestAMunicipalitysPageOpensTheScore(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	page := site.Browser().Get("/municipalities/461?lang=en").WantStatus(http.StatusOK)
	unit, _ := site.Keeper.Current().Unit(461)
	page.WantText(".mh-scorecard-value strong", fmt.Sprintf("%.1f", unit.Card.Score.Value))
	sum := 0.0
	page.Find(`td[data-title="Contribution"]`).Each(func(_ int, cell *goquery.Selection) {
		var points float64
		if _, err := fmt.Sscan(strings.TrimSpace(cell.Text()), &points); err == nil {
			sum += points
		}
	})
	if diff := sum - unit.Card.Score.Value; diff > 1 || diff < -1 {
		t.Errorf("the rounded contributions sum to %.1f, the score is %.1f", sum, unit.Card.Score.Value)
	}
	page.WantNone("editor@demo.test", "admin@demo.test")
	site.Browser().Get("/municipalities/0461").WantStatus(http.StatusNotFound)
	site.Browser().Get("/municipalities/999").WantStatus(http.StatusNotFound)
	site.Browser().Get("/areas/nothing").WantStatus(http.StatusNotFound)
}

// TestThePublicReadsNoInternalEvidence looks for the comment and the internal
// evidence of every status on the public page of its municipality.
func TestThePublicReadsNoInternalEvidence(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	b := site.Browser()
	for _, unit := range s.Units {
		var hidden, shown []string
		for _, answer := range unit.Answers {
			if answer.Status == nil {
				continue
			}
			if c := answer.Status.Comment; c != "" {
				hidden = append(hidden, c)
			}
			evidence := answer.Status.Evidence
			for _, text := range []string{evidence.Text, evidence.Link} {
				if text != "" && evidence.Public {
					shown = append(shown, text)
				} else if text != "" {
					hidden = append(hidden, text)
				}
			}
		}
		page := b.Get("/municipalities/" + unit.Code.String())
		page.Find(".mh-teachers").Remove() // others' evidence, see TestTeachersShowOnlyWhatIsPublic
		body, err := page.Document().Html()
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range hidden {
			if strings.Contains(body, text) && !strings.Contains(strings.Join(shown, "\n"), text) {
				t.Errorf("%s shows %q", unit.Name, text)
			}
		}
	}
}

func TestPerceptionKeepsSharesAsTheyAreKnown(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	page := site.Browser().Get("/perception?lang=en").WantStatus(http.StatusOK)
	wave := page.Text(`section[aria-labelledby="wave-de-2017"]`)
	for _, want := range []string{"most, read as 50–70%", "about one in three, read as 30–37%", "±5 percentage points", "326", "13%", "0.67"} {
		if !strings.Contains(wave, want) {
			t.Errorf("June 2017 does not say %q", want)
		}
	}
}

// TestSharesBelowEachOtherAreEquallyExact looks at a question with estimated
// shares, which have one decimal each, and at one that was published in whole
// figures.
func TestSharesBelowEachOtherAreEquallyExact(t *testing.T) {
	t.Parallel()
	page := webtest.New(t, webtest.WithDemo()).Browser().Get("/perception?lang=da").WantStatus(http.StatusOK)
	invented := page.Text(`section[aria-labelledby="wave-demo-2026"]`)
	for _, option := range []string{"gevinster er hentet", "flere digitale gevinster", "Ved ikke"} {
		if !regexp.MustCompile(option + `\s*\d+,\d\s%`).MatchString(invented) {
			t.Errorf("the invented survey has no share with one decimal of %q: %s", option, invented)
		}
	}
	published := page.Text(`section[aria-labelledby="context-heading"]`)
	for _, want := range []string{"15 %", "37 %", "32 %", "16 %"} {
		if !strings.Contains(published, want) {
			t.Errorf("the published surveys do not say %q", want)
		}
	}
}

// TestComputedValuesHaveOneDecimalAtMost reads the medians and quartiles of the
// answers given in figures.
func TestComputedValuesHaveOneDecimalAtMost(t *testing.T) {
	t.Parallel()
	b := webtest.New(t, webtest.WithDemo()).Browser()
	for _, area := range []string{"rpa", "shared_it", "smart_city", "welfare_tech", "school", "it_security", "broadband"} {
		text := b.Get("/areas/" + area + "?lang=da").WantStatus(http.StatusOK).Text(".mh-indicator")
		if found := regexp.MustCompile(`(?:Medianen er|mellem|og) \d+,\d\d+[^.]*`).FindString(text); found != "" {
			t.Errorf("%s: %q", area, found)
		}
	}
	if text := b.Get("/areas/broadband?lang=en").Text(".mh-indicator"); !strings.Contains(text, "% of market rent") || strings.Contains(text, " % of market rent") {
		t.Error("a percentage is written the Danish way in English")
	}
}

func TestEmptyPagesSayWhatToDo(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.Browser()
	for _, path := range []string{"/", "/ranking", "/municipalities/461", "/areas/rpa", "/perception"} {
		page := b.Get(path).WantStatus(http.StatusOK)
		if page.Find(`.mh-empty a[href^="/report"], .mh-empty a[href^="/login"]`).Length() == 0 {
			t.Errorf("%s does not lead to the form", path)
		}
	}
	if b.Get("/municipalities/461").Find(".mh-ruler").Length() != 0 {
		t.Error("the ruler of a country without scores is drawn")
	}
	if rows := b.Get("/ranking").Find(".mh-ranking tbody tr:not(.mh-group-row)").Length(); rows != 98 {
		t.Errorf("the empty ranking lists %d municipalities", rows)
	}
}

// TestTheMapExplainsWhatHasNoScore looks at a country without answers and at one
// where every municipality has given some.
func TestTheMapExplainsWhatHasNoScore(t *testing.T) {
	t.Parallel()
	const key = ".mh-legend .lv-none"
	if n := webtest.New(t).Browser().Get("/").Find(key).Length(); n != 1 {
		t.Errorf("the empty map explains its empty tiles %d times, want once", n)
	}
	if n := webtest.New(t, webtest.WithDemo()).Browser().Get("/").Find(key).Length(); n != 0 {
		t.Errorf("the full map explains empty tiles that it does not have")
	}
}

func TestMethodDeclaresEveryWeight(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	page := site.Browser().Get("/method?lang=en").WantStatus(http.StatusOK)
	for _, place := range site.Keeper.Current().Places {
		if !strings.Contains(page.Body, string(place.Indicator.Key)) {
			t.Errorf("the method does not list %s", place.Indicator.Key)
		}
	}
	text := page.Text("main")
	for _, want := range []string{"66.6%", "25%", "24 months", "S = Σ W · S(area) / Σ W"} {
		if !strings.Contains(text, want) {
			t.Errorf("the method does not say %q", want)
		}
	}
}
