package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/web/webtest"
)

// TestAHeadlineHasOneAddress types names as people do, with the fields of
// other kinds along.
func TestAHeadlineHasOneAddress(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	for name, row := range map[string]struct{ query, want string }{
		"first":   {"kind=first&unit=odense+kommune&other=&n=&region=&other_region=", "/robustness?kind=first&unit=461"},
		"top":     {"kind=top&unit=%C3%85rhus&n=+20+", "/robustness?kind=top&n=20&unit=751"},
		"ahead":   {"kind=ahead&unit=461&other=aarhus&n=7", "/robustness?kind=ahead&other=751&unit=461"},
		"regions": {"kind=regions&unit=461&region=nordjylland&other_region=syddanmark", "/robustness?kind=regions&other_region=syddanmark&region=nordjylland"},
	} {
		t.Run(name, func(t *testing.T) {
			analyst.Get("/robustness?" + row.query).WantLocation(row.want)
			analyst.Get(row.want).WantStatus(http.StatusOK)
		})
	}
}

// TestAWrongHeadlineComesBackAsTyped wants a message at the field, and nothing lost.
func TestAWrongHeadlineComesBackAsTyped(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	hostile := `"><script>alert(1)</script>`
	unranked := ""
	for _, u := range site.Keeper.Current().Units {
		if u.Place.Rank == 0 {
			unranked = u.Name
		}
	}
	for name, row := range map[string]struct {
		query  string
		faults map[string]string
		values map[string]string
	}{
		"nothing typed":    {"kind=first&unit=", map[string]string{"unit": "Enter a municipality"}, nil},
		"unknown":          {"kind=first&unit=Malm%C3%B6&n=5", map[string]string{"unit": "‘Malmö’ is not a municipality"}, map[string]string{"unit": "Malmö", "n": "5"}},
		"several":          {"kind=first&unit=frederiks", map[string]string{"unit": "fits Frederiksberg"}, map[string]string{"unit": "frederiks"}},
		"not ranked":       {"kind=first&unit=" + url.QueryEscape(unranked), map[string]string{"unit": unranked + " has no rank"}, map[string]string{"unit": unranked}},
		"no number":        {"kind=top&unit=461&n=ten", map[string]string{"n": "whole number from 1 to"}, map[string]string{"unit": "Odense", "n": "ten"}},
		"too many":         {"kind=top&unit=461&n=99", map[string]string{"n": "whole number from 1 to"}, map[string]string{"n": "99"}},
		"itself":           {"kind=ahead&unit=461&other=odense", map[string]string{"other": "cannot be ahead of itself"}, map[string]string{"other": "Odense"}},
		"all at once":      {"kind=ahead&unit=xyz&other=", map[string]string{"unit": "‘xyz’", "other": "Enter a municipality"}, map[string]string{"unit": "xyz"}},
		"no region":        {"kind=regions", map[string]string{"region": "Choose a region", "other_region": "Choose a region"}, nil},
		"the same region":  {"kind=regions&region=syddanmark&other_region=syddanmark", map[string]string{"other_region": "cannot be ahead of itself"}, nil},
		"an unknown one":   {"kind=regions&region=skaane&other_region=syddanmark", map[string]string{"region": "Choose a region"}, nil},
		"hostile":          {"kind=first&unit=" + url.QueryEscape(hostile), map[string]string{"unit": "is not a municipality"}, map[string]string{"unit": hostile}},
		"an unknown kind":  {"kind=last&unit=461", map[string]string{"kind-first": "Choose what the headline says"}, map[string]string{"unit": "Odense"}},
		"a hostile region": {"kind=regions&region=" + url.QueryEscape(hostile), map[string]string{"region": "Choose a region", "other_region": "Choose a region"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			page := analyst.Get("/robustness?lang=en&" + row.query).WantStatus(http.StatusUnprocessableEntity)
			found := make(map[string]string)
			page.Find(".alert-error a").Each(func(_ int, link *goquery.Selection) {
				found[strings.TrimPrefix(link.AttrOr("href", ""), "#")] = link.Text()
			})
			for field, want := range row.faults {
				if !strings.Contains(found[field], want) || page.Find("#"+field).Length() != 1 {
					t.Errorf("at %s: %q, want %q", field, found[field], want)
				}
			}
			if len(found) != len(row.faults) {
				t.Errorf("faults %v, want %v", found, row.faults)
			}
			for field, want := range row.values {
				if got := page.Find("#"+field).AttrOr("value", ""); got != want {
					t.Errorf("%s holds %q, want %q", field, got, want)
				}
			}
			if page.Find(".mh-verdict").Length() != 0 {
				t.Error("there is a verdict")
			}
			page.WantNone("<script>alert")
		})
	}
}

// TestExamplesCanBeAsked follows every example.
func TestExamplesCanBeAsked(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	links := analyst.Get("/robustness").WantStatus(http.StatusOK).Find(".mh-suggestions a")
	if links.Length() != 4 {
		t.Fatalf("%d examples", links.Length())
	}
	links.Each(func(_ int, link *goquery.Selection) {
		page := analyst.Get(link.AttrOr("href", "")).WantStatus(http.StatusOK)
		page.WantText(".mh-verdict .mh-kicker", link.Text())
	})
}
