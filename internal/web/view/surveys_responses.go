package view

// ResponsesSurvey is the model of the page of a survey of single answers.
type ResponsesSurvey struct {
	Notices []Notice
	// State says how far it has come, StateText what that means.
	State, StateText string
	// Answered means that there are figures to show.
	Answered bool
	Figures  []Figure
	Wave     WaveBlock
	Design   []Fact
	// FileHref leads to the survey as a file.
	FileHref string
	Versions []SurveyVersion
}
