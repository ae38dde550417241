package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/webtest"
)

// others are the codes of the units that are wanted, Odense left out.
func others(s *benchmark.Snapshot, wanted func(*benchmark.Unit) bool) []municipality.Code {
	var codes []municipality.Code
	for i := range s.Units {
		if u := s.Units[i]; u.Code != webtest.Odense && wanted(u) {
			codes = append(codes, u.Code)
		}
	}
	return codes
}

// TestFiguresStandBesideTheSetAsked compares the table, the radar's legend and
// the medians of the questions with the snapshot, for every set.
func TestFiguresStandBesideTheSetAsked(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	odense, _ := s.Unit(webtest.Odense)
	for name, row := range map[string]struct {
		query, current string
		codes          []municipality.Code
	}{
		"nearest": {"", "The 8 most alike", benchmark.Codes(s.PeersOf(webtest.Odense, benchmark.NearestPeers))},
		"group": {"&peers=group", "Municipality group", others(s, func(u *benchmark.Unit) bool {
			return u.Groups[benchmark.PeerScheme] == odense.Groups[benchmark.PeerScheme]
		})},
		"region":  {"&peers=region", "Region of Southern Denmark", others(s, func(u *benchmark.Unit) bool { return u.Region.Key == odense.Region.Key })},
		"country": {"&peers=country", "Whole country", others(s, func(*benchmark.Unit) bool { return true })},
		"own":     {"&peers=751,851,101", "", []municipality.Code{751, 851, 101}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := site.Browser().Get("/municipalities/461?lang=en" + row.query).WantStatus(http.StatusOK)
			if got := plain(page.Text(".mh-peer-choice a[aria-current]")); got != row.current {
				t.Errorf("the set shown is %q, want %q", got, row.current)
			}
			among := s.SpreadAmong(row.codes)
			checkSpread(t, page, s, among)
			p := s.PercentileAmong(webtest.Odense, row.codes)
			wantTexts(t, page, `section[aria-labelledby="areas-heading"]`, fmt.Sprintf("(percentile %.0f)", p.Value.Value))
			first := page.Find(`#rpa tbody tr`).First().Find(`td[data-title="Median"]`)
			if want := among.Indicators[0].Median; plain(first.Text()) != shown(want.Value) {
				t.Errorf("the first question has median %s, want %.1f", plain(first.Text()), want.Value)
			}
		})
	}
}

func checkSpread(t *testing.T, page *webtest.Answer, s *benchmark.Snapshot, among benchmark.Spreads) {
	t.Helper()
	rows := page.Find(`section[aria-labelledby="areas-heading"] tbody tr`)
	if rows.Length() != 1+len(s.Framework.Areas) {
		t.Fatalf("%d rows", rows.Length())
	}
	rows.Each(func(i int, row *goquery.Selection) {
		want := among.Score
		if i > 0 {
			index, _ := s.AreaIndex(s.Framework.Areas[i-1].Key)
			want = among.Areas[index]
		}
		if got := plain(row.Find(`td[data-title="Median"]`).Text()); got != shown(want.Median.Value) {
			t.Errorf("row %d has median %s, want %.1f", i, got, want.Median.Value)
		}
		if got := plain(row.Find(`td[data-title="Middle half"]`).Text()); got != shown(want.Q1.Value)+"–"+shown(want.Q3.Value) {
			t.Errorf("row %d has middle half %s, want %.1f to %.1f", i, got, want.Q1.Value, want.Q3.Value)
		}
	})
}

// TestAChoiceOfOnesOwnLeadsToItsAddress types names as people do.
func TestAChoiceOfOnesOwnLeadsToItsAddress(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	for name, row := range map[string]struct{ query, want string }{
		"names":             {"peers=" + url.QueryEscape("Aarhus, Aalborg"), "/municipalities/461?peers=751,851"},
		"as people write":   {"peers=" + url.QueryEscape("århus;hoeje taastrup"), "/municipalities/461?peers=751,169"},
		"itself and twice":  {"peers=461,751,Aarhus,", "/municipalities/461?peers=751"},
		"with another time": {"peers=Aarhus&since=2026-02-01", "/municipalities/461?peers=751&since=2026-02-01"},
		"looking back":      {"peers=Aarhus&as_of=2026-02-01", "/municipalities/461?peers=751&as_of=2026-02-01"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site.Browser().Get("/municipalities/461?" + row.query).WantLocation(row.want)
		})
	}
}

func TestAChoiceOfOnesOwnWithFaultsComesBack(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	many := make([]string, 0, 22)
	for _, u := range s.Units[:22] {
		many = append(many, u.Code.String())
	}
	for name, row := range map[string]struct{ asked, want string }{
		"unknown": {"Malmö", "‘Malmö’ is not a municipality"},
		"several": {"frederiks", "fits Frederiksberg, Frederikshavn and Frederikssund"},
		"nobody":  {"461", "at least one municipality other than Odense"},
		"many":    {strings.Join(many, ","), "at most 20"},
		"hostile": {`"><script>alert(1)</script>`, "is not a municipality"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := site.Browser().Get("/municipalities/461?lang=en&peers=" + url.QueryEscape(row.asked)).WantStatus(http.StatusUnprocessableEntity)
			page.WantNone("<script>alert")
			wantTexts(t, page, "#peers-error", row.want)
			if got := page.Find("#peers").AttrOr("value", ""); got != row.asked {
				t.Errorf("the field holds %q", got)
			}
			checkSpread(t, page, s, s.SpreadAmong(benchmark.Codes(s.PeersOf(webtest.Odense, benchmark.NearestPeers))))
		})
	}
}

// TestPeersOfASetAreTheNearestInIt reads the list below the figures.
func TestPeersOfASetAreTheNearestInIt(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	names := func(query string) string {
		page := site.Browser().Get("/municipalities/461?lang=en" + query).WantStatus(http.StatusOK)
		var list []string
		page.Find(`section[aria-labelledby="nearest-heading"] tbody th`).Each(func(_ int, cell *goquery.Selection) {
			list = append(list, plain(cell.Text()))
		})
		return strings.Join(list, " ")
	}
	if got := names("&peers=group"); got != "Aalborg Aarhus" {
		t.Errorf("the group is %q", got)
	}
	if got := names("&peers=101,851,751"); got != "Aalborg Aarhus Copenhagen" && got != "Aalborg Aarhus København" {
		t.Errorf("those chosen are %q", got)
	}
	if all, nearest := names("&peers=country"), names(""); all != nearest || len(strings.Fields(all)) < benchmark.NearestPeers {
		t.Errorf("the nearest are %q, in the country %q", nearest, all)
	}
}

func TestInAnEmptyCountryThereIsNothingToChoose(t *testing.T) {
	t.Parallel()
	page := webtest.New(t).Browser().Get("/municipalities/461?lang=en").WantStatus(http.StatusOK)
	if page.Find(".mh-peer-choice, #moved, .mh-trends").Length() != 0 {
		t.Error("an empty page offers a choice, a movement or a trend")
	}
	if got := page.Find(`section[aria-labelledby="nearest-heading"] tbody tr`).Length(); got != benchmark.NearestPeers {
		t.Errorf("%d peers", got)
	}
}
