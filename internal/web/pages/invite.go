package pages

import (
	"errors"
	"net/http"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/web/view"
)

// Invite shows the form with the password to the holder of a personal link. To
// open it uses nothing up, because programs that look for malware open links too.
func (h *Handlers) Invite(v *Visit) error {
	a, err := h.invitation(v)
	if err != nil {
		return h.refuseInvitation(v, err)
	}
	return h.showInvite(v, http.StatusOK, a, nil)
}

// AcceptInvite takes the form, uses the link up and signs in.
func (h *Handlers) AcceptInvite(v *Visit) error {
	a, err := h.invitation(v)
	if err != nil {
		return h.refuseInvitation(v, err)
	}
	actor, err := h.People.Accept(v.Request().Context(), v.Param("token"), v.FormValue("password"))
	if fault.KindOf(err) == fault.Invalid {
		return h.showInvite(v, http.StatusUnprocessableEntity, a, fieldErrors(v.Look, err))
	}
	if err != nil {
		return h.refuseInvitation(v, err)
	}
	if err := h.Sessions.Begin(v, actor); err != nil {
		return err
	}
	if actor.Language == "" {
		if err := h.People.ChooseLanguage(v.Request().Context(), actor, v.Look.Code()); err != nil {
			return err
		}
	}
	return h.land(v, actor, "")
}

// invitation returns whose password the link may choose; whoever has tried too
// many that lead nowhere is told to wait. A good link always leads to its form.
func (h *Handlers) invitation(v *Visit) (account.Account, error) {
	a, err := h.People.Invitation(v.Request().Context(), v.Param("token"))
	if fault.KindOf(err) != fault.NotFound {
		return a, err
	}
	if !h.Guesses.MayTry(v) {
		return account.Account{}, fault.New(fault.TooMany, "invite.wait")
	}
	h.Guesses.Missed(v)
	return account.Account{}, err
}

// refuseInvitation says why the link does not work. It is a page that is not
// there, but not one with a misspelt address.
func (h *Handlers) refuseInvitation(v *Visit, err error) error {
	var known *fault.Error
	if !errors.As(err, &known) || known.Kind != fault.NotFound {
		return err
	}
	return h.Problem(v, Trouble{
		Status: http.StatusNotFound, Title: v.Look.T("invite.refused"), Text: message(v.Look, known.Message),
		SignIn: v.Actor.Role == account.Public,
	})
}

func (h *Handlers) showInvite(v *Visit, status int, a account.Account, faults view.FieldErrors) error {
	l := v.Look
	m := view.Invite{Token: v.Param("token"), Email: a.Email, Faults: faults}
	if unit, ok := v.Snapshot.Unit(a.Municipality); ok {
		m.Organisation = unit.Name
	}
	m.Password = view.Field{
		Name: account.FieldPassword, Label: l.T("invite.password"), Type: "password", Autocomplete: "new-password",
		Hint: l.T("invite.password_hint", "Min", account.MinPassword), Error: faults.Of(account.FieldPassword),
	}
	v.Response().Header().Set("X-Robots-Tag", "noindex, nofollow")
	p := h.page(v, l.T("invite.title"), l.T("invite.lead"))
	p.Narrow = true
	return showStatus(v, status, p, view.InviteBody(l, m))
}
