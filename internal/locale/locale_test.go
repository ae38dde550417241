package locale_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/locale"
)

func load(t *testing.T) *locale.Catalogue {
	t.Helper()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func TestNumbersFollowTheLanguage(t *testing.T) {
	t.Parallel()
	catalogue := load(t)
	da, en := catalogue.Printer(locale.Danish), catalogue.Printer(locale.English)
	for name, row := range map[string]struct{ got, want string }{
		"thousands da":         {da.Int(1234567), "1.234.567"},
		"thousands en":         {en.Int(94508), "94,508"},
		"three digits":         {da.Int(461), "461"},
		"one decimal":          {da.Score(62.35), "62,4"},
		"one decimal en":       {en.Score(62.35), "62.4"},
		"minus sign":           {da.Score(-3.14), "−3,1"},
		"no minus zero":        {da.Score(-0.04), "0,0"},
		"signed up":            {da.Signed(0.4), "+0,4"},
		"signed down":          {da.Signed(-0.3), "−0,3"},
		"signed nothing":       {da.Signed(0.04), "0,0"},
		"percent da":           {da.Percent(12.5), "12,5\u00a0%"},
		"whole percent":        {da.Percent(34), "34\u00a0%"},
		"percent en":           {en.Percent(12.5), "12.5%"},
		"share":                {da.Share(0.666), "66,6\u00a0%"},
		"coverage da":          {da.Coverage(0.9), "90,0\u00a0%"},
		"coverage en":          {en.Coverage(0.917), "91.7%"},
		"exact keeps decimals": {da.Exact(0.125), "0,125"},
		"undefined":            {da.ScoreOr(1, false), "–"},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %q, want %q", name, row.got, row.want)
		}
	}
}

func TestTimesAreShownInCopenhagen(t *testing.T) {
	t.Parallel()
	catalogue := load(t)
	summer := time.Date(2026, 6, 30, 22, 32, 0, 0, time.UTC)
	if got, want := catalogue.Printer(locale.Danish).DateTime(summer), "1. juli 2026 kl. 00.32"; got != want {
		t.Errorf("Danish: got %q, want %q", got, want)
	}
	if got, want := catalogue.Printer(locale.English).DateTime(summer), "1 July 2026, 00:32"; got != want {
		t.Errorf("English: got %q, want %q", got, want)
	}
	if got, want := catalogue.Printer(locale.Danish).YearMonth("2017-06"), "juni 2017"; got != want {
		t.Errorf("YearMonth = %q, want %q", got, want)
	}
}

func TestNamesSortInDanishOrder(t *testing.T) {
	t.Parallel()
	names := []string{"Aarhus", "Ærø", "Aabenraa", "Odense", "Aalborg", "Øster", "Assens", "Zealand"}
	locale.SortNames(names, func(s string) string { return s })
	want := []string{"Assens", "Odense", "Zealand", "Ærø", "Øster", "Aabenraa", "Aalborg", "Aarhus"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

func TestMatchPicksTheLanguage(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]locale.Lang{
		"":                        locale.Danish,
		"da-DK,da;q=0.9,en;q=0.8": locale.Danish,
		"en-GB,en;q=0.9":          locale.English,
		"en":                      locale.English,
		"en-US,da;q=0.5":          locale.English,
		"de":                      locale.Danish,
		"de,en;q=0.5":             locale.English,
		"sv-SE,sv;q=0.9,en;q=0.8": locale.English,
		"sv":                      locale.Danish,
		"nb":                      locale.Danish,
		"nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5": locale.Danish,
		"nn":              locale.Danish,
		"no":              locale.Danish,
		"fo":              locale.Danish,
		"fo-FO,en;q=0.5":  locale.Danish,
		"kl-GL,en;q=0.5":  locale.Danish,
		"da;q=0,en;q=0.5": locale.English,
		"en;q=0.2,da":     locale.Danish,
		"*":               locale.Danish,
		"*,en;q=0.5":      locale.English,
		"und":             locale.Danish,
		"not a header;;":  locale.Danish,
	} {
		if got := locale.Match(header); got != want {
			t.Errorf("Match(%q) = %q, want %q", header, got, want)
		}
	}
}

func TestNumbersInTextsFollowTheLanguage(t *testing.T) {
	t.Parallel()
	catalogue := load(t)
	args := map[string]any{"Max": 12.5}
	if got, want := catalogue.Printer(locale.Danish).Format("assessment.number_max", args), "12,5"; !strings.Contains(got, want) {
		t.Errorf("Danish: %q does not say %s", got, want)
	}
	if got, want := catalogue.Printer(locale.English).Format("assessment.number_max", args), "12.5"; !strings.Contains(got, want) {
		t.Errorf("English: %q does not say %s", got, want)
	}
}
