package pages_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/sensitivity"
	"modenhed/internal/web/webtest"
)

// written is a figure with two decimals as the page writes it in English.
func written(x float64) string {
	if x > 0 && x < 0.005 {
		return "below 0.01"
	}
	return strings.Replace(fmt.Sprintf("%.2f", x), "-", "−", 1)
}

// TestTheSensitivityIsThatOfTheSnapshot compares every table with the analysis.
func TestTheSensitivityIsThatOfTheSnapshot(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	page := site.SignedIn(account.Analyst).Get("/robustness?lang=en").WantStatus(http.StatusOK)
	want, err := site.Keeper.Current().Sensitivity()
	if err != nil {
		t.Fatal(err)
	}
	checkEffects(t, page, want)
	figures := page.Find(".mh-figure-value").Map(func(_ int, f *goquery.Selection) string { return f.Text() })
	if got := []string{fmt.Sprintf("%.1f", want.Shift.Mean), written(want.Spearman.Coefficient.Value), written(want.Kendall.Coefficient.Value)}; !slices.Equal(figures, got) {
		t.Errorf("figures %v, want %v", figures, got)
	}
	tables := page.Find(".mh-matrix")
	for n, matrix := range [][][]sensitivity.Correlation{want.Areas.Pearson, want.Areas.Spearman} {
		tables.Eq(n).Find("tbody tr").Each(func(i int, row *goquery.Selection) {
			row.Find("td").Each(func(j int, cell *goquery.Selection) {
				if got := strings.TrimSpace(cell.Text()); i != j && got != written(matrix[i][j].Coefficient.Value) {
					t.Errorf("matrix %d, %d and %d: %s, want %v", n, i, j, got, matrix[i][j])
				}
			})
		})
	}
	alpha := page.Find(`section[aria-labelledby="alpha-heading"]`)
	if got := alpha.Find("ul").Text(); !strings.Contains(got, "Alpha for the areas together is "+written(want.Areas.Consistency.Raw.Value)) {
		t.Errorf("alpha reads %q", got)
	}
	alpha.Find("tbody tr").Each(func(i int, row *goquery.Selection) {
		part, within := want.Areas.Consistency.Parts[i], want.Areas.Within[i]
		got := row.Find("td").Map(func(_ int, cell *goquery.Selection) string { return strings.TrimSpace(cell.Text()) })
		if !slices.Equal(got[:3], []string{written(part.Rest.Value), written(part.Without.Value), written(within.Raw.Value)}) {
			t.Errorf("area %d: %v, want %+v, %+v", i, got, part, within.Raw)
		}
	})
}

// checkEffects wants the rows by total effect, with what is noise said so.
func checkEffects(t *testing.T, page *webtest.Answer, want *sensitivity.Analysis) {
	t.Helper()
	effects := slices.Clone(want.Shift.Effects)
	slices.SortStableFunc(effects, func(a, b sensitivity.Effect) int {
		if a.Total.Value > b.Total.Value {
			return -1
		}
		return 1
	})
	rows := page.Find(".mh-effects tbody tr")
	if rows.Length() != len(effects) {
		t.Fatalf("%d effects, want %d", rows.Length(), len(effects))
	}
	rows.Each(func(i int, row *goquery.Selection) {
		e := effects[i]
		total, first := row.Find("td").Eq(0), row.Find("td").Eq(2)
		if got := total.Find(".mh-score-value").Text(); got != written(e.Total.Share()) {
			t.Errorf("row %d: total %s, want %v", i, got, e.Total)
		}
		if got := row.Find("td").Eq(1).Text(); got != written(e.Total.Error) {
			t.Errorf("row %d: error %s, want %v", i, got, e.Total)
		}
		if got := strings.Contains(total.Text(), "cannot be told from 0"); got != e.Total.Noise() {
			t.Errorf("row %d: total is noise: %v, want %v", i, got, e.Total)
		}
		if got := strings.Fields(first.Text()); !strings.HasPrefix(strings.Join(got, " "), written(e.First.Share())) ||
			strings.Contains(first.Text(), "cannot be told from 0") != e.First.Noise() {
			t.Errorf("row %d: first %v, want %v", i, got, e.First)
		}
	})
}

// TestEveryFigureIsRead finds the readings in both languages.
func TestEveryFigureIsRead(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	analyst := site.SignedIn(account.Analyst)
	for lang, texts := range map[string][]string{
		"en": {"has the total effect", "The first-order effect", "On average a municipality moves", "Spearman’s correlation", "of all pairs of municipalities", "go together most closely", "Alpha for the areas together is"},
		"da": {"har totaleffekten", "Førsteordenseffekten", "I gennemsnit flytter en kommune sig", "Spearmans korrelation", "af alle par af kommuner", "Tættest hænger", "Alfa for områderne tilsammen er"},
	} {
		page := analyst.Get("/robustness?lang=" + lang).WantStatus(http.StatusOK)
		for _, text := range texts {
			if !strings.Contains(page.Text("main li"), text) {
				t.Errorf("%s: no reading says %q", lang, text)
			}
		}
	}
}
