package pages_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/web/webtest"
)

// atAnotherTime are the pages with figures, asked as of a day.
func atAnotherTime(day string) []string {
	var addresses []string
	for _, page := range []string{
		"/?", "/ranking?", "/ranking?sort=rpa&", "/municipalities?", "/municipalities/461?", "/areas/rpa?",
		"/compare?codes=461%2C751&", "/perception?", "/method?",
	} {
		addresses = append(addresses, page+"as_of="+day)
	}
	return addresses
}

func TestTheSameAddressGivesTheSameAnswerForEver(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	public := site.Browser()
	day := time.Now().AddDate(0, 0, -1).Format(time.DateOnly)
	before := make(map[string]string)
	for _, address := range atAnotherTime(day) {
		before[address] = public.Get(address).WantStatus(http.StatusOK).Body
	}
	now := public.Get("/ranking").Body
	raiseEverything(t, site)
	if public.Get("/ranking").Body == now {
		t.Fatal("the ranking of now has not changed")
	}
	for address, want := range before {
		if got := public.Get(address).Body; got != want {
			t.Errorf("%s has changed", address)
		}
	}
}

// raiseEverything lets Odense answer every level with 4.
func raiseEverything(t *testing.T, site *webtest.Site) {
	t.Helper()
	s := site.Keeper.Current()
	unit, _ := s.Unit(461)
	var statuses []assessment.Status
	for i, place := range s.Places {
		if place.Indicator.Type != "level" || unit.Answers[i].Status == nil || unit.Answers[i].Status.Source != assessment.Self {
			continue
		}
		status := *unit.Answers[i].Status
		status.RecordedAt = time.Time{}
		status.Revision++
		status.Answer = assessment.Answer{State: assessment.Reported, Value: 4}
		status.Reason = ""
		statuses = append(statuses, status)
	}
	recorded, err := site.Store.AppendStatuses(t.Context(), statuses)
	if err != nil {
		t.Fatal(err)
	}
	if err := site.Keeper.Publish(t.Context(), recorded); err != nil {
		t.Fatal(err)
	}
}

func TestLookingBackSaysSoAndStaysThere(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	day := time.Now().AddDate(-1, 0, 0).Format(time.DateOnly)
	page := site.Browser().Get("/ranking?lang=en&region=nordjylland&as_of=" + day).WantStatus(http.StatusOK)
	if text := page.Find(".mh-past").Text(); !strings.Contains(text, "as recorded by") {
		t.Errorf("the notice says %q", text)
	}
	if href, _ := page.Find(".mh-past a").Attr("href"); href != "/ranking?lang=en&region=nordjylland" {
		t.Errorf("the way back leads to %s", href)
	}
	if href, _ := page.Find(".mh-ranking tbody .mh-name a").First().Attr("href"); !strings.HasSuffix(href, "?as_of="+day) {
		t.Errorf("a row leads out of the past, to %s", href)
	}
	if value, _ := page.Find(`form input[type=hidden][name=as_of]`).Attr("value"); value != day {
		t.Errorf("the filter leads out of the past, to %q", value)
	}
	site.Browser().Get("/ranking").WantNone("mh-past")
}

func TestTimesThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	for query, c := range map[string]struct {
		status int
		want   string
	}{
		"as_of=yesterday":                       {http.StatusUnprocessableEntity, "‘yesterday’ is not a time"},
		"as_of=2999-01-01":                      {http.StatusUnprocessableEntity, "lies in the future"},
		"as_of=1999-01-01":                      {http.StatusUnprocessableEntity, "Nothing had been recorded"},
		"round=2025&as_of=2026-06-30":           {http.StatusUnprocessableEntity, "not both"},
		"round=nosuch":                          {http.StatusNotFound, "does not exist"},
		"as_of=2999-01-01T00%3A00%3A00%2B01:00": {http.StatusUnprocessableEntity, "lies in the future"},
	} {
		page := site.Browser().Get("/ranking?lang=en&" + query).WantStatus(c.status)
		if text := page.Text("main"); !strings.Contains(text, c.want) {
			t.Errorf("%s: the page says %q, want %q", query, text, c.want)
		}
	}
	for _, text := range []string{"2026-06-30", "2026-06-30T14:30", "2026-06-30T14:30:00%2B02:00", "30.6.2026"} {
		site.Browser().Get("/ranking?as_of=" + text).WantStatus(http.StatusOK)
	}
}
