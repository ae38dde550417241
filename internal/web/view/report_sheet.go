package view

// SheetArea is an area on the sheet of all questions.
type SheetArea struct {
	Key, Title string
	Questions  []SheetQuestion
}

// SheetQuestion is a question on the sheet.
type SheetQuestion struct {
	Number, Title, Text, Help string
	Now                       ReportNow
	// Choices are the answers to choose between, without the one that is a figure.
	Choices []ReportChoice
	// Figure is the figure as it is, empty for none; Unit stands after it, and
	// is empty where the answer is no figure.
	Figure, Unit string
	// Lines are reason, evidence and comment.
	Lines []ReportLine
}

// ChecklistGroup is what one department usually knows.
type ChecklistGroup struct {
	ID, Title string
	// Figures are the questions answered by a figure, Others the rest.
	Figures, Others []ChecklistItem
}

// ChecklistItem is a question on the list of what to have at hand.
type ChecklistItem struct {
	Link Link
	Text string
	// Unit is the figure's; empty where the answer is no figure.
	Unit string
	// Latest is the answer so far, empty when there is none.
	Latest string
}
