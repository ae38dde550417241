package e2e

import (
	"bytes"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/emersion/go-smtp"
)

// postbox is a mail server on this machine that hands out what it gets.
type postbox struct{ letters chan string }

type delivery struct{ box *postbox }

// NewSession implements smtp.Backend.
func (p *postbox) NewSession(*smtp.Conn) (smtp.Session, error) { return delivery{p}, nil }

// Mail implements smtp.Session.
func (delivery) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt implements smtp.Session.
func (delivery) Rcpt(string, *smtp.RcptOptions) error { return nil }

// Data implements smtp.Session.
func (d delivery) Data(r io.Reader) error {
	message, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	d.box.letters <- string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
	return err
}

// Reset implements smtp.Session.
func (delivery) Reset() {}

// Logout implements smtp.Session.
func (delivery) Logout() error { return nil }

// newPostbox starts a mail server and returns its address.
func newPostbox(t *testing.T) (*postbox, string) {
	t.Helper()
	box := &postbox{letters: make(chan string, 10)}
	server := smtp.NewServer(box)
	server.Domain, server.ErrorLog = "localhost", slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = server.Serve(listener) }()
	t.Cleanup(func() { _, _ = server.Close(), listener.Close(); <-ended })
	return box, "smtp://" + listener.Addr().String()
}

// linkIn returns the path of the personal link in the next letter.
func (p *postbox) linkIn(t *testing.T) string {
	t.Helper()
	select {
	case text := <-p.letters:
		_, after, found := strings.Cut(text, "/invite/")
		token, _, _ := strings.Cut(after, "\n")
		if !found {
			t.Fatalf("no link in the letter:\n%s", text)
		}
		return "/invite/" + token
	case <-time.After(time.Minute):
		t.Fatal("no letter came within a minute")
	}
	return ""
}

// An administrator takes contacts in and opens a round; a contact follows the
// link in the letter, chooses a password and reports; the board shows it.
func TestAContactIsInvitedAndStarts(t *testing.T) {
	t.Parallel()
	box, server := newPostbox(t)
	s := serve(t, "--smtp", server, "--mail-from", "letters@sender.example", "--base-url", "https://modenhed.example")
	add := exec.Command(program, "user", "add", "--db", filepath.Join(s.Folder, "modenhed.db"), "--email", "boss@sender.example", "--role", "administrator")
	add.Stdin = strings.NewReader("korrekt hest batteri\n")
	if output, err := add.CombinedOutput(); err != nil {
		t.Fatalf("add an administrator: %v\n%s", err, output)
	}
	list := filepath.Join(s.Folder, "kontakter.csv")
	if err := os.WriteFile(list, []byte("kommune;mail;sprog\nOdense;ole@odense.example;da\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	boss := newTab(t)
	openRoundWithContacts(t, boss, s, list)

	contact := newTab(t)
	act(t, contact.ctx, "follow the link", size(390), chromedp.Navigate(s.URL+box.linkIn(t)), chromedp.WaitVisible(chromedp.CSS("#choose-password")))
	contact.check(t, "/invite/…")
	picture(t, contact.ctx, "invite")
	act(t, contact.ctx, "choose a password", chromedp.SendKeys(chromedp.CSS("#password"), "en helt anden adgangskode"),
		chromedp.Click(chromedp.CSS("#choose-password")), chromedp.WaitVisible(chromedp.CSS(`main form[action="/welcome"] button`)))
	act(t, contact.ctx, "go on to the report", chromedp.Click(chromedp.CSS(`main form[action="/welcome"] button`)), chromedp.WaitVisible(chromedp.CSS("#next-heading")))
	raise(t, contact.ctx, s.URL, 3)

	act(t, boss.ctx, "look at the board", size(1280), chromedp.Navigate(s.URL+"/rounds/2026/board?lang=da&show=started"), chromedp.WaitVisible(chromedp.CSS("#board table")))
	boss.check(t, "/rounds/2026/board")
	picture(t, boss.ctx, "board")
	if got := text(t, boss.ctx, "#board tbody"); !strings.Contains(got, "Odense") || !strings.Contains(got, "1 af 36") {
		t.Errorf("the board says %q", got)
	}
}

// openRoundWithContacts signs an administrator in, takes a list in and opens a round.
func openRoundWithContacts(t *testing.T, boss *browserTab, s *server, list string) {
	t.Helper()
	signIn(t, boss.ctx, s.URL, "boss@sender.example", "korrekt hest batteri")
	act(t, boss.ctx, "upload contacts", size(1280), chromedp.Navigate(s.URL+"/admin/people?lang=da"),
		chromedp.SetUploadFiles(chromedp.CSS("#contacts"), []string{list}),
		chromedp.Click(chromedp.CSS("#upload-contacts")), chromedp.WaitVisible(chromedp.CSS("#confirm-contacts")))
	boss.check(t, "/admin/people/contacts")
	picture(t, boss.ctx, "contacts-plan")
	act(t, boss.ctx, "take them in", chromedp.Click(chromedp.CSS("#confirm-contacts")), chromedp.WaitVisible(chromedp.CSS(".alert-success")))
	boss.check(t, "/admin/people")
	picture(t, boss.ctx, "people")
	act(t, boss.ctx, "open a round", chromedp.Navigate(s.URL+"/rounds?lang=da"),
		chromedp.SetValue(chromedp.CSS("#key"), "2026"), chromedp.SetValue(chromedp.CSS("#title_da"), "Målerunde 2026"),
		chromedp.SetValue(chromedp.CSS("#title_en"), "Round 2026"),
		chromedp.Click(chromedp.CSS("#open-round")), chromedp.WaitVisible(chromedp.CSS("#to-board")))
	boss.check(t, "/rounds/2026")
	picture(t, boss.ctx, "round-reach")
	act(t, boss.ctx, "look at the reminder", chromedp.Navigate(s.URL+"/rounds/2026/remind?lang=da"), chromedp.WaitVisible(chromedp.CSS("#send-reminder")))
	boss.check(t, "/rounds/2026/remind")
	act(t, boss.ctx, "look at the letters", chromedp.Navigate(s.URL+"/rounds/2026/letters?lang=en"), chromedp.WaitVisible(chromedp.CSS("dl.mh-facts")))
	boss.check(t, "/rounds/2026/letters")
}
