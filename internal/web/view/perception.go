package view

// ShareRow is one option of a survey question.
type ShareRow struct {
	Text string
	// Bar draws the share and has its words.
	Bar ShareBar
	// Basis says how exactly the share is known; Note adds to it.
	Basis, Note string
}

// QuestionBlock is one question of a survey.
type QuestionBlock struct {
	Text string
	// Multiple means that several options could be chosen.
	Multiple bool
	// Area links to the area the question concerns; its Text is empty when none.
	Area Link
	Rows []ShareRow
	// Source is where the shares stand when it is not the survey's own source;
	// its SourceTitle is empty when it is.
	Source EvidenceItem
}

// WaveBlock is one survey.
type WaveBlock struct {
	Key, Title string
	// Invented marks the wave of a demo.
	Invented  bool
	Facts     []Fact
	Method    string
	Questions []QuestionBlock
	// Gap is the picture and its words, for waves held against measured maturity.
	Gap      []ShareBar
	GapWords string
	// Margin says what the sampling error is and how it comes about.
	Margin string
	Source EvidenceItem
	// Href is the page of the wave; empty where there is none.
	Href string
	// Folded hides all but the picture until it is asked for.
	Folded bool
	// Edit leads an analyst to the form for exact shares, or to the survey of
	// single answers; empty for others.
	Edit Link
}

// Perception is the model of the page on the politicians' view.
type Perception struct {
	// Message is what the nearest survey and the measurement say, a sentence each.
	Message []string
	// Places are the nearest survey by one column; nil when it is not one of responses.
	Places *BeliefTable
	// Quadrants are those of the nearest survey; NoQuadrants says why there are none.
	Quadrants                         []QuadrantCard
	NoQuadrants                       string
	QuadrantHref, WaveHref, WaveTitle string
	// Changes are how far shares moved between surveys.
	Changes []WaveChangeRow
	Waves   []WaveBlock
	Areas   []AreaLine
	Context []WaveBlock
	// Measured is the mean with its date, Spread how the municipalities lie.
	Measured, Spread string
	Empty            bool
}
