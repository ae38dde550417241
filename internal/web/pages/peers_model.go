package pages

import (
	"math"

	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// comparedWithPeers is how many of its peers a municipality is set beside by
// the link below the list.
const comparedWithPeers = 3

// nearestModel builds the nearest peers of a municipality, and where its scores
// lie among theirs.
func nearestModel(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit) view.Peers {
	list := s.PeersOf(unit.Code, benchmark.NearestPeers)
	m := peersModel(l, s, unit, list)
	among := s.SpreadAmong(benchmark.Codes(list))
	m.Spread = spreadModel(l, s, unit, among)
	m.Spread.Of = l.T("peers.set.nearest.of", "N", len(list))
	m.Spread.Caption = l.T("peers.set.caption", "Name", unit.Name, "Of", m.Spread.Of)
	m.Spread.Basis = l.N("peers.set.basis", among.Ranked, "Name", unit.Name, "Set", m.Spread.Of, "Units", l.Int(among.Units))
	return m
}

// peersModel lists peers of a municipality with the reason for each.
func peersModel(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit, list []benchmark.Peer) view.Peers {
	m := view.Peers{
		Name:  unit.Name,
		Title: l.T("peers.set.nearest.title", "Name", unit.Name),
		Text:  l.T("peers.set.nearest.text"),
		Method: l.T("peers.method", "N", benchmark.NearestPeers, "Group", l.Short(benchmark.OtherGroupDistance),
			"Region", l.Short(benchmark.OtherRegionDistance)),
	}
	for _, p := range list {
		m.Rows = append(m.Rows, view.NearestRow{
			Code:       p.Code.String(),
			Name:       p.Name,
			Reason:     matchWords(l, p),
			Population: l.Int(p.Population),
			Rank:       view.Rank{Number: p.Place.Rank, Tied: p.Place.Tied},
			Score:      view.Points(p.Card.Score),
		})
	}
	if nearest := list[:min(comparedWithPeers, len(list))]; len(nearest) > 0 {
		m.Links = []view.Link{{
			Href: compareAddress(append([]municipality.Code{unit.Code}, benchmark.Codes(nearest)...)),
			Text: l.N("peers.compare", len(nearest), "Name", unit.Name),
		}}
	}
	return m
}

// matchWords say in what a peer is like the municipality.
func matchWords(l view.Look, p benchmark.Peer) string {
	key := "peers.reason.neither"
	switch {
	case p.Match.SameGroup && p.Match.SameRegion:
		key = "peers.reason.both"
	case p.Match.SameGroup:
		key = "peers.reason.group"
	case p.Match.SameRegion:
		key = "peers.reason.region"
	}
	return l.T(key, "Size", sizeWords(l, p.Match.Ratio))
}

// sizeWords compare a population with another; a whole percent or twice as
// much is as exact as a reader needs.
func sizeWords(l view.Look, ratio float64) string {
	percent := math.Round(100 * math.Abs(ratio-1))
	switch {
	case percent < 1:
		return l.T("peers.reason.alike")
	case ratio >= 2:
		return l.T("peers.reason.times", "Times", l.Short(ratio))
	case ratio > 1:
		return l.T("peers.reason.more", "Percent", l.Percent(percent))
	}
	return l.T("peers.reason.fewer", "Percent", l.Percent(percent))
}

// spreadModel sets a municipality's scores within others'; without rows when
// none of them is ranked.
func spreadModel(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit, among benchmark.Spreads) view.PeerSpread {
	m := view.PeerSpread{Name: unit.Name}
	if among.Ranked == 0 {
		return m
	}
	m.Rows = append(m.Rows, view.SpreadRow{
		Title: l.ScoreTitle(), Own: view.Points(unit.Card.Score), Quartiles: quartiles(among.Score),
		Words: stretchWords(l, among.Score.Stretch(unit.Card.Score)),
	})
	for i := range s.Framework.Areas {
		area := &s.Framework.Areas[i]
		index, _ := s.AreaIndex(area.Key)
		own, others := unit.Card.Areas[index].Score, among.Areas[index]
		m.Rows = append(m.Rows, view.SpreadRow{
			Title: area.Title.In(l.Code()), Own: view.Points(own), Quartiles: quartiles(others),
			Words: stretchWords(l, others.Stretch(own)),
		})
	}
	return m
}

// stretchWords say where a score lies; empty when it lies nowhere.
func stretchWords(l view.Look, stretch benchmark.Stretch) string {
	if stretch == benchmark.NoStretch {
		return ""
	}
	return l.T("peers.spread." + stretch.String())
}

func quartiles(s benchmark.Spread) view.Quartiles {
	return view.Quartiles{
		Min: view.Points(s.Min), Lower: view.Points(s.Q1), Median: view.Points(s.Median),
		Upper: view.Points(s.Q3), Max: view.Points(s.Max),
	}
}
