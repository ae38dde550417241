package mail_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/mail"
)

// letter is a mail as the server got it.
type letter struct{ From, To, Subject, Text string }

// server is an SMTP server that refuses some addresses and can lose connections.
type server struct {
	t        *testing.T
	smtp     *smtp.Server
	address  string
	listener net.Listener
	roots    *x509.CertPool

	mu          sync.Mutex
	letters     []letter
	connections int
	latest      *smtp.Conn
	// hangUp makes the server drop the connection in the middle of that many letters.
	hangUp int
	// user may sign in with the password "right"; empty for everybody.
	user string
}

// serve starts a server on this machine; encrypt offers STARTTLS, wrapped is TLS from the start.
func serve(t *testing.T, encrypt, wrapped bool, user string) *server {
	t.Helper()
	s := &server{t: t, user: user}
	s.smtp = smtp.NewServer(s)
	s.smtp.Domain, s.smtp.AllowInsecureAuth = "localhost", !encrypt
	s.smtp.ErrorLog = log.New(io.Discard, "", 0)
	var listener net.Listener
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	if encrypt {
		var certificate tls.Certificate
		certificate, s.roots = certify(t)
		s.smtp.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	}
	if wrapped {
		listener = tls.NewListener(listener, s.smtp.TLSConfig)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = s.smtp.Serve(listener) }()
	t.Cleanup(func() { _, _ = s.smtp.Close(), listener.Close(); <-ended })
	s.listener = listener
	return s
}

// certify makes a certificate for this machine and the authority that vouches for it.
func certify(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// NewSession implements smtp.Backend.
func (s *server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// STARTTLS begins a further session on the same connection.
	if c != s.latest {
		s.connections++
	}
	s.latest = c
	session := &session{server: s, conn: c, signedIn: s.user == ""}
	if s.user == "" {
		return plainSession{session}, nil
	}
	return session, nil
}

func (s *server) got() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]letter{}, s.letters...)
}

type session struct {
	*server
	conn     *smtp.Conn
	signedIn bool
	letter   letter
}

// plainSession hides that one can sign in.
type plainSession struct{ smtp.Session }

// AuthMechanisms implements smtp.AuthSession.
func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements smtp.AuthSession.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.user || password != "right" {
			return smtp.ErrAuthFailed
		}
		s.signedIn = true
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.letter = letter{From: from}
	return nil
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch name, _, _ := strings.Cut(to, "@"); name {
	case "nobody":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
	case "later":
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
	}
	s.letter.To = to
	return nil
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hangUp > 0 {
		s.hangUp--
		_ = s.conn.Conn().Close()
		return errors.New("gone")
	}
	message, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	s.letter.Subject, err = new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	if err != nil {
		return err
	}
	s.letter.Text = string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
	s.letters = append(s.letters, s.letter)
	return nil
}

// Reset implements smtp.Session.
func (s *session) Reset() {}

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// sender returns one for a server; scheme and query are those of the address.
func (s *server) sender(t *testing.T, scheme, user, query string) *mail.Sender {
	t.Helper()
	if user != "" {
		user += "@"
	}
	settings, err := mail.Parse(scheme+"://"+user+s.address+query, "Dansk Erhverv <survey@sender.example>")
	if err != nil {
		t.Fatal(err)
	}
	if s.roots != nil && query == "" && scheme == "smtp" {
		// On this machine nothing is encrypted unless a test wants it.
		settings.Security = mail.StartTLS
	}
	settings.Roots = s.roots
	sender, err := mail.NewSender(settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sender.Close)
	return sender
}

const text = "Kære politiker\n\nSvar på https://modenhed.example/answer/abcdefghijklmnopqrstuvwxyz234567?lang=da – det tager to minutter.\n"

func TestLettersArrive(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		encrypt, wrapped bool
		scheme, user     string
	}{
		"in the clear on this machine": {scheme: "smtp"},
		"signed in on this machine":    {scheme: "smtp", user: "us:right"},
		"STARTTLS":                     {encrypt: true, scheme: "smtp"},
		"STARTTLS and signed in":       {encrypt: true, scheme: "smtp", user: "us:right"},
		"TLS from the start":           {encrypt: true, wrapped: true, scheme: "smtps", user: "us:right"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			user, _, _ := strings.Cut(c.user, ":")
			server := serve(t, c.encrypt, c.wrapped, user)
			sender := server.sender(t, c.scheme, c.user, "")
			for i := range 3 {
				if err := sender.Send(t.Context(), fmt.Sprintf("p%d@raad.example", i), "Spørgsmål om gevinster", text); err != nil {
					t.Fatal(err)
				}
			}
			want := letter{From: "survey@sender.example", To: "p2@raad.example", Subject: "Spørgsmål om gevinster", Text: text}
			got := server.got()
			if diff := cmp.Diff(want, got[len(got)-1]); diff != "" || len(got) != 3 {
				t.Errorf("%d letters, the last (-want +got):\n%s", len(got), diff)
			}
			if server.connections != 1 {
				t.Errorf("%d connections for three letters, want 1", server.connections)
			}
		})
	}
}

func TestOneAddressIsRefusedAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	server := serve(t, false, false, "")
	sender := server.sender(t, "smtp", "", "")
	for to, want := range map[string]fault.Kind{"nobody@raad.example": fault.Invalid, "later@raad.example": fault.TooMany, "no one": fault.Invalid} {
		err := sender.Send(t.Context(), to, "Emne", text)
		if fault.KindOf(err) != want {
			t.Errorf("%s: %v, want %s", to, err, want)
		}
		if err != nil && strings.Contains(err.Error(), to) {
			t.Errorf("the error names the address: %v", err)
		}
	}
	err := sender.Send(t.Context(), "nobody@raad.example", "Emne", text)
	if err == nil || !strings.Contains(err.Error(), "550 5.1.1 no such user here") {
		t.Errorf("the error does not say what the server said: %v", err)
	}
	if err := sender.Send(t.Context(), "anne@raad.example", "Emne", text); err != nil {
		t.Error(err)
	}
	if server.connections != 1 || len(server.got()) != 1 {
		t.Errorf("%d connections and %d letters, want 1 and 1", server.connections, len(server.got()))
	}
}

func TestAConnectionLostMidwayIsTroubleThatPasses(t *testing.T) {
	t.Parallel()
	server := serve(t, false, false, "")
	sender := server.sender(t, "smtp", "", "")
	if err := sender.Send(t.Context(), "a@raad.example", "Emne", text); err != nil {
		t.Fatal(err)
	}
	server.mu.Lock()
	server.hangUp = 1
	server.mu.Unlock()
	if err := sender.Send(t.Context(), "b@raad.example", "Emne", text); err == nil || fault.KindOf(err) != fault.Internal {
		t.Fatalf("the lost letter: %v, want trouble", err)
	}
	if err := sender.Send(t.Context(), "b@raad.example", "Emne", text); err != nil {
		t.Fatalf("the same again: %v", err)
	}
	if got := server.got(); len(got) != 2 || server.connections != 2 {
		t.Errorf("%d letters over %d connections, want 2 over 2", len(got), server.connections)
	}
}

// Between letters a server may hang up without anybody's loss.
func TestAServerThatHangsUpBetweenLettersIsCalledAgain(t *testing.T) {
	t.Parallel()
	server := serve(t, false, false, "")
	sender := server.sender(t, "smtp", "", "")
	if err := sender.Send(t.Context(), "a@raad.example", "Emne", text); err != nil {
		t.Fatal(err)
	}
	server.mu.Lock()
	_ = server.latest.Conn().Close()
	server.mu.Unlock()
	if err := sender.Send(t.Context(), "b@raad.example", "Emne", text); err != nil {
		t.Fatal(err)
	}
	if got := server.got(); len(got) != 2 {
		t.Errorf("%d letters, want 2", len(got))
	}
}

func TestServersThatWillNotDo(t *testing.T) {
	t.Parallel()
	closed := serve(t, false, false, "")
	_ = closed.listener.Close()
	stranger := serve(t, true, false, "")
	_, stranger.roots = certify(t)
	clear := serve(t, false, false, "")
	_, clear.roots = certify(t)
	for name, c := range map[string]struct {
		server *server
		user   string
		want   string
	}{
		"nobody there":            {closed, "", "connect"},
		"a certificate of others": {stranger, "", "certificate"},
		"no encryption":           {clear, "", "STARTTLS"},
		"a wrong password":        {serve(t, true, false, "us"), "us:wrong", "AUTH"},
		"no sign-in offered":      {serve(t, true, false, ""), "us:right", "AUTH"},
		"sign-in wanted":          {serve(t, true, false, "us"), "", "502"},
	} {
		err := c.server.sender(t, "smtp", c.user, "").Send(t.Context(), "a@raad.example", "Emne", text)
		if err == nil || fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want trouble that says %q", name, err, c.want)
		}
		if err != nil && (strings.Contains(err.Error(), "wrong") || strings.Contains(err.Error(), "right")) {
			t.Errorf("%s: the error shows the password: %v", name, err)
		}
		if got := c.server.got(); len(got) != 0 {
			t.Errorf("%s: %d letters arrived", name, len(got))
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]mail.Settings{
		"smtp://mail.example":                    {Host: "mail.example", Port: 587},
		"smtps://us:p%40ss@mail.example":         {Host: "mail.example", Port: 465, Security: mail.TLS, User: "us", Password: "p@ss"},
		"smtp://us:pass@mail.example:2525":       {Host: "mail.example", Port: 2525, User: "us", Password: "pass"},
		"smtp://localhost:25":                    {Host: "localhost", Port: 25, Security: mail.Plain},
		"smtp://[::1]:25":                        {Host: "::1", Port: 25, Security: mail.Plain},
		"smtp://relay.intern.example:25?tls=off": {Host: "relay.intern.example", Port: 25, Security: mail.Plain},
	} {
		want.From = netmail.Address{Address: "a@b.example"}
		got, err := mail.Parse(address, "a@b.example")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", address, err, diff)
		}
	}
	for name, c := range map[string]struct {
		address, from string
		want          error
	}{
		"no scheme":               {"mail.example:25", "a@b.example", mail.ErrAddress},
		"another scheme":          {"http://mail.example", "a@b.example", mail.ErrAddress},
		"a path":                  {"smtp://mail.example/inbox", "a@b.example", mail.ErrAddress},
		"an unknown wish":         {"smtp://mail.example?tls=maybe", "a@b.example", mail.ErrAddress},
		"no host":                 {"smtp://", "a@b.example", mail.ErrAddress},
		"a port too high":         {"smtp://mail.example:99999", "a@b.example", mail.ErrAddress},
		"a password in the clear": {"smtp://us:secret@mail.example?tls=off", "a@b.example", mail.ErrClear},
		"no sender":               {"smtp://mail.example", "", mail.ErrFrom},
		"a sender that is none":   {"smtp://mail.example", "Dansk Erhverv", mail.ErrFrom},
	} {
		_, err := mail.Parse(c.address, c.from)
		if !errors.Is(err, c.want) || strings.Contains(fmt.Sprint(err), "secret") {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
