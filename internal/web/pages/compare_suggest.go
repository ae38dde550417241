package pages

import (
	"slices"

	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

const (
	// inExample is how many municipalities an example compares.
	inExample = 4
	// added is how many peers are suggested one by one to a comparison.
	added = 4
)

// compareExamples are comparisons to begin with: the most populous
// municipalities, the best placed, and one with its nearest peers.
func compareExamples(l view.Look, s *benchmark.Snapshot) []view.Suggestion {
	largest := s.List(benchmark.Query{Sort: benchmark.ByPopulation, Descending: true}).Rows
	list := []view.Suggestion{suggestion(l, s, codesOf(largest[:min(inExample, len(largest))]), l.T("compare.suggest.largest"))}
	if ranked := s.List(benchmark.Query{}); ranked.Ranked >= inExample {
		list = append(list, suggestion(l, s, codesOf(ranked.Rows[:inExample]), l.T("compare.suggest.best")))
	}
	// The municipality in the middle of the list by population is like many others.
	if len(largest) > 0 {
		middle := largest[len(largest)/2]
		list = append(list, withPeers(l, s, middle.Unit))
	}
	return slices.DeleteFunc(list, func(s view.Suggestion) bool { return s.Href == "" })
}

// compareSuggestions lead on from a comparison: the first municipality with
// its nearest peers, with the best of its group, and this comparison with one
// more of those peers.
func compareSuggestions(l view.Look, s *benchmark.Snapshot, c *benchmark.Comparison) []view.Suggestion {
	first := c.Units[0]
	var current []municipality.Code
	for _, u := range c.Units {
		current = append(current, u.Code)
	}
	list := []view.Suggestion{withPeers(l, s, first.Unit), withBestOfGroup(l, s, first)}
	if len(current) < benchmark.MostCompared {
		for _, p := range s.PeersOf(first.Code, benchmark.NearestPeers) {
			if len(list) < 2+added && !slices.Contains(current, p.Code) {
				list = append(list, view.Suggestion{
					Link: view.Link{Href: compareAddress(append(slices.Clone(current), p.Code)), Text: l.T("compare.suggest.add", "Name", p.Name)},
					Note: l.T("compare.suggest.like", "Name", first.Name, "Reason", matchWords(l, p)),
				})
			}
		}
	}
	here := compareAddress(current)
	return slices.DeleteFunc(list, func(s view.Suggestion) bool { return s.Href == "" || s.Href == here })
}

// withPeers compares a municipality with its nearest peers.
func withPeers(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit) view.Suggestion {
	codes := append([]municipality.Code{unit.Code}, benchmark.Codes(s.PeersOf(unit.Code, inExample-1))...)
	return suggestion(l, s, codes, l.T("compare.suggest.peers", "Name", unit.Name))
}

// withBestOfGroup compares a municipality with the best placed of its group.
func withBestOfGroup(l view.Look, s *benchmark.Snapshot, u benchmark.ComparedUnit) view.Suggestion {
	if u.Group.Key == "" {
		return view.Suggestion{}
	}
	codes := []municipality.Code{u.Code}
	for _, row := range s.List(benchmark.Query{Group: u.Group.Key}).Rows {
		if len(codes) < inExample && row.Code != u.Code && row.Place.Rank > 0 {
			codes = append(codes, row.Code)
		}
	}
	return suggestion(l, s, codes, l.T("compare.suggest.group", "Name", u.Name, "Group", u.Group.Name.In(l.Code())))
}

// suggestion is a comparison by its names, the zero Suggestion for fewer than two.
func suggestion(l view.Look, s *benchmark.Snapshot, codes []municipality.Code, note string) view.Suggestion {
	if len(codes) < benchmark.LeastCompared {
		return view.Suggestion{}
	}
	names := make([]string, len(codes))
	for i, code := range codes {
		unit, _ := s.Unit(code)
		names[i] = unit.Name
	}
	return view.Suggestion{Link: view.Link{Href: compareAddress(codes), Text: nameList(l, names)}, Note: note}
}

func codesOf(rows []benchmark.Row) []municipality.Code {
	codes := make([]municipality.Code, len(rows))
	for i, r := range rows {
		codes[i] = r.Code
	}
	return codes
}
