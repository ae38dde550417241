package pages

import (
	"modenhed/internal/web/view"
)

// Method answers how answers become scores and ranks.
func (h *Handlers) Method(v *Visit) error {
	l := v.Look
	p := h.page(v, l.T("method.title"), l.T("method.lead"))
	p.Description = l.T("method.summary")
	return show(v, p, view.MethodBody(l, methodModel(l, v.Snapshot)))
}
