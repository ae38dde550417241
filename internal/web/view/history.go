package view

// HistoryEntry is one thing that happened, in words. What does not apply is empty.
type HistoryEntry struct {
	// Machine is the time in RFC 3339, When as people read it.
	Machine, When string
	// Kind is what it is about, Step what happened.
	Kind, Step string
	// Municipality and Title of a question, or the Subject, are what it was about.
	Municipality, Title, Subject string
	// Href leads to it.
	Href    string
	Changes []HistoryChange
	Who     string
}

// About is what the entry is about, in one text.
func (e HistoryEntry) about() []string {
	var texts []string
	for _, text := range []string{e.Title, e.Municipality, e.Subject} {
		if text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// HistoryChange is a part before and after; empty where there was none.
type HistoryChange struct {
	Label, Before, After string
	// Same means that it has not changed.
	Same bool
}

// History is the model of the history.
type History struct {
	// Action is where the filter leads.
	Action string
	// Own means that it is of the reader's municipality alone.
	Own    bool
	Faults FieldErrors
	// Municipalities are empty where there is no choice.
	Municipalities, Indicators, Kinds []Choice
	Person, From, To                  Field
	Entries                           []HistoryEntry
	// Filtered means that the filter leaves something out.
	Filtered bool
	// CSV and Workbook are the same as files; empty when the filter has faults.
	CSV, Workbook string
	// Older and Newest lead on and back; empty at the ends.
	Older, Newest string
}
