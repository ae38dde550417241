package board_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/board"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/letter"
	"modenhed/internal/locale"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
	"modenhed/internal/verification"
)

const key = round.Key("2026")

// office is a board over a real database with an open round, and a clock that
// tests set. Nothing goes out by mail.
type office struct {
	*testing.T
	*board.Service
	store    *store.Store
	keeper   *benchmark.Keeper
	letters  *letter.Service
	accounts *account.Service
	reports  *assessment.Service
	verdicts *verification.Service
	now      time.Time

	analyst, administrator account.Actor
}

func newOffice(t *testing.T) *office {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{T: t, now: sample.Time()}
	clock, log := func() time.Time { return o.now }, slog.New(slog.DiscardHandler)
	s, err := store.Open(t.Context(), storetest.SQLite(t), store.Options{Migrate: true, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.AppendDocuments(t.Context(), sample.Documents()); err != nil {
		t.Fatal(err)
	}
	o.store = s
	rounds := &round.Service{Store: s}
	o.keeper = benchmark.NewKeeper(s, rounds, clock, time.UTC, log)
	if err := o.keeper.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.accounts = account.NewService(s, clock)
	o.letters = &letter.Service{Store: s, Rounds: rounds, Links: o.accounts, Words: words, Now: clock, Log: log}
	o.reports = &assessment.Service{Store: s, Frameworks: o.keeper, Publisher: o.keeper, Now: clock, Log: log}
	o.verdicts = &verification.Service{Store: s, Readers: o.keeper, Reports: o.reports, Log: log}
	o.Service = &board.Service{Store: s, Rounds: rounds, Letters: o.letters, Now: clock}
	o.analyst = o.person("analyst@example.test", account.Analyst, 0)
	o.administrator = o.person("boss@example.test", account.Administrator, 0)
	o.step(round.EventOpened)
	return o
}

// step takes the round one step on, at the present.
func (o *office) step(kind round.EventKind) {
	o.Helper()
	e := round.Event{Round: key, Kind: kind, RecordedAt: o.now}
	var err error
	if kind == round.EventOpened {
		n := round.New{Key: key, Title: framework.Text{DA: "Måling 2026", EN: "Round 2026"}}
		_, err = o.store.OpenRound(o.Context(), n, e)
	} else {
		e.Cutoff = o.now
		_, err = o.store.RecordRoundEvent(o.Context(), e, 1)
	}
	if err != nil {
		o.Fatalf("%s: %v", kind, err)
	}
}

func (o *office) person(email string, role account.Role, code municipality.Code) account.Actor {
	o.Helper()
	a, err := o.accounts.Add(o.Context(), account.Console(), account.New{
		Email: email, Role: role, Municipality: code, Language: "da", Password: "correct horse battery",
	})
	if err != nil {
		o.Fatal(err)
	}
	return a.Actor()
}

// contact gives a municipality somebody whom letters go to.
func (o *office) contact(code municipality.Code) account.Actor {
	o.Helper()
	return o.person(fmt.Sprintf("contact-%d@example.test", code), account.Editor, code)
}

// report answers a question, with a link as evidence or without.
func (o *office) report(editor account.Actor, indicator framework.IndicatorKey, answer assessment.Answer, link string, seen int) assessment.Status {
	o.Helper()
	r := assessment.Report{
		Municipality: editor.Municipality, Indicator: indicator, Answer: answer,
		Source: assessment.Self, Channel: assessment.ChannelForm, Seen: seen,
	}
	r.Evidence.Link = link
	status, err := o.reports.Report(o.Context(), editor, r)
	if err != nil {
		o.Fatalf("report %s: %v", indicator, err)
	}
	return status
}

func reported(value float64) assessment.Answer {
	return assessment.Answer{State: assessment.Reported, Value: value}
}

// finish answers every question of a municipality with "don't know".
func (o *office) finish(editor account.Actor) {
	o.Helper()
	for _, place := range o.keeper.Current().Places {
		o.report(editor, place.Indicator.Key, assessment.Answer{State: assessment.DontKnow}, "", 0)
	}
}

func (o *office) board() *board.Board {
	o.Helper()
	b, err := o.Board(o.Context(), o.analyst, o.keeper.Current(), key)
	if err != nil {
		o.Fatal(err)
	}
	return b
}

func (o *office) line(code municipality.Code) board.Line {
	o.Helper()
	for _, l := range o.board().Lines {
		if l.Municipality == code {
			return l
		}
	}
	o.Fatalf("no line for %s", code)
	return board.Line{}
}

func (o *office) reminder(whom board.Whom) board.Reminder {
	return board.Reminder{Round: key, Whom: whom, Text: o.letters.Standard(letter.Reminder, o.board().Round, time.Time{}), Seen: o.board().LastReminder}
}

func codes(lines []board.Line) []municipality.Code {
	var list []municipality.Code
	for _, l := range lines {
		list = append(list, l.Municipality)
	}
	return list
}

func TestWhatCountsIsWhatWasSavedSinceTheRoundWasOpened(t *testing.T) {
	t.Parallel()
	days := func(n int) time.Time { return sample.Time().AddDate(0, 0, n) }
	for name, c := range map[string]struct {
		act  func(o *office, editor account.Actor)
		want board.Line
	}{
		"nothing": {func(*office, account.Actor) {}, board.Line{}},
		"an answer": {func(o *office, editor account.Actor) {
			o.report(editor, sample.Level, reported(2), "", 0)
		}, board.Line{Answered: 1, ActiveAt: days(2)}},
		"an answer with points that ask for evidence": {func(o *office, editor account.Actor) {
			o.report(editor, sample.Level, reported(3), "", 0)
		}, board.Line{Answered: 1, Lacking: 1, ActiveAt: days(2)}},
		"the same with evidence": {func(o *office, editor account.Actor) {
			o.report(editor, sample.Level, reported(3), "https://example.test", 0)
		}, board.Line{Answered: 1, ActiveAt: days(2)}},
		"an answer taken back": {func(o *office, editor account.Actor) {
			o.report(editor, sample.Level, reported(2), "", 0)
			o.report(editor, sample.Level, assessment.Answer{State: assessment.NotAnswered}, "", 1)
		}, board.Line{ActiveAt: days(2)}},
		"an answer from before": {func(o *office, editor account.Actor) {
			o.now = days(-1)
			o.report(editor, sample.Level, reported(2), "", 0)
		}, board.Line{}},
		"an answer from before, said again": {func(o *office, editor account.Actor) {
			o.now = days(-1)
			o.report(editor, sample.Level, reported(2), "", 0)
			o.now = days(3)
			o.report(editor, sample.Level, reported(1), "", 1)
		}, board.Line{Answered: 1, ActiveAt: days(3)}},
		"a draft": {func(o *office, editor account.Actor) {
			if err := o.reports.SaveDraft(o.Context(), editor, sample.Draft()); err != nil {
				o.Fatal(err)
			}
		}, board.Line{Drafts: 1, ActiveAt: days(2)}},
		"a finding of analysts": {func(o *office, _ account.Actor) {
			r := sample.Report()
			r.Source, r.Evidence.Link = assessment.Desk, "https://example.test"
			if _, err := o.reports.Report(o.Context(), o.analyst, r); err != nil {
				o.Fatal(err)
			}
		}, board.Line{}},
		"an answer that is questioned": {func(o *office, editor account.Actor) {
			s := o.report(editor, sample.Level, reported(2), "", 0)
			seen := verification.Seen{Key: s.Key(), Status: s.ID}
			if _, err := o.verdicts.Decide(o.Context(), o.analyst, verification.Decision{Seen: seen, Kind: assessment.VerdictQuestioned, Comment: "Hvor?"}); err != nil {
				o.Fatal(err)
			}
		}, board.Line{Answered: 1, Questions: 1, ActiveAt: days(2)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			editor := o.contact(sample.Odense)
			o.now = days(2)
			c.act(o, editor)
			c.want.Municipality, c.want.Name, c.want.Total, c.want.Contacts = sample.Odense, "Prøve 461", len(o.keeper.Current().Places), 1
			if diff := cmp.Diff(c.want, o.line(sample.Odense)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	at := sample.Time()
	for name, c := range map[string]struct {
		line board.Line
		want board.Progress
	}{
		"nothing":            {board.Line{Total: 6}, board.NotStarted},
		"a draft":            {board.Line{Total: 6, Drafts: 1}, board.Started},
		"an answer":          {board.Line{Total: 6, Answered: 1}, board.Started},
		"taken back":         {board.Line{Total: 6, ActiveAt: at}, board.Started},
		"all but one":        {board.Line{Total: 6, Answered: 5}, board.Started},
		"all":                {board.Line{Total: 6, Answered: 6}, board.Finished},
		"all, and typing":    {board.Line{Total: 6, Answered: 6, Drafts: 1}, board.Finished},
		"no questions asked": {board.Line{}, board.NotStarted},
	} {
		if got := c.line.Progress(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// three is an office where Odense has finished, Copenhagen has begun and has
// evidence to add, and Norddjurs has neither begun nor a contact.
func three(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	odense, copenhagen := o.contact(sample.Odense), o.contact(sample.Copenhagen)
	o.finish(odense)
	o.now = o.now.Add(time.Hour)
	o.report(copenhagen, sample.Level, reported(3), "", 0)
	return o
}

func TestTotalsSumUpTheLines(t *testing.T) {
	t.Parallel()
	o := three(t)
	if _, err := o.letters.Notify(t.Context(), letter.Notice{Kind: letter.RoundOpened, Round: key}); err != nil {
		t.Fatal(err)
	}
	places := len(o.keeper.Current().Places)
	want := board.Totals{
		NotStarted: 1, Started: 1, Finished: 1, Answered: places + 1, Asked: 3 * places,
		Lacking: 1, Contacts: 2, Reached: 2, Letters: letter.Counts{ByHand: 2},
	}
	if diff := cmp.Diff(want, o.board().Totals()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(board.Totals{}, new(board.Board).Totals()); diff != "" {
		t.Errorf("of nothing (-want +got):\n%s", diff)
	}
}

func TestLinesAreChosenAndOrdered(t *testing.T) {
	t.Parallel()
	b := three(t).board()
	type list = []municipality.Code
	for name, c := range map[string]struct {
		filter board.Filter
		order  board.Order
		want   list
	}{
		"all, by name":         {board.All, board.ByName, list{sample.Copenhagen, sample.Odense, sample.Norddjurs}},
		"not begun":            {board.Unstarted, board.ByName, list{sample.Norddjurs}},
		"under way":            {board.UnderWay, board.ByName, list{sample.Copenhagen}},
		"done":                 {board.Done, board.ByName, list{sample.Odense}},
		"without a contact":    {board.Unreached, board.ByName, list{sample.Norddjurs}},
		"nobody failed":        {board.Undelivered, board.ByName, nil},
		"nobody asked":         {board.Asked, board.ByName, nil},
		"fewest answers":       {board.All, board.ByAnswered, list{sample.Norddjurs, sample.Copenhagen, sample.Odense}},
		"longest ago":          {board.All, board.ByActivity, list{sample.Norddjurs, sample.Odense, sample.Copenhagen}},
		"evidence":             {board.All, board.ByLacking, list{sample.Copenhagen, sample.Odense, sample.Norddjurs}},
		"equal ones stay":      {board.All, board.ByQuestions, list{sample.Copenhagen, sample.Odense, sample.Norddjurs}},
		"an unknown filter":    {"x", board.ByName, nil},
		"an unknown order":     {board.All, "x", list{sample.Copenhagen, sample.Odense, sample.Norddjurs}},
		"a filter in an order": {board.Unstarted, board.ByLacking, list{sample.Norddjurs}},
	} {
		if diff := cmp.Diff(c.want, codes(b.Chosen(c.filter, c.order))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestLettersAndQuestionsCanBeChosen(t *testing.T) {
	t.Parallel()
	b := &board.Board{Lines: []board.Line{
		{Municipality: 1, Letters: letter.Counts{Sent: 2, Waiting: 1, ByHand: 1}}, {Municipality: 2, Letters: letter.Counts{Failed: 1}},
		{Municipality: 3, Questions: 1}, {Municipality: 4, Questions: 2, Letters: letter.Counts{Failed: 1}},
	}}
	for filter, want := range map[board.Filter][]municipality.Code{board.Undelivered: {4, 2}, board.Asked: {4, 3}} {
		if diff := cmp.Diff(want, codes(b.Chosen(filter, board.ByQuestions))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", filter, diff)
		}
	}
	if got, want := b.Totals().Letters, (letter.Counts{Sent: 2, Waiting: 1, Failed: 2, ByHand: 1}); got != want {
		t.Errorf("letters = %+v, want %+v", got, want)
	}
}

func TestBehindAreThoseWithContactsWhoWereNotJustReminded(t *testing.T) {
	t.Parallel()
	now := sample.Time()
	line := func(code municipality.Code, answered, contacts int, reminded time.Time) board.Line {
		return board.Line{Municipality: code, Answered: answered, Total: 6, Contacts: contacts, RemindedAt: reminded}
	}
	b := &board.Board{Lines: []board.Line{
		line(1, 0, 1, time.Time{}), line(2, 0, 0, time.Time{}), line(3, 3, 2, time.Time{}), line(4, 6, 1, time.Time{}),
		line(5, 0, 1, now.Add(-24*time.Hour)), line(6, 2, 1, now.Add(-24*time.Hour+time.Second)), line(7, 0, 1, now),
	}}
	for whom, want := range map[board.Whom][2][]municipality.Code{
		board.WhoHasNotFinished: {{1, 3, 5}, {6, 7}},
		board.WhoHasNotStarted:  {{1, 5}, {7}},
	} {
		due, recent := b.Behind(whom, now)
		if diff := cmp.Diff(want, [2][]municipality.Code{due, recent}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", whom, diff)
		}
	}
}

func TestAReminderReachesThoseWhoAreBehindAndIsNotRepeatedWithinADay(t *testing.T) {
	t.Parallel()
	o := three(t)
	norddjurs := o.contact(sample.Norddjurs)
	reach, err := o.Remind(t.Context(), o.analyst, o.keeper.Current(), o.reminder(board.WhoHasNotStarted))
	if err != nil || reach.Letters != 1 || len(reach.Reached) != 1 || reach.Reached[0] != norddjurs.Municipality {
		t.Fatalf("those who have not begun: %+v, %v", reach, err)
	}
	o.now = o.now.Add(time.Hour)
	reach, err = o.Remind(t.Context(), o.analyst, o.keeper.Current(), o.reminder(board.WhoHasNotFinished))
	if err != nil || len(reach.Reached) != 1 || reach.Reached[0] != sample.Copenhagen {
		t.Fatalf("an hour later: %+v, %v", reach, err)
	}
	o.wantProblems("all were reminded", o.reminder(board.WhoHasNotFinished), "whom board.all_recent")
	again := o.reminder(board.WhoHasNotFinished)
	again.Again = true
	reach, err = o.Remind(t.Context(), o.analyst, o.keeper.Current(), again)
	if err != nil || len(reach.Reached) != 2 {
		t.Fatalf("once more: %+v, %v", reach, err)
	}
	o.now = o.now.Add(25 * time.Hour)
	if due, recent := o.board().Behind(board.WhoHasNotFinished, o.now); len(due) != 2 || len(recent) != 0 {
		t.Errorf("a day later: due %v, recent %v", due, recent)
	}
}

// wantProblems sends a reminder that must be refused for these reasons.
func (o *office) wantProblems(name string, r board.Reminder, want ...string) {
	o.Helper()
	_, err := o.Remind(o.Context(), o.analyst, o.keeper.Current(), r)
	if fault.KindOf(err) != fault.Invalid {
		o.Errorf("%s: %v, want invalid", name, err)
		return
	}
	var got []string
	var known *fault.Error
	if errors.As(err, &known) {
		for _, p := range known.Problems {
			got = append(got, p.Field+" "+p.Message.Key)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		o.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestAReminderIsChecked(t *testing.T) {
	t.Parallel()
	o := three(t)
	good := o.reminder(board.WhoHasNotFinished)
	for name, c := range map[string]struct {
		change func(r *board.Reminder)
		want   []string
	}{
		"nobody chosen":   {func(r *board.Reminder) { r.Whom = "" }, []string{"whom board.whom_missing"}},
		"nobody is there": {func(r *board.Reminder) { r.Whom = board.WhoHasNotStarted }, []string{"whom board.nobody"}},
		"no subject":      {func(r *board.Reminder) { r.Text.Subject.DA = " " }, []string{"subject_da letter.problem.subject_missing"}},
		"no link":         {func(r *board.Reminder) { r.Text.Body.EN = "Hello" }, []string{"body_en letter.problem.no_link"}},
		"all of it": {func(r *board.Reminder) {
			r.Whom, r.Text.Subject.EN, r.Text.Body.DA = "", strings.Repeat("x", letter.MaxSubject+1), ""
		}, []string{"body_da letter.problem.no_link", "subject_en letter.problem.long", "whom board.whom_missing"}},
	} {
		r := good
		c.change(&r)
		o.wantProblems(name, r, c.want...)
	}
	if n := o.board().Totals().Letters; n != (letter.Counts{}) {
		t.Errorf("letters after refusals: %+v", n)
	}
}

func TestTwoRemindersAtOnce(t *testing.T) {
	t.Parallel()
	o := three(t)
	r := o.reminder(board.WhoHasNotFinished)
	if _, err := o.Remind(t.Context(), o.analyst, o.keeper.Current(), r); err != nil {
		t.Fatal(err)
	}
	if reach, err := o.Remind(t.Context(), o.analyst, o.keeper.Current(), r); err != nil || reach.Letters != 0 {
		t.Errorf("sent twice by one person: %+v, %v", reach, err)
	}
	if _, err := o.Remind(t.Context(), o.administrator, o.keeper.Current(), r); fault.KindOf(err) != fault.Conflict {
		t.Errorf("sent by somebody else in the meantime: %v, want conflict", err)
	}
	if n := o.board().Totals().Letters.ByHand; n != 1 {
		t.Errorf("%d letters, want 1", n)
	}
}

func TestNoRemindersAfterReporting(t *testing.T) {
	t.Parallel()
	o := three(t)
	r := o.reminder(board.WhoHasNotFinished)
	o.step(round.EventClosed)
	if _, err := o.Remind(t.Context(), o.analyst, o.keeper.Current(), r); fault.KindOf(err) != fault.Conflict {
		t.Errorf("remind in review: %v, want conflict", err)
	}
}

func TestOnlyThoseWhoMayWriteSeeTheBoard(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for name, c := range map[string]struct {
		actor account.Actor
		key   round.Key
		want  fault.Kind
	}{
		"public":          {account.Actor{}, key, fault.Forbidden},
		"editor":          {o.contact(sample.Odense), key, fault.Forbidden},
		"analyst":         {o.analyst, key, 0},
		"administrator":   {o.administrator, key, 0},
		"no such round":   {o.analyst, "1999", fault.NotFound},
		"a secret either": {account.Actor{}, "1999", fault.Forbidden},
	} {
		_, err := o.Board(t.Context(), c.actor, o.keeper.Current(), c.key)
		if err == nil && c.want == 0 {
			continue
		}
		if err == nil || fault.KindOf(err) != c.want {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
