package pages

import (
	"net/url"
	"slices"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// profileAddress is the page of a municipality as compared with a set, named as
// in its canonical form, and explained since a time; empty texts are the defaults.
func profileAddress(code municipality.Code, set, since string) string {
	var query []string
	if set != "" {
		query = append(query, ParamPeers+"="+set)
	}
	if since != "" {
		query = append(query, ParamSince+"="+url.QueryEscape(since))
	}
	address := "/municipalities/" + code.String()
	if len(query) == 0 {
		return address
	}
	return address + "?" + strings.Join(query, "&")
}

// yardstick is what a municipality's figures stand beside: how those of a set
// of others lie.
type yardstick struct {
	peerSet
	unit  *benchmark.Unit
	group municipality.Group
	// among are the figures of the set, country those of everybody.
	among, country benchmark.Spreads
}

func newYardstick(l view.Look, s *benchmark.Snapshot, p *benchmark.Profile, asked string) *yardstick {
	y := &yardstick{peerSet: readPeerSet(l, s, p.Unit, asked), unit: p.Unit, group: p.Group, country: s.SpreadOfAll()}
	y.among = s.SpreadAmong(y.codes)
	return y
}

// word is a wording of the set.
func (y *yardstick) word(l view.Look, part string) string {
	return y.wordOf(l, y.kind, len(y.codes), part)
}

// wordOf is a wording of a set of n municipalities.
func (y *yardstick) wordOf(l view.Look, kind setKind, n int, part string) string {
	return l.T("peers.set."+string(kind)+"."+part, "N", n, "Name", y.unit.Name,
		"Group", y.group.Name.In(l.Code()), "Region", y.unit.Region.Name.In(l.Code()))
}

// choice lets the reader choose another set, at the same earlier time.
func (y *yardstick) choice(l view.Look, s *benchmark.Snapshot, since string) view.PeerChoice {
	if s.Overview().Country.Ranked == 0 {
		return view.PeerChoice{}
	}
	m := view.PeerChoice{
		Action: municipalityAddress(y.unit),
		Chosen: view.Field{Name: ParamPeers, Label: l.T("peers.set.chosen.field"), Hint: l.T("peers.set.chosen.hint", "Most", mostChosen), Error: y.fault},
		Open:   y.kind == chosenSet || y.fault != "",
	}
	for _, kind := range setsOf(y.unit) {
		m.Sets = append(m.Sets, view.SetLink{
			Link:    view.Link{Href: profileAddress(y.unit.Code, peerSet{kind: kind}.canonical(), since), Text: y.wordOf(l, kind, benchmark.NearestPeers, "link")},
			Current: kind == y.kind && y.fault == "",
		})
	}
	if since != "" {
		m.Hidden = []view.Hidden{{Name: ParamSince, Value: since}}
	}
	switch {
	case y.fault != "":
		m.Chosen.Value = truncate(y.asked, mostChosen*maxSearch)
	case y.kind == chosenSet:
		m.Chosen.Value = strings.Join(y.names(s), ", ")
	}
	return m
}

func (y *yardstick) names(s *benchmark.Snapshot) []string {
	names := make([]string, len(y.codes))
	for i, code := range y.codes {
		unit, _ := s.Unit(code)
		names[i] = unit.Name
	}
	return names
}

// nearest are those of the set that are most like the municipality, all that
// the reader chose.
func (y *yardstick) nearest(s *benchmark.Snapshot) []benchmark.Peer {
	list := slices.DeleteFunc(s.PeersOf(y.unit.Code, len(s.Units)), func(p benchmark.Peer) bool {
		return !slices.Contains(y.codes, p.Code)
	})
	if y.kind != chosenSet {
		list = list[:min(benchmark.NearestPeers, len(list))]
	}
	return list
}

// peers lists the nearest of the set, and where the municipality lies in it.
func (y *yardstick) peers(l view.Look, s *benchmark.Snapshot) view.Peers {
	m := peersModel(l, s, y.unit, y.nearest(s))
	m.Title, m.Text = y.word(l, "title"), y.word(l, "text")
	switch y.kind {
	case groupSet:
		m.Links = append(m.Links, view.Link{Href: rankingAddress(s, benchmark.Query{Group: y.group.Key, Sort: benchmark.ByRank}), Text: l.T("peers.set.all")})
	case regionSet:
		m.Links = append(m.Links, view.Link{Href: rankingAddress(s, benchmark.Query{Region: y.unit.Region.Key, Sort: benchmark.ByRank}), Text: l.T("peers.set.all")})
	}
	m.Spread = y.spread(l, s)
	return m
}

// spread sets the municipality's scores within those of the set.
func (y *yardstick) spread(l view.Look, s *benchmark.Snapshot) view.PeerSpread {
	of := y.word(l, "of")
	m := spreadModel(l, s, y.unit, y.among)
	m.Of, m.Caption = of, l.T("peers.set.caption", "Name", y.unit.Name, "Of", of)
	m.Basis = l.N("peers.set.basis", y.among.Ranked, "Name", y.unit.Name, "Set", of, "Units", l.Int(y.among.Units))
	if p := s.PercentileAmong(y.unit.Code, y.codes); p.Value.OK {
		m.Percentile = l.N("peers.set.percentile", p.Of, "Lower", l.Int(p.Lower), "Percentile", l.Decimal(p.Value.Value, 0))
	}
	for i := range m.Rows[min(1, len(m.Rows)):] {
		area := s.Framework.Areas[i].Key
		row := &m.Rows[i+1]
		row.Href = "#" + string(area)
		if place := s.AreaPlace(y.unit.Code, area); place.Rank > 0 {
			row.Place = l.T("peers.set.place", "Rank", rankWords(l, place.Rank, place.Tied))
		}
	}
	return m
}

// series are the municipality's score and the medians that it stands beside.
func (y *yardstick) series(l view.Look, p *benchmark.Profile) []view.Series {
	list := []view.Series{
		{Sign: "own", Name: p.Name, Points: view.Points(p.Card.Score)},
		{Sign: "group", Name: y.word(l, "median"), Points: view.Points(y.among.Score.Median)},
	}
	if y.kind != countrySet {
		list = append(list, view.Series{Sign: "country", Name: y.wordOf(l, countrySet, 0, "median"), Points: view.Points(y.country.Score.Median)})
	}
	return list
}

// indicator is the median of the points that the set has for an indicator.
func (y *yardstick) indicator(s *benchmark.Snapshot, indicator *framework.Indicator) view.Points {
	for i, place := range s.Places {
		if place.Indicator == indicator {
			return view.Points(y.among.Indicators[i].Median)
		}
	}
	return view.Points{}
}

// radar draws the municipality's areas with the median and the middle half of
// the set.
func (y *yardstick) radar(l view.Look, s *benchmark.Snapshot, p *benchmark.Profile) radar {
	of := y.word(l, "of")
	chart := radar{Lang: l.Code(), Description: l.T("profile.areas.chart", "Name", p.Name, "Of", of)}
	own := chartSeries{Name: p.Name, Kind: "own"}
	median := chartSeries{Name: y.word(l, "median"), Kind: "group"}
	middle := chartBand{Name: l.T("compare.quartiles")}
	for _, a := range p.Areas {
		short := shortArea(l, *a.Area)
		chart.Axes = append(chart.Axes, chartAxis{Name: short, Short: short})
		index, _ := s.AreaIndex(a.Area.Key)
		spread := y.among.Areas[index]
		own.Values = append(own.Values, figure(view.Points(a.Result.Score)))
		median.Values = append(median.Values, figure(view.Points(spread.Median)))
		middle.Low = append(middle.Low, figure(view.Points(spread.Q1)))
		middle.High = append(middle.High, figure(view.Points(spread.Q3)))
	}
	chart.Series = []chartSeries{own, median}
	chart.Band = &middle
	return chart
}
