package benchmark

import (
	"slices"

	"modenhed/internal/municipality"
	"modenhed/internal/opinion"
	"modenhed/internal/perception"
	"modenhed/internal/survey"
)

// placeSets are belief and maturity by every column of the wave.
func (s *Snapshot) placeSets(b *Beliefs, figures *opinion.Question) []PlaceSet {
	var sets []PlaceSet
	for i := range figures.By {
		sets = append(sets, s.placeSet(b, &figures.By[i]))
	}
	return sets
}

// Local tells whether the column divides municipalities, so that each place has
// a maturity of its own.
func (p *PlaceSet) Local() bool {
	return p.Column == opinion.ByRegion || p.Column == opinion.ByGroup || p.Column == opinion.BySize
}

func (s *Snapshot) placeSet(b *Beliefs, breakdown *opinion.Breakdown) PlaceSet {
	set := PlaceSet{Column: breakdown.Column, Others: breakdown.Others}
	members := s.members(b.Wave, breakdown.Column)
	for _, named := range s.namedPlaces(b.Wave, breakdown) {
		place := BeliefPlace{Key: named.key, Name: named.name, Measured: b.Country}
		if set.Local() {
			place.Measured = perception.MaturityOf(s.scores(func(u *Unit) bool { return named.key != "" && members[u.Code] == named.key }))
		}
		if i := slices.IndexFunc(breakdown.Groups, func(g opinion.Group) bool { return g.Key == named.key }); i >= 0 {
			g := breakdown.Groups[i]
			place.Shown, place.Answered = g.Shown, g.Answered
			place.Harvested = pointerTo(perception.BeliefIn(g, survey.Harvested))
			place.Potential = pointerTo(perception.BeliefIn(g, survey.Potential))
		}
		if !place.Shown {
			set.Few++
		}
		place.Distance = perception.DistanceBetween(place.Harvested, place.Measured, b.Gap.MonthsApart)
		set.Places = append(set.Places, place)
	}
	set.Few = max(0, set.Few-set.Others)
	set.Contrast = contrastOf(set.Places)
	return set
}

func contrastOf(places []BeliefPlace) *perception.Contrast {
	shares := make([]*perception.Belief, len(places))
	for i := range places {
		shares[i] = places[i].Harvested
	}
	return pointerTo(perception.ContrastOf(shares))
}

// members tells which place of a column every municipality belonged to at the
// time of the fieldwork.
func (s *Snapshot) members(wave survey.Wave, column string) map[municipality.Code]string {
	keys := make(map[municipality.Code]string)
	for code, place := range placesOf(s.Directory, wave) {
		switch column {
		case opinion.ByRegion:
			keys[municipality.Code(code)] = place.Region
		case opinion.ByGroup:
			keys[municipality.Code(code)] = place.Group
		case opinion.BySize:
			keys[municipality.Code(code)] = place.Size
		}
	}
	return keys
}

// namedPlace is a place with its name.
type namedPlace struct {
	key  string
	name municipality.Name
}

// namedPlaces are the places of a column: those of the directory in its order,
// whether anybody there answered or not, then those of respondents alone.
func (s *Snapshot) namedPlaces(wave survey.Wave, b *opinion.Breakdown) []namedPlace {
	var places []namedPlace
	switch b.Column {
	case opinion.ByRegion:
		for _, r := range s.Directory.Regions(lastDay(wave)) {
			places = append(places, namedPlace{r.Key, r.Name})
		}
	case opinion.ByGroup:
		places = s.groupPlaces(groupScheme)
	case opinion.BySize:
		places = s.groupPlaces(sizeScheme)
	}
	for _, g := range b.Groups {
		if slices.ContainsFunc(places, func(p namedPlace) bool { return p.key == g.Key }) {
			continue
		}
		places = append(places, namedPlace{g.Key, s.OpinionLabel(wave, b.Column, g.Key)})
	}
	return places
}

func (s *Snapshot) groupPlaces(key string) []namedPlace {
	scheme, _ := s.Directory.Scheme(key)
	var places []namedPlace
	for _, g := range scheme.Groups {
		places = append(places, namedPlace{g.Key, g.Name})
	}
	return places
}

func lastDay(wave survey.Wave) municipality.Date {
	_, last, _ := wave.Months()
	return municipality.Date{Year: last.Year, Month: last.Month, Day: 1}
}
