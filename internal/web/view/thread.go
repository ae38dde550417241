package view

// ThreadLine is one thing that was reported or said, in a thread.
type ThreadLine struct {
	// Machine is the time in RFC 3339, When as people read it.
	Machine, When string
	// What says what it was, Tone colours a verdict and is empty for the rest.
	What string
	Tone AlertKind
	// Text is a comment as it was typed, empty when there is none.
	Text string
	// Who said it, empty where that is not told.
	Who string
	// Details are what belongs to an answer.
	Details []ReportLine
}

// Badge is a word about a status, with a tone.
type Badge struct {
	Text string
	Tone AlertKind
}
