package pages

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/demo"
	"modenhed/internal/fault"
	"modenhed/internal/web/view"
)

// Accounts lets people in.
type Accounts interface {
	Authenticate(ctx context.Context, email, password string) (account.Actor, error)
	CheckSetupToken(ctx context.Context, token string) error
	SetUp(ctx context.Context, token, email, password string) (account.Account, error)
	// IsNew reports whether somebody has not been walked through the pages yet.
	IsNew(ctx context.Context, actor account.Actor) (bool, error)
	// Welcome notes that somebody has been.
	Welcome(ctx context.Context, actor account.Actor) error
}

// Sessions remembers who is signed in.
type Sessions interface {
	// Begin signs the actor in, in a new session.
	Begin(v *Visit, actor account.Actor) error
	// End signs out; the visitor need not be signed in.
	End(v *Visit) error
}

// Attempts bounds how often somebody may try to sign in.
type Attempts interface {
	// Try counts an attempt for an e-mail address from the visitor's network
	// address. It returns how long to wait when there were too many, else 0.
	Try(v *Visit, email string) time.Duration
	// Succeeded forgets the attempts for an e-mail address.
	Succeeded(email string)
}

// Login shows the sign-in form.
func (h *Handlers) Login(v *Visit) error {
	next := localPath(v.QueryParam("next"))
	if v.Actor.SignedIn() {
		return v.Redirect(http.StatusSeeOther, afterLogin(v.Actor, next))
	}
	return h.showLogin(v, http.StatusOK, view.Login{Next: next, Unsaved: unsaved(v)})
}

// SignIn takes the form.
func (h *Handlers) SignIn(v *Visit) error {
	email, password := v.FormValue("email"), v.FormValue("password")
	m := view.Login{Next: localPath(v.FormValue("next")), Unsaved: unsaved(v), Kept: v.FormValue(fieldKept)}
	m.Email.Value = email
	if m.Faults = missing(v.Look, email, password); m.Faults != nil {
		return h.showLogin(v, http.StatusUnprocessableEntity, m)
	}
	normal := account.NormalEmail(email)
	if wait := h.Attempts.Try(v, normal); wait > 0 {
		v.Response().Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		m.Refusal = v.Look.T("login.too_many", "Wait", waitWords(v.Look, wait))
		return h.showLogin(v, http.StatusTooManyRequests, m)
	}
	actor, err := h.Accounts.Authenticate(v.Request().Context(), email, password)
	if fault.KindOf(err) == fault.Unauthenticated {
		m.Refusal = v.Look.T("account.sign_in_refused")
		return h.showLogin(v, http.StatusUnprocessableEntity, m)
	}
	if err != nil {
		return err
	}
	h.Attempts.Succeeded(normal)
	if err := h.Sessions.Begin(v, actor); err != nil {
		return err
	}
	if m.Kept != "" {
		if taken, err := h.takeUp(v, actor, m.Kept); taken || err != nil {
			return err
		}
	}
	return h.land(v, actor, m.Next)
}

// unsaved reports whether a form that was not saved led to signing in.
func unsaved(v *Visit) bool { return v.FormValue("unsaved") != "" }

// SignOut ends the session.
func (h *Handlers) SignOut(v *Visit) error {
	if err := h.Sessions.End(v); err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, "/")
}

func missing(l view.Look, email, password string) (faults view.FieldErrors) {
	if strings.TrimSpace(email) == "" {
		faults = append(faults, view.FieldError{ID: account.FieldEmail, Text: l.T("login.email_missing")})
	}
	if password == "" {
		faults = append(faults, view.FieldError{ID: account.FieldPassword, Text: l.T("login.password_missing")})
	}
	return faults
}

func (h *Handlers) showLogin(v *Visit, status int, m view.Login) error {
	l := v.Look
	m.Email = view.Field{
		Name: account.FieldEmail, Label: l.T("login.email"), Type: "email", Autocomplete: "username",
		Value: m.Email.Value, Error: m.Faults.Of(account.FieldEmail),
	}
	m.Password = view.Field{
		Name: account.FieldPassword, Label: l.T("login.password"), Type: "password", Autocomplete: "current-password",
		Error: m.Faults.Of(account.FieldPassword),
	}
	if h.Demo {
		m.DemoPassword = demo.Password
		for _, person := range demo.People() {
			m.Demo = append(m.Demo, view.DemoAccount{Email: person.Email, Role: l.T("login.role." + string(person.Role))})
		}
	}
	lead := "login.lead"
	if m.Next != "" && !m.Unsaved && m.Kept == "" {
		lead = "login.lead_before"
	}
	p := h.page(v, l.T("login.title"), l.T(lead))
	p.Narrow = true
	if m.Kept == "" {
		p.Address = loginPath(m)
	}
	return showStatus(v, status, p, view.LoginBody(l, m))
}

// loginPath is the address at which the sign-in page can be opened again.
func loginPath(m view.Login) string {
	query := url.Values{}
	if m.Next != "" {
		query.Set("next", m.Next)
	}
	if m.Unsaved {
		query.Set("unsaved", "1")
	}
	if len(query) == 0 {
		return "/login"
	}
	return "/login?" + query.Encode()
}

// waitWords rounds a wait up to whole seconds or minutes.
func waitWords(l view.Look, wait time.Duration) string {
	if wait < time.Minute {
		return l.N("login.wait.seconds", int(wait/time.Second)+1)
	}
	return l.N("login.wait.minutes", int(wait/time.Minute)+1)
}

// afterLogin is where somebody goes who has just signed in.
func afterLogin(actor account.Actor, next string) string {
	switch {
	case next != "":
		return next
	case actor.Role == account.Editor:
		return "/report"
	}
	return "/"
}

// localPath returns an address of this site, or nothing when it leads, or
// could be taken to lead, elsewhere or back to signing in and out.
func localPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t\x00") {
		return ""
	}
	address, err := url.ParseRequestURI(next)
	if err != nil || address.Host != "" || address.Scheme != "" {
		return ""
	}
	switch address.Path {
	case "/login", "/logout":
		return ""
	}
	return next
}
