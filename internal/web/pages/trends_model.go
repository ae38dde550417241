package pages

import (
	"slices"
	"time"

	"modenhed/internal/benchmark"
	"modenhed/internal/framework"
	"modenhed/internal/scoring"
	"modenhed/internal/web/view"
)

// trendPoint is the overall score and the scores of the areas at a time.
type trendPoint struct {
	at      time.Time
	figures []view.Points
}

func trendPointOf(at time.Time, score scoring.Points, areas []scoring.Points) trendPoint {
	p := trendPoint{at: at, figures: []view.Points{view.Points(score)}}
	for _, area := range areas {
		p.figures = append(p.figures, view.Points(area))
	}
	return p
}

// unitTrends are the scores of a municipality; areas lead to the answers.
func unitTrends(l view.Look, s *benchmark.Snapshot, p *benchmark.Profile) view.Trends {
	var points []trendPoint
	for _, t := range p.Trend {
		points = append(points, trendPointOf(t.At, t.Score, t.Areas))
	}
	m := trends(l, s, points, "#")
	m.Caption = l.T("trends.caption_unit", "Name", p.Name)
	return m
}

// countryTrends are the country's means; areas lead to their pages.
func countryTrends(l view.Look, s *benchmark.Snapshot) view.Trends {
	var points []trendPoint
	for _, t := range s.Trend() {
		points = append(points, trendPointOf(t.At, t.Score, t.Areas))
	}
	m := trends(l, s, points, "/areas/")
	m.Caption, m.Note = l.T("trends.caption_country"), growthNote(l, s)
	for i, t := range s.Trend() {
		if m.Shown() {
			m.Days[len(m.Days)-1-i].Ranked = l.Int(t.Ranked)
		}
	}
	return m
}

// growthNote says that the country's mean rests on more or fewer municipalities
// than at first; empty when it does not.
func growthNote(l view.Look, s *benchmark.Snapshot) string {
	points := s.Trend()
	if len(points) == 0 || points[0].Ranked == points[len(points)-1].Ranked {
		return ""
	}
	return l.T("trends.country.growth", "First", l.Int(points[0].Ranked), "Last", l.Int(points[len(points)-1].Ranked))
}

// trends draws the overall score and the areas over the same time and on the
// same scale; an area leads to its key after a prefix.
func trends(l view.Look, s *benchmark.Snapshot, points []trendPoint, prefix string) view.Trends {
	var m view.Trends
	if len(points) < 2 {
		return m
	}
	zone := s.AsOf.Location()
	var times []time.Time
	var all []view.Points
	for _, p := range points {
		times, all = append(times, p.at), append(all, p.figures...)
		m.Days = append(m.Days, view.TrendDay{Date: l.Date(p.at.In(zone)), Points: p.figures})
	}
	m.First, m.Last = m.Days[0].Date, m.Days[len(m.Days)-1].Date
	slices.Reverse(m.Days)
	scale := view.ScaleOf(all)
	m.Scale = l.T("trends.scale", "Low", l.Short(scale.Low), "High", l.Short(scale.High))
	titles := []view.Link{{Text: l.ScoreTitle()}}
	for i := range s.Framework.Areas {
		area := &s.Framework.Areas[i]
		titles = append(titles, view.Link{Href: prefix + string(area.Key), Text: area.Title.In(l.Code())})
	}
	for i, title := range titles {
		figures := make([]view.Points, len(points))
		for n, p := range points {
			figures[n] = p.figures[i]
		}
		first, last := figures[0], figures[len(figures)-1]
		m.Lines = append(m.Lines, view.TrendLine{
			Link: title, First: first, Last: last,
			Change: shownGain(scoring.Points(first), scoring.Points(last)),
			Spark:  view.NewSpark(times, figures, scale),
		})
	}
	return m
}

// areaHistory is the country's mean in a top area.
func areaHistory(l view.Look, s *benchmark.Snapshot, area *framework.Area) view.AreaHistory {
	number := slices.IndexFunc(s.Framework.Areas, func(a framework.Area) bool { return a.Key == area.Key })
	title := area.Title.In(l.Code())
	m := view.AreaHistory{Caption: l.T("trends.country.caption", "Area", title)}
	chart := trend{Lang: l.Code(), Description: l.T("trends.country.chart", "Area", title)}
	mean := chartSeries{Name: l.T("profile.country"), Kind: "country"}
	points := s.Trend()
	for _, p := range points {
		at, value := p.At.In(s.AsOf.Location()), view.Points(p.Areas[number])
		chart.X = append(chart.X, l.Date(at))
		chart.At = append(chart.At, int(p.At.Sub(points[0].At).Hours()/hoursPerDay+0.5))
		mean.Values = append(mean.Values, figure(value))
		m.Rows = append(m.Rows, view.AreaPoint{Date: l.Date(at), Mean: value, Ranked: p.Ranked})
	}
	slices.Reverse(m.Rows)
	m.Note = growthNote(l, s)
	chart.Series = []chartSeries{mean}
	m.Chart = chart
	return m
}
