package view

// Preview is the model of what will be published about one municipality.
type Preview struct {
	// ReplyTitle stands above the replies; Silent says to others than the
	// municipality that there are none.
	ReplyTitle, Silent string
	Notices            []Notice
	Faults             FieldErrors
	// Empty says why there is nothing to preview; all else is empty then.
	Empty string
	// Facts are the times of the review.
	Facts   []Fact
	Figures []Figure
	// Since compares with the round published last; nil when there is none.
	Since *PreviewSince
	Areas []PreviewArea
	// Groups are the answers by top area.
	Groups []PreviewGroup
	Late   []LateLine
	// Form takes the reply; nil where nobody may reply here or now, and Closed
	// says why.
	Form    *PreviewReply
	Closed  string
	Replies []ReplyLine
}

// PreviewSince compares figures with those of the round published last.
type PreviewSince struct {
	Title   string
	Changes []PreviewChange
}

// PreviewChange is one figure then and now.
type PreviewChange struct{ Label, Before, Now, Change string }

// PreviewArea is an area's scores.
type PreviewArea struct {
	Title string
	// Below means an area within another.
	Below             bool
	Claimed, Verified Points
	// Change is the difference of the claimed score since the round published last.
	Change string
}

// PreviewGroup are the answers in a top area.
type PreviewGroup struct {
	Title   string
	Answers []PreviewAnswer
}

// PreviewAnswer is an answer as it will be published.
type PreviewAnswer struct {
	Title, Answer     string
	Claimed, Verified Points
	// Found is how it stands with the analysts, Rests what it rests on; both are
	// empty where there is no answer.
	Found RoundState
	Rests string
	// Note says that it was accepted late, empty otherwise.
	Note string
}

// LateLine is a change recorded after the cut-off.
type LateLine struct {
	Machine, When string
	Title, Answer string
	Decision      RoundState
}

// PreviewReply takes a municipality's reply.
type PreviewReply struct {
	Action, CSRF, Seen, Content string
	// Error is what is wrong with the choice.
	Error   string
	Choices []ReportChoice
	Text    Field
	Public  Field
	Ticked  bool
}

// ReplyLine is a reply on record.
type ReplyLine struct {
	Machine, When string
	// Municipality leads on to the municipality; its Text is empty on its own page.
	Municipality Link
	Kind         RoundState
	Text         string
	// Notes say who may read it and whether it was to an earlier version.
	Notes []string
	By    string
}
