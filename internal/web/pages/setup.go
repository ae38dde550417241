package pages

import (
	"errors"
	"net/http"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/web/view"
)

// Setup shows the form for the first account to the holder of the link.
func (h *Handlers) Setup(v *Visit) error {
	token := v.Param("token")
	if err := h.Accounts.CheckSetupToken(v.Request().Context(), token); err != nil {
		return h.refuseSetup(v, err)
	}
	return h.showSetup(v, http.StatusOK, view.Setup{Token: token})
}

// SetUp takes the form, opens the administrator's account and signs in.
func (h *Handlers) SetUp(v *Visit) error {
	m := view.Setup{Token: v.Param("token")}
	m.Email.Value = v.FormValue("email")
	created, err := h.Accounts.SetUp(v.Request().Context(), m.Token, m.Email.Value, v.FormValue("password"))
	if fault.KindOf(err) == fault.Invalid {
		m.Faults = fieldErrors(v.Look, err)
		return h.showSetup(v, http.StatusUnprocessableEntity, m)
	}
	if err != nil {
		return h.refuseSetup(v, err)
	}
	if err := h.Sessions.Begin(v, created.Actor()); err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, "/")
}

// refuseSetup says why the link does not work. It is a page that is not there,
// but not one with a misspelt address.
func (h *Handlers) refuseSetup(v *Visit, err error) error {
	var known *fault.Error
	if !errors.As(err, &known) || known.Kind != fault.NotFound {
		return err
	}
	return h.Problem(v, Trouble{Status: http.StatusNotFound, Title: v.Look.T("setup.refused"), Text: message(v.Look, known.Message)})
}

func (h *Handlers) showSetup(v *Visit, status int, m view.Setup) error {
	l := v.Look
	m.Email = view.Field{
		Name: account.FieldEmail, Label: l.T("setup.email"), Type: "email", Autocomplete: "username",
		Value: m.Email.Value, Error: m.Faults.Of(account.FieldEmail),
	}
	m.Password = view.Field{
		Name: account.FieldPassword, Label: l.T("setup.password"), Type: "password", Autocomplete: "new-password",
		Hint:  l.T("setup.password_hint", "Min", account.MinPassword),
		Error: m.Faults.Of(account.FieldPassword),
	}
	p := h.page(v, l.T("setup.title"), l.T("setup.lead"))
	p.Narrow = true
	return showStatus(v, status, p, view.SetupBody(l, m))
}
