package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"modenhed/internal/fault"
)

// timeout bounds every step of the conversation with the server.
const timeout = 20 * time.Second

// keepOpen is how long a connection without mails is kept for the next.
const keepOpen = 20 * time.Second

// Sender sends letters, one after another, over a connection that it keeps open
// as long as there are more. It is safe for concurrent use.
type Sender struct {
	settings Settings
	client   *mail.Client

	mu   sync.Mutex
	open *smtp.Client
	used time.Time
}

// NewSender returns a sender that has not spoken to the server yet.
func NewSender(s Settings) (*Sender, error) {
	policy := mail.TLSMandatory
	if s.Security == Plain {
		policy = mail.NoTLS
	}
	options := []mail.Option{
		mail.WithPort(s.Port), mail.WithTimeout(timeout), mail.WithTLSPolicy(policy),
		mail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}),
	}
	if s.Security == TLS {
		options = append(options, mail.WithSSL())
	}
	if s.User != "" {
		auth := mail.SMTPAuthAutoDiscover
		if s.Security == Plain {
			// The password does not leave this machine; see Parse.
			auth = mail.SMTPAuthPlainNoEnc
		}
		options = append(options, mail.WithSMTPAuth(auth), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("prepare to send mail by %s: %w", s.Name(), err)
	}
	return &Sender{settings: s, client: client}, nil
}

// Send sends one letter. It returns an Invalid fault when the server will never
// take it for this address, a TooMany one when this address must wait, and any
// other error when the server is in trouble or cannot be reached; then it is not
// known whether the letter has gone out.
func (s *Sender) Send(ctx context.Context, to, subject, text string) error {
	message, err := s.message(to, subject, text)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open != nil && time.Since(s.used) > keepOpen {
		s.hangUp()
	}
	fresh := s.open == nil
	err = s.deliver(ctx, message)
	if !fresh && lost(err) {
		// The server has hung up since the last letter and has seen nothing of this one.
		s.hangUp()
		err = s.deliver(ctx, message)
	}
	return s.judge(message, err)
}

// Close ends the connection.
func (s *Sender) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hangUp()
}

func (s *Sender) message(to, subject, text string) (*mail.Msg, error) {
	message := mail.NewMsg(mail.WithNoDefaultUserAgent())
	message.FromMailAddress(&s.settings.From)
	if err := message.To(to); err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Message: fault.Text("mail.address"), Err: errors.New("not an address")}
	}
	message.Subject(subject)
	message.SetDate()
	message.SetMessageID()
	// Keeps holiday replies away, and mailing lists from answering.
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	message.SetBodyString(mail.TypeTextPlain, text)
	return message, nil
}

func (s *Sender) deliver(ctx context.Context, message *mail.Msg) error {
	if s.open == nil {
		open, err := s.client.DialToSMTPClientWithContext(ctx)
		if err != nil {
			return fmt.Errorf("connect to %s: %w", s.settings.Name(), err)
		}
		s.open = open
	}
	s.used = time.Now()
	return s.client.SendWithSMTPClient(s.open, message)
}

// lost reports whether a connection turned out to be dead before anything was sent.
func lost(err error) bool {
	var failed *mail.SendError
	return errors.As(err, &failed) && failed.Reason == mail.ErrConnCheck
}

// judge says whose fault a failure is, and drops the connection unless the
// server has only refused this letter.
func (s *Sender) judge(message *mail.Msg, err error) error {
	if err == nil {
		return nil
	}
	var failed *mail.SendError
	ours := errors.As(err, &failed)
	ofAddress := ours && failed.ErrorCode() >= 400 && failed.ErrorCode() != hangingUp &&
		(failed.Reason == mail.ErrSMTPRcptTo || failed.Reason == mail.ErrSMTPData || failed.Reason == mail.ErrSMTPDataClose)
	if !ofAddress {
		s.hangUp()
	}
	switch {
	case message.IsDelivered():
		return nil
	case ofAddress && failed.ErrorCode() >= 500:
		return &fault.Error{Kind: fault.Invalid, Message: fault.Text("mail.refused"), Err: errors.New(said(failed))}
	case ofAddress:
		return &fault.Error{Kind: fault.TooMany, Message: fault.Text("mail.wait"), Err: errors.New(said(failed))}
	case ours:
		return fmt.Errorf("send by %s: %s", s.settings.Name(), said(failed))
	}
	return err
}

// hangingUp is the code with which a server announces that it closes the connection.
const hangingUp = 421

// said is what went wrong without the address it concerns.
func said(failed *mail.SendError) string {
	text, _, _ := strings.Cut(failed.Error(), ", affected ")
	if _, answer, ok := strings.Cut(text, ": "); ok && failed.ErrorCode() > 0 {
		return strings.ReplaceAll(answer, `"`, "")
	}
	return text
}

func (s *Sender) hangUp() {
	if s.open == nil {
		return
	}
	// A server that is gone already cannot be told goodbye.
	_ = s.open.Close()
	s.open = nil
}
