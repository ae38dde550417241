package pages_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/locale"
	"modenhed/internal/web/webtest"
)

// catalogue is the wording of the product.
func catalogue(t *testing.T) *locale.Catalogue {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func TestRankingByClaimedAndByVerifiedScore(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	for lang, words := range map[string]map[benchmark.Basis]string{
		"en": {benchmark.Claimed: "The places follow the claimed score", benchmark.Verified: "The places follow the verified score"},
		"da": {benchmark.Claimed: "Placeringerne følger den indberettede score", benchmark.Verified: "Placeringerne følger den verificerede score"},
	} {
		p := catalogue(t).Printer(locale.Lang(lang))
		for basis, says := range words {
			ranked := s.On(basis)
			for name, page := range map[string]*webtest.Answer{
				"page": site.Browser().Get("/ranking?view=exact&lang=" + lang + "&basis=" + string(basis)),
				"part": site.Browser().Htmx("/ranking?view=exact&lang=" + lang + "&basis=" + string(basis)),
			} {
				page.WantStatus(http.StatusOK)
				rows := page.Find(".mh-ranking tbody tr")
				for i, row := range ranked.List(benchmark.Query{}).Rows {
					beside, _ := ranked.Beside().Unit(row.Code)
					if got := rows.Eq(i).Find(".mh-name a").Text(); got != row.Name {
						t.Fatalf("%s, %s, %s: row %d is %s, want %s", lang, basis, name, i, got, row.Name)
					}
					if !beside.Card.Score.OK {
						continue
					}
					cell := strings.Join(strings.Fields(rows.Eq(i).Find(".mh-beside").Text()), " ")
					if want := p.Score(beside.Card.Score.Value); !strings.HasPrefix(cell, want) {
						t.Errorf("%s, %s: beside %s stands %q, want %s", lang, basis, row.Name, cell, want)
					}
				}
				if text := page.Text("body"); !strings.Contains(text, says) {
					t.Errorf("%s, %s, %s: the ranking does not say %q", lang, basis, name, says)
				}
			}
		}
	}
}

func TestTheVerifiedScoreStaysWithLinksAndForms(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	page := site.Browser().Get("/ranking?lang=en&basis=verified&aggregation=geometric")
	if got := page.Find(`#basis option[selected]`).AttrOr("value", ""); got != "verified" {
		t.Errorf("the form holds the basis %q", got)
	}
	if n := page.Find(`form.mh-filter [name="basis"]`).Length(); n != 1 {
		t.Errorf("the form has %d fields called basis", n)
	}
	for _, selector := range []string{`a[href^="/export/benchmark.xlsx"]`, ".mh-ranking .mh-name a", ".mh-ranking .mh-sort", ".alert-warning a"} {
		href := page.Find(".mh-results "+selector).First().AttrOr("href", "")
		if strings.Count(href, "basis=verified") != 1 {
			t.Errorf("%s leads to %s", selector, href)
		}
	}
	if got := page.Find(".mh-filter-actions a").AttrOr("href", ""); got != "/ranking" {
		t.Errorf("the reset leads to %s", got)
	}
	notice := page.Text(".alert-warning")
	if !strings.Contains(notice, "geometric") {
		t.Errorf("the terms are gone: %q", notice)
	}
	download := site.Browser().Get("/export/benchmark.xlsx?basis=verified&lang=en").WantStatus(http.StatusOK)
	if name := download.Header.Get("Content-Disposition"); !strings.Contains(name, "verified") {
		t.Errorf("the file is called %s", name)
	}
}

func TestPagesSayWhichScoreTheyShow(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	for _, address := range []string{"/", "/municipalities", "/municipalities/461", "/areas/rpa", "/compare?codes=461,751"} {
		separator := "?"
		if strings.Contains(address, "?") {
			separator = "&"
		}
		browser := site.Browser()
		claimed := browser.Get(address + separator + "lang=en").WantStatus(http.StatusOK)
		link := claimed.Find(`.mh-time a[href*="basis=verified"]`)
		if !strings.Contains(claimed.Text(".mh-time"), "claimed score") || link.Length() != 1 {
			t.Fatalf("%s does not say that it shows the claimed score", address)
		}
		verified := browser.Get(link.AttrOr("href", "")).WantStatus(http.StatusOK)
		if text := verified.Text(".alert-info"); !strings.Contains(text, "shows the verified score") || !strings.Contains(text, "at most 60 points") {
			t.Errorf("%s says %q", address, text)
		}
		if back := verified.Find(`.alert-info a`).Last().AttrOr("href", ""); strings.Contains(back, "basis") {
			t.Errorf("%s leads back to %s", address, back)
		}
		if claimed.Text("main") == verified.Text("main") {
			t.Errorf("%s is the same by both scores", address)
		}
	}
	for _, address := range []string{"/ranking?basis=both", "/?basis=x", "/export/benchmark.xlsx?basis=true"} {
		site.Browser().Get(address).WantStatus(http.StatusUnprocessableEntity)
	}
	empty := webtest.New(t).Browser().Get("/municipalities/461?basis=verified&lang=en").WantStatus(http.StatusOK)
	empty.WantNone("shows the verified score")
}

// TestPagesByTheClaimedScoreAloneSayIt asks for the verified score where there
// is none: the page says so, and its links keep the choice.
func TestPagesByTheClaimedScoreAloneSayIt(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	browser := site.SignedIn(account.Analyst)
	for _, address := range []string{"/municipalities/461/next", "/perception", "/perception/demo-2026", "/perception/demo-2026/quadrants", "/robustness"} {
		const says = "figures on this page follow the claimed score"
		claimed := browser.Get(address + "?lang=en").WantStatus(http.StatusOK)
		if !strings.Contains(claimed.Text(".mh-time"), says) {
			t.Errorf("%s does not say which score it shows", address)
		}
		chosen := browser.Get(address + "?lang=en&basis=verified").WantStatus(http.StatusOK)
		if text := chosen.Text(".mh-past"); !strings.Contains(text, says) || !strings.Contains(text, "your choice still holds") {
			t.Errorf("%s says %q to somebody who chose the verified score", address, text)
		}
		for _, kept := range []string{`.mainmenu a[href="/ranking?basis=verified"]`, `.mainmenu a[href="/compare?basis=verified"]`, `.footer a[href="/export/benchmark.xlsx?basis=verified"]`} {
			if chosen.Find(kept).Length() == 0 {
				t.Errorf("%s has no %s", address, kept)
			}
		}
		if chosen.Find(`.mainmenu a[href^="/rounds?"]`).Length() != 0 {
			t.Errorf("%s asks a page without scores for one", address)
		}
		browser.Get(address + "?basis=both").WantStatus(http.StatusUnprocessableEntity)
	}
}

func TestTheListOfMunicipalitiesByVerifiedScore(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	p := catalogue(t).Printer(locale.English)
	page := site.Browser().Get("/municipalities?lang=en&basis=verified&q=Odense")
	if head := page.Text("thead"); !strings.Contains(head, "Verified score") {
		t.Errorf("the list is headed %q", head)
	}
	unit, _ := site.Keeper.Current().Verified().Unit(461)
	if row := page.Text("tbody tr"); !strings.Contains(row, p.Score(unit.Card.Score.Value)) {
		t.Errorf("the list shows %q, want %s", row, p.Score(unit.Card.Score.Value))
	}
	for _, kept := range []string{`form.mh-filter input[name="basis"][value="verified"]`, `.mh-filter-actions a[href="/municipalities?basis=verified"]`, `tbody a[href="/municipalities/461?basis=verified"]`} {
		if page.Find(kept).Length() != 1 {
			t.Errorf("the list has no %s", kept)
		}
	}
}

func TestAMunicipalityShowsBothScoresAndWhatEachAnswerCountsFor(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	p := catalogue(t).Printer(locale.English)
	claimed, _ := s.Unit(461)
	verified, _ := s.Verified().Unit(461)
	page := site.Browser().Get("/municipalities/461?lang=en")
	card := page.Text(".mh-scorecard")
	for _, want := range []string{p.Score(claimed.Card.Score.Value), p.Score(verified.Card.Score.Value), "Claimed score", "Verified score", "answers are verified"} {
		if !strings.Contains(card, want) {
			t.Errorf("the scores %q do not hold %q", card, want)
		}
	}
	answers := page.Text("#answers-heading ~ details")
	words := map[assessment.Verification]string{
		assessment.Verified: "Verified: counts in full", assessment.Questioned: "Questioned: counts for at most 20 points",
		assessment.Unverified: "Not verified",
	}
	for i, a := range claimed.Answers {
		if a.State() != assessment.Reported || a.Stale {
			continue
		}
		if !strings.Contains(answers, words[a.Verification]) {
			t.Errorf("%s does not say %q", s.Places[i].Indicator.Key, words[a.Verification])
		}
	}
	if !slices.ContainsFunc(claimed.Answers, func(a benchmark.Answer) bool { return a.Verification == assessment.Questioned }) {
		t.Error("nothing is questioned at Odense")
	}
	// What is said about it is for the municipality and the analysts.
	page.WantNone("Opdigtet: Vi kan ikke finde", "Opdigtet: Det står i bilag", "Opdigtet: Svaret er meget højere")
	other := site.Browser().Get("/municipalities/461?lang=en&basis=verified")
	if got := other.Text(".mh-scorecard-value strong"); got != p.Score(verified.Card.Score.Value) {
		t.Errorf("by verified score the page shows %s", got)
	}
	if text := other.Text("main"); !strings.Contains(text, "Measured maturity is the verified score here") {
		t.Error("what the council's view is held against is not said")
	}
	only := other.Find("#moved")
	if only.Find("table").Length() != 0 || !strings.Contains(only.Text(), "claimed score only") {
		t.Errorf("what is explained for the claimed score alone is not said: %q", only.Text())
	}
	for _, link := range []string{`a[href$="/461?basis=claimed#moved"]`, `a[href$="/461/next?basis=verified"]`} {
		if only.Find(link).Length() != 1 {
			t.Errorf("there is no %s", link)
		}
	}
}

func TestComparisonsAndAreasByVerifiedScore(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	v := site.Keeper.Current().Verified()
	p := catalogue(t).Printer(locale.Danish)
	compared := site.Browser().Get("/compare?codes=461,751&basis=verified&lang=da")
	rows := compared.Find("#overall-heading ~ table tbody tr")
	for i, code := range []int{461, 751} {
		unit := v.Units[slices.IndexFunc(v.Units, func(u *benchmark.Unit) bool { return int(u.Code) == code })]
		beside, _ := v.Claimed().Unit(unit.Code)
		text := rows.Eq(i).Text()
		if !strings.Contains(text, p.Score(unit.Card.Score.Value)) || !strings.Contains(text, p.Score(beside.Card.Score.Value)) {
			t.Errorf("%s: %q", unit.Name, text)
		}
	}
	report, _ := v.Area("rpa")
	area := site.Browser().Get("/areas/rpa?basis=verified&lang=da")
	if text := area.Text("main"); !strings.Contains(text, p.Score(report.Score.Mean.Value)) || !strings.Contains(text, "indberettet") {
		t.Error("the area does not show the verified mean beside the claimed one")
	}
}

func TestTheMethodExplainsTheVerifiedScore(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	for lang, want := range map[string][]string{
		"da": {"Indberettet og verificeret score", "Ikke verificeret, med link eller fil", "60 point", "40 point", "20 point"},
		"en": {"Claimed and verified score", "Not verified, with a link or file", "60 points", "40 points", "20 points"},
	} {
		text := site.Browser().Get("/method?lang=" + lang).Text("#verified")
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%s: %q does not hold %q", lang, text, words)
			}
		}
	}
}
