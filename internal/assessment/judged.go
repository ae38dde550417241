package assessment

// Judged is a verdict with the status that it is about.
type Judged struct {
	Status  StatusID
	Verdict Verdict
}
