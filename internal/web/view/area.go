package view

// BinLine is a column of a distribution.
type BinLine struct {
	// Range is "40–50" in points.
	Range string
	Count int
	// Share is in percent of the largest column.
	Share float64
}

// LevelCount is how many municipalities are at a level.
type LevelCount struct {
	Level int
	Count int
}

// IndicatorBlock is how all municipalities answered one question.
type IndicatorBlock struct {
	Key, Title, Question string
	Mean                 Points
	// Levels are filled for questions answered by level.
	Levels []LevelCount
	// Values describe the reported values in words, empty for level questions.
	Values string
	// Answers say how many answered in which way.
	Answers string
	// Scale says how a value becomes points.
	Scale string
	// Weight is the question's weight within the area.
	Weight string
}

// Area is the model of an area's page.
type Area struct {
	Key string
	Why string
	// Source is where the reason stands.
	Source  string
	Figures []Figure
	Bins    []BinLine
	Chart   any
	// Trend is how the country's mean developed.
	Trend      AreaHistory
	Bands      []BandLine
	Best       []RankedName
	Indicators []IndicatorBlock
	Evidence   []EvidenceItem
	More       []EvidenceItem
	// Others are the other areas.
	Others []Link
	Empty  bool
}
