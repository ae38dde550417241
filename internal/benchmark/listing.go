package benchmark

import (
	"cmp"
	"slices"

	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/ranking"
	"modenhed/internal/scoring"
)

// Sort is what a listing is sorted by.
type Sort string

// The sort keys. ByRank lists ranked units first, best first, and is the
// default; units without the figure sorted by come last.
const (
	ByRank       Sort = "rank"
	ByName       Sort = "name"
	ByScore      Sort = "score"
	ByCoverage   Sort = "coverage"
	ByChange     Sort = "change"
	ByPopulation Sort = "population"
)

// The schemes that listings are filtered by.
const (
	SizeScheme = "size_class"
	PeerScheme = "dst_kommunegruppe_2018"
)

// Query selects and sorts a listing. Empty fields select everything.
type Query struct {
	// Region is a region key.
	Region string
	// Group is a group of PeerScheme, Size one of SizeScheme.
	Group, Size string
	// Name is part of a municipality's name.
	Name string
	// Area ranks by one top area instead of the whole.
	Area framework.AreaKey
	// Sort is a sort key, or the key of a top area.
	Sort Sort
	// Descending reverses the order of the figures; units without one stay last.
	Descending bool
}

// Row is one municipality in a listing.
type Row struct {
	*Unit
	// Place is the place in the whole country: over all areas, or in the query's area.
	Place ranking.Place
	// Score is the figure the place rests on.
	Score scoring.Points
}

// Listing is the answer to a query.
type Listing struct {
	Query Query
	// Rows hold every selected unit, those without a place included.
	Rows []Row
	// Ranked counts the rows with a place.
	Ranked int
	// Of is the number of municipalities in the directory.
	Of int
}

// List answers a query. Unknown regions, groups and areas select nothing.
func (s *Snapshot) List(q Query) Listing {
	listing := Listing{Query: q, Of: len(s.Units)}
	area, byArea := s.topArea(q.Area)
	if q.Area != "" && !byArea {
		return listing
	}
	named := s.named(q.Name)
	for _, i := range s.sequence(q.Area) {
		unit := s.Units[i]
		if !named[unit.Code] || !selected(unit, q) {
			continue
		}
		row := Row{Unit: unit, Place: unit.Place, Score: unit.Card.Score}
		if byArea {
			row.Place = s.areaPlaces()[q.Area][i]
			row.Score = unit.Card.Areas[area].Score
		}
		if row.Place.Rank > 0 {
			listing.Ranked++
		}
		listing.Rows = append(listing.Rows, row)
	}
	s.sort(listing.Rows, q)
	return listing
}

func selected(unit *Unit, q Query) bool {
	return (q.Region == "" || unit.Region.Key == q.Region) &&
		(q.Group == "" || unit.Groups[PeerScheme] == q.Group) &&
		(q.Size == "" || unit.Groups[SizeScheme] == q.Size)
}

func (s *Snapshot) named(name string) map[municipality.Code]bool {
	found := s.Directory.Search(name)
	codes := make(map[municipality.Code]bool, len(found))
	for _, m := range found {
		codes[m.Code] = true
	}
	return codes
}

// listing lists units by place over all areas.
func (s *Snapshot) listing() []int {
	return s.asked.listing.get(func() []int { return ranking.Sequence(s.entries()) })
}

func (s *Snapshot) areaPlaces() map[framework.AreaKey][]ranking.Place {
	return s.asked.areaPlaces.get(s.makeAreaPlaces)
}

// sequence lists units by place, over all or in one area.
func (s *Snapshot) sequence(area framework.AreaKey) []int {
	if area == "" {
		return s.listing()
	}
	return ranking.Sequence(s.areaEntries(area))
}

func (s *Snapshot) sort(rows []Row, q Query) {
	figure := s.figure(q)
	if figure == nil {
		if q.Descending {
			reverseRanked(rows)
		}
		return
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		x, y := figure(a), figure(b)
		switch {
		case x.OK != y.OK:
			if x.OK {
				return -1
			}
			return 1
		case q.Descending:
			return cmp.Compare(y.Value, x.Value)
		}
		return cmp.Compare(x.Value, y.Value)
	})
}

// figure returns what a query sorts by, nil for the order of places.
func (s *Snapshot) figure(q Query) func(Row) scoring.Points {
	switch q.Sort {
	case ByName:
		return func(r Row) scoring.Points {
			return scoring.Points{Value: float64(s.facts.ordinal[r.Code]), OK: true}
		}
	case ByScore:
		return func(r Row) scoring.Points { return r.Score }
	case ByCoverage:
		return func(r Row) scoring.Points { return scoring.Points{Value: r.Card.Coverage, OK: true} }
	case ByChange:
		if s.Declared != nil {
			return s.movedFromDeclared
		}
		return func(r Row) scoring.Points { return r.Change.Score }
	case ByPopulation:
		return func(r Row) scoring.Points { return scoring.Points{Value: float64(r.Population), OK: true} }
	}
	if area, ok := s.topArea(framework.AreaKey(q.Sort)); ok {
		return func(r Row) scoring.Points { return r.Card.Areas[area].Score }
	}
	return nil
}

func reverseRanked(rows []Row) {
	end := slices.IndexFunc(rows, func(r Row) bool { return r.Place.Rank == 0 })
	if end < 0 {
		end = len(rows)
	}
	slices.Reverse(rows[:end])
}

// topArea returns the index of a top area within every card.
func (s *Snapshot) topArea(key framework.AreaKey) (index int, ok bool) {
	if _, ok := s.Framework.Area(key); !ok {
		return 0, false
	}
	return s.AreaIndex(key)
}

// AreaIndex returns where an area of any depth stands in every card's Areas.
func (s *Snapshot) AreaIndex(key framework.AreaKey) (index int, ok bool) {
	index = slices.Index(s.facts.model.Areas(), key)
	return index, index >= 0
}

// areaEntries are the units as placed in one top area: those whose answers
// cover the area as well as the method asks of the whole.
func (s *Snapshot) areaEntries(key framework.AreaKey) []ranking.Entry {
	area, _ := s.topArea(key)
	entries := make([]ranking.Entry, len(s.Units))
	for i := range s.Units {
		result := s.Units[i].Card.Areas[area]
		entries[i] = ranking.Entry{
			Score:  result.Score.Value,
			Ranked: result.Score.OK && result.Coverage >= s.Framework.Method.MinCoverage-framework.Slack,
		}
	}
	return entries
}

func (s *Snapshot) makeAreaPlaces() map[framework.AreaKey][]ranking.Place {
	places := make(map[framework.AreaKey][]ranking.Place, len(s.Framework.Areas))
	for i := range s.Framework.Areas {
		key := s.Framework.Areas[i].Key
		places[key] = ranking.Order(s.areaEntries(key))
	}
	return places
}

// AreaPlace returns a municipality's place in a top area.
func (s *Snapshot) AreaPlace(code municipality.Code, key framework.AreaKey) ranking.Place {
	i, known := s.facts.ordinal[code]
	places := s.areaPlaces()[key]
	if !known || places == nil {
		return ranking.Place{}
	}
	return places[i]
}
