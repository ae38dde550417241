package pages

import (
	"net/url"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/web/view"
)

// sortOrders are the sort keys offered in the form above the ranking.
func sortOrders() []benchmark.Sort {
	return []benchmark.Sort{
		benchmark.ByRank, benchmark.ByName, benchmark.ByScore,
		benchmark.ByCoverage, benchmark.ByChange, benchmark.ByPopulation,
	}
}

// rankingQuery reads a query from an address. What it does not know selects
// nothing or is the default, and the page says so; a misspelt address never fails.
func rankingQuery(s *benchmark.Snapshot, values url.Values) benchmark.Query {
	q := benchmark.Query{
		Region: values.Get("region"),
		Group:  values.Get("group"),
		Size:   values.Get("size"),
		Name:   truncate(values.Get("q"), maxSearch),
		Area:   framework.AreaKey(values.Get("area")),
		Sort:   knownSort(s, values.Get("sort")),
	}
	q.Descending = descendingFirst(s, q.Sort)
	switch values.Get("dir") {
	case "asc":
		q.Descending = false
	case "desc":
		q.Descending = true
	}
	return q
}

// maxSearch is the longest text that is searched for, in runes.
const maxSearch = 60

func truncate(s string, runes int) string {
	r := []rune(s)
	return string(r[:min(len(r), runes)])
}

func knownSort(s *benchmark.Snapshot, key string) benchmark.Sort {
	for _, order := range sortOrders() {
		if string(order) == key {
			return order
		}
	}
	if _, ok := s.Framework.Area(framework.AreaKey(key)); ok {
		return benchmark.Sort(key)
	}
	return benchmark.ByRank
}

// descendingFirst reports whether a figure is listed from the top unless the
// address says otherwise.
func descendingFirst(s *benchmark.Snapshot, sort benchmark.Sort) bool {
	return sort != benchmark.ByRank && sort != benchmark.ByName
}

// rankingAddress writes a query as an address; defaults are left out, so that
// equal listings have equal addresses.
func rankingAddress(s *benchmark.Snapshot, q benchmark.Query) string {
	values := termsQuery(s)
	if s.Basis == benchmark.Verified {
		values.Set(ParamBasis, string(s.Basis))
	}
	set := func(name, value string) {
		if value != "" {
			values.Set(name, value)
		}
	}
	set("q", q.Name)
	set("region", q.Region)
	set("group", q.Group)
	set("size", q.Size)
	set("area", string(q.Area))
	if q.Sort != benchmark.ByRank {
		set("sort", string(q.Sort))
	}
	if q.Descending != descendingFirst(s, q.Sort) {
		set("dir", map[bool]string{true: "desc", false: "asc"}[q.Descending])
	}
	if len(values) == 0 {
		return "/ranking"
	}
	return "/ranking?" + values.Encode()
}

func rankingModel(l view.Look, s *benchmark.Snapshot, values url.Values) (view.Ranking, error) {
	q := rankingQuery(s, values)
	exact := values.Get("view") == "exact"
	table, err := rankingTable(l, s, q, exact)
	if err != nil {
		return view.Ranking{}, err
	}
	table.Unsorted = unknownOrder(l, s, values)
	m := view.Ranking{
		Figures:   rankingFigures(l, s),
		Filter:    rankingFilter(l, s, q),
		Table:     table,
		Empty:     s.Empty(),
		EmptyText: l.T("ranking.empty.text", "Indicators", len(s.Places), "Share", l.Share(s.Framework.Method.MinCoverage)),
	}
	m.Filter.Exact = exact
	return m, nil
}

func rankingFigures(l view.Look, s *benchmark.Snapshot) []view.Figure {
	o := s.Overview()
	points := func(key string, p view.Points, words string) view.Figure {
		return view.Figure{Label: l.T(key), Value: l.ScoreOr(p.Value, p.OK), Words: words}
	}
	highest := ""
	if len(o.Top) > 0 {
		highest = o.Top[0].Name
	}
	return []view.Figure{
		points("ranking.figure.mean", view.Points(o.Country.Score.Mean), besideMean(l, s, s.Beside().Overview().Country.Score.Mean)),
		points("ranking.figure.median", view.Points(o.Country.Score.Median), l.T("ranking.figure.of_hundred")),
		points("ranking.figure.highest", view.Points(o.Country.Score.Max), highest),
		{Label: l.T("ranking.figure.ranked"), Value: l.Int(o.Country.Ranked), Words: l.T("ranking.figure.of_units", "N", l.Int(o.Country.Units))},
	}
}

