package pages

import (
	"strconv"

	"modenhed/internal/benchmark"
	"modenhed/internal/web/view"
)

// topPlaces is how many places count as the top in a municipality's facts.
const topPlaces = 10

// intervalFacts say how far a municipality's place depends on the method; none
// when it has no place.
func intervalFacts(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit) ([]view.Fact, error) {
	result, err := s.Robustness()
	if err != nil || result == nil {
		return nil, err
	}
	i, _ := s.Index(unit.Code)
	interval, ok := result.Interval(i)
	if !ok {
		return nil, nil
	}
	share, _ := result.ShareWithin(i, topPlaces)
	span := l.Range(strconv.Itoa(interval.Low), strconv.Itoa(interval.High))
	if interval.Low == interval.High {
		span = strconv.Itoa(interval.Low)
	}
	return []view.Fact{
		{Label: l.T("profile.fact.interval"), Value: span, Href: "/method#intervals"},
		{Label: l.T("profile.fact.top", "N", topPlaces), Value: l.Percent(roundShare(share))},
	}, nil
}

// roundShare turns a share of draws into whole per cent that say "all" or
// "none" only when they mean it.
func roundShare(share float64) float64 {
	switch {
	case share > 0.99 && share < 1:
		return 99
	case share > 0 && share < 0.01:
		return 1
	}
	return float64(int(share*100 + 0.5))
}
