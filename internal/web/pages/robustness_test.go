package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/benchmark"
	"modenhed/internal/robustness"
	"modenhed/internal/web/webtest"
)

// claimQuery is a headline as an address asks for it.
func claimQuery(pairs ...string) string {
	query := url.Values{"lang": {"en"}}
	for i := 0; i < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return "/robustness?" + query.Encode()
}

// callWords are the headings of verdicts.
func callWords(c *benchmark.CheckedClaim) string {
	switch {
	case !c.Declared:
		return "Do not print – it is not true"
	case c.Call == robustness.Safe:
		return "Safe to print"
	case c.Call == robustness.Fragile:
		return "Fragile – only with a reservation"
	}
	return "Do not print"
}

// cut is a share as the page writes it: cut off after one decimal.
func cut(p robustness.Proportion) string {
	thousandths := p.Holds * 1000 / p.Draws
	if thousandths%10 == 0 {
		return fmt.Sprintf("%d%%", thousandths/10)
	}
	return fmt.Sprintf("%d.%d%%", thousandths/10, thousandths%10)
}

// TestVerdictsAreThoseOfTheSnapshot asks for headlines of every kind and call.
func TestVerdictsAreThoseOfTheSnapshot(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	s := site.Keeper.Current()
	rows := s.List(benchmark.Query{}).Rows
	regions := s.Overview().Regions
	claims := []benchmark.Claim{
		{Kind: benchmark.ClaimFirst, Unit: rows[0].Code},
		{Kind: benchmark.ClaimFirst, Unit: rows[5].Code},
		{Kind: benchmark.ClaimTop, Unit: rows[0].Code, N: 10},
		{Kind: benchmark.ClaimTop, Unit: rows[0].Code, N: 4},
		{Kind: benchmark.ClaimTop, Unit: rows[9].Code, N: 10},
		{Kind: benchmark.ClaimAhead, Unit: rows[0].Code, Other: rows[40].Code},
		{Kind: benchmark.ClaimAhead, Unit: rows[1].Code, Other: rows[0].Code},
		{Kind: benchmark.ClaimRegions, Region: regions[0].Region.Key, OtherRegion: regions[1].Region.Key},
	}
	seen := make(map[string]bool)
	for _, c := range claims {
		want, err := s.CheckClaim(c)
		if err != nil {
			t.Fatal(err)
		}
		page := analyst.Get(claimQuery("kind", string(c.Kind), "unit", c.Unit.String(), "other", c.Other.String(),
			"n", fmt.Sprint(c.N), "region", c.Region, "other_region", c.OtherRegion))
		page = analyst.Get(page.WantStatus(http.StatusSeeOther).Header.Get("Location")).WantStatus(http.StatusOK)
		page.WantText("#verdict-heading", callWords(want))
		seen[callWords(want)] = true
		if got := page.Text(".mh-verdict-share"); want.All.Holds < want.All.Draws && want.All.Holds*1000 >= want.All.Draws && !strings.Contains(got, cut(want.All)+" of the 10,000") {
			t.Errorf("%+v: %q, want %s", c, got, cut(want.All))
		}
		checkVerdict(t, page, want)
	}
	if len(seen) != 4 {
		t.Errorf("the test sees only the verdicts %v", seen)
	}
}

func checkVerdict(t *testing.T, page *webtest.Answer, want *benchmark.CheckedClaim) {
	t.Helper()
	if got := page.Find(".mh-verdict-part blockquote").Length() == 1; got != (want.Call != robustness.DoNotPrint) {
		t.Errorf("%+v: a sentence to print: %v", want.Claim, got)
	}
	if quote := page.Text("blockquote"); quote != "" && (!strings.Contains(quote, "provisional figures as of") || !strings.Contains(quote, "Invented demo figures")) {
		t.Errorf("%+v: the sentence %q does not say what it rests on", want.Claim, quote)
	}
	page.Find(".mh-verdict-part tbody tr").Each(func(i int, row *goquery.Selection) {
		w := want.Weights[i]
		for title, turn := range map[string]robustness.Turn{"Less weight": w.Down, "More weight": w.Up} {
			got := strings.TrimSpace(row.Find(fmt.Sprintf("td[data-title=%q]", title)).Text())
			if turn.OK != (got != "does not change the answer") {
				t.Errorf("%+v: %s of %s: %q, want %+v", want.Claim, title, w.Area, got, turn)
			}
		}
	})
	text := page.Text(".mh-verdict-part")
	for i, name := range []string{"Weights of areas", "Weights of questions", "The mean", "Missing answers"} {
		p := want.BySource[i].Proportion
		got := page.Find(".mh-verdict-part dt").FilterFunction(func(_ int, term *goquery.Selection) bool { return term.Text() == name }).Next().Text()
		if p.Holds*1000 >= p.Draws && got != "holds in "+cut(p) {
			t.Errorf("%+v: %s %s, want %s", want.Claim, name, got, cut(p))
		}
	}
	if none := strings.Contains(text, "No change of one area’s weight"); none {
		for _, w := range want.Weights {
			if w.Down.OK && w.Down.Factor > 0 || w.Up.OK {
				t.Errorf("%+v: says that no weight matters, but %+v does", want.Claim, w)
			}
		}
	}
}

