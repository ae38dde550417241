package fieldwork

import (
	"reflect"
	"slices"
	"time"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/smallarea"
	"modenhed/internal/survey"
)

// State is where a fieldwork is.
type State string

// The states. A fieldwork that is cancelled is deleted.
const (
	// Draft has contacts and waits for the opening.
	Draft State = "draft"
	// Open takes answers until the closing date.
	Open State = "open"
	// Stopped means that the closing date has passed and that the answers cannot
	// be handed over yet. There are no contacts and no links any more.
	Stopped State = "stopped"
	// Closed means that the wave has the answers and nothing is left here.
	Closed State = "closed"
)

// Delivery is how links reach the invited.
type Delivery string

// The ways.
const (
	ByMail Delivery = "mail"
	ByList Delivery = "list"
)

// Fieldwork is the collection of answers to one wave.
type Fieldwork struct {
	Wave  string
	State State
	// Columns are what is known of contacts beside municipality and party.
	Columns []string
	Terms   Terms
	// ClosesAt is the first instant at which no answer is taken any more.
	ClosesAt time.Time
	// Since is when the state began; of a draft, when it was saved last.
	Since time.Time
	// Invited is how many were invited, 0 of a draft.
	Invited  int
	Delivery Delivery
	// Mailings counts invitation and reminders, MailedAt is the time of the last.
	Mailings int
	MailedAt time.Time
	// BaseURL begins the links in mails, without a slash at the end.
	BaseURL string
	Letter  Letter
	Author  account.ID
}

// Terms are promised to the invited and fixed at the opening.
type Terms struct {
	// Minimum is the fewest answers that a figure rests on; it may only be raised.
	Minimum int
	// KeepMonths is how long single answers are kept after the month of the fieldwork.
	KeepMonths int
}

// TermsOf returns what a wave promises.
func TermsOf(w survey.Wave) Terms {
	t := Terms{Minimum: w.Design.Least(), KeepMonths: survey.DefaultKeepMonths}
	if w.Design != nil && w.Design.KeepMonths > 0 {
		t.KeepMonths = w.Design.KeepMonths
	}
	return t
}

// rule returns the rule of disclosure that follows from the terms.
func (t Terms) rule() smallarea.Minimum {
	m, err := smallarea.Minimum{}.Raise(t.Minimum)
	if err != nil {
		// A minimum below the least there is never comes out of the database.
		return smallarea.Minimum{}
	}
	return m
}

// KeptUntil returns the first instant at which single answers are no longer
// kept under the terms of a fieldwork; ok is false when the wave has no time.
func (f Fieldwork) KeptUntil(w survey.Wave, zone *time.Location) (at time.Time, ok bool) {
	design := survey.Design{}
	if w.Design != nil {
		design = *w.Design
	}
	design.KeepMonths = f.Terms.KeepMonths
	w.Design = &design
	return w.KeptUntil(zone)
}

// takes reports whether answers are taken at a time.
func (f Fieldwork) takes(now time.Time) bool { return f.State == Open && now.Before(f.ClosesAt) }

// Contact is somebody invited.
type Contact struct {
	// Key is random and lives as long as the contact; empty before it is kept.
	Key string
	// Municipality is the official code, Party the list letter.
	Municipality int
	Party        string
	// Values are in the order of the fieldwork's columns; empty means not known.
	Values []string
	Email  string
	// Lang is the language to write in, "da" or "en"; empty means both.
	Lang string
}

// Count is how many of the invited belong to one party or one region.
type Count struct {
	// Kind is CountParty or CountRegion.
	Kind, Key string
	Invited   int
}

// The kinds of counts.
const (
	CountParty  = "party"
	CountRegion = "region"
)

// Ballot is an answer without its sender.
type Ballot struct {
	Municipality int
	Party        string
	// Values are in the order of the fieldwork's columns.
	Values []string
	// Answers are option keys by question.
	Answers map[string]string
}

// Allows reports, as an Invalid fault, what a new version of the wave would
// break: while answers come in everybody is asked the same, and what was
// promised at the opening holds for ever.
func (f Fieldwork) Allows(before, w survey.Wave) error {
	var problems fault.Problems
	if w.Kind != survey.FromResponses {
		problems.Add("kind", "fieldwork.fixed_kind")
	}
	if f.State != Closed && (!reflect.DeepEqual(before.Questions, w.Questions) || !slices.Equal(before.Design.Columns(), w.Design.Columns())) {
		problems.Add("questions", "fieldwork.fixed_questions")
	}
	if f.State != Draft {
		if w.Design.Least() < before.Design.Least() {
			problems.Add("design/minimum", "fieldwork.fixed_minimum", "Least", before.Design.Least())
		}
		promised, _ := f.KeptUntil(before, time.UTC)
		if until, ok := w.KeptUntil(time.UTC); !ok || until.After(promised) {
			problems.Add("design/keep_months", "fieldwork.fixed_retention")
		}
	}
	return problems.Err()
}
