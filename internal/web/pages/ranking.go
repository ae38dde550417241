package pages

import "modenhed/internal/web/view"

// Ranking answers the ranking: the whole page, or the table alone when a
// filter changes.
func (h *Handlers) Ranking(v *Visit) error {
	s := v.Snapshot
	l := v.Look
	q := rankingQuery(s, v.QueryParams())
	table := rankingTable(l, s, q)
	table.Unsorted = unknownOrder(l, s, v.QueryParams())
	if v.Fragment() {
		return write(v, 200, view.RankingPart(l, table))
	}
	p := h.figurePage(v, s, l.T("ranking.title"), l.T("ranking.lead", "N", len(s.Units)))
	p.Description = l.T("ranking.summary", "N", len(s.Units))
	return show(v, p, view.RankingBody(l, rankingModel(l, s, q, table)))
}

// Municipalities answers the list of all municipalities by name.
func (h *Handlers) Municipalities(v *Visit) error {
	s := v.Snapshot
	l := v.Look
	p := h.page(v, l.T("municipalities.title"), l.T("municipalities.lead", "N", len(s.Units)))
	return show(v, p, view.MunicipalitiesBody(l, municipalitiesModel(l, s, v.QueryParam("q"))))
}
