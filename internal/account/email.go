package account

import (
	"net/mail"
	"strings"

	"golang.org/x/text/unicode/norm"

	"modenhed/internal/fault"
)

// maxEmail is the longest address that mail can be sent to (RFC 5321).
const maxEmail = 254

// NormalEmail returns an address in the form in which it identifies an
// account: without space around it and in lower case.
func NormalEmail(typed string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(typed)))
}

// checkEmail notes what keeps a normalised address from being one.
func checkEmail(p *fault.Problems, email string) {
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Name != "" || parsed.Address != email || len(email) > maxEmail {
		p.Add(FieldEmail, "account.email_invalid")
	}
}
