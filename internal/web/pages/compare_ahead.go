package pages

import (
	"modenhed/internal/benchmark"
	"modenhed/internal/robustness"
	"modenhed/internal/web/view"
)

// aheadTable says how often each of the ranked municipalities of a comparison
// is ahead of the others; nil when fewer than two are ranked.
func aheadTable(l view.Look, s *benchmark.Snapshot, c *benchmark.Comparison) (*view.AheadTable, error) {
	result, err := s.Robustness()
	if err != nil || result == nil {
		return nil, err
	}
	var ranked []*benchmark.Unit
	m := &view.AheadTable{}
	for i := range c.Units {
		if unit := c.Units[i].Unit; unit.Place.Rank > 0 {
			ranked = append(ranked, unit)
			m.Names = append(m.Names, unit.Name)
		}
	}
	if len(ranked) < 2 {
		return nil, nil
	}
	for _, unit := range ranked {
		row := make([]string, len(ranked))
		for j, other := range ranked {
			if other.Code != unit.Code {
				row[j] = l.Percent(roundShare(shareAhead(s, result, unit, other)))
			}
		}
		m.Rows = append(m.Rows, row)
	}
	if len(ranked) == 2 {
		m.Words = aheadWords(l, s, result, ranked[0], ranked[1])
	}
	return m, nil
}

func shareAhead(s *benchmark.Snapshot, result *robustness.Result, unit, other *benchmark.Unit) float64 {
	share, _ := result.ShareAhead(indexOf(s, unit), indexOf(s, other))
	return share
}

func indexOf(s *benchmark.Snapshot, unit *benchmark.Unit) int {
	i, _ := s.Index(unit.Code)
	return i
}

// aheadWords says how often the one that is ahead more often is.
func aheadWords(l view.Look, s *benchmark.Snapshot, result *robustness.Result, a, b *benchmark.Unit) string {
	first, second := shareAhead(s, result, a, b), shareAhead(s, result, b, a)
	if second > first {
		a, b, first = b, a, second
	}
	key := "compare.ahead.words"
	if result.Apart(indexOf(s, a), indexOf(s, b)) {
		key = "compare.ahead.clearly"
	}
	return l.T(key, "Name", a.Name, "Other", b.Name, "Share", l.Percent(roundShare(first)))
}
