package pages

import (
	"modenhed/assets"
	"modenhed/internal/benchmark"
	"modenhed/internal/perception"
	"modenhed/internal/web/view"
)

func overviewModel(l view.Look, s *benchmark.Snapshot, outlines bool, shapes assets.Outlines) view.Overview {
	o := s.Overview()
	m := view.Overview{
		Message: overviewMessage(l, o),
		Figures: overviewFigures(l, s, o),
		Map:     mapView(s, outlines, shapes),
		Bands:   bandLines(o),
		Regions: regionLines(l, s, o),
		Areas:   areaLines(l, o.Areas),
		Trends:  countryTrends(l, s),
		Top:     rankedNames(o.Top),
		Risers:  rankedNames(o.Risers),
		Fallers: rankedNames(o.Fallers),
		Since:   l.T("ranking.since", "Date", l.Date(s.ChangeSince())),
		Empty:   s.Empty(),
		EmptyText: l.T("overview.empty.text", "Indicators", len(s.Places),
			"Share", l.Share(s.Framework.Method.MinCoverage)),
	}
	m.Gap, m.GapWords = overviewGap(l, s)
	return m
}

// overviewMessage names the strongest and the weakest area of the country.
func overviewMessage(l view.Look, o *benchmark.Overview) string {
	var strong, weak *benchmark.AreaMean
	for i := range o.Areas {
		a := &o.Areas[i]
		if !a.Mean.OK {
			continue
		}
		if strong == nil || a.Mean.Value > strong.Mean.Value {
			strong = a
		}
		if weak == nil || a.Mean.Value < weak.Mean.Value {
			weak = a
		}
	}
	if strong == nil {
		return l.T("overview.message.unranked")
	}
	return l.T("overview.message.both",
		"Mean", l.Score(o.Country.Score.Mean.Value),
		"Strong", strong.Area.Title.In(l.Code()), "StrongScore", l.Score(strong.Mean.Value),
		"Weak", weak.Area.Title.In(l.Code()), "WeakScore", l.Score(weak.Mean.Value))
}

func overviewFigures(l view.Look, s *benchmark.Snapshot, o *benchmark.Overview) []view.Figure {
	mean, median := o.Country.Score.Mean, o.Country.Score.Median
	return []view.Figure{
		{Label: l.T("overview.figure.mean"), Value: l.ScoreOr(mean.Value, mean.OK), Words: besideMean(l, s, s.Beside().Overview().Country.Score.Mean)},
		{Label: l.T("overview.figure.median"), Value: l.ScoreOr(median.Value, median.OK), Words: l.T("overview.figure.of_hundred")},
		{Label: l.T("overview.figure.ranked"), Value: l.Int(o.Country.Ranked), Words: l.T("overview.figure.of_units", "N", l.Int(o.Country.Units))},
		{Label: l.T("overview.figure.answered"), Value: l.Int(o.Answered), Words: l.T("overview.figure.of_cells", "N", l.Int(o.Of))},
	}
}

func mapView(s *benchmark.Snapshot, outlines bool, shapes assets.Outlines) view.MapView {
	m := view.MapView{
		Outlines:     outlines,
		ViewBox:      shapes.ViewBox(),
		TilesHref:    "/",
		OutlinesHref: "/?map=outlines",
	}
	for _, unit := range s.Units {
		tile := view.Tile{
			Code:   unit.Code.String(),
			Name:   unit.Name,
			Short:  unit.Short,
			Col:    unit.Tile.Col,
			Row:    unit.Tile.Row,
			Points: view.Points(unit.Card.Score),
		}
		if outlines {
			tile.Outline, _ = shapes.Path(tile.Code)
		}
		m.Tiles = append(m.Tiles, tile)
	}
	return m
}

func bandLines(o *benchmark.Overview) []view.BandLine {
	var lines []view.BandLine
	counts := make(map[view.Band]int)
	for band, n := range o.Bands {
		counts[view.Band(band)] = n
	}
	for _, band := range view.Bands() {
		line := view.BandLine{Band: band, Count: counts[band]}
		if o.Country.Ranked > 0 {
			line.Share = 100 * float64(line.Count) / float64(o.Country.Ranked)
		}
		lines = append([]view.BandLine{line}, lines...)
	}
	return lines
}

