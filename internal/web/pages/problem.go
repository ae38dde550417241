package pages

import (
	"net/http"

	"modenhed/internal/web/view"
)

// Trouble is what a visit ran into, ready to be told.
type Trouble struct {
	Status int
	// Title is a short name, Text says what happened and what to do.
	Title, Text string
	// Details are the single faults of an input.
	Details []string
	// SignIn offers the way to sign in.
	SignIn bool
	// Ours means that the fault is the program's; the visitor gets a code to quote.
	Ours bool
}

// Problem answers with the page that explains a trouble.
func (h *Handlers) Problem(v *Visit, t Trouble) error {
	l := v.Look
	m := view.Problem{Text: t.Text, Details: t.Details}
	m.Links = []view.Link{{Href: "/", Text: l.T("problem.link.home")}, {Href: "/ranking", Text: l.T("problem.link.ranking")}}
	if t.SignIn {
		m.Links = append([]view.Link{{Href: "/login", Text: l.T("login.title")}}, m.Links...)
	}
	if t.Ours {
		m.RequestID = v.RequestID
	}
	p := h.page(v, t.Title, "")
	p.Guide = nil
	if method := v.Request().Method; method != http.MethodGet && method != http.MethodHead {
		p.Address = "/"
	}
	return showStatus(v, t.Status, p, view.ProblemBody(l, m))
}
