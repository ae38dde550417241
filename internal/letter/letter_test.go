package letter_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/letter"
	"modenhed/internal/locale"
	"modenhed/internal/mail"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/sample"
	"modenhed/internal/store"
	"modenhed/internal/store/storetest"
)

// received is a letter as the mail server got it.
type received struct{ To, Subject, Text string }

// server is an SMTP server on this machine. It refuses "nobody@…" for good and
// can hang up in the middle of letters.
type server struct {
	mu      sync.Mutex
	letters []received
	hangUp  int
}

func (s *server) got() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]received{}, s.letters...)
}

type session struct {
	server *server
	conn   *smtp.Conn
	to     string
}

// NewSession implements smtp.Backend.
func (s *server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{server: s, conn: c}, nil
}

// Mail implements smtp.Session.
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if strings.HasPrefix(to, "nobody@") {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
	}
	s.to = to
	return nil
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.server.hangUp > 0 {
		s.server.hangUp--
		_ = s.conn.Conn().Close()
		return errors.New("gone")
	}
	message, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	if err != nil {
		return err
	}
	s.server.letters = append(s.server.letters, received{s.to, subject, string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))})
	return nil
}

// Reset implements smtp.Session.
func (s *session) Reset() {}

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// serve starts a mail server and returns it with what sends to it.
func serve(t *testing.T) (*server, *mail.Sender) {
	t.Helper()
	s := new(server)
	listening := smtp.NewServer(s)
	listening.Domain, listening.ErrorLog = "localhost", slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = listening.Serve(listener) }()
	t.Cleanup(func() { _, _ = listening.Close(), listener.Close(); <-ended })
	settings, err := mail.Parse("smtp://"+listener.Addr().String(), "Dansk Erhverv <letters@sender.example>")
	if err != nil {
		t.Fatal(err)
	}
	sender, err := mail.NewSender(settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sender.Close)
	return s, sender
}

// office is a letter service over a database, with a clock that tests set.
type office struct {
	*letter.Service
	t        *testing.T
	store    *store.Store
	accounts *account.Service
	now      time.Time
}

const base = "https://modenhed.example"

func newOffice(t *testing.T, sender mail.Deliverer) *office {
	t.Helper()
	return officeOver(t, storetest.Seeded(t, storetest.SQLite(t)), sender)
}

func officeOver(t *testing.T, s *store.Store, sender mail.Deliverer) *office {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, store: s, now: sample.Time()}
	clock := func() time.Time { return o.now }
	log := slog.New(slog.DiscardHandler)
	o.accounts = account.NewService(s, clock)
	o.Service = &letter.Service{Store: s, Rounds: &round.Service{Store: s}, Links: o.accounts, Words: words, Now: clock, Log: log}
	if sender != nil {
		o.Post = letter.NewPost(s, o.accounts, words, sender, base, clock, log)
	}
	return o
}

func (o *office) open(key round.Key) {
	o.t.Helper()
	n := round.New{Key: key, Title: framework.Text{DA: "Måling " + string(key), EN: "Round " + string(key)}}
	if _, err := o.store.OpenRound(o.t.Context(), n, round.Event{Round: key, Kind: round.EventOpened, RecordedAt: o.now}); err != nil {
		o.t.Fatal(err)
	}
}

