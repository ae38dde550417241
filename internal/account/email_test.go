package account_test

import (
	"testing"

	"modenhed/internal/account"
)

func TestAddressesOfLists(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		" Eva@Odense.test ": "eva@odense.test",
		"":                  "", "eva": "", "=eva@odense.test": "", "+eva@odense.test": "", "-eva@odense.test": "", "Eva <eva@odense.test>": "",
	} {
		got, ok := account.ListedEmail(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("ListedEmail(%q) = %q, %t", typed, got, ok)
		}
	}
}
