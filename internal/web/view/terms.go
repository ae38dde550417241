package view

// Terms are the fields with which a reader sets another method than the declared.
type Terms struct {
	Weights          []Field
	Aggregations     []Choice
	AggregationError string
	Coverage         Field
	Faults           FieldErrors
	// Open shows the fields unfolded.
	Open bool
}

// TermsNotice says that the figures are not the declared method's, and in what.
type TermsNotice struct {
	Settings []string
	// Reset leads back to the declared method.
	Reset string
}
