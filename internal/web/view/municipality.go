package view

import "slices"

// Series is a named score beside others.
type Series struct {
	// Sign is the name of the mark: own, group or country.
	Sign   string
	Name   string
	Points Points
}

// Fact is a short fact beside a score.
type Fact struct {
	Label, Value string
	// Href leads to more, empty when there is nothing.
	Href string
}

// BesideScore is a municipality's score on the other basis than the page's.
type BesideScore struct {
	// Name says which it is, Rank where it places the municipality.
	Name, Rank string
	Points     Points
	// Verified says how many answers are verified, and questioned.
	Verified string
}

// Scorecard is a municipality's score among others'.
type Scorecard struct {
	// Name says which score it is.
	Name  string
	Score Points
	// Beside is the score on the other basis.
	Beside BesideScore
	// Lower and Upper are the score with every missing answer at 0 and at 100 points.
	Lower, Upper Points
	// Reason says why there is no rank, empty when there is one.
	Reason string
	// Middle is how the scores lie of those that it is compared with.
	Middle Quartiles
	Series []Series
	// Words say what the ruler shows.
	Words string
	Facts []Fact
}

// Shown reports whether the ruler has anything to show.
func (c Scorecard) Shown() bool {
	return slices.ContainsFunc(c.Series, func(s Series) bool { return s.Points.OK })
}

// AreaRow is a municipality's area and the answers behind it.
type AreaRow struct {
	Key, Title string
	// Own is the score, Beside that on the other basis.
	Own, Beside Points
	// Reported and Of count answered and applicable indicators.
	Reported, Of int
	// Share is the weight in the overall score, 0 to 1; Contribution the points
	// it brings, defined under arithmetic aggregation.
	Share        float64
	Contribution Points
	Indicators   []AnswerRow
	Evidence     []EvidenceItem
}

// AnswerRow is one answer and what it counts for.
type AnswerRow struct {
	Key, Title string
	// Value is the answer as people read it.
	Value string
	// Missing marks an answer that counts against coverage; Aside one that is neither that nor a value.
	Missing, Aside bool
	// Note says more: the reason, or that the answer is too old.
	Note string
	// Verification says what analysts found and what the answer may count for in
	// the verified score; empty where it has no points.
	Verification string
	// Points are on the page's basis, Beside on the other.
	Points, Beside Points
	Share          float64
	Contribution   Points
	// Median is that of the points of those that the municipality is compared with.
	Median Points
	// Source, Date and Evidence are what everybody may see.
	Source, Date string
	EvidenceText string
	EvidenceLink string
	Files        []FileLink
}

// EvidenceItem is a documented public fact.
type EvidenceItem struct {
	// Code and Municipality name whom it is about, empty on that municipality's own page.
	Code, Municipality string
	Area               string
	Fact               string
	// Kind says how strong the fact is, in words; empty for a fact about own doing.
	Kind        string
	Year        string
	SourceTitle string
	SourceURL   string
}

// TrendRow is a municipality's score at a time.
type TrendRow struct {
	Date     string
	Score    Points
	Coverage string
	Note     string
}

// EventRow is one recorded answer.
type EventRow struct {
	// Machine is the time in RFC 3339, When as people read it.
	Machine, When string
	Title         string
	// Before and After are answers as people read them; Before is empty for the first.
	Before, After string
	Source        string
}

// Municipality is the model of a municipality's page.
type Municipality struct {
	Name      string
	Card      Scorecard
	Areas     []AreaRow
	AreaChart any
	// Faults are what is wrong with what the address asks for.
	Faults FieldErrors
	// Set lets the reader choose the others that the figures stand beside, and
	// Peers are they.
	Set   PeerChoice
	Peers Peers
	// Council is what the council probably thinks; nil when no survey says.
	Council *CouncilBelief
	// Moved is why the rank moved.
	Moved      Moved
	Trend      []TrendRow
	TrendChart any
	AreaTrends Trends
	Evidence   []EvidenceItem
	Events     []EventRow
	Older      []EventRow
	// Next are the steps that would help most.
	Next NextSteps
	// PointsColumn heads the points, BesideColumn those on the other basis.
	PointsColumn, BesideColumn string
	// ClaimedOnly leads to what is explained for the claimed score alone; empty on
	// the page of that score.
	ClaimedOnly []Link
	// Arithmetic means that contributions add up to the score.
	Arithmetic bool
	// Empty means that the municipality has not answered anything.
	Empty bool
	// ReportHref leads the municipality's own editor to the form; empty for others.
	ReportHref string
	// Remark is the municipality's own on the figures of a round; nil when it
	// made none public.
	Remark *Remark
}
