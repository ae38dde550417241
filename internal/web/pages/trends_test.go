package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/scoring"
	"modenhed/internal/web/webtest"
)

// point is a score as pages write it in English.
func point(p scoring.Points) string {
	if !p.OK {
		return "–"
	}
	return shown(p.Value)
}

// checkTrends compares the ends of every line, the line's points and the table
// of all figures with the scores, oldest first: the overall one and the areas.
func checkTrends(t *testing.T, table *goquery.Selection, points [][]scoring.Points) {
	t.Helper()
	lines := table.First().Find("tbody tr")
	if lines.Length() != len(points[0]) {
		t.Fatalf("%d lines, want %d", lines.Length(), len(points[0]))
	}
	first, last := points[0], points[len(points)-1]
	lines.Each(func(i int, row *goquery.Selection) {
		cells := row.Find("td.mh-num")
		if got := plain(cells.Eq(0).Text()); got != point(first[i]) {
			t.Errorf("line %d begins at %s, want %s", i, got, point(first[i]))
		}
		if got := plain(cells.Eq(1).Text()); got != point(last[i]) {
			t.Errorf("line %d ends at %s, want %s", i, got, point(last[i]))
		}
		known := 0
		for _, p := range points {
			if p[i].OK {
				known++
			}
		}
		path := row.Find("path").AttrOr("d", "")
		if got := strings.Count(path, "M") + strings.Count(path, "L"); got != known {
			t.Errorf("line %d has %d points, want %d: %s", i, got, known, path)
		}
	})
	table.Last().Find("tbody tr").Each(func(n int, row *goquery.Selection) {
		for i, want := range points[len(points)-1-n] {
			if got := plain(row.Find("td").Eq(i).Text()); !strings.HasPrefix(got, point(want)) {
				t.Errorf("row %d, figure %d is %s, want %s", n, i, got, point(want))
			}
		}
	})
}

func TestTrendsOfEveryArea(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	profile, _ := s.Profile(webtest.Odense)
	var own, country [][]scoring.Points
	for _, p := range profile.Trend {
		own = append(own, append([]scoring.Points{p.Score}, p.Areas...))
	}
	for _, p := range s.Trend() {
		country = append(country, append([]scoring.Points{p.Score}, p.Areas...))
	}
	page := site.Browser().Get("/municipalities/461?lang=en").WantStatus(http.StatusOK)
	checkTrends(t, page.Find(`section[aria-labelledby="trend-heading"] table:has(caption:contains("overall and in each area"))`), own)
	page = site.Browser().Get("/?lang=en").WantStatus(http.StatusOK)
	checkTrends(t, page.Find(`section[aria-labelledby="trend-heading"] table`), country)
	wantTexts(t, page, `section[aria-labelledby="trend-heading"]`, "who has joined")
}

func TestTheTrendOfAnAreaIsTheCountrysMean(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	for i := range s.Framework.Areas {
		page := site.Browser().Get("/areas/" + string(s.Framework.Areas[i].Key) + "?lang=en").WantStatus(http.StatusOK)
		rows := page.Find(`section[aria-labelledby="trend-heading"] tbody tr`)
		trend := s.Trend()
		if rows.Length() != len(trend) {
			t.Fatalf("%d rows, want %d", rows.Length(), len(trend))
		}
		rows.Each(func(n int, row *goquery.Selection) {
			if got, want := plain(row.Find("td").First().Text()), point(trend[len(trend)-1-n].Areas[i]); got != want {
				t.Errorf("%s, row %d: %s, want %s", s.Framework.Areas[i].Key, n, got, want)
			}
		})
		if chart := page.Find("#trend-data").Text(); strings.Count(chart, `"kind":"country"`) != 1 {
			t.Errorf("the chart is %s", chart)
		}
	}
}
