package pages

import (
	"modenhed/internal/account"
	"modenhed/internal/web/view"
)

// Method answers how answers become scores and ranks.
func (h *Handlers) Method(v *Visit) error {
	l := v.Look
	p := h.page(v, l.T("method.title"), l.T("method.lead"))
	p.Description = l.T("method.summary")
	return show(v, p, view.MethodBody(l, methodModel(l, v.Snapshot)))
}

// Perception answers what politicians believe beside what was measured.
func (h *Handlers) Perception(v *Visit) error {
	s := v.Snapshot
	l := v.Look
	p := h.figurePage(v, s, l.T("perceived.title"), l.T("perceived.lead"))
	p.Description = l.T("perceived.summary")
	return show(v, p, view.PerceptionBody(l, perceptionModel(l, s, account.MayEnterSurvey(v.Actor))))
}
