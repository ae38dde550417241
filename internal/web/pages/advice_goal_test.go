package pages_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/improvement"
	"modenhed/internal/municipality"
	"modenhed/internal/reference"
	"modenhed/internal/scoring"
	"modenhed/internal/web/webtest"
)

func TestThePathToAGoal(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	unit := one(t, s, "ranked in the middle", func(u *benchmark.Unit) bool { return u.Place.Rank == 50 })
	for query, goal := range map[string]improvement.Goal{
		"goal=rank&rank=5":      {Rank: 5},
		"rank=5":                {Rank: 5},
		"goal=band&band=4":      {Band: scoring.Advanced},
		"goal=rank&rank=+40%20": {Rank: 40},
	} {
		path, _, err := s.Reach(unit.Code, goal)
		if err != nil || path.Prospect != improvement.Within {
			t.Fatalf("%s: %v, %s", query, err, path.Prospect)
		}
		page := site.Browser().Get("/municipalities/" + unit.Code.String() + "/next?lang=en&" + query).WantStatus(http.StatusOK)
		moves := page.Find(".mh-path > li")
		last := path.Moves[len(path.Moves)-1].After
		if got, want := spaced(moves.Last().Find(".mh-path-after")), fmt.Sprintf("Then %.1f points, %s", last.Score.Value, placeOf(last)); got != want {
			t.Errorf("%s ends with %q, want %q", query, got, want)
		}
		if got := stepsIn(t, moves); got != len(path.Moves) {
			t.Errorf("%s shows %d steps, want %d", query, got, len(path.Moves))
		}
		before := ""
		moves.Each(func(i int, move *goquery.Selection) {
			title := move.Find("strong").Text()
			if title == before {
				t.Errorf("%s: move %d is on the same question as the one before it", query, i)
			}
			before = title
		})
		if text := spaced(page.Find("#reach")); path.Fewest != strings.Contains(text, "cannot be reached in fewer steps") || !strings.Contains(text, "stay where they are") {
			t.Errorf("%s says %s", query, text)
		}
	}
}

