package view

import "slices"

// NextSteps are the single changes that would help a municipality most, as its
// own page shows them.
type NextSteps struct {
	// Text says what is shown and what is assumed; empty when there is nothing to show.
	Text string
	// Note says more: that there is no rank, or no step.
	Note  string
	Steps []AdviceStep
	More  Link
}

// AdviceStep is one change and what it gives.
type AdviceStep struct {
	AdviceQuestion
	// Now is the answer today and Next the one after the step.
	Now, Next AnswerWords
	// Effect says what it gives in a sentence; Gain, Score and Rank give the figures.
	Effect      string
	Gain, Score Points
	Rank        Rank
	// Teachers are municipalities that are there already, Names lists them.
	Teachers []Teacher
	Names    string
}

// AdviceQuestion names a question and its area.
type AdviceQuestion struct {
	Area, Title string
	// Href leads the municipality's own editor to the form; empty for others.
	Href string
}

// AnswerWords are an answer as people read it and, for a level, what it describes.
type AnswerWords struct{ Value, Text string }

// Teacher is a municipality to learn from.
type Teacher struct {
	Code, Name string
	// Value is its answer and Reason why it is comparable, empty when that is not known.
	Value, Reason string
	// EvidenceText and EvidenceLink are what it lets everybody read.
	EvidenceText, EvidenceLink string
	// Files are those that it lets everybody read.
	Files []FileLink
	// Facts are what public sources tell that it has done in the area.
	Facts []EvidenceItem
}

// Advice is the model of the page of next steps.
type Advice struct {
	Name string
	// Empty says what to do when there is nothing to build on; nil otherwise.
	Empty *AdviceEmpty
	// Unranked says what a rank takes; nil for a ranked municipality.
	Unranked *AdviceUnranked
	// Reach is where a goal is chosen; nil when there is no rank to begin from.
	Reach *ReachForm
	// Path leads to the goal; nil while none is chosen.
	Path  *AdvicePath
	Steps []AdviceStep
	// Full says that no step is left; empty when some are.
	Full string
	Gaps []GapRow
	// GapsText says what the figures of the gaps mean, or that there are no gaps.
	GapsText string
	// How says how it all is worked out.
	How []string
}

// AdviceEmpty is what stands where nothing is reported.
type AdviceEmpty struct {
	Text   string
	Action Link
}

// AdviceUnranked is what a municipality needs to be ranked.
type AdviceUnranked struct {
	// Reason says why there is no rank, Text what would give one.
	Reason, Text string
	// Lacking are the answers that would; empty when none would.
	Lacking []AdviceQuestion
}

// ReachForm is where a goal is chosen.
type ReachForm struct {
	// Text says what the form is for.
	Text   string
	Action string
	Faults FieldErrors
	Rank   Field
	Band   Field
	Bands  []Choice
}

// AdvicePath is the answer to what a goal takes.
type AdvicePath struct {
	Heading string
	// Text is the answer in sentences.
	Text []string
	// Done means that the goal is reached already.
	Done  bool
	Moves []PathMove
}

// PathMove is one or more steps on one question.
type PathMove struct {
	AdviceQuestion
	Now, Next AnswerWords
	// Steps says how many there are, empty for one.
	Steps string
	// After says where they lead.
	After string
}

// GapRow is a question without an answer and what one could give.
type GapRow struct {
	AdviceQuestion
	State string
	// Note says more about the state, or why no figures are given.
	Note string
	// Score and Rank are ranges in words, empty where there are none.
	Score, Rank string
}

// ranksGaps reports whether any answer that is missing could give a rank.
func ranksGaps(rows []GapRow) bool {
	return slices.ContainsFunc(rows, func(r GapRow) bool { return r.Rank != "" })
}
