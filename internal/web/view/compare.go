package view

// Compare is the model of the page that sets municipalities side by side.
type Compare struct {
	Form CompareForm
	// Nobody means that no municipality has reported yet.
	Nobody bool
	// Examples are comparisons to begin with; empty once something is chosen.
	Examples []Suggestion
	// Peers are those of the one municipality chosen so far; nil otherwise.
	Peers *Peers
	// Result is the comparison; nil when there is none.
	Result *CompareResult
	// Suggestions lead on from a comparison.
	Suggestions []Suggestion
}

// CompareForm is where municipalities are chosen.
type CompareForm struct {
	Faults FieldErrors
	Fields []Field
	// Names are what the fields suggest.
	Names []string
	// Rest names what was typed and has no field; empty for nothing.
	Rest string
	// Folded hides the form behind its heading.
	Folded bool
}

// Suggestion is a comparison to go to.
type Suggestion struct {
	Link
	// Note says what it is about.
	Note string
}

// CompareResult is municipalities side by side.
type CompareResult struct {
	// Ahead says how often each is ahead when the method varies; nil when fewer
	// than two are ranked.
	Ahead *AheadTable
	Units []ComparedUnit
	// ScoreColumn heads the scores, BesideColumn those on the other basis.
	ScoreColumn, BesideColumn string
	// Unranked names those that cannot be compared fully; empty when all can.
	Unranked string
	// Score says how far apart the overall scores are; empty when nothing can be said.
	Score string
	Chart any
	// Drawn are the municipalities in the chart, by number; empty for no chart.
	Drawn []int
	// NotDrawn says who is missing in the chart; empty when nobody is.
	NotDrawn string
	Areas    []ComparedArea
	// Spread are the overall score and the areas within the country.
	Spread []CompareSpread
	Widest []WidestRow
	// Why says why each is ahead of the next.
	Why []Why
	// Rule says when a difference is marked.
	Rule string
}

// wide reports whether the columns need the whole width of the page.
func (r *CompareResult) wide() bool { return len(r.Units) > 3 }

// ComparedUnit is one of the municipalities.
type ComparedUnit struct {
	Code, Name string
	// About is its region, group and population.
	About string
	// Score is on the page's basis, Beside on the other, where it has BesideRank.
	Score, Beside Points
	BesideRank    Rank
	// Mark is how the score stands out, empty when it does not.
	Mark Mark
	Rank Rank
	// RankedOf is how many are ranked.
	RankedOf int
	// Percentile is the place within the group, Among says it in words.
	Percentile string
	Among      string
	Coverage   string
	// Reason says why it is not ranked, empty when it is.
	Reason string
}

// Mark is how a figure stands out from the others beside it.
type Mark string

// The marks.
const (
	NoMark  Mark = ""
	Highest Mark = "highest"
	Lowest  Mark = "lowest"
)

// sign is the picture of a mark.
func (m Mark) sign() string {
	if m == Highest {
		return "up"
	}
	return "down"
}

// MarkedPoints are points of one municipality in a row.
type MarkedPoints struct {
	Points
	Mark Mark
}

// ComparedArea is an area of every municipality.
type ComparedArea struct {
	Key, Title string
	Points     []MarkedPoints
	Difference Points
	Marked     bool
	// Count says how many differences are marked among its indicators.
	Count      string
	Indicators []ComparedAnswers
}

// ComparedAnswers are the answers of every municipality to one indicator.
type ComparedAnswers struct {
	Key, Title string
	Answers    []ComparedAnswer
	Difference Points
	Marked     bool
}

// ComparedAnswer is one answer.
type ComparedAnswer struct {
	// Value is the answer as people read it.
	Value string
	// Missing marks an answer that counts against coverage; Aside one that is neither that nor a value.
	Missing, Aside bool
	Note           string
	MarkedPoints
}

// CompareSpread is a figure of every municipality within the country's spread.
type CompareSpread struct {
	Title string
	Strip Strip
}

// WidestRow is an indicator on which the municipalities differ much.
type WidestRow struct {
	Title, Area     string
	Highest, Lowest []string
	Difference      string
}

// heading is the id of the section of an area's answers.
func (a ComparedArea) heading() string { return "answers-" + a.Key }
