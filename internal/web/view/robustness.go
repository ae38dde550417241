package view

// Robustness is the model of the page that tells how much of the ranking rests
// on choices of method.
type Robustness struct {
	// Few says why there is nothing to check; empty when there is.
	Few string
	// ClaimText says what is checked.
	ClaimText string
	Claim     ClaimPart
	// Sensitivity is nil when there is nothing to check.
	Sensitivity *Sensitivity
}

// ClaimPart is the checker of headlines: what a new question replaces.
type ClaimPart struct {
	Form ClaimForm
	// Verdict is nil until a headline is checked.
	Verdict *Verdict
	// Examples are headlines to begin with; empty once one is typed.
	Examples []Suggestion
	// Live is the verdict for screen readers.
	Live string
}

// ClaimForm is where a headline is put together.
type ClaimForm struct {
	Faults FieldErrors
	// Kinds are the kinds of headlines, KindError what is wrong with the choice.
	Kinds     []Choice
	KindError string
	// Unit, Other and N are typed, Region and OtherRegion chosen.
	Unit, Other, N              Field
	Region, OtherRegion         Field
	RegionChoices, OtherChoices []Choice
	// Names are what the fields for municipalities suggest.
	Names []string
}

// Verdict is what a headline is worth.
type Verdict struct {
	// Claim is the headline, Call what may be done with it.
	Claim, Call string
	// Tone colours the box; the words say the same.
	Tone AlertKind
	// Share says how often the headline holds, Percent is the same from 0 to 100.
	Share   string
	Percent float64
	// SafeFrom and FragileFrom are the thresholds from 0 to 100; Rule states them.
	SafeFrom, FragileFrom float64
	Rule                  string
	// Notes are what must be known besides, each a sentence.
	Notes []string
	// Quote can be printed; empty when nothing can. Instead is what to do then.
	Quote, Instead string
	// Better is another headline that is safe; its zero value means none.
	Better Suggestion
	Facts  []VerdictFact
	Turns  VerdictTurns
	// How says how the methods were drawn.
	How []string
}

// VerdictFact is a word and what there is to say of it.
type VerdictFact struct{ Term, Text string }

// VerdictTurns are the choices that would make the headline fail, or true when it is not.
type VerdictTurns struct {
	Title, Intro string
	// Sources say how often it holds when one kind of choice varies alone.
	Sources []VerdictFact
	// Choices say what becomes of it with another discrete choice.
	Choices []VerdictFact
	// Nearest is the smallest change of one weight that is enough, or that none is.
	Nearest string
	// Caption describes the table of weights.
	Caption string
	Weights []TurnRow
	// Note says how the weights were tried.
	Note string
}

// TurnRow is how far the weight of one area can be changed.
type TurnRow struct {
	// Area is its title, Share its weight among all areas.
	Area, Share string
	// Down and Up say where the headline turns; empty when it does not.
	Down, Up string
}

// Sensitivity is which choice of method moves the ranking most, and how the
// areas hang together.
type Sensitivity struct {
	// Text says what was varied.
	Text string
	// Figures are the mean movement and the agreement of both means.
	Figures []Figure
	// About are the readings of the figures.
	About []string
	// Effects are the choices, the one that moves most first; empty when
	// nothing moves, which NoEffects then says.
	Effects     []EffectRow
	NoEffects   string
	EffectsRead []string
	// Areas are headings of the matrix of correlations, Matrix its rows.
	Areas      []AreaHead
	Matrix     []MatrixRow
	MatrixRead []string
	// Ranks is the same of ranks.
	Ranks []MatrixRow
	// Alpha has one row per area; AlphaRead begins with all areas together.
	Alpha     []AlphaRow
	AlphaRead []string
}

// EffectRow is one choice of method.
type EffectRow struct {
	Name string
	// Total and First are effects with their errors, Bar the total from 0 to 100.
	Total, TotalError string
	First, FirstError string
	Bar               float64
	// TotalNoise and FirstNoise mean that they cannot be told from none.
	TotalNoise, FirstNoise bool
}

// AreaHead names an area above a narrow column.
type AreaHead struct{ Title, Short string }

// MatrixRow is one area's correlations, in the order of the headings; empty is
// the area with itself.
type MatrixRow struct {
	AreaHead
	Cells []string
}

// AlphaRow is what one area does to the consistency.
type AlphaRow struct {
	Area string
	// Rest is its correlation with the others, Without the alpha of the others.
	Rest, Without string
	// Alpha is the consistency within the area, Basis what it rests on.
	Alpha, Basis string
}
