package pages

import (
	"fmt"
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/municipality"
	"modenhed/internal/robustness"
	"modenhed/internal/web/view"
)

// placesDrawn is what a ranking shows of its robustness; result is nil where
// there is none, as in the ranking of one area.
type placesDrawn struct {
	result *robustness.Result
	groups []int
	of     int
}

func drawn(s *benchmark.Snapshot, q benchmark.Query) (placesDrawn, error) {
	if q.Area != "" {
		return placesDrawn{}, nil
	}
	result, err := s.Robustness()
	if err != nil {
		return placesDrawn{}, err
	}
	groups, err := s.RankGroups()
	return placesDrawn{result: result, groups: groups, of: s.Overview().Country.Ranked}, err
}

// grouped reports whether a listing is in the order of the groups.
func (d placesDrawn) grouped(q benchmark.Query, exact bool) bool {
	return d.result != nil && !exact && q.Sort == benchmark.ByRank && !q.Descending
}

func (d placesDrawn) interval(s *benchmark.Snapshot, row benchmark.Row) view.RankInterval {
	if d.result == nil {
		return view.RankInterval{}
	}
	i, _ := s.Index(row.Code)
	interval, ok := d.result.Interval(i)
	if !ok {
		return view.RankInterval{}
	}
	return view.RankInterval{Low: interval.Low, High: interval.High, Rank: row.Place.Rank, Of: d.of}
}

func rankingTable(l view.Look, s *benchmark.Snapshot, q benchmark.Query, exact bool) (view.RankingTable, error) {
	places, err := drawn(s, q)
	if err != nil {
		return view.RankingTable{}, fmt.Errorf("draw the ranking: %w", err)
	}
	listing := s.List(q)
	t := view.RankingTable{
		Count:    l.N("ranking.count", len(listing.Rows)),
		Live:     l.N("ranking.count_ranked", len(listing.Rows), "Ranked", l.Int(listing.Ranked)),
		Caption:  l.T("ranking.caption"),
		Name:     sortHead(s, q, benchmark.ByName, l.T("ranking.column.name"), ""),
		Score:    sortHead(s, q, benchmark.ByScore, l.ScoreTitle(), ""),
		Move:     sortHead(s, q, benchmark.ByChange, l.T("ranking.column.move"), ""),
		Workbook: "/export/benchmark.xlsx",
		Unknown:  unknownFilter(l, s, q),
	}
	if area, ok := s.Framework.Area(q.Area); ok {
		t.Score.Title = l.T("ranking.column.area_score")
		t.Note = l.T("ranking.by_area", "Area", area.Title.In(l.Code()), "Share", l.Share(s.Framework.Method.MinCoverage))
	}
	for _, area := range s.Framework.Areas {
		head := sortHead(s, q, benchmark.Sort(area.Key), area.Title.In(l.Code()), shortArea(l, area))
		head.Tiny = tinyArea(l, area)
		t.Areas = append(t.Areas, head)
	}
	if t.Terms = termsNotice(l, s); t.Terms != nil {
		t.Terms.Reset = rankingAddress(s.Declared, q)
		t.Workbook += "?" + termsQuery(s).Encode()
		t.Move.Title = l.T("terms.column.move")
	}
	rankingBasis(l, s, &t)
	beside := besideOf(s, q)
	t.Grouped = places.grouped(q, exact)
	otherView(l, s, q, places, exact, &t)
	for _, row := range listing.Rows {
		addRow(l, s, places, row, beside[row.Code], &t)
	}
	return t, nil
}

// rankingBasis says which score ranks, and heads the column of the other.
func rankingBasis(l view.Look, s *benchmark.Snapshot, t *view.RankingTable) {
	t.Basis = view.Basis{Verified: s.Basis == benchmark.Verified}
	t.Basis.Text = l.T("basis.ranking."+string(s.Basis)) + " " + capRule(l)
	t.Beside = l.T("basis.column." + string(s.Beside().Basis))
	t.BesideShort = l.T("basis.short." + string(s.Beside().Basis))
}

// besideOf are the scores and places of everybody on the other basis.
func besideOf(s *benchmark.Snapshot, q benchmark.Query) map[municipality.Code]benchmark.Row {
	rows := make(map[municipality.Code]benchmark.Row, len(s.Units))
	for _, row := range s.Beside().List(benchmark.Query{Area: q.Area}).Rows {
		rows[row.Code] = row
	}
	return rows
}

// otherView links the list in groups with the exact one.
func otherView(l view.Look, s *benchmark.Snapshot, q benchmark.Query, places placesDrawn, exact bool, t *view.RankingTable) {
	address := rankingAddress(s, q)
	switch {
	case t.Grouped:
		separator := "?"
		if strings.Contains(address, "?") {
			separator = "&"
		}
		t.OtherNote = l.T("ranking.view.groups_note")
		t.Other = view.Link{Href: address + separator + "view=exact", Text: l.T("ranking.view.exact")}
	case places.grouped(q, false) && exact:
		t.OtherNote = l.T("ranking.view.exact_note")
		t.Other = view.Link{Href: address, Text: l.T("ranking.view.groups")}
	}
}

// addRow adds a row to the last block, or begins the block of its group.
func addRow(l view.Look, s *benchmark.Snapshot, places placesDrawn, row, beside benchmark.Row, t *view.RankingTable) {
	heading := ""
	if t.Grouped {
		heading = groupHeading(l, s, places, row)
	}
	last := len(t.Blocks) - 1
	if last < 0 || t.Blocks[last].Heading != heading {
		t.Blocks = append(t.Blocks, view.RankingBlock{Heading: heading})
		last++
	}
	r := rankingRow(l, s, row)
	r.Beside = view.Points(beside.Score)
	r.BesideRank = view.Rank{Number: beside.Place.Rank, Tied: beside.Place.Tied}
	r.Interval = places.interval(s, row)
	t.Blocks[last].Rows = append(t.Blocks[last].Rows, r)
}

func groupHeading(l view.Look, s *benchmark.Snapshot, places placesDrawn, row benchmark.Row) string {
	i, _ := s.Index(row.Code)
	group := places.groups[i]
	if group == 0 {
		return l.T("ranking.group.unranked")
	}
	first, last := 0, 0
	for j, g := range places.groups {
		if rank := s.Units[j].Place.Rank; g == group {
			last = max(last, rank)
			if first == 0 || rank < first {
				first = rank
			}
		}
	}
	if first == last {
		return l.T("ranking.group.single", "Group", group, "Rank", first)
	}
	return l.T("ranking.group.span", "Group", group, "Span", l.Range(strconv.Itoa(first), strconv.Itoa(last)))
}

func rankingRow(l view.Look, s *benchmark.Snapshot, row benchmark.Row) view.RankingRow {
	r := view.RankingRow{
		Code:     row.Code.String(),
		Name:     row.Name,
		Region:   row.Region.Name.In(l.Code()),
		Rank:     view.Rank{Number: row.Place.Rank, Tied: row.Place.Tied},
		Score:    view.Points(row.Score),
		Coverage: row.Card.Coverage,
		Change:   view.Points(row.Change.Score),
		Reason:   reason(l, row.Unit),
	}
	if places, ok := s.MovedFromDeclared(row.Code); ok {
		r.Moved = &places
	}
	for i := range s.Framework.Areas {
		index, _ := s.AreaIndex(s.Framework.Areas[i].Key)
		r.Areas = append(r.Areas, view.Points(row.Card.Areas[index].Score))
	}
	return r
}
