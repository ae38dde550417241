package assessment

import (
	"time"

	"modenhed/internal/account"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// State is which of the stored states a status is in. The fifth state, none,
// is derived from a reported value: see [Answer.None].
type State string

// The stored states.
const (
	// NotAnswered is an answer withdrawn; an indicator without any status is not answered too.
	NotAnswered State = "not_answered"
	// DontKnow means asked, and no figure to be had.
	DontKnow State = "dont_know"
	// NotApplicable leaves the denominator and needs a reason.
	NotApplicable State = "not_applicable"
	// Reported carries a value.
	Reported State = "reported"
)

// Answer is what is said of one indicator.
type Answer struct {
	State State
	// Value is defined only when State is Reported: a level 0–5, a percentage,
	// a number, days, or 1 for yes and 0 for no.
	Value float64
}

// None reports whether the answer is the derived state "none": level 0, no,
// or 0 where more is better.
func (a Answer) None(i *framework.Indicator) bool {
	return a.State == Reported && a.Value == 0 && !i.Scale.LessIsBetter()
}

// Source is who vouches for a status.
type Source string

// The sources.
const (
	Self Source = "self"
	Desk Source = "desk"
)

// Channel is how a status came in.
type Channel string

// The channels.
const (
	ChannelForm     Channel = "form"
	ChannelWorkbook Channel = "workbook"
	ChannelImport   Channel = "import"
	ChannelAPI      Channel = "api"
	// ChannelDemo marks the invented statuses of a demo database.
	ChannelDemo Channel = "demo"
)

// StatusID is the rising number of a status over the whole database.
type StatusID int64

// Status is what a municipality says about one indicator at one time. It is
// never changed; a later one with the next Revision supersedes it.
type Status struct {
	ID           StatusID
	Municipality municipality.Code
	Indicator    framework.IndicatorKey
	// Framework and FrameworkVersion are those the answer was checked against.
	Framework        string
	FrameworkVersion int
	// Revision counts the statuses of one municipality, indicator and source from 1.
	Revision int
	Answer   Answer
	// Reason says why the indicator is not applicable; empty otherwise.
	Reason   string
	Evidence Evidence
	// Comment is internal to the municipality and the analysts.
	Comment string
	Source  Source
	Channel Channel
	// Author is who recorded it, 0 for an import without an account.
	Author account.ID
	// AuthorName is read for the municipality and the analysts only; it is
	// empty in what snapshots are built from.
	AuthorName string
	// RecordedAt is in UTC and exact to the microsecond.
	RecordedAt time.Time
	// Verdicts are what analysts found of it, by rising number. They are read
	// with the status and are no part of it: a status never changes.
	Verdicts []Verdict
}

// FromElsewhere reports whether the municipality's own staff did not record it:
// it is a finding, or came with a list of many municipalities.
func (s Status) FromElsewhere() bool { return s.Source == Desk || s.Channel == ChannelImport }

// asReadBy leaves out who recorded it where that is not the actor's to know.
func (s Status) asReadBy(actor account.Actor) Status {
	if s.FromElsewhere() && !account.MayVerify(actor) && s.Author != actor.ID {
		s.Author, s.AuthorName = 0, ""
	}
	return s
}

// Draft is what an editor is typing: raw form values, seen only by the own
// municipality, replaced freely, no part of any result.
type Draft struct {
	Municipality municipality.Code
	Indicator    framework.IndicatorKey
	// Values are the form's fields as typed.
	Values map[string]string
	// Files belong to what is typed, in the order in which they came.
	Files  []File
	Author account.ID
	// AuthorName is filled in where a draft is read.
	AuthorName string
	// SavedAt is in UTC and exact to the microsecond.
	SavedAt time.Time
	// Seen is when the draft was saved that the writer had before them, zero
	// for none. It is not kept.
	Seen time.Time
}
