package pages_test

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/webtest"
)

// TestCompareShowsTheComparison compares tables and chart with the snapshot.
func TestCompareShowsTheComparison(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	page := site.Browser().Get("/compare?lang=en&codes=461,751,730").WantStatus(http.StatusOK)
	want, err := site.Keeper.Current().Compare([]municipality.Code{461, 751, 730})
	if err != nil {
		t.Fatal(err)
	}
	page.WantText("h1", "Odense, Aarhus and Randers")
	overall := page.Find(`section[aria-labelledby="overall-heading"] tbody tr`)
	if overall.Length() != len(want.Units) {
		t.Fatalf("%d rows, want %d", overall.Length(), len(want.Units))
	}
	overall.Each(func(i int, row *goquery.Selection) {
		unit := want.Units[i]
		if link, _ := row.Find("th a").Attr("href"); link != "/municipalities/"+unit.Code.String() {
			t.Errorf("row %d leads to %s, want %s", i, link, unit.Code)
		}
		if score := row.Find(".mh-score-value").Text(); score != shown(unit.Card.Score.Value) {
			t.Errorf("%s has score %s, want %.1f", unit.Name, score, unit.Card.Score.Value)
		}
		percentile := row.Find(`td[data-title="Percentile in the group"]`).Text()
		if !strings.Contains(percentile, fmt.Sprintf("above %d of %d other", unit.InGroup.Lower, unit.InGroup.Of)) {
			t.Errorf("%s lies %q in its group, want %+v", unit.Name, percentile, unit.InGroup)
		}
	})
	checkAreas(t, page, want)
}

// shown is a score as pages write it in English.
func shown(x float64) string { return fmt.Sprintf("%.1f", math.Round(x*10)/10) }

// checkAreas wants every area's figures, and words at the highest and the
// lowest where the comparison marks them and nowhere else.
func checkAreas(t *testing.T, page *webtest.Answer, want *benchmark.Comparison) {
	t.Helper()
	rows := page.Find(`section[aria-labelledby="areas-heading"] tbody tr`)
	if rows.Length() != len(want.Areas) {
		t.Fatalf("%d areas, want %d", rows.Length(), len(want.Areas))
	}
	marked := 0
	rows.Each(func(i int, row *goquery.Selection) {
		area := &want.Areas[i]
		words := make([]string, len(want.Units))
		for _, n := range area.Highest {
			words[n] = "Highest"
		}
		for _, n := range area.Lowest {
			words[n] = "Lowest"
		}
		row.Find("td").Each(func(n int, cell *goquery.Selection) {
			if n == len(want.Units) {
				if got := strings.TrimSpace(cell.Text()); got != shown(area.Difference.Value) {
					t.Errorf("%s differs by %s, want %.1f", area.Area.Key, got, area.Difference.Value)
				}
				return
			}
			if got := cell.Find(".mh-heat").Text(); got != shown(area.Points[n].Value) {
				t.Errorf("%s of %s is %s, want %.1f", area.Area.Key, want.Units[n].Name, got, area.Points[n].Value)
			}
			if got := strings.TrimSpace(cell.Find(".mh-mark").Text()); got != words[n] {
				t.Errorf("%s of %s is marked %q, want %q", area.Area.Key, want.Units[n].Name, got, words[n])
			}
		})
		if area.Marked() {
			marked++
		}
	})
	if marked == 0 || marked == len(want.Areas) {
		t.Errorf("%d of %d areas are marked; the test wants some", marked, len(want.Areas))
	}
}

// TestCompareShowsAnswersInWords finds every answer of every area.
func TestCompareShowsAnswersInWords(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	page := site.Browser().Get("/compare?lang=en&codes=461,751").WantStatus(http.StatusOK)
	s := site.Keeper.Current()
	if got := page.Find(`section[aria-labelledby="answers-heading"] tbody tr`).Length(); got != len(s.Places) {
		t.Errorf("%d questions, want %d", got, len(s.Places))
	}
	for selector, want := range map[string]string{"#answers-rpa": "Level ", "#answers-broadband": " days", "#answers-school": "%"} {
		if got := page.Text(selector); !strings.Contains(got, want) {
			t.Errorf("%s does not say %q", selector, want)
		}
	}
}

// TestTheFormLeadsToTheAddressOfTheComparison types names as people do.
func TestTheFormLeadsToTheAddressOfTheComparison(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	for name, row := range map[string]struct{ query, want string }{
		"names":                 {"m1=Odense&m2=Aarhus", "/compare?codes=461,751"},
		"as people write them":  {"m1=odense+kommune&m2=%C3%85rhus&m3=hoeje+taastrup", "/compare?codes=461,751,169"},
		"codes":                 {"m1=461&m2=751", "/compare?codes=461,751"},
		"part of a name":        {"m1=Odense&m2=frederikss", "/compare?codes=461,250"},
		"with an empty field":   {"m1=&m2=Odense&m3=&m4=Aarhus", "/compare?codes=461,751"},
		"the order typed":       {"m1=Aarhus&m2=Odense", "/compare?codes=751,461"},
		"names in the address":  {"codes=Odense,Aarhus", "/compare?codes=461,751"},
		"spaces in the address": {"codes=461,+751,", "/compare?codes=461,751"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site.Browser().Get("/compare?" + row.query).WantLocation(row.want)
		})
	}
}

