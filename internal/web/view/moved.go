package view

// Moved is why a municipality's rank and score are not what they were.
type Moved struct {
	// Name is the municipality's.
	Name string
	// Period says which two times are compared; empty when there is no earlier one.
	Period string
	// Summary says what became of the rank and the score.
	Summary []string
	// Missing says why rank or score cannot be compared; empty when both can.
	Missing string
	// Places and Points say which of the two changes have parts.
	Places, Points bool
	Parts          []MovedPart
	Total          MovedPart
	// Framework says which questions came and went; empty when none did.
	Framework []string
	// Changes are the own answers that changed, largest effect first, and Rest
	// those that do not fit in the first list.
	Changes, Rest []MovedChange
	// How says in which order the causes are taken, and what that means.
	How  []string
	Form MovedForm
}

// MovedPart is what one cause did.
type MovedPart struct {
	Title string
	// Words say it in a sentence; empty when there is no change of rank to split.
	Words string
	// Places are gained, negative when lost.
	Places int
	// Points are undefined for a cause that moves no score.
	Points Points
}

// MovedChange is one own answer that changed.
type MovedChange struct {
	Title string
	// Words say from what to what.
	Words string
	// Alone is what the score would change by this answer alone.
	Alone Points
}

// MovedForm lets the reader choose the earlier time.
type MovedForm struct {
	Action string
	Hidden []Hidden
	Since  Field
	// Choices are times to go to at once.
	Choices []MovedChoice
}

// MovedChoice is an earlier time.
type MovedChoice struct {
	Link
	Current bool
}
