package pages_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/web/webtest"
)

func TestRankingOnOwnTerms(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	half := 0.5
	want, err := site.Keeper.Current().Under(benchmark.Terms{
		Weights:     map[framework.AreaKey]float64{"rpa": 2.5, "school": 0},
		Aggregation: framework.Geometric, MinCoverage: &half,
	})
	if err != nil {
		t.Fatal(err)
	}
	address := "/ranking?lang=en&view=exact&w-rpa=2,5&w-school=0&w-smart_city=1&aggregation=geometric&coverage=50"
	for name, page := range map[string]*webtest.Answer{
		"page": site.Browser().Get(address), "part": site.Browser().Htmx(address),
	} {
		page.WantStatus(http.StatusOK)
		rows := page.Find(".mh-ranking tbody tr")
		for i, row := range want.List(benchmark.Query{}).Rows {
			if got := rows.Eq(i).Find(".mh-name a").Text(); got != row.Name {
				t.Fatalf("%s: row %d is %s, want %s", name, i, got, row.Name)
			}
		}
		notice := page.Text(".alert-warning")
		for _, words := range []string{"not the declared method", "Process automation (RPA) weighs 2.5 instead of 1", "Digital schools weighs 0", "geometric", "50%"} {
			if !strings.Contains(notice, words) {
				t.Errorf("%s: the notice %q does not say %q", name, notice, words)
			}
		}
		if href, _ := page.Find(`a[href^="/export/benchmark.xlsx"]`).Attr("href"); href != "/export/benchmark.xlsx?aggregation=geometric&coverage=50&w-rpa=2.5&w-school=0" {
			t.Errorf("%s: the workbook is at %s", name, href)
		}
	}
}

func TestTheDeclaredTermsAreNoNotice(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	plain := site.Browser().Get("/ranking?lang=en").Text(".mh-ranking")
	page := site.Browser().Get("/ranking?lang=en&w-rpa=1&aggregation=arithmetic&coverage=66.6")
	page.WantNone("not the declared method")
	if page.Text(".mh-ranking") != plain {
		t.Error("the declared terms give another ranking")
	}
}

func TestTermsThatCannotBeKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	page := site.Browser().Get("/ranking?lang=en&w-rpa=much&w-school=-1&aggregation=median&coverage=120").WantStatus(http.StatusUnprocessableEntity)
	for field, typed := range map[string]string{"w-rpa": "much", "w-school": "-1", "coverage": "120"} {
		input := page.Find("#" + field)
		if value, _ := input.Attr("value"); value != typed {
			t.Errorf("%s holds %q, want %q", field, value, typed)
		}
		if _, marked := input.Attr("aria-invalid"); !marked || page.Find(`.alert-error a[href="#`+field+`"]`).Length() != 1 {
			t.Errorf("%s is not named as faulty", field)
		}
	}
	if page.Find(`.alert-error a[href="#aggregation"]`).Length() != 1 || page.Find(".mh-ranking").Length() != 0 {
		t.Error("the mean is not named, or a ranking stands beside the faults")
	}
	site.Browser().Htmx("/ranking?w-rpa=much").WantStatus(http.StatusUnprocessableEntity)
	unknown := site.Browser().Get("/ranking?lang=en&w-trains=2").WantStatus(http.StatusUnprocessableEntity)
	if text := unknown.Text(".alert-error"); !strings.Contains(text, "‘trains’") {
		t.Errorf("an unknown area is answered with %q", text)
	}
}

// The default ranking is in groups with intervals, ties are marked, and the
// exact list is one click away.
func TestRankingGroups(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	groups, err := s.RankGroups()
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for _, group := range groups {
		most = max(most, group)
	}
	page := site.Browser().Get("/ranking?lang=en")
	if got := page.Find(".mh-ranking tbody").Length(); got != most+1 || page.Find(".mh-group-row").Length() != most+1 {
		t.Errorf("%d groups, want %d and the unranked", got, most)
	}
	result, err := s.Robustness()
	if err != nil {
		t.Fatal(err)
	}
	first := s.List(benchmark.Query{}).Rows[0]
	i, _ := s.Index(first.Code)
	interval, _ := result.Interval(i)
	text := page.Find(".mh-interval .sr-only").First().Text()
	if want := "90% interval: rank " + strconv.Itoa(interval.Low) + " to " + strconv.Itoa(interval.High); text != want {
		t.Errorf("the first interval reads %q, want %q", text, want)
	}
	href, _ := page.Find(".mh-view a").Attr("href")
	exact := site.Browser().Get(href + "&lang=en")
	if exact.Find(".mh-group-row").Length() != 0 || exact.Find(".mh-ranking tbody tr").Length() != 98 {
		t.Error("the exact list has groups, or not every municipality")
	}
	if site.Browser().Get("/ranking?area=rpa").Find(".mh-interval, .mh-group-row").Length() != 0 {
		t.Error("the ranking of one area shows intervals of the whole")
	}
}

// The workbook on a reader's own terms says so, and has the same order.
func TestWorkbookOnOwnTerms(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	want, err := site.Keeper.Current().Under(benchmark.Terms{Weights: map[framework.AreaKey]float64{"rpa": 5}})
	if err != nil {
		t.Fatal(err)
	}
	answer := site.Browser().Get("/export/benchmark.xlsx?lang=en&w-rpa=5").WantStatus(http.StatusOK)
	book, err := excelize.OpenReader(strings.NewReader(answer.Body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	rows, err := book.GetRows(book.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	first := want.List(benchmark.Query{}).Rows[0].Name
	if !slices.Contains(rows[1], first) {
		t.Errorf("the first row is %v, want %s", rows[1], first)
	}
	text := ""
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprint(sheet, rows)
	}
	if !strings.Contains(strings.ToLower(text), "not the declared method") {
		t.Error("the workbook does not say that it is not the declared method")
	}
	site.Browser().Get("/export/benchmark.xlsx?w-rpa=much").WantStatus(http.StatusUnprocessableEntity)
}
