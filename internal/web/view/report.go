package view

// ReportArea is how far the editors are with an area.
type ReportArea struct {
	Number      int
	Href, Title string
	// Answered says how many of the questions have an answer, Share the same in percent.
	Answered string
	Share    float64
	// Notes are what is left to do and what is known to be missing, in words.
	Notes []string
	Score Points
	// Done means that every question has an answer that counts or is set aside.
	Done bool
	// Current is the area of the page.
	Current bool
}

// ReportEvent is something that was saved.
type ReportEvent struct {
	// Machine is the time in RFC 3339, When as people read it.
	Machine, When string
	// Title and Href name the question; empty in a question's own history.
	Title, Href string
	// What says what happened to the answer.
	What string
	// Who saved it.
	Who string
	// Details are reason, evidence and comment.
	Details []ReportLine
}

// ReportLine is a labelled piece of an answer.
type ReportLine struct {
	Label, Text string
	// Link is the address that the text names, empty when it names none.
	Link string
	// Files are linked in place of the text.
	Files []FileLink
	// Differs marks a piece that two versions of an answer disagree on.
	Differs bool
}

// ReportNext is the question that an editor is led to.
type ReportNext struct {
	// Heading and Text say why this one; Button is the link's text.
	Heading, Text, Button string
	// Kicker and Question name it; empty when the link leads elsewhere.
	Kicker, Question string
	Href             string
}

// Report is the model of an editor's own page.
type Report struct {
	Figures []Figure
	// Saved says what has just been saved, empty when nothing has.
	Saved string
	Next  ReportNext
	Areas []ReportArea
	// Asked are the open questions of analysts.
	Asked []ReportAsked
	// Recent are the latest events, Older those before them.
	Recent, Older []ReportEvent
	// PublicHref is what everybody sees of the municipality.
	PublicHref string
	// Targets are those of the municipality that press, nil when it has none.
	Targets *TargetNote
	// Empty means that nothing has been answered yet.
	Empty bool
	// Round is the progress in the open round, nil when none is open.
	Round *ReportRound
	Notes ReportNotes
	// Confirm offers to confirm answers of all areas, nil when there are none.
	Confirm *ReportConfirmMany
	// Checklist leads to what to have at hand.
	Checklist Link
	// Preview leads to what will be published; nil outside a review.
	Preview *Notice
}

// ReportSteps lead through the areas.
type ReportSteps struct {
	// Title names the list, Progress says how much of it is done, Share the
	// same in percent, and Place which area this is.
	Title, Progress, Place string
	Share                  float64
	Areas                  []ReportArea
}

// ReportPage is the model of one area's questions.
type ReportPage struct {
	Why string
	// Evidence is what others have written about the municipality in the area.
	Evidence  []EvidenceItem
	Steps     ReportSteps
	Questions []ReportQuestion
	// Faults are those of the one question that was sent.
	Faults FieldErrors
	// Previous and Following are the areas, or on a question's own page the
	// questions, before and after; empty at the ends.
	Previous, Following Link
	Round               *ReportRound
	Notes               ReportNotes
	// Confirm offers to confirm the area's answers, nil when there are none.
	Confirm *ReportConfirmMany
}
