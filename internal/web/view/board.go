package view

// BoardLine is one municipality on the board of a round. Counts are empty where
// they are 0.
type BoardLine struct {
	Name, Href string
	Progress   RoundState
	// Answered is "n of m".
	Answered                   string
	Lacking, Drafts, Questions string
	// Active is when something was last saved, empty for never; Machine is the
	// same for programs.
	Active, Machine string
	// Contacts is how many there are; NoContacts means none.
	Contacts   string
	NoContacts bool
	// Letters are counts by what became of the letters.
	Letters []string
	// Undelivered means that one of them was refused.
	Undelivered bool
	// Reply is what the municipality says of its result, empty before.
	Reply string
}

// Board is the model of the board of a round.
type Board struct {
	Notices []Notice
	Address string
	// Query is the address of the part that refreshes itself.
	Query           string
	Figures         []Figure
	Filters, Orders []Choice
	// Count says how many municipalities are shown.
	Count string
	Lines []BoardLine
	// Replies means that municipalities can reply by now.
	Replies bool
	// At is when the figures were read.
	At string
	// RemindHref leads to the reminder, empty where there is none; LettersHref to
	// what is to be sent by hand; CSVHref to the file.
	RemindHref, LettersHref, CSVHref string
	LettersText                      string
}

// Reach is whom the opening of a round has reached, on the round's page.
type Reach struct {
	Title string
	// Text counts contacts and municipalities, Without those that have none; both
	// are empty after publication.
	Text, Without string
	// Names are the municipalities without contacts.
	Names                                      []Link
	BoardHref, LettersHref, PeopleHref, ByHand string
	// Invite queues what has not been queued; nil when everything has.
	Invite *RoundStepForm
}

// RemindForm is the model of the page with a reminder.
type RemindForm struct {
	CSRF, Seen, Address, Back string
	Faults                    FieldErrors
	Notices                   []Notice
	Whom                      Field
	Choices                   []Choice
	SubjectDA, BodyDA         Field
	SubjectEN, BodyEN         Field
	// Recent says who was reminded less than a day ago; empty for nobody.
	Recent string
	Again  Field
	Ticked bool
	// ByHand says that the reminder must be sent by hand, Button what then happens.
	ByHand, Button string
}

// LetterBundle is a text with everybody to whom it goes as it stands.
type LetterBundle struct {
	ID string
	// Title says what it is about and in which language.
	Title, Lang   string
	Subject, Body string
	// Addresses are those to copy; Mailto opens a mail program with them.
	Addresses, Mailto string
	Count             string
	// Numbers are those of the letters.
	Numbers []string
}

// PersonalLetter is a letter with a link for one person alone.
type PersonalLetter struct {
	Email, Municipality string
	// Letter says which letter it is.
	Letter string
	// Link and Mailto are empty until links are made.
	Link, Mailto string
	Number       string
}

// LettersPage is the model of the page with a round's letters.
type LettersPage struct {
	CSRF, Address string
	Notices       []Notice
	Facts         []Fact
	Trouble       string
	Bundles       []LetterBundle
	Personal      []PersonalLetter
	// PersonalTexts are what those letters say.
	PersonalTexts []LetterBundle
	// CanLink means that the visitor may make personal links, Linked that they are made.
	CanLink, Linked bool
	Failures        []Fact
	CanRetry        bool
	Back            string
	Empty           bool
}
