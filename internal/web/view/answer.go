package view

// Answer is the form that an invited politician fills in.
type Answer struct {
	// Action is where it is sent. Preview is where a reader who only looks goes
	// back to, empty for one who is invited.
	Action, Preview string
	Title           string
	// Other is the query of the same form in the other language.
	Other     string
	Closes    string
	KeptUntil string
	Minimum   int
	// Kept is what is kept beside the answers.
	Kept []Fact
	// PrivacyOf is the page that says how answers are treated.
	PrivacyOf string
	Questions []AnswerQuestion
	Faults    FieldErrors
	// Demo and Invented mean that nothing is meant in earnest.
	Demo, Invented bool
}

// AnswerQuestion is one question with its options.
type AnswerQuestion struct {
	ID      string
	Number  int
	Name    string
	Text    string
	Options []AnswerOption
	// Fault says that no option was chosen.
	Fault string
}

// AnswerOption is one option.
type AnswerOption struct {
	ID, Value, Text string
	Chosen          bool
}

func (m Answer) formAction() string {
	if m.Preview != "" {
		return m.Preview
	}
	return m.Action
}
