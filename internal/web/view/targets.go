package view

// TargetState says how a target stands, in words; the kind is the colour.
type TargetState struct {
	// Kind is success, info, warning or error; empty for none.
	Kind, Text string
}

func (s TargetState) class() string {
	if s.Kind == "" {
		return "mh-state"
	}
	return "badge badge-" + s.Kind
}

// TargetLine is a target and how it stands, in words. What does not apply is empty.
type TargetLine struct {
	// Href leads to the target's page; empty where the reader may not change it.
	Href                      string
	Municipality, Area, Title string
	Owner                     string
	Target, Today             string
	// Distance is what is missing, Gain what it is worth in the overall score.
	Distance, Gain string
	// Due is the last day and Left how far away it is.
	Due, Left string
	State     TargetState
	// Plan is what the line to the target says, Pace what the last years say.
	Plan, Pace string
	// Warning says that today's value is better than the target.
	Warning string
}

// TargetGroup is a part of a list of targets.
type TargetGroup struct {
	ID, Title string
	Lines     []TargetLine
}

// Targets is the model of a list of targets.
type Targets struct {
	Figures []Figure
	Groups  []TargetGroup
	// Action is where the filter leads; Owners are its choices, none without owners.
	Action string
	Owners []Choice
	Owner  string
	// Download is the list as a file, EmptyHref where a first target is set.
	Download, EmptyHref string
	// Foreign names the municipality of every target.
	Foreign bool
}

// TargetNote is what an editor's overview says of targets.
type TargetNote struct {
	Lines []TargetLine
	// All says how many there are and leads to them.
	All, Href string
}

// TargetPage is the model of one target with its form.
type TargetPage struct {
	CSRF, Action, WithdrawAction string
	// QuestionHref leads to the question, AllHref to all targets.
	QuestionHref, AllHref string
	// Seen is the number of the entry that the form was made from.
	Seen int64
	// Saved says what was just recorded.
	Saved  string
	Faults FieldErrors
	// Conflict is set when somebody else was first.
	Conflict *ReportConflict
	// Today is the value today; Line is the target that holds, nil for none.
	Today string
	Line  *TargetLine
	// Choices are the values of an indicator that is not a figure.
	Choices           []Choice
	Value, Due, Owner Field
	History           []ReportEvent
}

// AllTargets is the model of the targets of all municipalities, counted.
type AllTargets struct {
	Figures                    []Figure
	Municipalities, Indicators []TargetCounts
	// States head the columns of counts.
	States   []string
	Download string
}

// TargetCounts counts targets by state, in the order of the columns.
type TargetCounts struct {
	Title, Note, Href string
	All               string
	States            []string
}

// QuestionTarget is what stands at a question of its target.
type QuestionTarget struct {
	// Href leads to the target's page.
	Href string
	// Line is the target that holds, nil for none.
	Line *TargetLine
}
