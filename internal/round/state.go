package round

// State is how far a round has come.
type State string

// The states, in their order.
const (
	// Open means that reporting goes on.
	Open State = "open"
	// Review means that reporting has ended at a cut-off and nothing is published yet.
	Review State = "review"
	// Published means that the content is frozen for ever.
	Published State = "published"
)

// EventKind is a step in the life of a round.
type EventKind string

// The steps.
const (
	EventOpened    EventKind = "opened"
	EventClosed    EventKind = "closed"
	EventReopened  EventKind = "reopened"
	EventPublished EventKind = "published"
)

// After returns the state that a step leads to; ok is false where the step is
// not allowed. The zero State is that of a round not opened yet.
func (s State) After(step EventKind) (next State, ok bool) {
	switch {
	case s == "" && step == EventOpened:
		return Open, true
	case s == Open && step == EventClosed:
		return Review, true
	case s == Review && step == EventReopened:
		return Open, true
	case s == Review && step == EventPublished:
		return Published, true
	}
	return s, false
}
