package demo

import (
	"cmp"
	"math"
	"slices"

	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// part is the part a municipality plays.
type part uint8

const (
	// ordinary municipalities answer most of the indicators in most rounds.
	ordinary part = iota
	// hesitant ones answer too little to be ranked.
	hesitant
	// silent ones answered in the first round only, by now too long ago, and a few questions since.
	silent
	// newcomer has only just begun.
	newcomer
)

// How many municipalities play the parts; the others are ordinary.
const (
	hesitantCount = 5
	silentCount   = 1
	newcomerCount = 1
	twinPairs     = 2
)

// player is one municipality in its part.
type player struct {
	municipality *municipality.Municipality
	part         part
	// answersAs is the code whose draws decide the answers: the own, or that of
	// the twin it ties with.
	answersAs municipality.Code
	// twin has exactly the answers of another municipality, or lends them.
	twin bool
	// strength is the maturity now, in points, before areas and indicators.
	strength float64
	// growth is in points a year.
	growth float64
}

// cast gives every municipality a part, in the order of the directory.
func cast(d *municipality.Directory) []*player {
	players := make([]*player, 0, len(d.All()))
	for _, m := range d.All() {
		players = append(players, newPlayer(m))
	}
	giveParts(players)
	return players
}

// newPlayer draws how mature a municipality is. Larger ones are a little more
// mature, and those of one region resemble each other.
func newPlayer(m *municipality.Municipality) *player {
	const (
		mean            = 46.5
		perTenfold      = 9.0
		typicalResident = 43_000.0
	)
	code := m.Code.String()
	region := ""
	if len(m.Memberships) > 0 {
		region = m.Memberships[0].Region
	}
	own := spread(8.5, "strength", code)
	if m.Code == odense {
		own = 16
	}
	size := perTenfold * math.Log10(float64(max(m.Population, 1))/typicalResident)
	return &player{
		municipality: m,
		part:         ordinary,
		answersAs:    m.Code,
		strength:     mean + size + spread(2.5, "region", region) + own,
		growth:       5 + spread(3.5, "growth", code),
	}
}

// giveParts hands out the special parts by lot; the demo editor's municipality stays ordinary.
func giveParts(players []*player) {
	lots := slices.DeleteFunc(slices.Clone(players), func(p *player) bool { return p.municipality.Code == odense })
	slices.SortFunc(lots, func(a, b *player) int {
		return cmp.Compare(chance("lot", a.municipality.Code.String()), chance("lot", b.municipality.Code.String()))
	})
	deal := func(count int) []*player {
		count = min(count, len(lots))
		dealt := lots[:count]
		lots = lots[count:]
		return dealt
	}
	for _, p := range deal(hesitantCount) {
		p.part = hesitant
	}
	for _, p := range deal(silentCount) {
		p.part = silent
	}
	for _, p := range deal(newcomerCount) {
		p.part = newcomer
	}
	for range twinPairs {
		if pair := deal(2); len(pair) == 2 {
			pair[0].twinWith(pair[1])
		}
	}
}

func (p *player) twinWith(other *player) {
	p.twin, other.twin = true, true
	p.answersAs, p.strength, p.growth = other.answersAs, other.strength, other.growth
}

// areaTilt is how much easier (+) or harder (−) than the average an area is for
// everybody, in points. Areas of other frameworks have none.
var areaTilt = map[framework.AreaKey]float64{
	"rpa":          -4,
	"shared_it":    -2,
	"smart_city":   -10,
	"welfare_tech": 1,
	"school":       -3,
	"it_security":  9,
	"broadband":    7,
}

// points returns how mature the municipality is on one indicator some years
// before now; it may lie outside 0 to 100.
func (p *player) points(place framework.Place, yearsBefore float64) float64 {
	code, area, indicator := p.answersAs.String(), string(place.Top.Key), string(place.Indicator.Key)
	return p.strength - p.growth*yearsBefore +
		areaTilt[place.Top.Key] +
		spread(8, "area", code, area) +
		spread(6, "indicator", indicator) +
		spread(13, "cell", code, indicator)
}