// invite lets an editor in who has no password yet.
func (o *office) invite(email string, code municipality.Code, language string) account.Account {
	o.t.Helper()
	a, err := o.accounts.Invite(o.t.Context(), account.Console(), account.New{Email: email, Role: account.Editor, Municipality: code, Language: language})
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

// activate lets an editor in who has a password.
func (o *office) activate(email string, code municipality.Code, language string) account.Account {
	o.t.Helper()
	a, err := o.accounts.Add(o.t.Context(), account.Console(), account.New{
		Email: email, Role: account.Editor, Municipality: code, Language: language, Password: "correct horse battery",
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

func (o *office) notify(n letter.Notice) letter.Reach {
	o.t.Helper()
	reach, err := o.Notify(o.t.Context(), n)
	if err != nil {
		o.t.Fatal(err)
	}
	return reach
}

// send sends what is due.
func (o *office) send() {
	o.t.Helper()
	for {
		sent, err := o.Post.SendNext(o.t.Context())
		if err != nil {
			o.t.Fatal(err)
		}
		if !sent {
			return
		}
	}
}

func (o *office) states() map[letter.State]int {
	o.t.Helper()
	letters, err := o.Letters(o.t.Context(), sample.Analyst(), "2026")
	if err != nil {
		o.t.Fatal(err)
	}
	states := make(map[letter.State]int)
	for _, l := range letters {
		states[l.State]++
	}
	return states
}

// The life of an invitation: in the receiver's language, with a link of their
// own that works, once.
func TestOpeningARoundInvitesEverybodyInTheirLanguage(t *testing.T) {
	t.Parallel()
	server, sender := serve(t)
	o := newOffice(t, sender)
	o.open("2026")
	o.invite("ole@odense.test", sample.Odense, "")
	o.activate("kim@kk.test", sample.Copenhagen, "en")
	notice := letter.Notice{Kind: letter.RoundOpened, Round: "2026", Municipalities: []municipality.Code{sample.Copenhagen, sample.Odense, sample.Norddjurs}}
	reach := o.notify(notice)
	if reach.Letters != 2 || reach.Contacts != 2 || len(reach.Reached) != 2 || len(reach.Missed) != 1 || reach.Missed[0] != sample.Norddjurs {
		t.Errorf("reach = %+v", reach)
	}
	o.send()
	if again := o.notify(notice); again.Letters != 0 {
		t.Errorf("told twice: %+v", again)
	}
	o.send()
	letters := server.got()
	if len(letters) != 2 {
		t.Fatalf("%d letters, want 2: %+v", len(letters), letters)
	}
	english, danish := letters[0], letters[1]
	if english.To != "kim@kk.test" {
		english, danish = danish, english
	}
	if danish.Subject != "Måling 2026: I kan nu indberette" || !strings.Contains(danish.Text, base+letter.InvitationPath) || !strings.Contains(danish.Text, "14 dage") {
		t.Errorf("Danish letter = %+v", danish)
	}
	if english.Subject != "Round 2026: reporting is open" || !strings.Contains(english.Text, base+"/report?lang=en\nSign in") || strings.Contains(english.Text, "/invite/") {
		t.Errorf("English letter = %+v", english)
	}
	for _, l := range letters {
		if strings.Contains(l.Text, letter.Placeholder) || strings.Contains(l.Text, "letter.") {
			t.Errorf("letter is not filled in: %s", l.Text)
		}
	}
	_, after, _ := strings.Cut(danish.Text, letter.InvitationPath)
	token, _, _ := strings.Cut(after, "?")
	actor, err := o.accounts.Accept(t.Context(), strings.ToUpper(token), "correct horse battery")
	if err != nil || actor.Municipality != sample.Odense {
		t.Errorf("the link leads to %+v, %v", actor, err)
	}
	if _, err := o.accounts.Accept(t.Context(), token, "correct horse battery"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the link works twice: %v", err)
	}
}

func TestWhatIsOnDiskOpensNoAccount(t *testing.T) {
	t.Parallel()
	server, sender := serve(t)
	o := newOffice(t, sender)
	o.open("2026")
	a := o.invite("ole@odense.test", sample.Odense, "da")
	o.notify(letter.Notice{Kind: letter.RoundOpened, Round: "2026"})
	o.send()
	_, after, _ := strings.Cut(server.got()[0].Text, letter.InvitationPath)
	token, _, _ := strings.Cut(after, "?")
	letters, err := o.store.Letters(t.Context(), "2026")
	if err != nil || len(letters) != 1 || strings.Contains(letters[0].Body, token) || letters[0].Account != a.ID {
		t.Errorf("kept letters = %+v, %v", letters, err)
	}
	if _, err := o.store.AccountInvitation(t.Context(), token); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the token is kept as it stands: %v", err)
	}
}

func TestQuestionsAskedInARowBringOneLetter(t *testing.T) {
	t.Parallel()
	server, sender := serve(t)
	o := newOffice(t, sender)
	o.open("2026")
	o.activate("ole@odense.test", sample.Odense, "da")
	ask := letter.Notice{Kind: letter.Question, Round: "2026", Municipalities: []municipality.Code{sample.Odense}}
	for range 3 {
		o.notify(ask)
		o.send()
	}
	if got := server.got(); len(got) != 0 {
		t.Fatalf("sent at once: %+v", got)
	}
	o.now = o.now.Add(time.Hour)
	o.send()
	o.notify(ask)
	o.now = o.now.Add(time.Hour)
	o.send()
	if got := server.got(); len(got) != 2 {
		t.Errorf("%d letters, want one for the first three questions and one for the last", len(got))
	}
	outside := newOffice(t, sender)
	outside.activate("ole@odense.test", sample.Odense, "da")
	outside.notify(letter.Notice{Kind: letter.Question, Municipalities: []municipality.Code{sample.Odense}})
	outside.now = outside.now.Add(time.Hour)
	outside.send()
	if got := server.got(); len(got) != 3 || strings.Contains(got[2].Text, "i .") {
		t.Errorf("a question outside rounds: %+v", got[len(got)-1])
	}
}

func TestRefusedAddressesAreNotedAndOthersGoOn(t *testing.T) {
	t.Parallel()
	server, sender := serve(t)
	o := newOffice(t, sender)
	o.open("2026")
	o.activate("nobody@odense.test", sample.Odense, "da")
	o.activate("ole@odense.test", sample.Odense, "da")
	closed := o.invite("gone@odense.test", sample.Odense, "da")
	o.notify(letter.Notice{Kind: letter.RoundOpened, Round: "2026"})
	if err := o.accounts.Close(t.Context(), account.Console(), closed.ID); err != nil {
		t.Fatal(err)
	}
	o.send()
	if got := server.got(); len(got) != 1 || got[0].To != "ole@odense.test" {
		t.Errorf("letters = %+v", got)
	}
	if got := o.states(); got[letter.Failed] != 2 || got[letter.Sent] != 1 {
		t.Errorf("states = %v", got)
	}
	letters, err := o.Letters(t.Context(), sample.Analyst(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range letters {
		if l.To.Email == "nobody@odense.test" && !strings.Contains(l.Failure, "no such user here") {
			t.Errorf("failure = %q", l.Failure)
		}
	}
	if err := o.Retry(t.Context(), sample.Analyst(), "2026"); err != nil {
		t.Fatal(err)
	}
	if got := o.states(); got[letter.Failed] != 1 || got[letter.Sending] != 1 {
		t.Errorf("after the retry = %v, want the closed account left alone", got)
	}
}

func TestTroubleOfTheServerPasses(t *testing.T) {
	t.Parallel()
	server, sender := serve(t)
	o := newOffice(t, sender)
	o.open("2026")
	o.activate("ole@odense.test", sample.Odense, "da")
	o.notify(letter.Notice{Kind: letter.RoundOpened, Round: "2026"})
	server.mu.Lock()
	server.hangUp = 1
	server.mu.Unlock()
	if _, err := o.Post.SendNext(t.Context()); err == nil || o.Trouble() == "" {
		t.Errorf("the lost letter: %v, trouble %q", err, o.Trouble())
	}
	o.send()
	if got := server.got(); len(got) != 1 || o.Trouble() != "" {
		t.Errorf("%d letters, trouble %q", len(got), o.Trouble())
	}
}

// Dying is what becomes of a program between the claim of a letter and the note
// that it is sent.
type dying struct{ sent int }

// Send implements mail.Deliverer.
func (d *dying) Send(ctx context.Context, _, _, _ string) error {
	d.sent++
	panic("killed")
}

func TestALetterOfADeadProgramGoesOutLater(t *testing.T) {
	t.Parallel()
	server, sender := serve(t)
	o := newOffice(t, sender)
	o.open("2026")
	o.invite("ole@odense.test", sample.Odense, "da")
	o.notify(letter.Notice{Kind: letter.RoundOpened, Round: "2026"})
	dead := officeOver(t, o.store, new(dying))
	func() {
		defer func() { _ = recover() }()
		_, _ = dead.Post.SendNext(t.Context())
	}()
	o.send()
	if got := server.got(); len(got) != 0 {
		t.Fatalf("sent what another process may be sending: %+v", got)
	}
	o.now = o.now.Add(3 * time.Minute)
	o.send()
	got := server.got()
	if len(got) != 1 {
		t.Fatalf("%d letters, want 1", len(got))
	}
	_, after, _ := strings.Cut(got[0].Text, letter.InvitationPath)
	token, _, _ := strings.Cut(after, "?")
	if _, err := o.accounts.Invitation(t.Context(), token); err != nil {
		t.Errorf("the link of the letter that arrived does not work: %v", err)
	}
}

// Two processes send from one database, and nobody gets a letter twice.
func TestTwoProcessesSendEachLetterOnce(t *testing.T) {
	t.Parallel()
	server, sender := serve(t)
	o := newOffice(t, sender)
	o.open("2026")
	const people = 30
	for i := range people {
		o.invite(strings.Repeat("x", i+1)+"@odense.test", sample.Odense, "da")
	}
	second := officeOver(t, o.store, sender)
	var group sync.WaitGroup
	for _, each := range []*office{o, second} {
		group.Go(func() {
			if _, err := each.Notify(t.Context(), letter.Notice{Kind: letter.RoundOpened, Round: "2026"}); err != nil {
				t.Error(err)
			}
			for misses := 0; misses < 5; {
				sent, err := each.Post.SendNext(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				if !sent {
					misses++
				}
			}
		})
	}
	group.Wait()
	o.send()
	seen := make(map[string]int)
	for _, l := range server.got() {
		seen[l.To]++
	}
	for to, n := range seen {
		if n != 1 {
			t.Errorf("%s got %d letters", to, n)
		}
	}
	if len(seen) != people {
		t.Errorf("%d people got letters, want %d", len(seen), people)
	}
}

func TestWithoutMailLettersAreForSomebodyToSend(t *testing.T) {
	t.Parallel()
	_, sender := serve(t)
	o := newOffice(t, sender)
	o.open("2026")
	o.activate("ole@odense.test", sample.Odense, "da")
	o.notify(letter.Notice{Kind: letter.RoundOpened, Round: "2026"})
	// The program is started again, without mail.
	plain := officeOver(t, o.store, nil)
	if err := plain.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	plain.activate("bo@odense.test", sample.Odense, "en")
	plain.notify(letter.Notice{Kind: letter.RoundOpened, Round: "2026"})
	letters, err := plain.Letters(t.Context(), sample.Administrator(), "2026")
	if err != nil || len(letters) != 2 || !letters[0].Waiting() || !letters[1].Waiting() {
		t.Fatalf("letters = %+v, %v", letters, err)
	}
	if err := plain.Settle(t.Context(), sample.Administrator(), []letter.ID{letters[0].ID, letters[1].ID}); err != nil {
		t.Fatal(err)
	}
	letters, _ = plain.Letters(t.Context(), sample.Administrator(), "2026")
	if letters[0].Waiting() || letters[1].Waiting() {
		t.Errorf("letters = %+v", letters)
	}
	if err := plain.Retry(t.Context(), sample.Administrator(), "2026"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("retry without mail: %v, want conflict", err)
	}
}

func TestOnlyThoseWhoMaySeeAddresses(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.open("2026")
	for name, actor := range map[string]account.Actor{"public": {}, "editor": sample.Editor()} {
		_, err := o.Letters(t.Context(), actor, "2026")
		for what, err := range map[string]error{
			"read": err, "retry": o.Retry(t.Context(), actor, "2026"), "settle": o.Settle(t.Context(), actor, nil),
		} {
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s, %s: %v, want forbidden", name, what, err)
			}
		}
	}
	if _, err := o.Invite(t.Context(), sample.Analyst(), nil); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("an analyst invites: %v", err)
	}
}

func TestThePersonalLetterKnowsWhoHasAPassword(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	invited, active := o.invite("ole@odense.test", sample.Odense, "da"), o.activate("kim@kk.test", sample.Copenhagen, "en")
	const link = base + letter.InvitationPath + "x"
	for name, c := range map[string]struct {
		to      account.Account
		subject string
	}{
		"invited": {invited, "Din adgang til Digital modenhed"},
		"active":  {active, "Choose a new password for Digital maturity"},
	} {
		subject, text := o.Personal(c.to, link)
		if subject != c.subject || !strings.Contains(text, link) || strings.Contains(text, letter.Placeholder) || strings.Contains(text, "letter.") {
			t.Errorf("%s: %s\n%s", name, subject, text)
		}
	}
}

func TestEveryKindHasItsWordsInBothLanguages(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	r := round.Round{Key: "2026", Title: framework.Text{DA: "Måling 2026", EN: "Round 2026"}}
	for _, kind := range []letter.Kind{letter.Invitation, letter.RoundOpened, letter.Reminder, letter.Question, letter.PreviewOpen, letter.Published} {
		text := o.Standard(kind, r, sample.Time())
		if p := text.Check(); len(p) > 0 {
			t.Errorf("%s: %v", kind, p.Err())
		}
		for _, lang := range []string{"da", "en"} {
			subject, body := text.In(lang)
			if strings.Contains(subject+body, "letter.") || strings.Contains(body, "no value") || !strings.Contains(body, "2026") {
				t.Errorf("%s in %s: %s\n%s", kind, lang, subject, body)
			}
		}
	}
}
