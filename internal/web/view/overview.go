package view

import "slices"

// Link is an address with its text.
type Link struct{ Href, Text string }

// RankedName is a municipality in a short list, with the figure it is listed for.
type RankedName struct {
	Code, Name string
	Rank       Rank
	Score      Points
	Change     Points
}

// AreaLine is an area with a mean score.
type AreaLine struct {
	Key, Title string
	Mean       Points
}

// RegionLine is a region with its mean score.
type RegionLine struct {
	Name          string
	Units, Ranked int
	Mean          Points
	// Href is the ranking of the region.
	Href string
}

// BandLine is how many municipalities are in a band.
type BandLine struct {
	Band  Band
	Count int
	// Share is in percent of the ranked.
	Share float64
}

// ShareBar is a share on a scale from 0 to 100 percent: exact when Low equals
// High, else known only as a range.
type ShareBar struct {
	Label string
	// Words are the share as it is known: "57 %", or "de fleste, læst som 50–70 %".
	Words     string
	Low, High float64
	// Points means that the figure is a score and not a share.
	Points bool
	// Known is false when there is no figure; Words then say why.
	Known bool
}

// Exact reports whether the share is one figure.
func (b ShareBar) Exact() bool { return b.Low == b.High }

// MapView is a map with the links between its two forms.
type MapView struct {
	Tiles    []Tile
	Outlines bool
	ViewBox  string
	// TilesHref and OutlinesHref show the other form.
	TilesHref, OutlinesHref string
}

// Gaps reports whether a municipality on the map has no score.
func (m MapView) Gaps() bool {
	return slices.ContainsFunc(m.Tiles, func(t Tile) bool { return !t.Points.OK })
}

// Overview is the model of the front page.
type Overview struct {
	// Message is the country's picture in two sentences.
	Message string
	Figures []Figure
	Map     MapView
	Bands   []BandLine
	Regions []RegionLine
	Areas   []AreaLine
	Top     []RankedName
	Risers  []RankedName
	Fallers []RankedName
	// Since is when changes count from.
	Since string
	// Trends are how the country developed.
	Trends Trends
	// Gap is the politicians' share over the measured mean.
	Gap      []ShareBar
	GapWords string
	// Empty means that no municipality has reported; EmptyText says what has to happen then.
	Empty     bool
	EmptyText string
}
