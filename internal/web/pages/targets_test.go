package pages_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/target"
	"modenhed/internal/web/webtest"
)

const (
	targetPath  = "/report/rpa/rpa.strategy/target"
	targetsPath = "/report/targets"
)

// dayAhead is a day some days from now, as it is typed.
func dayAhead(days int) string { return time.Now().AddDate(0, 0, days).Format("2.1.2006") }

func targetForm(value, due, owner, seen string) url.Values {
	return url.Values{"value": {value}, "due": {due}, "owner": {owner}, "seen": {seen}}
}

func TestAnEditorSetsChangesAndWithdrawsATarget(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	empty := editor.Get(targetsPath + "?lang=da").WantStatus(http.StatusOK)
	if got := empty.Text(".mh-empty"); !strings.Contains(got, "I har ikke sat nogen mål endnu") {
		t.Errorf("without targets: %q", got)
	}
	editor.Post(targetPath, targetForm("4", dayAhead(60), "Økonomi <b>", "0")).WantLocation(targetPath + "?saved=1")
	page := editor.Get(targetPath + "?saved=1&lang=da").WantStatus(http.StatusOK)
	if got := page.Text(".alert-success"); !strings.Contains(got, "Målet er gemt: Niveau 4") {
		t.Errorf("saved: %q", got)
	}
	list := editor.Get(targetsPath + "?lang=da")
	row := plain(list.Find("#urgent-heading + table tbody tr").Text())
	for _, want := range []string{"Niveau 4", "Ikke besvaret", "60 dage tilbage", "Frist nærmer sig", "Økonomi <b>"} {
		if !strings.Contains(row, want) {
			t.Errorf("the list says %q, without %q", row, want)
		}
	}
	if got := plain(editor.Get("/report?lang=da").Find("#targets-heading + ul li").Text()); !strings.Contains(got, "Frist nærmer sig") {
		t.Errorf("the overview says %q", got)
	}
	if got := plain(editor.Get("/report/rpa?lang=da").Text("#rpa\\.strategy")); !strings.Contains(got, "Mål: Niveau 4") {
		t.Errorf("the question says %q", got)
	}
	editor.Post(targetPath, targetForm("3", dayAhead(400), "", "1")).WantLocation(targetPath + "?saved=2")
	editor.Post(targetPath+"/withdraw", url.Values{"seen": {"2"}}).WantLocation(targetPath + "?saved=3")
	page = editor.Get(targetPath + "?saved=3&lang=en")
	if got := page.Text(".alert-success"); !strings.Contains(got, "The target is withdrawn") {
		t.Errorf("withdrawn: %q", got)
	}
	if got := page.Find("#history-heading + ol li").Length(); got != 3 {
		t.Errorf("%d events, want 3", got)
	}
	if editor.Get(targetsPath+"?lang=da").Find("table").Length() != 0 {
		t.Error("a target that was withdrawn is listed")
	}
}

func TestATargetSentTwiceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	form := targetForm("4", dayAhead(60), "", "0")
	for range 2 {
		editor.Post(targetPath, form).WantLocation(targetPath + "?saved=1")
	}
	for range 2 {
		editor.Post(targetPath+"/withdraw", url.Values{"seen": {"1"}}).WantLocation(targetPath + "?saved=2")
	}
	if entries, err := site.Store.Targets(t.Context(), webtest.Odense); err != nil || len(entries) != 2 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}

func TestAFaultyTargetKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	editor.Get("/report?lang=da")
	page := editor.Post(targetPath, targetForm("4", "engang", strings.Repeat("x", 201), "0")).WantStatus(http.StatusUnprocessableEntity)
	for field, want := range map[string]string{
		"due": "Skriv datoen med dag, måned og år", "owner": "Der er plads til 200 tegn",
	} {
		if got := page.Text("#" + field + "-error"); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	if got, _ := page.Find("#due").Attr("value"); got != "engang" {
		t.Errorf("the day holds %q", got)
	}
	if page.Find(`#value option[value="4"][selected]`).Length() != 1 || page.Find(".alert-error a").Length() != 2 {
		t.Error("the value is lost, or the summary does not name both faults")
	}
	if entries, err := site.Store.Targets(t.Context(), 0); err != nil || len(entries) != 0 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
	editor.Post("/report/rpa/no.such/target", targetForm("4", dayAhead(3), "", "0")).WantStatus(http.StatusNotFound)
	editor.Post(targetPath+"/withdraw", url.Values{}).WantStatus(http.StatusNotFound)
}

func TestTheSecondToChangeATargetSeesBothVersions(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	one, two := site.SignedIn(account.Editor), site.SignedIn(account.Editor)
	two.Get("/report?lang=da")
	one.Post(targetPath, targetForm("4", dayAhead(60), "Økonomi", "0")).WantLocation(targetPath + "?saved=1")
	page := two.Post(targetPath, targetForm("5", dayAhead(90), "Stab", "0")).WantStatus(http.StatusConflict)
	versions := plain(page.Text(".mh-versions"))
	for _, want := range []string{"Niveau 5", "Niveau 4", "Stab", "Økonomi", "editor@example.test"} {
		if !strings.Contains(versions, want) {
			t.Errorf("versions %q, without %q", versions, want)
		}
	}
	if got, _ := page.Find("#owner").Attr("value"); got != "Stab" {
		t.Errorf("the owner holds %q", got)
	}
	seen, _ := page.Find(`form input[name="seen"]`).First().Attr("value")
	two.Post(targetPath, targetForm("5", dayAhead(90), "Stab", seen)).WantLocation(targetPath + "?saved=2")
}

