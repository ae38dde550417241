package pages

import (
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// Privacy says how answers to surveys are treated.
func (h *Handlers) Privacy(v *Visit) error {
	l := v.Look
	controller := h.Controller
	if controller == "" {
		controller = l.T("privacy.controller.unnamed")
	}
	m := view.Privacy{Sections: []view.PrivacySection{
		{Title: l.T("privacy.controller.title"), Items: []string{controller, l.T("privacy.controller.contact")}},
		{Title: l.T("privacy.purpose.title"), Items: []string{l.T("privacy.purpose.text")}},
		{Title: l.T("privacy.basis.title"), Items: []string{l.T("privacy.basis.consent"), l.T("privacy.basis.voluntary")}},
		{Title: l.T("privacy.kept.title"), Items: []string{
			l.T("privacy.kept.before"), l.T("privacy.kept.after"), l.T("privacy.kept.never"), l.T("privacy.kept.apart"), l.T("privacy.kept.small"),
		}},
		{Title: l.T("privacy.seen.title"), Items: []string{
			l.T("privacy.seen.nobody"), l.T("privacy.seen.minimum", "Minimum", l.Int(survey.LeastShown)), l.T("privacy.seen.open"), l.T("privacy.seen.absent"),
		}},
		{Title: l.T("privacy.time.title"), Items: []string{
			l.T("privacy.time.contacts"),
			l.T("privacy.time.answers", "Months", l.Int(survey.DefaultKeepMonths), "Most", l.Int(survey.MaxKeepMonths)),
			l.T("privacy.time.copies"),
		}},
		{Title: l.T("privacy.rights.title"), Items: []string{
			l.T("privacy.rights.before"), l.T("privacy.rights.after"), l.T("privacy.rights.complain"),
		}},
	}}
	p := h.page(v, l.T("privacy.title"), l.T("privacy.lead"))
	return show(v, p, view.PrivacyBody(l, m))
}
