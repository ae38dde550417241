package view

// Fieldwork is the model of the page on which answers are collected.
type Fieldwork struct {
	Notices []Notice
	Faults  FieldErrors
	// Address begins the addresses of the forms, CSRF is the session's token.
	Address, CSRF string
	// Terms are what is promised to the invited.
	Terms []Fact
	// Upload takes a list of contacts; nil where it is too late for that.
	Upload *ContactsForm
	// Letter is the form of a draft, or of a reminder; nil for none.
	Letter *LetterForm
	// Figures say who is invited and how many have answered; nil before there are any.
	Figures *FieldworkFigures
	Mail    *MailBox
	// Links offers a list of links, with the text about it; empty for none.
	Links, LinksButton string
	// Change is the form of an open fieldwork; nil for none.
	Change *ChangeForm
	// Ends leads to closing and cancelling.
	CanClose, CanCancel bool
	// Next leads on after the closing; its Text is empty before.
	Next Link
}

// ContactsForm takes a list of contacts.
type ContactsForm struct {
	// Columns say what the file holds.
	Columns []Fact
	Example string
	// Again means that a list is there already.
	Again bool
}

// LetterForm is a letter to the invited with what goes with it.
type LetterForm struct {
	// Reminder means that the fieldwork is open.
	Reminder                             bool
	Closes, Minimum                      Field
	SubjectDA, BodyDA, SubjectEN, BodyEN Field
	CanTest                              bool
	Button, Text                         string
}

// ChangeForm moves the closing date and raises the minimum.
type ChangeForm struct{ Closes, Minimum Field }

// FieldworkFigures are the numbers of a fieldwork.
type FieldworkFigures struct {
	Figures []Figure
	Tables  []FieldworkTable
	// Notes say what is withheld and what the figures mean.
	Notes []string
	// Draft means that nobody has been invited yet.
	Draft bool
}

// FieldworkTable is the invited by party or by region.
type FieldworkTable struct {
	Caption, Head string
	Rows          []FieldworkRow
}

// FieldworkRow is one party or region; what is not known or not shown is empty.
type FieldworkRow struct {
	Name, Seats, Invited, Answered, Rate string
	// Words stand in the place of the answers where there is no number.
	Words string
}

// MailBox says how far the mails are.
type MailBox struct {
	Title string
	Lines []string
	// Trouble is what keeps mails from going out.
	Trouble  string
	Failures []Fact
	CanRetry bool
}

// Closing is the model of the page that says what closing would do.
type Closing struct {
	Address, CSRF, Seen string
	Faults              FieldErrors
	// Blocked says why there is nothing to hand over; empty when there is.
	Blocked   string
	Published []string
	Deleted   []string
	Merges    []MergeField
	Margins   bool
	Refused   []string
}

// MergeField is a party that nobody answered for, with those it can be weighted with.
type MergeField struct {
	Field   Field
	Choices []Choice
}