// aimed gives Odense and Aarhus targets of several kinds.
func aimed(t *testing.T) *webtest.Site {
	t.Helper()
	site := webtest.New(t)
	for _, aim := range []target.Target{
		{Municipality: webtest.Odense, Indicator: "rpa.strategy", Value: 4, Due: "2020-01-31", Owner: "=1+1"},
		{Municipality: webtest.Odense, Indicator: "rpa.quality", Value: 3, Due: "2090-01-31", Owner: "Ældre"},
		{Municipality: 751, Indicator: "rpa.strategy", Value: 5, Due: "2090-01-31", Owner: "Aarhus' stab"},
	} {
		if _, err := site.Store.AppendTarget(t.Context(), aim, 0); err != nil {
			t.Fatal(err)
		}
	}
	return site
}

func TestTargetsAsAFile(t *testing.T) {
	t.Parallel()
	site := aimed(t)
	editor := site.SignedIn(account.Editor)
	read := func(b *webtest.Browser, path string) [][]string {
		t.Helper()
		answer := b.Get(path).WantStatus(http.StatusOK)
		rows, err := csv.NewReader(strings.NewReader(answer.Body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	rows := read(editor, targetsPath+".csv?lang=da")
	if len(rows) != 3 || rows[1][12] != "overdue" || rows[1][13] != "Overskredet" || rows[1][16] != "'=1+1" || rows[1][10] != "2020-01-31" {
		t.Errorf("the editor reads %q", rows)
	}
	if rows = read(editor, targetsPath+".csv?owner="+url.QueryEscape("Ældre")); len(rows) != 2 || rows[1][3] != "rpa.quality" {
		t.Errorf("one owner's are %q", rows)
	}
	if strings.Contains(editor.Get(targetsPath).Body, "Aarhus") {
		t.Error("an editor sees another municipality's targets")
	}
	analyst := site.SignedIn(account.Analyst)
	if rows = read(analyst, "/targets.csv"); len(rows) != 4 {
		t.Errorf("an analyst reads %q", rows)
	}
	if rows = read(analyst, "/targets.csv?municipality=751"); len(rows) != 2 || rows[1][1] != "Aarhus" {
		t.Errorf("of Aarhus %q", rows)
	}
}

func TestAnalystsFollowTheTargetsOfAll(t *testing.T) {
	t.Parallel()
	site := aimed(t)
	for _, role := range []account.Role{account.Analyst, account.Administrator} {
		b := site.SignedIn(role)
		page := b.Get("/targets?lang=da").WantStatus(http.StatusOK)
		rows := page.Find("#municipalities-heading + div table tbody tr")
		if got := plain(rows.First().Text()); rows.Length() != 2 || !strings.HasPrefix(got, "Aarhus") && !strings.HasPrefix(got, "Odense 2") {
			t.Errorf("%s: %d municipalities, first %q", role, rows.Length(), got)
		}
		of := b.Get("/targets?indicator=rpa.strategy&lang=da").WantStatus(http.StatusOK)
		if got := of.Find("tbody tr").Length(); got != 2 || of.Find("tbody a").Length() != 0 {
			t.Errorf("%s: %d targets of an indicator", role, got)
		}
		b.Get("/targets?municipality=461&lang=en").WantStatus(http.StatusOK)
		b.Get("/targets?municipality=999").WantStatus(http.StatusNotFound)
		b.Get("/targets?municipality=x").WantStatus(http.StatusNotFound)
		b.Get("/targets?indicator=x").WantStatus(http.StatusNotFound)
	}
}

func TestTargetsAreNotPublic(t *testing.T) {
	t.Parallel()
	site := aimed(t)
	b := site.Browser()
	for _, path := range []string{"/", "/municipalities/461", "/municipalities/751", "/areas/rpa", "/ranking"} {
		if body := b.Get(path).WantStatus(http.StatusOK).Body; strings.Contains(body, "Ældre") || strings.Contains(body, "stab") {
			t.Errorf("%s shows a target", path)
		}
	}
}

func TestAnAnswerMovesATarget(t *testing.T) {
	t.Parallel()
	site := aimed(t)
	editor := site.SignedIn(account.Editor)
	editor.Get("/report?lang=da")
	editor.Post("/report/rpa/rpa.strategy", url.Values{"value": {"4"}, "evidence_text": {"x"}, "do": {"save"}}).
		WantStatus(http.StatusSeeOther)
	page := editor.Get(targetsPath + "?lang=da")
	if got := plain(page.Text("#later-heading + table")); !strings.Contains(got, "Nået") {
		t.Errorf("the target reads %q", got)
	}
	if site.Keeper.Current().ScoreWith(webtest.Odense, "rpa.strategy", 5).Value <= site.Keeper.Current().ScoreWith(webtest.Odense, "rpa.strategy", 4).Value {
		t.Error("a higher level is worth no more")
	}
	unit, _ := site.Keeper.Current().Unit(webtest.Odense)
	if got := site.Keeper.Current().ScoreWith(webtest.Odense, "rpa.strategy", 4); got != unit.Card.Score {
		t.Errorf("the same answer gives %v, want %v", got, unit.Card.Score)
	}
	if got := site.Keeper.Current().ScoreWith(webtest.Odense, "no.such", 4); got.OK {
		t.Errorf("an unknown indicator gives %v", got)
	}
}
