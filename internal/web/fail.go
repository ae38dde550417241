package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"modenhed/internal/fault"
	"modenhed/internal/web/pages"
	"modenhed/internal/web/view"
)

// apiPrefix begins the addresses whose errors are problem documents.
const apiPrefix = "/api/"

// statusOf is the one table from kinds of failure to HTTP.
func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooMany:
		return http.StatusTooManyRequests
	}
	return http.StatusInternalServerError
}

// fail answers an error. It is the only place that does, and the only one that
// logs it; the visitor reads nothing of what is not meant for people.
func (s *Server) fail(v *pages.Visit, err error) {
	t := trouble(v.Look, err)
	if t.Ours {
		s.log.ErrorContext(v.Request().Context(), "request failed", "request", v.RequestID,
			"method", v.Request().Method, "path", loggedPath(v.Request()), "error", err)
	}
	if v.Response().Committed {
		return
	}
	if failed := s.tell(v, t); failed != nil {
		s.log.ErrorContext(v.Request().Context(), "error page failed", "request", v.RequestID, "error", failed)
		if !v.Response().Committed {
			http.Error(v.Response(), http.StatusText(t.Status), t.Status)
		}
	}
}

// loggedPath is the path of a request as the log may hold it.
func loggedPath(r *http.Request) string {
	if unseen(r) {
		return unseenPath
	}
	for _, prefix := range []string{"/invite/", "/setup/"} {
		if strings.HasPrefix(r.URL.Path, prefix) {
			// A token follows.
			return prefix
		}
	}
	return r.URL.Path
}

// trouble turns an error into what the visitor is told.
func trouble(l view.Look, err error) pages.Trouble {
	var known *fault.Error
	var routing *echo.HTTPError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return pages.Trouble{Status: http.StatusRequestEntityTooLarge, Title: l.T("problem.title.too_large"), Text: l.T("problem.text.too_large")}
	case errors.As(err, &known) && known.Kind != fault.Internal:
		return knownTrouble(l, known)
	case errors.As(err, &routing):
		return routingTrouble(l, routing.Code)
	}
	return pages.Trouble{
		Status: http.StatusInternalServerError, Ours: true,
		Title: l.T("problem.title.internal"), Text: l.T("fault.internal"),
	}
}

// titleOf returns the key of the name of a kind of failure.
func titleOf(kind fault.Kind) string {
	switch kind {
	case fault.Invalid:
		return "problem.title.invalid"
	case fault.Unauthenticated:
		return "problem.title.unauthenticated"
	case fault.Forbidden:
		return "problem.title.forbidden"
	case fault.NotFound:
		return "problem.title.not_found"
	case fault.Conflict:
		return "problem.title.conflict"
	case fault.TooMany:
		return "problem.title.too_many"
	}
	return "problem.title.internal"
}

func knownTrouble(l view.Look, known *fault.Error) pages.Trouble {
	t := pages.Trouble{Status: statusOf(known.Kind), Title: l.T(titleOf(known.Kind)), Text: l.Format(known.Message.Key, known.Message.Args)}
	for _, p := range known.Problems {
		t.Details = append(t.Details, l.Format(p.Message.Key, p.Message.Args))
	}
	return t
}

// routingTrouble is for what no handler has seen.
func routingTrouble(l view.Look, status int) pages.Trouble {
	t := pages.Trouble{Status: status}
	switch status {
	case http.StatusNotFound:
		t.Title, t.Text = l.T("problem.title.not_found"), l.T("problem.text.not_found")
	case http.StatusMethodNotAllowed:
		t.Title, t.Text = l.T("problem.title.method"), l.T("problem.text.method")
	default:
		t.Title, t.Text = l.T("problem.title.invalid"), l.T("problem.text.bad_request")
	}
	return t
}

// tell sends the trouble in the form that the visitor reads.
func (s *Server) tell(v *pages.Visit, t pages.Trouble) error {
	v.Response().Header()["Cache-Control"] = keepPrivate
	if strings.HasPrefix(v.Request().URL.Path, apiPrefix) {
		return tellProgram(v, t)
	}
	if t.Status == http.StatusUnauthorized {
		return s.sendToLogin(v)
	}
	if !v.Actor.SignedIn() && !unseen(v.Request()) {
		// Without a route nobody has asked who it is; the page is as good without an answer.
		_ = s.sessions.identify(v)
	}
	setAnswerHeaders(v, false)
	return s.make(v, func(v *pages.Visit) error { return s.pages.Problem(v, t) })
}

// sendToLogin sends a stranger to sign in. htmx would put the page that a
// redirect leads to into the middle of this one, so it is told otherwise.
func (s *Server) sendToLogin(v *pages.Visit) error {
	if v.Request().Header.Get("HX-Request") == "true" {
		v.Response().Header().Set("HX-Redirect", s.openable.loginAddress(v.Request()))
		return v.NoContent(http.StatusUnauthorized)
	}
	return v.Redirect(http.StatusSeeOther, s.openable.loginAddress(v.Request()))
}

// problemDocument is a problem for programs (RFC 9457).
type problemDocument struct {
	Type     string   `json:"type"`
	Title    string   `json:"title"`
	Status   int      `json:"status"`
	Detail   string   `json:"detail,omitempty"`
	Instance string   `json:"instance,omitempty"`
	Errors   []string `json:"errors,omitempty"`
}

func tellProgram(v *pages.Visit, t pages.Trouble) error {
	document := problemDocument{Type: "about:blank", Title: t.Title, Status: t.Status, Detail: t.Text, Errors: t.Details}
	if t.Ours {
		document.Instance = "urn:request:" + v.RequestID
	}
	body, err := json.Marshal(document)
	if err != nil {
		return fmt.Errorf("write a problem document: %w", err)
	}
	return v.Blob(t.Status, "application/problem+json", body)
}