// stepsIn adds up the steps of a path's moves.
func stepsIn(t *testing.T, moves *goquery.Selection) int {
	t.Helper()
	sum := 0
	moves.Each(func(_ int, move *goquery.Selection) {
		text := spaced(move.Find("p + p .mh-muted"))
		n := 1
		if text != "" {
			if _, err := fmt.Sscanf(text, "(%d steps)", &n); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
		sum += n
	})
	return sum
}

func TestGoalsThatNeedNoPathOrHaveNone(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	first := one(t, s, "first", func(u *benchmark.Unit) bool { return u.Place.Rank == 1 })
	path := func(unit *benchmark.Unit, query string) string {
		page := site.Browser().Get("/municipalities/" + unit.Code.String() + "/next?lang=en&" + query).WantStatus(http.StatusOK)
		if page.Find(".mh-path").Length() > 0 {
			t.Errorf("%s %s has a path", unit.Name, query)
		}
		return spaced(page.Find(".mh-path-result"))
	}
	if text := path(first, "goal=rank&rank=3"); !strings.Contains(text, first.Name+" is already no. 1") {
		t.Errorf("the first in the country reads %q", text)
	}
	if text := path(first, "goal=band&band=1"); !strings.Contains(text, "and are already in band") && !strings.Contains(text, "is already in band") {
		t.Errorf("the first in the country reads %q", text)
	}
}

// capped is a framework in which nobody comes far: the figure may not be
// reported where it gives more than 25 points, and the last question has no
// scale as long as all answers to it are alike.
const capped = `
key: dansk-erhverv-2017
version: 9
method: {min_coverage: 0.3}
areas:
  - key: work
    title: {da: Arbejde, en: Work}
    indicators:
      - {key: work.number, type: number, min: 0, max: 10, low: 0, high: 40, unit: {da: stk., en: pcs.}, title: {da: Antal, en: Number}}
      - {key: work.yesno, type: yesno, title: {da: Prøve, en: Trial}}
      - {key: work.spread, type: number, min: 0, scale: minmax, unit: {da: stk., en: pcs.}, title: {da: Spredning, en: Spread}}
`

// cappedSite has the framework and two municipalities: Odense has answered
// one question, Aarhus all.
func cappedSite(t *testing.T) *webtest.Site {
	t.Helper()
	site := webtest.New(t)
	document := reference.Document{Kind: reference.KindFramework, Key: "dansk-erhverv-2017@9", Content: []byte(capped), Origin: reference.OriginSeed, RecordedAt: time.Now()}
	if _, err := site.Store.AppendDocuments(t.Context(), []reference.Document{document}); err != nil {
		t.Fatal(err)
	}
	var statuses []assessment.Status
	for _, said := range []struct {
		code  municipality.Code
		key   framework.IndicatorKey
		value float64
	}{{461, "work.number", 5}, {751, "work.number", 10}, {751, "work.yesno", 1}, {751, "work.spread", 3}} {
		statuses = append(statuses, assessment.Status{
			Municipality: said.code, Indicator: said.key, Framework: "dansk-erhverv-2017", FrameworkVersion: 9, Revision: 1,
			Answer: assessment.Answer{State: assessment.Reported, Value: said.value}, Source: assessment.Self, Channel: assessment.ChannelImport,
		})
	}
	if _, err := site.Store.AppendStatuses(t.Context(), statuses); err != nil {
		t.Fatal(err)
	}
	if err := site.Keeper.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return site
}

func TestAGoalBeyondReachSaysHowFarItGoes(t *testing.T) {
	t.Parallel()
	b := cappedSite(t).Browser()
	for address, wanted := range map[string][]string{
		"/municipalities/461/next?lang=en&band=3": {
			"Full points for all of them give 25.0 points and no. 2.",
			"If it also answers the rest, with full points, it becomes 62.5 points and joint no. 1. The goal is then reached.",
		},
		"/municipalities/461/next?lang=en&band=5": {"it becomes 62.5 points and joint no. 1. That is not enough either."},
		"/municipalities/751/next?lang=en&band=5": {"give 62.5 points and no. 1.", "That is as far as it goes"},
	} {
		text := spaced(b.Get(address).WantStatus(http.StatusOK).Find(".mh-path-result"))
		for _, want := range wanted {
			if !strings.Contains(text, want) {
				t.Errorf("%s says %q, want %q", address, text, want)
			}
		}
	}
	page := b.Get("/municipalities/461/next?lang=en").WantStatus(http.StatusOK)
	if text := spaced(page.Find("main")); !strings.Contains(text, "have all given the same answer") || !strings.Contains(text, "between the lowest and the highest answer in the country") {
		t.Errorf("the page does not explain a scale that others set: %s", text)
	}
	if text := spaced(b.Get("/municipalities/751/next?lang=en").Find("main")); !strings.Contains(text, "Aarhus has full points") || !strings.Contains(text, "Aarhus has answered every question") {
		t.Errorf("who has answered everything reads %s", text)
	}
}

func TestAMunicipalityWithoutARankIsToldWhatItTakes(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	unit := one(t, s, "scored but not ranked", func(u *benchmark.Unit) bool { return u.Place.Rank == 0 && u.Card.Score.OK })
	path, _, err := s.Reach(unit.Code, improvement.Goal{Rank: 1})
	if err != nil || len(path.Lacking) == 0 {
		t.Fatalf("lacking %v, %v", path.Lacking, err)
	}
	for _, query := range []string{"", "&goal=rank&rank=5", "&goal=rank&rank=x"} {
		page := site.Browser().Get("/municipalities/" + unit.Code.String() + "/next?lang=en" + query).WantStatus(http.StatusOK)
		lacking := page.Find(`section[aria-labelledby="unranked-heading"] ol li`)
		if lacking.Length() != len(path.Lacking) {
			t.Errorf("%d answers are lacking, want %d", lacking.Length(), len(path.Lacking))
		}
		if want := s.Places[path.Lacking[0]].Indicator.Title.EN; !strings.Contains(spaced(lacking.First()), want) {
			t.Errorf("the first answer that is lacking is %q, want %q", spaced(lacking.First()), want)
		}
		if page.Find("#reach").Length() > 0 {
			t.Error("a goal can be chosen")
		}
	}
	own := site.Browser().Get("/municipalities/" + unit.Code.String() + "?lang=en").WantStatus(http.StatusOK)
	if text := spaced(own.Find(`section[aria-labelledby="next-heading"]`)); !strings.Contains(text, unit.Name+" is not ranked") {
		t.Errorf("its own page says %q", text)
	}
}

func TestBadGoalsComeBackAsTyped(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	ranked := site.Keeper.Current().Overview().Country.Ranked
	for name, c := range map[string]struct{ query, field, typed, want string }{
		"zero":           {"goal=rank&rank=0", "rank", "0", "‘0’ is not a rank"},
		"negative":       {"goal=rank&rank=-3", "rank", "-3", "‘-3’ is not a rank"},
		"too many":       {fmt.Sprintf("goal=rank&rank=%d", ranked+1), "rank", strconv.Itoa(ranked + 1), fmt.Sprintf("There are %d ranked", ranked)},
		"text":           {"goal=rank&rank=best", "rank", "best", "‘best’ is not a rank"},
		"a part":         {"goal=rank&rank=2.5", "rank", "2.5", "‘2.5’ is not a rank"},
		"nothing":        {"goal=rank", "rank", "", "Enter the rank to reach"},
		"hostile":        {"goal=rank&rank=%22%3E%3Cscript%3E", "rank", `"><script>`, `‘"><script>’ is not a rank`},
		"no such band":   {"goal=band&band=6", "band", "", "Choose one of the five bands"},
		"a band in text": {"band=top", "band", "", "Choose one of the five bands"},
		"two goals":      {"rank=5&band=4", "rank", "5", "Only one goal"},
		"another goal":   {"goal=fame&rank=5", "", "", "There is no goal ‘fame’"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := site.Browser().Get("/municipalities/461/next?lang=en&" + c.query).WantStatus(http.StatusUnprocessableEntity)
			page.WantNone("<script>alert", `"><script>`)
			if text := spaced(page.Find(".alert-error")); !strings.Contains(text, c.want) {
				t.Errorf("the summary says %q, want %q", text, c.want)
			}
			if c.field == "" {
				return
			}
			if text := spaced(page.Find("#" + c.field + "-error")); !strings.Contains(text, c.want) {
				t.Errorf("the field says %q, want %q", text, c.want)
			}
			field := page.Find("#" + c.field)
			if field.AttrOr("aria-invalid", "") != "true" {
				t.Error("the field is not marked")
			}
			if got := field.AttrOr("value", ""); got != c.typed {
				t.Errorf("the field holds %q, want %q", got, c.typed)
			}
			if page.Find(".mh-path-result").Length() > 0 {
				t.Error("there is a path")
			}
		})
	}
	site.Browser().Get("/municipalities/999/next").WantStatus(http.StatusNotFound)
	site.Browser().Get("/municipalities/odense/next").WantStatus(http.StatusNotFound)
}
