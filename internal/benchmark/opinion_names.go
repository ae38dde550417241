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
