package view

// SeatsYear says what is known of one election.
type SeatsYear struct {
	Year string
	// Country is how many seats there are in all, Known of how many councils
	// the seats by party are known.
	Country, Known string
	// Missing are the municipalities of the other councils.
	Missing []string
}

// Seats is the model of the page of council seats.
type Seats struct {
	Carried ImportCarried
	Notices []Notice
	Faults  FieldErrors
	Rows    RowFaults
	Years   []SeatsYear
	File    Field
	// Doubts are what does not agree with other sources; with them the form asks
	// whether to record all the same.
	Doubts []string
}
