package view

// PersonLine is one person in the list of people.
type PersonLine struct {
	Email, Role, Municipality string
	State                     RoundState
	// SignedIn is when, empty for never; Link is until when the latest link is
	// good, empty for none.
	SignedIn, Link string
	// Action begins the addresses of what can be done to the account.
	Action string
	// Closed accounts can only be opened again; CanSend means that a link can go
	// out by mail.
	Closed, CanSend bool
}

// PersonForm adds one person.
type PersonForm struct {
	Email, Role, Municipality, Language Field
	Roles, Municipalities, Languages    []Choice
}

// PersonalLink is a link that has just been made, to be handed to one person.
type PersonalLink struct{ Email, Link, Until, Mailto string }

// People is the model of the page on which administrators let people in.
type People struct {
	CSRF    string
	Notices []Notice
	Faults  FieldErrors
	// Rows are the faults in a list of contacts, File the field for it.
	Rows   RowFaults
	File   Field
	Form   PersonForm
	Made   *PersonalLink
	Name   string
	States []Choice
	Count  string
	Lines  []PersonLine
	// SendAll is how many invited people can be sent a link; empty for nobody.
	SendAll string
	// Columns explain the list of contacts, Example shows one.
	Columns []Fact
	Example string
}

// ContactsPlan is what taking a list in would do.
type ContactsPlan struct {
	CSRF, List string
	New        string
	Lines      []ContactLine
	Known      string
}

// ContactLine is a contact to be taken in.
type ContactLine struct{ Email, Municipality, Language string }
