package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/round"
	"modenhed/internal/verification"
	"modenhed/internal/web"
	"modenhed/internal/web/pages"
	"modenhed/internal/web/webtest"
)

// clock is a clock that a test moves on.
type clock struct{ offset atomic.Int64 }

func (c *clock) now() time.Time       { return time.Now().Add(time.Duration(c.offset.Load())) }
func (c *clock) pass(d time.Duration) { c.offset.Add(int64(d)) }

// reviewSite is a demonstration with a round in review, and who takes part.
type reviewSite struct {
	*webtest.Site
	*clock
	zone                  *time.Location
	rounds                pages.Rounds
	boss, analyst, editor *webtest.Browser
	reader                *webtest.Browser
}

func inReview(t *testing.T) *reviewSite {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	s := &reviewSite{clock: new(clock), zone: zone}
	s.Site = webtest.New(t, webtest.WithDemo(), webtest.WithClock(s.now), webtest.WithParts(func(p *web.Parts) { s.rounds = p.Pages.Rounds }))
	s.boss, s.analyst = s.SignedIn(account.Administrator), s.SignedIn(account.Analyst)
	s.editor, s.reader = s.SignedIn(account.Editor), s.Browser()
	closedRound(t, s.boss)
	return s
}

// in is a minute some time from now as a form takes it.
func (s *reviewSite) in(d time.Duration) string {
	return s.now().Add(d).In(s.zone).Format("2006-01-02 15:04")
}

// plan plans the publication through the form.
func (s *reviewSite) plan(t *testing.T, replyBy, publishAt time.Duration) {
	t.Helper()
	seen := s.boss.Get("/rounds/2026?lang=en").Find(`form[action="/rounds/2026/plan"] input[name="seen"]`).AttrOr("value", "")
	form := url.Values{"seen": {seen}, "reply_by": {s.in(replyBy)}, "publish_at": {s.in(publishAt)}}
	s.boss.Post("/rounds/2026/plan", form).WantLocation("/rounds/2026?done=planned")
}

// reply replies through the form, with what the page carries unseen.
func (s *reviewSite) reply(t *testing.T, values url.Values) *webtest.Answer {
	t.Helper()
	page := s.editor.Get("/report/preview?lang=en").WantStatus(http.StatusOK)
	values.Set("seen", hidden(page, "seen"))
	values.Set("content", hidden(page, "content"))
	return s.editor.Post("/report/preview?lang=en", values)
}

// revise records a late change of Odense and has it accepted.
func (s *reviewSite) reviseAndAccept(t *testing.T) {
	t.Helper()
	unit, _ := s.Keeper.Current().Unit(webtest.Odense)
	for _, a := range unit.Answers {
		if a.Status == nil || a.Status.Source != assessment.Self || a.Status.Answer.State != assessment.Reported {
			continue
		}
		late := *a.Status
		late.Revision++
		late.RecordedAt, late.Answer.Value = s.now(), 0
		recorded, err := s.Store.AppendStatuses(t.Context(), []assessment.Status{late})
		if err != nil {
			t.Fatal(err)
		}
		next := verification.Next{Entry: verification.Entry{Status: recorded[0].ID, Kind: assessment.VerdictAccepted, RecordedAt: s.now()}}
		if _, err := s.Store.AppendVerdicts(t.Context(), []verification.Next{next}); err != nil {
			t.Fatal(err)
		}
		s.pass(time.Second)
		return
	}
	t.Fatal("Odense has no own answer")
}

