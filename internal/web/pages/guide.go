package pages

import (
	"slices"
	"strings"

	"modenhed/internal/account"
)

// Guide says in a few steps how a page is used. The zero Guide says nothing.
type Guide struct {
	// Key finds its wording, one step a line.
	Key string
	// Roles are whom it is for; none means all readers of the page.
	Roles []account.Role
}

// steps are the guide's for who visits, none when it is not for them.
func (g Guide) steps(v *Visit) []string {
	if g.Key == "" || len(g.Roles) > 0 && !slices.Contains(g.Roles, v.Actor.Role) {
		return nil
	}
	return strings.Split(v.Look.T("guide."+g.Key), "\n")
}
