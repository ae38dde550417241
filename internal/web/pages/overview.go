package pages

import (
	"modenhed/internal/web/view"
)

// Overview answers the front page: what the country looks like.
func (h *Handlers) Overview(v *Visit) error {
	s := v.Snapshot
	p := h.figurePage(v, s, v.Look.T("overview.title"), v.Look.T("overview.lead"))
	p.Description = v.Look.T("overview.summary")
	return show(v, p, view.OverviewBody(v.Look, overviewModel(v.Look, s, v.QueryParam("map") == "outlines", h.Outlines)))
}
