package pages

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// recentEvents is how many events are shown unfolded.
const recentEvents = 12

// municipalityModel builds a municipality's page as everybody may see it,
// beside those that it is compared with.
func municipalityModel(l view.Look, s *benchmark.Snapshot, p *benchmark.Profile, actor account.Actor, y *yardstick) view.Municipality {
	arithmetic := s.Framework.Arithmetic()
	m := view.Municipality{
		Name:       p.Name,
		Card:       scorecard(l, s, p, y),
		Peers:      y.peers(l, s),
		Arithmetic: arithmetic,
		Empty:      len(p.History) == 0,
		Evidence:   evidenceItems(l, s, p.Evidence, false),
	}
	for _, area := range p.Areas {
		m.Areas = append(m.Areas, areaRow(l, s, area, arithmetic, y))
	}
	m.BesideColumn = l.T("basis.column." + string(s.Beside().Basis))
	m.PointsColumn = l.T("profile.answers.points")
	if s.Basis == benchmark.Verified {
		m.PointsColumn = l.T("basis.column." + string(s.Basis))
		m.ClaimedOnly = claimedOnly(l, p, y)
	}
	m.AreaChart = y.radar(l, s, p)
	m.Council = councilModel(l, s, p.Unit)
	m.Trend = trendRows(l, p.Trend)
	m.TrendChart = trendChart(l, m.Name, p.Trend)
	m.AreaTrends = unitTrends(l, s, p)
	events := eventRows(l, p.History)
	m.Events = events[:min(recentEvents, len(events))]
	m.Older = events[len(m.Events):]
	if account.MayReportFor(actor, p.Code) {
		m.ReportHref = "/report"
	}
	return m
}

// claimedOnly leads to what is worked out for the claimed score alone.
func claimedOnly(l view.Look, p *benchmark.Profile, y *yardstick) []view.Link {
	query := url.Values{ParamBasis: {string(benchmark.Claimed)}}
	if set := y.canonical(); set != "" {
		query.Set(ParamPeers, set)
	}
	return []view.Link{
		{Href: municipalityAddress(p.Unit) + "?" + query.Encode() + "#moved", Text: l.T("basis.claimed_only.moved")},
		{Href: adviceAddress(p.Unit), Text: l.T("basis.claimed_only.next")},
	}
}

func scorecard(l view.Look, s *benchmark.Snapshot, p *benchmark.Profile, y *yardstick) view.Scorecard {
	card := view.Scorecard{
		Score:  view.Points(p.Card.Score),
		Lower:  view.Points(p.Card.Lower),
		Upper:  view.Points(p.Card.Upper),
		Reason: reason(l, p.Unit),
		Middle: quartiles(y.among.Score),
		Series: y.series(l, p),
		Facts:  facts(l, s, p),
		Name:   l.T("basis.name." + string(s.Basis)),
		Beside: besideScore(l, s, p),
	}
	key := "profile.ruler"
	if !card.Score.OK {
		key = "profile.ruler_none"
		card.Lower, card.Upper = view.Points{}, view.Points{}
	}
	median := y.among.Score.Median
	card.Words = l.T(key, "Name", p.Name, "Own", l.Score(card.Score.Value), "Set", y.word(l, "median"),
		"Median", l.ScoreOr(median.Value, median.OK))
	return card
}

// placeAmong says which place somebody has among so many.
func placeAmong(l view.Look, rank int, tied bool, of int) string {
	key := "profile.fact.rank_of"
	switch {
	case rank == 0:
		return l.T("profile.fact.no_rank")
	case tied:
		key = "profile.fact.rank_tied"
	}
	return l.T(key, "Rank", l.Int(rank), "N", l.Int(of))
}

func facts(l view.Look, s *benchmark.Snapshot, p *benchmark.Profile) []view.Fact {
	list := []view.Fact{
		{Label: l.T("profile.fact.rank"), Value: placeAmong(l, p.Place.Rank, p.Place.Tied, p.Country.Ranked), Href: "/ranking"},
		{Label: l.T("profile.fact.group_rank"), Value: placeAmong(l, p.GroupPlace.Rank, p.GroupPlace.Tied, p.Peers.Ranked),
			Href: rankingAddress(s, benchmark.Query{Group: p.Group.Key, Sort: benchmark.ByRank})},
		{Label: l.T("profile.fact.coverage"), Value: l.Coverage(p.Card.Coverage)},
	}
	if within := s.GroupPercentile(p.Code).Value; within.OK {
		list = slices.Insert(list, 2, view.Fact{Label: l.T("profile.fact.percentile"), Value: l.Decimal(within.Value, 0)})
	}
	if p.Change.Score.OK {
		list = append(list, view.Fact{Label: l.T("profile.fact.change"), Value: l.Signed(p.Change.Score.Value)})
	}
	if strong, weak := extremes(p.Areas); strong != nil {
		list = append(list,
			view.Fact{Label: l.T("profile.fact.strongest"), Value: strong.Area.Title.In(l.Code()), Href: "#" + string(strong.Area.Key)},
			view.Fact{Label: l.T("profile.fact.weakest"), Value: weak.Area.Title.In(l.Code()), Href: "#" + string(weak.Area.Key)})
	}
	if p.CouncilSeats > 0 {
		list = append(list, view.Fact{Label: l.T("profile.fact.seats"), Value: l.Int(p.CouncilSeats)})
	}
	return list
}

