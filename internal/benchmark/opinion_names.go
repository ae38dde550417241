package benchmark

import (
	"modenhed/internal/municipality"
	"modenhed/internal/opinion"
	"modenhed/internal/survey"
)

// OpinionLabel returns the name of a group that the figures of a wave are shown
// by: a region, a municipality group, a size or a party; the key itself of others.
func (s *Snapshot) OpinionLabel(wave survey.Wave, column, key string) municipality.Name {
	switch column {
	case opinion.ByRegion:
		_, last, _ := wave.Months()
		for _, region := range s.Directory.Regions(municipality.Date{Year: last.Year, Month: last.Month, Day: 1}) {
			if region.Key == key {
				return region.Name
			}
		}
	case opinion.ByGroup:
		return s.groupLabel(groupScheme, key)
	case opinion.BySize:
		return s.groupLabel(sizeScheme, key)
	case opinion.ByParty:
		return s.PartyName(key)
	}
	return municipality.Name{DA: key, EN: key}
}

func (s *Snapshot) groupLabel(scheme, key string) municipality.Name {
	known, _ := s.Directory.Scheme(scheme)
	for _, group := range known.Groups {
		if group.Key == key {
			return group.Name
		}
	}
	return municipality.Name{DA: key, EN: key}
}

// PartyName returns the name of a party by its letter or key: that on the list of
// parties, else that of the latest election that has one, else the key itself.
func (s *Snapshot) PartyName(key string) municipality.Name {
	seats := s.facts.set.Seats
	for _, party := range seats.Parties {
		if party.Letter == key {
			return party.Name
		}
	}
	year, name := 0, key
	for _, own := range seats.National {
		if own.Letter == key && own.Party != "" && own.Year > year {
			year, name = own.Year, own.Party
		}
	}
	return municipality.Name{DA: name, EN: name}
}
