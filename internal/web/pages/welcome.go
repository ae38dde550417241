package pages

import (
	"net/http"

	"modenhed/internal/account"
	"modenhed/internal/web/view"
)

// Welcome walks somebody who is new through what they do here.
func (h *Handlers) Welcome(v *Visit) error {
	l, role := v.Look, string(v.Actor.Role)
	p := h.page(v, l.T("welcome.title"), l.T("welcome.lead."+role))
	m := view.Welcome{
		CSRF: v.CSRF, Steps: welcomeSteps(l, v.Actor),
		Next: localPath(v.QueryParam("next")), Button: l.T("welcome.start." + role),
	}
	return show(v, p, view.WelcomeBody(l, m))
}

// Welcomed ends the walk.
func (h *Handlers) Welcomed(v *Visit) error {
	if err := h.Accounts.Welcome(v.Request().Context(), v.Actor); err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, afterLogin(v.Actor, localPath(v.FormValue("next"))))
}

// welcomeSteps are what somebody does here, in order. A step without an
// address is done where the one before is.
func welcomeSteps(l view.Look, actor account.Actor) []view.WelcomeStep {
	pages := map[account.Role][]string{
		account.Editor:        {"/report", "/report/workbook", "", "/municipalities/" + actor.Municipality.String()},
		account.Analyst:       {"/verify", "/ranking", "/surveys", "/perception"},
		account.Administrator: {"/admin/people", "/rounds", "/corrections"},
	}[actor.Role]
	var steps []view.WelcomeStep
	for i, address := range pages {
		key := "welcome." + string(actor.Role) + ".step" + l.Int(i+1)
		step := view.WelcomeStep{Title: l.T(key + ".title"), Text: l.T(key + ".text")}
		if address != "" {
			step.Link = view.Link{Href: address, Text: l.T(key + ".link")}
		}
		steps = append(steps, step)
	}
	return steps
}

// land is where somebody goes who has just signed in. Somebody new who asked
// for no page in particular is walked through first.
func (h *Handlers) land(v *Visit, actor account.Actor, next string) error {
	isNew := false
	if next == "" {
		var err error
		if isNew, err = h.Accounts.IsNew(v.Request().Context(), actor); err != nil {
			return err
		}
	}
	if isNew {
		return v.Redirect(http.StatusSeeOther, "/welcome")
	}
	return v.Redirect(http.StatusSeeOther, afterLogin(actor, next))
}
