package web

import (
	"modenhed/internal/account"
	"modenhed/internal/web/pages"
)

// routes are all addresses of the product, by subject. What is not here is
// answered with 404, and whoever is not named beside an address does not get in.
func (s *Server) routes() []group {
	h := s.pages
	return []group{
		{"results", []route{
			get("/", everybody(), h.Overview).readyMade("map").asOf().inMenu("layout.menu.overview"),
			get("/ranking", everybody(), h.Ranking).readyMade("q", "region", "group", "size", "area", "sort", "dir", "view", "w-*", "aggregation", "coverage").asOf().inMenu("layout.menu.ranking"),
			get("/municipalities", everybody(), h.Municipalities).readyMade("q").asOf().inMenu("layout.menu.municipalities"),
			get("/municipalities/:code", everybody(), h.Municipality).readyMade("peers", "since").asOf(),
			get("/municipalities/:code/next", everybody(), h.Advice).readyMade("goal", "rank", "band").asOf(),
			get("/compare", everybody(), h.Compare).readyMade("codes", "m1", "m2", "m3", "m4", "m5", "m6").asOf().inMenu("compare.menu"),
			get("/areas/:key", everybody(), h.Area).readyMade().asOf(),
			get("/perception", everybody(), h.Perception).readyMade("by").asOf().inMenu("layout.menu.perception"),
			get("/perception/:wave", everybody(), h.PerceptionWave).readyMade("by").asOf(),
			get("/perception/:wave/quadrants", everybody(), h.Quadrants).readyMade().asOf(),
			get("/robustness", only(account.Analyst, account.Administrator), h.Robustness).asOf().inMenu("robustness.menu"),
			get("/method", everybody(), h.Method).readyMade().asOf().inMenu("layout.menu.method").inFooter("layout.footer.method"),
			get("/glossary", everybody(), h.Glossary).readyMade().inFooter("glossary.footer"),
		}},
		{"downloads", []route{
			get("/export/benchmark.xlsx", everybody(), h.BenchmarkWorkbook).readyMade("w-*", "aggregation", "coverage").asOf().inFooter("layout.footer.benchmark"),
			get("/export/perception.csv", everybody(), h.PerceptionCSV).readyMade("wave").asOf(),
			get("/export/round/:key", everybody(), h.RoundArchive).readyMade(),
		}},
		{"rounds", []route{
			get("/rounds", everybody(), h.RoundList).guided("rounds").inMenu("rounds.menu"),
			post("/rounds", only(account.Administrator), h.OpenRound),
			get("/rounds/:key", everybody(), h.Round),
			get("/rounds/:key/close", only(account.Administrator), h.RoundClosing),
			post("/rounds/:key/close", only(account.Administrator), h.CloseRound),
			post("/rounds/:key/reopen", only(account.Administrator), h.ReopenRound),
			get("/rounds/:key/publish", only(account.Administrator), h.RoundPublication),
			post("/rounds/:key/publish", only(account.Administrator), h.PublishRound),
			post("/rounds/:key/corrections", only(account.Administrator), h.CorrectRound),
			get("/corrections", everybody(), h.Corrections).inFooter("rounds.register.footer"),
		}},
		{"reporting", []route{
			get("/report", only(account.Editor), h.Report).guided("report").inMenu("layout.menu.report"),
			get("/report/workbook", only(account.Editor), h.ReportWorkbook),
			get("/report/workbook.xlsx", only(account.Editor), h.DownloadQuestionnaire),
			post("/report/workbook", only(account.Editor), h.UploadQuestionnaire).upload(pages.MaxAnswers),
			get("/report/:area", only(account.Editor), h.ReportArea).guided("question"),
			post("/report/:area/:indicator", only(account.Editor), h.SaveAnswer).guided("question"),
			post("/report/:area/:indicator/draft", only(account.Editor), h.SaveDraft),
			post("/report/:area/:indicator/draft/discard", only(account.Editor), h.DiscardDraft),
		}},
		{"findings", []route{
			get("/desk", only(account.Analyst), h.Desk).guided("desk").inMenu("desk.menu"),
			get("/desk/:code", only(account.Analyst), h.DeskMunicipality).guided("desk"),
			get("/desk/:code/:indicator", only(account.Analyst), h.DeskForm).guided("desk"),
			post("/desk/:code/:indicator", only(account.Analyst), h.SaveFinding).guided("desk"),
		}},
		{"targets", []route{
			get("/report/targets", only(account.Editor), h.OwnTargets),
			get("/report/targets.csv", only(account.Editor), h.OwnTargetsCSV),
			get("/report/:area/:indicator/target", only(account.Editor), h.Target),
			post("/report/:area/:indicator/target", only(account.Editor), h.SetTarget),
			post("/report/:area/:indicator/target/withdraw", only(account.Editor), h.WithdrawTarget),
			get("/targets", only(account.Analyst, account.Administrator), h.AllTargets).inMenu("targets.menu"),
			get("/targets.csv", only(account.Analyst, account.Administrator), h.AllTargetsCSV),
		}},
		{"evidence", []route{
			get("/evidence/:code/:hash/:name", everybody(), h.EvidenceFile).asOf(),
		}},
		{"surveys", []route{
			get("/surveys", only(account.Analyst, account.Administrator), h.Surveys).guided("survey").inMenu("layout.menu.surveys"),
			get("/surveys/seats", only(account.Analyst, account.Administrator), h.Seats),
			post("/surveys/seats", only(account.Analyst, account.Administrator), h.ImportSeats).upload(pages.MaxImport),
			get("/surveys/new", only(account.Analyst, account.Administrator), h.NewWave),
			post("/surveys/new", only(account.Analyst, account.Administrator), h.SaveNewWave).upload(pages.MaxWaveForm),
			get("/surveys/:key/edit", only(account.Analyst, account.Administrator), h.EditWave),
			post("/surveys/:key/edit", only(account.Analyst, account.Administrator), h.SaveWave).upload(pages.MaxWaveForm),
			get("/surveys/:key/wave.yaml", only(account.Analyst, account.Administrator), h.WaveFile),
			get("/surveys/:key/import", only(account.Analyst, account.Administrator), h.ImportForm),
			post("/surveys/:key/import", only(account.Analyst, account.Administrator), h.Import).upload(pages.MaxImport),
			get("/surveys/:key", only(account.Analyst, account.Administrator), h.Survey),
			post("/surveys/:key", only(account.Analyst, account.Administrator), h.EnterShares),
		}},
		{"fieldwork", []route{
			get("/surveys/:key/fieldwork", only(account.Analyst, account.Administrator), h.Fieldwork),
			post("/surveys/:key/fieldwork/contacts", only(account.Analyst, account.Administrator), h.UploadContacts),
			post("/surveys/:key/fieldwork/open", only(account.Analyst, account.Administrator), h.OpenFieldwork),
			post("/surveys/:key/fieldwork/test", only(account.Analyst, account.Administrator), h.TestLetter),
			post("/surveys/:key/fieldwork/discard", only(account.Analyst, account.Administrator), h.DiscardFieldwork),
			get("/surveys/:key/fieldwork/form", only(account.Analyst, account.Administrator), h.FieldworkForm),
			post("/surveys/:key/fieldwork/links", only(account.Analyst, account.Administrator), h.FieldworkLinks),
			post("/surveys/:key/fieldwork/remind", only(account.Analyst, account.Administrator), h.RemindFieldwork),
			post("/surveys/:key/fieldwork/retry", only(account.Analyst, account.Administrator), h.RetryMail),
			post("/surveys/:key/fieldwork/change", only(account.Analyst, account.Administrator), h.ChangeFieldwork),
			get("/surveys/:key/fieldwork/close", only(account.Analyst, account.Administrator), h.FieldworkClosing),
			post("/surveys/:key/fieldwork/close", only(account.Analyst, account.Administrator), h.CloseFieldwork),
			get("/surveys/:key/fieldwork/cancel", only(account.Analyst, account.Administrator), h.FieldworkCancelling),
			post("/surveys/:key/fieldwork/cancel", only(account.Analyst, account.Administrator), h.CancelFieldwork),
		}},
		{"answering", []route{
			get("/answer", everybody(), h.Answered).fromAnywhere(),
			get("/answer/:token", everybody(), h.AnswerForm).fromAnywhere(),
			post("/answer/:token", everybody(), h.SendAnswer).fromAnywhere(),
			get("/privacy", everybody(), h.Privacy).readyMade().inFooter("privacy.footer"),
		}},
		{"signing in", []route{
			get("/login", everybody(), h.Login),
			post("/login", everybody(), h.SignIn),
			post("/logout", signedIn(), h.SignOut),
			get("/welcome", signedIn(), h.Welcome),
			post("/welcome", signedIn(), h.Welcomed),
			get("/setup/:token", everybody(), h.Setup),
			post("/setup/:token", everybody(), h.SetUp),
			get("/invite/:token", everybody(), h.Invite),
			post("/invite/:token", everybody(), h.AcceptInvite),
		}},
		{"operation", []route{
			plain("/healthz", s.healthy),
			plain("/readyz", s.readiness),
			plain("/assets/*", s.assets.ServeHTTP),
		}},
	}
}
