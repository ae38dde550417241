// Package mail sends letters to people by SMTP: plain text, one recipient each,
// over an encrypted connection unless the server is on this machine or somebody
// has asked for less. It knows nothing of what the letters are about.
package mail

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Settings say which server takes the letters, and from whom they are.
type Settings struct {
	Host string
	Port int
	// User and Password sign in where User is not empty.
	User, Password string
	Security       Security
	// From is the sender, with or without a name.
	From mail.Address
	// Roots are the authorities that the server's certificate is checked by, nil
	// for those of the system.
	Roots *x509.CertPool
}

// Security is how the connection is protected.
type Security uint8

// The ways.
const (
	// StartTLS begins in the clear and refuses to go on unless the server encrypts.
	StartTLS Security = iota
	// TLS is encrypted from the first byte.
	TLS
	// Plain is not encrypted.
	Plain
)

// The usual ports.
const (
	submission  = 587
	submissions = 465
)

// What settings may be refused for.
var (
	ErrAddress = errors.New("not the address of a mail server")
	ErrFrom    = errors.New("not the address of a sender")
	// ErrClear is a password that anybody on the way could read.
	ErrClear = errors.New("a password would be sent without encryption")
)

// Parse reads the address of a server, smtp://USER:PASSWORD@HOST:PORT or
// smtps://…, and that of the sender. smtp insists on STARTTLS, except on this
// machine and where "?tls=off" is added; smtps encrypts from the start. The
// error does not repeat the address, which holds a password.
func Parse(server, from string) (Settings, error) {
	address, err := url.Parse(server)
	if err != nil || address.Host == "" || address.Path != "" && address.Path != "/" || address.Fragment != "" {
		return Settings{}, ErrAddress
	}
	s := Settings{Host: address.Hostname(), Port: submission}
	switch {
	case address.Scheme == "smtps":
		s.Security, s.Port = TLS, submissions
	case address.Scheme != "smtp":
		return Settings{}, fmt.Errorf("%w: scheme %q", ErrAddress, address.Scheme)
	case address.RawQuery == "tls=off" || address.RawQuery == "" && thisMachine(s.Host):
		s.Security = Plain
	case address.RawQuery != "":
		return Settings{}, fmt.Errorf("%w: %q is not known", ErrAddress, address.RawQuery)
	}
	if port := address.Port(); port != "" {
		if s.Port, err = strconv.Atoi(port); err != nil || s.Port < 1 || s.Port > 65535 {
			return Settings{}, fmt.Errorf("%w: port %q", ErrAddress, port)
		}
	}
	if address.User != nil {
		s.User = address.User.Username()
		s.Password, _ = address.User.Password()
	}
	if s.User != "" && s.Security == Plain && !thisMachine(s.Host) {
		return Settings{}, ErrClear
	}
	sender, err := mail.ParseAddress(strings.TrimSpace(from))
	if err != nil {
		return Settings{}, ErrFrom
	}
	s.From = *sender
	return s, nil
}

func thisMachine(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// Name is host and port, for messages.
func (s Settings) Name() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }
