package view

// BeliefCell is a figure over its interval; without a figure Value says so.
type BeliefCell struct {
	Value, Range string
}

// BeliefRow is belief beside measured maturity in one place.
type BeliefRow struct {
	Name string
	// National marks the row of the country.
	National bool
	// Answered is the number of answers, or words where it is withheld.
	Answered                       string
	Harvested, Potential, Measured BeliefCell
	// Distance is nil where there is none.
	Distance *BeliefDistance
}

// BeliefDistance is perceived harvest less measured maturity.
type BeliefDistance struct {
	// Class says who is higher, and how clearly.
	Class string
	BeliefCell
}

// NewBeliefDistance returns a difference with its class; points may be the middle of a range.
func NewBeliefDistance(points float64, cell BeliefCell) *BeliefDistance {
	d := Difference{Points: Points{Value: points, OK: true}, Higher: "perceived", Lower: "measured"}
	return &BeliefDistance{Class: d.class(), BeliefCell: cell}
}

// ChoiceLink is one of several links to choose between.
type ChoiceLink struct {
	Link
	Current bool
}

// Press are the words around a chart that is saved as a picture.
type Press struct {
	Title string `json:"title"`
	// Lines stand below the picture: source, number of answers, dates.
	Lines []string `json:"lines"`
	// Mark says that the figures are invented or provisional; empty for others.
	Mark string `json:"mark,omitempty"`
	// File is the name of the file without its ending.
	File string `json:"file"`
}

// BeliefTable is belief beside measured maturity by one column, as a chart and a table.
type BeliefTable struct {
	Choices []ChoiceLink
	// Caption names the table, Heading its first column.
	Caption, Heading string
	// Local tells whether places have a maturity of their own.
	Local bool
	Rows  []BeliefRow
	// Notes say how large differences are beside the noise, and what is withheld.
	Notes []string
	// Chart is nil with fewer than two rows to draw.
	Chart any
}

// manyRows is the number of rows above which a figure needs more height.
const manyRows = 8

// WaveChangeRow is how far a share moved between two waves.
type WaveChangeRow struct {
	// Waves names both, Share the share.
	Waves, Share   string
	Before, After  BeliefCell
	Change         BeliefCell
	Verdict, Basis string
}

// QuadrantCard is one quadrant in short.
type QuadrantCard struct {
	Key, Name, Text string
	Count, Certain  string
}

// MethodBox says how a wave was made, in paragraphs as those of a note.
type MethodBox struct {
	Paragraphs []string
	// Margins are the maximum margins of error by convention; MarginsText says what they show.
	Margins                     []MarginRow
	MarginsTitle, MarginsText   string
	Parties                     []PartyRow
	PartiesText, PartiesMissing string
}

// MarginRow is the maximum margin by one convention.
type MarginRow struct{ Name, Formula, Points string }

// PartyRow is a party with its weight.
type PartyRow struct {
	Name, Merged, Seats, Respondents, Weight string
}

// OptionRow is one option of a question in a wave of responses.
type OptionRow struct {
	Text              string
	Share             BeliefCell
	Margin, Effective string
	Bar               ShareBar
}

// OptionTable is one question of a wave of responses.
type OptionTable struct {
	Text, Answered, Mean string
	Rows                 []OptionRow
}

// WavePage is the page of one wave.
type WavePage struct {
	Message   []string
	Invented  bool
	Questions []OptionTable
	// Places is nil for a published wave, and Block holds its figures.
	Places       *BeliefTable
	Block        *WaveBlock
	Changes      []WaveChangeRow
	Quadrants    []QuadrantCard
	QuadrantHref string
	// NoQuadrants says why there are none.
	NoQuadrants string
	Facts       WaveBlock
	Method      MethodBox
	CSVHref     string
	// Kept says what is left of single answers.
	Kept string
}

// SpotRow is one municipality in a quadrant.
type SpotRow struct {
	Name, Href          string
	Measured, Potential BeliefCell
	Basis, Certainty    string
	Certain             bool
}

// QuadrantList is the municipalities of one quadrant.
type QuadrantList struct {
	Key, Name, Text string
	Rows            []SpotRow
}

// AbsentRow is a set of municipalities without a place, for one reason.
type AbsentRow struct {
	Reason, Hint string
	// HintHref leads an analyst to what the hint speaks of; empty for others.
	HintHref string
	Units    []Link
}

// MoveRow is a municipality's way between quadrants.
type MoveRow struct {
	Name, Href, From, To, Certainty string
}

// QuadrantPage is the page of the quadrants of a wave.
type QuadrantPage struct {
	Message  []string
	Invented bool
	// Why says why there are no quadrants; empty when there are.
	Why   string
	Chart any
	Lists []QuadrantList
	// Lines, NoLocal and Reading are notes below the chart.
	Lines, NoLocal string
	Absent         []AbsentRow
	Moves          []MoveRow
	MovesText      string
	WaveHref       string
	WaveTitle      string
	CSVHref        string
}

// CouncilBelief is what a municipality's council probably thinks.
type CouncilBelief struct {
	Text  string
	Facts []Fact
	// Hint says what would help where there is no figure.
	Hint, Note string
	Href       string
	WaveTitle  string
	Invented   bool
}
