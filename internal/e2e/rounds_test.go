package e2e

import (
	"testing"
	"time"

	"modenhed/internal/demo"
)

// The administrator's pages about rounds: a published round with the form of
// corrections, an open one, and the page that ends its reporting.
func TestPagesOfAnAdministrator(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	rounds := demo.Rounds(time.Now())
	pages := []string{"/rounds", "/rounds/" + rounds[0].Key, "/rounds/" + rounds[1].Key, "/rounds/" + rounds[1].Key + "/close"}
	checkPages(t, s.URL, "administrator", pages, func(t *testing.T, tab *browserTab) {
		signIn(t, tab.ctx, s.URL, "admin@demo.test", demo.Password)
	})
}
