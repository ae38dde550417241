package view

// SheetUpload is the model of a page that asks for a workbook with answers.
type SheetUpload struct {
	Notices []Notice
	Faults  FieldErrors
	// Rows are what is wrong with the headings of the file that was sent.
	Rows         RowFaults
	Action, CSRF string
	File         Field
	// Templates are what can be downloaded to fill in.
	Templates []Link
	// Chosen lets the reader choose municipalities for the template; nil for none.
	Chosen *SheetChosen
	// Sources are whose answers rows without a source are; none for a
	// municipality's own workbook.
	Sources []Choice
	// Steps say what to do, Needs which columns a file has.
	Steps []string
	Needs []SheetNeed
}

// SheetChosen is a form that downloads a template for some municipalities.
type SheetChosen struct {
	Action  string
	Choices []Choice
}

// SheetNeed is a column of a file with what it is for.
type SheetNeed struct{ Key, Name, Text string }

// SheetChange is an answer that would change.
type SheetChange struct {
	// Where names the row of the file, Title the question.
	Where, Title string
	// Note says more of the change, empty for nothing.
	Note          string
	Before, After []ReportLine
}

// SheetClash is a question that somebody else has answered since the file was made.
type SheetClash struct {
	SheetChange
	// Name is the field of the choice; Mine and Theirs are its labels.
	Name, Mine, Theirs, Error string
	// Chosen is "mine" or "theirs", empty while nothing is.
	Chosen string
}

// SheetBox is a box to tick before answers are recorded.
type SheetBox struct {
	Field   Field
	Checked bool
}

// SheetPreview is the model of the page that shows what a file would change.
type SheetPreview struct {
	Carried ImportCarried
	Notices []Notice
	Faults  FieldErrors
	Rows    RowFaults
	// Advice says what to do about faults in rows.
	Figures []Figure
	Changes []SheetChange
	// More says how many changes are not listed, empty when all are.
	More    string
	Clashes []SheetClash
	Boxes   []SheetBox
	// Ready allows to record; Button is what the button says.
	Ready  bool
	Button string
	// Other leads back to choose another file.
	Other Link
}

// sheetChoiceID is the element of a choice; a fault leads to the first of the two.
func sheetChoiceID(c SheetClash, value string) string {
	if value == "mine" {
		return c.Name
	}
	return c.Name + "-" + value
}
