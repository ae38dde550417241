package pages

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

func municipalitiesModel(l view.Look, s *benchmark.Snapshot, search string) view.Municipalities {
	m := view.Municipalities{Search: truncate(search, maxSearch)}
	found := make(map[municipality.Code]bool)
	for _, hit := range s.Directory.Search(m.Search) {
		found[hit.Code] = true
	}
	for _, unit := range s.Units {
		if !found[unit.Code] {
			continue
		}
		m.Rows = append(m.Rows, view.MunicipalityRow{
			Code:       unit.Code.String(),
			Name:       unit.Name,
			Region:     unit.Region.Name.In(l.Code()),
			Population: l.Int(unit.Population),
			Rank:       view.Rank{Number: unit.Place.Rank, Tied: unit.Place.Tied},
			Score:      view.Points(unit.Card.Score),
			Coverage:   l.Coverage(unit.Card.Coverage),
		})
	}
	m.Count = l.N("ranking.count", len(m.Rows))
	return m
}