// extremes returns the areas with the highest and lowest score, nil when fewer
// than two have one.
func extremes(areas []benchmark.AreaProfile) (strong, weak *benchmark.AreaProfile) {
	scored := 0
	for i := range areas {
		a := &areas[i]
		if !a.Result.Score.OK {
			continue
		}
		scored++
		if strong == nil || a.Result.Score.Value > strong.Result.Score.Value {
			strong = a
		}
		if weak == nil || a.Result.Score.Value < weak.Result.Score.Value {
			weak = a
		}
	}
	if scored < 2 {
		return nil, nil
	}
	return strong, weak
}

func areaRow(l view.Look, s *benchmark.Snapshot, a benchmark.AreaProfile, arithmetic bool, y *yardstick) view.AreaRow {
	own := a.Result.Score
	row := view.AreaRow{
		Key:      string(a.Area.Key),
		Title:    a.Area.Title.In(l.Code()),
		Own:      view.Points(own),
		Beside:   view.Points(a.Beside),
		Reported: a.Result.Reported,
		Of:       a.Result.Of,
		Share:    a.Share,
	}
	if arithmetic && own.OK {
		row.Contribution = view.Points{Value: a.Share * own.Value, OK: true}
	}
	for _, i := range a.Indicators {
		row.Indicators = append(row.Indicators, answerRow(l, s, i, arithmetic, y))
	}
	return row
}

func answerRow(l view.Look, s *benchmark.Snapshot, i benchmark.IndicatorProfile, arithmetic bool, y *yardstick) view.AnswerRow {
	row := view.AnswerRow{
		Key:    string(i.Indicator.Key),
		Title:  i.Indicator.Title.In(l.Code()),
		Value:  l.T("profile.state.not_answered"),
		Points: view.Points(i.Result.Score),
		Beside: view.Points(i.Beside),
		Share:  i.Result.Share,
		Median: y.indicator(s, i.Indicator),
	}
	if arithmetic && i.Result.Score.OK {
		row.Contribution = view.Points{Value: i.Result.Share * i.Result.Score.Value, OK: true}
	}
	state := i.Answer.State()
	row.Missing = state == assessment.NotAnswered || state == assessment.DontKnow || i.Answer.Stale
	row.Aside = state == assessment.NotApplicable
	status := i.Answer.Status
	if status == nil {
		return row
	}
	row.Value = answerWords(l, i.Indicator, status.Answer)
	row.Verification = verificationWords(l, i.Answer)
	row.Source, row.Date = l.T("profile.source."+string(status.Source)), l.Date(status.RecordedAt)
	if status.Evidence.Public {
		row.EvidenceText, row.EvidenceLink = status.Evidence.Text, status.Evidence.Link
	}
	row.Files = fileLinks(l, status.Municipality, status.Evidence.PublicFiles())
	switch {
	case i.Answer.Stale:
		row.Note = l.T("profile.value.stale", "Months", s.Framework.Method.MaxAgeMonths)
	case state == assessment.NotApplicable:
		row.Note = l.T("profile.value.reason", "Reason", status.Reason)
	}
	return row
}

func trendRows(l view.Look, points []benchmark.TrendPoint) []view.TrendRow {
	var rows []view.TrendRow
	for _, p := range slices.Backward(points) {
		row := view.TrendRow{Date: l.Date(p.At), Score: view.Points(p.Score), Coverage: l.Coverage(p.Coverage)}
		if standing := p.Standing.String(); standing != "ranked" {
			row.Note = l.T("standing." + standing)
		}
		rows = append(rows, row)
	}
	return rows
}

func evidenceItems(l view.Look, s *benchmark.Snapshot, items []evidence.Item, withMunicipality bool) []view.EvidenceItem {
	var list []view.EvidenceItem
	for _, item := range items {
		e := view.EvidenceItem{
			Fact:        item.Fact.In(l.Code()),
			Year:        l.T("profile.evidence.undated"),
			SourceTitle: item.SourceTitle,
			SourceURL:   item.SourceURL,
		}
		if item.Year > 0 {
			e.Year = strconv.Itoa(item.Year)
		}
		if item.Kind != evidence.Own {
			e.Kind = l.T("profile.evidence." + string(item.Kind))
		}
		if withMunicipality {
			if unit, ok := s.Unit(item.Municipality); ok {
				e.Code, e.Municipality = unit.Code.String(), unit.Name
			}
		} else if area, ok := s.Framework.Area(item.Area); ok {
			e.Area = area.Title.In(l.Code())
		}
		list = append(list, e)
	}
	return list
}

func eventRows(l view.Look, history []benchmark.Event) []view.EventRow {
	var rows []view.EventRow
	for _, e := range history {
		row := view.EventRow{
			Machine: e.Status.RecordedAt.UTC().Format(time.RFC3339),
			When:    l.DateTime(e.Status.RecordedAt),
			Title:   l.T("profile.history.removed"),
			After:   answerWords(l, e.Place.Indicator, e.Status.Answer),
			Source:  l.T("profile.source." + string(e.Status.Source)),
		}
		if e.Place.Indicator != nil {
			row.Title = e.Place.Indicator.Title.In(l.Code())
		}
		if e.Before != nil {
			row.Before = answerWords(l, e.Place.Indicator, e.Before.Answer)
		}
		rows = append(rows, row)
	}
	return rows
}

// weightOf returns an indicator's weight within the top area and the area's sum.
func weightOf(area *framework.Area, indicator *framework.Indicator) (weight, sum float64) {
	for i := range area.Indicators {
		sum += area.Indicators[i].Weight
	}
	return indicator.Weight, sum
}
