package view

// ReportQuestion is one question with its form.
type ReportQuestion struct {
	// Target is what the municipality aims at, nil where targets are not shown.
	Target *QuestionTarget
	// Key is the section's element and the beginning of its fields' elements.
	Key    string
	Kicker string
	Text   string
	Help   string
	// Action takes the answer, DraftAction what is being typed, DiscardAction drops that.
	Action, DraftAction, DiscardAction string
	// DraftKey names the draft in the browser's own store.
	DraftKey string
	// DraftSeen tells the draft that the form was made from, 0 for none.
	DraftSeen int64
	CSRF      string
	// Account is whose form it is.
	Account string
	// Alone means that the question stands on its own page.
	Alone bool
	Share ReportShare
	// Confirm confirms the answer as it is, nil where that is not offered.
	Confirm *ReportConfirm
	// Seen is the revision that the form was made from.
	Seen int
	Now  ReportNow
	// Thread is what was said about the answer, nil when nothing was.
	Thread *ReportThread
	Form   ReportForm
	// Faults are what must be put right before the answer can be saved.
	Faults FieldErrors
	// Saved says when the answer was saved just now, Before the same of the
	// question that the editor comes from; empty otherwise.
	Saved, Before string
	// Advice asks for evidence, empty when nothing is lacking.
	Advice string
	// Draft says that the fields hold something unsaved, empty when they do not.
	Draft    string
	Conflict *ReportConflict
	// Withdrawable means that there is an own answer to withdraw.
	Withdrawable bool
	History      []ReportEvent
}

// ReportNow is the answer as it counts now.
type ReportNow struct {
	// Answer is the answer in words.
	Answer string
	// Missing marks an answer that counts against coverage, Aside one set aside.
	Missing, Aside bool
	// Points is what the answer gives in words; Saved when and by whom it was saved.
	Points, Saved string
	// BeforeLabel says when the answer Before counted; both empty where there
	// is nothing to compare with.
	BeforeLabel, Before string
	// Note says what is special about it: too old, or not the municipality's own.
	Note string
}

// ReportForm is what the fields hold.
type ReportForm struct {
	// Legend names the choice, Error what is wrong with it.
	Legend, Error string
	// Choices are the answers with a value, Others those without.
	Choices, Others []ReportChoice
	// Number is filled for questions answered by a figure.
	Number                     *Field
	Reason                     *Field
	EvidenceText, EvidenceLink Field
	Public, Comment            Field
	IsPublic                   bool
	Files                      ReportFiles
}

// ReportChoice is one answer to choose.
type ReportChoice struct {
	ID, Name, Value string
	// Key is the number of a level, empty for other answers; Class its colour.
	Key, Class string
	Title      string
	Text       string
	Selected   bool
}

// ReportConflict shows two versions of an answer.
type ReportConflict struct {
	// Title says who was first, Text what to do.
	Title, Text string
	// OwnTitle and TheirTitle head the versions.
	OwnTitle, TheirTitle string
	Own, Theirs          []ReportLine
	// Keep is the button that keeps theirs, Form the heading of the form below;
	// with KeepHref the button is a link.
	Keep, KeepHref, Form string
	// IsDraft means that both are drafts.
	IsDraft bool
}

// commentOpen reports whether the comment is shown unfolded.
func (q ReportQuestion) commentOpen() bool {
	return q.Form.Comment.Value != "" || q.Form.Comment.Error != ""
}

// choiceError lists the element that says what is wrong with the choice.
func (q ReportQuestion) choiceError() string { return q.Key + "-choice-error" }
