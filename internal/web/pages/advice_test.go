package pages_test

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"modenhed/internal/account"
	"modenhed/internal/benchmark"
	"modenhed/internal/improvement"
	"modenhed/internal/scoring"
	"modenhed/internal/web/webtest"
)

// spaced returns an element's text with every run of spaces as one.
func spaced(s *goquery.Selection) string {
	return strings.Join(strings.Fields(s.Text()), " ")
}

// placeOf is how the English pages write a rank.
func placeOf(o improvement.Outcome) string {
	if o.Tied {
		return fmt.Sprintf("joint no. %d", o.Rank)
	}
	return fmt.Sprintf("no. %d", o.Rank)
}

// one returns the first municipality that fits.
func one(t *testing.T, s *benchmark.Snapshot, what string, fits func(*benchmark.Unit) bool) *benchmark.Unit {
	t.Helper()
	i := slices.IndexFunc(s.Units, fits)
	if i < 0 {
		t.Fatalf("the demo has no municipality that is %s", what)
	}
	return s.Units[i]
}

// shows reports whether a text is a score to one decimal.
func shows(text string, score scoring.Points) bool {
	x, err := strconv.ParseFloat(text, 64)
	return err == nil && score.OK && math.Abs(x-score.Value) <= 0.05+1e-9
}

func adviceTo(t *testing.T, s *benchmark.Snapshot, unit *benchmark.Unit) *benchmark.Advice {
	t.Helper()
	advice, ok, err := s.Advice(unit.Code)
	if err != nil || !ok {
		t.Fatalf("advice to %s: %v, %v", unit.Name, ok, err)
	}
	return advice
}

func TestTheThreeBestStepsStandOnTheMunicipalitysPage(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	unit, _ := s.Unit(461)
	advice := adviceTo(t, s, unit)
	page := site.Browser().Get("/municipalities/461?lang=en").WantStatus(http.StatusOK)
	items := page.Find(".mh-steps > li")
	if items.Length() != 3 {
		t.Fatalf("%d steps, want 3", items.Length())
	}
	items.Each(func(i int, item *goquery.Selection) {
		step, text := advice.Steps[i], spaced(item)
		gain := math.Round(step.After.Score.Value*10)/10 - math.Round(step.Before.Score.Value*10)/10
		for _, want := range []string{
			step.Place.Indicator.Title.EN,
			fmt.Sprintf("+%.1f points, ", gain), placeOf(step.After), fmt.Sprintf("The score becomes %.1f.", step.After.Score.Value),
		} {
			if !strings.Contains(text, want) {
				t.Errorf("step %d does not say %q: %s", i, want, text)
			}
		}
		if levels := step.Place.Indicator.Levels; levels != nil && !strings.Contains(text, levels[int(step.To)].EN) {
			t.Errorf("step %d does not say what level %v is", i, step.To)
		}
		if got := item.Find(".mh-teachers > li").Length(); got != len(step.Teachers) {
			t.Errorf("step %d shows %d to learn from, want %d", i, got, len(step.Teachers))
		}
	})
	if href, _ := page.Find(`a[href="/municipalities/461/next"]`).Attr("href"); href == "" {
		t.Error("nothing leads to all the steps")
	}
	page.WantNone("/report/")
}

func TestAllStepsAndGapsStandInTables(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	s := site.Keeper.Current()
	b := site.Browser()
	for _, unit := range s.Units {
		advice := adviceTo(t, s, unit)
		page := b.Get("/municipalities/" + unit.Code.String() + "/next?lang=en").WantStatus(http.StatusOK)
		page.WantNone("advice.", "NaN")
		if page.Find(".mh-empty").Length() > 0 {
			if len(advice.Steps) > 0 {
				t.Errorf("%s has steps that nobody sees", unit.Name)
			}
			continue
		}
		rows := page.Find(`section[aria-labelledby="steps-heading"] tbody tr`)
		if rows.Length() != len(advice.Steps) {
			t.Fatalf("%s: %d steps, want %d", unit.Name, rows.Length(), len(advice.Steps))
		}
		rows.Each(func(i int, row *goquery.Selection) {
			step := advice.Steps[i]
			if got := spaced(row.Find(`td[data-title="Score"]`)); !shows(got, step.After.Score) {
				t.Errorf("%s, step %d: score %s, want %v", unit.Name, i, got, step.After.Score)
			}
			if got := spaced(row.Find(`td[data-title="No."]`)); step.After.Rank > 0 && !strings.Contains(got, strconv.Itoa(step.After.Rank)) {
				t.Errorf("%s, step %d: rank %q, want %d", unit.Name, i, got, step.After.Rank)
			}
			checkTeachers(t, s, step, row)
		})
		gaps := page.Find(`section[aria-labelledby="gaps-heading"] tbody tr`)
		if gaps.Length() != len(advice.Gaps) {
			t.Errorf("%s: %d gaps, want %d", unit.Name, gaps.Length(), len(advice.Gaps))
		}
		gaps.Each(func(i int, row *goquery.Selection) {
			low, high := advice.Gaps[i].Lowest.Outcome, advice.Gaps[i].Highest.Outcome
			text := spaced(row.Find(`td[data-title="Possible score"]`))
			from, to, _ := strings.Cut(text, "–")
			if low.Score.OK && (!shows(from, low.Score) || !shows(to, high.Score)) {
				t.Errorf("%s, gap %d: %q, want %v to %v", unit.Name, i, text, low.Score.Value, high.Score.Value)
			}
		})
	}
}

