package pages_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/web/webtest"
)

// signedNumber reads a figure as pages write it in English.
func signedNumber(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(strings.NewReplacer("−", "-", "+", "", "–noscore", "0").Replace(strings.Join(strings.Fields(text), "")), 64)
	if err != nil {
		t.Fatalf("figure %q: %v", text, err)
	}
	return x
}

// column are the figures of a column in the first table of a section, without the foot.
func column(t *testing.T, page *webtest.Answer, section string, number int) []float64 {
	t.Helper()
	var list []float64
	page.Find(section).Find("table").First().Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
		list = append(list, signedNumber(t, row.Find("td").Eq(number).Text()))
	})
	return list
}

func sum(list []float64) float64 {
	total := 0.0
	for _, x := range list {
		total += x
	}
	return total
}

// yearAgo is what the movements of a demo without rounds count from.
func yearAgo(t *testing.T, site *webtest.Site) *benchmark.Snapshot {
	t.Helper()
	day := site.Keeper.Current().AsOf.AddDate(-1, 0, 1)
	end := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location()).Add(-time.Microsecond)
	s, err := site.Keeper.At(t.Context(), assessment.AsOf{Time: end})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestThePartsOfAMovementStandOnThePage compares every municipality's page with
// the report, and adds up what is shown.
func TestThePartsOfAMovementStandOnThePage(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	report, err := s.MovedSince(yearAgo(t, site))
	if err != nil {
		t.Fatal(err)
	}
	split, kept := 0, 0
	for _, m := range report.All() {
		page := site.Browser().Get("/municipalities/" + m.Unit.String() + "?lang=en").WantStatus(http.StatusOK)
		if page.Find("#moved").Length() == 0 {
			continue
		}
		if !m.Rank.OK {
			kept++
			wantTexts(t, page, "#moved", "was not ranked", "no movement to explain")
			if got := page.Find("#moved th:contains('Places')").Length(); got != 0 {
				t.Errorf("%s has places without a rank", m.Unit)
			}
			continue
		}
		split++
		places := column(t, page, "#moved", 0)
		for cause, want := range m.Rank.Parts {
			if int(places[cause]) != want {
				t.Errorf("%s: cause %d did %v places, want %d", m.Unit, cause, places[cause], want)
			}
		}
		foot := page.Find("#moved tfoot td")
		if int(sum(places)) != m.Rank.Total || signedNumber(t, foot.Eq(0).Text()) != float64(m.Rank.Total) {
			t.Errorf("%s: the places shown are %v, want %d in all", m.Unit, places, m.Rank.Total)
		}
		points := column(t, page, "#moved", 1)
		if got, want := shown(sum(points)), shown(signedNumber(t, foot.Eq(1).Text())); got != want {
			t.Errorf("%s: the points shown are %v, which is %s, not %s", m.Unit, points, got, want)
		}
	}
	if split < 50 || kept == 0 {
		t.Errorf("%d movements are split, %d cannot be; the test wants both", split, kept)
	}
}

// TestOwnChangesAreListed finds every changed answer of Odense with its effect.
func TestOwnChangesAreListed(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	report, err := s.MovedSince(yearAgo(t, site))
	if err != nil {
		t.Fatal(err)
	}
	changes, err := report.Changes(webtest.Odense)
	if err != nil || len(changes) == 0 {
		t.Fatalf("changes %v, %v", changes, err)
	}
	page := site.Browser().Get("/municipalities/461?lang=en").WantStatus(http.StatusOK)
	text := plain(page.Find("#moved").Text())
	for _, c := range changes {
		place, _ := s.Framework.Indicator(c.Indicator)
		if !strings.Contains(text, place.Indicator.Title.EN) {
			t.Errorf("%s has changed and is not listed", c.Indicator)
		}
	}
	if got := strings.Count(text, "→"); got != len(changes) {
		t.Errorf("%d changes are listed, want %d", got, len(changes))
	}
}