// TestAWrongChoiceComesBackAsTyped wants a message at the field, and nothing lost.
func TestAWrongChoiceComesBackAsTyped(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	for name, row := range map[string]struct {
		query  string
		faults map[string]string
		values []string
	}{
		"unknown code":    {"codes=461,999", map[string]string{"m2": "‘999’ is not a municipality"}, []string{"Odense", "999"}},
		"unknown name":    {"m1=Malm%C3%B6&m4=Odense", map[string]string{"m1": "‘Malmö’ is not"}, []string{"Malmö", "", "", "Odense"}},
		"twice":           {"codes=461,751,461", map[string]string{"m3": "Odense is chosen twice"}, []string{"Odense", "Aarhus", "Odense"}},
		"several":         {"m1=frederiks&m2=461", map[string]string{"m1": "fits Frederiksberg, Frederikshavn and Frederikssund"}, []string{"frederiks", "Odense"}},
		"one of the form": {"m1=Odense", map[string]string{"m2": "at least 2"}, []string{"Odense", ""}},
		"signs only":      {"m1=---&m2=461", map[string]string{"m1": "‘---’ is not"}, []string{"---", "Odense"}},
		"hostile": {"m1=461&m2=" + url.QueryEscape(`"><script>alert(1)</script>`),
			map[string]string{"m2": "is not a municipality"}, []string{"Odense", `"><script>alert(1)</script>`}},
		"all faults at once": {"m1=xyz&m2=461&m3=461", map[string]string{"m1": "‘xyz’", "m3": "twice"}, []string{"xyz", "Odense", "Odense"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := site.Browser().Get("/compare?lang=en&" + row.query).WantStatus(http.StatusUnprocessableEntity)
			page.WantNone("<script>alert")
			if got := page.Find(`[data-module="error-summary"] li a`).Length(); got != len(row.faults) {
				t.Errorf("%d faults in the summary, want %d", got, len(row.faults))
			}
			for id, want := range row.faults {
				if got := page.Text("#" + id + "-error"); !strings.Contains(got, want) {
					t.Errorf("at %s stands %q, want %q", id, got, want)
				}
			}
			for i, want := range row.values {
				if got, _ := page.Find(fmt.Sprintf("#m%d", i+1)).Attr("value"); got != want {
					t.Errorf("field %d holds %q, want %q", i+1, got, want)
				}
			}
		})
	}
}

func TestTooManyAreNamed(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	page := site.Browser().Get("/compare?lang=en&codes=461,751,730,851,101,147,151,0").WantStatus(http.StatusUnprocessableEntity)
	summary := page.Text(`[data-module="error-summary"]`)
	if !strings.Contains(summary, "at most 6") || !strings.Contains(summary, "‘0’ is not") {
		t.Errorf("the summary says %q", summary)
	}
	if rest := page.Text(".mh-choose"); !strings.Contains(rest, "no room for Ballerup and 0") {
		t.Errorf("what has no field is not named: %q", rest)
	}
}

// TestCompareBeginsWithExamples follows every link that the page offers.
func TestCompareBeginsWithExamples(t *testing.T) {
	t.Parallel()
	for name, site := range map[string]*webtest.Site{"demo": webtest.New(t, webtest.WithDemo()), "empty": webtest.New(t)} {
		for path, least := range map[string]int{"/compare": 2, "/compare?codes=461": 9, "/compare?codes=461,751": 4} {
			page := site.Browser().Get(path).WantStatus(http.StatusOK)
			links := page.Find(`main a[href^="/compare?codes="]`)
			if links.Length() < least {
				t.Errorf("%s: %s offers %d comparisons, want %d or more", name, path, links.Length(), least)
			}
			for _, link := range links.EachIter() {
				href, _ := link.Attr("href")
				site.Browser().Get(href).WantStatus(http.StatusOK)
			}
		}
	}
}

// TestPeersComeWithReasons reads the peers of Odense and where it lies among them.
func TestPeersComeWithReasons(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	page := site.Browser().Get("/compare?lang=en&codes=461").WantStatus(http.StatusOK)
	s := site.Keeper.Current()
	list := s.PeersOf(461, benchmark.NearestPeers)
	rows := page.Find(`section[aria-labelledby="nearest-heading"] tbody tr`)
	if rows.Length() != len(list) {
		t.Fatalf("%d peers, want %d", rows.Length(), len(list))
	}
	rows.Each(func(i int, row *goquery.Selection) {
		if got := strings.TrimSpace(row.Find("th").Text()); got != list[i].Name {
			t.Errorf("peer %d is %s, want %s", i, got, list[i].Name)
		}
	})
	if got := rows.First().Find(`td[data-title="Reason"]`).Text(); !strings.Contains(got, "same municipality group, but another region, 6% more residents") {
		t.Errorf("the reason for %s is %q", list[0].Name, got)
	}
	among := s.SpreadAmong(benchmark.Codes(list))
	first := page.Find(`section[aria-labelledby="among-heading"] tbody tr`).First()
	if got := strings.TrimSpace(first.Find(`td[data-title="Median"]`).Text()); got != shown(among.Score.Median.Value) {
		t.Errorf("the peers' median is %s, want %.1f", got, among.Score.Median.Value)
	}
	if got := strings.TrimSpace(first.Find(`td[data-title="Lies"]`).Text()); got != "above all of them" {
		t.Errorf("Odense lies %q", got)
	}
}

// TestTheUnrankedAreNamed compares one that answered too little.
func TestTheUnrankedAreNamed(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	for _, unit := range s.Units {
		if unit.Place.Rank > 0 {
			continue
		}
		page := site.Browser().Get("/compare?lang=en&codes=461," + unit.Code.String()).WantStatus(http.StatusOK)
		if got := page.Text(".alert-warning"); !strings.Contains(got, unit.Name) {
			t.Errorf("%s is not ranked; the page says %q", unit.Name, got)
		}
		if got := page.Find(".mh-mark").Length(); got != 0 {
			t.Errorf("%d marks in a comparison of Odense with nobody", got)
		}
		return
	}
	t.Fatal("everybody is ranked in the demo")
}
