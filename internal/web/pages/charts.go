package pages

import (
	"math"

	"modenhed/internal/benchmark"
	"modenhed/internal/web/view"
)

// chartSeries is a line or ring of a chart; a missing figure is nil.
type chartSeries struct {
	Name   string     `json:"name"`
	Kind   string     `json:"kind"`
	Values []*float64 `json:"values"`
}

type chartAxis struct {
	Name  string `json:"name"`
	Short string `json:"short,omitempty"`
}

type radar struct {
	Lang        string        `json:"lang"`
	Description string        `json:"description"`
	Axes        []chartAxis   `json:"axes"`
	Series      []chartSeries `json:"series"`
	// Band is drawn below the series; nil for none.
	Band *chartBand `json:"band,omitempty"`
}

// chartBand is a stretch between two rings.
type chartBand struct {
	Name string     `json:"name"`
	Low  []*float64 `json:"low"`
	High []*float64 `json:"high"`
}

type trend struct {
	Lang        string   `json:"lang"`
	Description string   `json:"description"`
	X           []string `json:"x"`
	// At are the days of the points, counted from any one day.
	At     []int         `json:"at,omitempty"`
	Series []chartSeries `json:"series"`
}

type chartBin struct {
	From  int `json:"from"`
	To    int `json:"to"`
	Count int `json:"count"`
	Level int `json:"level"`
}

type histogram struct {
	Lang        string     `json:"lang"`
	Description string     `json:"description"`
	Unit        string     `json:"unit"`
	X           chartAxis  `json:"x"`
	Y           chartAxis  `json:"y"`
	Bins        []chartBin `json:"bins"`
}

// round1 rounds to the one decimal that is shown, so that charts, tables and
// differences agree.
func round1(x float64) float64 { return math.Round(x*10) / 10 }

func figure(p view.Points) *float64 {
	if !p.OK {
		return nil
	}
	x := round1(p.Value)
	return &x
}

const hoursPerDay = 24

func trendChart(l view.Look, name string, points []benchmark.TrendPoint) trend {
	chart := trend{Lang: l.Code(), Description: l.T("profile.trend.chart", "Name", name)}
	own := chartSeries{Name: name, Kind: "own"}
	for _, p := range points {
		chart.X = append(chart.X, l.Date(p.At))
		chart.At = append(chart.At, int(p.At.Sub(points[0].At).Hours()/hoursPerDay+0.5))
		own.Values = append(own.Values, figure(view.Points(p.Score)))
	}
	chart.Series = []chartSeries{own}
	return chart
}

func histogramChart(l view.Look, bins []view.BinLine) histogram {
	chart := histogram{
		Lang:        l.Code(),
		Description: l.T("area.distribution.chart"),
		Unit:        l.T("ranking.figure.units"),
		X:           chartAxis{Name: l.T("area.distribution.points")},
		Y:           chartAxis{Name: l.T("area.distribution.count")},
	}
	width := 100 / max(len(bins), 1)
	for i, b := range bins {
		middle := view.Points{Value: (float64(i) + 0.5) * float64(width), OK: true}
		chart.Bins = append(chart.Bins, chartBin{From: i * width, To: (i + 1) * width, Count: b.Count, Level: int(view.BandOf(middle))})
	}
	return chart
}
