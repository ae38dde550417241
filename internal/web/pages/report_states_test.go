package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/web/webtest"
)

func TestStatesAreNeverMixedUp(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	send := func(key string, fields url.Values) *webtest.Answer {
		answer := editor.Post(questionPath(key), fields).WantStatus(http.StatusSeeOther)
		return editor.Get(strings.Replace(answer.Header.Get("Location"), "#", "&lang=da#", 1)).WantStatus(http.StatusOK)
	}
	now := question("rpa.processes") + " .mh-now"
	page := send("rpa.processes", url.Values{"state": {"dont_know"}, "value": {"12"}, "seen": {"0"}})
	page.WantText(now+" .mh-state-missing", "Ved ikke")
	if status := reported(t, site, webtest.Odense, "rpa.processes"); status.Answer != (assessment.Answer{State: assessment.DontKnow}) {
		t.Errorf("recorded %+v", status.Answer)
	}
	if page.Find(now+" .mh-nowrap").Length() != 0 || page.Find(`[id="rpa.processes-dont_know"][checked]`).Length() != 1 {
		t.Error("don't know gives points or is not chosen")
	}

	page = send("rpa.processes", url.Values{"state": {"not_applicable"}, "reason": {"Ingen robotter her"}, "seen": {"1"}})
	page.WantText(now+" .mh-state:not(.mh-state-missing)", "Ikke relevant")
	page.WantText(`[id="rpa.processes-reason"]`, "Ingen robotter her")

	page = send("rpa.processes", url.Values{"value": {"0"}, "reason": {"Ingen robotter her"}, "seen": {"2"}})
	page.WantText(now+" strong", "0 processer i drift")
	if status := reported(t, site, webtest.Odense, "rpa.processes"); status.Reason != "" {
		t.Errorf("a figure has the reason %q", status.Reason)
	}

	page = send("rpa.processes", url.Values{"value": {"0"}, "do": {"withdraw"}, "seen": {"3"}})
	page.WantText(now+" .mh-state-missing", "Ikke besvaret")
	if !strings.Contains(page.Text(question("rpa.processes")+" .mh-saved"), "Svaret er trukket tilbage") {
		t.Error("nothing says that the answer was withdrawn")
	}
	if page.Find(question("rpa.processes")+" input[checked]").Length() != 0 || page.Find(`[id="rpa.processes-withdraw"]`).Length() != 0 {
		t.Error("a withdrawn answer is still in the form")
	}
	history := page.Text(question("rpa.processes") + " .mh-timeline")
	for _, want := range []string{"svaret trukket tilbage", "ændret fra ”Ikke relevant” til ”0 processer i drift”", "besvaret med ”Ved ikke”"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history %q does not say %q", history, want)
		}
	}
	if all := statuses(t, site); len(all) != 4 {
		t.Errorf("%d statuses, want 4", len(all))
	}
}

func TestEvidenceIsAskedForKindly(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	for i, c := range []struct {
		level, evidence string
		asked           bool
	}{{"2", "", false}, {"3", "", true}, {"4", "Referat", false}} {
		answer := editor.Post(questionPath("rpa.strategy"), url.Values{"value": {c.level}, "evidence_text": {c.evidence}, "seen": {fmt.Sprint(i)}})
		page := editor.Get(answer.WantStatus(http.StatusSeeOther).Header.Get("Location"))
		if got := page.Find(question("rpa.strategy")+" .alert-info").Length() == 1; got != c.asked {
			t.Errorf("level %s: asked for evidence %v, want %v", c.level, got, c.asked)
		}
	}
}

func TestOldAnswersAskToBeConfirmed(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	recordAs(t, site, "rpa.strategy", func(s *assessment.Status) { s.RecordedAt = time.Now().AddDate(-3, 0, 0) })
	page := editor.Get("/report?lang=da")
	page.WantText("#next-heading", "Svar, der skal bekræftes")
	if row := page.Text("section:has(#areas-heading) tbody tr:first-child"); !strings.Contains(row, "0 af 5 besvaret") || !strings.Contains(row, "1 skal bekræftes") {
		t.Errorf("the row reads %q", row)
	}
	area := editor.Get("/report/rpa")
	area.WantText(question("rpa.strategy")+" .mh-now .mh-state-missing", "Niveau 2: Pilot")
	if !strings.Contains(area.Text(question("rpa.strategy")+" .mh-now"), "ældre end 24 måneder") {
		t.Error("nothing says that the answer is too old")
	}
	editor.Post(questionPath("rpa.strategy"), url.Values{"value": {"2"}, "seen": {"1"}}).WantStatus(http.StatusSeeOther)
	if row := editor.Get("/report").Text("section:has(#areas-heading) tbody tr:first-child"); !strings.Contains(row, "1 af 5 besvaret") {
		t.Errorf("after confirming the row reads %q", row)
	}
}

func TestTheDesksFindingIsNotTheMunicipalitysAnswer(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	recordAs(t, site, "rpa.strategy", func(s *assessment.Status) {
		s.Source, s.Evidence = assessment.Desk, assessment.Evidence{Link: "https://example.org"}
	})
	page := editor.Get("/report/rpa?lang=da")
	now := page.Text(question("rpa.strategy") + " .mh-now")
	if !strings.Contains(now, "Niveau 2: Pilot") || !strings.Contains(now, "Fundet i offentlige kilder") {
		t.Errorf("the answer now reads %q", now)
	}
	if page.Find(question("rpa.strategy")+" input[checked]").Length() != 0 {
		t.Error("the desk's finding is filled in as the municipality's answer")
	}
	if row := editor.Get("/report").Text("section:has(#areas-heading) tbody tr:first-child"); !strings.Contains(row, "0 af 5 besvaret") {
		t.Errorf("the row reads %q", row)
	}
}

func TestNotApplicableOnlyWhereItIsAllowed(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	changeFramework(t, site, "key: rpa.strategy\n        weight: 1\n        type: level\n        not_applicable: true", "not_applicable: true", "not_applicable: false")
	editor := site.SignedIn(account.Editor)
	if editor.Get("/report/rpa").Find(question("rpa.strategy")+` [value="not_applicable"], [id="rpa.strategy-reason"]`).Length() != 0 {
		t.Error("not applicable is offered")
	}
	answer := editor.Post(questionPath("rpa.strategy")+"?lang=da", url.Values{"value": {"not_applicable"}, "reason": {"fordi"}, "seen": {"0"}}).
		WantStatus(http.StatusUnprocessableEntity)
	answer.WantText(`[data-module="error-summary"] a[href="#rpa.strategy-0"]`,
		"Spørgsmålet er relevant for alle kommuner og kan ikke besvares med ”Ikke relevant”.")
	answer.WantText(`[id="rpa.strategy-reason"]`, "fordi")
}
