package web_test

import (
	"context"
	"net/http"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/web"
	"modenhed/internal/web/pages"
)

// reply is a handler that answers with a text.
func reply(text string) pages.Handler {
	return func(v *pages.Visit) error { return v.HTML(http.StatusOK, text) }
}

// fails is a handler that returns an error.
func fails(err error) pages.Handler {
	return func(*pages.Visit) error { return err }
}

// refusingAccounts knows nobody, without the work of comparing a password.
type refusingAccounts struct{ web.Accounts }

func (refusingAccounts) Authenticate(context.Context, string, string) (account.Actor, error) {
	return account.Actor{}, fault.New(fault.Unauthenticated, "account.sign_in_refused")
}
