package pages

import (
	"math"
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

// roundShare turns a share of draws into per cent with one decimal, cut off
// rather than rounded, so that "all" and "none" are never said of nearly all.
func roundShare(share float64) float64 {
	if share > 0 && share < 0.001 {
		return 0.1
	}
	return math.Floor(share*1000+1e-9) / 10
}
