package web_test

import (
	"net/http"

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
