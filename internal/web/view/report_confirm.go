package view

// ReportRound is how far a municipality is in the open measuring round.
type ReportRound struct {
	Title, Progress string
	// Share is the part that is done, in percent; Left says what is not.
	Share float64
	Left  string
}

// ReportConfirm confirms one answer as it is.
type ReportConfirm struct {
	Action string
	Seen   int
}

// ReportConfirmMany confirms many answers as they are.
type ReportConfirmMany struct {
	Action, CSRF          string
	Heading, Text, Button string
	Items                 []ReportConfirmItem
	Left                  []ReportLeft
}

// ReportConfirmItem is an answer that would be confirmed.
type ReportConfirmItem struct {
	// Value is what the form sends.
	Value                string
	Title, Answer, Saved string
}

// ReportLeft is a question that is not confirmed with the others, with the reason.
type ReportLeft struct {
	Link Link
	Why  string
}

// ReportConfirmed says what was confirmed and what was not.
type ReportConfirmed struct {
	Text string
	// Done are the answers by question.
	Done []ReportLine
	Left []ReportLeft
}

// ReportNotes stand above a page of the form; each may be empty.
type ReportNotes struct {
	Confirmed *ReportConfirmed
	// Overtaken are answers that others saved meanwhile, so that nothing was confirmed.
	Overtaken []ReportEvent
	Warning   string
}

// ReportShare is how a question is sent to a colleague.
type ReportShare struct {
	// Page is the question's own page, Address the same in full, Mail begins a letter.
	Page, Address, Mail string
}
