package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"modenhed/assets"
	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/round"
	"modenhed/internal/web/view"
)

// Handler answers a visit. It writes one answer or returns an error, never both.
type Handler func(v *Visit) error

// Visit is one request: Echo's context with who asks, in which language.
type Visit struct {
	echo.Context
	// Look is the language of the answer and where its assets are.
	Look view.Look
	// Actor is who asks; the zero Actor is the public.
	Actor account.Actor
	// CSRF is the session's token, empty for the public.
	CSRF string
	// Menu and Footer are the links that the actor may follow.
	Menu, Footer []view.MenuItem
	// Uploads are the files of a form, in its order.
	Uploads []Upload
	// RequestID finds the request in the log.
	RequestID string
	// Guide is the page's short guide.
	Guide Guide
	// Snapshot is what the visitor sees: the newest they may see, or an earlier
	// one that the address asks for.
	Snapshot *benchmark.Snapshot
	// Round is the published round that Snapshot belongs to, because the address
	// asks for it or because another is in review; nil otherwise.
	Round *round.Round
	// ByScore means that the page can be asked for by claimed or by verified score.
	ByScore bool
	// ClaimedAlone means that the page's figures follow the claimed score
	// whatever the address asks for.
	ClaimedAlone bool
}

// Fragment reports whether htmx asks for a part of a page. A boosted link and
// the back button need the whole.
func (v *Visit) Fragment() bool { return Fragment(v.Request()) }

// Fragment reports whether htmx asks for a part of a page; see [Visit.Fragment].
func Fragment(r *http.Request) bool {
	h := r.Header
	return h.Get("HX-Request") == "true" && h.Get("HX-Boosted") == "" && h.Get("HX-History-Restore-Request") == ""
}

// Snapshots gives finished results.
type Snapshots interface {
	// Current returns the newest snapshot, and Public the newest that everybody
	// may see. A handler sees that of its visit.
	Current() *benchmark.Snapshot
	Public() *benchmark.Snapshot
	// At returns what had been recorded by a time.
	At(ctx context.Context, at assessment.AsOf) (*benchmark.Snapshot, error)
}

// Handlers answers all pages. Every field is needed.
type Handlers struct {
	Snapshots  Snapshots
	Accounts   Accounts
	Sessions   Sessions
	Attempts   Attempts
	Waves      Waves
	Estimates  Estimates
	Councils   Councils
	Reports    Reports
	Verdicts   Verdicts
	Rounds     Rounds
	Guesses    Guesses
	Targets    Targets
	Histories  Histories
	Fieldworks Fieldworks
	Files      Attachments
	People     People
	Letters    Letters
	Boards     Boards
	// Controller is who is responsible for the personal data of a survey, empty for the operator.
	Controller string
	// Outlines are the shapes of the map.
	Outlines assets.Outlines
	// Version is the version of the program.
	Version string
	// Demo means that the database holds invented data and known accounts.
	Demo bool
}

// page returns the frame of a page with a title and the line below it.
func (h *Handlers) page(v *Visit, title, lead string) view.Page {
	p := view.Page{
		Look:    v.Look,
		Title:   title,
		Lead:    lead,
		Address: v.Request().URL.RequestURI(),
		Menu:    h.withWaiting(v, v.Menu),
		Footer:  v.Footer,
		User:    h.userName(v),
		CSRF:    v.CSRF,
		Demo:    h.Demo,
	}
	p.Guide = v.Guide.steps(v)
	return p
}

// figurePage is the frame of a page with figures of a snapshot.
func (h *Handlers) figurePage(v *Visit, s *benchmark.Snapshot, title, lead string) view.Page {
	p := h.page(v, title, lead)
	p.AsOf = v.Look.T("layout.as_of", "Date", v.Look.Date(s.AsOf))
	p.Provisional = v.Round == nil
	p.Past = pastOf(v, s)
	p.Time = timeChoice(v, s)
	p.Review = reviewOf(v)
	p.Basis = basisChoice(v, s)
	if v.Look.Withheld {
		p.AsOf, p.Time, p.Basis = "", nil, nil
	}
	return p
}

// userName is how the header names who is signed in: an editor by
// municipality, others by address.
func (h *Handlers) userName(v *Visit) string {
	if v.Actor.Role == account.Editor {
		if unit, ok := v.Snapshot.Unit(v.Actor.Municipality); ok {
			return v.Look.T("layout.user.editor", "Name", unit.Name)
		}
	}
	return v.Actor.Email
}
