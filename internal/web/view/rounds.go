package view

// RoundState is a round's state with the tone of its badge.
type RoundState struct {
	Text string
	Tone AlertKind
}

// RoundLine is one round in the list of rounds.
type RoundLine struct {
	Href, Title string
	State       RoundState
	// Opened, Cutoff and Published are times, empty where they are still to come.
	Opened, Cutoff, Published string
	// Hash is the beginning of the hash; it and the links are empty before publication.
	Hash, RankingHref, ArchiveHref string
	// Planned is when publication is planned, empty when it is not.
	Planned string
}

// RoundForm opens a round.
type RoundForm struct {
	CSRF                  string
	Key, TitleDA, TitleEN Field
}

// Rounds is the model of the list of rounds.
type Rounds struct {
	Notices []Notice
	Faults  FieldErrors
	// Lines are the rounds, the newest first.
	Lines []RoundLine
	// Form opens a round; nil where none can be opened.
	Form *RoundForm
	// Waiting says why an administrator cannot open a round now.
	Waiting string
}

// RoundArea is the mean of an area in a round.
type RoundArea struct {
	Title string
	// Below means an area within another.
	Below bool
	Mean  Points
}

// UnrankedUnit is a municipality without a place, and why.
type UnrankedUnit struct{ Name, Coverage, Why string }

// RoundContent is what a round holds, or would hold.
type RoundContent struct {
	Figures  []Figure
	Areas    []RoundArea
	Unranked []UnrankedUnit
	Hash     string
}

// RoundStep is one step in the life of a round, for administrators.
type RoundStep struct {
	Machine, When string
	Text, By      string
}

// CorrectionLine is an entry of the register of corrections.
type CorrectionLine struct {
	Machine, When string
	// About names municipality and indicator, empty when the whole round is meant.
	About string
	// Round leads to the round; its Text is empty on the round's own page.
	Round Link
	// Wrong and Right are in the language Lang, empty for that of the page.
	Lang, Wrong, Right string
}

// CorrectionForm adds an entry to the register.
type CorrectionForm struct {
	Action, CSRF, Seen string
	Faults             FieldErrors
	Municipality       Field
	Municipalities     []Choice
	Indicator          Field
	Indicators         []Choice
	// DA and EN are what was wrong and what is right.
	DA, EN []Field
}

// RoundPage is the model of one round's page.
type RoundPage struct {
	Notices []Notice
	State   RoundState
	Facts   []Fact
	// CloseHref and PublishHref lead on to the next step, for administrators;
	// empty where it is not next.
	CloseHref, PublishHref string
	// Reopen ends the review; nil where there is none or for others.
	Reopen *RoundStepForm
	// Reach says whom the opening has reached; nil for the public.
	Reach *Reach
	// Planning plans the publication, for administrators; nil outside a review.
	Planning *RoundPlanning
	// Replies are those that the visitor may read; nil where there are none to.
	Replies *RoundReplies
	// Content is what was published; nil before that.
	Content *RoundContent
	// RankingHref, ArchiveHref and ArchiveName are of a published round.
	RankingHref, ArchiveHref, ArchiveName string
	Corrections                           []CorrectionLine
	// Correct adds a correction; nil for others than administrators.
	Correct *CorrectionForm
	// Steps are for administrators.
	Steps []RoundStep
}

// RoundStepForm is a button that takes a step.
type RoundStepForm struct{ Action, CSRF, Seen string }

// RoundClose is the model of the page that ends reporting.
type RoundClose struct {
	RoundStepForm
	Faults  FieldErrors
	Figures []Figure
	Cutoff  Field
	Back    Link
}

// RoundPublish is the model of the page that publishes.
type RoundPublish struct {
	RoundStepForm
	Notices []Notice
	// Concerns are what still stands in the way.
	Concerns []string
	Cutoff   string
	Content  RoundContent
	// Nobody means that no municipality would be ranked.
	Nobody bool
	Back   Link
}

// Corrections is the model of the register of corrections.
type Corrections struct{ Lines []CorrectionLine }