// checkTeachers wants each teacher with its reason, and of its evidence exactly what is public.
func checkTeachers(t *testing.T, s *benchmark.Snapshot, step benchmark.Advised, row *goquery.Selection) {
	t.Helper()
	row.Find(".mh-teachers > li").Each(func(i int, item *goquery.Selection) {
		teacher := step.Teachers[i]
		status := teacher.Answer.Status
		text, link := spaced(item.Find(".mh-teacher-evidence")), item.Find(`a[rel~="nofollow"]`).AttrOr("href", "")
		wantText, wantLink := "", ""
		if status.Evidence.Public {
			wantText, wantLink = status.Evidence.Text, status.Evidence.Link
		}
		if text != wantText || link != wantLink {
			t.Errorf("%s on %s shows %q %q, want %q %q", teacher.Name, step.Key, text, link, wantText, wantLink)
		}
		if href := item.Find("a").First().AttrOr("href", ""); href != "/municipalities/"+teacher.Code.String() {
			t.Errorf("%s leads to %s", teacher.Name, href)
		}
		if !strings.Contains(spaced(item), "resident") && !strings.Contains(spaced(item), "same population") {
			t.Errorf("%s comes without a reason: %s", teacher.Name, spaced(item))
		}
		if c := status.Comment; c != "" && strings.Contains(spaced(item), c) {
			t.Errorf("%s shows a comment", teacher.Name)
		}
	})
}

// TestOnlyTheOwnEditorIsLedToTheQuestions compares what the municipality's
// editor reads with what others do.
func TestOnlyTheOwnEditorIsLedToTheQuestions(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, webtest.WithDemo())
	editor := site.SignedIn(account.Editor)
	s := site.Keeper.Current()
	unit, _ := s.Unit(461)
	step := adviceTo(t, s, unit).Steps[0]
	question := fmt.Sprintf(`a[href="/report/%s#%s"]`, step.Place.Top.Key, step.Key)
	for path, voice := range map[string]string{"/municipalities/461": "Det, der ville løfte jeres score", "/municipalities/461/next?rank=1": "Vælg et mål, og se de skridt, der fører jer dertil"} {
		page := editor.Get(path).WantStatus(http.StatusOK)
		page.WantNone("advice.")
		if page.Find(question).Length() == 0 || !strings.Contains(spaced(page.Find("main")), voice) {
			t.Errorf("%s does not speak to the editor", path)
		}
		for _, role := range []account.Role{account.Public, account.Analyst, account.Administrator} {
			site.SignedIn(role).Get(path).WantStatus(http.StatusOK).WantNone(`href="/report/`, "jeres", "dertil jer")
		}
		editor.Get(strings.Replace(path, "461", "751", 1)).WantStatus(http.StatusOK).WantNone(`href="/report/`, "jeres")
	}
	link := editor.Get("/report/" + string(step.Place.Top.Key)).Find("[id='" + string(step.Key) + "']")
	if link.Length() != 1 {
		t.Errorf("the form has no place %s", step.Key)
	}
	past := editor.Get("/municipalities/461/next?as_of=" + time.Now().AddDate(0, 0, -1).Format(time.DateOnly)).WantStatus(http.StatusOK)
	past.WantNone(`href="/report/`)
	if field := past.Find(`#reach input[name=as_of]`); field.Length() != 2 {
		t.Error("a goal leads out of the past")
	}
}

func TestNothingReportedIsNothingToBuildOn(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	b := site.Browser()
	page := b.Get("/municipalities/461/next?lang=en&goal=rank&rank=1").WantStatus(http.StatusOK)
	page.WantNone("advice.", "NaN")
	if text := spaced(page.Find(".mh-empty")); !strings.Contains(text, "When Odense has answered") || !strings.Contains(text, "are enough for a rank") {
		t.Errorf("the page says %q", text)
	}
	if b.Get("/municipalities/461").Find("#next-heading").Length() > 0 {
		t.Error("its own page promises steps")
	}
	own := site.SignedIn(account.Editor).Get("/municipalities/461/next?lang=en").WantStatus(http.StatusOK)
	if href := own.Find(".mh-empty a").AttrOr("href", ""); href != "/report" {
		t.Errorf("the editor is led to %q", href)
	}
}