// TestSinceAnotherTime asks for the movement since a day, with the set of peers kept.
func TestSinceAnotherTime(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	day := s.AsOf.AddDate(0, -5, 0)
	end := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, day.Location()).Add(-time.Microsecond)
	earlier, err := site.Keeper.At(t.Context(), assessment.AsOf{Time: end})
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.MovedSince(earlier)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := report.Of(webtest.Odense)
	page := site.Browser().Get("/municipalities/461?lang=en&peers=group&since=" + day.Format(time.DateOnly)).WantStatus(http.StatusOK)
	wantTexts(t, page, "#moved", day.Format("2 January 2006"))
	if got := signedNumber(t, page.Find("#moved tfoot td").First().Text()); got != float64(want.Rank.Total) {
		t.Errorf("since %s %v places, want %d", day.Format(time.DateOnly), got, want.Rank.Total)
	}
	if got := page.Find(`#moved input[name="peers"]`).AttrOr("value", ""); got != "group" {
		t.Errorf("the form forgets the set: %q", got)
	}
	if got := page.Find("#since").AttrOr("value", ""); got != day.Format(time.DateOnly) {
		t.Errorf("the form shows %q", got)
	}
}

func TestTimesThatMovementsCannotCountFrom(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	tomorrow := time.Now().AddDate(0, 0, 1).Format(time.DateOnly)
	for name, row := range map[string]struct{ query, want string }{
		"not a time":              {"since=2026-13-45", "neither an earlier published round nor a date"},
		"no such round":           {"since=autumn", "neither an earlier published round"},
		"not before":              {"since=" + tomorrow, "Choose a time before"},
		"before anything":         {"since=1990-01-01", "Nothing had been recorded yet"},
		"not before what is seen": {"as_of=2026-01-31&since=2026-02-01", "Choose a time before"},
		"hostile":                 {"since=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "neither an earlier"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := site.Browser().Get("/municipalities/461?lang=en&" + row.query).WantStatus(http.StatusUnprocessableEntity)
			page.WantNone("<script>alert")
			wantTexts(t, page, "#since-error", row.want)
			if page.Find("#moved tfoot").Length() != 0 || page.Find(`a[href="#since"]`).Length() != 1 {
				t.Error("a movement is shown, or the summary does not lead to the field")
			}
		})
	}
}

// TestMovementsCountFromTheLatestRound publishes a round. The page changes at
// once, and the answer as of a day before does not.
func TestMovementsCountFromTheLatestRound(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	public := site.Browser()
	yesterday := "/municipalities/461?lang=en&as_of=" + time.Now().AddDate(0, 0, -1).Format(time.DateOnly)
	before, past := public.Get("/municipalities/461?lang=en"), public.Get(yesterday).Body
	if strings.Contains(before.Text("#moved"), "Round 2026") {
		t.Fatal("there is a round already")
	}
	publishedRound(t, site.SignedIn(account.Administrator))
	page := public.Get("/municipalities/461?lang=en").WantStatus(http.StatusOK)
	wantTexts(t, page, "#moved", "Compared here: Round 2026, as of", "so the rank is the same")
	if got := page.Find(`#moved .mh-choices a[aria-current]`).AttrOr("href", ""); got != "/municipalities/461?since=2026#moved" {
		t.Errorf("the time shown is %q", got)
	}
	if page.Find(`#moved .mh-choices a`).Length() != 2 {
		t.Errorf("the choices are %q", plain(page.Text("#moved .mh-choices")))
	}
	if public.Get(yesterday).Body != past {
		t.Error("the answer as of yesterday has changed")
	}
	byRound := public.Get("/municipalities/461?lang=en&round=2026").WantStatus(http.StatusOK)
	if strings.Contains(byRound.Text("#moved"), "Round 2026, as of") {
		t.Error("a round is compared with itself")
	}
	public.Get("/municipalities/461?round=2026&since=2026").WantStatus(http.StatusUnprocessableEntity)
}

// TestWithoutAnEarlierRankThePageSaysWhy answers one question in an empty
// country: a year before, and at a time when nothing at all had been recorded.
func TestWithoutAnEarlierRankThePageSaysWhy(t *testing.T) {
	t.Parallel()
	long := time.Date(2001, time.June, 1, 12, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		clock func() time.Time
		want  []string
	}{
		"no rank":    {time.Now, []string{"was not ranked in the figures as of", "No score yet", "no movement to explain"}},
		"no figures": {func() time.Time { return long }, []string{"There are no figures from 1 June 2000"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := webtest.New(t, webtest.WithClock(row.clock))
			answer := url.Values{"value": {"4"}, "seen": {"0"}}
			site.SignedIn(account.Editor).Post(questionPath("rpa.strategy"), answer).WantStatus(http.StatusSeeOther)
			page := site.Browser().Get("/municipalities/461?lang=en").WantStatus(http.StatusOK)
			wantTexts(t, page, "#moved", row.want...)
			if page.Find("#moved tfoot").Length() != 0 {
				t.Error("a movement is shown")
			}
		})
	}
}
