package view

// SurveyLine is one survey in the list of surveys.
type SurveyLine struct {
	Href, Title string
	// Kind says whether it is known by shares or by single answers.
	Kind      string
	Fieldwork string
	// Respondents is how many answered, empty when nobody knows.
	Respondents string
	// Known says how exactly the shares are known, or how far the survey has
	// come, a line each.
	Known []string
	// Source is where the survey was published.
	Source   string
	Invented bool
	// Action is what can be done next; its text is empty when there is nothing.
	Action Link
}

// Surveys is the model of the list of surveys.
type Surveys struct {
	// Gap are held against measured maturity, Context are background.
	Gap, Context []SurveyLine
}

// SurveyVersion is a survey as it stood from one time on.
type SurveyVersion struct {
	Machine, When string
	// By says how it came in.
	By string
	// Current means that it counts now.
	Current bool
	// Shares are what it said, empty where there is only one version.
	Shares []Fact
	// Source is where its shares stand, Comment what its author told colleagues.
	Source, Comment string
}

// Notice is a message above a survey.
type Notice struct {
	Kind          AlertKind
	Heading, Text string
	// Link leads on; its Text is empty when there is none.
	Link Link
}

// AddedOption is the part of a form for an option that a survey does not have yet.
type AddedOption struct {
	Legend                 string
	DA, EN, Reading, Share Field
	Readings               []Choice
}

// SharesForm is the form for the exact shares of one question.
type SharesForm struct {
	// ID begins the IDs of the form's elements.
	ID string
	// Action is where it is sent, CSRF the session's token.
	Action, CSRF string
	// Question and Seen go with it unseen.
	Question, Seen string
	// Title is the heading, Text the question; empty when the survey has only one.
	Title, Text string
	Faults      FieldErrors
	// SharesHint says what the shares should add up to, SharesError that they do not.
	SharesHint, SharesError string
	Shares                  []Field
	Added                   []AddedOption
	// AddedOpen unfolds the options to be added.
	AddedOpen bool
	Source    []Field
	Comment   Field
}

func (f SharesForm) sharesDescribedBy() string {
	if f.SharesError != "" {
		return f.ID + "-shares-hint " + f.ID + "-shares-error"
	}
	return f.ID + "-shares-hint"
}

// Survey is the model of a survey's page.
type Survey struct {
	Notices []Notice
	Wave    WaveBlock
	// Forms are for exact shares, one a question; none where the survey is only read.
	Forms    []SharesForm
	Versions []SurveyVersion
}