func regionLines(l view.Look, s *benchmark.Snapshot, o *benchmark.Overview) []view.RegionLine {
	var lines []view.RegionLine
	for _, r := range o.Regions {
		lines = append(lines, view.RegionLine{
			Name:   r.Region.Name.In(l.Code()),
			Units:  r.Summary.Units,
			Ranked: r.Summary.Ranked,
			Mean:   view.Points(r.Summary.Score.Mean),
			Href:   rankingAddress(s, benchmark.Query{Region: r.Region.Key, Sort: benchmark.ByRank}),
		})
	}
	return lines
}

func areaLines(l view.Look, means []benchmark.AreaMean) []view.AreaLine {
	var lines []view.AreaLine
	for _, a := range means {
		lines = append(lines, view.AreaLine{
			Key:   string(a.Area.Key),
			Title: a.Area.Title.In(l.Code()),
			Mean:  view.Points(a.Mean),
		})
	}
	return lines
}

func rankedNames(rows []benchmark.Row) []view.RankedName {
	var names []view.RankedName
	for _, row := range rows {
		names = append(names, view.RankedName{
			Code:   row.Code.String(),
			Name:   row.Name,
			Rank:   view.Rank{Number: row.Place.Rank, Tied: row.Place.Tied},
			Score:  view.Points(row.Score),
			Change: view.Points(row.Change.Score),
		})
	}
	return names
}

// overviewGap is the nearest survey over the measured mean.
func overviewGap(l view.Look, s *benchmark.Snapshot) (bars []view.ShareBar, words string) {
	report := s.Perception()
	if report.Nearest < 0 {
		return []view.ShareBar{measuredBar(l, s)}, l.T("overview.gap.words.none")
	}
	b := s.NearestBeliefs()
	bar := perceivedBar(l, b.Question, "overview.gap.perceived", "When", l.YearMonth(b.Wave.Fieldwork))
	bar.Words = withInterval(l, bar.Words, b, b.Harvested)
	return []view.ShareBar{bar, measuredBar(l, s)}, gapWords(l, b)
}

// withInterval puts the interval of an estimated share behind its words.
func withInterval(l view.Look, words string, b *benchmark.Beliefs, share *perception.Belief) string {
	if b.Report == nil || share == nil || share.Confidence == nil {
		return words
	}
	cell := beliefCell(l, share)
	return l.T("belief.message.share", "Share", cell.Value, "Range", cell.Range)
}

func measuredBar(l view.Look, s *benchmark.Snapshot) view.ShareBar {
	mean := s.Overview().Country.Score.Mean
	bar := view.ShareBar{Label: l.T("overview.gap.measured"), Points: true, Known: mean.OK, Low: mean.Value, High: mean.Value}
	if mean.OK {
		bar.Words = l.T("overview.gap.measured_words", "Score", l.Score(mean.Value), "Date", l.Date(s.AsOf))
	} else {
		bar.Words = l.T("overview.gap.not_measured")
	}
	return bar
}

// gapWords say what the gap is, or why there is none.
func gapWords(l view.Look, b *benchmark.Beliefs) string {
	gap, outer := b.Gap, b.National.Outer
	switch {
	case gap.Comparable() && b.Report != nil && outer != nil:
		return l.T("overview.gap.words.interval", "Gap", l.Signed(gap.Points.Low), "Low", l.Signed(outer.Low), "High", l.Signed(outer.High))
	case gap.Comparable() && gap.Points.Exact():
		return l.T("overview.gap.words.exact", "Gap", l.Signed(gap.Points.Low))
	case gap.Comparable():
		return l.T("overview.gap.words.range", "Low", l.Signed(gap.Points.Low), "High", l.Signed(gap.Points.High))
	}
	return l.T("overview.gap.words."+string(gap.Why), "Months", perception.MaxMonthsApart)
}