func TestAMunicipalitySeesAndDisputesWhatWillBePublished(t *testing.T) {
	t.Parallel()
	s := inReview(t)
	overview := s.editor.Get("/report?lang=en")
	wantTexts(t, overview, "main .alert", "See what will be published about you")
	if overview.Find("#confirm-many").Length() != 0 {
		t.Error("answers are offered for confirmation after the cutoff")
	}
	s.plan(t, 20*time.Minute, 30*time.Minute)
	if letters := s.boss.Get("/rounds/2026/letters?lang=da").WantStatus(http.StatusOK); !strings.Contains(letters.Body, "/report/preview?lang=") {
		t.Errorf("no letter tells of the preview: %s", letters.Text("main"))
	}
	page := s.editor.Get("/report/preview?lang=da").WantStatus(http.StatusOK)
	wantTexts(t, page, "main", "Før offentliggørelsen", "Indberettet score", "Verificeret score", "minutter tilbage", "Ændringer efter skæringstidspunktet", "Vi er uenige")
	faulty := s.reply(t, url.Values{"reply": {"disputed"}, "text": {" "}, "public": {"yes"}}).WantStatus(http.StatusUnprocessableEntity)
	wantTexts(t, faulty, "#text-error", "Write what you dispute")
	if faulty.Find(`#reply-disputed[checked]`).Length() != 1 || faulty.Find(`#public[checked]`).Length() != 1 {
		t.Error("what was chosen is gone")
	}
	wantTexts(t, s.reply(t, url.Values{}).WantStatus(http.StatusUnprocessableEntity), "#reply-error", "Choose whether you agree")
	s.reply(t, url.Values{"reply": {"disputed"}, "text": {"Tallet er <b>forkert</b>"}, "public": {"yes"}}).WantLocation("/report/preview?done=replied")
	wantTexts(t, s.editor.Get("/report/preview?done=replied&lang=en"), "main", "The reply has been sent", "Tallet er <b>forkert</b>", "Disputes", "will be published with the round")

	wantTexts(t, s.editor.Get("/report/history?lang=en"), "tbody", "Public remark:")
	for _, b := range []*webtest.Browser{s.boss, s.analyst} {
		wantTexts(t, b.Get("/rounds/2026?lang=en"), "#replies", "1 municipality", "Tallet er <b>forkert</b>", "Odense", "1 municipality disputes its result: Odense")
	}
	s.reader.Get("/rounds/2026?lang=en").WantNone("forkert", "reply_by", "Dispute")
	wantTexts(t, s.reader.Get("/rounds/2026?lang=en"), "main dl", "Publication planned")
	wantTexts(t, s.reader.Get("/rounds?lang=en"), "main table", "Planned for")

	s.reviseAndAccept(t)
	wantTexts(t, s.editor.Get("/report/preview?lang=en"), "main", "The result has changed since your reply", "Accepted, counts", "Changed after the cut-off and accepted")
	wantTexts(t, s.boss.Get("/rounds/2026/publish?lang=en"), "main .alert-warning", "1 municipality disputes", "1 reply was to an earlier version", "have not replied")
	wantTexts(t, s.analyst.Get("/rounds/2026/preview/461?lang=en"), "main", "Before publication: Odense", "The municipality’s latest reply was to an earlier version", "The municipality’s reply")
	if s.analyst.Get("/rounds/2026/preview/461").Find("main form").Length() != 0 {
		t.Error("an analyst is offered the municipality's form")
	}
	s.published(t)
}

