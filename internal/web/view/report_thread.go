package view

// ReportAsked is a question to a municipality in the list of its own page.
type ReportAsked struct {
	Href, Title string
	// Text is what was asked, When at what time.
	Text, When string
	// State says whether it waits for the municipality or for the analysts.
	State Badge
}

// ReportThread is what analysts and the municipality said about an answer.
type ReportThread struct {
	// ID is the element of the thread.
	ID string
	// State says how the answer stands with the analysts, empty when it was not looked at.
	State Badge
	// Asked is the question that is open, empty when none is; AskedWhen says when
	// it was asked, and Found leads to what it comes from.
	Asked, AskedWhen string
	Found            ReportLine
	// Replied says that the question was answered and what happens then.
	Replied string
	Lines   []ThreadLine
	// Summary names the lines when they are folded.
	Summary string
	// Form replies; nil when nothing is asked.
	Form *ReplyForm
}

// ReplyForm answers a question without a new answer.
type ReplyForm struct {
	Action, CSRF, Button string
	// Keep names the reply in the browser's own store until it is sent.
	Keep    string
	Hidden  []Hidden
	Comment Field
}
