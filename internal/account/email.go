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

// ListedEmail returns an address of a list in the form of [NormalEmail]; ok is
// false for what mail cannot be sent to, and for what a spreadsheet, in which
// such lists are opened, would take for a formula.
func ListedEmail(typed string) (email string, ok bool) {
	email = NormalEmail(typed)
	return email, isEmail(email) && !strings.ContainsAny(email[:1], "=+-")
}

// checkEmail notes what keeps a normalised address from being one.
func checkEmail(p *fault.Problems, email string) {
	if !isEmail(email) {
		p.Add(FieldEmail, "account.email_invalid")
	}
}

func isEmail(email string) bool {
	parsed, err := mail.ParseAddress(email)
	return err == nil && parsed.Name == "" && parsed.Address == email && len(email) <= maxEmail
}
