package view

// VerifyFilter is the form that picks from the queue.
type VerifyFilter struct {
	Municipalities, Areas, Kinds, Sorts []Choice
	Lacking                             bool
	// Chosen means that something is left out, and ResetHref that nothing is.
	Chosen    bool
	ResetHref string
}

// VerifyLine is one answer that waits.
type VerifyLine struct {
	// ID is the element of the box, Value what it sends: the answer as it was seen.
	ID, Value string
	Checked   bool
	// Href leads to the answer, Name and Title say whose and which it is.
	Href, Name, Title string
	Answer            string
	Marks             []Badge
	// Evidence says what the answer rests on; Lacking that it should rest on more.
	Evidence string
	Lacking  bool
	// Impact is in points, empty where there is none.
	Impact string
	// Machine is since when it waits in RFC 3339, Since the same as people read it.
	Machine, Since string
}

// VerifyQueue is the model of the list of answers that wait.
type VerifyQueue struct {
	Notices []Notice
	Faults  FieldErrors
	Filter  VerifyFilter
	// Count says how many there are, Range which of them stand on this page.
	Count, Range string
	Lines        []VerifyLine
	CSRF         string
	// Hidden are the filter and the page, for the form of the list.
	Hidden []Hidden
	// Previous and Following are the pages before and after, empty at the ends.
	Previous, Following Link
	// EmptyTitle and EmptyText say why nothing is listed.
	EmptyTitle, EmptyText string
}

// VerifyLevel is one level of the scale of a question.
type VerifyLevel struct {
	Key, Class, Name, Text string
	// Chosen is the level that was reported.
	Chosen bool
}

// VerifyItem is the model of one answer's page.
type VerifyItem struct {
	Notices []Notice
	Faults  FieldErrors
	Marks   []Badge
	// Question is the indicator's question.
	Question string
	// Facts are the answer and what it rests on.
	Facts []ReportLine
	// Effect says what the answer is worth, now and when it is verified.
	Effect []string
	Levels []VerifyLevel
	Thread []ThreadLine
	// Form decides; nil where there is nothing to decide about.
	Form *VerifyForm
	// Place says where in the queue this is, empty when it does not wait.
	Place               string
	Previous, Following Link
	QueueHref           string
	// ProfileHref is the municipality's page.
	ProfileHref, ProfileText string
}

// VerifyForm is what an analyst decides with.
type VerifyForm struct {
	Action, CSRF string
	// Keep names the comment in the browser's own store until it is sent.
	Keep    string
	Hidden  []Hidden
	Comment Field
	// Acceptable means that the answer came after the cut-off of a round in review.
	Acceptable bool
	AcceptHint string
	// Verified means that the answer is verified already; only a question is left.
	Verified bool
}