// published lets the minute come and looks at what everybody sees then.
func (s *reviewSite) published(t *testing.T) {
	t.Helper()
	s.pass(21 * time.Minute)
	closed := s.editor.Get("/report/preview?lang=en").WantStatus(http.StatusOK)
	wantTexts(t, closed, "#reply-section", "The time for replies ended")
	if closed.Find("#reply-section form").Length() != 0 {
		t.Error("after the time there is still a form")
	}
	late := s.editor.Post("/report/preview?lang=en", url.Values{"reply": {"agreed"}, "content": {strings.Repeat("0", 64)}})
	wantTexts(t, late.WantStatus(http.StatusConflict), "main", "The reply has not been sent", "The time for replies is over")
	before := s.reader.Get("/municipalities/461?lang=en").WantStatus(http.StatusOK)
	before.WantNone("forkert")
	s.pass(10 * time.Minute)
	runner, ok := s.rounds.(*round.Service)
	if !ok {
		t.Fatal("rounds are run by something else")
	}
	if err := runner.PublishDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTexts(t, s.reader.Get("/rounds/2026?lang=en"), "#replies", "Remarks that municipalities chose to publish", "Tallet er <b>forkert</b>", "Odense")
	wantTexts(t, s.reader.Get("/municipalities/461?lang=da"), "main", "Kommunens bemærkning", "Tallet er <b>forkert</b>", "Målerunde 2026")
	wantTexts(t, s.reader.Get("/municipalities/461?round=2026&lang=en"), "main", "The municipality’s remark")
	s.reader.Get("/rounds/2026?lang=en").WantNone(webtest.Email(account.Editor))
	file := s.reader.Get("/export/round/2026").WantStatus(http.StatusOK)
	report, err := round.Verify(strings.NewReader(file.Body), int64(len(file.Body)))
	if err != nil || report.Difference != nil {
		t.Errorf("the file gives %+v, %v", report, err)
	}
	s.editor.Get("/rounds/2026/preview/461").WantStatus(http.StatusForbidden)
	s.analyst.Get("/rounds/2026/preview/461").WantLocation("/rounds/2026")
}

func TestAPlanIsCheckedChangedAndWithdrawn(t *testing.T) {
	t.Parallel()
	s := inReview(t)
	form := url.Values{"seen": {"0"}, "reply_by": {"i morgen"}, "publish_at": {"31.12.2999"}}
	s.boss.Get("/rounds?lang=da")
	page := s.boss.Post("/rounds/2026/plan", form).WantStatus(http.StatusUnprocessableEntity)
	expectTyped(t, page, form)
	wantTexts(t, page, "#reply_by-error", "Skriv en dag")
	wantTexts(t, page, "#publish_at-error", "både en dag og et klokkeslæt")
	s.plan(t, time.Hour, 2*time.Hour)
	wantTexts(t, s.boss.Get("/rounds/2026?done=planned&lang=en"), "main", "The publication is planned", "Planned for", "Publication planned for", "by "+webtest.Email(account.Administrator))
	stale := url.Values{"seen": {"0"}, "reply_by": {s.in(3 * time.Hour)}, "publish_at": {s.in(4 * time.Hour)}}
	wantTexts(t, s.boss.Post("/rounds/2026/plan?lang=en", stale).WantStatus(http.StatusConflict), "main", "Somebody else has changed the round")
	s.plan(t, 3*time.Hour, 4*time.Hour)
	seen := s.boss.Get("/rounds/2026").Find(`form[action="/rounds/2026/plan/withdraw"] input[name="seen"]`).AttrOr("value", "")
	s.boss.Post("/rounds/2026/plan/withdraw", url.Values{"seen": {seen}}).WantLocation("/rounds/2026?done=withdrawn")
	wantTexts(t, s.boss.Get("/rounds/2026?done=withdrawn&lang=da"), "main", "Planen er taget tilbage", "Planen for offentliggørelse taget tilbage")
	s.reader.Get("/rounds/2026?lang=en").WantNone("Publication planned")
}

func TestWithoutAReviewThereIsNothingToPreview(t *testing.T) {
	t.Parallel()
	site := webtest.New(t)
	editor := site.SignedIn(account.Editor)
	wantTexts(t, editor.Get("/report/preview?lang=da").WantStatus(http.StatusOK), "main .mh-empty", "Der er ingen målerunde til gennemgang")
	wantTexts(t, editor.Post("/report/preview?lang=en", url.Values{"reply": {"agreed"}}).WantStatus(http.StatusConflict), "main", "no longer in review")
	if text := editor.Get("/report?lang=en").Text("main"); strings.Contains(text, "what will be published about you") {
		t.Error("the report page leads to a preview")
	}
}
