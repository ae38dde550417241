package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"modenhed/internal/municipality"
	"modenhed/internal/web/webtest"
)

// TestWhyOneIsAheadAddsUp compares neighbours in the ranking, and adds up what is shown.
func TestWhyOneIsAheadAddsUp(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	const section = `section[aria-labelledby="why-heading"]`
	checked := 0
	for i := 0; i+1 < len(s.Units) && checked < 15; i++ {
		a, b := s.Units[i], s.Units[i+1]
		if a.Place.Rank == 0 || b.Place.Rank == 0 {
			continue
		}
		checked++
		leads, err := s.Leads([]municipality.Code{a.Code, b.Code})
		if err != nil {
			t.Fatal(err)
		}
		lead := leads[0]
		page := site.Browser().Get("/compare?lang=en&codes=" + a.Code.String() + "," + b.Code.String()).WantStatus(http.StatusOK)
		parts := column(t, page, section, 3)
		foot := page.Find(section + " tfoot td")
		total := signedNumber(t, foot.Eq(3).Text())
		if shown(sum(parts)) != shown(total) {
			t.Errorf("%s before %s: %v sum to %s, shown %s", lead.Ahead.Name, lead.Behind.Name, parts, shown(sum(parts)), shown(total))
		}
		if want := signedNumber(t, foot.Eq(1).Text()) - signedNumber(t, foot.Eq(2).Text()); shown(want) != shown(total) {
			t.Errorf("%s before %s: the difference is %v, the scores give %v", lead.Ahead.Name, lead.Behind.Name, total, want)
		}
		for n, area := range lead.Areas {
			if d := parts[n] - area.Points.Value; d > 0.1 || d < -0.1 {
				t.Errorf("%s contributes %v, shown as %v", area.Area.Key, area.Points.Value, parts[n])
			}
		}
		deciding := lead.Deciding()
		words := plain(page.Find(section + " p").First().Text())
		if !strings.HasPrefix(words, lead.Ahead.Name+" is ") || !strings.Contains(words, deciding[0].Area.Title.EN) {
			t.Errorf("%d areas decide, first %s; the page says %q", len(deciding), deciding[0].Area.Key, words)
		}
	}
}

// TestWhyInAComparisonOfMore explains each one's lead over the next.
func TestWhyInAComparisonOfMore(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	page := site.Browser().Get("/compare?lang=en&codes=461,751,851,101").WantStatus(http.StatusOK)
	leads, err := s.Leads([]municipality.Code{461, 751, 851, 101})
	if err != nil {
		t.Fatal(err)
	}
	headings := page.Find(`section[aria-labelledby="why-heading"] h3`)
	if headings.Length() != len(leads) {
		t.Fatalf("%d leads, want %d", headings.Length(), len(leads))
	}
	for i, lead := range leads {
		if got := plain(headings.Eq(i).Text()); got != lead.Ahead.Name+" ahead of "+lead.Behind.Name {
			t.Errorf("lead %d is %q", i, got)
		}
	}
}
