package pages

import (
	"strconv"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// evidenceShown is how many findings an area shows unfolded.
const evidenceShown = 8

func areaModel(l view.Look, s *benchmark.Snapshot, r *benchmark.AreaReport) view.Area {
	source := s.Framework.Source
	beside, _ := s.Beside().Area(r.Area.Key)
	m := view.Area{
		Key: string(r.Area.Key),
		Why: r.Area.Why.In(l.Code()),
		Source: l.T("area.source", "Publisher", source.Publisher, "Title", source.Title,
			"Year", strconv.Itoa(source.Year)),
		Figures: areaFigures(l, s, r, beside),
		Bins:    binLines(l, r.Distribution[:]),
		Best:    rankedNames(r.Best),
		Empty:   s.Empty(),
	}
	m.Chart = histogramChart(l, m.Bins)
	m.Trend = areaHistory(l, s, r.Area)
	for _, i := range r.Indicators {
		m.Indicators = append(m.Indicators, indicatorBlock(l, r.Area, i))
	}
	items := evidenceItems(l, s, r.Evidence, true)
	m.Evidence = items[:min(evidenceShown, len(items))]
	m.More = items[len(m.Evidence):]
	for _, other := range s.Framework.Areas {
		if other.Key != r.Area.Key {
			m.Others = append(m.Others, view.Link{Href: "/areas/" + string(other.Key), Text: other.Title.In(l.Code())})
		}
	}
	return m
}

func areaFigures(l view.Look, s *benchmark.Snapshot, r, beside *benchmark.AreaReport) []view.Figure {
	score := func(label string, p view.Points, words string) view.Figure {
		return view.Figure{Label: l.T(label), Value: l.ScoreOr(p.Value, p.OK), Words: words}
	}
	highest := ""
	if len(r.Best) > 0 {
		highest = r.Best[0].Name
	}
	middle := view.Figure{Label: l.T("area.figure.middle"), Value: l.Missing()}
	if r.Score.Q1.OK {
		middle.Value = l.Range(l.Score(r.Score.Q1.Value), l.Score(r.Score.Q3.Value))
		middle.Words = l.T("area.figure.points")
	}
	return []view.Figure{
		score("area.figure.mean", view.Points(r.Score.Mean), besideMean(l, s, beside.Score.Mean)),
		score("area.figure.median", view.Points(r.Score.Median), l.T("area.figure.of_hundred")),
		middle,
		score("area.figure.highest", view.Points(r.Score.Max), highest),
	}
}

func binLines(l view.Look, counts []int) []view.BinLine {
	highest := 1
	for _, n := range counts {
		highest = max(highest, n)
	}
	width := 100 / len(counts)
	var lines []view.BinLine
	for i, n := range counts {
		lines = append(lines, view.BinLine{
			Range: l.Range(l.Int(i*width), l.Int((i+1)*width)),
			Count: n,
			Share: 100 * float64(n) / float64(highest),
		})
	}
	return lines
}

func indicatorBlock(l view.Look, area *framework.Area, r benchmark.IndicatorReport) view.IndicatorBlock {
	weight, sum := weightOf(r.Area, r.Indicator)
	block := view.IndicatorBlock{
		Key:      string(r.Indicator.Key),
		Title:    r.Indicator.Title.In(l.Code()),
		Question: r.Indicator.Question.In(l.Code()),
		Mean:     view.Points(r.Score),
		Scale:    scaleWords(l, r.Indicator),
		Weight:   l.T("area.indicators.weight", "Weight", l.Exact(weight), "Total", l.Exact(sum)),
		Answers: l.T("area.indicators.answers", "Reported", r.Reported, "None", r.None,
			"Unknown", r.DontKnow, "NotApplicable", r.NotApplicable, "Missing", r.NotAnswered),
	}
	if r.Verified+r.Questioned > 0 {
		block.Answers += " " + l.T("basis.area_answers", "Verified", r.Verified, "Questioned", r.Questioned)
	}
	if r.Stale > 0 {
		block.Answers += " " + l.T("area.indicators.stale", "N", r.Stale)
	}
	switch {
	case r.Indicator.Type == framework.Level:
		for level, n := range r.Levels {
			block.Levels = append(block.Levels, view.LevelCount{Level: level, Count: n})
		}
	case r.Indicator.Type == framework.YesNo:
		block.Values = l.N("area.indicators.yes", r.Yes)
	case r.Values.N > 0:
		block.Values = l.T("area.indicators.values",
			"Median", valueWords(l, r.Indicator, round1(r.Values.Median.Value)),
			"Low", valueWords(l, r.Indicator, round1(r.Values.Q1.Value)),
			"High", valueWords(l, r.Indicator, round1(r.Values.Q3.Value)))
	}
	return block
}
