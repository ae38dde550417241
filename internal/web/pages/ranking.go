package pages

import (
	"net/http"

	"modenhed/internal/fault"
	"modenhed/internal/web/view"
)

// Ranking answers the ranking: the whole page, or the table alone when a
// filter or a term of the method changes.
func (h *Handlers) Ranking(v *Visit) error {
	l, values, status := v.Look, v.QueryParams(), http.StatusOK
	s, wish, refused := under(v.Snapshot, values)
	if refused != nil {
		if fault.KindOf(refused) != fault.Invalid {
			return refused
		}
		s, status = v.Snapshot, http.StatusUnprocessableEntity
	}
	m, err := rankingModel(l, s, values)
	if err != nil {
		return err
	}
	m.Terms = termsForm(l, v.Snapshot.Framework, wish, refused)
	m.Filter.Defaults = rankingDefaults(l, v.Snapshot.Framework)
	if v.Fragment() {
		return write(v, status, view.RankingPart(l, m))
	}
	p := h.figurePage(v, s, l.T("ranking.title"), l.T("ranking.lead", "N", len(s.Units)))
	p.Description = l.T("ranking.summary", "N", len(s.Units))
	// It stands with the results, which change without the page.
	p.Basis = nil
	return showStatus(v, status, p, view.RankingBody(l, m))
}

// Municipalities answers the list of all municipalities by name.
func (h *Handlers) Municipalities(v *Visit) error {
	s := v.Snapshot
	l := v.Look
	p := h.figurePage(v, s, l.T("municipalities.title"), l.T("municipalities.lead", "N", len(s.Units)))
	return show(v, p, view.MunicipalitiesBody(l, municipalitiesModel(l, s, v.QueryParam("q"))))
}
