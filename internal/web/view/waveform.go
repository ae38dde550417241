package view

// WaveFormOption is the part of a form for one option of a question.
type WaveFormOption struct {
	Legend string
	// Key goes with it unseen.
	Key      Hidden
	DA, EN   Field
	Reading  Field
	Readings []Choice
	Score    Field
	// Remove is what the button to remove it sends; empty where it has to stay.
	Remove string
}

// WaveFormQuestion is the part of a form for one question.
type WaveFormQuestion struct {
	ID, Legend string
	Key        Hidden
	DA, EN     Field
	Options    []WaveFormOption
	// Error is what is wrong with the options together.
	Error string
	// Add and Remove are what the buttons send; Remove is empty where it has to stay.
	Add, Remove string
}

// WaveFormChoice is a list to choose one from.
type WaveFormChoice struct {
	Field   Field
	Choices []Choice
}

// WaveForm is the form of a survey of single answers.
type WaveForm struct {
	Action, CSRF, Seen string
	Notices            []Notice
	Faults             FieldErrors
	Rows               RowFaults
	// Copy chooses what to begin with; its field has no name in the form of a
	// survey that is there already.
	Copy WaveFormChoice
	// From is what it was begun with.
	From string
	File Field
	// Key is left out where it cannot change.
	Key *Field
	// Names, Source and Design stand in pairs.
	Names   [][]Field
	Purpose WaveFormChoice
	Source  [][]Field
	// Questions have an error together.
	QuestionsError string
	Questions      []WaveFormQuestion
	Election       WaveFormChoice
	Design         [][]Field
	Merge          Field
	Trim           []Field
	Comment        Field
	// Answered means that there are answers, so that less may change.
	Answered bool
}
