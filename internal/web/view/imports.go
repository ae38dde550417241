package view

// ImportCarried is what every form of an import begins with.
type ImportCarried struct {
	Action, CSRF string
	// Hidden carry the files and choices on to the next step.
	Hidden []Hidden
}

// RowFault is what is wrong in one row of a file.
type RowFault struct {
	// Row is the file's number; several as a list.
	Row, Column, Text string
}

// RowFaults are what is wrong in the rows of a file.
type RowFaults struct {
	// Title says how many there are; empty when there are none.
	Title string
	Rows  []RowFault
	// Rest says how many are not listed, empty when all are.
	Rest string
	// Advice says what to do; empty where values can be decided on below.
	Advice string
}

// ImportUpload is the model of the page that asks for files.
type ImportUpload struct {
	Carried             ImportCarried
	Notices             []Notice
	Faults              FieldErrors
	Rows                RowFaults
	Answers, Population Field
	// Needs are what the file with answers can have, a line each.
	Needs []string
	// PopulationText says what the second file is for.
	PopulationText string
}

// ImportValue is a value that nobody understands, with what it may mean.
type ImportValue struct {
	Field   Field
	Choices []Choice
}

// ImportColumn is one thing that the file can have, with the column chosen for it.
type ImportColumn struct {
	Field   Field
	Choices []Choice
	// Summary says how the values were understood; empty without a column.
	Summary string
	// Understood are values with what they mean.
	Understood []Fact
	// More says how many are not listed.
	More string
	// Open are the values to decide on.
	Open     []ImportValue
	OpenMore string
}

// ImportMapping is the model of the page that shows how a file is understood.
type ImportMapping struct {
	Carried ImportCarried
	Faults  FieldErrors
	Rows    RowFaults
	// File says what was read.
	File    string
	Header  []string
	Preview [][]string
	Columns []ImportColumn
}

// ImportParty is a line of the table of weights.
type ImportParty struct {
	Name, People, Respondents, Weight string
	// Parts are the parties that are weighted as one, empty for one alone.
	Parts string
}

// ImportMerge is a party that may be weighted with another.
type ImportMerge struct {
	Field   Field
	Choices []Choice
	Label   Hidden
}

// ImportShares are the national shares of one question.
type ImportShares struct {
	Text string
	// None says why there are no shares, empty when there are.
	None string
	Rows []ImportShare
	Mean string
}

// ImportShare is one share with its interval.
type ImportShare struct {
	Text, Share, Interval, Answered string
}

// ImportCheck is the model of the page that shows what would be recorded.
type ImportCheck struct {
	Carried ImportCarried
	Notices []Notice
	// Refusals say why it cannot be recorded; none when it can.
	Refusals []string
	Figures  []Figure
	// Parties are empty where nothing could be weighted.
	Parties []ImportParty
	// Hidden says that figures of small parties are left out, empty when none are.
	Hidden string
	Merges []ImportMerge
	Shares []ImportShares
	// Withheld says what readers will not see, a line each.
	Withheld []string
	// Ready allows to record.
	Ready bool
	// Replaces says that there are answers already, empty when there are none.
	Replaces string
}