// TestTheCheckerSaysWhatItMeans finds what every reader must be told.
func TestTheCheckerSaysWhatItMeans(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	for lang, texts := range map[string][]string{
		"en": {"about the method, not the measurement", "at least 95% of the methods", "at least 75%", "joint number 1 is number 1", "alone or jointly", "seed 2017"},
		"da": {"om metoden, ikke om målingen", "mindst 95\u00a0% af metoderne", "mindst 75\u00a0%", "Delt nr. 1 er nr. 1", "alene eller delt", "frø 2017"},
	} {
		page := analyst.Get("/robustness?kind=first&unit=461&lang=" + lang).WantStatus(http.StatusOK)
		for _, text := range texts {
			if !strings.Contains(page.Body, text) {
				t.Errorf("%s: the page does not say %q", lang, text)
			}
		}
		page.WantNone("robustness.", "%!")
	}
}

// TestABetterHeadlineIsOffered follows the link to it.
func TestABetterHeadlineIsOffered(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	s := site.Keeper.Current()
	row := s.List(benchmark.Query{}).Rows[9]
	page := analyst.Get(claimQuery("kind", "top", "unit", row.Code.String(), "n", "10")).WantStatus(http.StatusOK)
	href, ok := page.Find(`.mh-verdict-columns a[href^="/robustness"]`).Attr("href")
	if !ok {
		t.Fatal("no better headline")
	}
	analyst.Get(href+"&lang=en").WantStatus(http.StatusOK).WantText("#verdict-heading", "Safe to print")
}

// TestHtmxGetsTheCheckerAlone compares the part with the whole page.
func TestHtmxGetsTheCheckerAlone(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	part := analyst.Htmx("/robustness?lang=en&kind=top&unit=odense&other=&n=30&region=&other_region=").WantStatus(http.StatusOK)
	if got := part.Header.Get("HX-Push-Url"); got != "/robustness?kind=top&n=30&unit=461" {
		t.Errorf("the address becomes %q", got)
	}
	whole := analyst.Get("/robustness?lang=en&kind=top&n=30&unit=461").WantStatus(http.StatusOK)
	if got, want := part.Text(".mh-verdict"), whole.Text(".mh-verdict"); got == "" || got != want {
		t.Errorf("the part says %q, the page %q", got, want)
	}
	if live := part.Text("#live"); !strings.Contains(live, part.Text("#verdict-heading")) || !strings.Contains(live, part.Text(".mh-verdict-share")) {
		t.Errorf("screen readers are told %q", live)
	}
	part.WantNone("<html", "Cronbach")
	wrong := analyst.Htmx("/robustness?lang=en&kind=top&unit=odense&n=0").WantStatus(http.StatusUnprocessableEntity)
	if wrong.Header.Get("HX-Push-Url") != "" || wrong.Find("#n[aria-invalid]").Length() != 1 {
		t.Error("a faulty headline is not shown as such")
	}
}

// TestTooFewToCheck has an empty country.
func TestTooFewToCheck(t *testing.T) {
	t.Parallel()
	analyst := webtest.New(t).SignedIn(account.Analyst)
	page := analyst.Get("/robustness?lang=en&kind=first&unit=461").WantStatus(http.StatusOK)
	page.WantText(".mh-empty h2", "There is not enough to test yet")
	if page.Find("form.mh-claim, table").Length() != 0 {
		t.Error("there is something to check")
	}
}

// TestHeadlinesOfAnotherTime keeps the time in form and links.
func TestHeadlinesOfAnotherTime(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	day := site.Keeper.Current().AsOf.AddDate(0, 0, -40).Format("2006-01-02")
	answer := analyst.Get("/robustness?kind=first&unit=odense&as_of=" + day)
	location := answer.WantStatus(http.StatusSeeOther).Header.Get("Location")
	if !strings.Contains(location, "as_of="+day) || !strings.Contains(location, "unit=461") {
		t.Fatalf("led to %s", location)
	}
	page := analyst.Get(location).WantStatus(http.StatusOK)
	if got, _ := page.Find(`form.mh-claim input[type="hidden"][name="as_of"]`).Attr("value"); got != day {
		t.Errorf("the form asks for the time %q, want %s", got, day)
	}
}