func rankingFilter(l view.Look, s *benchmark.Snapshot, q benchmark.Query) view.RankingFilter {
	f := view.RankingFilter{Name: q.Name, Reset: "/ranking"}
	f.Bases = []view.Choice{
		{Text: l.T("basis.name.claimed"), Selected: s.Basis == benchmark.Claimed},
		choice(string(benchmark.Verified), l.T("basis.name.verified"), string(s.Basis)),
	}
	f.Regions = []view.Choice{{Text: l.T("ranking.filter.all_regions"), Selected: q.Region == ""}}
	for _, region := range s.Directory.Regions(municipality.DateOf(s.AsOf)) {
		f.Regions = append(f.Regions, choice(region.Key, region.Name.In(l.Code()), q.Region))
	}
	f.Groups = groupChoices(l, s, benchmark.PeerScheme, q.Group, "ranking.filter.all_groups")
	f.Sizes = groupChoices(l, s, benchmark.SizeScheme, q.Size, "ranking.filter.all_sizes")
	f.Areas = []view.Choice{{Text: l.T("ranking.filter.all_areas"), Selected: q.Area == ""}}
	for _, area := range s.Framework.Areas {
		f.Areas = append(f.Areas, choice(string(area.Key), area.Title.In(l.Code()), string(q.Area)))
	}
	for _, order := range sortOrders() {
		f.Orders = append(f.Orders, choice(string(order), l.T("ranking.order."+string(order)), string(q.Sort)))
	}
	for _, area := range s.Framework.Areas {
		f.Orders = append(f.Orders, choice(string(area.Key), area.Title.In(l.Code()), string(q.Sort)))
	}
	return f
}

func groupChoices(l view.Look, s *benchmark.Snapshot, scheme, selected, all string) []view.Choice {
	choices := []view.Choice{{Text: l.T(all), Selected: selected == ""}}
	groups, _ := s.Directory.Scheme(scheme)
	for _, group := range groups.Groups {
		choices = append(choices, choice(group.Key, group.Name.In(l.Code()), selected))
	}
	return choices
}

func choice(value, text, selected string) view.Choice {
	return view.Choice{Value: value, Text: text, Selected: value == selected}
}

// sortHead is a column heading that sorts by the column, the other way round
// when it is sorted by already.
func sortHead(s *benchmark.Snapshot, q benchmark.Query, by benchmark.Sort, title, short string) view.SortHead {
	next := q
	next.Sort, next.Descending = by, descendingFirst(s, by)
	head := view.SortHead{Title: title, Short: short, Order: "none"}
	if q.Sort == by {
		next.Descending = !q.Descending
		head.Order = "ascending"
		if q.Descending {
			head.Order = "descending"
		}
	}
	if q.Sort == benchmark.ByRank && by == benchmark.ByScore && !q.Descending {
		head.Order, next.Descending = "descending", false
	}
	head.Href = rankingAddress(s, next)
	return head
}

// shortArea is an area's name above a narrow column; areas of other frameworks
// keep their title.
func shortArea(l view.Look, area framework.Area) string {
	if key := "area_short." + string(area.Key); l.Has(key) {
		return l.T(key)
	}
	return area.Title.In(l.Code())
}

// tinyArea is an area's name above a cell on a phone.
func tinyArea(l view.Look, area framework.Area) string {
	if key := "area_tiny." + string(area.Key); l.Has(key) {
		return l.T(key)
	}
	return area.Title.In(l.Code())
}

// unknownFilter names a value that the address asks for and that does not
// exist; empty when all do.
func unknownFilter(l view.Look, s *benchmark.Snapshot, q benchmark.Query) string {
	known := func(choices []view.Choice) bool {
		for _, c := range choices {
			if c.Selected {
				return true
			}
		}
		return false
	}
	f := rankingFilter(l, s, q)
	for _, filter := range []struct {
		key, value string
		choices    []view.Choice
	}{
		{"ranking.filter.region", q.Region, f.Regions},
		{"ranking.filter.group", q.Group, f.Groups},
		{"ranking.filter.size", q.Size, f.Sizes},
		{"ranking.filter.area", string(q.Area), f.Areas},
	} {
		if !known(filter.choices) {
			return l.T("ranking.nothing.unknown", "Filter", l.T(filter.key), "Value", truncate(filter.value, maxSearch))
		}
	}
	return ""
}

// unknownOrder names an order that the address asks for and that does not
// exist; empty when there is none such.
func unknownOrder(l view.Look, s *benchmark.Snapshot, values url.Values) string {
	if asked := values.Get("sort"); asked != "" && string(knownSort(s, asked)) != asked {
		return l.T("ranking.unsorted.order", "Value", truncate(asked, maxSearch))
	}
	switch asked := values.Get("dir"); asked {
	case "", "asc", "desc":
		return ""
	default:
		return l.T("ranking.unsorted.direction", "Value", truncate(asked, maxSearch))
	}
}

// reason says why a municipality is not ranked; empty when it is.
func reason(l view.Look, unit *benchmark.Unit) string {
	if unit.Place.Rank > 0 {
		return ""
	}
	return l.T("standing." + unit.Card.Standing.String())
}
